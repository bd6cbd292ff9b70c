"""From a command to what happens: one entry per kind of command, each an asynchronous sequence of events."""

from collections.abc import AsyncGenerator, Callable
from functools import singledispatchmethod

from reception.desk.card_acts import CardActs
from reception.desk.closing import claim_event, closing_event
from reception.desk.online_acts import OnlineActs
from reception.desk.progress import Progress
from reception.desk.spoken import spoken_event
from reception.site import Site
from reception.visit import Event, Visit
from reception.visit import commands as c
from reception.visit import events as e
from reception.visit.values import FailureCause

Events = AsyncGenerator[Event, None]
Now = Callable[[], Visit]
"""Returns the visit with every event so far."""

NEEDS_CARD = (c.EnterPin, c.CheckFace, c.StartVisualCheck, c.JudgeFace, c.RegisterCard, c.SendCheck)


class Acts:
    """What commands do to card, line and visit."""

    def __init__(self, site: Site, card: CardActs, online: OnlineActs) -> None:
        self._site = site
        self._card = card
        self._online = online

    def events(self, command: c.Command, now: Now, progress: Progress) -> Events:
        """Do what `command` says and yield each thing that happened; the caller records one before the next happens."""
        if isinstance(command, NEEDS_CARD) and self._card.holder != now().id:
            return _card_gone()
        return self._do(command, now, progress)

    @singledispatchmethod
    async def _do(self, command: c.Command, _now: Now, _progress: Progress) -> Events:
        event = spoken_event(command)
        if event is None:
            raise TypeError(f"nobody knows how to do {command.action}")
        yield event

    @_do.register
    def _(self, _command: c.PlaceCard, now: Now, progress: Progress) -> Events:
        return self._card.place(now().id, progress)

    @_do.register
    def _(self, command: c.EnterPin, _now: Now, _progress: Progress) -> Events:
        return self._card.enter_pin(command.pin)

    @_do.register
    def _(self, _command: c.CheckFace, _now: Now, progress: Progress) -> Events:
        return self._card.check_face(progress)

    @_do.register
    def _(self, command: c.StartVisualCheck, _now: Now, progress: Progress) -> Events:
        return self._card.start_visual_check(command.number, progress)

    @_do.register
    def _(self, command: c.JudgeFace, _now: Now, _progress: Progress) -> Events:
        return self._card.judge_face(matches=command.matches)

    @_do.register
    def _(self, command: c.RegisterCard, now: Now, progress: Progress) -> Events:
        return self._online.register(now(), agreed=command.agreed, progress=progress)

    @_do.register
    def _(self, _command: c.SendCheck, now: Now, progress: Progress) -> Events:
        return self._online.send_check(now(), progress)

    @_do.register
    async def _(self, command: c.LookUpNumber, now: Now, progress: Progress) -> Events:
        document = now().document(command.kind)
        if document is not None:
            async for event in self._online.look_up(now(), document, progress):
                yield event

    @_do.register
    def _(self, _command: c.ReturnCard, now: Now, _progress: Progress) -> Events:
        return self._card.give_back(now().id)

    @_do.register
    async def _(self, _command: c.CloseVisit, now: Now, _progress: Progress) -> Events:
        while event := closing_event(now(), self._site):
            yield event

    @_do.register
    async def _(self, command: c.DoFollowUp, now: Now, _progress: Progress) -> Events:
        yield e.FollowUpDone(task=command.task, on=command.on, found=command.found)
        if claim := claim_event(now(), self._site):
            yield claim


async def _card_gone() -> Events:
    yield e.CheckFailed(cause=FailureCause.CARD_REMOVED)
