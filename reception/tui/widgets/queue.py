"""待合: who waits, who is being served, who is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reception.tui.line_breaking import wrap


class QueueState(Enum):
    """Where a patient is, as sign and word; both two cells a character."""

    WAITING = ("・", "待ち")
    SERVED = ("＞", "対応中")
    DONE = ("〇", "済")


@dataclass(frozen=True)
class Waiting:
    """One line of the queue. `focus` is what this patient lets one practise."""

    patient_id: str
    name: str
    state: QueueState
    focus: str = ""


class Queue(OptionList, inherit_bindings=False):
    """The patients in the order of the world; the highlighted one is called with Enter."""

    BINDINGS = [  # noqa: RUF012  # OptionList declares it so
        Binding("up,k", "cursor_up", show=False),
        Binding("down,j", "cursor_down", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("enter", "select", show=False),
    ]

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__(id="queue", compact=True)
        self._shown: tuple[Waiting, ...] = ()

    def show(self, patients: Iterable[Waiting]) -> None:
        """Show these patients; the highlight stays where it is."""
        shown = tuple(patients)
        if shown != self._shown:
            self._shown = shown
            self._rebuild()

    def on_resize(self) -> None:
        """Lines are built for the width."""
        self._rebuild()

    def _rebuild(self) -> None:
        chosen = self.highlighted
        width = self.scrollable_content_region.width
        if not self._shown or width < 10:
            return
        self.clear_options()
        self.add_options(Option(queue_line(one, width), id=one.patient_id) for one in self._shown)
        self.highlighted = 0 if chosen is None else min(chosen, len(self._shown) - 1)

    def point_at(self, patient_id: str) -> None:
        """Move the highlight to this patient."""
        self.highlighted = self.get_option_index(patient_id)

    @property
    def focus_text(self) -> str:
        """What the highlighted patient lets one practise."""
        return self._shown[self.highlighted].focus if self._shown and self.highlighted is not None else ""

    def next_waiting(self) -> str | None:
        """The first patient who still waits, below the highlight or else from the top."""
        after = (self.highlighted or 0) + 1
        order = (*self._shown[after:], *self._shown[:after])
        return next((one.patient_id for one in order if one.state is QueueState.WAITING), None)


def queue_line(one: Waiting, width: int) -> Content:
    """Sign, name and state word; a name too long for one line goes on below, whole."""
    sign, word = one.state.value
    room = width - cell_len(sign) - cell_len(word) - 1
    style = "$quiet" if one.state is QueueState.DONE else ""
    if cell_len(one.name) <= room:
        gap = " " * (room - cell_len(one.name) + 1)
        return Content.assemble((sign, "$strong"), (one.name, style), gap, (word, "$quiet"))
    lines = wrap(Content(one.name), width - cell_len(sign))
    if lines[-1].cell_length > room:
        lines.append(Content(""))
    indented = Content("\n" + " " * cell_len(sign)).join(lines)
    gap = " " * (room - lines[-1].cell_length + 1)
    return Content.assemble((sign, "$strong"), indented, gap, (word, "$quiet"))
