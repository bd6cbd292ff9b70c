"""A scroll bar of blanks on coloured ground.

Textual's own ends are block elements, whose width is ambiguous: a terminal set to "ambiguous = wide" shears the row.
"""

from textual.scrollbar import ScrollBarRender


class PlainScrollBar(ScrollBarRender):
    """Whole cells only."""

    VERTICAL_BARS = [" "] * 8  # ScrollBarRender declares the ClassVar as a list
    HORIZONTAL_BARS = [" "] * 8
