"""Ages that change the answer (rulebook §1.10 PAY: 未就学, 70-74; ages are reached on the eve of the birthday)."""

from datetime import date

import pytest

from mock_oqs_server.elderly_recipient import elderly_recipient_period
from mock_oqs_server.world_rows import works_until
from oqs_client.benefit_ages import is_preschool


@pytest.mark.parametrize(
    ("birth", "last"),
    [
        ("2019-04-02", "2026-03-31"),
        ("2020-03-31", "2026-03-31"),
        ("2020-04-01", "2026-03-31"),
        ("2020-04-02", "2027-03-31"),
        ("2020-02-29", "2026-03-31"),
        ("2020-12-31", "2027-03-31"),
    ],
)
def test_preschool_ends_with_the_school_year_of_the_sixth_birthday(birth: str, last: str) -> None:
    end = date.fromisoformat(last)
    assert is_preschool(date.fromisoformat(birth), end)
    assert not is_preschool(date.fromisoformat(birth), end.replace(month=4, day=1))


@pytest.mark.parametrize(
    ("birth", "on", "period"),
    [
        ("1956-05-02", "2026-05-31", None),
        ("1956-05-02", "2026-06-01", ("2026-06-01", "2026-07-31")),
        ("1956-05-01", "2026-05-01", ("2026-05-01", "2026-07-31")),
        ("1956-05-01", "2026-04-30", None),
        ("1952-03-20", "2026-06-15", ("2025-08-01", "2026-07-31")),
        ("1952-03-20", "2026-08-01", ("2026-08-01", "2027-03-19")),
        ("1952-03-20", "2027-03-19", ("2026-08-01", "2027-03-19")),
        ("1952-03-20", "2027-03-20", None),
        ("1956-02-29", "2026-02-28", None),
        ("1956-02-29", "2026-03-01", ("2026-03-01", "2026-07-31")),
    ],
)
def test_the_certificate_of_seventy_to_seventy_four(birth: str, on: str, period: tuple[str, str] | None) -> None:
    expected = period and (date.fromisoformat(period[0]), date.fromisoformat(period[1]))
    assert elderly_recipient_period(date.fromisoformat(birth), date.fromisoformat(on)) == expected


@pytest.mark.parametrize(
    ("requested", "last"),
    [
        ("2025-05-20", "2025-06-30"),
        ("2026-01-31", "2026-02-28"),
        ("2025-11-01", "2025-12-31"),
        ("2025-12-01", "2026-01-31"),
    ],
)
def test_a_cancellation_is_executed_at_the_end_of_the_next_month(requested: str, last: str) -> None:
    """UNR-03."""
    assert works_until(date.fromisoformat(requested)) == date.fromisoformat(last)
