"""The claim's fields for C1, C2, C3, 公費 and nothing (rulebook §2.3, §2.4)."""

from dataclasses import replace
from datetime import date

import pytest

from oqs_client.codes import Validity
from reception.policy import Policy
from reception.rules import claim_basis, follow_ups
from reception.site import Site
from reception.visit import Visit
from reception.visit import events as e
from reception.visit.values import Basis, Claim, DocumentKind, FailureCause, Insurance, TaskKind
from tests.reception.rules.builders import (
    KYOKAI,
    OLD,
    PIN,
    SITE,
    absent,
    answer,
    declaration,
    failed,
    handed,
    opened,
    presented,
    row,
    shown,
    site_with,
    visit_of,
)

NOTICE, CERTIFICATE = DocumentKind.ELIGIBILITY_NOTICE, DocumentKind.ELIGIBILITY_CERTIFICATE
PAPERS = absent(DocumentKind.PORTAL_SCREEN, NOTICE, CERTIFICATE)


def filed(visit: Visit, site: Site = SITE) -> tuple[Basis, Claim]:
    decision = claim_basis(visit, site)
    assert decision is not None
    assert decision.rules
    return decision.value.basis, decision.value.claim


def tasks_of(visit: Visit) -> set[TaskKind]:
    return {task.kind for task in follow_ups(visit, SITE).value}


def after_the_reader(opening: e.VisitOpened, *events: e.Event) -> Visit:
    return visit_of(opening, handed(opening), presented(), PIN, e.ConsentGiven(medical=True), *events)


def test_c1_carries_the_branch_and_no_remarks() -> None:
    opening = opened()
    basis, claim = filed(after_the_reader(opening, answer(Validity.VALID, row(KYOKAI, opening))))
    assert basis is Basis.CURRENT
    assert claim == Claim(insurer_number="01990019", symbol="1234", number="567", branch="01")


def test_an_insurance_without_symbol_and_branch_leaves_them_empty() -> None:
    opening = opened(78)
    late = Insurance(insurer_number="39990015", number="00000018")
    _, claim = filed(after_the_reader(opening, answer(Validity.VALID, row(late, opening))))
    assert (claim.symbol, claim.branch) == ("", "")


def test_the_number_of_the_look_up_beats_what_was_typed() -> None:
    opening = opened()
    found = answer(Validity.VALID, row(KYOKAI, opening), document=CERTIFICATE)
    typed = Insurance(insurer_number="01990019", symbol="1234", number="567")
    _, claim = filed(visit_of(opening, e.CardNotBrought(), shown(CERTIFICATE, opening, typed), found))
    assert claim.branch == "01"


@pytest.mark.parametrize("validity", [Validity.INVALID, Validity.NOT_FOUND])
def test_c2_before_c3(validity: Validity) -> None:
    """The same declaration ends in C2 where a past number is known, in C3 where none is."""
    opening = opened()
    rows = (row(OLD, opening),) if validity is Validity.INVALID else ()
    basis, claim = filed(after_the_reader(opening, answer(validity, *rows), *PAPERS, declaration(opening)))
    lost = validity is Validity.INVALID
    assert basis is (Basis.LOST if lost else Basis.UNIDENTIFIED)
    assert claim.insurer_number == ("06990014" if lost else "77777777")


def test_c2_wording_is_the_sites_own() -> None:
    opening = opened()
    visit = after_the_reader(opening, answer(Validity.INVALID, row(OLD, opening)), *PAPERS, declaration(opening))
    _, claim = filed(visit, site_with(Policy(lost_remark="旧資格で請求")))
    assert (claim.remarks, claim.branch) == ("旧資格で請求", "02")


@pytest.mark.parametrize(
    ("age", "scheme", "number"),
    [
        (45, "わからない", "777777777"),
        (74, "国民健康保険", "777777777"),
        (75, "わからない", "77777777"),
        (70, "後期高齢者医療", "77777777"),
    ],
)
def test_c3_number_has_nine_sevens_or_eight_for_the_late_elderly(age: int, scheme: str, number: str) -> None:
    opening = opened(age)
    visit = after_the_reader(opening, answer(Validity.NOT_FOUND), *PAPERS, declaration(opening, scheme=scheme))
    _, claim = filed(visit)
    assert (claim.insurer_number, claim.symbol, claim.number, claim.branch) == ("77777777", "", number, "")
    assert claim.remarks.startswith("不詳　カナ氏名：")


def test_c3_where_the_receipt_computer_refuses_eight_sevens() -> None:
    opening = opened()
    visit = after_the_reader(opening, answer(Validity.NOT_FOUND), *PAPERS, declaration(opening))
    assert filed(visit, site_with(Policy(unknown_number_accepted=False)))[1].insurer_number == "77777779"


def test_no_card_means_no_unidentified_claim_even_with_a_signed_declaration() -> None:
    opening = opened()
    events = (e.CardNotBrought(), *absent(CERTIFICATE, NOTICE), declaration(opening))
    assert filed(visit_of(opening, *events)) == (Basis.NONE, Claim())


def test_a_regulars_word_without_the_card_is_no_basis() -> None:
    opening = opened(known=KYOKAI)
    events = (e.CardNotBrought(), *absent(CERTIFICATE, NOTICE), e.UnchangedAnswered(unchanged=True))
    assert filed(visit_of(opening, *events)) == (Basis.NONE, Claim())


def test_somebody_elses_card_is_no_card() -> None:
    opening = opened()
    refused = e.CardFaceCompared(matches=False)
    visit = visit_of(opening, handed(opening), failed(FailureCause.READER_DOWN), refused, declaration(opening))
    assert claim_basis(visit, SITE) is None
    closed = replace(visit, absent=frozenset({CERTIFICATE, NOTICE}))
    assert filed(closed)[0] is Basis.NONE


def test_nothing_is_decided_before_the_papers_were_asked_for() -> None:
    opening = opened()
    visit = after_the_reader(opening, answer(Validity.NOT_FOUND), *PAPERS[:-1])
    assert claim_basis(visit, SITE) is None
    assert follow_ups(visit, SITE).value == ()


def test_welfare_without_a_ticket_is_public_and_asks_the_office() -> None:
    opening = opened(61)
    visit = after_the_reader(opening, answer(Validity.UNREGISTERED))
    assert filed(visit) == (Basis.PUBLIC, Claim())
    assert tasks_of(visit) == {TaskKind.LOOK_UP_AGAIN}


def test_a_paper_accepted_during_an_outage_is_looked_up_again() -> None:
    opening = opened()
    paper = shown(CERTIFICATE, opening)
    down = failed(FailureCause.SERVER_UNREACHABLE, CERTIFICATE)
    visit = visit_of(opening, e.CardNotBrought(), paper, down)
    assert filed(visit)[0] is Basis.CURRENT
    assert tasks_of(visit) == {TaskKind.LOOK_UP_AGAIN, TaskKind.REQUEST_OUTAGE_MODE}


def test_what_the_system_confirmed_leaves_no_task() -> None:
    opening = opened()
    visit = after_the_reader(opening, answer(Validity.VALID, row(KYOKAI, opening)))
    assert tasks_of(visit) == set()


def test_no_proof_is_settled_when_proof_comes_and_then_filed_as_current() -> None:
    opening = opened()
    visit = visit_of(opening, e.CardNotBrought(), *absent(CERTIFICATE, NOTICE))
    assert tasks_of(visit) == {TaskKind.SETTLE_WHEN_PROVED}
    proved = e.FollowUpDone(task=TaskKind.SETTLE_WHEN_PROVED, on=date(2026, 6, 20), found=KYOKAI)
    later = visit_of(opening, e.CardNotBrought(), *absent(CERTIFICATE, NOTICE), proved)
    assert filed(later)[0] is Basis.CURRENT
