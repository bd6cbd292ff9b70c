"""APDUs in words: the instruction, its application and file, and what the card answered (my-number-card §1 to §5).

The decoder follows the dialogue, because most commands mean "the current file". It never shows command data that could
be a secret, and of answers only the length and the status word: files hold names, photos and numbers.
"""

from dataclasses import dataclass, field
from typing import Final

from reader.apdu import Command, Response
from reader.applications import ISSUER_SECURITY_DOMAIN, SHORT_ID, Application, Instruction
from reader.credentials import is_secret_command
from reader.file_names import file_name

_BY_NAME: Final = 0x04
_SHORT_ID_MASK: Final = 0x1F
_SHOWN: Final = 24
"""Most command data bytes shown in hex."""

_INSTRUCTION_WORDS: Final[dict[int, str]] = {
    Instruction.SELECT: "SELECT",
    Instruction.READ_BINARY: "READ BINARY",
    Instruction.READ_RECORD: "READ RECORD",
    Instruction.VERIFY: "VERIFY",
    Instruction.CHANGE_REFERENCE_DATA: "CHANGE REFERENCE DATA",
    Instruction.CHANGE_KEY: "CHANGE KEY",
    Instruction.PERFORM_SECURITY_OPERATION: "COMPUTE DIGITAL SIGNATURE",
    Instruction.INTERNAL_AUTHENTICATE: "INTERNAL AUTHENTICATE",
    Instruction.VERIFY_CERTIFICATE: "VERIFY CERTIFICATE",
    Instruction.SET_SESSION_KEY: "SET SESSION KEY",
    Instruction.GET_CHALLENGE: "GET CHALLENGE",
    Instruction.GET_DATA: "GET DATA",
}
_USES_A_KEY: Final = frozenset(
    {
        Instruction.VERIFY,
        Instruction.CHANGE_REFERENCE_DATA,
        Instruction.CHANGE_KEY,
        Instruction.PERFORM_SECURITY_OPERATION,
        Instruction.INTERNAL_AUTHENTICATE,
    }
)


@dataclass(frozen=True)
class Words:
    """One line of a trace in both languages."""

    ja: str
    en: str


def shown_bytes(command: Command) -> str:
    """Return a command in hex: header, Lc, data and Le apart; a secret as `**`, long data cut."""
    if is_secret_command(command.ins, command.data):
        data = "**" * len(command.data)
    else:
        data = command.data[:_SHOWN].hex().upper() + ("…" if len(command.data) > _SHOWN else "")
    lc = f"{len(command.data):0{6 if command.extended else 2}X}" if command.data else ""
    return " ".join(filter(None, (command.header.hex().upper(), lc, data, _shown_le(command))))


def _shown_le(command: Command) -> str:
    if command.le is None:
        return ""
    if not command.extended:
        return f"{command.le % 0x100:02X}"
    return f"{command.le % 0x10000:0{4 if command.data else 6}X}"


@dataclass
class Decoder:
    """Follows one dialogue from the reset on."""

    _application: Application | None = field(default=None, init=False)
    _file: int | None = field(default=None, init=False)
    _pending: tuple[Application | None, int | None] = field(default=(None, None), init=False)

    def command(self, command: Command) -> Words:
        """Put the command into words, remembering what it selects when the card agrees."""
        self._pending = (self._application, self._file)
        instruction = _INSTRUCTION_WORDS.get(command.ins)
        if instruction is None:
            return Words("知られていない命令", f"unknown instruction {command.ins:02X}")
        what = self._object(command)
        return Words(f"{instruction} {what.ja}".rstrip(), f"{instruction} {what.en}".rstrip())

    def response(self, command: Command, response: Response) -> Words:
        """Put the answer into words."""
        if response.ok:
            self._application, self._file = self._pending
        ja, en = response.status.ja, response.status.en
        tries = response.status.tries_left
        if command.ins == Instruction.VERIFY and not command.data and tries is not None:
            ja, en = f"残り{tries}回", f"{tries} tries left"
        size = f"{len(response.data)}バイト ", f"{len(response.data)} bytes, "
        return Words(f"{size[0] if response.data else ''}{ja}", f"{size[1] if response.data else ''}{en}")

    def _object(self, command: Command) -> Words:
        match command.ins:
            case Instruction.SELECT:
                return self._selected(command)
            case Instruction.READ_BINARY:
                return self._read(command)
            case Instruction.READ_RECORD:
                name = self._named(command.p2 >> 3)
                return Words(f"{name.ja} レコード{command.p1}", f"{name.en}, record {command.p1}")
            case Instruction.GET_DATA:
                return Words(f"{command.p1:02X}{command.p2:02X}", f"{command.p1:02X}{command.p2:02X}")
            case ins if ins in _USES_A_KEY:
                return self._key(command)
            case _:
                return Words("", "")

    def _selected(self, command: Command) -> Words:
        if command.p1 == _BY_NAME:
            return self._selected_application(command.data)
        if len(command.data) != 2:
            return Words("MF", "MF")
        return self._named(int.from_bytes(command.data))

    def _selected_application(self, aid: bytes) -> Words:
        """A shorter name selects too, but nobody can say what it reaches (my-number-card §1.1)."""
        known = next((application for application in Application if application.aid == aid), None)
        self._pending = (known, None)
        if known is not None:
            return Words(known.ja, f"{known.name.lower()} application")
        if aid == ISSUER_SECURITY_DOMAIN:
            return Words("発行者セキュリティドメイン", "issuer security domain")
        return Words("知られていないAP", "unknown application")

    def _read(self, command: Command) -> Words:
        by_short_id = command.p1 & SHORT_ID
        name = self._named(command.p1 & _SHORT_ID_MASK if by_short_id else 0)
        offset = command.p2 if by_short_id else command.p1 << 8 | command.p2
        return Words(
            f"{name.ja} {offset}バイト目から{command.le or 0}バイトまで",
            f"{name.en} from {offset}, up to {command.le or 0} bytes",
        )

    def _key(self, command: Command) -> Words:
        name = self._named(command.p2 & _SHORT_ID_MASK if command.p2 & SHORT_ID else 0)
        if command.ins == Instruction.VERIFY and not command.data:
            return Words(f"{name.ja} 残り回数の照会", f"{name.en}, tries left?")
        return name

    def _named(self, fid: int) -> Words:
        """Name a file by its id, 0 for the current one; it becomes current when the card agrees."""
        fid = fid or self._file or 0
        if not fid:
            return Words("(ファイル未選択)", "(no file)")
        application = self._application
        self._pending = (application, fid)
        return Words(*file_name(application, fid))
