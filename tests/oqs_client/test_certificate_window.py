"""Windows of the certificate (rulebook CERT-02, CERT-03, CERT-05, §2.9; the month-end way of counting is W35b)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oqs_client.certificate_window import CertificateWindow, alert_begins, certificate_window, grace_ends

OK, ALERT, GRACE, DEAD = CertificateWindow


@pytest.mark.parametrize(
    ("not_after", "first_alert", "last_grace_month_end", "last_grace_day"),
    [
        ("2026-08-10", "2026-05-10", "2026-11-30", "2026-11-10"),
        ("2026-05-31", "2026-02-28", "2026-08-31", "2026-08-31"),
        ("2026-11-30", "2026-08-30", "2027-02-28", "2027-02-28"),
        ("2027-11-30", "2027-08-30", "2028-02-29", "2028-02-29"),
        ("2028-02-29", "2027-11-29", "2028-05-31", "2028-05-29"),
        ("2028-05-31", "2028-02-29", "2028-08-31", "2028-08-31"),
        ("2026-02-28", "2025-11-28", "2026-05-31", "2026-05-28"),
        ("2026-01-01", "2025-10-01", "2026-04-30", "2026-04-01"),
        ("2025-12-31", "2025-09-30", "2026-03-31", "2026-03-31"),
    ],
)
def test_the_days_on_which_windows_change(
    not_after: str, first_alert: str, last_grace_month_end: str, last_grace_day: str
) -> None:
    end, one = date.fromisoformat(not_after), timedelta(days=1)
    begin = date.fromisoformat(first_alert)
    for month_end, last in ((True, last_grace_month_end), (False, last_grace_day)):
        gone = date.fromisoformat(last)
        table = {begin - one: OK, begin: ALERT, end: ALERT, end + one: GRACE, gone: GRACE, gone + one: DEAD}
        seen = {day: certificate_window(end, day, month_end=month_end) for day in table}
        assert seen == table


def test_the_month_end_counts_unless_told_otherwise() -> None:
    assert certificate_window(date(2026, 2, 10), date(2026, 5, 31)) is GRACE


@given(
    end=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    today=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    way=st.booleans(),
)
def test_windows_follow_each_other(end: date, today: date, way: bool) -> None:
    assert alert_begins(end) < end < grace_ends(end, month_end=way)
    order = [OK, ALERT, GRACE, DEAD]
    now = order.index(certificate_window(end, today, month_end=way))
    assert order.index(certificate_window(end, today + timedelta(days=1), month_end=way)) in (now, now + 1)
