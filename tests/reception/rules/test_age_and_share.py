"""Ages at their boundaries, shares by source, and yen (rulebook §2.2, §3.5, §4.1)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oqs_client.benefit_ages import elderly_share_begins, is_preschool, reaches
from oqs_client.codes import Validity
from reception.policy import Policy
from reception.rules import copayment, copayment_share
from reception.rules.age import age_on, share_by_age
from reception.visit import Visit
from reception.visit import events as e
from reception.visit.values import DocumentKind, Insurance, ShareSource
from tests.reception.rules.builders import (
    KYOKAI,
    OLD,
    PIN,
    SITE,
    absent,
    answer,
    declaration,
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


@pytest.mark.parametrize(
    ("points", "share", "yen"),
    [
        (292, 3, 880),
        (292, 2, 580),
        (292, 1, 290),
        (905, 3, 2720),
        (412, 3, 1240),
        (500, 3, 1500),
        (687, 1, 690),
        (412, 2, 820),
        (145, 3, 440),
        (730, 3, 2190),
        (88, 3, 260),
        (1235, 2, 2470),
        (500, 0, 0),
        (292, 10, 2920),
        (500, 10, 5000),
        (40000, 3, 120000),
    ],
)
def test_yen_of_the_book(points: int, share: int, yen: int) -> None:
    assert copayment(points, share) == yen


@given(points=st.integers(1, 1_000_000), share=st.integers(0, 10))
def test_yen_are_rounded_to_the_nearest_ten(points: int, share: int) -> None:
    yen = copayment(points, share)
    assert yen % 10 == 0
    assert -5 < yen - points * share <= 5


@pytest.mark.parametrize(
    ("birth", "day", "preschool"),
    [
        (date(2020, 4, 2), date(2027, 3, 31), True),
        (date(2020, 4, 2), date(2027, 4, 1), False),
        (date(2020, 4, 1), date(2026, 3, 31), True),
        (date(2020, 4, 1), date(2026, 4, 1), False),
        (date(2020, 3, 31), date(2026, 3, 31), True),
        (date(2020, 3, 31), date(2026, 4, 1), False),
        (date(2020, 2, 29), date(2026, 3, 31), True),
        (date(2020, 2, 29), date(2026, 4, 1), False),
    ],
)
def test_before_school_ends_on_the_first_31_march_after_six(birth: date, day: date, preschool: bool) -> None:
    assert is_preschool(birth, day) is preschool
    assert share_by_age(birth, day, 2) == (2 if preschool else 3)


@pytest.mark.parametrize(
    ("birth", "begins"),
    [
        (date(1956, 6, 15), date(2026, 7, 1)),
        (date(1956, 6, 1), date(2026, 6, 1)),
        (date(1956, 6, 2), date(2026, 7, 1)),
        (date(1956, 6, 30), date(2026, 7, 1)),
        (date(1956, 12, 5), date(2027, 1, 1)),
        (date(1957, 1, 1), date(2027, 1, 1)),
        (date(1956, 2, 29), date(2026, 3, 1)),
    ],
)
def test_the_share_from_seventy_begins_the_month_after(birth: date, begins: date) -> None:
    assert elderly_share_begins(birth) == begins


@pytest.mark.parametrize(
    ("birth", "day", "share"),
    [
        (date(1956, 6, 15), date(2026, 6, 30), 3),
        (date(1956, 6, 15), date(2026, 7, 1), 2),
        (date(1956, 6, 1), date(2026, 5, 31), 3),
        (date(1956, 6, 1), date(2026, 6, 1), 2),
        (date(1951, 6, 16), date(2026, 6, 15), 2),
        (date(1951, 6, 15), date(2026, 6, 15), 1),
        (date(1981, 2, 3), date(2026, 6, 15), 3),
    ],
)
def test_share_by_age_with_one_tenth_for_75_and_over(birth: date, day: date, share: int) -> None:
    assert share_by_age(birth, day, late_elderly_share=1) == share


def test_leap_day_births() -> None:
    assert age_on(date(2004, 2, 29), date(2025, 2, 28)) == 20
    assert age_on(date(2004, 2, 29), date(2025, 3, 1)) == 21
    assert reaches(date(2004, 2, 29), 21) == date(2025, 2, 28)


def after_the_reader(opening: e.VisitOpened, reply: e.QualificationReceived, *events: e.Event) -> Visit:
    consent = e.ConsentGiven(medical=True)
    return visit_of(opening, handed(opening), presented(), PIN, consent, reply, *events)


def share_of(visit: Visit) -> tuple[int, ShareSource]:
    found = copayment_share(visit, SITE).value
    return found.share, found.source


def test_the_system_comes_first() -> None:
    opening = opened(78)
    late = Insurance(insurer_number="39990015", number="00000018", share=1)
    assert share_of(after_the_reader(opening, answer(Validity.VALID, row(late, opening)))) == (1, ShareSource.SERVER)


def test_a_share_whose_dates_are_over_is_not_the_systems_word() -> None:
    opening = opened(72)
    lapsed = row(KYOKAI, opening, share=3, share_valid_until=date(2026, 5, 31))
    assert share_of(after_the_reader(opening, answer(Validity.VALID, lapsed))) == (2, ShareSource.AGE)


def test_the_system_names_a_preschool_child() -> None:
    opening = opened(4)
    child = row(KYOKAI, opening, preschool=True)
    assert share_of(after_the_reader(opening, answer(Validity.VALID, child))) == (2, ShareSource.SERVER)


def test_the_paper_comes_before_age_and_without_a_share_age_decides() -> None:
    opening = opened(72)
    still = e.StillInsuredAnswered(document=NOTICE, still=True)
    printed = Insurance(insurer_number="990010", number="123", share=3)
    none_yet = answer(Validity.NOT_FOUND)
    assert share_of(after_the_reader(opening, none_yet, shown(NOTICE, opening, printed), still)) == (
        3,
        ShareSource.DOCUMENT,
    )
    assert share_of(after_the_reader(opening, none_yet, shown(NOTICE, opening), still)) == (2, ShareSource.AGE)


def test_a_returning_patients_share_counts_once_confirmed() -> None:
    known = Insurance(insurer_number="39990015", number="00000018", share=1)
    opening = opened(78, known=known)
    none = answer(Validity.NOT_FOUND)
    unchanged = e.UnchangedAnswered(unchanged=True)
    assert share_of(after_the_reader(opening, none, *PAPERS))[1] is ShareSource.AGE
    assert share_of(after_the_reader(opening, none, *PAPERS, unchanged)) == (1, ShareSource.KNOWN)


def test_what_the_clinic_knows_comes_before_what_the_patient_writes() -> None:
    known = Insurance(insurer_number="39990015", number="00000018", share=1)
    opening = opened(78, known=known)
    words = (e.UnchangedAnswered(unchanged=True), declaration(opening, share=3))
    visit = after_the_reader(opening, answer(Validity.NOT_FOUND), *PAPERS, *words)
    assert share_of(visit) == (1, ShareSource.KNOWN)


@pytest.mark.parametrize(
    ("age", "stated", "share", "source"),
    [
        (45, 3, 3, ShareSource.DECLARATION),
        (45, 1, 3, ShareSource.AGE),
        (45, 10, 3, ShareSource.AGE),
        (45, None, 3, ShareSource.AGE),
        (4, 2, 2, ShareSource.DECLARATION),
        (72, 3, 3, ShareSource.DECLARATION),
        (81, 1, 1, ShareSource.DECLARATION),
        (81, None, 2, ShareSource.AGE),
    ],
)
def test_what_the_declaration_states_counts_where_it_can_be_right(
    age: int, stated: int | None, share: int, source: ShareSource
) -> None:
    opening = opened(age)
    visit = after_the_reader(opening, answer(Validity.NOT_FOUND), *PAPERS, declaration(opening, share=stated))
    assert share_of(visit) == (share, source)


def test_the_default_of_the_oldest_is_a_setting() -> None:
    opening = opened(81)
    visit = after_the_reader(opening, answer(Validity.NOT_FOUND), *PAPERS, declaration(opening))
    assert copayment_share(visit, site_with(Policy(elderly_share=1))).value.share == 1


def test_the_lost_insurance_does_not_name_the_share() -> None:
    opening = opened(45)
    lost = answer(Validity.INVALID, row(OLD, opening, share=1))
    assert share_of(after_the_reader(opening, lost, *PAPERS, declaration(opening))) == (3, ShareSource.AGE)


def test_welfare_beside_an_insurance_leaves_nothing_to_pay() -> None:
    opening = opened(61)
    welfare = row(Insurance(insurer_number="12990016", number="0000018"), opening, classification="A1")
    both = answer(Validity.VALID, row(KYOKAI, opening), welfare)
    assert share_of(after_the_reader(opening, both)) == (0, ShareSource.PUBLIC)


def test_special_medical_is_found_by_number_too() -> None:
    opening = opened(46)
    certificate = shown(CERTIFICATE, opening)
    found = answer(Validity.VALID, row(KYOKAI, opening, classification="05"), document=CERTIFICATE)
    visit = visit_of(opening, e.CardNotBrought(), certificate, found)
    assert share_of(visit) == (10, ShareSource.SERVER)
