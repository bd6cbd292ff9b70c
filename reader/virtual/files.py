"""The file system of a chip: applications (DF), their elementary files, access conditions (my-number-card §2)."""

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from reader.applications import Application


@dataclass(frozen=True)
class Access:
    """Who may use a file: anyone (`free`), or who verified one of `keys`, or an institution terminal (SIM-)."""

    keys: frozenset[int] = frozenset()
    free: bool = False
    institution: bool = False

    def granted(self, verified: AbstractSet[int], *, institution: bool) -> bool:
        """Tell whether the security status opens the file."""
        return self.free or bool(self.keys & verified) or (self.institution and institution)


FREE = Access(free=True)
NEVER = Access()


def after(*keys: int) -> Access:
    """Access after any one of these keys was verified."""
    return Access(keys=frozenset(keys))


@dataclass(frozen=True)
class ElementaryFile:
    """A file by its id, 0001 to 001E, which is its short id too (my-number-card §2)."""

    fid: int


@dataclass(frozen=True)
class TransparentFile(ElementaryFile):
    """Just bytes. `load` makes them on the first permitted read; physical size may exceed the object, filler FF."""

    load: Callable[[], bytes] = field(repr=False)
    read: Access = FREE

    @cached_property
    def content(self) -> bytes:
        """The physical bytes."""
        return self.load()


@dataclass(frozen=True)
class RecordFile(ElementaryFile):
    """Records counted from 1, readable by anyone."""

    records: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True)
class KeyReference(ElementaryFile):
    """A file that can be selected and never read: key references, and files nobody knows more about."""


@dataclass(frozen=True)
class SecretFile(ElementaryFile):
    """A PIN, password or 照合番号 to VERIFY against. `secret` None: none was ever set, so it is blocked.

    `form` is what CHANGE accepts as a new value; None when it cannot be changed.
    """

    secret: bytes | None = field(repr=False)
    tries: int
    max_tries: int
    form: re.Pattern[bytes] | None = None


@dataclass(frozen=True)
class PrivateKeyFile(ElementaryFile):
    """An RSA key that never leaves the chip. `load` derives it on first use."""

    load: Callable[[], RSAPrivateKey] = field(repr=False)
    use: Access = FREE

    @cached_property
    def key(self) -> RSAPrivateKey:
        """The private key."""
        return self.load()


@dataclass(frozen=True)
class Directory:
    """One card application: its AID, its files, and its own PIN-less key (the two 券面 APs, my-number-card §5)."""

    application: Application
    files: Mapping[int, ElementaryFile]
    own_key: PrivateKeyFile | None = None

    @classmethod
    def of(cls, application: Application, *files: ElementaryFile, own_key: PrivateKeyFile | None = None) -> Self:
        """Build the directory from its files."""
        return cls(application, {file.fid: file for file in files}, own_key)
