"""The events on disk: append-only, each entry chained to the one before by a hash, durable before it is shown.

One SQLite file in WAL mode with `synchronous=FULL`: a killed process and a power cut both keep what `append` returned
(server-limits §4). `hash` is SHA-256 over the previous hash and the canonical row, so a changed byte is found; a tail
cut off is not. One desk at a time holds the journal (a lock file that the system frees when the process ends).

A file that is damaged, foreign, older or newer is never written to: it is renamed beside the new one (`notice`).
"""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NoReturn, Self

from reception import journal_file
from reception.errors import DataFolderUnusable, JournalDamaged, JournalInUse, JournalUnwritable
from reception.journal_file import GENESIS, Row
from reception.setup.exclusive import exclusively
from reception.visit import EVENT, Event

Clock = Callable[[], datetime]
"""Tells the time, with its zone."""

_LOG: Final = logging.getLogger(__name__)
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "trusted_schema=OFF")


@dataclass(frozen=True)
class Entry:
    """One event as it was written. `command` is the ordinal of the clerk's command within the visit, from 1."""

    seq: int
    visit_id: str
    at: datetime
    command: int
    event: Event


class Journal:
    """The journal of one desk, made by `open`. A context manager; otherwise `close` it."""

    def __init__(self, database: sqlite3.Connection, clock: Clock, notice: str | None, held: ExitStack) -> None:
        self.notice = notice
        self._database = database
        self._clock = clock
        self._held = held
        last: tuple[int, str] | None = database.execute("SELECT seq, hash FROM entry ORDER BY seq DESC").fetchone()
        self._seq, self._head = last or (0, GENESIS)

    @classmethod
    def open(cls, path: Path, clock: Clock) -> Self:
        """Open or begin the journal at `path`; missing folders are made, readable by their owner only.

        Raises JournalInUse when another desk holds it, DataFolderUnusable when the folder cannot be written.
        """
        with ExitStack() as held:
            try:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                held.enter_context(exclusively(path.with_suffix(".lock"), lambda: _in_use(path)))
                notice = _prepare(path, clock)
                database = held.enter_context(closing(_connect(path)))
                return cls(database, clock, notice, held.pop_all())
            except (OSError, sqlite3.Error) as error:
                raise DataFolderUnusable(folder=path.parent, reason=_reason(error)) from error

    def append(self, visit_id: str, event: Event, *, command: int) -> Entry:
        """Store one event and return when it is durable. Raises JournalUnwritable; then nothing was stored."""
        at = self._clock()
        row = Row(self._seq + 1, visit_id, at.isoformat(), command, event.kind, journal_file.event_body(event))
        digest = row.digest(self._head)
        try:
            self._database.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, self._head, digest))
        except sqlite3.Error as error:
            raise JournalUnwritable(reason=_reason(error)) from error
        self._seq, self._head = row.seq, digest
        _LOG.debug("%s %d %s", visit_id, row.seq, event.kind)
        return Entry(row.seq, visit_id, at, command, event)

    def entries(self, visit_id: str) -> tuple[Entry, ...]:
        """Return the entries of one visit, oldest first; empty when there is no such visit."""
        return tuple(_entry(row) for row in journal_file.rows(self._database, visit_id))

    def visits(self) -> tuple[str, ...]:
        """Return the ids of all visits, oldest first."""
        found = self._database.execute("SELECT visit_id FROM entry GROUP BY visit_id ORDER BY min(seq)")
        return tuple(visit_id for (visit_id,) in found)

    def verify(self) -> None:
        """Follow the chain from the first entry to the last. Raises JournalDamaged at the first that does not fit."""
        seq = journal_file.broken_at(self._database)
        if seq is not None:
            raise JournalDamaged(seq=seq)

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of the journal."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _prepare(path: Path, clock: Clock) -> str | None:
    """See to it that a sound journal lies at `path`; return what the clerk should know about an earlier file."""
    notice = None
    if journal_file.exists(path):
        fault = journal_file.diagnose(path)
        if fault is None:
            return None
        aside = journal_file.keep_aside(path, clock())
        notice = (
            f"前の記録は{fault.ja}。{aside.name} として残し、新しい記録を始めました。\n"
            f"The earlier journal {fault.en}. It was kept as {aside.name} and a new one was begun."
        )
        _LOG.warning("earlier journal kept aside as %s: %s", aside.name, fault.en)
    journal_file.create(path)
    return notice


def _connect(path: Path) -> sqlite3.Connection:
    # Opened in a worker thread, used from the event loop: never by two threads at a time.
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in _PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    return database


def _entry(row: Row) -> Entry:
    return Entry(row.seq, row.visit_id, datetime.fromisoformat(row.at), row.command, EVENT.validate_json(row.body))


def _in_use(path: Path) -> NoReturn:
    raise JournalInUse(file=path)


def _reason(error: OSError | sqlite3.Error) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
