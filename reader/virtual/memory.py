"""What a chip holds: files and counters that stay, and a security status that every reset clears."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reader.applications import SHORT_ID
from reader.status_word import SW
from reader.virtual.counters import CounterStore
from reader.virtual.files import Access, Directory, ElementaryFile, SecretFile


class Refused(Exception):
    """The chip answers this status word and no data: its ordinary way of saying no."""

    def __init__(self, sw: int) -> None:
        super().__init__(f"{sw:04X}")
        self.sw = sw


def require(condition: object, sw: int) -> None:
    """Refuse with `sw` unless the condition holds."""
    if not condition:
        raise Refused(sw)


@dataclass
class SecurityStatus:
    """The volatile part: what is selected and verified. A fresh one is the state after a reset."""

    directory: Directory | None = None
    current: ElementaryFile | None = None
    verified: set[int] = field(default_factory=set)
    institution: bool = False


@dataclass
class Chip:
    """All a chip knows. A PIN changed by CHANGE lives as long as this object and is never written to a disk."""

    directories: tuple[Directory, ...]
    data_objects: Mapping[int, bytes]
    counters: CounterStore
    random_bytes: Callable[[int], bytes]
    status: SecurityStatus = field(default_factory=SecurityStatus)
    changed: dict[str, bytes] = field(default_factory=dict, repr=False)

    def reset(self) -> None:
        """Nothing selected, nothing verified (my-number-card §8.5)."""
        self.status = SecurityStatus()

    def file(self, reference: int) -> ElementaryFile:
        """Return the file `80 | short id` names, which becomes current, or the current one for `80`.

        Refuses with 6A86 when bit 8 is missing or bits 6 and 7 are set, 6986 with no current file, 6A82 with no such.
        """
        require(reference & 0xE0 == SHORT_ID, SW.WRONG_P1P2)
        short_id = reference & 0x1F
        if short_id:
            self.status.current = self._by_id(short_id)
        if self.status.current is None:
            raise Refused(SW.NO_CURRENT_EF)
        return self.status.current

    def select(self, fid: int) -> None:
        """Make a file of the current application current; 6A82 when there is none."""
        require(self.status.directory, SW.FILE_NOT_FOUND)
        self.status.current = self._by_id(fid)

    def _by_id(self, fid: int) -> ElementaryFile:
        directory = self.status.directory
        if directory is None:
            raise Refused(SW.NO_CURRENT_EF)
        if fid not in directory.files:
            raise Refused(SW.FILE_NOT_FOUND)
        return directory.files[fid]

    def check(self, access: Access) -> None:
        """Refuse with 6982 unless the security status grants the access."""
        granted = access.granted(self.status.verified, institution=self.status.institution)
        require(granted, SW.SECURITY_STATUS)

    def counter_key(self, file: ElementaryFile) -> str:
        """Name the counter of a file: `jpki-0018`."""
        if self.status.directory is None:
            raise Refused(SW.NO_CURRENT_EF)
        return f"{self.status.directory.application.name.lower()}-{file.fid:04x}"

    def tries_left(self, secret: SecretFile) -> int:
        """Return the tries left; a secret that was never set has none."""
        if secret.secret is None:
            return 0
        stored = self.counters.tries_left(self.counter_key(secret))
        return secret.tries if stored is None else stored
