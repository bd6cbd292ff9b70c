"""What the fields of the forms take beyond `reception.rules.numbers`: empty or not, choices, free text."""

from collections.abc import Callable

from reception.rules.numbers import InputProblem
from reception.tui.japanese_input import composed

Read = Callable[[str], object]

SHARES = {"わからない": None, "1割": 1, "2割": 2, "3割": 3, "10割": 10}
"""Shares as a form offers them."""


def needed(what: str, read: Read) -> Read:
    """Refuse an empty field, then `read`."""

    def reading(text: str) -> object:
        if not text.strip():
            return InputProblem(f"{what}を入力してください。", "This field is needed.")
        return read(text)

    return reading


def optional(read: Read) -> Read:
    """None for an empty field, else `read`."""

    def reading(text: str) -> object:
        return read(text) if text.strip() else None

    return reading


def words(text: str) -> str:
    """Free text: composed, blanks around it dropped."""
    return composed(text).strip()


def share(text: str) -> int | None:
    """負担割合 in tenths; None for わからない and for nothing chosen."""
    return SHARES.get(text)


def share_word(tenths: int | None) -> str:
    """The choice that stands for this share."""
    return next((word for word, value in SHARES.items() if value == tenths), "わからない")
