"""Ages that change what is answered: before school, 70 to 74. An age is reached on the eve of the birthday."""

from datetime import date, timedelta


def is_preschool(birth_date: date, on: date) -> bool:
    """Whether the day is not after 31 March following the sixth birthday (OQSCD015; rulebook ①)."""
    begins_school = birth_date.year + (6 if (birth_date.month, birth_date.day) <= (4, 1) else 7)
    return on < date(begins_school, 4, 1)


def elderly_recipient_period(birth_date: date, on: date) -> tuple[date, date] | None:
    """First and last day of the 高齢受給者証 in force on a day, or None.

    It begins with the month after the one in which 70 is reached, ends before the 75th birthday, and is renewed each
    1 August.
    """
    begins = _first_of_month_after(_birthday(birth_date, 70) - timedelta(days=1))
    ends = _birthday(birth_date, 75) - timedelta(days=1)
    if not begins <= on <= ends:
        return None
    renewed = date(on.year if on >= date(on.year, 8, 1) else on.year - 1, 8, 1)
    return max(begins, renewed), min(ends, date(renewed.year + 1, 7, 31))


def _birthday(birth_date: date, age: int) -> date:
    """The birthday on which the age is full; 1 March for those born on 29 February when there is none."""
    year = birth_date.year + age
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _first_of_month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
