"""経過: what has happened in this visit, newest below."""

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content

from reception.tui.widgets.prose import Prose
from reception.tui.wording.events import sentence
from reception.visit.events import Event


def log_lines(events: Iterable[Event]) -> Content:
    """The events, numbered, one sentence each."""
    numbered = enumerate(events, 1)
    return Content("\n").join(Content.assemble((f"{n:>2} ", "$quiet"), sentence(event)) for n, event in numbered)


class LogColumn(VerticalScroll, can_focus=False):
    """The column beside the steps on a wide screen."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__(Prose("", id="log-lines"), id="log")

    def show(self, events: Iterable[Event]) -> None:
        """Show the events and go to the newest."""
        self.query_one("#log-lines", Prose).update(log_lines(events))
        self.scroll_end(animate=False)
