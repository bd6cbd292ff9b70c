"""ヘルプ: what can be done on the screen that asked, straight from the table."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from reception.tui.commands import Scope, bindings
from reception.tui.screens.keyed import Keyed, Page
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.labelled import Labelled

_KEY_CELLS = 16


class HelpPage(Page[None]):
    """Every command of the screen below: keys, name, one sentence."""

    scopes = (Scope.READING, Scope.PAGE)
    BINDINGS = bindings(Scope.READING, Scope.PAGE)

    def __init__(self, asked: Screen[object], about: tuple[tuple[str, str], ...]) -> None:
        """`about` is what there is to know of this desk: notices, reader, server."""
        super().__init__()
        self._about = about
        self._entries = asked.commands() if isinstance(asked, Keyed) else ()

    def compose(self) -> ComposeResult:
        """One row a command."""
        yield Banner(self.reception.place)
        yield Static(f"ヘルプ　キー配置: {self.preset.label}", classes="title page-title")
        with VerticalScroll(classes="reading"):
            for entry in self._entries:
                keys = entry.all_key_names(self.preset)
                yield Labelled([(keys, f"{entry.ja}　{entry.help}")], cells=_KEY_CELLS, label_style="bold $strong")
            yield Static("この受付", classes="section")
            yield Labelled(self._about, cells=_KEY_CELLS)
        yield KeyLine()

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.query_one(".reading").focus()

    def action_help(self) -> None:
        """Already here."""
