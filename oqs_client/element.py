"""What every element of a message is: a block of official element names, all values strings, absent means missing."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic.alias_generators import to_pascal


def _is_empty(value: object) -> bool:
    """Whether a sender that writes empty elements meant "absent" (oqs-contract §9 Empty)."""
    return value is None or (isinstance(value, str) and not value.strip())


def _as_array(value: object) -> object:
    """Read one entry that came without its array: what a converter from XML makes of a list of one."""
    return [value] if isinstance(value, Mapping) else value


Array = BeforeValidator(_as_array)
"""Marks a list of entries."""


class Block(BaseModel):
    """One block of elements. Python names are the official ones in snake case; unknown elements are left aside."""

    model_config = ConfigDict(
        alias_generator=to_pascal, validate_by_name=True, validate_by_alias=True, frozen=True, extra="ignore"
    )

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, given: Any) -> Any:  # noqa: ANN401 - before validation a value can be anything
        """Forget null and empty elements; an empty element where a block belongs is an empty block."""
        if _is_empty(given):
            return {}
        if not isinstance(given, Mapping):
            return given
        return {name: value for name, value in given.items() if not _is_empty(value)}

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON mirror in schema order: official names, no nulls, no empty lists."""
        return self.model_dump(by_alias=True, exclude_defaults=True)
