"""One thing the doctor found."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How it stands: as it should be, worth knowing, or to be mended."""

    FINE = "fine"
    NOTE = "note"
    MEND = "mend"

    @property
    def ja(self) -> str:
        """The word in Japanese."""
        return {Health.FINE: "正常", Health.NOTE: "確認", Health.MEND: "対処"}[self]


@dataclass(frozen=True)
class Finding:
    """What was found, by `code`; `command` is the exact line that mends it, where a command can."""

    code: str
    health: Health
    ja: str
    en: str
    command: str | None = None


def fine(code: str, ja: str, en: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(code, Health.FINE, ja, en)


def note(code: str, ja: str, en: str, command: str | None = None) -> Finding:
    """Return a finding that hinders nothing by itself."""
    return Finding(code, Health.NOTE, ja, en, command)


def mend(code: str, ja: str, en: str, command: str | None = None) -> Finding:
    """Return a finding that keeps cards from being read."""
    return Finding(code, Health.MEND, ja, en, command)
