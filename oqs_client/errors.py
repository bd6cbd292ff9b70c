"""What can go wrong between question and answer, one class each.

    OqsError
    ├── NoAnswer                    the line
    │   ├── ServerUnreachable       nothing was sent: refused, name unknown, TLS, network (`cause`)
    │   ├── ServerTimeout           a limit ran out: connect, read, write or the total (`phase`)
    │   └── Disconnected            the line was cut, or what came was not HTTP
    ├── UnreadableAnswer            the bytes
    │   ├── HttpStatus              any status but 200 (`status`), redirects included
    │   ├── ReplyTooLarge           more than the cap
    │   ├── WrongEncoding           not UTF-8
    │   └── NotJson                 an HTML page, half a message
    ├── ContractBroken              JSON, but not the answer to this question
    ├── StillProcessing             SegmentOfResult 2 where an answer is due at once
    └── SystemFault                 SegmentOfResult 9 (`code`, `message`)

A refusal of a card is no error: it is an answer (`refusal.Refusal`).

`repeatable` says whether the very same call may be made again. A proof of a card may not, once it may have arrived:
its challenge is spent, so the card has to be read again; then `next_ja` and `next_en` say so.
"""

from enum import StrEnum
from typing import ClassVar


class OqsError(Exception):
    """Base: what happened (`ja`, `en`), what the clerk does next (`next_ja`, `next_en`), and whether to call again."""

    ja: ClassVar[str] = "資格確認システムとのやりとりに失敗しました。"
    en: ClassVar[str] = "The exchange with the qualification check system failed."
    _then_ja: ClassVar[str] = "少し待ってもう一度確認してください。続く場合は障害時の手順へ。"
    _then_en: ClassVar[str] = "Wait a moment and check again; if it persists, follow the outage procedure."
    repeatable: bool = True

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(f"{self.en} {detail}".strip())

    @property
    def next_ja(self) -> str:
        """What the clerk does next."""
        return self._then_ja if self.repeatable else f"カードをもう一度読み取ってください。{self._then_ja}"

    @property
    def next_en(self) -> str:
        """What the clerk does next, in English."""
        return self._then_en if self.repeatable else f"Read the card again (its challenge is spent). {self._then_en}"


class NoAnswer(OqsError):
    """The line failed before an answer was complete."""


class UnreachableCause(StrEnum):
    """Why no connection came about."""

    REFUSED = "refused"
    NAME = "name"
    TLS = "tls"
    NETWORK = "network"


class ServerUnreachable(NoAnswer):
    """No connection: nothing was sent."""

    ja = "資格確認システムにつながりません。"
    en = "The qualification check system cannot be reached."
    _then_ja = "回線と接続先の設定を確かめてください。つながらない間は障害時の手順で進めます。"
    _then_en = "Check the line and the address of the server; until it is back, follow the outage procedure."

    def __init__(self, cause: UnreachableCause, detail: str = "") -> None:
        self.cause = cause
        super().__init__(f"({cause}) {detail}".strip())


class TimeoutPhase(StrEnum):
    """Which limit ran out."""

    CONNECT = "connect"
    READ = "read"
    WRITE = "write"
    TOTAL = "total"


class ServerTimeout(NoAnswer):
    """A limit ran out. After the connection stood, the question may have arrived."""

    ja = "資格確認システムから時間内に返事がありません。"
    en = "The qualification check system did not answer in time."

    def __init__(self, phase: TimeoutPhase, detail: str = "") -> None:
        self.phase = phase
        super().__init__(f"({phase}) {detail}".strip())


class Disconnected(NoAnswer):
    """The line was cut before the answer was complete, or what came was not HTTP (TLS port, no certificate)."""

    ja = "資格確認システムとの接続が途中で切れました。"
    en = "The connection to the qualification check system was cut."


class UnreadableAnswer(OqsError):
    """Something answered, but not in a way that can be read."""

    _then_ja = "接続先が資格確認システムか確かめてください。その間は障害時の手順で進めます。"
    _then_en = "Make sure the address is the qualification check system's; meanwhile follow the outage procedure."


class HttpStatus(UnreadableAnswer):
    """The HTTP status is not 200."""

    ja = "資格確認システムがエラーを返しました。"
    en = "The qualification check system answered with an HTTP error."

    def __init__(self, status: int, detail: str = "") -> None:
        self.status = status
        super().__init__(f"(HTTP {status}) {detail}".strip())


class ReplyTooLarge(UnreadableAnswer):
    """The answer exceeds the cap; the rest was not read."""

    ja = "返事が大きすぎるため、読み取りを中止しました。"
    en = "The answer was too large and was not read to its end."


class WrongEncoding(UnreadableAnswer):
    """The answer is not UTF-8."""

    ja = "返事の文字コードが正しくないため読めません。"
    en = "The answer is not in UTF-8."


class NotJson(UnreadableAnswer):
    """The answer is not JSON."""

    ja = "返事が資格確認の形式ではありません。"
    en = "The answer is not JSON."


class ContractBroken(OqsError):
    """JSON, but an element is missing or unreadable, or it answers another question. Names elements, never values."""

    ja = "返事の内容が取り決めと合わないため、使いません。"
    en = "The answer breaks the contract and is not used."
    _then_ja = "もう一度確認してください。続く場合はシステムの担当者に連絡し、障害時の手順で進めます。"
    _then_en = "Check again; if it persists, tell whoever looks after the system and follow the outage procedure."


class StillProcessing(OqsError):
    """`SegmentOfResult` 2: normal for bulk look-ups, not for a check at the desk."""

    ja = "資格確認システムがまだ処理中です。"
    en = "The qualification check system is still processing."
    _then_ja = "少し待ってもう一度確認してください。"
    _then_en = "Wait a moment and check again."


class SystemFault(OqsError):
    """`SegmentOfResult` 9: the system itself is at fault (oqs-contract §3)."""

    ja = "資格確認システム側で異常が起きています。"
    en = "The qualification check system reports a fault of its own."
    _then_ja = "券面の氏名・生年月日・性別・住所を控え、後で確認するか、障害時の手順で進めます。"
    _then_en = "Note name, birth date, sex and address from the card face; check later or follow the outage procedure."

    def __init__(self, code: str | None = None, message: str | None = None) -> None:
        self.code = code
        self.message = message
        super().__init__(" ".join(part for part in (code, message) if part))
