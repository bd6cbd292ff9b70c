"""A paper or screen as a text card, marked as training."""

from textual.content import Content

from reception.tui.line_breaking import wrap
from reception.tui.widgets.labelled import Labelled
from reception.tui.wording.papers import printed
from reception.visit.values import Document

_LABEL_CELLS = 11
_MARK = "訓練用見本"


class PaperCard(Labelled):
    """Heading, rows, foot, and 訓練用見本 above them all; without a paper, that there is none."""

    def __init__(self, paper: Document | None = None) -> None:
        super().__init__((), cells=_LABEL_CELLS, label_style="")
        self.put(paper)

    def put(self, paper: Document | None) -> None:
        """Show this paper."""
        self.set_class(paper is None, "-none")
        self._paper = printed(paper) if paper else None
        self.show(self._paper.rows if self._paper else ())

    def lines(self, width: int) -> list[Content]:
        """From top to bottom."""
        if self._paper is None:
            return [Content("持っていません")]
        mark = Content.styled(_MARK.rjust(width - len(_MARK)), "bold")
        heading = [Content.styled(line.plain, "bold") for line in wrap(Content(self._paper.heading), width)]
        blank = Content("")
        return [mark, *heading, blank, *super().lines(width), blank, *wrap(Content(self._paper.foot), width)]
