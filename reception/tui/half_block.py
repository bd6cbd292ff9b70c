"""A greyscale photo in half-blocks: two pixels a cell, one above the other (documents §5).

The upper half block is of ambiguous width. On a terminal set to "ambiguous = wide" the picture shears, so the dialog
offers the features in words instead.
"""

from dataclasses import dataclass

from textual.color import Color
from textual.content import Content
from textual.style import Style

SMALL, LARGE = (32, 20), (48, 30)
"""Columns and rows of a photo on an 80x24 screen, and where there is room. Below 32x20 strangers look alike."""


@dataclass(frozen=True)
class Grey:
    """An image: `pixels[y][x]` from 0 (black) to 255 (white)."""

    pixels: tuple[bytes, ...]


def half_blocks(image: Grey) -> Content:
    """Draw an image with an even number of rows in half as many rows of cells."""
    pairs = zip(image.pixels[::2], image.pixels[1::2], strict=True)
    return Content("\n").join(_row(upper, lower) for upper, lower in pairs)


def _row(upper: bytes, lower: bytes) -> Content:
    return Content.assemble(
        *(("▀", Style(foreground=_grey(top), background=_grey(low))) for top, low in zip(upper, lower, strict=True))
    )


def _grey(level: int) -> Color:
    return Color(level, level, level)
