"""A PC/SC service on paper: each wait lets the next step of a script happen. No time passes, nothing blocks."""

from collections.abc import Callable, Iterable, Iterator
from threading import Event
from types import SimpleNamespace

from reader.pcsc.resource_manager import PNP_NOTIFICATION

OK, TIMEOUT, NO_READERS, UNKNOWN_READER, NO_SERVICE = 0, 0x8010000A, 0x8010002E, 0x80100009, 0x8010001D
CHANGED, EMPTY, PRESENT = 0x02, 0x10, 0x20
ATR = bytes.fromhex("3BE000FF8131FE4514")

Step = Callable[["ScriptedService"], object]


class ScriptedService(SimpleNamespace):
    """Stands for pyscard's scard module. `trouble` is what every call answers while it is set."""

    SCARD_SCOPE_USER = 0

    def __init__(self, steps: Iterable[Step], *, counts: bool = True) -> None:
        super().__init__()
        self.stop = ScriptedStop(self)
        self.readers: dict[str, tuple[int, int, bytes]] = {}
        self.trouble = OK
        self.waits: list[list[tuple[str, int]]] = []
        self.contexts = 0
        self._steps: Iterator[Step] = iter(steps)
        self._counts = counts

    def plug(self, *names: str) -> None:
        self.readers |= dict.fromkeys(names, (EMPTY, 0, b""))

    def unplug(self, name: str) -> None:
        del self.readers[name]

    def insert(self, name: str, atr: bytes = ATR, flags: int = 0) -> None:
        self._set(name, PRESENT | flags, atr, 1)

    def remove(self, name: str) -> None:
        self._set(name, EMPTY, b"", 1)

    def mark(self, name: str, flags: int) -> None:
        """Change sharing or muteness of the card that lies there."""
        self._set(name, PRESENT | flags, self.readers[name][2], 0)

    def _set(self, name: str, flags: int, atr: bytes, events: int) -> None:
        self.readers[name] = (flags, self.readers[name][1] + events, atr)

    def step(self) -> None:
        """Let the next thing happen; the watcher is told to stop when the script is over."""
        step = next(self._steps, None)
        if step is None:
            self.stop.set()
        else:
            step(self)

    def SCardEstablishContext(self, scope: int) -> tuple[int, str]:  # noqa: N802  # pyscard's name
        self.contexts += self.trouble == OK
        return self.trouble, "context"

    def SCardReleaseContext(self, context: object) -> int:  # noqa: N802  # pyscard's name
        self.contexts -= 1
        return self.trouble

    def SCardListReaders(self, context: object, groups: object) -> tuple[int, list[str]]:  # noqa: N802  # pyscard's
        return (self.trouble or (OK if self.readers else NO_READERS)), list(self.readers)

    def SCardGetStatusChange(  # noqa: N802  # pyscard's name
        self, context: object, milliseconds: int, known: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        assert 0 <= milliseconds <= 1000
        if milliseconds:
            self.waits.append(known)
            before = dict(self.readers)
            self.step()
            if not self.trouble and before == self.readers:
                return TIMEOUT, []
        if self.trouble:
            return self.trouble, []
        names = [name for name, _ in known if name != PNP_NOTIFICATION]
        if any(name not in self.readers for name in names):
            return UNKNOWN_READER, []
        return OK, [self._state(name) for name in names]

    def _state(self, name: str) -> tuple[str, int, list[int]]:
        flags, events, atr = self.readers[name]
        return name, (events << 16 if self._counts else 0) | flags | CHANGED, list(atr)


class ScriptedStop(Event):
    """A stop flag whose waits cost no time: a long one lets the next step happen. `waited` remembers them."""

    def __init__(self, service: ScriptedService) -> None:
        super().__init__()
        self._service = service
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.waited.append(timeout)
        if timeout > 0.1:
            self._service.step()
        return self.is_set()
