"""What a clerk types (rulebook §3.1, §3.2, §3.4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception.rules import numbers
from reception.rules.numbers import InputProblem
from tests.reception.rules.builders import doubtful


@pytest.mark.parametrize(
    "good",
    [
        *("33120015", "54016027", "32280414", "81136244", "88138243", "89131247", "138057", "77777779"),
        *("01990019", "06990014", "39990015", "12990016", "990010", "993014"),
    ],
)
def test_insurer_numbers_of_the_book_pass(good: str) -> None:
    assert numbers.insurer_number(good) == good


@pytest.mark.parametrize("bad", ["77777777", "99999999", "12345678", "0199001", "019900199", "", "0199001a"])
def test_insurer_numbers_of_the_book_fail(bad: str) -> None:
    assert isinstance(numbers.insurer_number(bad), InputProblem)


def test_full_width_and_padding_are_cleaned() -> None:
    assert numbers.insurer_number("　　９９００１０") == "990010"
    assert numbers.insurer_number("0199-0019") == "01990019"
    assert numbers.insured_number(" ０１２３ ") == "0123"
    assert numbers.branch("１") == "01"
    assert numbers.points("１，２３５点") == 1235
    assert numbers.share("３割") == 3


@given(position=st.integers(0, 7), digit=st.integers(0, 9))
def test_one_wrong_digit_is_always_found(position: int, digit: int) -> None:
    right = "01990019"
    wrong = right[:position] + str(digit) + right[position + 1 :]
    assert isinstance(numbers.insurer_number(wrong), InputProblem) is (wrong != right)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-10", date(2026, 5, 10)),
        ("2026/5/10", date(2026, 5, 10)),
        ("20260510", date(2026, 5, 10)),
        ("2026年5月10日", date(2026, 5, 10)),
        ("令和8年5月10日", date(2026, 5, 10)),
        ("Ｒ８．５．１０", date(2026, 5, 10)),
        ("r8.5.10", date(2026, 5, 10)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("S64.1.7", date(1989, 1, 7)),
        ("S55.2.17", date(1980, 2, 17)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_dates_as_printed(text: str, day: date) -> None:
    assert numbers.date_of(text) == day


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "2026-13-01", "20261301", "令和8年2月30日", "H31.5.1", "S64.1.8", "R0.5.1", "あした", "", "5/10"],
)
def test_dates_that_do_not_exist(text: str) -> None:
    assert isinstance(numbers.date_of(text), InputProblem)


@given(st.dates(date(1868, 1, 26), date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert numbers.date_of(day.isoformat()) == day
    assert numbers.date_of(f"{day:%Y%m%d}") == day


@pytest.mark.parametrize("text", ["0", "-5", "3.5", "", "12345678", "abc"])
def test_points_are_whole_and_positive(text: str) -> None:
    assert isinstance(numbers.points(text), InputProblem)


def test_what_may_be_empty_is_none_and_what_must_not_be_is_told() -> None:
    assert numbers.symbol(" ") is None
    assert numbers.branch("") is None
    assert numbers.share("") is None
    assert isinstance(numbers.contact(" "), InputProblem)
    assert isinstance(numbers.insured_number(""), InputProblem)


@pytest.mark.parametrize("problem", [numbers.symbol("1" * 21), numbers.branch("123"), numbers.share("5")])
def test_problems_speak_both_languages(problem: object) -> None:
    assert isinstance(problem, InputProblem)
    assert problem.ja
    assert problem.en.isascii() or "国保" in problem.en
    assert doubtful(problem.ja + problem.en) == set()


@given(st.text(max_size=30))
def test_nothing_typed_breaks_a_reader(text: str) -> None:
    for read in (numbers.insurer_number, numbers.symbol, numbers.insured_number, numbers.branch, numbers.points):
        read(text)
    numbers.share(text)
    numbers.contact(text)
    numbers.date_of(text)
