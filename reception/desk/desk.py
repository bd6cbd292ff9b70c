"""The desk: performs the clerk's commands, and keeps every visit as the fold of what the journal holds."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager
from datetime import date
from typing import Final

from oqs_client import OqsClient
from reader.connection import CardReader
from reception import rules
from reception.desk.acts import Acts
from reception.desk.card_acts import CardActs
from reception.desk.card_thread import Patience
from reception.desk.closing import can_close, claim_event
from reception.desk.online_acts import OnlineActs
from reception.desk.online_check import OnlineCheck
from reception.desk.progress import Progress, silent
from reception.desk.unasked import command_of, offers, words
from reception.errors import NotOffered, ReaderOccupied, StillWorking, UnknownVisit
from reception.journal import Entry, Journal
from reception.rules.decision import Step
from reception.site import Site
from reception.visit import Command, Event, Visit, apply, fold
from reception.visit import commands as c
from reception.visit import events as e
from reception.visit.values import Insurance, PatientIdentity

Listener = Callable[[Visit, Event], None]
"""Is told the visit as it is now, and the event that made it so."""

_LOG: Final = logging.getLogger(__name__)


class Desk:
    """One clerk's desk. Commands of one visit come one at a time; a slow server for one does not hold up the others.

    All methods are called from the event loop that created the desk.
    """

    def __init__(
        self,
        *,
        site: Site,
        reader: CardReader,
        client: OqsClient,
        journal: Journal,
        patience: Patience | None = None,
    ) -> None:
        self.site = site
        self._journal = journal
        self._card = CardActs(reader, patience or Patience())
        self._acts = Acts(site, self._card, OnlineActs(OnlineCheck(client, self._card.thread)))
        stored = {visit_id: journal.entries(visit_id) for visit_id in journal.visits()}
        self._visits = {visit_id: fold(entry.event for entry in entries) for visit_id, entries in stored.items()}
        self._numbers = {visit_id: max(entry.command for entry in entries) for visit_id, entries in stored.items()}
        self._listeners: list[Listener] = []
        self._busy: set[str] = set()

    @property
    def photo(self) -> bytes | None:
        """The photo of the chip (JP2) while a visual check is open; never stored."""
        return self._card.photo

    def visits(self) -> tuple[Visit, ...]:
        """Return every visit of the journal, oldest first."""
        return tuple(self._visits.values())

    def visit(self, visit_id: str) -> Visit:
        """Return the visit as it is now. Raises UnknownVisit."""
        if visit_id not in self._visits:
            raise UnknownVisit(visit=visit_id)
        return self._visits[visit_id]

    def steps(self, visit: Visit) -> tuple[Step, ...]:
        """Return what may come next, the recommended step first."""
        return rules.next_steps(visit, self.site)

    def subscribe(self, listener: Listener) -> None:
        """Tell `listener` of every event from now on, after it is on disk."""
        self._listeners.append(listener)

    async def open_visit(self, patient_id: str, patient: PatientIdentity, on: date, known: Insurance | None) -> Visit:
        """Begin a visit; `on` is its date, whatever the calendar says."""
        earlier = sum(visit.patient_id == patient_id and visit.date == on for visit in self._visits.values())
        visit_id = f"{on:%Y-%m-%d}-{patient_id}-{earlier + 1}"
        opened = e.VisitOpened(
            visit_id=visit_id,
            patient_id=patient_id,
            patient=patient,
            date=on,
            clinic_code=self.site.clinic.code,
            known=known,
        )
        self._record(visit_id, opened, 0)
        await self._do_automatic(visit_id, 0, silent)
        return self.visit(visit_id)

    async def perform(
        self, visit_id: str, command: Command, *, progress: Progress = silent, ordinal: int | None = None
    ) -> Visit:
        """Perform one command, then every automatic step it leads to; return the visit as it is then.

        `ordinal` numbers the command in the journal (a plan numbers its own steps); None takes the next number.
        Raises NotOffered, StillWorking or ReaderOccupied before anything happens, JournalUnwritable when an event
        cannot be stored. Whatever goes wrong on reader or line is an event. When cancelled, what already happened is
        recorded first.
        """
        with self._alone(visit_id):
            self._check_offered(self.visit(visit_id), command)
            number = self.last_command(visit_id) + 1 if ordinal is None else ordinal
            await self._carry_out(visit_id, command, number, progress)
            await self._do_automatic(visit_id, number, progress)
        return self.visit(visit_id)

    def entries(self, visit_id: str) -> tuple[Entry, ...]:
        """Return what the journal holds of this visit, oldest first."""
        return self._journal.entries(visit_id)

    def last_command(self, visit_id: str) -> int:
        """Return the highest command number of this visit in the journal, 0 when there is none."""
        return self._numbers.get(visit_id, 0)

    def resume(self) -> tuple[Visit, ...]:
        """Take up the visits that were open when the program ended; what only lived in the chip is gone."""
        for visit in self.visits():
            entries = self._journal.entries(visit.id)
            last, number = entries[-1].event, self.last_command(visit.id)
            if visit.closed is None and not isinstance(last, e.SessionResumed):
                self._record(visit.id, e.SessionResumed(), number)
            if isinstance(last, e.FollowUpDone) and (claim := claim_event(visit, self.site)):
                self._record(visit.id, claim, number)
        return tuple(visit for visit in self.visits() if visit.closed is None)

    async def catch_up(self, visit_id: str, *, progress: Progress = silent) -> Visit:
        """Perform the automatic steps an interruption left undone."""
        with self._alone(visit_id):
            await self._do_automatic(visit_id, self.last_command(visit_id), progress)
        return self.visit(visit_id)

    def close(self) -> None:
        """Let the card and its thread go. The journal and the client belong to whoever opened them."""
        self._card.thread.close()

    @contextmanager
    def _alone(self, visit_id: str) -> Iterator[None]:
        if visit_id in self._busy:
            raise StillWorking
        self._busy.add(visit_id)
        try:
            yield
        finally:
            self._busy.discard(visit_id)

    def _check_offered(self, visit: Visit, command: Command) -> None:
        steps = self.steps(visit)
        closable = not isinstance(command, c.CloseVisit) or can_close(visit, self.site)
        if not closable or not any(offers(step, command) for step in steps):
            raise NotOffered(action=command.action, offered=words(steps))
        holder = self._visits.get(self._card.holder or "")
        if isinstance(command, c.PlaceCard) and holder and holder.id != visit.id and holder.card_on_reader:
            raise ReaderOccupied(patient=holder.patient.name)

    async def _do_automatic(self, visit_id: str, number: int, progress: Progress) -> None:
        """Perform automatic steps until none is left; none of them twice, whatever it led to."""
        done: set[Step] = set()
        while step := next((step for step in self.steps(self.visit(visit_id)) if step.automatic), None):
            command = command_of(step)
            if command is None or step in done:
                return
            done.add(step)
            await self._carry_out(visit_id, command, number, progress)

    async def _carry_out(self, visit_id: str, command: Command, number: int, progress: Progress) -> None:
        _LOG.info("%s: %s", visit_id, command.action)
        async with aclosing(self._acts.events(command, lambda: self._visits[visit_id], progress)) as events:
            async for event in events:
                self._record(visit_id, event, number)
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError

    def _record(self, visit_id: str, event: Event, number: int) -> None:
        """Put the event on disk, then into the visit, then before everyone who listens. Nothing can come between."""
        self._journal.append(visit_id, event, command=number)
        visit = fold((event,)) if isinstance(event, e.VisitOpened) else apply(self._visits[visit_id], event)
        self._visits[visit_id] = visit
        self._numbers[visit_id] = max(number, self.last_command(visit_id))
        if visit_id == self._card.holder and not visit.photo_read:
            self._card.photo = None
        for listener in self._listeners:
            listener(visit, event)
