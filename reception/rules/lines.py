"""What the clerk can say to the patient: each line in Japanese, in plain Japanese, and in English (rulebook §5.4)."""

from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from reception.rules.data_file import Entry, load_entries


class PatientLine(Entry):
    """One line in three versions; a `quiet` one is said so that nobody else hears it."""

    ja: str
    plain: str
    en: str
    quiet: bool = False


@cache
def lines() -> Mapping[str, PatientLine]:
    """Return every line by id. Raises RuleDataError when the file is wrong."""
    return load_entries("lines.yaml", TypeAdapter(dict[str, PatientLine]))


def line(line_id: str) -> PatientLine:
    """Return one line; KeyError for an id there is no line for."""
    return lines()[line_id]
