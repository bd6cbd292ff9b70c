"""How values look on the wire (oqs-contract §2, §9): widths, dates, kana; strict when written, liberal when read.

A field declares its form once, `Annotated[str, Format(...)]`. Building a message, or reading one that must be exact as
the server does, enforces the form. Reading an answer with `context=LIBERAL` lets other forms pass, because real answers
are written by many hands and only the typed reading can say what it cannot do without.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

JST: Final = timezone(timedelta(hours=9), "JST")
"""Every time on the wire is Japan Standard Time."""

LIBERAL: Final = "liberal"
"""Validation context that switches the strict forms off."""

INSURER_WIDTH: Final = 8
"""保険者番号 is 8 wide; the 6 digits of 国保 come with two spaces before them."""


@dataclass(frozen=True)
class Format:
    """The written form of one element: words for people, a pattern for the schema, a test for what it cannot say."""

    words: str
    pattern: str
    fits: Callable[[str], bool] = lambda _: True

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._enforce, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"pattern": f"^(?:{self.pattern})$", "description": self.words}

    def _enforce(self, value: str, info: ValidationInfo) -> str:
        if info.context == LIBERAL or (re.fullmatch(self.pattern, value) and self.fits(value)):
            return value
        raise PydanticCustomError("wire_format", "must be {words}", {"words": self.words})


def text(most: int) -> Format:
    """Free text of 1 to `most` characters without control characters."""
    return Format(
        f"text of 1 to {most} characters", rf"[^\x00-\x1f\x7f]{{1,{most}}}", lambda value: bool(value.strip())
    )


def digits(count: int) -> Format:
    """Exactly `count` half-width digits, leading zeros kept."""
    return Format(f"{count} digits", rf"[0-9]{{{count}}}")


def coded(*codes: str) -> Format:
    """One of the listed codes."""
    return Format("one of " + ", ".join(codes), "|".join(re.escape(code) for code in codes))


def _is_moment(value: str) -> bool:
    """Whether the digits name a real day (and time)."""
    try:
        datetime.strptime(value.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=JST)
    except ValueError:
        return False
    return True


Day = Annotated[str, Format("a day yyyyMMdd", r"[0-9]{8}", _is_moment)]
Moment = Annotated[str, Format("a time yyyyMMddHHmmss (JST)", r"[0-9]{14}", _is_moment)]
Month = Annotated[str, Format("a month yyyyMM", r"[0-9]{6}", lambda value: _is_moment(value + "01"))]
InsurerField = Annotated[str, Format("8 wide: 8 digits, or 2 spaces and 6 digits", r"[0-9]{8}|  [0-9]{6}")]
Institution = Annotated[str, Format("10 digits", r"[0-9]{10}")]
Symbol = Annotated[str, text(20)]
Number = Annotated[str, text(20)]
Branch = Annotated[str, digits(2)]
Ratio = Annotated[str, Format("3 digits, tenths then 0: 010, 020, 030 ... 100", r"0[0-9]0|100")]
Yen = Annotated[str, Format("whole yen without separators", r"[0-9]{1,10}")]
Postcode = Annotated[str, Format("NNN-NNNN", r"[0-9]{3}-[0-9]{4}")]
Text = Annotated[str, text(100)]
LongText = Annotated[str, text(1000)]
Base64 = Annotated[str, Format("base64", r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", bool)]
HalfKana = Annotated[str, Format("half-width kana and half-width spaces", r"[ -~｡-ﾟ]{1,100}")]


def write_day(day: date) -> str:
    """`yyyyMMdd`."""
    return day.isoformat().replace("-", "")


def read_day(value: str) -> date:
    """Read `yyyyMMdd`. Raises ValueError when it names no day."""
    if not re.fullmatch(r"[0-9]{8}", value):
        raise ValueError("not a day yyyyMMdd")
    return date(int(value[:4]), int(value[4:6]), int(value[6:]))


def write_moment(moment: datetime) -> str:
    """`yyyyMMddHHmmss` in Japan Standard Time; `moment` must know its zone."""
    local = moment.astimezone(JST)
    return write_day(local.date()) + local.strftime("%H%M%S")


def read_moment(value: str) -> datetime:
    """Read `yyyyMMddHHmmss`, JST. Raises ValueError when it names no moment."""
    if not re.fullmatch(r"[0-9]{14}", value):
        raise ValueError("not a time yyyyMMddHHmmss")
    return datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=JST)


def write_insurer(number: str) -> str:
    """保険者番号 as the wire has it: left-padded with spaces to 8."""
    return number.rjust(INSURER_WIDTH)


_MARKS = {"゙": "ﾞ", "゚": "ﾟ", "　": " ", "゛": "ﾞ", "゜": "ﾟ"}
_SMALL_OR_OLD = {"ヮ": "ﾜ", "ヰ": "ｲ", "ヱ": "ｴ", "ヵ": "ｶ", "ヶ": "ｹ"}
_TO_HALF = str.maketrans(
    {unicodedata.normalize("NFKC", chr(half)): chr(half) for half in range(0xFF61, 0xFF9E)} | _MARKS | _SMALL_OR_OLD
)


def half_width_kana(full: str) -> str:
    """Write katakana the way the wire has it: half-width, voicing marks apart, half-width space (`ｸﾝﾚﾝ ﾊﾅｺ`)."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", full))
    return decomposed.translate(_TO_HALF)


def full_width_kana(half: str) -> str:
    """Read half-width kana into the full-width katakana and full-width space of a screen."""
    return unicodedata.normalize("NFKC", half).replace(" ", "　")
