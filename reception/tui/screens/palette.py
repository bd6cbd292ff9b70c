"""一覧: every command that works now, found by kanji, kana or romaji."""

import unicodedata
from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reception.tui.commands import Entry, Scope, bindings
from reception.tui.japanese_input import JapaneseInput
from reception.tui.screens.keyed import Page
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose

_HIRAGANA = {ord("ァ") + n: ord("ぁ") + n for n in range(86)}


def folded(text: str) -> str:
    """Width, case and kana made alike, blanks dropped: カード, ｶｰﾄﾞ and かーど are one."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA).split())


def found(entries: Iterable[Entry], sought: str) -> tuple[Entry, ...]:
    """The entries whose name, reading or help sentence has `sought` in it; the name's own hits first."""
    needle = folded(sought)
    hits = [entry for entry in entries if entry.palette and needle in folded(_haystack(entry))]
    return tuple(sorted(hits, key=lambda entry: not folded(entry.ja).startswith(needle)))


def _haystack(entry: Entry) -> str:
    return "\n".join((entry.ja, entry.en, entry.kana, entry.romaji, entry.help))


class Palette(Page[Entry]):
    """Result: the command to run."""

    over = True
    scopes = (Scope.PALETTE, Scope.PAGE)
    BINDINGS = bindings(Scope.PALETTE, Scope.PAGE)

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        """`entries` are those that work now."""
        super().__init__()
        self._entries = entries
        self.found: tuple[Entry, ...] = ()

    def compose(self) -> ComposeResult:
        """Search field, hits, and the sentence of the highlighted one."""
        yield Banner(self.reception.place)
        with Vertical(classes="box -broad", id="palette"):
            yield JapaneseInput(id="sought", placeholder="漢字・かな・ローマ字で探す")
            yield OptionList(id="found", compact=True)
            yield Prose("", id="found-help", classes="quiet")
        yield KeyLine()

    def on_mount(self) -> None:
        """Everything to begin with."""
        self.query_one(OptionList).can_focus = False
        self.query_one(JapaneseInput).focus()
        self._show("")

    @on(Input.Changed)
    def _seek(self, message: Input.Changed) -> None:
        self._show(message.value)

    def _show(self, sought: str) -> None:
        self.found = found(self._entries, sought)
        hits = self.query_one(OptionList)
        hits.clear_options()
        hits.add_options(Option(_line(entry, entry.key_name(self.preset))) for entry in self.found)
        hits.highlighted = 0 if self.found else None
        if not self.found:
            self.query_one("#found-help", Prose).update("見つかりません。ほかのことばで探してください。")

    @on(OptionList.OptionHighlighted)
    def _explain(self, message: OptionList.OptionHighlighted) -> None:
        self.query_one("#found-help", Prose).update(self.found[message.option_index].help)

    @on(OptionList.OptionSelected)
    def _clicked(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(self.found[message.option_index])

    @on(Input.Submitted)
    def action_run(self) -> None:
        """Run the highlighted one."""
        chosen = self.query_one(OptionList).highlighted
        if chosen is not None and self.found:
            self.dismiss(self.found[chosen])

    def action_next_command(self) -> None:
        """One down."""
        self.query_one(OptionList).action_cursor_down()

    def action_previous_command(self) -> None:
        """One up."""
        self.query_one(OptionList).action_cursor_up()


def _line(entry: Entry, key: str) -> Content:
    return Content.assemble((f"{key:<10}", "$strong"), entry.ja)
