"""The file of a recorded dialogue: JSON lines, one exchange a line (docs/recordings.md).

The models below are the format; the schema in docs/recording.schema.json is made from them.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from reader.apdu import Command, Response
from reader.credentials import is_secret_command
from reader.errors import MalformedApdu, RecordingDamaged

MASK: Final = "??"
"""Stands for one byte nobody may know, in a command; it matches any byte when the dialogue is played."""

MAX_FILE_SIZE: Final = 16 * 1024 * 1024
"""Bytes; a whole visit takes about 40 000."""

_HEX_DIGITS: Final = 2
_MAX_COMMAND: Final = 65544
_MAX_ANSWER: Final = 65536

Hex = Annotated[str, Field(pattern=r"^([0-9A-F]{2})*$", max_length=_HEX_DIGITS * _MAX_ANSWER)]
MaskedHex = Annotated[str, Field(pattern=r"^[0-9A-F]{8}([0-9A-F]{2}|\?\?)*$", max_length=_HEX_DIGITS * _MAX_COMMAND)]
StatusHex = Annotated[str, Field(pattern=r"^[0-9A-F]{4}$")]


class _Line(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Header(_Line):
    """The first line: what was recorded."""

    recording: Literal["uketsuke card dialogue"] = "uketsuke card dialogue"
    version: Literal[1] = 1
    atr: Hex = Field(description="answer to reset")
    dialogue: str = Field(max_length=200, description="what was done: probe, pin, visual")
    note: str = Field(default="", max_length=2000)


class Exchange(_Line):
    """One command and its answer, or how the link was lost meanwhile."""

    n: int = Field(ge=1, description="counts from 1 without a gap")
    command: MaskedHex = Field(description="the command APDU; ?? is a byte of a secret")
    data: Hex = Field(default="", description="data of the answer; personal data replaced")
    sw: StatusHex | None = Field(default=None, description="status word")
    lost: Literal["removed", "mute"] | None = Field(default=None, description="instead of sw: no answer came")

    @model_validator(mode="after")
    def _answered_or_lost(self) -> Self:
        if (self.sw is None) is (self.lost is None) or (self.lost is not None and self.data):
            raise ValueError("sw: either sw, or lost without data")
        return self

    @model_validator(mode="after")
    def _is_a_command_without_secrets(self) -> Self:
        try:
            command = self.as_command()
        except MalformedApdu as error:
            raise ValueError(f"command: {error.reason}") from error
        if is_secret_command(command.ins, command.data) and MASK not in self.command:
            raise ValueError("command: the secret is not masked by ??")
        return self

    def as_command(self) -> Command:
        """Return the command with every masked byte 00. Raises MalformedApdu."""
        return Command.decode(bytes.fromhex(self.command.replace(MASK, "00")))

    def as_response(self) -> Response | None:
        """Return the answer, None when the link was lost."""
        return None if self.sw is None else Response(bytes.fromhex(self.data), int(self.sw, 16))

    def matches(self, command: Command) -> bool:
        """Tell whether `command` is the recorded one, whatever its masked bytes are."""
        return _same(self.command, command.encode().hex().upper())


def _same(masked: str, plain: str) -> bool:
    return len(masked) == len(plain) and all(
        masked[at : at + 2] in (MASK, plain[at : at + 2]) for at in range(0, len(plain), 2)
    )


def masked(command: Command) -> str:
    """Return a command in hex with the data of a secret as `??`."""
    plain = command.encode().hex().upper()
    if not is_secret_command(command.ins, command.data):
        return plain
    start = plain.index(command.data.hex().upper(), _HEX_DIGITS * len(command.header))
    return plain[:start] + MASK * len(command.data) + plain[start + _HEX_DIGITS * len(command.data) :]


class End(_Line):
    """The last line: how many exchanges there are, so that a cut file is noticed."""

    end: int = Field(ge=0)


class Recording(BaseModel):
    """A whole recorded dialogue."""

    model_config = ConfigDict(frozen=True)

    header: Header
    exchanges: tuple[Exchange, ...]

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file."""
        yield self.header.model_dump_json()
        for exchange in self.exchanges:
            yield exchange.model_dump_json(exclude_none=True)
        yield End(end=len(self.exchanges)).model_dump_json()

    def write(self, path: Path) -> None:
        """Write the file. Raises RecordingDamaged when that is not possible."""
        try:
            path.write_text("".join(f"{line}\n" for line in self.lines()), encoding="utf-8")
        except OSError as error:
            raise RecordingDamaged(str(path), 0, "", str(error.strerror)) from error


def read(path: Path) -> Recording:
    """Read a file. Raises RecordingDamaged, which names line and field."""
    try:
        if path.stat().st_size > MAX_FILE_SIZE:
            raise RecordingDamaged(str(path), 0, "", f"larger than {MAX_FILE_SIZE} bytes")
        raw = path.read_bytes()
    except OSError as error:
        raise RecordingDamaged(str(path), 0, "", str(error.strerror)) from error
    return parse(raw, str(path))


def parse(raw: bytes, name: str) -> Recording:
    """Read the bytes of a file called `name`. Raises RecordingDamaged, which names line and field."""
    return _Parser(name).recording(raw)


LineT = TypeVar("LineT", bound=_Line)


class _Parser:
    """Reads lines and knows where it is."""

    def __init__(self, path: str) -> None:
        self._path = path

    def recording(self, raw: bytes) -> Recording:
        lines = raw.split(b"\n")
        if lines[-1] == b"":
            lines.pop()
        if len(lines) < 2:
            raise self._damaged(len(lines), "", "a recording has a first and a last line")
        header = self._line(Header, 1, lines[0])
        exchanges = tuple(self._exchanges(lines[1:-1]))
        end = self._line(End, len(lines), lines[-1])
        if end.end != len(exchanges):
            raise self._damaged(len(lines), "end", f"{end.end} exchanges were recorded, {len(exchanges)} are here")
        return Recording(header=header, exchanges=exchanges)

    def _exchanges(self, lines: Iterable[bytes]) -> Iterator[Exchange]:
        for n, line in enumerate(lines, 1):
            exchange = self._line(Exchange, n + 1, line)
            if exchange.n != n:
                raise self._damaged(n + 1, "n", f"{n} was expected")
            yield exchange

    def _line(self, model: type[LineT], number: int, line: bytes) -> LineT:
        try:
            return model.model_validate_json(line)
        except ValidationError as error:
            raise self._damaged(number, *_first_mistake(error)) from error

    def _damaged(self, line: int, field: str, reason: str) -> RecordingDamaged:
        return RecordingDamaged(self._path, line, field, reason)


def _first_mistake(error: ValidationError) -> tuple[str, str]:
    """Return the field and the reason of the first mistake; checks of a whole line name their field themselves."""
    mistake = error.errors(include_url=False, include_input=False)[0]
    field, reason = ".".join(map(str, mistake["loc"])), mistake["msg"]
    named = re.fullmatch(r"Value error, (\w+): (.*)", reason)
    return (named[1], named[2]) if named and not field else (field, reason)


def schema() -> dict[str, object]:
    """Return the JSON schema of a line: the first, an exchange, or the last."""
    return TypeAdapter(Header | Exchange | End).json_schema()
