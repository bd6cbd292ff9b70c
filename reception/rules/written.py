"""Dates, shares and sums as a clerk reads them."""

from datetime import date

_SHARES = {0: "負担なし", 10: "全額（10割）"}


def written_date(day: date) -> str:
    """Year, month and day in Japanese; the same on every platform."""
    return f"{day.year}年{day.month}月{day.day}日"


def written_share(share: int) -> str:
    """A share in tenths as it is spoken of at the desk."""
    return _SHARES.get(share, f"{share}割")


def written_yen(yen: int) -> str:
    """A sum in yen with separators."""
    return f"{yen:,}円"
