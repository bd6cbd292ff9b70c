"""A card that never answers is given up after a set time, and nothing else freezes with it.

PC/SC knows no time-out, and touching a hung connection from another thread freezes every PC/SC call of the process
(facts pcsc §5.5, §5.6). So a connection lives in a thread of its own. When the card takes too long, that thread is
left behind with it: nobody else touches the connection, and should the card let go after all (pulled, service
restarted), the thread closes it and ends.
"""

from collections.abc import Callable
from concurrent.futures import Future, wait
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

from reader.apdu import Command, Response
from reader.connection import Camera, CardConnection, CardReader, InstitutionTerminal
from reader.errors import CardRemoved, CardTimedOut, ReaderError

ANSWER_WITHIN: Final = 20.0
"""Seconds a card gets for one answer: the slowest (a signature, a long read by contact) takes a few."""

T = TypeVar("T")


class TimeLimitedReader:
    """Wraps a CardReader; every answer of its cards, the one to reset included, must come within `seconds`."""

    def __init__(self, reader: CardReader, seconds: float = ANSWER_WITHIN) -> None:
        self._reader = reader
        self._seconds = seconds
        self._last: TimeLimitedConnection | None = None

    @property
    def name(self) -> str:
        """The name of the wrapped reader."""
        return self._reader.name

    @property
    def camera(self) -> Camera | None:
        """The camera of the wrapped reader."""
        return self._reader.camera

    @property
    def institution(self) -> InstitutionTerminal | None:
        """The institution terminal (SIM-) of the wrapped reader."""
        return self._reader.institution

    def card_present(self) -> bool:
        """Ask the wrapped reader, which never waits for a card's answer."""
        return self._reader.card_present()

    def wait_for_card(self, timeout: float) -> None:
        """Let the wrapped reader wait; it ends by itself."""
        self._reader.wait_for_card(timeout)

    def connect(self) -> "TimeLimitedConnection":
        """Hold the card. Raises CardTimedOut, and what the wrapped reader raises.

        CardTimedOut comes at once while the card given up before still hangs: the reader itself would only say
        that it is busy, and not that it is so with this very card.
        """
        if self._last is not None and self._last.hangs:
            raise CardTimedOut
        self._last = TimeLimitedConnection(self._reader, self._seconds)
        self._last.open()
        return self._last


class TimeLimitedConnection:
    """A connection in a thread of its own. After CardTimedOut it is done for: connect again."""

    def __init__(self, reader: CardReader, seconds: float) -> None:
        self._reader = reader
        self._seconds = seconds
        self._owner = _Owner()

    @property
    def hangs(self) -> bool:
        """Whether the card was given up and still has not let go."""
        return self._owner.ending and self._owner.is_alive()

    def open(self) -> None:
        """Hold the card. Raises CardTimedOut, and what the wrapped reader raises."""
        self._owner.start()
        try:
            self._within(lambda: self._owner.hold(self._reader.connect()))
        except ReaderError:
            self.close()
            raise

    def transmit(self, command: Command) -> Response:
        """Send one command, once. Raises CardTimedOut, and what the wrapped connection raises."""
        return self._within(lambda: self._owner.transmit(command))

    def close(self) -> None:
        """Let the card go, as soon as it answers."""
        if self._owner.end():
            self._owner.join(self._seconds)

    def _within(self, job: Callable[[], T]) -> T:
        task = _Task(job)
        if not self._owner.take(task):
            raise CardTimedOut
        wait([task.outcome], self._seconds)
        if not task.outcome.done():
            self._owner.end()
            raise CardTimedOut
        return task.outcome.result()


class _Task(Generic[T]):
    """One job and its outcome."""

    def __init__(self, job: Callable[[], T]) -> None:
        self._job = job
        self.outcome: Future[T] = Future()

    def run(self) -> None:
        """Do the job; whoever waits gets its result or its error."""
        with self:
            self.outcome.set_result(self._job())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is not None:
            self.outcome.set_exception(error)
        return True


class _Owner(Thread):
    """The thread that alone touches a connection, and closes it at the end whenever that comes.

    A daemon: one that hangs does not hold up the end of the program.
    """

    def __init__(self) -> None:
        super().__init__(name="card", daemon=True)
        self._connection: CardConnection | None = None
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self.ending = False

    def hold(self, connection: CardConnection) -> None:
        """Keep the connection; called in this thread."""
        self._connection = connection

    def transmit(self, command: Command) -> Response:
        """Send one command; called in this thread."""
        if self._connection is None:
            raise CardRemoved
        return self._connection.transmit(command)

    def take(self, task: "_Task[T]") -> bool:
        """Accept a job; False when this thread was told to end."""
        if not self.ending:
            self._tasks.put(task.run)
        return not self.ending

    def end(self) -> bool:
        """Have the connection closed after what runs now; False when that was said before."""
        was_ending, self.ending = self.ending, True
        if not was_ending:
            self._tasks.put(None)
        return not was_ending

    def run(self) -> None:
        """Do one job after the other, then close."""
        while (task := self._tasks.get()) is not None:
            task()
        if self._connection is not None:
            self._connection.close()
