"""経過: what has happened in this visit, newest below."""

from collections.abc import Iterable

from textual.containers import VerticalScroll

from reception.tui.widgets.labelled import Labelled
from reception.tui.wording.events import sentence
from reception.visit.events import Event


def log_rows(events: Iterable[Event]) -> tuple[tuple[str, str], ...]:
    """The events, numbered, one sentence each."""
    return tuple((f"{number:>2}", sentence(event)) for number, event in enumerate(events, 1))


class LogColumn(VerticalScroll, can_focus=False):
    """The column beside the steps on a wide screen."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__(Labelled((), cells=3), id="log")

    def show(self, events: Iterable[Event]) -> None:
        """Show the events and go to the newest."""
        self.query_one(Labelled).show(log_rows(events))
        self.scroll_end(animate=False)
