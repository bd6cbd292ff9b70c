"""Forms on the wire (oqs-contract §9)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oqs_client.wire_format import (
    JST,
    full_width_kana,
    half_width_kana,
    read_day,
    read_moment,
    write_day,
    write_insurer,
    write_moment,
)

PLAIN_KATAKANA = (
    "アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノ"
    "ハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロワヲンヴァィゥェォー・"
)


@given(st.text(PLAIN_KATAKANA + "　", min_size=1))
def test_kana_survive_the_wire(full: str) -> None:
    half = half_width_kana(full)
    assert full_width_kana(half) == full
    assert all(character == " " or "｡" <= character <= "ﾟ" for character in half)


@pytest.mark.parametrize(
    ("full", "half"),
    [
        ("モギ　ハナコ", "ﾓｷﾞ ﾊﾅｺ"),
        ("クンレン　パウラ", "ｸﾝﾚﾝ ﾊﾟｳﾗ"),
        ("ヴァン・アン", "ｳﾞｧﾝ･ｱﾝ"),
        ("ヰノウヱ　ヶン", "ｲﾉｳｴ ｹﾝ"),
    ],
)
def test_kana_are_half_width_with_a_half_width_space(full: str, half: str) -> None:
    assert half_width_kana(full) == half


@given(st.dates())
def test_days_survive_the_wire(day: date) -> None:
    assert len(write_day(day)) == 8
    assert read_day(write_day(day)) == day


@given(st.datetimes(timezones=st.just(JST)).map(lambda moment: moment.replace(microsecond=0)))
def test_moments_survive_the_wire(moment: datetime) -> None:
    assert read_moment(write_moment(moment)) == moment


def test_moments_are_written_in_japan() -> None:
    assert write_moment(datetime(2026, 5, 9, 15, 30, tzinfo=UTC)) == "20260510003000"


@pytest.mark.parametrize("text", ["20260230", "2026-2-3", "202602031", "２０２６０２０３", "", " 2026020"])
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|date"):
        read_day(text)


@pytest.mark.parametrize("text", ["20260203", "20260203246000", "2026020309000 "])
def test_what_names_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"time|second|data"):
        read_moment(text)


@pytest.mark.parametrize(("number", "written"), [("990010", "  990010"), ("01990019", "01990019")])
def test_insurer_numbers_are_eight_wide(number: str, written: str) -> None:
    assert write_insurer(number) == written
