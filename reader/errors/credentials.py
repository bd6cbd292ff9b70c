"""PIN and 照合番号B: malformed, wrong, locked, or nobody knows."""

from reader.errors.base import TO_DOCUMENTS_EN, TO_DOCUMENTS_JA, ReaderError


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


class UnconfirmedAttempt(PinError):
    """A command that could cost a try was about to go out without anybody having confirmed it: nothing was sent."""

    ja = "確認のない暗証番号の照合は送りません。回数は減っていません。"
    en = "A command that may cost a try was not confirmed, so it was not sent. No try was used."
    next_ja = "暗証番号を入力していただき、確認のうえで照合してください。"
    next_en = "Enter the PIN and confirm the attempt."


class VerifyNotAllowed(UnconfirmedAttempt):
    """The shell does not send what may cost a try unless it was allowed and confirmed."""

    ja = "暗証番号の照合・変更は送りませんでした。回数は減っていません。"
    en = "The command may cost a try and was not sent. No try was used."
    next_ja = "送るには reader shell --allow-verify で始め、確認に y と答えてください。"
    next_en = "To send it, start with `reader shell --allow-verify` and answer y."


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
    next_ja = f"暗証番号での確認に切り替えるか、{TO_DOCUMENTS_JA}"
    next_en = f"Switch to the PIN, or: {TO_DOCUMENTS_EN}"


class VerificationOutcomeUnknown(PinOutcomeUnknown, VerificationNumberError):
    """The link was lost while 照合番号B was being verified: the try may have counted."""

    ja = "照合番号Bの照合中にカードとの通信が切れました。1回分、回数が減ったかもしれません。"
    en = "The link was lost while 照合番号B was being verified. The try may have counted."
    next_ja = "カードを置き直してから、もう一度読み取ってください。"
    next_en = "Place the card again, then read it once more."
