"""The code lists of the contract (oqs-contract §2.6, OQSCD001-018, 026, 028), each value with its Japanese label.

A member *is* its wire code (`Validity.VALID == "1"`), so it goes into a message as it stands.
"""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A wire code that carries the Japanese words of its list in `label`."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Make the member out of its wire code and its label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def parse(cls, code: str | None) -> Self | None:
        """Return the member with this wire code; None when the code is absent or newer than this list."""
        return next((member for member in cls if member.value == code), None)


class LimitConsent(Code):
    """OQSCD001: consent to show the 限度額 certificate."""

    NOT_GIVEN = "0", "未同意"
    GIVEN = "1", "同意"


class Reference(Code):
    """OQSCD002: what the question was asked with."""

    CARD = "1", "マイナンバーカード"
    NUMBER = "2", "被保険者資格 番号情報"


class ResultSegment(Code):
    """OQSCD003: first layer of every answer, `SegmentOfResult`."""

    NORMAL = "1", "正常"
    IN_PROCESS = "2", "処理中"
    FAULT = "9", "異常"


class ProcessingStatus(Code):
    """OQSCD004: second layer, `ProcessingResultStatus`."""

    NORMAL = "1", "正常"
    ERROR = "2", "エラー"


class CharacterCode(Code):
    """OQSCD005: encoding of a message written as XML."""

    UTF_8 = "0", "UTF-8"
    SHIFT_JIS = "1", "Shift_JIS"


class Validity(Code):
    """OQSCD006: third layer, `QualificationValidity`. 3 exists only for look-ups by number, 6 only for 医療扶助."""

    VALID = "1", "有効"
    INVALID = "2", "無効"
    REPLACED = "3", "無効（新しい資格あり）"
    NOT_FOUND = "4", "該当資格なし"
    MULTIPLE = "5", "複数該当"
    UNREGISTERED = "6", "有効（未登録）"

    @property
    def word(self) -> str:
        """The plain English word, as the command line prints it: `valid`, `not-found`, ..."""
        return self.name.lower().replace("_", "-")


class SexCode(Code):
    """OQSCD007."""

    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSET = "3", "未設定"


class LossCause(Code):
    """OQSCD008: why a qualification ended."""

    DEATH = "01", "死亡"
    WELFARE = "02", "生活保護受給開始"
    OTHER_INSURANCE = "03", "医療保険等の資格取得"
    OTHER = "99", "その他"


class Relation(Code):
    """OQSCD009: the insured person or a dependant."""

    SELF = "1", "本人"
    FAMILY = "2", "家族"


class Classification(Code):
    """OQSCD010: kind of certificate. 05 means 特別療養 (the whole bill is paid at the desk)."""

    ORDINARY = "01", "一般"
    RETIRED = "02", "退職"
    SHORT_TERM = "03", "短期（一般）"
    SHORT_TERM_RETIRED = "04", "短期（退職）"
    SPECIAL_MEDICAL = "05", "特別療養費"
    SPECIAL_RETIRED = "06", "特例退職"
    SELF_DEFENCE = "07", "自衛官"
    MEDICAL_ASSISTANCE = "A1", "医療扶助"


class LimitClassification(Code):
    """OQSCD011: kind of limit certificate."""

    LIMIT = "01", "限度額適用"
    LIMIT_AND_REDUCTION = "02", "限度額適用・標準負担額減額"
    REDUCTION = "03", "標準負担額減額"


class LimitFlag(Code):
    """OQSCD012: income class of the limit (A below 70, B from 70)."""

    A01 = "A01", "ア"
    A02 = "A02", "イ"
    A03 = "A03", "ウ"
    A04 = "A04", "エ"
    A05 = "A05", "オ"
    A06 = "A06", "オ（境）"
    B01 = "B01", "現役並みⅢ"
    B02 = "B02", "現役並みⅡ"
    B03 = "B03", "現役並みⅠ"
    B04 = "B04", "一般"
    B05 = "B05", "低所得Ⅱ"
    B06 = "B06", "低所得Ⅰ"
    B07 = "B07", "低所得Ⅰ（老福）"
    B08 = "B08", "低所得Ⅰ（境）"
    B09 = "B09", "一般Ⅱ"
    B10 = "B10", "一般Ⅰ"


class SpecificDisease(Code):
    """OQSCD013: 特定疾病療養受療証."""

    DIALYSIS = "1", "人工透析"
    HAEMOPHILIA = "2", "血友病"
    HIV = "3", "HIV"


class LimitChanged(Code):
    """OQSCD014: used by the bulk look-up in place of the limit block."""

    NO = "0", "なし"
    YES = "1", "あり"


class Preschool(Code):
    """OQSCD015: present only for a child before school age."""

    PRESCHOOL = "1", "未就学"


class ConsentState(Code):
    """OQSCD016: consent to one kind of medical information."""

    NOT_GIVEN = "0", "なし"
    GIVEN = "1", "あり"
    EXPIRED = "2", "有効期限切れ"
    NOT_OBTAINABLE = "3", "取得困難"


class PrescriptionIssue(Code):
    """OQSCD017: form of prescription the patient chose."""

    ELECTRONIC = "1", "電子"
    PAPER = "2", "紙"


class TicketKind(Code):
    """OQSCD018: ticket of 医療扶助."""

    MEDICAL = "01", "医療券"
    DISPENSING = "02", "調剤券"


class InstitutionMatch(Code):
    """OQSCD026: whether the ticket names the institution that asks."""

    SAME = "0", "一致"
    DIFFERENT = "1", "不一致"


class TreatmentKind(Code):
    """OQSCD028: kind of treatment."""

    OUTPATIENT = "1", "外来"
    HOME_VISIT = "2", "訪問"
    ONLINE = "3", "オンライン"
    EMERGENCY = "4", "救急"


class IdentityMethod(Code):
    """How the patient was identified. Ours (`SimIdentityMethod`): the real list is not public."""

    PIN = "pin", "暗証番号"
    FACE = "face", "顔認証"
    VISUAL = "visual", "目視確認"
    PHONE = "phone", "スマートフォン"
    NONE = "none", "本人確認なし"


class ConsentKind(Code):
    """Kinds of medical information a patient may open; the value is the prefix of the three official elements."""

    HEALTH_CHECKUPS = "SpecificHealthCheckupsInfo", "特定健診情報"
    MEDICINES = "PharmacistsInfo", "薬剤情報"
    DIAGNOSES = "DiagnosisInfo", "診療情報"
    OPERATIONS = "OperationInfo", "手術情報"
    DIAGNOSIS_NAMES = "DiagnosisName", "傷病名"
    INFECTIONS = "InfectiousInfo", "感染症情報"
    ALLERGIES = "AllergyInfo", "アレルギー情報"
    CONTRAINDICATIONS = "ContraindicationInfo", "薬剤禁忌情報"
    TESTS = "TestInfo", "検査情報"
    PRESCRIPTIONS = "PrescriptionInfo", "処方情報"
