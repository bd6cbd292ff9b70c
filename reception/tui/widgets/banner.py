"""The first line of every screen: that this is training, where, and on which day."""

from dataclasses import dataclass
from datetime import date

from textual.content import Content
from textual.widgets import Static

from reception.tui.calendar import long_date

TRAINING = "【訓練】"


@dataclass(frozen=True)
class Place:
    """What the banner tells: the clinic, the visit date, and today by the machine's clock."""

    clinic: str
    on: date
    real_today: date

    @property
    def simulated(self) -> bool:
        """Whether the visit date is another day than today (then the banner says so and changes its ground)."""
        return self.on != self.real_today


class Banner(Static):
    """【訓練】, the clinic's name and the visit date; 模擬日付 when that is not today."""

    def __init__(self, place: Place | None) -> None:
        """`place` None: the desk is not open yet."""
        super().__init__(id="banner")
        self._place = place

    def on_mount(self) -> None:
        """Show the line; the ground changes with the date."""
        self.set_class(self._place is not None and self._place.simulated, "-simulated")

    def render(self) -> Content:
        """Name on the left, date on the right."""
        left, right = self._texts()
        room = self.size.width - Content(left).cell_length - Content(right).cell_length
        return Content.assemble((left, "bold"), " " * max(1, room), right)

    def _texts(self) -> tuple[str, str]:
        if self._place is None:
            return f"{TRAINING}受付", ""
        mark = "模擬日付 " if self._place.simulated else ""
        return f"{TRAINING}{self._place.clinic}", f"{mark}{long_date(self._place.on)}"
