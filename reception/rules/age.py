"""Ages as the law counts them, and the share that follows from age alone (rulebook §2.2)."""

from datetime import date

from oqs_client.benefit_ages import LATE_ELDERLY_AGE, birthday, elderly_share_begins, is_preschool


def age_on(birth_date: date, day: date) -> int:
    """Full years on a day, counted by birthdays on the calendar."""
    return day.year - birth_date.year - (birthday(birth_date, day.year - birth_date.year) > day)


def share_by_age(birth_date: date, day: date, late_elderly_share: int) -> int:
    """The base share in tenths: 2 before school, 3 to 69, 2 from 70 to 74, the site's own choice from 75."""
    if is_preschool(birth_date, day):
        return 2
    if day < elderly_share_begins(birth_date):
        return 3
    return late_elderly_share if is_late_elderly(birth_date, day) else 2


def is_late_elderly(birth_date: date, day: date) -> bool:
    """Whether the person belongs to 後期高齢者医療 by age: from the 75th birthday on."""
    return day >= birthday(birth_date, LATE_ELDERLY_AGE)


def is_plausible(share: int, birth_date: date, day: date) -> bool:
    """Whether a share that somebody remembers can be right at this age (rulebook §2.1: plausible for age)."""
    if day >= elderly_share_begins(birth_date):
        return share in {1, 2, 3}
    return share == share_by_age(birth_date, day, share)
