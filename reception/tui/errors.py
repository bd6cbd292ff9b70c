"""Errors in the clerk's words. Every error of the packages below carries them; what has none goes to the log."""

import logging
from typing import Protocol, runtime_checkable

_LOG = logging.getLogger(__name__)


@runtime_checkable
class Told(Protocol):
    """An error that carries what happened and what to do next (see the error hierarchies of the packages)."""

    ja: str
    next_ja: str


UNFORESEEN = (
    "予期しない問題が起きました。ここまでの記録は残っています。",
    "受付を終わって、もう一度開いてください。続きから始められます。",
)


def in_words(error: BaseException | None) -> tuple[str, str]:
    """What happened and what to do next. An error without words of its own goes to the log in full."""
    if isinstance(error, Told):
        return error.ja, error.next_ja
    _LOG.error("unforeseen", exc_info=error)
    return UNFORESEEN
