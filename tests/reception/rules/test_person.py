"""Is it the same person: spaces, width, black circles, 通称, kana, old forms (rulebook §2.9)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oqs_client.qualification import Qualification
from reception.rules.person import Likeness, of_row, same_name
from reception.visit.values import PatientIdentity

BORN = date(1980, 9, 3)
PATIENT = PatientIdentity(
    name="訓練髙　花子", name_kana="クンレンタカ　ハナコ", birth_date=BORN, other_name="ＫＵＮＲＥＮ　ＨＡＮＡ"
)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("訓練髙　花子", True),
        ("訓練髙花子", True),
        ("訓練高 花子", True),
        ("訓練●　花子", True),
        ("訓練●●花子", False),
        ("訓練●", False),
        ("訓練山　花子", False),
        ("訓練髙　花", False),
        ("", False),
    ],
)
def test_names(name: str, same: bool) -> None:
    assert same_name(PATIENT.name, name) is same
    assert same_name(name, PATIENT.name) is same


@pytest.mark.parametrize(
    ("changed", "likeness"),
    [
        ({}, Likeness.SAME),
        ({"name": "KUNREN HANA"}, Likeness.SAME),
        ({"name": "旧姓　花子", "other_name": "訓練高　花子"}, Likeness.SAME),
        ({"name": "旧姓　花子", "name_kana": "ｸﾝﾚﾝﾀｶ ﾊﾅｺ"}, Likeness.SAME),
        ({"name": "旧姓　花子", "name_kana": "ｷｭｳｾｲ ﾊﾅｺ"}, Likeness.NAME_DIFFERS),
        ({"name": "旧姓　花子", "name_kana": None}, Likeness.NAME_DIFFERS),
        ({"name": None, "name_kana": None}, Likeness.SAME),
        ({"birth_date": date(1980, 9, 4)}, Likeness.BIRTH_DATE_DIFFERS),
        ({"birth_date": None}, Likeness.SAME),
    ],
)
def test_rows_of_an_answer(changed: dict[str, object], likeness: Likeness) -> None:
    row = Qualification(name="訓練髙　花子", name_kana="ｸﾝﾚﾝﾀｶ ﾊﾅｺ", birth_date=BORN)
    assert of_row(PATIENT, Qualification.model_validate(row.model_dump() | changed)) is likeness


def test_small_kana_may_come_large() -> None:
    patient = PatientIdentity(name="訓練　京子", name_kana="クンレン　キョウコ", birth_date=BORN)
    row = Qualification(name="くんれん", name_kana="ｸﾝﾚﾝ ｷﾖｳｺ", birth_date=BORN)
    assert of_row(patient, row) is Likeness.SAME


@given(st.text(max_size=12), st.text(max_size=12))
def test_comparing_names_is_symmetric_and_every_name_is_itself(one: str, other: str) -> None:
    assert same_name(one, one)
    assert same_name(one, other) is same_name(other, one)
