"""Random messages, made from the forms the elements themselves declare.

A whole answer has a hundred elements, too many for hypothesis to draw one by one: it draws the chance, and `message`
builds with it. `values` draws the value of one element.
"""

import random
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from oqs_client.element import Block
from oqs_client.wire_format import JST, Day, Format, Moment, Month, write_day, write_moment

BlockT = TypeVar("BlockT", bound=Block)

_DAY, _MOMENT, _MONTH = (
    next(form for form in get_args(kind) if isinstance(form, Format)) for kind in (Day, Moment, Month)
)
_TEXT = "訓練　花子ＡＢ髙﨑𠮷 ab-12\"\\/<&>'"
_SAMPLES = {
    r"[0-9]{8}|  [0-9]{6}": ["01990019", "  990010"],
    r"[0-9]{10}": ["9919900010"],
    r"[0-9]{2}": ["00", "07"],
    r"0[0-9]0|100": ["010", "030", "100"],
    r"[0-9]{1,10}": ["0", "10000"],
    r"[0-9]{3}-[0-9]{4}": ["999-0025"],
    r"[ -~｡-ﾟ]{1,100}": ["ｸﾝﾚﾝ ﾊﾅｺ", "ﾊﾟｳﾗ"],
    r"[0-9A-Fa-f]{1,40}": ["12d57ca", "0705D990"],
    r"[0-9A-Za-z]{1,64}": ["a1B2"],
}
_FIXED_DAYS = {_DAY: ["20260510", "20280229"], _MOMENT: ["20260510090000", "19891231235959"], _MONTH: ["202605"]}


def form_of(hint: object) -> Format | None:
    """The form an element declares, if it is a single value."""
    inner = [argument for argument in get_args(hint) if argument is not NoneType]
    here = next((argument for argument in inner if isinstance(argument, Format)), None)
    return here or (form_of(inner[0]) if inner and get_origin(hint) is not tuple else None)


def values(form: Format) -> st.SearchStrategy[str]:
    """Every value that fits a form."""
    if form == _DAY:
        return st.dates().map(write_day)
    if form == _MOMENT:
        return st.datetimes(timezones=st.just(JST)).map(write_moment)
    return st.from_regex(form.pattern, fullmatch=True).filter(form.fits)


def message(kind: type[BlockT], chance: random.Random) -> BlockT:
    """A block of a kind: about half of what may be absent is."""
    hints = get_type_hints(kind, include_extras=True)
    present = [name for name, field in kind.model_fields.items() if field.is_required() or chance.random() < 0.5]
    return kind(**{name: _value(hints[name], chance) for name in present})


def _value(hint: object, chance: random.Random) -> Any:  # noqa: ANN401 - a string, a block or a tuple of blocks
    form = form_of(hint)
    if form is not None:
        return _sample(form, chance)
    if isinstance(hint, type) and issubclass(hint, Block):
        return message(hint, chance)
    inner = next(argument for argument in get_args(hint) if argument is not NoneType)
    if get_origin(hint) is tuple:
        return tuple(_value(inner, chance) for _ in range(chance.randint(1, 2)))
    return _value(inner, chance)


def _sample(form: Format, chance: random.Random) -> str:
    if form in _FIXED_DAYS:
        return chance.choice(_FIXED_DAYS[form])
    if form.words.startswith("one of"):
        return chance.choice(form.words.removeprefix("one of ").split(", "))
    if form.words.startswith("text"):
        most = int(form.words.split()[-2])
        return "訓" + "".join(chance.choices(_TEXT, k=chance.randint(0, min(most, 30) - 1)))
    if form.words == "base64":
        return chance.choice(["YWJjZA==", "YWJj", "+/+/"])
    return chance.choice(_SAMPLES[form.pattern])
