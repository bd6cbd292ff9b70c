"""A screen as text and as cells."""

from collections.abc import Iterator
from typing import Any

from rich.segment import Segment
from textual._context import visible_screen_stack
from textual.app import App


def lines(app: App[Any]) -> list[str]:
    """What stands in each row, blanks at the end dropped."""
    return ["".join(segment.text for segment in row).rstrip() for row in rows(app)]


def text(app: App[Any]) -> str:
    """The screen as one text."""
    return "\n".join(lines(app)) + "\n"


def rows(app: App[Any]) -> Iterator[list[Segment]]:
    """The painted segments of each row."""
    width, height = app.size
    visible_screen_stack.set(app._background_screens)  # a dialog lets the desk below it shine through
    for strip in app.screen._compositor.render_strips()[:height]:
        yield list(strip.crop(0, width))
