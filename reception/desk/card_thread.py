"""One thread owns the card: whatever blocks on the chip waits there, and is given up when it waits too long.

A chip that never answers must not freeze the desk. The thread that hangs on it is left behind (a daemon, so it does not
hold up the end of the program) and a fresh one takes its place.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Generic, Self, TypeVar

from reader.connection import CardReader
from reception.desk.card_on_reader import CardOnReader

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How long the desk waits, in seconds: for a card to be placed, at each look for one, for the chip to answer."""

    card: float = 20.0
    glance: float = 0.5
    chip: float = 15.0


class CardNeverAnswered(Exception):
    """The chip did not answer in time; the thread that waits for it was left behind."""


class CardThread:
    """Runs jobs on the card on `reader` one after the other, in a thread of its own."""

    def __init__(self, reader: CardReader, seconds: float) -> None:
        self._reader = reader
        self._seconds = seconds
        self._begin()

    async def run(self, job: Callable[[CardOnReader], T]) -> T:
        """Return what `job` returns, or raise what it raises; CardNeverAnswered when the chip stays silent.

        When cancelled, a job that has begun ends by itself in the thread and its outcome is dropped.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._submit(job)
        except TimeoutError:
            raise self._given_up() from None

    async def run_to_the_end(self, job: Callable[[CardOnReader], T]) -> T:
        """Like `run`, but a cancellation waits: for a try that the chip counts, the outcome must be known."""
        outcome = self._submit(job)
        clock = asyncio.get_running_loop()
        deadline = clock.time() + self._seconds
        while not outcome.done() and (left := deadline - clock.time()) > 0:
            try:
                await asyncio.wait({outcome}, timeout=left)
            except asyncio.CancelledError:
                continue  # whoever called sees it in Task.cancelling()
        if not outcome.done():
            outcome.cancel()
            raise self._given_up()
        return outcome.result()

    def close(self) -> None:
        """Let the card go, and the thread end, as soon as what runs now is over."""
        self._jobs.put(_Job(self._card.end).run)
        self._jobs.put(None)

    def _submit(self, job: Callable[[CardOnReader], T]) -> "asyncio.Future[T]":
        card = self._card
        task = _Job(lambda: job(card))
        self._jobs.put(task.run)
        return asyncio.wrap_future(task.outcome)

    def _given_up(self) -> CardNeverAnswered:
        self.close()
        self._begin()
        return CardNeverAnswered()

    def _begin(self) -> None:
        self._card = CardOnReader(self._reader)
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        Thread(target=_work, args=(self._jobs,), name="card", daemon=True).start()


class _Job(Generic[T]):
    """One job and its outcome. As a context it hands whatever is raised inside to the one who waits for the outcome."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self.outcome: Future[T] = Future()

    def run(self) -> None:
        """Do the work unless nobody waits for it any more."""
        if self.outcome.set_running_or_notify_cancel():
            with self:
                self.outcome.set_result(self._work())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if error is not None:
            self.outcome.set_exception(error)
        return True


def _work(jobs: "SimpleQueue[Callable[[], None] | None]") -> None:
    while (job := jobs.get()) is not None:
        job()
