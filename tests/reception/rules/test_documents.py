"""Papers by kind, date and company: the tables of rulebook §1.7, §2.7 and §2.10."""

from datetime import date

import pytest

from oqs_client.codes import Validity
from reception.rules import claim_basis, fallback_ladder, next_steps
from reception.rules.documents import DocumentState, document_reading
from reception.visit import Action, Visit
from reception.visit import events as e
from reception.visit.values import Basis, Document, DocumentKind, FailureCause, Insurance
from tests.reception.rules.builders import (
    KYOKAI,
    OLD,
    PIN,
    SITE,
    absent,
    actions,
    answer,
    asked_for,
    declaration,
    failed,
    handed,
    opened,
    paper,
    presented,
    row,
    shown,
    visit_of,
)

SCREEN, PDF = DocumentKind.PORTAL_SCREEN, DocumentKind.PORTAL_PDF
NOTICE, CERTIFICATE = DocumentKind.ELIGIBILITY_NOTICE, DocumentKind.ELIGIBILITY_CERTIFICATE
OLD_CARD = DocumentKind.INSURANCE_CARD
MUNICIPAL = Insurance(insurer_number="990010", symbol="12", number="345")
LATE_ELDERLY = Insurance(insurer_number="39990015", number="00000018")

PROOF, LOOK_UP, ASK = DocumentState.PROOF, DocumentState.LOOK_UP, DocumentState.ASK_STILL_INSURED
NO_PROOF, READ_AGAIN = DocumentState.NO_PROOF, DocumentState.READ_AGAIN


def with_card(opening: e.VisitOpened, *events: e.Event) -> Visit:
    consent = e.ConsentGiven(medical=True)
    return visit_of(opening, handed(opening), presented(), PIN, consent, answer(Validity.NOT_FOUND), *events)


def without_card(opening: e.VisitOpened, *events: e.Event) -> Visit:
    return visit_of(opening, e.CardNotBrought(), *events)


def state(document: Document, visit: Visit) -> DocumentState:
    reading = document_reading(document, visit, SITE)
    assert reading.value.why
    assert reading.rules
    return reading.value.state


BEFORE, P2, P3, AFTER = date(2025, 6, 10), date(2025, 9, 1), date(2026, 2, 10), date(2026, 5, 10)


@pytest.mark.parametrize(
    ("kind", "insurance", "on", "with_the_card", "alone"),
    [
        (SCREEN, KYOKAI, AFTER, ASK, NO_PROOF),
        (PDF, KYOKAI, AFTER, ASK, NO_PROOF),
        (NOTICE, KYOKAI, BEFORE, ASK, NO_PROOF),
        (NOTICE, MUNICIPAL, P2, ASK, LOOK_UP),
        (NOTICE, LATE_ELDERLY, P2, ASK, LOOK_UP),
        (NOTICE, KYOKAI, P2, ASK, NO_PROOF),
        (NOTICE, KYOKAI, date(2025, 12, 1), ASK, NO_PROOF),
        (NOTICE, KYOKAI, date(2025, 12, 2), ASK, LOOK_UP),
        (NOTICE, KYOKAI, P3, ASK, LOOK_UP),
        (NOTICE, MUNICIPAL, date(2025, 7, 31), ASK, NO_PROOF),
        (NOTICE, MUNICIPAL, date(2026, 3, 31), ASK, LOOK_UP),
        (NOTICE, MUNICIPAL, date(2026, 4, 1), ASK, NO_PROOF),
        (NOTICE, KYOKAI, AFTER, ASK, NO_PROOF),
        (CERTIFICATE, KYOKAI, BEFORE, LOOK_UP, LOOK_UP),
        (CERTIFICATE, KYOKAI, AFTER, LOOK_UP, LOOK_UP),
        (OLD_CARD, KYOKAI, BEFORE, PROOF, PROOF),
        (OLD_CARD, KYOKAI, date(2025, 12, 1), PROOF, PROOF),
        (OLD_CARD, KYOKAI, date(2025, 12, 2), NO_PROOF, LOOK_UP),
        (OLD_CARD, KYOKAI, P3, NO_PROOF, LOOK_UP),
        (OLD_CARD, KYOKAI, AFTER, NO_PROOF, NO_PROOF),
    ],
)
def test_papers_by_date(
    kind: DocumentKind, insurance: Insurance, on: date, with_the_card: DocumentState, alone: DocumentState
) -> None:
    opening = opened(on=on)
    document = paper(kind, opening, insurance)
    assert state(document, with_card(opening)) is with_the_card
    assert state(document, without_card(opening)) is alone


@pytest.mark.parametrize(
    ("insurance", "on", "expected"),
    [
        (MUNICIPAL, P2, LOOK_UP),
        (KYOKAI, P2, NO_PROOF),
        (KYOKAI, P3, LOOK_UP),
        (MUNICIPAL, date(2025, 7, 31), NO_PROOF),
        (MUNICIPAL, AFTER, NO_PROOF),
    ],
)
def test_an_old_card_past_its_printed_date_alone(insurance: Insurance, on: date, expected: DocumentState) -> None:
    opening = opened(on=on)
    card = paper(OLD_CARD, opening, insurance, valid_until=date(2025, 7, 30))
    assert state(card, without_card(opening)) is expected


@pytest.mark.parametrize("kind", list(DocumentKind))
@pytest.mark.parametrize(
    "changed", [{"name": "訓練山　別人"}, {"birth_date": date(1990, 1, 2)}, {"valid_until": date(2025, 5, 31)}]
)
def test_another_persons_or_lapsed_paper_is_no_proof(kind: DocumentKind, changed: dict[str, object]) -> None:
    opening = opened(on=BEFORE)
    document = paper(kind, opening, **changed)
    assert state(document, with_card(opening)) is NO_PROOF
    assert state(document, without_card(opening)) is NO_PROOF


@pytest.mark.parametrize(
    ("kind", "changed", "rule"),
    [
        (SCREEN, {"own_phone": False}, "DOC-02"),
        (PDF, {"own_phone": False}, "DOC-02"),
        (NOTICE, {"valid_until": date(2025, 5, 31)}, "DOC-09"),
        (CERTIFICATE, {"valid_until": date(2025, 5, 31)}, "DOC-13"),
        (OLD_CARD, {"valid_until": date(2025, 5, 31)}, "DT-02"),
        (OLD_CARD, {"contents_changed": True}, "DT-03"),
    ],
)
def test_the_objection_names_its_rule(kind: DocumentKind, changed: dict[str, object], rule: str) -> None:
    opening = opened(on=BEFORE)
    assert rule in document_reading(paper(kind, opening, **changed), with_card(opening), SITE).rules


@pytest.mark.parametrize("kind", [SCREEN, PDF, NOTICE])
@pytest.mark.parametrize(("still", "expected"), [(True, PROOF), (False, NO_PROOF)])
def test_with_the_card_the_patients_word_decides(kind: DocumentKind, still: bool, expected: DocumentState) -> None:
    opening = opened()
    asked = e.StillInsuredAnswered(document=kind, still=still)
    assert state(paper(kind, opening), with_card(opening, shown(kind, opening), asked)) is expected


@pytest.mark.parametrize(
    ("validity", "expected"),
    [
        (Validity.VALID, PROOF),
        (Validity.INVALID, NO_PROOF),
        (Validity.REPLACED, NO_PROOF),
        (Validity.NOT_FOUND, READ_AGAIN),
        (Validity.MULTIPLE, READ_AGAIN),
    ],
)
def test_the_look_up_of_a_certificate(validity: Validity, expected: DocumentState) -> None:
    opening = opened()
    rows = (row(KYOKAI, opening),) if validity is Validity.VALID else ()
    found = answer(validity, *rows, document=CERTIFICATE)
    visit = without_card(opening, shown(CERTIFICATE, opening), found)
    assert state(paper(CERTIFICATE, opening), visit) is expected


def test_a_certificate_not_found_after_a_second_reading_is_still_full_proof() -> None:
    opening = opened()
    missing = answer(Validity.NOT_FOUND, document=CERTIFICATE)
    events = (shown(CERTIFICATE, opening), missing, shown(CERTIFICATE, opening), missing)
    assert state(paper(CERTIFICATE, opening), without_card(opening, *events)) is PROOF


def test_a_lenient_paper_not_found_after_a_second_reading_is_none() -> None:
    opening = opened(on=P3)
    missing = answer(Validity.NOT_FOUND, document=NOTICE)
    events = (shown(NOTICE, opening), missing, shown(NOTICE, opening), missing)
    assert state(paper(NOTICE, opening), without_card(opening, *events)) is NO_PROOF


def test_a_look_up_that_fails_voids_no_certificate_but_no_leniency_either() -> None:
    opening = opened(on=P3)
    down = failed(FailureCause.SERVER_UNREACHABLE, CERTIFICATE)
    assert state(paper(CERTIFICATE, opening), without_card(opening, shown(CERTIFICATE, opening), down)) is PROOF
    down = failed(FailureCause.SERVER_UNREACHABLE, NOTICE)
    visit = without_card(opening, *absent(CERTIFICATE, OLD_CARD), shown(NOTICE, opening), down)
    assert state(paper(NOTICE, opening), visit) is LOOK_UP
    assert Action.LOOK_UP_NUMBER in actions(next_steps(visit, SITE))


def test_a_look_up_that_finds_somebody_else_proves_nothing() -> None:
    opening = opened()
    other = answer(Validity.VALID, row(KYOKAI, opening, birth_date=date(1990, 1, 2)), document=CERTIFICATE)
    visit = without_card(opening, shown(CERTIFICATE, opening), other)
    assert state(paper(CERTIFICATE, opening), visit) is NO_PROOF


def test_the_order_of_the_papers_with_a_card() -> None:
    assert asked_for(next_steps(with_card(opened()), SITE)) == [SCREEN, PDF, NOTICE, CERTIFICATE]
    early = opened(on=BEFORE)
    assert asked_for(next_steps(with_card(early), SITE)) == [SCREEN, PDF, NOTICE, CERTIFICATE, OLD_CARD]


def test_old_cards_are_asked_for_up_to_the_last_of_their_days() -> None:
    assert OLD_CARD in asked_for(next_steps(with_card(opened(on=date(2025, 12, 1))), SITE))
    assert OLD_CARD not in asked_for(next_steps(with_card(opened(on=date(2025, 12, 2))), SITE))


def test_the_pdf_is_not_asked_for_while_the_screen_is_being_read() -> None:
    opening = opened()
    assert asked_for(next_steps(with_card(opening, shown(SCREEN, opening)), SITE)) == [NOTICE, CERTIFICATE]


def test_the_order_of_the_papers_without_a_card() -> None:
    def asked(on: date) -> list[DocumentKind | None]:
        return asked_for(next_steps(without_card(opened(on=on)), SITE))

    assert asked(BEFORE) == [CERTIFICATE, OLD_CARD, NOTICE]
    assert asked(P3) == [CERTIFICATE, OLD_CARD, NOTICE]
    assert asked(AFTER) == [CERTIFICATE, NOTICE]


def test_the_pdf_stays_open_when_the_screen_is_absent_but_holds_nothing_up() -> None:
    opening = opened()
    visit = with_card(opening, *absent(SCREEN, NOTICE, CERTIFICATE))
    steps = next_steps(visit, SITE)
    assert steps[0].document is PDF
    assert Action.TAKE_DECLARATION in actions(steps)


def test_a_pinless_card_has_no_portal() -> None:
    opening = opened()
    face = handed(opening, pinless=True)
    seen = e.IdentityConfirmed(method=PIN.method)
    visit = visit_of(opening, face, presented(), seen, e.ConsentGiven(medical=True), answer(Validity.INVALID))
    assert asked_for(next_steps(visit, SITE)) == [NOTICE, CERTIFICATE]


def test_whoever_lost_the_qualification_since_goes_down_the_ladder() -> None:
    opening = opened()
    lost = e.StillInsuredAnswered(document=SCREEN, still=False)
    visit = with_card(opening, shown(SCREEN, opening), lost)
    assert claim_basis(visit, SITE) is None
    assert asked_for(next_steps(visit, SITE))[:2] == [PDF, NOTICE]


def test_an_open_question_comes_before_the_next_paper() -> None:
    opening = opened()
    steps = next_steps(with_card(opening, shown(NOTICE, opening)), SITE)
    assert steps[0].action is Action.ASK_STILL_INSURED
    steps = next_steps(without_card(opening, shown(CERTIFICATE, opening)), SITE)
    assert steps[0].action is Action.LOOK_UP_NUMBER


def test_the_ladder_is_empty_while_the_reader_is_still_at_work_or_has_confirmed() -> None:
    opening = opened()
    assert fallback_ladder(visit_of(opening), SITE) == ()
    assert fallback_ladder(visit_of(opening, handed(opening), presented()), SITE) == ()
    valid = answer(Validity.VALID, row(KYOKAI, opening))
    assert fallback_ladder(visit_of(opening, handed(opening), presented(), PIN, valid), SITE) == ()


def test_a_card_found_in_the_bag_after_all_is_welcome() -> None:
    opening = opened()
    visit = without_card(opening, *absent(CERTIFICATE, NOTICE))
    assert Action.RECEIVE_CARD in actions(next_steps(visit, SITE))
    again = without_card(opening, *absent(CERTIFICATE, NOTICE), handed(opening))
    assert actions(next_steps(again, SITE)) == [Action.PLACE_CARD]


def test_a_paper_found_late_can_still_be_taken_up() -> None:
    opening = opened()
    visit = without_card(opening, *absent(CERTIFICATE, NOTICE))
    assert asked_for(next_steps(visit, SITE)) == [CERTIFICATE, NOTICE]
    found = answer(Validity.VALID, row(KYOKAI, opening), document=CERTIFICATE)
    late = without_card(opening, *absent(CERTIFICATE, NOTICE), shown(CERTIFICATE, opening), found)
    filing = claim_basis(late, SITE)
    assert filing is not None
    assert filing.value.basis is Basis.CURRENT


def test_a_former_employers_certificate_leads_to_the_past_number_with_card_and_declaration() -> None:
    opening = opened()
    over = answer(Validity.REPLACED, document=CERTIFICATE)
    visit = with_card(opening, *absent(SCREEN, NOTICE), shown(CERTIFICATE, opening, OLD), over, declaration(opening))
    filing = claim_basis(visit, SITE)
    assert filing is not None
    assert (filing.value.basis, filing.value.claim.number) == (Basis.LOST, OLD.number)
