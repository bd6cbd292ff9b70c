"""診療の点数, as the doctor's side sends it."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from reception.rules import numbers
from reception.tui.dialogs.form import Draft, Field, Form
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose
from reception.visit.commands import EnterPoints


class PointsForm(Form[EnterPoints]):
    """Result: the points of the day."""

    over = True

    def __init__(self, suggested: int | None, draft: Draft) -> None:
        """`suggested` are the points of this practice visit."""
        super().__init__(draft)
        self._suggested = suggested

    def compose(self) -> ComposeResult:
        """One field."""
        yield Banner(self.reception.place)
        with Vertical(classes="box", id="points"):
            yield Static("診療の点数", classes="title")
            yield from self.rows()
            yield Prose("1点は10円です。患者さんのお支払いは、10円単位に四捨五入します。", classes="quiet")
        yield KeyLine()

    def fields(self) -> tuple[Field, ...]:
        """The points."""
        return (Field("points", "点数", numbers.points, str(self._suggested or "")),)

    def made(self, values: Mapping[str, object]) -> EnterPoints:
        """The command."""
        return EnterPoints(int(str(values["points"])))

    def on_input_submitted(self) -> None:
        """One field: Enter confirms."""
        self.action_confirm()
