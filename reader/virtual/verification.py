"""VERIFY and the two ways to change a secret (my-number-card §3, §2.4)."""

from hmac import compare_digest

from reader.apdu import Command
from reader.applications import Application
from reader.status_word import SW, wrong_tries_left
from reader.virtual.files import SecretFile
from reader.virtual.memory import Chip, Refused, require

_NEW_SECRET_ONLY = 0x01
_CHANGED_BY_CHANGE_KEY = frozenset({Application.RESIDENCE, Application.COMMON})


def verify(chip: Chip, command: Command) -> bytes:
    """Compare a secret, or tell the tries left when the command is its header alone.

    A Le field, as in the five-byte query, is a wrong length (my-number-card §10.1).
    """
    require(command.p1 == 0x00, SW.WRONG_P1P2)
    require(command.le is None, SW.WRONG_LENGTH)
    secret = _secret(chip, command.p2)
    tries = chip.tries_left(secret)
    if not command.data:
        raise Refused(wrong_tries_left(tries))
    require(tries, SW.KEY_BLOCKED)
    _compare(chip, secret, command, tries)
    return b""


def _secret(chip: Chip, reference: int) -> SecretFile:
    file = chip.file(reference)
    if not isinstance(file, SecretFile):
        raise Refused(SW.WRONG_STRUCTURE)
    return file


def _compare(chip: Chip, secret: SecretFile, command: Command, tries: int) -> None:
    """Count first, compare then: cutting the power in between must cost the try, not give a free one."""
    key = chip.counter_key(secret)
    chip.status.verified.discard(secret.fid)
    chip.counters.store(key, tries - 1)
    require(compare_digest(_current_value(chip, secret), command.data), wrong_tries_left(tries - 1))
    chip.counters.store(key, secret.max_tries)
    chip.status.verified.add(secret.fid)


def _current_value(chip: Chip, secret: SecretFile) -> bytes:
    return chip.changed.get(chip.counter_key(secret), secret.secret or b"")


def sim_present(chip: Chip, reference: int, *, accepted: bool) -> None:
    """SIM-: take the key `reference` names as verified, or as not; nothing is compared or counted."""
    secret = _secret(chip, reference)
    (chip.status.verified.add if accepted else chip.status.verified.discard)(secret.fid)


def change_reference_data(chip: Chip, command: Command) -> bytes:
    """`00 24 01 80 Lc new` after VERIFY, in the JPKI and text applications."""
    require(_application(chip) not in _CHANGED_BY_CHANGE_KEY, SW.INS_NOT_SUPPORTED)
    require(command.p1 == _NEW_SECRET_ONLY, SW.WRONG_P1P2)
    return _change(chip, command)


def change_key(chip: Chip, command: Command) -> bytes:
    """`80 32 00 80 Lc new` after VERIFY: JICSAP CHANGE KEY of 住民基本台帳用 PIN."""
    require(_application(chip) in _CHANGED_BY_CHANGE_KEY, SW.INS_NOT_SUPPORTED)
    require(command.p1 == 0x00, SW.WRONG_P1P2)
    return _change(chip, command)


def _application(chip: Chip) -> Application | None:
    return chip.status.directory.application if chip.status.directory else None


def _change(chip: Chip, command: Command) -> bytes:
    require(command.data and command.le is None, SW.WRONG_LENGTH)
    secret = _secret(chip, command.p2)
    require(secret.fid in chip.status.verified, SW.SECURITY_STATUS)
    if secret.form is None:
        raise Refused(SW.FUNCTION_NOT_SUPPORTED)
    require(secret.form.fullmatch(command.data), SW.WRONG_DATA)
    chip.changed[chip.counter_key(secret)] = command.data
    return b""
