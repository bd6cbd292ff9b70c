"""Which readers this process holds, so that the watcher can tell its own hold from another program's.

The service says only *that* a card is held. `Mark`s compare two moments: a reader held at one of them, or taken
between them, is ours.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True)
class Mark:
    """The holds of one moment: how often each reader has been taken so far, and which are held."""

    taken: Mapping[str, int] = field(default_factory=dict)
    held: frozenset[str] = frozenset()

    def held_here(self, reader: str, since: "Mark") -> bool:
        """Tell whether this process held `reader` at any time from `since` to this mark."""
        return reader in self.held | since.held or self.taken.get(reader, 0) != since.taken.get(reader, 0)


class Holds:
    """Counts what is taken and left; safe from every thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken: Counter[str] = Counter()
        self._held: Counter[str] = Counter()

    def take(self, reader: str) -> None:
        """Note a hold before the service is asked for it."""
        with self._lock:
            self._taken[reader] += 1
            self._held[reader] += 1

    def leave(self, reader: str) -> None:
        """Note the end of a hold after the service was told."""
        with self._lock:
            self._held[reader] -= 1

    def mark(self) -> Mark:
        """Return the holds of this moment."""
        with self._lock:
            return Mark(dict(self._taken), frozenset(+self._held))


HOLDS = Holds()
"""The holds of this process: the service, too, sees the process as one."""
