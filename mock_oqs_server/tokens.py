"""Where nonces and the order of elements come from: the operating system, or a seed so that a run can be repeated."""

import secrets
from collections.abc import Iterator
from hashlib import blake2b
from itertools import count
from typing import Any


class TokenSource:
    """Hands out bytes nobody can guess (`seed` 0), or the same bytes in every run with the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._turns: Iterator[int] = count()

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes, at most 64."""
        if self._seed == 0:
            return secrets.token_bytes(size)
        return blake2b(f"{self._seed}:{next(self._turns)}".encode(), digest_size=size).digest()


class ElementOrder:
    """The order in which a message's elements are written: the schema's, or shuffled as in the field (seed not 0)."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._turns: Iterator[int] = count()

    def arrange(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return the message with every block in this turn's order; lists keep theirs."""
        return message if self._seed == 0 else _shuffled(message, f"{self._seed}:{next(self._turns)}")


def _shuffled(block: dict[str, Any], salt: str) -> dict[str, Any]:
    """Order the names of a block, and of every block below, by a keyed hash."""
    names = sorted(block, key=lambda name: blake2b(f"{salt}:{name}".encode(), digest_size=8).digest())
    return {name: _shuffled_below(block[name], salt) for name in names}


def _shuffled_below(value: object, salt: str) -> object:
    if isinstance(value, dict):
        return _shuffled(value, salt)
    if isinstance(value, (list, tuple)):
        return [_shuffled_below(entry, salt) for entry in value]
    return value
