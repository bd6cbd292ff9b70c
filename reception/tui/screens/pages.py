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
from reception.tui.widgets.log_column import log_lines
from reception.tui.widgets.prose import Prose
from reception.tui.wording.steps import title
from reception.tui.wording.summary import Section, summary_sections
from reception.visit import Event, Visit


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
            yield from (Prose(text) for text in self.texts())
        yield KeyLine()

    def texts(self) -> Iterable[Content]:
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

    def texts(self) -> Iterable[Content]:
        """The situation first, then the steps in order."""
        situation = self._view.situation
        yield _reasons(f"今の状態　{situation.word}", sentences(situation.rules))
        for number, (step, reasons) in enumerate(zip(self._view.steps, self._view.reasons, strict=True), 1):
            yield _reasons(f"{number} {title(step)}", reasons)


class LogPage(ReadingPage):
    """経過: every event of the visit."""

    heading = "経過（この受診で起きたこと）"

    def __init__(self, events: Iterable[Event]) -> None:
        super().__init__()
        self._events = tuple(events)

    def texts(self) -> Iterable[Content]:
        """One event a line."""
        yield log_lines(self._events)


class SummaryPage(Page[None]):
    """The end of the visit: what to collect, how to file, what is still to be done, what to tell."""

    scopes = (Scope.READING, Scope.PAGE)
    BINDINGS = bindings(Scope.READING, Scope.PAGE)

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self._visit = visit

    def compose(self) -> ComposeResult:
        """The sum first, then the sections."""
        yield Banner(self.reception.place)
        yield Static(f"受付のまとめ　{self._visit.patient.name} 様", classes="title page-title")
        with VerticalScroll(classes="reading", id="summary"):
            yield Static(_sum(self._visit), id="sum")
            yield from (Prose(_section(section)) for section in summary_sections(self._visit))
        yield KeyLine()

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.query_one(".reading").focus()


def _sum(visit: Visit) -> Content:
    yen = f"{visit.copayment.yen:,}" if visit.copayment else "－"
    share = f"{visit.share.share}割負担" if visit.share else ""
    return Content.assemble(("今日のお支払い　", ""), (f"{yen} 円", "bold"), f"　{share}")


def _section(section: Section) -> Content:
    lines = [Content.assemble((f"{label}　", "$quiet"), text) for label, text in section.lines]
    return Content("\n").join([Content.styled(section.heading, "bold $strong"), *lines, Content("")])


def _reasons(heading: str, reasons: tuple[tuple[str, str], ...]) -> Content:
    lines = [Content.assemble((f"{rule}　", "$quiet"), sentence) for rule, sentence in reasons]
    return Content("\n").join([Content.styled(heading, "bold"), *lines, Content("")])
