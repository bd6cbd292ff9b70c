"""The visit is a fold of its events; what the chip alone held dies with the chip."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oqs_client.codes import IdentityMethod, Reference, Validity
from oqs_client.qualification import QualificationAnswer
from reception.visit import EVENT, Visit, apply, fold
from reception.visit import events as e
from reception.visit.folding import CHIP_GONE
from reception.visit.values import (
    CardSummary,
    Document,
    DocumentKind,
    FailureCause,
    Insurance,
    PatientIdentity,
)

OPENED = e.VisitOpened(
    visit_id="v1",
    patient_id="ichiro",
    patient=PatientIdentity(name="訓練田　一郎", name_kana="クンレンダ　イチロウ", birth_date=date(1980, 9, 3)),
    date=date(2026, 6, 15),
    clinic_code="9919900010",
)
CARD = e.CardPresented(
    card=CardSummary(certificate_serial="0a0b0c0d", certificate_expires=date(2028, 9, 3), pin_tries_left=3)
)
PIN = e.IdentityConfirmed(method=IdentityMethod.PIN)
ANSWER = e.QualificationReceived(
    answer=QualificationAnswer(
        processed_at=datetime(2026, 6, 15, 0, 30, tzinfo=UTC),
        confirmed_for=date(2026, 6, 15),
        reference=Reference.CARD,
        validity=Validity.VALID,
    )
)
NOTICE = Document(
    kind=DocumentKind.ELIGIBILITY_NOTICE,
    name="訓練田　一郎",
    insurance=Insurance(insurer_number="01990019", number="123"),
)
SOME_EVENTS: tuple[e.Event, ...] = (
    CARD,
    PIN,
    ANSWER,
    e.SessionResumed(),
    e.PinRejected(tries_left=2),
    e.PinOutcomeUnknown(),
    e.ConsentGiven(medical=True),
    e.VisualCheckStarted(),
    e.ReaderModeRestored(),
    e.FaceRefused(method=IdentityMethod.VISUAL),
    e.CheckFailed(cause=FailureCause.CARD_REMOVED),
    e.CheckFailed(cause=FailureCause.SERVER_TIMEOUT),
    e.DocumentShown(document=NOTICE),
    e.DocumentAbsent(document=DocumentKind.PORTAL_PDF),
    e.StillInsuredAnswered(document=DocumentKind.ELIGIBILITY_NOTICE, still=True),
    e.PointsEntered(points=292),
    e.CardReturned(),
)


def visit_of(*events: e.Event) -> Visit:
    return fold((OPENED, *events))


def test_a_first_visit_has_no_known_insurance() -> None:
    assert visit_of().first_visit
    known = OPENED.model_copy(update={"known": NOTICE.insurance})
    assert not fold([known]).first_visit


def test_a_visit_starts_with_its_opening() -> None:
    with pytest.raises(ValueError, match="visit-opened"):
        fold([PIN])
    with pytest.raises(TypeError, match="no event of an open visit"):
        apply(visit_of(), OPENED)


def test_a_restart_forgets_an_identity_that_led_to_no_answer() -> None:
    visit = visit_of(CARD, PIN, e.ConsentGiven(medical=True), e.SessionResumed())
    assert (visit.identity, visit.consent, visit.card_on_reader) == (None, None, False)


def test_a_restart_keeps_an_identity_that_led_to_an_answer() -> None:
    visit = visit_of(CARD, PIN, e.ConsentGiven(medical=True), ANSWER, e.SessionResumed())
    assert (visit.identity, visit.consent) == (IdentityMethod.PIN, True)


@pytest.mark.parametrize("cause", sorted(CHIP_GONE))
def test_a_lost_chip_takes_its_security_status_with_it(cause: FailureCause) -> None:
    visit = visit_of(CARD, PIN, e.CheckFailed(cause=cause))
    assert (visit.identity, visit.card_on_reader) == (None, False)


def test_a_dead_server_costs_no_identity() -> None:
    visit = visit_of(CARD, PIN, e.CheckFailed(cause=FailureCause.SERVER_UNREACHABLE))
    assert (visit.identity, visit.card_on_reader) == (IdentityMethod.PIN, True)


def test_the_printed_photo_compared_by_eye_counts_as_visual() -> None:
    assert visit_of(e.CardFaceCompared(matches=True)).identity_method is IdentityMethod.VISUAL
    assert visit_of(e.CardFaceCompared(matches=False)).identity_method is IdentityMethod.NONE


def test_the_latest_word_about_a_document_counts() -> None:
    kind = DocumentKind.ELIGIBILITY_NOTICE
    later = NOTICE.model_copy(update={"valid_until": date(2026, 7, 31)})
    visit = visit_of(
        e.DocumentShown(document=NOTICE),
        e.StillInsuredAnswered(document=kind, still=False),
        e.DocumentShown(document=later),
        e.StillInsuredAnswered(document=kind, still=True),
    )
    assert visit.document(kind) == later
    assert visit.still(kind) is True
    assert visit.still(DocumentKind.PORTAL_PDF) is None


@pytest.mark.parametrize("event", [OPENED, *SOME_EVENTS], ids=lambda event: event.kind)
def test_every_event_survives_the_journal(event: e.Event) -> None:
    assert EVENT.validate_json(EVENT.dump_json(event)) == event


@given(st.lists(st.sampled_from(SOME_EVENTS)), st.integers(min_value=0))
def test_a_visit_can_be_folded_in_two_sittings(happened: list[e.Event], cut: int) -> None:
    cut %= len(happened) + 1
    visit = visit_of(*happened[:cut])
    for event in happened[cut:]:
        visit = apply(visit, event)
    assert visit == visit_of(*happened)
