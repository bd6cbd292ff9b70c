"""The result codes of this server. The real list (別紙6-1) is not public: these are ours and say so by `SIM-`.

E1.. refuse (ProcessingResultStatus 2), N2.. stand beside a normal end, E9.. are faults (SegmentOfResult 9).
What the clerk does next belongs to the reader of the code: `oqs_client.refusal`.
"""

from enum import StrEnum
from typing import Self


class ResultCode(StrEnum):
    """A code with its text in Japanese and English."""

    ja: str
    en: str

    def __new__(cls, code: str, ja: str, en: str) -> Self:
        """Make the member out of its code and its two texts."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.ja = ja
        member.en = en
        return member

    @property
    def message(self) -> str:
        """The text as it stands in ProcessingResultMessage: Japanese first."""
        return f"{self.ja} / {self.en}"

    SIGNATURE_WRONG = "SIM-E101", "カードの署名が正しくありません", "The card's signature is wrong"
    OTHER_CARD = "SIM-E102", "別のカードの認証要求です", "The challenge was issued for another card's certificate"
    CERTIFICATE_DEAD = (
        "SIM-E103",
        "電子証明書の有効期限から3か月を過ぎています",
        "The certificate ended more than 3 months ago",
    )
    CERTIFICATE_NOT_YET_VALID = "SIM-E104", "電子証明書がまだ有効ではありません", "The certificate is not valid yet"
    CERTIFICATE_REVOKED = "SIM-E105", "電子証明書が失効しています", "The certificate was revoked"
    CA_UNKNOWN = "SIM-E106", "発行元が確認できない電子証明書です", "The certificate's issuer is unknown"
    CHALLENGE_UNKNOWN = "SIM-E107", "認証要求が不明か、使用済みです", "The challenge is unknown or was used before"
    CHALLENGE_TOO_OLD = "SIM-E108", "認証要求の有効時間（5分）を過ぎています", "The challenge is older than 5 minutes"
    CARD_NOT_REGISTERED = (
        "SIM-E109",
        "健康保険証利用の登録がありません",
        "The card is not registered for insurance",
    )
    REGISTRATION_BLOCKED = "SIM-E110", "このカードでは登録・確認ができません", "Registration is blocked for this card"
    REGISTRATION_CANCELLED = "SIM-E111", "利用登録は解除されています", "The registration was cancelled"
    NOT_AUTHENTICATION = (
        "SIM-E112",
        "利用者証明用電子証明書ではありません",
        "This is not a user-authentication certificate",
    )
    METHOD_NOT_ALLOWED = (
        "SIM-E113",
        "このカードでは使えない本人確認方法です",
        "This way of identification is not allowed for the card",
    )
    CERTIFICATE_ENDS_SOON = (
        "SIM-N201",
        "電子証明書の有効期限まで3か月以内です。市区町村で更新してください",
        "The certificate ends within 3 months: renew it at the municipality",
    )
    CERTIFICATE_IN_GRACE = (
        "SIM-N202",
        "電子証明書の有効期限が切れています。資格確認のみで、診療情報等は提供できません",
        "The certificate has ended: qualification only, no medical information",
    )
    REGISTRY_FAULT = "SIM-E901", "資格情報の台帳を読み書きできません", "The registry cannot be read or written"
