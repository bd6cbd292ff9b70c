"""What may come of each step: any outcome for the random walk, the worst one for the way to the end."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from oqs_client.codes import Classification, IdentityMethod, Validity
from reception.rules.decision import Step
from reception.visit import Action, Event, Visit
from reception.visit import events as e
from reception.visit.values import DocumentKind, FailureCause
from tests.reception.rules.builders import (
    KYOKAI,
    OLD,
    PIN,
    VISUAL,
    answer,
    declaration,
    failed,
    handed,
    opened,
    presented,
    row,
    shown,
)

SERVER = (FailureCause.SERVER_UNREACHABLE, FailureCause.SERVER_TIMEOUT, FailureCause.SERVER_FAULT, FailureCause.REFUSED)
CHIP = (FailureCause.READER_DOWN, FailureCause.CARD_UNREADABLE, FailureCause.CARD_REMOVED)

Outcomes = list[list[Event]]


def happenings(step: Step, visit: Visit) -> st.SearchStrategy[list[Event]]:
    """Any of the things that can come of a step."""
    return st.sampled_from(_OF[step.action](step, visit))


def worst(step: Step, visit: Visit) -> list[Event]:
    """The outcome that helps least; the last of the list, by convention."""
    return _OF[step.action](step, visit)[-1]


def _opening(visit: Visit) -> e.VisitOpened:
    """The opening of this visit, as far as the builders of papers and answers need it."""
    found = opened(45, visit.date)
    return found.model_copy(update={"patient": visit.patient})


def _receive(_step: Step, visit: Visit) -> Outcomes:
    opening = _opening(visit)
    faces: tuple[dict[str, Any], ...] = (
        {},
        {"pinless": True},
        {"has_photo": False},
        {"expires": visit.date - timedelta(days=1)},
        {"birth_date": date(1990, 1, 2)},
        {"name": "訓練山　別人"},
    )
    return [[handed(opening, **changed)] for changed in faces]


def _place(_step: Step, visit: Visit) -> Outcomes:
    days = (400, 30, -30, -200)
    fine: Outcomes = [[presented(visit.date + timedelta(days=day), tries)] for day in days for tries in (3, 2, 0)]
    causes = (*CHIP, FailureCause.NOT_MY_NUMBER_CARD, FailureCause.CARD_EXPIRED, FailureCause.CERTIFICATE_DEAD)
    return fine + [[failed(cause)] for cause in causes] + [[failed(FailureCause.READER_DOWN)]]


def _pin(_step: Step, visit: Visit) -> Outcomes:
    left = visit.pin_tries_left
    wrong: list[Event] = [e.PinRejected(tries_left=max(0, (3 if left is None else left) - 1))]
    unknown: Outcomes = [[e.PinOutcomeUnknown(), failed(FailureCause.CARD_REMOVED)], [e.PinOutcomeUnknown()]]
    return [[PIN], *unknown, [failed(FailureCause.IDENTITY_IMPOSSIBLE)], wrong]


def _face(_step: Step, _visit: Visit) -> Outcomes:
    found = e.IdentityConfirmed(method=IdentityMethod.FACE)
    refused = e.FaceRefused(method=IdentityMethod.FACE)
    return [[found], [failed(FailureCause.CARD_REMOVED)], [failed(FailureCause.IDENTITY_IMPOSSIBLE)], [refused]]


def _visual(_step: Step, visit: Visit) -> Outcomes:
    left = visit.verification_tries_left
    wrong = e.VerificationNumberRejected(tries_left=max(0, (3 if left is None else left) - 1))
    return [[e.VisualCheckStarted()], [failed(FailureCause.CARD_REMOVED)], [wrong]]


def _answers(visit: Visit, document: DocumentKind | None) -> Outcomes:
    opening = _opening(visit)
    valid = (
        row(KYOKAI, opening),
        row(KYOKAI, opening, name="訓練田　●子"),
        row(KYOKAI, opening, classification=Classification.SPECIAL_MEDICAL),
        row(KYOKAI, opening, birth_date=date(1990, 1, 2)),
        row(KYOKAI, opening, classification=Classification.MEDICAL_ASSISTANCE),
        row(KYOKAI, opening, number=None),
    )
    found: Outcomes = [[answer(Validity.VALID, one, document=document)] for one in valid]
    others: Outcomes = [
        [answer(Validity.VALID, document=document)],
        [answer(Validity.UNREGISTERED, document=document)],
        [answer(Validity.INVALID, row(OLD, opening), document=document)],
        [answer(Validity.MULTIPLE, document=document)],
        [answer(Validity.NOT_FOUND, document=document)],
    ]
    return found + others


def _failures(causes: Iterable[FailureCause], document: DocumentKind | None) -> Outcomes:
    return [[failed(cause, document)] for cause in causes]


def _check(_step: Step, visit: Visit) -> Outcomes:
    causes = (*SERVER, *CHIP, *_REFUSALS, FailureCause.SERVER_TIMEOUT)
    return [*_answers(visit, None), *_failures(causes, None)]


_REFUSALS = (
    FailureCause.CERTIFICATE_DEAD,
    FailureCause.CERTIFICATE_REFUSED,
    FailureCause.NOT_REGISTERED,
    FailureCause.REGISTRATION_BLOCKED,
    FailureCause.REGISTRATION_CANCELLED,
    FailureCause.IDENTITY_IMPOSSIBLE,
    FailureCause.CARD_EXPIRED,
)


def _look_up(step: Step, visit: Visit) -> Outcomes:
    return [*_failures(SERVER, step.document), *_answers(visit, step.document)]


def _document(step: Step, visit: Visit) -> Outcomes:
    assert step.document is not None
    opening = _opening(visit)
    papers: tuple[dict[str, Any], ...] = (
        {},
        {"valid_until": visit.date - timedelta(days=1)},
        {"name": "訓練山　別人"},
        {"birth_date": date(1990, 1, 2)},
        {"own_phone": False},
        {"contents_changed": True},
    )
    shown_ones: Outcomes = [[shown(step.document, opening, **changed)] for changed in papers]
    return [*shown_ones, [e.DocumentAbsent(document=step.document)]]


def _still(step: Step, _visit: Visit) -> Outcomes:
    assert step.document is not None
    return [[e.StillInsuredAnswered(document=step.document, still=still)] for still in (True, False)]


def _register(_step: Step, _visit: Visit) -> Outcomes:
    return [[e.CardRegistered()], [failed(FailureCause.SERVER_FAULT)], [e.RegistrationDeclined()]]


def _declare(_step: Step, visit: Visit) -> Outcomes:
    opening = _opening(visit)
    return [[declaration(opening, share=3)], [declaration(opening, share=10)], [declaration(opening)]]


def _follow_up(step: Step, visit: Visit) -> Outcomes:
    assert step.task is not None
    later = visit.date + timedelta(days=1)
    return [
        [e.FollowUpDone(task=step.task, on=later, found=KYOKAI)],
        [e.FollowUpDone(task=step.task, on=later)],
    ]


def _always(*outcomes: Event) -> Callable[[Step, Visit], Outcomes]:
    return lambda _step, _visit: [[outcome] for outcome in outcomes]


_OF: dict[Action, Callable[[Step, Visit], Outcomes]] = {
    Action.RECEIVE_CARD: _receive,
    Action.NO_CARD: _always(e.CardNotBrought()),
    Action.PLACE_CARD: _place,
    Action.ENTER_PIN: _pin,
    Action.CHECK_FACE: _face,
    Action.START_VISUAL_CHECK: _visual,
    Action.JUDGE_FACE: _always(VISUAL, e.FaceRefused(method=IdentityMethod.VISUAL)),
    Action.RESTORE_MODE: _always(e.ReaderModeRestored()),
    Action.GIVE_UP_IDENTITY: _always(e.IdentityGivenUp()),
    Action.REGISTER_CARD: _register,
    Action.ASK_CONSENT: _always(e.ConsentGiven(medical=True), e.ConsentGiven(medical=False)),
    Action.SEND_CHECK: _check,
    Action.COMPARE_CARD_FACE: _always(
        e.CardFaceCompared(matches=True), e.CardFaceCompared(matches=False), e.CardFaceCompared(matches=True)
    ),
    Action.ASK_DOCUMENT: _document,
    Action.LOOK_UP_NUMBER: _look_up,
    Action.ASK_STILL_INSURED: _still,
    Action.ASK_UNCHANGED: _always(e.UnchangedAnswered(unchanged=True), e.UnchangedAnswered(unchanged=False)),
    Action.TAKE_DECLARATION: _declare,
    Action.ENTER_POINTS: _always(e.PointsEntered(points=292)),
    Action.RETURN_CARD: _always(e.CardReturned()),
    Action.DO_FOLLOW_UP: _follow_up,
}
