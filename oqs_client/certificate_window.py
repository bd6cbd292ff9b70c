"""Where a day lies in the life of a 利用者証明用 certificate (rulebook CERT-02, CERT-03, CERT-05, §2.9)."""

from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import Final

WINDOW_MONTHS: Final = 3
"""The alert begins, and the grace ends, three months from the last valid day."""


class CertificateWindow(StrEnum):
    """What the day means for the check."""

    OK = "ok"
    ALERT = "alert"
    GRACE = "grace"
    DEAD = "dead"


def certificate_window(not_after: date, today: date, *, month_end: bool = True) -> CertificateWindow:
    """Return the window in which `today` lies for a certificate whose last valid day is `not_after`.

    `month_end` counts the grace from the end of the month of expiry (協会けんぽ's way, a setting because the rule
    itself is unconfirmed); False counts from the day.
    """
    if today < alert_begins(not_after):
        return CertificateWindow.OK
    if today <= not_after:
        return CertificateWindow.ALERT
    if today <= grace_ends(not_after, month_end=month_end):
        return CertificateWindow.GRACE
    return CertificateWindow.DEAD


def alert_begins(not_after: date) -> date:
    """First day of the alert: the same day three months earlier, or that month's last day where there is none."""
    return _months_later(not_after, -WINDOW_MONTHS)


def grace_ends(not_after: date, *, month_end: bool = True) -> date:
    """Last day on which the lapsed certificate still answers a check (without medical information)."""
    last = _months_later(not_after, WINDOW_MONTHS)
    return last.replace(day=monthrange(last.year, last.month)[1]) if month_end else last


def _months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
