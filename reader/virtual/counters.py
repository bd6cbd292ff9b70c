"""Tries left of virtual cards, kept like the EEPROM of a chip: they outlive resets and processes."""

import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from reader.errors import CountersUnavailable


class CounterStore(Protocol):
    """The tries left of one card by key name (`jpki-0018`)."""

    def tries_left(self, key: str) -> int | None:
        """Return the stored count; None when this key never changed. Raises CountersUnavailable."""

    def store(self, key: str, tries: int) -> None:
        """Keep `tries`; when this returns, a crash or a power cut can no longer lose it. Raises CountersUnavailable."""

    def renew(self) -> None:
        """Forget every count, as for a card newly issued. Raises CountersUnavailable."""


class InMemoryCounters:
    """Counters that live as long as the object: for tests, and for probing without a trace."""

    def __init__(self) -> None:
        self._tries: dict[str, int] = {}

    def tries_left(self, key: str) -> int | None:
        """Return the stored count."""
        return self._tries.get(key)

    def store(self, key: str, tries: int) -> None:
        """Keep `tries`."""
        self._tries[key] = tries

    def renew(self) -> None:
        """Forget every count."""
        self._tries.clear()


class FileCounters:
    """One JSON file per card (`{"jpki-0018": 2}`), replaced atomically and flushed to the disk on every change.

    It is read anew each time, so two processes with the same card see the same count.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def tries_left(self, key: str) -> int | None:
        """Return the stored count. A damaged file is never taken for a fresh card: CountersUnavailable."""
        return self._load().get(key)

    def store(self, key: str, tries: int) -> None:
        """Keep `tries` on disk. Raises CountersUnavailable when that is not possible."""
        content = json.dumps({**self._load(), key: tries}, sort_keys=True)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _replace(self._path, content)
        except OSError as error:
            raise CountersUnavailable(str(self._path)) from error

    def renew(self) -> None:
        """Forget every count, a damaged file included. Raises CountersUnavailable when that is not possible."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise CountersUnavailable(str(self._path)) from error

    def _load(self) -> dict[str, int]:
        try:
            counters = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise CountersUnavailable(str(self._path)) from error
        if not isinstance(counters, dict) or not all(_is_count(tries) for tries in counters.values()):
            raise CountersUnavailable(str(self._path))
        return counters


def _is_count(value: object) -> bool:
    return isinstance(value, int) and 0 <= value <= 0x0F


def _replace(path: Path, content: str) -> None:
    """Write beside `path`, flush, rename over it, flush the folder."""
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=path.name, delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            beside.unlink()
            raise
    beside.replace(path)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows cannot open folders and needs no such step."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
