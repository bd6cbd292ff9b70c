"""Why the system refused a card, in words a desk can act on.

The numbers of the real list (別紙6-1) are not public; the `SIM-E1..` codes are ours and are read here, because the
client is what turns them into reasons. A code of another server becomes `OTHER`, with its own message kept.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal, Self

from oqs_client.value import Value


class RefusalReason(StrEnum):
    """Reason of a refusal, with what the clerk does next in Japanese and English."""

    next_ja: str
    next_en: str

    def __new__(cls, word: str, next_ja: str, next_en: str) -> Self:
        """Make the member out of its word and its two next steps."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.next_ja = next_ja
        member.next_en = next_en
        return member

    SIGNATURE_WRONG = (
        "signature-wrong",
        "カードを置き直し、はじめから確認してください。続く場合は別の確認方法へ。",
        "Place the card again and start over; if it persists, use another way of checking.",
    )
    CHALLENGE_OF_OTHER_CARD = (
        "challenge-of-other-card",
        "カードが途中で替わっていないか確かめ、はじめから確認してください。",
        "Make sure the card was not exchanged half-way, then start over.",
    )
    CERTIFICATE_DEAD = (
        "certificate-dead",
        "電子証明書の更新と再登録を案内し、資格確認書、または資格情報のお知らせ等で確認してください。",
        "Advise renewing and registering again; go on with the 資格確認書, or the notice or portal with the card.",
    )
    CERTIFICATE_NOT_YET_VALID = (
        "certificate-not-yet-valid",
        "受診日の設定とカードの発行日を確かめ、別の確認方法へ進んでください。",
        "Check the visit date and the card's date of issue, then use another way of checking.",
    )
    CERTIFICATE_REVOKED = (
        "certificate-revoked",
        "失効したカードです。市区町村への相談を案内し、別の確認方法へ進んでください。",
        "The card was revoked: refer to the municipality and use another way of checking.",
    )
    CA_UNKNOWN = (
        "ca-unknown",
        "訓練用のカードか確かめ、別の確認方法へ進んでください。",
        "Make sure it is a training card, then use another way of checking.",
    )
    CHALLENGE_UNKNOWN = (
        "challenge-unknown",
        "カードを置き直し、はじめから確認してください。",
        "Place the card again and start over.",
    )
    CHALLENGE_EXPIRED = (
        "challenge-expired",
        "時間切れです。カードを置き直し、はじめから確認してください。",
        "It took too long: place the card again and start over.",
    )
    CARD_NOT_REGISTERED = (
        "card-not-registered",
        "この場で初回登録（健康保険証利用の登録）ができることを案内してください。",
        "Offer to register the card as an insurance card on the spot.",
    )
    REGISTRATION_BLOCKED = (
        "registration-blocked",
        "理由を尋ねず、登録も勧めず、資格確認書をお願いしてください。",
        "Do not ask why, do not offer registration: ask for the 資格確認書.",
    )
    REGISTRATION_CANCELLED = (
        "registration-cancelled",
        "利用登録は解除されています。資格確認書をお願いしてください。",
        "The registration was cancelled: ask for the 資格確認書.",
    )
    NOT_AUTHENTICATION_CERTIFICATE = (
        "not-authentication-certificate",
        "利用者証明用電子証明書のあるカードか確かめ、別の確認方法へ進んでください。",
        "Make sure the card holds a user-authentication certificate, then use another way of checking.",
    )
    METHOD_NOT_ALLOWED = (
        "method-not-allowed",
        "このカードで使える本人確認の方法（顔認証、目視、暗証番号）を選び直してください。",
        "Choose a way of identification that this card allows (face, visual, PIN).",
    )
    OTHER = (
        "other",
        "表示された内容を確かめ、別の確認方法へ進んでください。",
        "Read the message and use another way of checking.",
    )


REASON_OF_CODE: Final = {
    "SIM-E101": RefusalReason.SIGNATURE_WRONG,
    "SIM-E102": RefusalReason.CHALLENGE_OF_OTHER_CARD,
    "SIM-E103": RefusalReason.CERTIFICATE_DEAD,
    "SIM-E104": RefusalReason.CERTIFICATE_NOT_YET_VALID,
    "SIM-E105": RefusalReason.CERTIFICATE_REVOKED,
    "SIM-E106": RefusalReason.CA_UNKNOWN,
    "SIM-E107": RefusalReason.CHALLENGE_UNKNOWN,
    "SIM-E108": RefusalReason.CHALLENGE_EXPIRED,
    "SIM-E109": RefusalReason.CARD_NOT_REGISTERED,
    "SIM-E110": RefusalReason.REGISTRATION_BLOCKED,
    "SIM-E111": RefusalReason.REGISTRATION_CANCELLED,
    "SIM-E112": RefusalReason.NOT_AUTHENTICATION_CERTIFICATE,
    "SIM-E113": RefusalReason.METHOD_NOT_ALLOWED,
}
"""What each code of the mock server means."""


class Notice(Value):
    """A code and message beside a normal end, for example that the certificate ends soon (oqs-contract §2.3)."""

    code: str
    message: str


class Refusal(Value):
    """The system understood the question and said no (`ProcessingResultStatus` 2)."""

    kind: Literal["refusal"] = "refusal"
    code: str
    message: str
    reason: RefusalReason

    @classmethod
    def of(cls, code: str, message: str) -> Self:
        """Read code and message as a server sent them."""
        return cls(code=code, message=message, reason=REASON_OF_CODE.get(code, RefusalReason.OTHER))


class Registered(Value):
    """初回登録 is done: from now on the card is an insurance card. `certificate_serial` is lower-case hex."""

    kind: Literal["registered"] = "registered"
    processed_at: datetime
    registered_on: date
    certificate_serial: str
    notice: Notice | None = None
