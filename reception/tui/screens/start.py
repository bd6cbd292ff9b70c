"""The lean first screen: painted before anything else is loaded, it says what is being prepared."""

from textual.app import ComposeResult
from textual.containers import Vertical

from reception.tui.commands import Scope, bindings
from reception.tui.screens.keyed import Keyed
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose


class StartScreen(Keyed[None]):
    """Banner, 準備しています, and the lines of what is done; after a failure what went wrong and what to do."""

    scopes = (Scope.START,)
    BINDINGS = bindings(Scope.START)

    _exit_code = 0

    def compose(self) -> ComposeResult:
        """Banner, lines, keys."""
        yield Banner(None)
        with Vertical(id="start"), Vertical():
            yield Prose("受付の練習を準備しています", id="start-title")
            yield Prose("患者さん、カード、リーダー、サーバーはすべて架空のものです。", id="start-note")
            yield Prose("", id="start-lines")
        yield KeyLine()

    def tell(self, line: str) -> None:
        """Add one line of progress."""
        lines = self.query_one("#start-lines", Prose)
        lines.update("\n".join(filter(None, (str(lines.content), line))))

    def fail(self, what: str, next_step: str, exit_code: int) -> None:
        """Say what went wrong and what to do; the desk cannot open, and leaving ends with this code."""
        self._exit_code = exit_code
        self.query_one("#start-title", Prose).update("受付を開けませんでした")
        self.query_one("#start-note", Prose).update(what)
        self.query_one("#start-lines", Prose).update(next_step)
        self.add_class("-failed")

    def action_leave(self) -> None:
        """Leave before the desk is open."""
        self.reception.leave(self._exit_code)
