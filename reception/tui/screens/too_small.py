"""Shown while the terminal is smaller than 80x24; everything below waits unchanged."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

MINIMUM = Size(80, 24)


class _Request(Static):
    def render(self) -> Content:
        size = self.app.size
        return Content(
            f"画面を{MINIMUM.width}桁{MINIMUM.height}行以上に広げてください\n（今は{size.width}桁{size.height}行）\n"
            "入力や記録はそのまま残っています。"
        )


class TooSmall(ModalScreen[None]):
    """Takes every key, so that nothing happens unseen."""

    def compose(self) -> ComposeResult:
        """The one request."""
        yield _Request()

    def on_screen_resume(self) -> None:
        """Not needed any more when there is room by now."""
        if self.app.size.width >= MINIMUM.width and self.app.size.height >= MINIMUM.height:
            self.dismiss()

    def on_key(self, event: events.Key) -> None:
        """Nothing is done blindly."""
        event.stop()

    def on_resize(self) -> None:
        """Tell the size as it is now."""
        self.query_one(_Request).refresh()
