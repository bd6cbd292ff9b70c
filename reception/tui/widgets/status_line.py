"""The line above the keys: what is going on, and what the clerk should have read."""

from textual.content import Content
from textual.reactive import reactive

from reception.tui.widgets.prose import Prose


class StatusLine(Prose):
    """Progress in words with whole seconds, or the last message, which stays until the next act.

    No animation: while something goes on the text changes once a second, otherwise not at all.
    """

    seconds = reactive(0, layout=True)

    def __init__(self) -> None:
        """Empty, the clock at rest."""
        super().__init__("", id="status")
        self._work = ""

    def on_mount(self) -> None:
        """Prepare the clock."""
        self._clock = self.set_interval(1, self._tick, pause=True)

    def begin(self) -> None:
        """A move begins: what was read before goes."""
        self._work = ""
        self.message("")

    def tell(self, work: str) -> None:
        """The desk waits for this now; the clock runs from the first word on."""
        if not self._work:
            self.seconds = 0
            self._clock.reset()
            self._clock.resume()
        self._work = work
        self._show_work()

    def end(self) -> None:
        """The move is over."""
        self._work = ""
        self._clock.pause()
        self.message("")

    def message(self, text: str, next_step: str = "", *, wrong: bool = False) -> None:
        """Show a message and what to do next."""
        sign = ("！", "bold $wrong") if wrong else ("", "")
        self.update(Content.assemble(sign, text, (f" {next_step}" if next_step else "", "$quiet")))

    def _tick(self) -> None:
        self.seconds += 1
        self._show_work()

    def _show_work(self) -> None:
        if self._work:
            self.update(Content.assemble((f"{self._work}  {self.seconds}秒", "bold"), ("  F7で中止できます", "$quiet")))
