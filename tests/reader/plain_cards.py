"""Connections to cards and readers that take less: no short file ids, no extended length, both, or other habits."""

from collections.abc import Callable

from reader import Command, Response
from reader.connection import CardConnection

_READ, _VERIFY, _SIGN = 0xB0, 0x20, 0x2A


class RecordingConnection:
    """Passes commands on and remembers them."""

    def __init__(self, inner: CardConnection) -> None:
        self.inner = inner
        self.sent: list[Command] = []

    def transmit(self, command: Command) -> Response:
        self.sent.append(command)
        return self.inner.transmit(command)

    def close(self) -> None:
        self.inner.close()

    def count(self, ins: int, *, with_data: bool = True) -> int:
        return sum(command.ins == ins and bool(command.data) is with_data for command in self.sent)


class RefusingConnection(RecordingConnection):
    """A card that answers `sw` to every command `refuses` picks; the chip never sees it."""

    def __init__(self, inner: CardConnection, refuses: Callable[[Command], bool], sw: int) -> None:
        super().__init__(inner)
        self._refuses = refuses
        self._sw = sw

    def transmit(self, command: Command) -> Response:
        if self._refuses(command):
            self.sent.append(command)
            return Response(b"", self._sw)
        return super().transmit(command)


def names_a_short_id(command: Command) -> bool:
    """Tell whether a command names a file by its short id."""
    if command.ins == _READ:
        return command.p1 & 0x80 != 0
    return command.ins in (_VERIFY, _SIGN) and command.p2 & 0x1F != 0


def is_extended(command: Command) -> bool:
    """Tell whether a command has the extended form."""
    return command.extended


class AnsweringConnection:
    """A card that answers what it is told, whatever comes: (INS -> response), 9000 to everything else."""

    def __init__(self, answers: dict[int, Response]) -> None:
        self._answers = answers
        self.sent: list[Command] = []

    def transmit(self, command: Command) -> Response:
        self.sent.append(command)
        return self._answers.get(command.ins, Response(b"", 0x9000))

    def close(self) -> None:
        """Nothing to close."""
