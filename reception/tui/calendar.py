"""Dates as a Japanese desk writes them."""

from datetime import date

_WEEKDAYS = "月火水木金土日"
_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
)


def long_date(day: date) -> str:
    """2026年5月10日（日）."""
    return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def short_date(day: date) -> str:
    """2026/05/10, always ten cells."""
    return f"{day:%Y/%m/%d}"


def era_date(day: date) -> str:
    """昭和61年3月23日; years before 1912 are written in the common era."""
    for start, name in _ERAS:
        if day >= start:
            year = day.year - start.year + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def age(birth: date, on: date) -> int:
    """Whole years on the day `on`."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
