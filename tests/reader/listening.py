"""A watcher in a thread of its own, and what it told so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Event, Thread

from reader.pcsc import watch
from reader.watcher import Change

PATIENCE = 30.0
"""Seconds to wait for a change at most; the virtual driver is asked for its card every 0.4 s."""


class Listener:
    """Hears the changes one by one."""

    def __init__(self, told: "SimpleQueue[Change]") -> None:
        self._told = told

    def hear(self, *expected: Change) -> None:
        """Wait for exactly these changes, in this order."""
        heard: list[Change] = []
        for _ in expected:
            try:
                heard.append(self._told.get(timeout=PATIENCE))
            except Empty:
                break
        assert heard == list(expected), heard

    def heard_nothing(self) -> bool:
        """Tell whether nothing was told that the test did not hear."""
        return self._told.empty()


@contextmanager
def listening() -> Iterator[Listener]:
    """Watch the readers until the end of the block; everything told must have been heard then."""
    stop, told = Event(), SimpleQueue[Change]()

    def hand_on() -> None:
        for change in watch(stop):
            told.put(change)

    thread = Thread(target=hand_on, name="watch")
    thread.start()
    listener = Listener(told)
    try:
        yield listener
    finally:
        stop.set()
        thread.join()
    assert listener.heard_nothing()
