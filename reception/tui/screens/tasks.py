"""診療後: what is still to be done, over all visits, and doing it."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reception.rules.decision import Step
from reception.tui.commands import Scope, When, bindings
from reception.tui.screens.keyed import Page
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose
from reception.tui.wording.steps import title
from reception.visit import Visit


@dataclass(frozen=True)
class OpenTask:
    """One thing still to be done for a closed visit."""

    visit: Visit
    step: Step


class TasksPage(Page[OpenTask]):
    """Result: the task to do now."""

    scopes = (Scope.TASKS, Scope.PAGE)
    BINDINGS = bindings(Scope.TASKS, Scope.PAGE)

    def __init__(self, tasks: tuple[OpenTask, ...]) -> None:
        super().__init__()
        self._tasks = tasks

    def compose(self) -> ComposeResult:
        """The list; the note of the highlighted task below."""
        yield Banner(self.reception.place)
        yield Static("診療後の仕事", classes="title page-title")
        yield OptionList(*(Option(_line(task)) for task in self._tasks), id="task-list", compact=True)
        yield Prose("" if self._tasks else "残っている仕事はありません。", id="task-note")
        yield KeyLine()

    def on_mount(self) -> None:
        """The arrows work at once."""
        self.query_one(OptionList).focus()
        if self._tasks:
            self.query_one(OptionList).highlighted = 0

    def holds(self) -> frozenset[When]:
        """Something is left."""
        return frozenset({When.TASKS}) if self._tasks else frozenset()

    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        """Tell what it needs and why."""
        step = self._tasks[message.option_index].step
        rules = Content.styled(" ".join(step.rules), "$quiet")
        self.query_one("#task-note", Prose).update(Content("\n").join([Content(step.note), rules]))

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """A click or Enter."""
        self.dismiss(self._tasks[message.option_index])

    def action_do_task(self) -> None:
        """Do the highlighted one."""
        chosen = self.query_one(OptionList).highlighted
        if chosen is not None:
            self.dismiss(self._tasks[chosen])


def _line(task: OpenTask) -> Content:
    return Content.assemble(("・ ", "$strong"), (f"{task.visit.patient.name} 様　", "bold"), title(task.step))
