"""The card answers, and not as a My Number Card should."""

from typing import ClassVar

from reader.errors.base import TO_DOCUMENTS_EN, TO_DOCUMENTS_JA, ReaderError
from reader.status_word import StatusWord


class NotMyNumberCard(ReaderError):
    """The card has no 公的個人認証AP (or lacks the application asked for)."""

    ja = "マイナンバーカードではないカードです。"
    en = "This is not a My Number Card."
    next_ja = "置かれたカードを確かめ、マイナンバーカードを置いていただいてください。"
    next_en = "Look at the card and ask for the My Number Card."


class CardProtocolError(ReaderError):
    """The chip answered a status word the driver did not expect; `status` tells which."""

    ja = "カードが予期しない応答をしました。"
    en = "The card gave an unexpected answer."
    next_ja = f"カードを置き直してください。続く場合は、{TO_DOCUMENTS_JA}"
    next_en = f"Place the card again. If it happens again: {TO_DOCUMENTS_EN}"

    def __init__(self, sw: int) -> None:
        super().__init__(sw)
        self.status = StatusWord(sw)
        self.ja = f"カードが予期しない応答をしました({sw:04X} {self.status.ja})。"
        self.en = f"The card gave an unexpected answer ({self.status})."


class UnreadableCardData(ReaderError):
    """A file of the card was read and does not hold what it should."""

    next_ja = f"カードを置き直してください。続く場合は、{TO_DOCUMENTS_JA}"
    next_en = f"Place the card again. If it happens again: {TO_DOCUMENTS_EN}"


class CertificateUnreadable(UnreadableCardData):
    """利用者証明用電子証明書 is missing or is no certificate."""

    ja = "利用者証明用電子証明書が読めません。カードに入っていないか、壊れています。"
    en = "The user certificate cannot be read: it is missing or damaged."
    next_ja = f"発行・更新は市区町村の窓口です。今日は、{TO_DOCUMENTS_JA}"
    next_en = f"The municipal office issues a new one. Today: {TO_DOCUMENTS_EN}"


class CertificateKeyUnknown(CertificateUnreadable):
    """The certificate is one, and its key is not RSA-2048: a card of another generation (my-number-card §5)."""

    ja = "利用者証明用電子証明書の鍵の方式に対応していません。"
    en = "The user certificate has a key of a kind this program does not know."


class CertificateOfAnotherAuthority(CertificateUnreadable):
    """The certificate was not issued by an authority of the 公的個人認証サービス."""

    ja = "利用者証明用電子証明書が、公的個人認証サービスの発行したものではありません。"
    en = "The user certificate was not issued by an authority of JPKI."
    next_ja = f"マイナンバーカードかどうか確かめてください。今日は、{TO_DOCUMENTS_JA}"
    next_en = f"Look whether it is a My Number Card. Today: {TO_DOCUMENTS_EN}"


class CardFaceUnreadable(UnreadableCardData):
    """The card face record of the visual application is damaged."""

    ja = "券面の情報が読めません。"
    en = "The card face record cannot be read."


class PhotoUnreadable(UnreadableCardData):
    """The photo is there and is not JPEG 2000."""

    ja = "顔写真のデータが読めません。"
    en = "The photo on the chip cannot be read."
    next_ja = "券面に印刷された写真とご本人を見比べるか、暗証番号での確認に切り替えてください。"
    next_en = "Compare the printed photo with the patient, or switch to the PIN."


class _Malformed(ReaderError):
    """Base of bytes that break their own format."""

    subject: ClassVar[str]

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.en = f"Malformed {self.subject}: {reason}."


class MalformedApdu(_Malformed):
    """Bytes that are no APDU."""

    subject = "APDU"
    ja = "カードとのやり取りが正しい形になっていません。"


class MalformedTlv(_Malformed):
    """Bytes that are no BER-TLV."""

    subject = "TLV"
    ja = "カードのデータが正しい形になっていません。"
