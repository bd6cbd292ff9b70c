"""The counter: what the clerk has before them, between the desk and the screen. No widgets here."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from oqs_client.certificate_window import CertificateWindow
from reader.simulated import SimulatedReader
from reception import rules
from reception.opening import Bench
from reception.practice import PracticePatient
from reception.rules.decision import Level, Situation, Step
from reception.site import Site
from reception.tui.dialogs.form import Draft
from reception.tui.screens.papers import Carried
from reception.tui.screens.tasks import OpenTask
from reception.tui.widgets.guidance import Language
from reception.tui.widgets.queue import QueueState, Waiting
from reception.visit import Event, Visit
from reception.visit.commands import Action, Command, PlaceCard, ReturnCard
from reception.visit.values import DocumentKind, TaskKind

FIRST = ("ichiro", "takeshi", "sora")
"""The three visits of the README come first in the queue."""


@dataclass(frozen=True)
class View:
    """What the screen shows of one visit at one moment. `reasons` has the rule sentences of each step."""

    visit: Visit
    situation: Situation
    steps: tuple[Step, ...]
    reasons: tuple[tuple[tuple[str, str], ...], ...]


class Counter:
    """The bench, the visit in hand, and the drafts of everything typed."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.visit_id: str | None = None
        self._drafts: defaultdict[tuple[str, str, str], Draft] = defaultdict(dict)

    @property
    def visit(self) -> Visit | None:
        """The visit in hand, as it is now."""
        return self.bench.desk.visit(self.visit_id) if self.visit_id else None

    @property
    def patient(self) -> PracticePatient | None:
        """The practice patient of the visit in hand."""
        visit = self.visit
        return self.bench.patients.get(visit.patient_id) if visit else None

    def log(self) -> tuple[Event, ...]:
        """The 経過 of the visit in hand, as it stands in the journal."""
        return tuple(entry.event for entry in self.bench.desk.entries(self.visit_id)) if self.visit_id else ()

    def telling(self, language: Language) -> tuple[tuple[str, str], ...]:
        """What the patient should hear at the end: cautions for the clerk to pass on, and the words of goodbye."""
        visit = self.visit
        if visit is None:
            return ()
        cautions = [("お知らせ", text) for text in rules.situation(visit, self.bench.desk.site).warnings]
        calls = any(step.task is TaskKind.CALL_PATIENT for step in self.bench.desk.steps(visit))
        lines = [*_certificate_line(visit, self.bench.desk.site), *(["after-visit"] if calls else []), "closed"]
        return (*cautions, *(("声かけ", f"「{words_to_say(line, language)}」") for line in lines))

    def view(self) -> View | None:
        """What is to be shown."""
        visit = self.visit
        if visit is None:
            return None
        site, steps = self.bench.desk.site, self.bench.desk.steps(visit)
        return View(visit, rules.situation(visit, site), steps, tuple(sentences(step.rules) for step in steps))

    def queue(self) -> Iterator[Waiting]:
        """Every patient of the world with the state of their latest visit of the day."""
        latest = {visit.patient_id: visit for visit in self.bench.desk.visits()}
        order = [*(one for one in FIRST if one in self.bench.patients), *self.bench.patients]
        for patient_id in dict.fromkeys(order):
            patient, visit = self.bench.patients[patient_id], latest.get(patient_id)
            name = patient.identity().name
            yield Waiting(patient_id, name, _state(visit), patient.person.practice.focus)

    async def call(self, patient_id: str) -> None:
        """Take this patient up: their latest visit with whatever an interruption left undone, or a new one."""
        there = [visit for visit in self.bench.desk.visits() if visit.patient_id == patient_id]
        if there:
            self.visit_id = there[-1].id
            if there[-1].closed is None:
                await self.bench.desk.catch_up(self.visit_id)
            return
        await self._open(self.bench.patients[patient_id])

    async def call_again(self) -> None:
        """The patient in hand comes once more, with the card as issued: a locked PIN must not end the practice."""
        if patient := self.patient:
            patient.renew_card()
            await self._open(patient)

    async def _open(self, patient: PracticePatient) -> None:
        desk = self.bench.desk
        visit = await desk.open_visit(patient.person.id, patient.identity(), patient.on, patient.known())
        self.visit_id = visit.id

    def carried(self) -> tuple[Carried, ...]:
        """Every kind of paper: what the patient has of it, and whether asking for it is a step now."""
        patient, visit = self.patient, self.visit
        offered = {step.document for step in self.bench.desk.steps(visit)} if visit else set()
        return tuple(
            Carried(kind, patient.document(kind) if patient else None, kind in offered) for kind in DocumentKind
        )

    def open_tasks(self) -> tuple[OpenTask, ...]:
        """What is still to be done, over all closed visits."""
        closed = [visit for visit in self.bench.desk.visits() if visit.closed]
        return tuple(
            OpenTask(visit, step)
            for visit in closed
            for step in self.bench.desk.steps(visit)
            if step.action is Action.DO_FOLLOW_UP
        )

    async def perform(self, command: Command, progress: Callable[[str], None]) -> Visit:
        """Do it; the practice patient's hand puts the card on the reader and takes it back."""
        visit, patient = self.visit, self.patient
        if visit is None:
            raise LookupError("no visit in hand")
        reader = self.bench.reader
        if patient and isinstance(reader, SimulatedReader) and isinstance(command, PlaceCard):
            progress("患者さんがカードを置いています")
            await asyncio.to_thread(patient.put_card, reader)
        after = await self.bench.desk.perform(visit.id, command, progress=progress)
        if patient and isinstance(reader, SimulatedReader) and isinstance(command, ReturnCard):
            patient.take_card(reader)
        return after

    def draft(self, step: Step) -> Draft:
        """What was typed for this step so far."""
        return self._drafts[self.visit_id or "", step.action, step.document or step.task or ""]

    def forget_draft(self, step: Step) -> None:
        """The step is done."""
        self.draft(step).clear()


_CERTIFICATE_LINES = {
    CertificateWindow.ALERT: ["certificate-alert"],
    CertificateWindow.GRACE: ["certificate-grace"],
}


def _certificate_line(visit: Visit, site: Site) -> list[str]:
    """What to say about a certificate near or past its end."""
    state = rules.certificate_state(visit, site)
    return _CERTIFICATE_LINES.get(state.value, []) if state else []


def _state(visit: Visit | None) -> QueueState:
    if visit is None:
        return QueueState.WAITING
    return QueueState.SERVED if visit.closed is None else QueueState.DONE


def sentences(rule_ids: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each rule with its one sentence."""
    return tuple((rule_id, rules.rule(rule_id).ja) for rule_id in rule_ids)


def words_to_say(line: str | None, language: Language) -> str:
    """The patient line in this language; empty where there is none."""
    if line is None:
        return ""
    said = rules.line(line)
    return {Language.JAPANESE: said.ja, Language.PLAIN: said.plain, Language.ENGLISH: said.en}[language]


def nobody(focus: str) -> Situation:
    """Shown while no patient is in hand; `focus` is what the highlighted one lets one practise."""
    return Situation(Level.INFO, "受付", "待合で患者さんを選び、Enterで呼びます。" + (f"\n{focus}" if focus else ""))
