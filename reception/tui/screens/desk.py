"""The desk as it is used: the clerk's keys become moves, moves become commands, and the screen follows the events."""

from typing import NamedTuple

from textual import on, work
from textual.message import Message
from textual.widgets import OptionList
from textual.worker import Worker, WorkerState

from reception.rules.decision import Step
from reception.tui.asking import Asking
from reception.tui.commands import Preset
from reception.tui.dialogs.question import Question
from reception.tui.errors import in_words
from reception.tui.screens.desk_view import DeskView
from reception.tui.screens.keyed import Page, Result
from reception.tui.screens.pages import LogPage, ReasonsPage, SummaryPage
from reception.tui.screens.palette import Palette
from reception.tui.screens.papers import PapersPage
from reception.tui.screens.tasks import TasksPage
from reception.tui.widgets.queue import Queue
from reception.tui.widgets.status_line import StatusLine
from reception.tui.widgets.steps import StepList
from reception.tui.wording.steps import working
from reception.visit import Event, Visit
from reception.visit.commands import Action, Command
from reception.visit.values import DocumentKind

RESUMED = "途中の受診があります。待合で「対応中」の方を選ぶと、続きから始められます。"
STOPPED = "中止しました。ここまでの記録は残っています。"


class Move(NamedTuple):
    """What a worker brought to its end. `command` None: the clerk went back; `closed`: the visit ended just now."""

    step: Step | None
    command: Command | None
    closed: bool = False


class DeskScreen(DeskView):
    """Workers ask and perform and post messages; only the handlers here change what is shown."""

    class Told(Message):
        """The desk waits for something now."""

        def __init__(self, phrase: str) -> None:
            super().__init__()
            self.phrase = phrase

    class Happened(Message):
        """An event is on disk."""

    async def on_mount(self) -> None:
        """Take up what was open; tell what has to be told."""
        desk, notices = self.counter.bench.desk, self.counter.bench.notices
        desk.subscribe(self._hear)
        self.show_nobody()
        self.query_one(Queue).focus()
        resumed = [RESUMED] if any(visit.closed is None for visit in desk.visits()) else []
        self.query_one(StatusLine).message(" ".join([*notices, *resumed]), wrong=bool(notices))

    def _hear(self, _visit: Visit, _event: Event) -> None:
        self.post_message(self.Happened())

    @on(Happened)
    async def _follow(self) -> None:
        """Within a move the screen follows when the desk begins to wait, and at the end: not at every event."""
        if not self.is_working:
            await self.show()

    @on(Told)
    async def _tell(self, message: Told) -> None:
        self.query_one(StatusLine).tell(message.phrase)
        await self.show()

    # Moves.

    @work(group="move", exclusive=True, exit_on_error=False)
    async def _do(self, step: Step) -> Move:
        """Ask for what the step needs, then perform it."""
        visit = self.counter.visit
        if visit is None:
            return Move(step, None)
        command = await Asking(self.counter, visit, self._ask, self.language).command(step)
        if command is None:
            return Move(step, None)
        self.post_message(self.Told(working(step.action)))
        after = await self.counter.perform(command, self._say_progress)
        return Move(step, command, closed=after.closed is not None and visit.closed is None)

    @work(group="move", exclusive=True, exit_on_error=False)
    async def _call(self, patient_id: str) -> Move:
        """Take the patient up."""
        await self.counter.call(patient_id)
        return Move(None, None)

    @work(group="move", exclusive=True, exit_on_error=False)
    async def _call_again(self) -> Move:
        """Take the patient in hand up once more."""
        await self.counter.call_again()
        return Move(None, None)

    def _say_progress(self, phrase: str) -> None:
        self.post_message(self.Told(phrase))

    async def _ask(self, page: Page[Result]) -> Result | None:
        return await self.app.push_screen_wait(page)

    async def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """A move begins, ends, fails, or is stopped."""
        if message.worker.group != "move":
            return
        status = self.query_one(StatusLine)
        self.is_working = message.state in {WorkerState.PENDING, WorkerState.RUNNING}
        if self.is_working:
            status.begin()
            return
        status.end()
        await self.show()
        if isinstance(message.worker.result, Move):
            self._done(message.worker.result)
        elif message.state is WorkerState.CANCELLED:
            status.message(STOPPED)
        else:
            status.message(*in_words(message.worker.error), wrong=True)

    def _done(self, move: Move) -> None:
        self.query_one(StepList).focus()
        if move.step and move.command:
            self.counter.forget_draft(move.step)
        if move.closed:
            self.action_summary()

    # The queue.

    @on(OptionList.OptionSelected, "#queue")
    def _called(self, message: OptionList.OptionSelected) -> None:
        if message.option_id and not self.is_working:
            self._call(message.option_id)

    @on(OptionList.OptionHighlighted, "#queue")
    def _pointed(self) -> None:
        if self.view is None:
            self.show_visit()

    def action_queue(self) -> None:
        """Go to the queue, to the next who waits when the visit in hand is over."""
        queue = self.query_one(Queue)
        if self.view is None or self.view.visit.closed:
            following = queue.next_waiting()
            if following:
                queue.point_at(following)
        queue.focus()

    def action_other_panel(self) -> None:
        """From the queue to the steps and back."""
        queue, steps = self.query_one(Queue), self.query_one(StepList)
        (steps if queue.has_focus else queue).focus()

    # Steps.

    @on(StepList.Selected)
    def _selected(self) -> None:
        self.guide()

    @on(StepList.Chosen)
    def _clicked(self, message: StepList.Chosen) -> None:
        self.action_perform_number(message.number)

    def action_perform(self) -> None:
        """Do the selected step."""
        if step := self.selected_step:
            self._do(step)

    def action_perform_number(self, number: int) -> None:
        """Do the step of this number."""
        steps = self.query_one(StepList)
        if number <= len(steps.steps) and not self.is_working:
            steps.selected = number
            self._do(steps.steps[number - 1])

    def action_select_next(self) -> None:
        """One down."""
        self.query_one(StepList).selected += 1

    def action_select_previous(self) -> None:
        """One up."""
        self.query_one(StepList).selected -= 1

    def action_cancel(self) -> None:
        """Stop waiting; what is recorded stays."""
        self.workers.cancel_group(self, "move")

    # Pages.

    def action_language(self) -> None:
        """The next language."""
        self.language = self.language.following
        self.guide()

    def action_reasons(self) -> None:
        """The rules."""
        if self.view:
            self.app.push_screen(ReasonsPage(self.view))

    def action_log(self) -> None:
        """The events."""
        self.app.push_screen(LogPage(self.counter.log()))

    def action_summary(self) -> None:
        """The end of the visit."""
        if self.view and self.view.visit.closed:
            self.app.push_screen(SummaryPage(self.view.visit, self.counter.telling(self.language)))

    def action_again(self) -> None:
        """The same patient, a new visit."""
        self._call_again()

    def action_papers(self) -> None:
        """What the patient carries."""
        self.app.push_screen(PapersPage(self.counter.carried()), self._show_paper)

    def _show_paper(self, kind: DocumentKind | None) -> None:
        steps = self.query_one(StepList)
        for number, step in enumerate(steps.steps, 1):
            if kind and step.action is Action.ASK_DOCUMENT and step.document is kind:
                self.action_perform_number(number)

    @work(group="tasks", exclusive=True)
    async def action_tasks(self) -> None:
        """What is still to be done, and doing it."""
        task = await self.app.push_screen_wait(TasksPage(self.counter.open_tasks()))
        if task is not None:
            self.counter.visit_id = task.visit.id
            await self.show()
            self._do(task.step)

    @work(group="palette", exclusive=True)
    async def action_palette(self) -> None:
        """Find a command and run it."""
        entry = await self.app.push_screen_wait(Palette(self.working()))
        if entry is not None:
            await self.run_action(entry.target)

    def action_preset(self) -> None:
        """Standard keys, or those of 日レセ."""
        other = Preset.ORCA if self.preset is Preset.STANDARD else Preset.STANDARD
        self.reception.use_preset(other)
        self.query_one(StatusLine).message(f"キー配置: {other.label}")

    def action_quit(self) -> None:
        """Leave; ask first while a visit is open, though nothing would be lost."""
        if any(visit.closed is None for visit in self.counter.bench.desk.visits()):
            text = "途中の受診があります。次に開いたとき、続きから始められます。受付を終わりますか。"
            self.app.push_screen(Question(text, yes="終わる", no="続ける"), self._leave)
        else:
            self.reception.leave()

    def _leave(self, sure: bool | None) -> None:  # noqa: FBT001  # the answer is data
        if sure:
            self.reception.leave()
