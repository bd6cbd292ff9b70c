"""PIN and 照合番号B: format checked at construction, masked wherever shown (my-number-card §3)."""

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import Pin, VerificationNumberB
from reader.credentials import era_year
from reader.errors import MalformedPin, MalformedVerificationNumber


def test_a_pin_is_sent_as_ascii_without_padding() -> None:
    assert Pin("1357").encoded() == b"1357"


@pytest.mark.parametrize("digits", ["", "123", "12345", "12a4", " 123", "1234\n", "１２３４", "١٢٣٤", "-123"])
def test_what_is_not_four_ascii_digits_is_refused(digits: str) -> None:
    with pytest.raises(MalformedPin):
        Pin(digits)


@given(st.text(max_size=8).filter(lambda text: not (len(text) == 4 and text.isascii() and text.isdigit())))
def test_a_refused_pin_is_not_in_the_error(digits: str) -> None:
    with pytest.raises(MalformedPin) as refused:
        Pin(digits)
    assert refused.value.args == ()


@pytest.mark.parametrize("secret", [Pin("1357"), VerificationNumberB("55021720352285")])
def test_a_secret_never_shows_itself(secret: Pin | VerificationNumberB) -> None:
    shown = f"{secret!r} {secret!s} {secret} {[secret]}"
    assert "1357" not in shown
    assert "5502" not in shown


def test_a_secret_is_never_stored() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Pin("1357"))
    with pytest.raises(TypeError):
        hash(Pin("1357"))


def test_secrets_compare_by_value_and_kind() -> None:
    assert Pin("1357") == Pin("1357")
    assert Pin("1357") != Pin("1358")
    assert Pin("1357") != "1357"


def test_the_number_confirmed_on_a_real_card() -> None:
    number = VerificationNumberB.of_card(date(1980, 2, 17), 2035, "2285")
    assert number == VerificationNumberB("55021720352285")
    assert number.encoded() == b"55021720352285"
    assert number.birth_key == b"550217"


@pytest.mark.parametrize(
    "digits",
    [
        "",
        "5502172035228",
        "550217203522850",
        "55131720352285",
        "55003220352285",
        "55021719352285",
        "5502172035228x",
        "５５021720352285",
    ],
)
def test_a_number_that_no_card_can_print_is_refused(digits: str) -> None:
    with pytest.raises(MalformedVerificationNumber):
        VerificationNumberB(digits)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2019, 5, 1), 1),
        (date(2019, 4, 30), 31),
        (date(1989, 1, 8), 1),
        (date(1989, 1, 7), 64),
        (date(1926, 12, 25), 1),
        (date(1926, 12, 24), 15),
        (date(1912, 7, 30), 1),
        (date(1912, 7, 29), 45),
        (date(1980, 2, 17), 55),
        (date(2026, 1, 9), 8),
    ],
)
def test_years_count_in_the_japanese_era(day: date, year: int) -> None:
    assert era_year(day) == year


def test_nobody_is_older_than_the_eras() -> None:
    with pytest.raises(MalformedVerificationNumber):
        era_year(date(1867, 12, 31))
