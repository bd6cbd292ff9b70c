"""The windows of the certificate (rulebook §1.5, §2.9) and what each opens."""

from datetime import date

import pytest

from oqs_client.certificate_window import CertificateWindow
from reception.policy import Policy
from reception.rules import certificate_state, medical_information
from reception.visit import Action
from reception.visit.values import FailureCause
from tests.reception.rules.builders import (
    PIN,
    SITE,
    failed,
    handed,
    offered,
    opened,
    presented,
    site_with,
    visit_of,
)

OK, ALERT, GRACE, DEAD = CertificateWindow


@pytest.mark.parametrize(
    ("expires", "window", "rule", "medical", "first"),
    [
        (date(2026, 9, 16), OK, "CERT-01", True, Action.ASK_CONSENT),
        (date(2026, 9, 15), ALERT, "CERT-02", True, Action.ASK_CONSENT),
        (date(2026, 6, 15), ALERT, "CERT-02", True, Action.ASK_CONSENT),
        (date(2026, 6, 14), GRACE, "CERT-03", False, Action.SEND_CHECK),
        (date(2026, 3, 1), GRACE, "CERT-03", False, Action.SEND_CHECK),
        (date(2026, 2, 28), DEAD, "CERT-05", False, Action.ASK_DOCUMENT),
    ],
)
def test_windows_on_15_june_2026(
    expires: date, window: CertificateWindow, rule: str, medical: bool, first: Action
) -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening), presented(expires), PIN)
    state = certificate_state(visit, SITE)
    assert state is not None
    assert state.value is window
    assert rule in state.rules
    assert medical_information(visit, SITE).value is medical
    assert offered(visit)[0] is first


def test_counting_from_the_day_is_a_setting() -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening), presented(date(2026, 3, 14)))
    by_day = certificate_state(visit, site_with(Policy(month_end=False)))
    assert by_day is not None
    assert by_day.value is DEAD


def test_no_certificate_was_read() -> None:
    opening = opened()
    assert certificate_state(visit_of(opening, handed(opening)), SITE) is None


def test_the_systems_word_that_the_certificate_is_dead_counts() -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening), presented(), PIN, failed(FailureCause.CERTIFICATE_DEAD))
    state = certificate_state(visit, SITE)
    assert state is not None
    assert state.value is DEAD
    assert not medical_information(visit, SITE).value


def test_a_dead_certificate_asks_for_no_pin() -> None:
    opening = opened()
    visit = visit_of(opening, handed(opening), presented(date(2026, 2, 3)))
    assert offered(visit) == [Action.COMPARE_CARD_FACE]
