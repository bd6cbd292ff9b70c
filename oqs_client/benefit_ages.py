"""The ages at which the law changes what an insured person pays, and so what an answer carries (rulebook §2.2).

Counted as 年齢計算ニ関スル法律 does: an age is reached on the eve of the birthday.
"""

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
