"""Runs one visit on an open desk, as a plan says or as recommended, and takes up an interrupted one."""

import asyncio
import logging
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from reader.simulated import SimulatedReader
from reception import rules
from reception.desk.unasked import words
from reception.errors import PlanWrong, StepNotOffered, VisitIncomplete
from reception.opening import Bench
from reception.plan.answers import command_for
from reception.plan.plan_file import NO_PLAN, Plan, PlanStep
from reception.plan.resuming import Resumption, follows, resumption, tries_unaccounted
from reception.practice import PracticePatient
from reception.rules.decision import Step
from reception.visit import Command, Visit
from reception.visit.commands import Action, EnterPoints
from reception.visit.values import Insurance
from reception.world import unknown_patient

MOST_STEPS: Final = 100
"""A visit that follows recommendations and needs more steps than this goes in circles."""

_LOG: Final = logging.getLogger(__name__)


async def run_visit(bench: Bench, patient: PracticePatient, plan: Plan = NO_PLAN) -> Visit:
    """Run the visit to its end and return it closed; an open visit of this patient and day is continued.

    Raises StepNotOffered or VisitIncomplete when it does not come to its end, PlanWrong when a step cannot be answered.
    """
    runner = _Runner(bench, patient, plan)
    visit = await runner.begin()
    await (runner.follow_plan(visit) if plan.file.steps else runner.follow_advice(visit.id))
    return bench.desk.visit(visit.id)


@dataclass(frozen=True)
class _Runner:
    bench: Bench
    patient: PracticePatient
    plan: Plan

    async def begin(self) -> Visit:
        """Take up the unfinished visit, or open a new one."""
        for visit in reversed(self.bench.desk.visits()):
            if self._is_unfinished(visit):
                _LOG.info("%s: taken up", visit.id)
                return await self.bench.desk.catch_up(visit.id)
        person = self.patient
        return await self.bench.desk.open_visit(person.person.id, person.identity(), person.on, self._known())

    async def follow_plan(self, visit: Visit) -> None:
        """Perform what an interruption took away, then every step not done yet."""
        at = resumption(self.plan, visit, self.bench.desk.entries(visit.id))
        await self._restore_chip(visit.id, at)
        for index in range(self._first_unsent(visit.id, at), len(self.plan.file.steps)):
            if not (at.next_index and self._went_with_the_chip(visit.id, index)):
                await self._do_planned(visit.id, index)
        now = self.bench.desk.visit(visit.id)
        if now.closed is None:
            raise VisitIncomplete(place=f"{self.plan.name}: ", offered=words(self.bench.desk.steps(now)))

    async def follow_advice(self, visit_id: str) -> None:
        """Take the first offered step the patient can answer, until the visit is closed."""
        for _ in range(MOST_STEPS):
            visit = self.bench.desk.visit(visit_id)
            if visit.closed is not None:
                return
            answers = (self._own_answer(step) for step in self.bench.desk.steps(visit))
            command = next((answer for answer in answers if answer is not None), None)
            if command is None:
                break
            await self._perform(visit_id, command, None, self.patient)
        raise VisitIncomplete(place="", offered=words(self.bench.desk.steps(self.bench.desk.visit(visit_id))))

    async def _restore_chip(self, visit_id: str, at: Resumption) -> None:
        """Perform once more what only lived in the chip, if the next step cannot be done without it."""
        if at.next_index == len(self.plan.file.steps) or self._find(visit_id, self.plan.file.steps[at.next_index]):
            return
        for index in at.again:
            if self._find(visit_id, self.plan.file.steps[index]):
                await self._do_planned(visit_id, index)

    def _first_unsent(self, visit_id: str, at: Resumption) -> int:
        """Return the index of the next step, after PINs the chip has counted already: none is ever sent again."""
        tries_left = self.bench.desk.visit(visit_id).pin_tries_left
        if not at.next_index or tries_left is None:
            return at.next_index
        counted = tries_unaccounted(self.bench.desk.entries(visit_id), tries_left)
        upcoming = self.plan.file.steps[at.next_index : at.next_index + counted]
        return at.next_index + sum(1 for _ in takewhile(lambda step: step.action is Action.ENTER_PIN, upcoming))

    def _is_unfinished(self, visit: Visit) -> bool:
        ours = visit.patient_id == self.patient.person.id and visit.date == self.patient.on
        if not ours or visit.clinic_code != self.bench.desk.site.clinic.code:
            return False
        if not follows(self.plan, self.bench.desk.entries(visit.id)):
            return False
        return visit.closed is None or 0 < self.bench.desk.last_command(visit.id) < len(self.plan.file.steps)

    def _known(self) -> Insurance | None:
        """What the chart holds; the plan may say that this is a first visit."""
        known = self.patient.known()
        if self.plan.file.first_visit is False and known is None:
            reason = "この患者の過去の記録がないので、再診にできない", "this patient has no record to return to"
            raise PlanWrong(place=f"{self.plan.name} (first_visit)", reason_ja=reason[0], reason_en=reason[1])
        return None if self.plan.file.first_visit else known

    def _own_answer(self, step: Step) -> Command | None:
        if step.action is Action.ENTER_POINTS:
            return self._points(step)
        return self.patient.respond(step)

    def _points(self, step: Step) -> Command | None:
        return EnterPoints(self.plan.file.points) if self.plan.file.points else self.patient.respond(step)

    def _went_with_the_chip(self, visit_id: str, index: int) -> bool:
        """Whether a card to be returned is no longer on the reader because the program was started anew."""
        wanted = self.plan.file.steps[index].action is Action.RETURN_CARD
        return wanted and not self.bench.desk.visit(visit_id).card_on_reader

    async def _do_planned(self, visit_id: str, index: int) -> None:
        planned = self.plan.file.steps[index]
        offered = self._find(visit_id, planned)
        if offered is None:
            raise self._not_offered(visit_id, index)
        bare_points = planned.action is Action.ENTER_POINTS and planned.value is None
        command = self._points(offered) if bare_points else command_for(planned, offered, self.patient)
        if command is None:
            reason = "この患者はそれに答えられない。値を書く", "this patient cannot answer that; write a value"
            place = f"{self.plan.place(index)}{planned.action}"
            raise PlanWrong(place=place, reason_ja=reason[0], reason_en=reason[1])
        await self._perform(visit_id, command, index + 1, self._whose_card(planned))

    def _find(self, visit_id: str, planned: PlanStep) -> Step | None:
        """Return the offered step a planned one means; None when it is not offered."""
        for step in self.bench.desk.steps(self.bench.desk.visit(visit_id)):
            named = planned.document in (None, step.document) and planned.task in (None, step.task)
            if step.action is planned.action and named:
                return step
        return None

    def _not_offered(self, visit_id: str, index: int) -> StepNotOffered:
        """Return the error that says what is offered instead, and where the visit stands."""
        visit, site = self.bench.desk.visit(visit_id), self.bench.desk.site
        word = rules.situation(visit, site).word
        return StepNotOffered(
            place=self.plan.place(index),
            action=self.plan.file.steps[index].action,
            reason_ja=f"いまは「{word}」",
            reason_en=f"the visit stands at {word}",
            offered=words(rules.next_steps(visit, site)),
        )

    def _whose_card(self, planned: PlanStep) -> PracticePatient:
        """Return whose card is put on the reader: the patient's, or by plan somebody else's."""
        if planned.action is not Action.PLACE_CARD or planned.value is None:
            return self.patient
        if planned.value not in self.bench.patients:
            raise unknown_patient(planned.value, self.bench.world)
        return self.bench.patients[planned.value]

    async def _perform(self, visit_id: str, command: Command, ordinal: int | None, holder: PracticePatient) -> None:
        """Perform one command; on the simulated reader the patient puts the card there and takes it back."""
        reader = self.bench.reader
        if isinstance(reader, SimulatedReader) and command.action is Action.PLACE_CARD:
            await asyncio.to_thread(holder.put_card, reader)
        await self.bench.desk.perform(visit_id, command, ordinal=ordinal)
        if isinstance(reader, SimulatedReader) and command.action is Action.RETURN_CARD:
            holder.take_card(reader)
