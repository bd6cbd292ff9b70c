"""Command and response APDUs as values (ISO/IEC 7816-3 §12.1: cases 1 to 4, short and extended)."""

from dataclasses import dataclass
from typing import Self

from reader.credentials import is_secret_command
from reader.errors import MalformedApdu
from reader.status_word import SW, StatusWord

MAX_SHORT_DATA = 255
"""Most command data bytes (Lc) of a short APDU."""

MAX_SHORT_LE = 256
"""Le of a short APDU, written `00`."""

MAX_EXTENDED_LE = 65536
"""Le of an extended APDU, written `0000`."""


@dataclass(frozen=True)
class Command:
    """A command APDU. `le` is the most bytes wanted in answer: 1 to 65536, or None for no Le field.

    `extended` forces the extended form; it is set by itself when data or Le need it. Raises MalformedApdu when a
    header byte, the data or Le is out of range.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    le: int | None = None
    extended: bool = False

    def __post_init__(self) -> None:
        if any(not 0 <= octet <= 0xFF for octet in (self.cla, self.ins, self.p1, self.p2)):
            raise MalformedApdu("a header byte is not one byte")
        if len(self.data) > 0xFFFF or not (self.le is None or 1 <= self.le <= MAX_EXTENDED_LE):
            raise MalformedApdu("Lc or Le is out of range")
        needed = len(self.data) > MAX_SHORT_DATA or (self.le or 0) > MAX_SHORT_LE
        has_length_field = bool(self.data) or self.le is not None
        object.__setattr__(self, "extended", has_length_field and (self.extended or needed))

    @property
    def header(self) -> bytes:
        """CLA INS P1 P2."""
        return bytes((self.cla, self.ins, self.p1, self.p2))

    def encode(self) -> bytes:
        """Return the bytes that go to the card."""
        return self.header + (self._extended_body() if self.extended else self._short_body())

    def _short_body(self) -> bytes:
        lc = bytes((len(self.data),)) if self.data else b""
        le = b"" if self.le is None else bytes((self.le % MAX_SHORT_LE,))
        return lc + self.data + le

    def _extended_body(self) -> bytes:
        lc = b"\x00" + len(self.data).to_bytes(2) if self.data else b""
        if self.le is None:
            return lc + self.data
        le = (self.le % MAX_EXTENDED_LE).to_bytes(2)
        return lc + self.data + (le if self.data else b"\x00" + le)

    @classmethod
    def decode(cls, raw: bytes) -> Self:
        """Read a command APDU. Raises MalformedApdu when lengths and bytes disagree."""
        if len(raw) < 4:
            raise MalformedApdu("a command has at least the four bytes of its header")
        header, body = raw[:4], raw[4:]
        is_extended = len(body) >= 3 and body[0] == 0
        data, le = _extended_fields(body) if is_extended else _short_fields(body)
        cla, ins, p1, p2 = header
        return cls(cla, ins, p1, p2, data, le, is_extended)

    def __repr__(self) -> str:
        """Show header, length and Le; never the data of a command that carries a secret."""
        shown = "<masked>" if is_secret_command(self.ins, self.data) else self.data.hex().upper()
        le = "" if self.le is None else f" Le={self.le}"
        return f"Command({self.header.hex().upper()}{' ' if self.data else ''}{shown if self.data else ''}{le})"


def _short_fields(body: bytes) -> tuple[bytes, int | None]:
    """Split the body of a short APDU into data and Le."""
    if not body:
        return b"", None
    if len(body) == 1:
        return b"", body[0] or MAX_SHORT_LE
    lc, rest = body[0], body[1:]
    if lc == 0 or not lc <= len(rest) <= lc + 1:
        raise MalformedApdu("Lc and the data disagree")
    return rest[:lc], (rest[lc] or MAX_SHORT_LE) if len(rest) > lc else None


def _extended_fields(body: bytes) -> tuple[bytes, int | None]:
    """Split the body of an extended APDU (it begins with 00) into data and Le."""
    length, rest = int.from_bytes(body[1:3]), body[3:]
    if not rest:
        return b"", length or MAX_EXTENDED_LE
    if length == 0 or len(rest) not in (length, length + 2):
        raise MalformedApdu("extended Lc and the data disagree")
    le = rest[length:]
    return rest[:length], (int.from_bytes(le) or MAX_EXTENDED_LE) if le else None


@dataclass(frozen=True)
class Response:
    """A response APDU: data (0 to 65536 bytes) and the status word as an integer."""

    data: bytes
    sw: int

    @property
    def status(self) -> StatusWord:
        """The status word with its meaning."""
        return StatusWord(self.sw)

    @property
    def ok(self) -> bool:
        """Whether the card answered 9000."""
        return self.sw == SW.OK

    def encode(self) -> bytes:
        """Return the bytes the card sends."""
        return self.data + self.sw.to_bytes(2)

    @classmethod
    def decode(cls, raw: bytes) -> Self:
        """Read a response APDU. Raises MalformedApdu when the status word is missing."""
        if len(raw) < 2:
            raise MalformedApdu("a response has at least its status word")
        return cls(raw[:-2], int.from_bytes(raw[-2:]))

    def __repr__(self) -> str:
        """Show the status word and the length; the data may be personal."""
        return f"Response({len(self.data)} bytes, {self.sw:04X})"
