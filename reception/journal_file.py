"""The file of the journal: its schema, the chain of hashes, what makes a file ours, and how another one is kept aside.

Layout of table `entry`, one row per event: `seq` from 1 without gaps, `visit_id`, `at` (ISO 8601 with zone), `command`,
`kind`, `body` (canonical JSON: sorted keys, no spaces, UTF-8), `previous` and `hash` (64 hex digits each).
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import ValidationError

from reception.visit import EVENT, Event

APPLICATION_ID: Final = 0x554B544A
"""`UKTJ` in the header of the file: this is a journal of this program."""

VERSION: Final = 1
"""`PRAGMA user_version`: raised whenever an event changes so that old entries can no longer be read."""

GENESIS: Final = "0" * 64
"""What the first entry names as the hash before it."""

_SCHEMA: Final = """
BEGIN IMMEDIATE;
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    visit_id TEXT NOT NULL,
    at TEXT NOT NULL,
    command INTEGER NOT NULL CHECK (command >= 0),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX entry_of_visit ON entry (visit_id, seq);
CREATE TRIGGER entry_follows BEFORE INSERT ON entry
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry)
    BEGIN SELECT RAISE(ABORT, 'an entry is only ever added at the end'); END;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_remains BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
COMMIT;
"""

_MAGIC: Final = b"SQLite format 3\x00"
_VERSION_AT: Final = slice(60, 64)
_APPLICATION_AT: Final = slice(68, 72)
_COMPANIONS: Final = ("", "-wal", "-shm", "-journal")
_NOT_ITS_FAULT: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_FULL,
    }
)
"""Primary result codes that say something about the machine and nothing about the file."""


class Row(NamedTuple):
    """What is hashed of one entry, as the table holds it."""

    seq: int
    visit_id: str
    at: str
    command: int
    kind: str
    body: str

    def digest(self, previous: str) -> str:
        """Return SHA-256 over the previous hash and this row as canonical JSON, in hex."""
        return sha256(previous.encode() + _canonical(list(self)).encode()).hexdigest()


@dataclass(frozen=True)
class Fault:
    """Why a file is not continued."""

    ja: str
    en: str


def event_body(event: Event) -> str:
    """Return the event as canonical JSON."""
    return _canonical(EVENT.dump_python(event, mode="json"))


def create(path: Path) -> None:
    """Make an empty journal. It appears under its name complete or not at all."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as database:
        database.executescript(_SCHEMA)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION}")
    unfinished.replace(path)
    _flush_folder(path.parent)


def diagnose(path: Path) -> Fault | None:
    """Say why the file at `path` cannot be continued; None when it can. A file that is not ours is only read.

    Raises OSError or sqlite3.Error when the machine, not the file, is the reason.
    """
    if not path.exists():
        return Fault("本体がなく、付属のファイルだけでした", "had lost its main file")
    return _fault_of_header(path) or _fault_of_content(path)


def exists(path: Path) -> bool:
    """Whether a journal or what is left of one (its write-ahead log) lies at `path`."""
    return any(path.with_name(path.name + companion).exists() for companion in _COMPANIONS)


def keep_aside(path: Path, now: datetime) -> Path:
    """Rename the file and its companions (write-ahead log, index) beside it; never over another file."""
    stem = f"{path.stem}-kept-aside-{now:%Y%m%d-%H%M%S}"
    aside = path.with_name(stem + path.suffix)
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{stem}-{number}{path.suffix}")
    for companion in _COMPANIONS:
        there = path.with_name(path.name + companion)
        if there.exists():
            there.rename(aside.with_name(aside.name + companion))
    return aside


def rows(database: sqlite3.Connection, visit_id: str) -> Iterator[Row]:
    """Yield the rows of one visit, oldest first."""
    found = database.execute("SELECT * FROM entry WHERE visit_id = ? ORDER BY seq", (visit_id,))
    return (Row(*row[:6]) for row in found)


def broken_at(database: sqlite3.Connection) -> int | None:
    """Follow the chain; return the `seq` of the first entry that does not fit, None when all do."""
    previous = GENESIS
    for expected, (*row, before, digest) in enumerate(database.execute("SELECT * FROM entry ORDER BY seq"), 1):
        entry = Row(*row)
        if entry.seq != expected or before != previous or digest != entry.digest(previous):
            return expected
        previous = digest
    return None


def _flush_folder(folder: Path) -> None:
    """Make the new name durable; Windows cannot open folders and needs no such step."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fault_of_header(path: Path) -> Fault | None:
    """Read application and version from the first 100 bytes, without SQLite, which might write."""
    with path.open("rb") as file:
        header = file.read(100)
    if not header.startswith(_MAGIC) or len(header) < 100:
        return Fault("壊れているか、別の種類のファイルでした", "was damaged or of another kind")
    if int.from_bytes(header[_APPLICATION_AT]) != APPLICATION_ID:
        return Fault("別のプログラムのファイルでした", "belongs to another program")
    version = int.from_bytes(header[_VERSION_AT])
    if version != VERSION:
        age_ja, age_en = ("古い", "an older") if version < VERSION else ("新しい", "a newer")
        return Fault(f"{age_ja}版の記録でした", f"was written by {age_en} version")
    return None


def _fault_of_content(path: Path) -> Fault | None:
    """Check every page, the chain, and that every event can still be read."""
    try:
        with closing(sqlite3.connect(path)) as database:
            return _fault_of_rows(database)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in _NOT_ITS_FAULT:
            raise
        return Fault("壊れていました", "was damaged")


def _fault_of_rows(database: sqlite3.Connection) -> Fault | None:
    if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return Fault("壊れていました", "was damaged")
    seq = broken_at(database)
    if seq is not None:
        return Fault(f"{seq} 番目が書き換えられていました", f"had been changed at entry {seq}")
    return None if _all_readable(database) else Fault("この版では読めませんでした", "cannot be read by this version")


def _all_readable(database: sqlite3.Connection) -> bool:
    try:
        for (body,) in database.execute("SELECT body FROM entry"):
            EVENT.validate_json(body)
    except ValidationError:
        return False
    return True


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
