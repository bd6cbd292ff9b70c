"""持ち物: the papers the patient carries, to look at and to be shown."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reception.tui.commands import Scope, bindings
from reception.tui.screens.keyed import Page
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.paper_card import PaperCard
from reception.tui.widgets.prose import Prose
from reception.tui.wording.steps import SHORT_LABELS
from reception.visit.values import Document, DocumentKind


@dataclass(frozen=True)
class Carried:
    """One kind of paper: the paper, or None, and whether asking for it is a step now."""

    kind: DocumentKind
    paper: Document | None
    offered: bool


class PapersPage(Page[DocumentKind]):
    """Result: the kind to be shown now; only what the rules offer can be chosen."""

    scopes = (Scope.CHOICE, Scope.PAGE)
    BINDINGS = bindings(Scope.CHOICE, Scope.PAGE)

    def __init__(self, carried: tuple[Carried, ...]) -> None:
        super().__init__()
        self._carried = carried

    def compose(self) -> ComposeResult:
        """The kinds on the left, the paper on the right."""
        yield Banner(self.reception.place)
        yield Static("患者さんの持ち物", classes="title page-title")
        with Horizontal(id="papers"):
            yield OptionList(
                *(Option(_line(one), id=one.kind.value) for one in self._carried), id="carried", compact=True
            )
            with VerticalScroll(can_focus=False):
                yield PaperCard()
                yield Prose("", id="carried-note", classes="quiet")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin with the first one the patient has."""
        chosen = next((n for n, one in enumerate(self._carried) if one.paper), 0)
        kinds = self.query_one("#carried", OptionList)
        kinds.focus()
        kinds.highlighted = chosen

    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        """Show the paper."""
        one = self._carried[message.option_index]
        self.query_one(PaperCard).put(one.paper)
        note = "Enterで、この書類を確認に使います。" if one.offered else "今の手順では、この書類は使いません。"
        self.query_one("#carried-note", Prose).update(note)

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """A click on a kind, or Enter."""
        self._choose(message.option_index)

    def action_choose(self) -> None:
        """Ask for the highlighted paper."""
        self._choose(self.query_one("#carried", OptionList).highlighted or 0)

    def _choose(self, index: int) -> None:
        if self._carried[index].offered:
            self.dismiss(self._carried[index].kind)


def _line(one: Carried) -> Content:
    sign, word = ("〇", "あり") if one.paper else ("－", "なし")
    return Content.assemble((f"{sign}{word} ", "$strong" if one.paper else "$quiet"), SHORT_LABELS[one.kind])
