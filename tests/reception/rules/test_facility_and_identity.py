"""Facilities, methods and cards: the tables of rulebook §1.2, §1.3 and §2.9."""

from datetime import date

import pytest

from fixtures import FacilityType
from oqs_client.codes import IdentityMethod, Validity
from reception.rules import identity_methods, medical_information, next_steps
from reception.rules.facility import CheckMethod, check_method
from reception.visit import Action, Event
from reception.visit import events as e
from reception.visit.values import FailureCause
from tests.reception.rules.builders import (
    KYOKAI,
    PIN,
    SITE,
    answer,
    clinic,
    failed,
    handed,
    offered,
    opened,
    presented,
    row,
    site,
    visit_of,
)

FACE, BY_PIN, VISUAL = IdentityMethod.FACE, IdentityMethod.PIN, IdentityMethod.VISUAL
ONE, TWO, THREE = CheckMethod.FULL, CheckMethod.HOME_CONSENT, CheckMethod.QUALIFICATION_ONLY

FACILITIES = [
    (FacilityType.INSURED_CLINIC, None, ONE, "FAC-04", {FACE, BY_PIN, VISUAL}, True),
    (FacilityType.COMPANY_CLINIC, None, ONE, "FAC-05", {FACE, BY_PIN, VISUAL}, True),
    (FacilityType.HOME_VISIT, None, TWO, "FAC-06", {BY_PIN, VISUAL}, True),
    (FacilityType.TRANSITIONAL, 1, ONE, "FAC-07", {FACE, BY_PIN, VISUAL}, True),
    (FacilityType.TRANSITIONAL, 2, THREE, "FAC-08", {BY_PIN, VISUAL}, False),
    (FacilityType.TRANSITIONAL, 3, TWO, "FAC-07", {BY_PIN, VISUAL}, True),
    (FacilityType.TRANSITIONAL, 4, THREE, "FAC-08", {BY_PIN, VISUAL}, False),
    (FacilityType.TRANSITIONAL, 5, ONE, "FAC-07", {FACE, BY_PIN, VISUAL}, True),
    (FacilityType.TRANSITIONAL, 6, THREE, "FAC-08", {BY_PIN, VISUAL}, False),
    (FacilityType.CHECKUP, None, THREE, "FAC-09", {BY_PIN, VISUAL}, False),
    (FacilityType.MIDWIFE, None, THREE, "FAC-10", {BY_PIN, VISUAL}, False),
    (FacilityType.PAPER_CLAIM, None, THREE, "FAC-11", {BY_PIN, VISUAL}, False),
    (FacilityType.THERAPIST, None, THREE, "FAC-12", {BY_PIN, VISUAL}, False),
]


@pytest.mark.parametrize(("kind", "reason", "way", "rule", "methods", "medical"), FACILITIES)
def test_each_facility_has_its_method(
    kind: FacilityType,
    reason: int | None,
    way: CheckMethod,
    rule: str,
    methods: set[IdentityMethod],
    medical: bool,
) -> None:
    found = check_method(clinic(kind, reason))
    assert found.value is way
    assert rule in found.rules
    opening = opened()
    visit = visit_of(opening, handed(opening), presented())
    offers = identity_methods(visit, site(kind, reason))
    assert {offer.method for offer in offers.value if offer.possible} == methods
    assert medical_information(visit, site(kind, reason)).value is medical


@pytest.mark.parametrize(
    ("face", "tries", "possible"),
    [
        ({}, 3, [FACE, BY_PIN, VISUAL]),
        ({}, 2, [VISUAL, FACE, BY_PIN]),
        ({}, 1, [VISUAL, FACE, BY_PIN]),
        ({}, 0, [VISUAL, FACE]),
        ({"pinless": True}, 0, [FACE, VISUAL]),
        ({"has_photo": False}, 3, [BY_PIN]),
        ({"has_photo": False}, 0, []),
    ],
)
def test_each_card_leaves_its_methods_in_this_order(
    face: dict[str, object], tries: int, possible: list[IdentityMethod]
) -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening, **face), presented(tries=tries))
    offers = identity_methods(visit, SITE).value
    assert [offer.method for offer in offers if offer.possible] == possible
    assert all(offer.why for offer in offers)


def test_the_last_try_warns_that_it_is_the_last() -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening), presented(tries=2), e.PinRejected(tries_left=1))
    pin = next(step for step in next_steps(visit, SITE) if step.action is Action.ENTER_PIN)
    assert "最後" in pin.note
    assert pin.line == "pin-last-try"


def test_a_refused_eye_takes_the_card_out() -> None:
    opening = opened()
    visit = visit_of(
        opening, handed(opening), presented(), e.VisualCheckStarted(), e.FaceRefused(method=IdentityMethod.VISUAL)
    )
    assert offered(visit) == [Action.RESTORE_MODE, Action.RETURN_CARD]
    back = visit_of(
        opening,
        handed(opening),
        presented(),
        e.VisualCheckStarted(),
        e.FaceRefused(method=IdentityMethod.VISUAL),
        e.ReaderModeRestored(),
        e.CardReturned(),
    )
    assert set(offered(back)) == {Action.ASK_DOCUMENT}


def test_every_refusal_says_why() -> None:
    opening = opened()
    refused = [e.FaceRefused(method=method) for method in (IdentityMethod.FACE, IdentityMethod.VISUAL)]
    offers = identity_methods(visit_of(opening, handed(opening), presented(tries=0), *refused), SITE).value
    assert [offer.possible for offer in offers] == [False, False, False]
    assert len({offer.why for offer in offers}) == 3


def test_in_the_visual_mode_the_face_check_is_shut() -> None:
    """The mode survives a restart of the program, the photo does not."""
    opening = opened()
    visit = visit_of(opening, handed(opening), presented(), e.VisualCheckStarted(), e.SessionResumed(), presented())
    assert offered(visit) == [Action.ENTER_PIN, Action.START_VISUAL_CHECK, Action.GIVE_UP_IDENTITY]


def test_after_an_unknown_pin_outcome_the_card_is_placed_again_first() -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening), presented(), e.PinOutcomeUnknown())
    assert offered(visit) == [Action.PLACE_CARD, Action.GIVE_UP_IDENTITY]
    again = visit_of(opening, handed(opening), presented(), e.PinOutcomeUnknown(), presented(tries=2))
    assert Action.ENTER_PIN in offered(again)


def test_a_locked_number_b_leaves_the_other_ways() -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening), presented(), e.VerificationNumberRejected(tries_left=0))
    assert offered(visit) == [Action.CHECK_FACE, Action.ENTER_PIN, Action.GIVE_UP_IDENTITY]


def test_a_reader_that_cannot_open_the_chip_without_pin_still_takes_the_pin() -> None:
    opening = opened()
    events: list[Event] = [opening, handed(opening), presented(), e.VisualCheckStarted()]
    seen = e.IdentityConfirmed(method=IdentityMethod.VISUAL)
    visit = visit_of(*events, seen, failed(FailureCause.IDENTITY_IMPOSSIBLE))
    assert offered(visit)[0] is Action.ENTER_PIN
    proved = visit_of(*events, seen, failed(FailureCause.IDENTITY_IMPOSSIBLE), PIN)
    assert offered(proved)[0] is Action.SEND_CHECK


def test_without_consent_there_is_no_medical_information_but_the_visit_goes_on() -> None:
    opening = opened()
    asked: list[Event] = [opening, handed(opening), presented(), PIN, e.ConsentGiven(medical=False)]
    visit = visit_of(*asked)
    assert medical_information(visit, SITE).value is False
    assert medical_information(visit, SITE).rules == ("ID-07", "ID-08")
    assert offered(visit) == [Action.SEND_CHECK]
    valid = visit_of(*asked, answer(Validity.VALID, row(KYOKAI, opening)))
    assert offered(valid) == [Action.ENTER_POINTS, Action.RETURN_CARD]


@pytest.mark.parametrize("validity", [Validity.INVALID, Validity.NOT_FOUND])
def test_without_a_valid_answer_there_is_no_medical_information(validity: Validity) -> None:
    opening = opened()
    asked: list[Event] = [opening, handed(opening), presented(), PIN, e.ConsentGiven(medical=True)]
    found = medical_information(visit_of(*asked, answer(validity)), SITE)
    assert (found.value, found.rules) == (False, ("RES-02", "RES-03"))


def test_method_three_never_asks_for_consent() -> None:
    opening = opened()
    therapist = site(FacilityType.THERAPIST)
    assert offered(visit_of(opening, handed(opening), presented(), PIN), therapist) == [Action.SEND_CHECK]


def test_a_paper_opens_no_medical_information() -> None:
    opening = opened()
    assert medical_information(visit_of(opening, e.CardNotBrought()), SITE).rules == ("DOC-11",)


def test_a_site_without_a_reader_goes_to_card_and_paper() -> None:
    opening = opened()
    nowhere = site(reader=False)
    assert offered(visit_of(opening, handed(opening)), nowhere) == [Action.COMPARE_CARD_FACE]


def test_registration_is_not_offered_away_from_a_face_reader() -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening), presented(), PIN, failed(FailureCause.NOT_REGISTERED))
    assert offered(visit, SITE) == [Action.REGISTER_CARD]
    assert Action.REGISTER_CARD not in offered(visit, site(FacilityType.THERAPIST))
    assert Action.REGISTER_CARD not in offered(visit, site(FacilityType.HOME_VISIT))


def test_a_card_past_its_own_date_is_no_card() -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening, expires=date(2026, 6, 14)))
    assert set(offered(visit)) == {Action.ASK_DOCUMENT}
    last_day = visit_of(opening, handed(opening, expires=date(2026, 6, 15)))
    assert offered(last_day) == [Action.PLACE_CARD]


def test_a_card_printed_with_another_birth_date_is_not_the_patients() -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening, birth_date=date(1990, 1, 2)))
    assert set(offered(visit)) == {Action.ASK_DOCUMENT}


def test_an_answer_with_another_birth_date_is_never_closed_on() -> None:
    opening = opened()
    foreign = answer(Validity.VALID, row(KYOKAI, opening, birth_date=date(1990, 1, 2)))
    visit = visit_of(opening, handed(opening), presented(), PIN, e.ConsentGiven(medical=True), foreign)
    assert offered(visit) == [Action.RETURN_CARD]
