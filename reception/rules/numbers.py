"""What a clerk types, cleaned or refused in words: numbers, dates, points (rulebook §3.1, §3.2).

Each function takes the text as typed (full-width digits are fine) and returns the clean value, or an `InputProblem`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from stdnum import luhn

MAX_NUMBER = 20
"""記号 and 番号: at most 20 characters in a message of the system (oqs-contract §2.1)."""
MAX_POINTS = 9_999_999


@dataclass(frozen=True)
class InputProblem:
    """Why an input cannot be taken, and what would be right."""

    ja: str
    en: str


def insurer_number(text: str) -> str | InputProblem:
    """保険者番号: 8 digits, or 6 for 国保; the last one checks the others (Luhn, §3.2)."""
    digits = _digits(text)
    if not re.fullmatch(r"\d{6}|\d{8}", digits):
        return InputProblem("保険者番号は8桁、国保は6桁の数字です。", "The insurer number has 8 digits, 6 for 国保.")
    if luhn.is_valid(digits):
        return digits
    return InputProblem(
        "保険者番号の検証番号が合いません。一字ずつ読み直してください。",
        "The check digit of the insurer number is wrong: read it again digit by digit.",
    )


def symbol(text: str) -> str | InputProblem | None:
    """記号: up to 20 characters, kept as printed; an empty input means that none is printed (None)."""
    clean = text.strip()
    if len(clean) > MAX_NUMBER:
        return InputProblem("記号は20文字までです。", "The symbol has at most 20 characters.")
    return clean or None


def insured_number(text: str) -> str | InputProblem:
    """番号: 1 to 20 characters without spaces, full-width digits made plain, leading zeros kept."""
    clean = _plain(text)
    if 0 < len(clean) <= MAX_NUMBER:
        return clean
    return InputProblem("番号を20文字までで入れてください。", "Enter the number, at most 20 characters.")


def branch(text: str) -> str | InputProblem | None:
    """枝番: two digits (one is padded); an empty input means that none is printed (None)."""
    clean = _plain(text)
    if not clean:
        return None
    if re.fullmatch(r"\d{1,2}", clean):
        return clean.zfill(2)
    return InputProblem("枝番は2桁の数字です。", "The branch number has two digits.")


def points(text: str) -> int | InputProblem:
    """The bill of the day in points: a whole number from 1; a separator and the word 点 are let pass."""
    clean = _plain(text).removesuffix("点").replace(",", "")
    if re.fullmatch(r"\d{1,7}", clean) and 1 <= int(clean) <= MAX_POINTS:
        return int(clean)
    return InputProblem("点数は1以上の整数で入れてください。", "Enter the points as a whole number from 1.")


def share(text: str) -> int | InputProblem | None:
    """負担割合 in tenths, 1 to 3; an empty input means that it is not known (None)."""
    clean = _plain(text).removesuffix("割")
    if not clean:
        return None
    if clean in {"1", "2", "3"}:
        return int(clean)
    return InputProblem("負担割合は1割、2割、3割のどれかです。", "The share is 1, 2 or 3 tenths.")


def contact(text: str) -> str | InputProblem:
    """連絡先 of the 申立書: never empty, because the patient has to be called before the claim (§2.4)."""
    clean = text.strip()
    return clean or InputProblem("連絡先は必ず入れてください。", "The contact must not be empty.")


def date_of(text: str) -> date | InputProblem:
    """A date as printed: 2026-05-10, 2026/5/10, 20260510, 令和8年5月10日, R8.5.10, S55.2.17."""
    clean = unicodedata.normalize("NFKC", text).strip().upper().replace("元年", "1年")
    western = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", clean) or re.fullmatch(_WESTERN, clean)
    if western:
        return _day(*map(int, western.groups()))
    japanese = re.fullmatch(_JAPANESE, clean)
    return _in_era(japanese) if japanese else _NO_DATE


_SEPARATED = r"\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_WESTERN = r"(\d{4})" + _SEPARATED
_JAPANESE = r"(明治|大正|昭和|平成|令和|[MTSHR])\s*(\d{1,2})" + _SEPARATED
_NO_DATE = InputProblem(
    "日付として読めません。例：2026-05-10、令和8年5月10日", "Not a date. Write 2026-05-10 or 令和8年5月10日."
)
_NO_SUCH_DAY = InputProblem("その日付は暦にありません。", "There is no such day in the calendar.")
_NOT_IN_ERA = InputProblem("その元号にその日付はありません。", "The era does not have that day.")

_ERAS: Mapping[str, tuple[date, date]] = {
    "M": (date(1868, 1, 25), date(1912, 7, 29)),
    "T": (date(1912, 7, 30), date(1926, 12, 24)),
    "S": (date(1926, 12, 25), date(1989, 1, 7)),
    "H": (date(1989, 1, 8), date(2019, 4, 30)),
    "R": (date(2019, 5, 1), date.max),
}
_LETTERS: Mapping[str, str] = {"明治": "M", "大正": "T", "昭和": "S", "平成": "H", "令和": "R"}


def _in_era(written: re.Match[str]) -> date | InputProblem:
    era, year, month, day = written.groups()
    first, last = _ERAS[_LETTERS.get(era, era)]
    found = _day(first.year + int(year) - 1, int(month), int(day))
    if isinstance(found, InputProblem) or first <= found <= last:
        return found
    return _NOT_IN_ERA


def _day(year: int, month: int, day: int) -> date | InputProblem:
    try:
        return date(year, month, day)
    except ValueError:
        return _NO_SUCH_DAY


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _digits(text: str) -> str:
    return _plain(text).replace("-", "")
