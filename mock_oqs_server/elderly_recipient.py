"""高齢受給者証: from 70 to 74, renewed each August. Pure."""

from datetime import date, timedelta

from oqs_client.benefit_ages import LATE_ELDERLY_AGE, birthday, elderly_share_begins


def elderly_recipient_period(birth_date: date, on: date) -> tuple[date, date] | None:
    """First and last day of the 高齢受給者証 in force on a day, or None.

    It begins with the share for 70 to 74, ends before the 75th birthday, and is renewed each 1 August.
    """
    begins = elderly_share_begins(birth_date)
    ends = birthday(birth_date, LATE_ELDERLY_AGE) - timedelta(days=1)
    if not begins <= on <= ends:
        return None
    renewed = date(on.year if on >= date(on.year, 8, 1) else on.year - 1, 8, 1)
    return max(begins, renewed), min(ends, date(renewed.year + 1, 7, 31))
