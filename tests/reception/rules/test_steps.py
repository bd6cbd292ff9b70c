"""Order and retries at the reader, the mode, the end of a visit."""

from datetime import date

import pytest

from oqs_client.codes import Validity
from reception.rules import next_steps
from reception.visit import Action
from reception.visit import events as e
from reception.visit.values import DocumentKind, FailureCause
from tests.reception.rules.builders import (
    KYOKAI,
    PIN,
    SITE,
    VISUAL,
    answer,
    asked_for,
    failed,
    handed,
    offered,
    opened,
    presented,
    row,
    shown,
    visit_of,
)

OPENING = opened()
AT_READER = (OPENING, handed(OPENING), presented())
ASKED = (*AT_READER, PIN, e.ConsentGiven(medical=True))
SERVER = [
    FailureCause.SERVER_UNREACHABLE,
    FailureCause.SERVER_TIMEOUT,
    FailureCause.SERVER_FAULT,
    FailureCause.REFUSED,
]
CHIP = [FailureCause.READER_DOWN, FailureCause.CARD_UNREADABLE, FailureCause.CARD_REMOVED]


def test_the_greeting() -> None:
    assert offered(visit_of(OPENING)) == [Action.RECEIVE_CARD, Action.NO_CARD]
    assert offered(visit_of(OPENING, handed(OPENING))) == [Action.PLACE_CARD]


@pytest.mark.parametrize("cause", SERVER)
def test_a_server_failure_is_asked_again_by_key_and_never_by_itself(cause: FailureCause) -> None:
    steps = next_steps(visit_of(*ASKED, failed(cause)), SITE)
    assert steps[0].action is Action.SEND_CHECK
    assert not any(step.automatic for step in steps)
    assert asked_for(steps)[0] is DocumentKind.PORTAL_SCREEN


@pytest.mark.parametrize("cause", SERVER)
def test_after_a_second_server_failure_the_ladder_comes_first(cause: FailureCause) -> None:
    steps = next_steps(visit_of(*ASKED, failed(cause), failed(cause)), SITE)
    assert steps[0].document is DocumentKind.PORTAL_SCREEN
    assert Action.SEND_CHECK in [step.action for step in steps]


def test_a_failed_look_up_does_not_count_as_a_failure_of_the_card() -> None:
    certificate = DocumentKind.ELIGIBILITY_CERTIFICATE
    lapsed = shown(certificate, OPENING, valid_until=date(2026, 6, 1))
    once = failed(FailureCause.SERVER_TIMEOUT)
    visit = visit_of(*ASKED, once, lapsed, failed(FailureCause.SERVER_TIMEOUT, certificate))
    assert offered(visit)[0] is Action.SEND_CHECK


@pytest.mark.parametrize("cause", CHIP)
def test_a_card_that_lost_contact_is_placed_again_or_compared_by_eye(cause: FailureCause) -> None:
    visit = visit_of(*AT_READER, failed(cause))
    assert offered(visit) == [Action.PLACE_CARD, Action.COMPARE_CARD_FACE]
    assert offered(visit_of(*AT_READER, failed(cause), presented()))[0] is Action.CHECK_FACE


def test_a_restart_is_tried_once_but_a_pulled_card_is_always_placed_again() -> None:
    down = failed(FailureCause.READER_DOWN)
    assert offered(visit_of(*AT_READER, down, down)) == [Action.COMPARE_CARD_FACE, Action.PLACE_CARD]
    pulled = failed(FailureCause.CARD_REMOVED)
    assert offered(visit_of(*AT_READER, pulled, pulled)) == [Action.PLACE_CARD, Action.COMPARE_CARD_FACE]
    wrong = failed(FailureCause.NOT_MY_NUMBER_CARD)
    assert offered(visit_of(*AT_READER, wrong, wrong)) == [Action.PLACE_CARD, Action.COMPARE_CARD_FACE]


def test_after_a_restart_during_an_outage_the_card_is_placed_again() -> None:
    """That the patient was identified before the failure stays true: the ladder does not compare faces once more."""
    visit = visit_of(*ASKED, failed(FailureCause.SERVER_TIMEOUT), e.SessionResumed())
    assert offered(visit)[0] is Action.PLACE_CARD
    assert Action.COMPARE_CARD_FACE not in offered(visit)
    assert offered(visit_of(*ASKED, failed(FailureCause.SERVER_TIMEOUT), e.SessionResumed(), presented()))[0] in (
        Action.CHECK_FACE,
        Action.ENTER_PIN,
    )


def test_a_card_pulled_before_registering_can_be_placed_again() -> None:
    visit = visit_of(*ASKED, failed(FailureCause.NOT_REGISTERED), e.SessionResumed())
    assert offered(visit)[0] is Action.PLACE_CARD
    assert "REG-02" in next_steps(visit, SITE)[0].rules


def test_a_declined_registration_asks_for_the_certificate_first() -> None:
    visit = visit_of(*ASKED, failed(FailureCause.NOT_REGISTERED), e.RegistrationDeclined())
    assert asked_for(next_steps(visit, SITE))[0] is DocumentKind.ELIGIBILITY_CERTIFICATE
    assert Action.REGISTER_CARD not in offered(visit)


def test_the_mode_may_be_restored_as_soon_as_the_eyes_are_done() -> None:
    looking = visit_of(*AT_READER, e.VisualCheckStarted())
    assert offered(looking) == [Action.JUDGE_FACE]
    judged = visit_of(*AT_READER, e.VisualCheckStarted(), VISUAL)
    assert offered(judged) == [Action.ASK_CONSENT, Action.RESTORE_MODE]


def test_the_end_comes_last() -> None:
    visual = (*AT_READER, e.VisualCheckStarted(), VISUAL, e.ConsentGiven(medical=True))
    valid = (*visual, answer(Validity.VALID, row(KYOKAI, OPENING)))
    assert offered(visit_of(*valid)) == [Action.ENTER_POINTS, Action.RESTORE_MODE, Action.RETURN_CARD]
    done = (e.PointsEntered(points=1), e.ReaderModeRestored(), e.CardReturned())
    assert offered(visit_of(*valid, *done)) == [Action.CLOSE_VISIT]


def test_a_closed_visit_without_tasks_offers_nothing() -> None:
    assert next_steps(visit_of(OPENING, e.VisitClosed()), SITE) == ()


def test_a_restart_after_the_answer_keeps_the_answer() -> None:
    valid = (*ASKED, answer(Validity.VALID, row(KYOKAI, OPENING)))
    assert offered(visit_of(*valid, e.SessionResumed())) == [Action.ENTER_POINTS]
