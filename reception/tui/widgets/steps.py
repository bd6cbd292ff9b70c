"""The next steps in the order of the rules: numbered, the first recommended."""

from collections.abc import Iterable, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from reception.rules.decision import Step
from reception.tui.line_breaking import wrap
from reception.tui.widgets.prose import Prose
from reception.tui.wording.steps import title


class StepRow(Prose):
    """One step: number, title, rule ids; below it the note for this very state."""

    def __init__(self, number: int, step: Step, *, reasons: Sequence[str]) -> None:
        """`reasons` are sentences shown below where the screen is large."""
        super().__init__("")
        self.number = number
        self.step = step
        self._reasons = reasons

    def lines(self, width: int) -> list[Content]:
        """Title with the rule ids on the right, then note and reasons, indented."""
        title_line, ids = self._title(), Content.styled(" ".join(self.step.rules), "$quiet")
        below = self._below(width)
        lines = [title_line, *below]
        for index, line in enumerate(lines[:2]):
            room = width - line.cell_length - ids.cell_length
            if room >= 1:
                lines[index] = Content.assemble(line, " " * room, ids)
                return lines
        return [*lines, Content.assemble(" " * max(0, width - ids.cell_length), ids)]

    def _title(self) -> Content:
        mark = "＞" if self.has_class("-selected") else "  "
        recommended = "推奨 " if self.number == 1 else ""
        return Content.assemble(
            (f"{mark}{self.number} ", "bold"), (recommended, "bold $strong"), (title(self.step), "bold")
        )

    def _below(self, width: int) -> list[Content]:
        texts = [self.step.note] if self.step.note else []
        if self.screen.has_class("-high"):
            texts += self._reasons
        indent = " " * 4
        wrapped = (line for text in texts for line in wrap(Content(text), width - len(indent)))
        return [Content.assemble(indent, line.stylize("$quiet")) for line in wrapped]


class StepList(VerticalScroll, can_focus=True, inherit_bindings=False):
    """The offered steps. The number keys act at once; arrows select; Enter acts on the selected one."""

    class Chosen(Message):
        """A step was clicked while it was selected."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class Selected(Message):
        """Another step is selected now."""

    selected = reactive(1, init=False)

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__(id="steps")
        self.steps: tuple[Step, ...] = ()

    async def show(self, steps: tuple[Step, ...], reasons: Iterable[Sequence[str]]) -> None:
        """Show these steps, the first one selected when they changed."""
        changed = steps != self.steps
        self.steps = steps
        if changed or not steps:
            self.set_reactive(StepList.selected, 1)
        async with self.batch():
            await self.remove_children()
            await self.mount_all(
                StepRow(n, s, reasons=r) for n, (s, r) in enumerate(zip(steps, reasons, strict=True), 1)
            )
        self._mark()

    @property
    def step(self) -> Step | None:
        """The selected step."""
        return self.steps[self.selected - 1] if self.steps else None

    def validate_selected(self, number: int) -> int:
        """Stay on the list."""
        return max(1, min(number, len(self.steps)))

    def watch_selected(self) -> None:
        """Mark the row, keep it in view, tell the screen."""
        self._mark()
        self.post_message(self.Selected())

    def _mark(self) -> None:
        for row in self.query(StepRow):
            row.set_class(row.number == self.selected, "-selected")
            row.reflow()
            if row.number == self.selected:
                row.scroll_visible(animate=False)

    def on_click(self, event: Click) -> None:
        """First click selects, a click on the selected step does it."""
        row = event.widget
        if not isinstance(row, StepRow):
            return
        if row.number == self.selected:
            self.post_message(self.Chosen(row.number))
        self.selected = row.number
