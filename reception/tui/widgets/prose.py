"""Text that breaks its lines as Japanese does."""

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from reception.tui.line_breaking import wrap


class Prose(Static):
    """A Static whose lines are broken by `reception.tui.line_breaking`; a plain string is never read as markup."""

    def __init__(self, content: Content | str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # Textual's word
        """`content` may be replaced by `update`."""
        super().__init__(content, id=id, classes=classes, markup=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the text has lines at this width."""
        del container, viewport
        return len(self.lines(width))

    def render(self) -> Content:
        """The broken lines."""
        return Content("\n").join(self.lines(self.content_size.width or self.size.width))

    def reflow(self) -> None:
        """What `lines` is made of has changed."""
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        """The text broken at `width` cells."""
        shown = self.content
        content = shown if isinstance(shown, Content) else Content(str(shown))
        return wrap(content, max(1, width))
