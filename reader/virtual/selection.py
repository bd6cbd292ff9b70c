"""SELECT and GET DATA (my-number-card §1.2, §1.3)."""

from reader import tlv
from reader.apdu import MAX_SHORT_LE, Command
from reader.applications import ISSUER_SECURITY_DOMAIN
from reader.status_word import SW
from reader.virtual.files import Directory
from reader.virtual.memory import Chip, Refused, SecurityStatus, require

_BY_FILE_ID, _BY_EF_ID, _BY_NAME = 0x00, 0x02, 0x04
_WITH_FCI, _WITHOUT_FCI = 0x00, 0x0C


def select(chip: Chip, command: Command) -> bytes:
    """Select an application by name or a file by id."""
    if command.p1 == _BY_FILE_ID:
        return _select_master_file(chip, command)
    require(command.p1 in (_BY_EF_ID, _BY_NAME) and command.p2 in (_WITH_FCI, _WITHOUT_FCI), SW.WRONG_P1P2)
    if command.p1 == _BY_EF_ID:
        return _select_file(chip, command)
    return _select_application(chip, command)


def _select_master_file(chip: Chip, command: Command) -> bytes:
    """There is no usable SELECT MF: 6A86 after reset, 9000 without effect in an application, 3F00 is 6A82."""
    require(not command.data, SW.FILE_NOT_FOUND)
    require(chip.status.directory and command.p2 in (_WITH_FCI, _WITHOUT_FCI), SW.WRONG_P1P2)
    return b""


def _select_file(chip: Chip, command: Command) -> bytes:
    """Select an EF of the current application; the security status stays (my-number-card §3)."""
    require(len(command.data) == 2, SW.WRONG_LENGTH)
    chip.select(int.from_bytes(command.data))
    return b""


def _select_application(chip: Chip, command: Command) -> bytes:
    """Select by AID or the beginning of one, as the cards do; drops the verified keys (my-number-card §1.1, §3)."""
    require(command.data, SW.WRONG_LENGTH)
    if command.data == ISSUER_SECURITY_DOMAIN:
        directory, name = None, ISSUER_SECURITY_DOMAIN
    else:
        directory = _named(chip, command.data)
        name = directory.application.aid
    chip.status = SecurityStatus(directory, institution=chip.status.institution)
    return _file_control_information(name)[: command.le or 0] if command.p2 == _WITH_FCI else b""


def _named(chip: Chip, name: bytes) -> Directory:
    for directory in chip.directories:
        if directory.application.aid.startswith(name):
            return directory
    raise Refused(SW.FILE_NOT_FOUND)


def _file_control_information(aid: bytes) -> bytes:
    """Return a minimal ISO FCI `6F L 84 L AID`. Invented: nobody published what the cards return (§1.2)."""
    return tlv.encode(0x6F, tlv.encode(0x84, aid))


def get_data(chip: Chip, command: Command) -> bytes:
    """Return a data object of the power-on state; large ones want an extended Le (my-number-card §1.3)."""
    require(command.le is not None and not command.data, SW.WRONG_LENGTH)
    known = None if chip.status.directory else chip.data_objects.get(command.p1 << 8 | command.p2)
    if known is None:
        raise Refused(SW.NO_DATA_OBJECT)
    require(len(known) <= (command.le or MAX_SHORT_LE), SW.WRONG_LENGTH)
    return known
