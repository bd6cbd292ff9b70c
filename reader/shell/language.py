"""The words of the shell: named commands, and APDUs in hex."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from reader.apdu import MAX_EXTENDED_LE, Command
from reader.applications import (
    ISSUER_SECURITY_DOMAIN,
    SHORT_ID,
    Application,
    Common,
    Instruction,
    Jpki,
    Residence,
    Text,
    Visual,
)
from reader.credentials import is_secret_command
from reader.errors import MalformedApdu, UnknownShellCommand

FILES: Final[dict[Application, type[IntEnum]]] = {
    Application.JPKI: Jpki,
    Application.TEXT: Text,
    Application.VISUAL: Visual,
    Application.RESIDENCE: Residence,
    Application.COMMON: Common,
}

HELP: Final = """\
select APP            アプリケーションを選ぶ / select an application: jpki text visual residence common
read FILE             ファイルを先頭から読む / read a file from its beginning
tries FILE            残り回数を聞く(回数は減らない) / ask for the tries left, costs nothing
challenge             乱数をもらう / get a challenge
verify FILE           暗証番号を照合する(--allow-verify のときだけ) / verify a secret, with --allow-verify only
00A4040C…             APDUを16進数でそのまま送る / any APDU in hex
reset                 電源投入後の状態に戻す / back to the state after power-up (selects the issuer domain)
help  quit            この表示・終わる / this text, leave
FILE: 0001 - 001E, または / or auth_certificate auth_pin card_face …  (Tabで補完 / completed by Tab)"""

_HEX: Final = re.compile(r"[0-9A-Fa-f\s]+")
_FILE_ID: Final = re.compile(r"[0-9A-Fa-f]{1,4}")
_MAX_SHORT_ID: Final = 0x1E
_CHALLENGE_LENGTH: Final = 8
_LEAST_APDU: Final = 8
"""Hex digits of the shortest APDU."""

NAMES: Final = ("challenge", "help", "quit", "read", "reset", "select", "tries", "verify")
_TAKES_A_FILE: Final = frozenset({"read", "tries", "verify"})


@dataclass(frozen=True)
class Send:
    """Send this command."""

    command: Command


@dataclass(frozen=True)
class Verify:
    """Ask for the secret of the key `reference` names (`80 | short id`) and present it."""

    reference: int


@dataclass(frozen=True)
class Other:
    """`help`, `quit`, or `nothing` for an empty line."""

    word: str


def understand(line: str, application: Application | None) -> Send | Verify | Other:
    """Read one line, `application` being the selected one. Raises UnknownShellCommand."""
    words = line.split()
    match words:
        case []:
            return Other("nothing")
        case ["help" | "quit" as word]:
            return Other(word)
        case ["select", name]:
            return Send(Command(0x00, Instruction.SELECT, 0x04, 0x0C, _application(name).aid))
        case ["reset"]:
            return Send(Command(0x00, Instruction.SELECT, 0x04, 0x0C, ISSUER_SECURITY_DOMAIN))
        case ["challenge"]:
            return Send(Command(0x00, Instruction.GET_CHALLENGE, 0x00, 0x00, le=_CHALLENGE_LENGTH))
        case ["read" | "tries" | "verify" as word, name]:
            return _on_file(word, SHORT_ID | _file(name, application))
        case _:
            return Send(_apdu(line))


def _on_file(word: str, reference: int) -> Send | Verify:
    if word == "verify":
        return Verify(reference)
    if word == "tries":
        return Send(Command(0x00, Instruction.VERIFY, 0x00, reference))
    return Send(Command(0x00, Instruction.READ_BINARY, reference, 0x00, le=MAX_EXTENDED_LE))


def _application(name: str) -> Application:
    try:
        return Application[name.upper()]
    except KeyError:
        raise UnknownShellCommand(_shown(name)) from None


def _file(name: str, application: Application | None) -> int:
    """Return the id of a file by its name in the selected application, or by its number."""
    known: Mapping[str, IntEnum] = FILES[application].__members__ if application else {}
    if name.upper() in known:
        return int(known[name.upper()])
    if _FILE_ID.fullmatch(name) and 1 <= int(name, 16) <= _MAX_SHORT_ID:
        return int(name, 16)
    raise UnknownShellCommand(_shown(name))


def _shown(word: str) -> str:
    """Return a word for an error message, unless it has digits: it may be a secret in the wrong place."""
    return word if word.replace("_", "").isalpha() else "?"


def _apdu(line: str) -> Command:
    """Read an APDU in hex."""
    digits = "".join(line.split())
    if not _HEX.fullmatch(line) or len(digits) % 2 or len(digits) < _LEAST_APDU:
        raise UnknownShellCommand(_shown(line.split()[0]))
    try:
        return Command.decode(bytes.fromhex(digits))
    except MalformedApdu as error:
        raise UnknownShellCommand(error.reason) from error


def history_line(line: str, application: Application | None) -> str | None:
    """Return what the history may keep of a line: nothing of one that holds a secret or is not understood."""
    try:
        meant = understand(line, application)
    except UnknownShellCommand:
        return None
    if isinstance(meant, Send) and is_secret_command(meant.command.ins, meant.command.data):
        return None
    return line.strip() or None


def completions(line: str, application: Application | None) -> Iterator[str]:
    """Yield what the last word of `line` may become."""
    words = line.split()
    last = "" if not line or line[-1].isspace() else words.pop()
    if not words:
        candidates: list[str] = list(NAMES)
    elif words == ["select"]:
        candidates = [known.name.lower() for known in Application]
    elif len(words) == 1 and words[0] in _TAKES_A_FILE and application:
        candidates = [name.lower() for name in FILES[application].__members__]
    else:
        candidates = []
    yield from (candidate for candidate in candidates if candidate.startswith(last.lower()))
