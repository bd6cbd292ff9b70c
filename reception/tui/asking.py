"""What a step needs before the desk can do it: the dialog that asks for it, or nothing but its command."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from reception.rules.decision import Step
from reception.tui import sights
from reception.tui.counter import Counter, words_to_say
from reception.tui.dialogs.card_face import CardFacePanel
from reception.tui.dialogs.declaration import DeclarationForm
from reception.tui.dialogs.faces import FacesPage, Sight
from reception.tui.dialogs.follow_up import FollowUpForm
from reception.tui.dialogs.paper import PaperPage
from reception.tui.dialogs.pin import PinPanel
from reception.tui.dialogs.points import PointsForm
from reception.tui.dialogs.question import Question
from reception.tui.screens.keyed import Page
from reception.tui.widgets.guidance import Language
from reception.tui.wording.questions import QUESTIONS
from reception.visit import Visit
from reception.visit import commands as c
from reception.visit.commands import Action, Command

Result = TypeVar("Result")


class Push(Protocol):
    """Shows a page and waits for its result; None when the clerk went back."""

    def __call__(self, page: Page[Result]) -> Awaitable[Result | None]:
        """Show `page`."""


class Asking:
    """Asks the clerk, and through the clerk the practice patient, for one step of the visit in hand."""

    def __init__(self, counter: Counter, visit: Visit, push: Push, language: Language) -> None:
        self._counter = counter
        self._visit = visit
        self._push = push
        self._language = language

    async def command(self, step: Step) -> Command | None:
        """The command of this step; None when the clerk went back."""
        if step.action in _PLAIN:
            return _PLAIN[step.action]()
        return await _ASK[step.action](self, step)

    def _answer(self, step: Step) -> Command | None:
        """What the practice patient makes of this step."""
        patient = self._counter.patient
        return patient.respond(step) if patient else None

    async def receive_card(self, step: Step) -> Command | None:
        """The patient hands it over, or says that there is none."""
        answer = self._answer(step)
        if answer is not None:
            return answer
        has = await self._has(step, "マイナンバーカードを預かります。")
        return c.NoCard() if has is False else None

    async def enter_pin(self, step: Step) -> Command | None:
        """The reader's panel."""
        answer = self._answer(step)
        remembered = answer.pin if isinstance(answer, c.EnterPin) else None
        panel = PinPanel(self._visit.pin_tries_left, remembered, practice=self._counter.patient is not None)
        del answer, remembered
        pin = await self._push(panel)
        return c.EnterPin(pin) if pin else None

    async def start_visual_check(self, step: Step) -> Command | None:
        """The three fields of the card's face."""
        del step
        return await self._push(CardFacePanel(self._visit.verification_tries_left))

    async def judge_face(self, step: Step) -> Command | None:
        """The chip's photo beside the patient."""
        del step
        photo, patient = self._counter.bench.desk.photo, self._counter.patient
        matches = await self._compare(await asyncio.to_thread(sights.of_chip, photo, patient))
        return None if matches is None else c.JudgeFace(matches)

    async def compare_card_face(self, step: Step) -> Command | None:
        """The printed photo beside the patient."""
        del step
        matches = await self._compare(await asyncio.to_thread(sights.of_card, self._counter.patient))
        return None if matches is None else c.CompareCardFace(matches)

    async def _compare(self, card: Sight) -> bool | None:
        person = await asyncio.to_thread(sights.of_patient, self._counter.patient)
        return await self._push(FacesPage(card, person))

    async def yes_or_no(self, step: Step) -> Command | None:
        """A question to the patient: consent, registration, still insured, unchanged."""
        asked = QUESTIONS[step.action]
        answer = self._answer(step)
        expected = None if answer is None else asked.answer(answer)
        given = await self._question(step, asked.text, asked.yes, asked.no, expected)
        return None if given is None else asked.command(step, given)

    async def _question(self, step: Step, text: str, yes: str, no: str, answer: bool | None) -> bool | None:  # noqa: FBT001  # an answer
        say = words_to_say(step.line, self._language)
        return await self._push(Question(text, yes=yes, no=no, say=say, answer=answer))

    async def _has(self, step: Step, what: str) -> bool | None:
        """The patient says that they do not have it; the clerk may see it otherwise."""
        return await self._question(step, what, "持っている", "持っていない", answer=False)

    async def ask_document(self, step: Step) -> Command | None:
        """The paper, or that there is none."""
        if step.document is None:
            return None
        answer = self._answer(step)
        paper = answer.document if isinstance(answer, c.AskDocument) else None
        if paper is not None:
            return await self._push(PaperPage(paper, self._counter.draft(step)))
        lacks = await self._has(step, f"{step.document.label}を見せてもらいます。")
        return c.AskDocument(step.document, None) if lacks is False else None

    async def look_up_number(self, step: Step) -> Command | None:
        """By the numbers taken over."""
        return c.LookUpNumber(step.document) if step.document else None

    async def take_declaration(self, step: Step) -> Command | None:
        """The 申立書."""
        answer = self._answer(step)
        written = answer.declaration if isinstance(answer, c.TakeDeclaration) else None
        return await self._push(DeclarationForm(written, self._visit.date, self._counter.draft(step)))

    async def enter_points(self, step: Step) -> Command | None:
        """The bill of the day."""
        answer = self._answer(step)
        suggested = answer.points if isinstance(answer, c.EnterPoints) else None
        return await self._push(PointsForm(suggested, self._counter.draft(step)))

    async def do_follow_up(self, step: Step) -> Command | None:
        """After hours."""
        answer = self._answer(step)
        if step.task is None:
            return None
        on, found = (answer.on, answer.found) if isinstance(answer, c.DoFollowUp) else (self._visit.date, None)
        return await self._push(FollowUpForm(step.task, on, found, self._counter.draft(step)))


_PLAIN: dict[Action, Callable[[], Command]] = {
    Action.NO_CARD: c.NoCard,
    Action.PLACE_CARD: c.PlaceCard,
    Action.CHECK_FACE: c.CheckFace,
    Action.RESTORE_MODE: c.RestoreMode,
    Action.GIVE_UP_IDENTITY: c.GiveUpIdentity,
    Action.SEND_CHECK: c.SendCheck,
    Action.RETURN_CARD: c.ReturnCard,
    Action.CLOSE_VISIT: c.CloseVisit,
}

_ASK: dict[Action, Callable[[Asking, Step], Awaitable[Command | None]]] = {
    Action.RECEIVE_CARD: Asking.receive_card,
    Action.ENTER_PIN: Asking.enter_pin,
    Action.START_VISUAL_CHECK: Asking.start_visual_check,
    Action.JUDGE_FACE: Asking.judge_face,
    Action.COMPARE_CARD_FACE: Asking.compare_card_face,
    Action.REGISTER_CARD: Asking.yes_or_no,
    Action.ASK_CONSENT: Asking.yes_or_no,
    Action.ASK_STILL_INSURED: Asking.yes_or_no,
    Action.ASK_UNCHANGED: Asking.yes_or_no,
    Action.ASK_DOCUMENT: Asking.ask_document,
    Action.LOOK_UP_NUMBER: Asking.look_up_number,
    Action.TAKE_DECLARATION: Asking.take_declaration,
    Action.ENTER_POINTS: Asking.enter_points,
    Action.DO_FOLLOW_UP: Asking.do_follow_up,
}
