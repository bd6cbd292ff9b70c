"""Text beside a label, the lines below the first indented to the text."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content

from reception.tui.line_breaking import wrap
from reception.tui.widgets.prose import Prose


class Labelled(Prose):
    """Rows of (label, text); the labels share one column."""

    def __init__(self, rows: Iterable[tuple[str, str]], *, cells: int, label_style: str = "$quiet") -> None:
        """`cells` is the width of the label column."""
        super().__init__("")
        self._rows = tuple(rows)
        self._cells = cells
        self._label_style = label_style

    def show(self, rows: Iterable[tuple[str, str]]) -> None:
        """Show these rows instead."""
        self._rows = tuple(rows)
        self.reflow()

    def lines(self, width: int) -> list[Content]:
        """Label and text of every row."""
        return [line for label, text in self._rows for line in self._row(label, text, width)]

    def _row(self, label: str, text: str, width: int) -> list[Content]:
        first, *more = wrap(Content(text), max(2, width - self._cells))
        gap = " " * max(1, self._cells - cell_len(label))
        return [
            Content.assemble((label, self._label_style), gap, first),
            *(Content.assemble(" " * self._cells, line) for line in more),
        ]
