"""One of a few words: left and right change it, every choice is on screen."""

from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class ChoiceField(Widget, can_focus=True):
    """Shows the choices in a row, the chosen one in brackets 【】."""

    BINDINGS = [  # noqa: RUF012  # Widget declares it so
        Binding("left", "move(-1)", show=False),
        Binding("right,space", "move(1)", show=False),
        Binding("enter", "leave", show=False),
    ]

    value = reactive("", layout=True)

    class Changed(Message):
        """Another choice is taken."""

        def __init__(self, field_id: str, value: str) -> None:
            super().__init__()
            self.field_id = field_id
            self.value = value

    def __init__(self, choices: tuple[str, ...], value: str, *, id: str) -> None:  # noqa: A002  # Textual's word
        """`value` not among the choices: nothing is chosen yet."""
        super().__init__(id=id)
        self._choices = choices
        self.set_reactive(ChoiceField.value, value)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the choices need."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Content:
        """All choices."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        """The choices in rows, none of them broken."""
        lines = [Content("")]
        for one in self._choices:
            shown = Content.styled(f"【{one}】", "bold") if one == self.value else Content(f" {one}  ")
            if lines[-1].cell_length + shown.cell_length > width:
                lines.append(Content(""))
            lines[-1] += shown
        return lines

    def watch_value(self, value: str) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self.id or "", value))

    def action_move(self, by: int) -> None:
        """The next choice left or right, round."""
        if self.value not in self._choices:
            self.value = self._choices[0 if by > 0 else -1]
        else:
            self.value = self._choices[(self._choices.index(self.value) + by) % len(self._choices)]

    def action_leave(self) -> None:
        """On to the next field."""
        self.screen.focus_next()

    def on_click(self, event: Click) -> None:
        """The next choice."""
        event.stop()
        self.focus()
        self.action_move(1)
