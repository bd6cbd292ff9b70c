"""Ages as the law counts them, and the share that follows from age alone (rulebook §2.2)."""

from datetime import date, timedelta

SCHOOL_AGE = 6
ELDERLY_SHARE_AGE = 70
LATE_ELDERLY_AGE = 75


def birthday(birth_date: date, years: int) -> date:
    """The day on which somebody has lived `years` full years; 29 February counts as 1 March in a common year."""
    year = birth_date.year + years
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def reaches(birth_date: date, years: int) -> date:
    """The day on which the law says an age is reached: the day before the birthday (年齢計算ニ関スル法律)."""
    return birthday(birth_date, years) - timedelta(days=1)


def age_on(birth_date: date, day: date) -> int:
    """Full years on a day, counted by birthdays on the calendar."""
    return day.year - birth_date.year - (birthday(birth_date, day.year - birth_date.year) > day)


def is_preschool(birth_date: date, day: date) -> bool:
    """Whether the day is not after the first 31 March on or after the day the child reaches six."""
    six = reaches(birth_date, SCHOOL_AGE)
    last = date(six.year, 3, 31)
    return day <= (last if six <= last else last.replace(year=six.year + 1))


def elderly_share_begins(birth_date: date) -> date:
    """First day of the share for 70 to 74: the 1st of the month after reaching 70.

    Whoever was born on the 1st reaches 70 on the last day of the month before, so that the birthday itself is meant.
    """
    seventy = reaches(birth_date, ELDERLY_SHARE_AGE)
    return date(seventy.year + seventy.month // 12, seventy.month % 12 + 1, 1)


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
