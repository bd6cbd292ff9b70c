"""Desks for tests: a real journal, the simulated reader, a real client; and a clerk who follows the rules' advice."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fixtures import World
from oqs_client import OqsClient, Timeouts
from reader.connection import CardReader
from reader.simulated import SimulatedReader
from reception.desk import Desk, Patience
from reception.journal import Journal
from reception.practice import PracticePatient
from reception.rules.decision import Step
from reception.site import Site
from reception.visit import Command, Event, Visit
from reception.visit.commands import Action, EnterPin, PlaceCard, ReturnCard


@dataclass(frozen=True)
class Counter:
    """A desk, its reader, its journal, and the patients of the world."""

    desk: Desk
    reader: SimulatedReader
    journal: Journal
    world: World

    def patient(self, patient_id: str) -> PracticePatient:
        return PracticePatient(self.world, self.world.people[patient_id], self.world.practice_date)

    async def arrives(self, patient: PracticePatient) -> Visit:
        return await self.desk.open_visit(patient.person.id, patient.identity(), patient.on, patient.known())

    async def do(self, visit: Visit, *commands: Command, patient: PracticePatient | None = None) -> Visit:
        """Perform commands; `patient` puts their card on the reader when it is asked for, and takes it back."""
        for command in commands:
            if isinstance(command, PlaceCard) and patient is not None:
                patient.put_card(self.reader)
            visit = await self.desk.perform(visit.id, command)
            if isinstance(command, ReturnCard) and patient is not None:
                patient.take_card(self.reader)
        return visit

    async def finish(
        self,
        visit: Visit,
        patient: PracticePatient,
        *,
        prefer: Iterable[Action] = (),
        put: Callable[[], None] | None = None,
    ) -> Visit:
        """Follow the advice to the end; offered steps of `prefer` go first, in that order. `put` places the card."""
        for _ in range(80):
            visit = self.desk.visit(visit.id)
            if visit.closed is not None:
                return visit
            command = next(self._answers(visit, patient, tuple(prefer)))
            if isinstance(command, PlaceCard):
                (put or (lambda: patient.put_card(self.reader)))()
            await self.desk.perform(visit.id, command)
        raise AssertionError(f"no end in sight: {self.desk.steps(visit)}")

    def _answers(self, visit: Visit, patient: PracticePatient, prefer: tuple[Action, ...]) -> Iterator[Command]:
        steps = sorted(self.desk.steps(visit), key=lambda step: _rank(step, prefer))
        answers = (patient.respond(step) for step in steps)
        return (answer for answer in answers if answer is not None)

    def events(self, visit: Visit) -> list[Event]:
        return [entry.event for entry in self.journal.entries(visit.id)]

    def kinds(self, visit: Visit) -> list[str]:
        return [event.kind for event in self.events(visit)]


def _rank(step: Step, prefer: tuple[Action, ...]) -> int:
    return prefer.index(step.action) if step.action in prefer else len(prefer)


BY_PIN = (Action.ENTER_PIN,)
BY_EYE = (Action.START_VISUAL_CHECK,)


def pin_of(patient: PracticePatient) -> EnterPin:
    pin = patient.pin()
    assert pin is not None
    return EnterPin(pin)


@contextmanager
def open_journal(folder: Path) -> Iterator[Journal]:
    with Journal.open(folder / "journal.sqlite", lambda: datetime(2026, 6, 15, 9, tzinfo=UTC)) as journal:
        yield journal


@asynccontextmanager
async def open_counter(
    world: World,
    server_url: str,
    folder: Path,
    *,
    reader: CardReader | None = None,
    patience: Patience | None = None,
    timeouts: Timeouts | None = None,
) -> AsyncIterator[Counter]:
    """Open a desk at the first clinic; `reader` replaces the simulated one behind the desk."""
    site = Site(world.clinics["sakura"])
    simulated = reader if isinstance(reader, SimulatedReader) else SimulatedReader()
    with open_journal(folder) as journal:
        async with OqsClient(server_url, site.clinic.code, timeouts=timeouts or Timeouts()) as client:
            desk = Desk(site=site, reader=reader or simulated, client=client, journal=journal, patience=patience)
            yield Counter(desk, simulated, journal, world)
            desk.close()
