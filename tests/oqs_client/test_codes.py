"""Code lists (oqs-contract §2.6)."""

import pytest

from oqs_client import codes

LISTS: list[tuple[type[codes.Code], dict[str, str]]] = [
    (codes.LimitConsent, {"0": "未同意", "1": "同意"}),
    (codes.Reference, {"1": "マイナンバーカード", "2": "被保険者資格 番号情報"}),
    (codes.ResultSegment, {"1": "正常", "2": "処理中", "9": "異常"}),
    (codes.ProcessingStatus, {"1": "正常", "2": "エラー"}),
    (codes.CharacterCode, {"0": "UTF-8", "1": "Shift_JIS"}),
    (
        codes.Validity,
        {
            "1": "有効",
            "2": "無効",
            "3": "無効（新しい資格あり）",
            "4": "該当資格なし",
            "5": "複数該当",
            "6": "有効（未登録）",
        },
    ),
    (codes.SexCode, {"1": "男", "2": "女", "3": "未設定"}),
    (codes.LossCause, {"01": "死亡", "02": "生活保護受給開始", "03": "医療保険等の資格取得", "99": "その他"}),
    (codes.Relation, {"1": "本人", "2": "家族"}),
    (codes.SpecificDisease, {"1": "人工透析", "2": "血友病", "3": "HIV"}),
    (codes.LimitChanged, {"0": "なし", "1": "あり"}),
    (codes.Preschool, {"1": "未就学"}),
    (codes.ConsentState, {"0": "なし", "1": "あり", "2": "有効期限切れ", "3": "取得困難"}),
    (codes.PrescriptionIssue, {"1": "電子", "2": "紙"}),
    (codes.TicketKind, {"01": "医療券", "02": "調剤券"}),
    (codes.InstitutionMatch, {"0": "一致", "1": "不一致"}),
    (codes.TreatmentKind, {"1": "外来", "2": "訪問", "3": "オンライン", "4": "救急"}),
]


@pytest.mark.parametrize(("kind", "values"), LISTS, ids=lambda value: getattr(value, "__name__", ""))
def test_lists_are_those_of_the_contract(kind: type[codes.Code], values: dict[str, str]) -> None:
    assert {member.value: member.label for member in kind} == values


def test_classes_and_limit_flags() -> None:
    assert [member.value for member in codes.Classification] == ["01", "02", "03", "04", "05", "06", "07", "A1"]
    assert [member.value for member in codes.LimitClassification] == ["01", "02", "03"]
    assert codes.LimitFlag.A03.label == "ウ"
    assert [flag.value for flag in codes.LimitFlag] == [f"A{n:02}" for n in range(1, 7)] + [
        f"B{n:02}" for n in range(1, 11)
    ]


def test_validities_have_plain_words() -> None:
    words = [validity.word for validity in codes.Validity]
    assert words == ["valid", "invalid", "replaced", "not-found", "multiple", "unregistered"]


def test_a_code_is_what_stands_on_the_wire() -> None:
    assert f"{codes.Validity.REPLACED}" == "3"
    assert codes.Validity.parse("3") is codes.Validity.REPLACED
    assert codes.Validity.parse("7") is codes.Validity.parse(None) is None
