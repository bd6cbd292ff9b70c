"""Reads the rules' own data files; a mistake in one names the file and the key."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

EntryT = TypeVar("EntryT", bound="Entry")

_FOLDER = Path(__file__).parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Entry(BaseModel):
    """Base of an entry of a data file: immutable, no empty text, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1)


class RuleDataError(ValueError):
    """A data file of the rules is wrong. `str()` reads `lines.yaml (portal.en): what is wrong`."""

    next_ja = "プログラムを入れ直してください。続くときは、表示された文をそのまま知らせてください。"
    next_en = "Install the program again; if it persists, report the message as it stands."

    def __init__(self, file: str, key: str, reason: str) -> None:
        """`key` is the dotted path inside the file; empty when the whole file is meant."""
        place = f"{file} ({key})" if key else file
        super().__init__(f"{place}: {reason}")
        self.file = file
        self.key = key
        self.ja = f"規則のデータ {place} に誤りがあります。"
        self.en = f"The rule data {place} are wrong: {reason}"


def load_entries(file: str, entries: TypeAdapter[dict[str, EntryT]], folder: Path = _FOLDER) -> Mapping[str, EntryT]:
    """Read `folder/file`, a mapping from ids to entries. Raises RuleDataError on the first mistake."""
    try:
        content = _Loader((folder / file).read_text(encoding="utf-8")).get_single_data()
        return entries.validate_python(content)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        raise RuleDataError(file, ".".join(map(str, first["loc"])), first["msg"]) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as unreadable:
        raise RuleDataError(file, "", str(unreadable)) from unreadable
