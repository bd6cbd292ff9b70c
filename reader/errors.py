"""What can go wrong between the desk and the chip, in the clerk's words.

    ReaderError
    ├── ReaderUnavailable      the reader or the PC/SC service is dead
    │   ├── ReaderBusy         another program holds the reader
    │   ├── ReaderAccessDenied the system does not let this user use readers
    │   └── ServiceUnavailable the PC/SC service does not run
    ├── NoReader               no reader (of this name) is connected
    ├── NoCard                 the reader is empty
    ├── CardRemoved            the link to the card was lost
    ├── CardMute               a card is there and does not answer
    ├── NotMyNumberCard        another kind of card
    ├── CardProtocolError      an answer the driver did not expect (.status)
    ├── PinError
    │   ├── MalformedPin       not four digits: nothing was sent, no try lost
    │   ├── PinRequired        the chip wants the PIN first (6982)
    │   ├── WrongPin           .tries_left
    │   ├── PinLocked
    │   └── PinOutcomeUnknown  link lost during VERIFY: the try may have counted
    ├── VerificationNumberError                       the same for 照合番号B
    │   ├── MalformedVerificationNumber
    │   ├── WrongVerificationNumber    .tries_left
    │   ├── VerificationNumberLocked
    │   └── VerificationOutcomeUnknown  (also a PinOutcomeUnknown)
    ├── UnreadableCardData
    │   ├── CertificateUnreadable
    │   ├── CardFaceUnreadable
    │   └── PhotoUnreadable
    ├── CountersUnavailable    the file of a virtual card's try counters
    ├── PersonHasNoCard        a fixture without a card was to be minted
    └── MalformedApdu, MalformedTlv    bytes that are no APDU, no TLV

Every class carries `ja`, `en` (what happened) and `next_ja`, `next_en` (what to do next). None of them ever carries a
PIN, a 照合番号 or card data.
"""

from typing import ClassVar

from reader.status_word import StatusWord

_TO_DOCUMENTS_JA = "ほかの確認方法(マイナポータルの画面・PDF、資格情報のお知らせ、資格確認書など)に進んでください。"
_TO_DOCUMENTS_EN = "Go on with another way: portal screen or PDF, eligibility notice, eligibility certificate."


class ReaderError(Exception):
    """Base of everything this package raises."""

    ja: str = "カードの読取りで問題が起きました。"
    en: str = "Something went wrong while reading the card."
    next_ja: str = "カードを置き直し、もう一度お試しください。"
    next_en: str = "Place the card again and try once more."

    def __str__(self) -> str:
        return self.en


class ReaderUnavailable(ReaderError):
    """The reader is dead or unplugged."""

    ja = "カードリーダーが使えません。"
    en = "The card reader cannot be used."
    next_ja = f"接続と電源を確かめてください。直らなければ、{_TO_DOCUMENTS_JA}"
    next_en = f"Check cable and power. If that does not help: {_TO_DOCUMENTS_EN}"


class ReaderBusy(ReaderUnavailable):
    """Another program, or another connection, holds the reader."""

    ja = "カードリーダーはほかのプログラムが使用中です。"
    en = "Another program is using the card reader."
    next_ja = "カードを使うほかのプログラムを閉じてから、もう一度お試しください。"
    next_en = "Close other programs that use the card, then try again."


class ReaderAccessDenied(ReaderUnavailable):
    """The PC/SC service refuses this user: polkit without an active session, or too many programs at once."""

    ja = "カードリーダーを使う権限がありません。"
    en = "The system does not allow this user to use card readers."
    next_ja = "画面の前でログインし直すか、管理者にpcscdのpolkit設定を確かめてもらってください。"
    next_en = "Log in at the machine itself, or have the polkit rules of pcscd checked."


class ServiceUnavailable(ReaderUnavailable):
    """The PC/SC service (pcscd, or the smart card service of Windows) does not run or has just died."""

    ja = "カードリーダーのサービス(PC/SC)が動いていません。"
    en = "The smart card service (PC/SC) is not running."
    next_ja = f"Linuxでは sudo systemctl start pcscd で始められます。直らなければ、{_TO_DOCUMENTS_JA}"
    next_en = f"On Linux, `sudo systemctl start pcscd` starts it. If that does not help: {_TO_DOCUMENTS_EN}"


class NoReader(ReaderError):
    """No reader, or no reader of the wanted name, is connected."""

    ja = "カードリーダーが見つかりません。"
    en = "No card reader was found."
    next_ja = "カードリーダーをつないでください。reader list で、見えているリーダーを確かめられます。"
    next_en = "Connect a card reader; `reader list` shows which ones are seen."


class NoCard(ReaderError):
    """No card lies on the reader."""

    ja = "カードが置かれていません。"
    en = "There is no card on the reader."
    next_ja = "マイナンバーカードをカードリーダーに置いていただいてください。"
    next_en = "Ask the patient to place the My Number Card on the reader."


class CardRemoved(ReaderError):
    """The link to the card was lost: pulled, moved, or reset by another program."""

    ja = "読取り中にカードが離れました。"
    en = "The card was removed while it was being read."
    next_ja = "カードを置き直し、終わるまで動かさないようお願いしてください。"
    next_en = "Place the card again and leave it until the end."


class CardMute(ReaderError):
    """A card is in the reader and does not answer: chip broken, upside down, or no chip."""

    ja = "カードのICが応答しません。"
    en = "The chip of the card does not answer."
    next_ja = f"向きを確かめて置き直してください。応答しなければICの故障が考えられます。{_TO_DOCUMENTS_JA}"
    next_en = f"Check how the card lies and place it again; if it stays silent, the chip is broken. {_TO_DOCUMENTS_EN}"


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
    next_ja = f"カードを置き直してください。続く場合は、{_TO_DOCUMENTS_JA}"
    next_en = f"Place the card again. If it happens again: {_TO_DOCUMENTS_EN}"

    def __init__(self, sw: int) -> None:
        super().__init__(sw)
        self.status = StatusWord(sw)
        self.ja = f"カードが予期しない応答をしました({sw:04X} {self.status.ja})。"
        self.en = f"The card gave an unexpected answer ({self.status})."


class PinError(ReaderError):
    """Base of everything about the 暗証番号."""


class MalformedPin(PinError):
    """Not four ASCII digits. Nothing was sent to the card and no try is lost."""

    ja = "暗証番号は数字4桁です。回数は減っていません。"
    en = "The PIN has four digits. No try was used."
    next_ja = "4桁の数字を、もう一度入力していただいてください。"
    next_en = "Ask the patient to enter four digits."


class PinRequired(PinError):
    """The chip refuses because the PIN was not verified since the application was selected (6982)."""

    ja = "暗証番号の照合が済んでいません。"
    en = "The PIN has not been verified yet."
    next_ja = "暗証番号を入力していただくか、顔認証・目視確認に切り替えてください。"
    next_en = "Ask for the PIN, or switch to the face or visual check."


class WrongPin(PinError):
    """The PIN was wrong; `tries_left` (1 or 2) tries remain."""

    ja = "暗証番号が違います。"
    en = "The PIN is wrong."
    next_ja = "思い出せないときは入力せず、顔認証か目視確認に切り替えてください。"
    next_en = "If the patient is unsure, do not try on: switch to the face or visual check."
    tries_left: int

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left
        self.ja = f"暗証番号が違います。残り{tries_left}回です。"
        self.en = f"The PIN is wrong. {tries_left} {'try is' if tries_left == 1 else 'tries are'} left."


class PinLocked(PinError):
    """No try is left, or the card has no PIN at all (顔認証マイナンバーカード)."""

    ja = "暗証番号はロックされているか、設定されていません。"
    en = "The PIN is locked, or the card has none."
    next_ja = "顔認証か目視確認に切り替えてください。ロックの解除はお住まいの市区町村の窓口でできます。"
    next_en = "Switch to the face or visual check. The municipal office can unlock the PIN."


class PinOutcomeUnknown(PinError):
    """The link was lost during VERIFY: the try may or may not have counted. Never repeated by itself."""

    ja = "暗証番号の照合中にカードとの通信が切れました。1回分、回数が減ったかもしれません。"
    en = "The link was lost while the PIN was being verified. The try may have counted."
    next_ja = "カードを置き直し、残り回数を確かめてから、もう一度入力するか決めてください。"
    next_en = "Place the card again, look at the tries left, then decide whether to enter it again."


class VerificationNumberError(ReaderError):
    """Base of everything about 照合番号B."""


class MalformedVerificationNumber(VerificationNumberError):
    """Not 14 digits of the form YYMMDD YYYY XXXX. Nothing was sent to the card and no try is lost."""

    ja = "照合番号Bは14桁(生年月日6桁・有効期限の西暦4桁・セキュリティコード4桁)です。回数は減っていません。"
    en = "照合番号B has 14 digits: birth YYMMDD (era year), expiry year YYYY, security code. No try was used."
    next_ja = "カードの券面を見て、もう一度読み取るか入力してください。生年月日の年は和暦です。"
    next_en = "Read the card face again. The year of birth counts in the Japanese era."


class WrongVerificationNumber(VerificationNumberError):
    """照合番号B was wrong; `tries_left` tries remain."""

    ja = "照合番号Bがカードと一致しません。"
    en = "照合番号B does not match the card."
    next_ja = "券面の生年月日(和暦)・有効期限・セキュリティコードを確かめ、読み取り直してください。"
    next_en = "Check birth date (era year), expiry and security code on the card face and read them again."
    tries_left: int

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left
        self.ja = f"照合番号Bがカードと一致しません。残り{tries_left}回です。"
        self.en = (
            f"照合番号B does not match the card. {tries_left} {'try is' if tries_left == 1 else 'tries are'} left."
        )


class VerificationNumberLocked(VerificationNumberError):
    """照合番号B is blocked."""

    ja = "照合番号Bはロックされています。"
    en = "照合番号B is locked."
    next_ja = f"暗証番号での確認に切り替えるか、{_TO_DOCUMENTS_JA}"
    next_en = f"Switch to the PIN, or: {_TO_DOCUMENTS_EN}"


class VerificationOutcomeUnknown(PinOutcomeUnknown, VerificationNumberError):
    """The link was lost while 照合番号B was being verified: the try may have counted."""

    ja = "照合番号Bの照合中にカードとの通信が切れました。1回分、回数が減ったかもしれません。"
    en = "The link was lost while 照合番号B was being verified. The try may have counted."
    next_ja = "カードを置き直してから、もう一度読み取ってください。"
    next_en = "Place the card again, then read it once more."


class UnreadableCardData(ReaderError):
    """A file of the card was read and does not hold what it should."""

    next_ja = f"カードを置き直してください。続く場合は、{_TO_DOCUMENTS_JA}"
    next_en = f"Place the card again. If it happens again: {_TO_DOCUMENTS_EN}"


class CertificateUnreadable(UnreadableCardData):
    """利用者証明用電子証明書 is missing or is no certificate."""

    ja = "利用者証明用電子証明書が読めません。カードに入っていないか、壊れています。"
    en = "The user certificate cannot be read: it is missing or damaged."
    next_ja = f"発行・更新は市区町村の窓口です。今日は、{_TO_DOCUMENTS_JA}"
    next_en = f"The municipal office issues a new one. Today: {_TO_DOCUMENTS_EN}"


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


class CountersUnavailable(ReaderError):
    """The file that keeps a virtual card's try counters cannot be read or written; `path` tells which."""

    ja = "模擬カードの残り回数の記録を読み書きできません。"
    en = "The try counters of the virtual card cannot be read or written."
    next_ja = (
        "記録の場所と書込みの権限、空き容量を確かめてください。壊れた記録は残したまま別名にして、やり直してください。"
    )
    next_en = "Check folder, permission and free space. Rename a damaged file, keep it, and start again."

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path
        self.ja = f"模擬カードの残り回数の記録を読み書きできません({path})。"
        self.en = f"The try counters of the virtual card cannot be read or written ({path})."


class PersonHasNoCard(ReaderError):
    """The fictitious person owns no My Number Card."""

    ja = "この人はマイナンバーカードを持っていません。"
    en = "This person has no My Number Card."
    next_ja = _TO_DOCUMENTS_JA
    next_en = _TO_DOCUMENTS_EN


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
