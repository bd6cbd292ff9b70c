"""The desk as it is shown: who is here, where are we, what comes next and why, what do I say."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from reception.opening import Bench
from reception.rules.decision import Step
from reception.tui.commands import Scope, When, bindings
from reception.tui.counter import Counter, View, nobody, words_to_say
from reception.tui.screens.keyed import Keyed
from reception.tui.widgets.banner import Banner, Place
from reception.tui.widgets.guidance import Language, Say, Why
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.log_column import LogColumn
from reception.tui.widgets.patient_line import PatientLine
from reception.tui.widgets.queue import Queue
from reception.tui.widgets.situation import SituationBlock
from reception.tui.widgets.status_line import StatusLine
from reception.tui.widgets.steps import StepList


class DeskView(Keyed[None]):
    """Queue on the left, the visit in hand in the middle, on a wide screen its past on the right."""

    CSS_PATH = "desk.tcss"
    scopes = (Scope.DESK,)
    BINDINGS = bindings(Scope.DESK)

    def __init__(self, bench: Bench, place: Place) -> None:
        super().__init__()
        self.counter = Counter(bench)
        self.view: View | None = None
        self.language = Language.JAPANESE
        self.is_working = False
        self._place = place

    def compose(self) -> ComposeResult:
        """Status and keys below."""
        yield Banner(self._place)
        with Horizontal(id="body"):
            with Vertical(id="waiting"):
                yield Static("待合", classes="heading", id="waiting-heading")
                yield Queue()
            with Vertical(id="visit"):
                yield PatientLine()
                yield SituationBlock()
                yield Static("次の手順", classes="heading", id="steps-heading")
                yield StepList()
                with Horizontal(classes="guidance", id="why-row"):
                    yield Static("なぜ", classes="side")
                    yield Why()
                with Horizontal(classes="guidance"):
                    yield Static("声かけ", classes="side", id="say-side")
                    yield Say()
            with Vertical(id="past"):
                yield Static("経過", classes="heading")
                yield LogColumn()
        yield StatusLine()
        yield KeyLine()

    async def show(self) -> None:
        """Everything follows the visit in hand, where it has changed."""
        view = self.counter.view()
        if view == self.view:
            self.refresh_bindings()
            return
        self.view = view
        self.query_one(Queue).show(self.counter.queue())
        self.show_visit()
        reasons = [[f"{rule} {sentence}" for rule, sentence in one] for one in view.reasons] if view else []
        await self.query_one(StepList).show(view.steps if view else (), reasons)
        self.query_one(LogColumn).show(self.counter.log())
        self.guide()

    def show_nobody(self) -> None:
        """The queue alone, before anybody was called."""
        self.query_one(Queue).show(self.counter.queue())
        self.show_visit()
        self.guide()

    def show_visit(self) -> None:
        """Patient and situation; with nobody in hand, what the highlighted patient lets one practise."""
        patient = self.counter.patient
        self.query_one(PatientLine).show(self.view.visit if self.view else None, patient.opening if patient else "")
        situation = self.view.situation if self.view else nobody(self.query_one(Queue).focus_text)
        self.query_one(SituationBlock).show(situation)
        self.query_one("#visit").set_class(self.view is None, "-nobody")

    def guide(self) -> None:
        """Why and what to say, for the selected step."""
        steps = self.query_one(StepList)
        self.query_one(Why).show(self.view.reasons[steps.selected - 1] if self.view and steps.step else ())
        self.query_one(Say).show(words_to_say(steps.step.line if steps.step else None, self.language))
        self.query_one("#say-side", Static).update(f"声かけ\n{self.language.value[1]}")
        self.refresh_bindings()

    @property
    def selected_step(self) -> Step | None:
        """The step Enter would do."""
        return self.query_one(StepList).step

    def holds(self) -> frozenset[When]:
        """What is possible in this state."""
        facts = {
            When.WORKING: self.is_working,
            When.IDLE: not self.is_working,
            When.STEPS: not self.is_working and self.view is not None and bool(self.view.steps),
            When.PATIENT: self.view is not None,
            When.CLOSED: self.view is not None and self.view.visit.closed is not None,
        }
        return frozenset(when for when, holds in facts.items() if holds)
