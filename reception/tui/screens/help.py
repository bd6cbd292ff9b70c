"""ヘルプ: what can be done on the screen that asked, straight from the table."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from reception.tui.commands import Entry, Preset, Scope, bindings
from reception.tui.screens.keyed import Keyed, Page
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose

_KEY_CELLS = 12


class HelpPage(Page[None]):
    """Every command of the screen below: keys, name, one sentence."""

    scopes = (Scope.READING, Scope.PAGE)
    BINDINGS = bindings(Scope.READING, Scope.PAGE)

    def __init__(self, asked: Screen[object]) -> None:
        super().__init__()
        self._entries = asked.commands() if isinstance(asked, Keyed) else ()

    def compose(self) -> ComposeResult:
        """One row a command."""
        yield Banner(self.reception.place)
        yield Static(f"ヘルプ　キー配置: {self.preset.label}", classes="title page-title")
        with VerticalScroll(classes="reading"):
            yield from (HelpRow(entry, self.preset) for entry in self._entries)
        yield KeyLine()

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.query_one(".reading").focus()

    def action_help(self) -> None:
        """Already here."""


class HelpRow(Prose):
    """Keys left, name and sentence right, the sentence indented."""

    def __init__(self, entry: Entry, preset: Preset) -> None:
        super().__init__(entry.help)
        self._entry = entry
        self._preset = preset

    def lines(self, width: int) -> list[Content]:
        """The keys stand in a column of their own."""
        keys = Content.styled(self._entry.all_key_names(self._preset), "bold $strong")
        head = Content.assemble(keys, " " * max(1, _KEY_CELLS - keys.cell_length), (self._entry.ja, "bold"))
        return [head, *(Content.assemble(" " * _KEY_CELLS, line) for line in super().lines(width - _KEY_CELLS))]
