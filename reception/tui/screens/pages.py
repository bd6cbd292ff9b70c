"""Pages to read: why, what happened, and the closing summary."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reception.tui.commands import Scope, bindings
from reception.tui.counter import View, sentences
from reception.tui.screens.keyed import Page
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.labelled import Labelled
from reception.tui.widgets.log_column import log_rows
from reception.tui.widgets.prose import Prose
from reception.tui.wording.steps import title
from reception.tui.wording.summary import summary_sections
from reception.visit import Event, Visit

_LABEL_CELLS = 12


class ReadingPage(Page[None]):
    """A title and text to scroll through with the arrows."""

    scopes = (Scope.READING, Scope.PAGE)
    BINDINGS = bindings(Scope.READING, Scope.PAGE)
    heading = ""

    def compose(self) -> ComposeResult:
        """Banner, title, text, keys."""
        yield Banner(self.reception.place)
        yield Static(self.heading, classes="title page-title")
        with VerticalScroll(classes="reading"):
            yield from self.parts()
        yield KeyLine()

    def parts(self) -> ComposeResult:
        """The paragraphs."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.query_one(".reading").focus()


class ReasonsPage(ReadingPage):
    """なぜ: the rules behind the situation and behind every step."""

    heading = "なぜ（根拠になる規則）"

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view

    def parts(self) -> ComposeResult:
        """The situation first, then the steps in order."""
        situation = self._view.situation
        yield from _reasons(f"今の状態　{situation.word}", sentences(situation.rules))
        for number, (step, reasons) in enumerate(zip(self._view.steps, self._view.reasons, strict=True), 1):
            yield from _reasons(f"{number}　{title(step)}", reasons)


class LogPage(ReadingPage):
    """経過: every event of the visit."""

    heading = "経過（この受診で起きたこと）"

    def __init__(self, events: Iterable[Event]) -> None:
        super().__init__()
        self._events = tuple(events)

    def parts(self) -> ComposeResult:
        """One event a line."""
        yield Labelled(log_rows(self._events), cells=4)


class SummaryPage(Page[None]):
    """The end of the visit: what to collect, how to file, what is still to be done, what to tell."""

    scopes = (Scope.READING, Scope.PAGE)
    BINDINGS = bindings(Scope.READING, Scope.PAGE)

    def __init__(self, visit: Visit, telling: tuple[tuple[str, str], ...]) -> None:
        """`telling` is what the patient should hear: (occasion, words)."""
        super().__init__()
        self._visit = visit
        self._telling = telling

    def compose(self) -> ComposeResult:
        """The sum first, then the sections."""
        yield Banner(self.reception.place)
        yield Prose(f"受付のまとめ　{self._visit.patient.name} 様", classes="title page-title")
        with VerticalScroll(classes="reading", id="summary"):
            yield Static(_sum(self._visit), id="sum")
            for section in summary_sections(self._visit, self._telling):
                yield Static(section.heading, classes="section")
                yield Labelled(section.lines, cells=_LABEL_CELLS)
        yield KeyLine()

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.query_one(".reading").focus()


def _sum(visit: Visit) -> Content:
    yen = f"{visit.copayment.yen:,}".translate(_WIDE) if visit.copayment else "－"
    share = f"（{visit.share.share}割負担）" if visit.share else ""
    return Content.assemble("今日のお支払い　", (f"{yen} 円", "bold"), f"　{share}")


_WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789,"}


def _reasons(heading: str, reasons: tuple[tuple[str, str], ...]) -> ComposeResult:
    yield Static(heading, classes="section")
    yield Labelled(reasons, cells=_LABEL_CELLS)
