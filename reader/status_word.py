"""Status words as a My Number Card answers them, with their meaning (my-number-card §3, §4)."""

from dataclasses import dataclass
from enum import IntEnum


class SW(IntEnum):
    """The exact status words the cards are known to answer (my-number-card §4, last list)."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    WRONG_NO_COUNTER = 0x6300
    KEY_NOT_DELIVERED = 0x66F1
    WRONG_LENGTH = 0x6700
    SECURE_MESSAGING_UNSUPPORTED = 0x6882
    SECURE_MESSAGING_REFUSED = 0x69FC
    WRONG_STRUCTURE = 0x6981
    SECURITY_STATUS = 0x6982
    BLOCKED = 0x6983
    KEY_BLOCKED = 0x6984
    CONDITIONS = 0x6985
    NO_CURRENT_EF = 0x6986
    SECURE_MESSAGING_ERROR = 0x6988
    WRONG_DATA = 0x6A80
    FUNCTION_NOT_SUPPORTED = 0x6A81
    FILE_NOT_FOUND = 0x6A82
    RECORD_NOT_FOUND = 0x6A83
    WRONG_P1P2 = 0x6A86
    NO_DATA_OBJECT = 0x6A88
    WRONG_OFFSET = 0x6B00
    INS_NOT_SUPPORTED = 0x6D00
    CLA_NOT_SUPPORTED = 0x6E00
    UNKNOWN_ERROR = 0x6F00


_MEANINGS: dict[int, tuple[str, str]] = {
    SW.OK: ("正常終了", "done"),
    SW.END_OF_FILE: ("ファイルの終わりまで読んだ", "end of file reached before Le bytes"),
    SW.WRONG_NO_COUNTER: ("照合不一致(回数制限なし)", "verification failed, no retry limit"),
    SW.KEY_NOT_DELIVERED: ("セッション鍵を受け取れない", "session key cannot be set here"),
    SW.WRONG_LENGTH: ("長さが違う", "wrong length"),
    SW.SECURE_MESSAGING_UNSUPPORTED: ("セキュアメッセージング非対応", "secure messaging not supported"),
    SW.SECURE_MESSAGING_REFUSED: ("セキュアメッセージング拒否", "secure messaging class refused"),
    SW.WRONG_STRUCTURE: ("ファイル構造とコマンドが合わない", "command does not fit the file structure"),
    SW.SECURITY_STATUS: ("暗証番号の照合が必要", "security status not satisfied"),
    SW.BLOCKED: ("照合回数の上限に達しロック中", "authentication method blocked"),
    SW.KEY_BLOCKED: ("照合鍵がロック中", "key blocked"),
    SW.CONDITIONS: ("使用条件を満たさない", "conditions of use not satisfied"),
    SW.NO_CURRENT_EF: ("ファイルが選択されていない", "no current file"),
    SW.SECURE_MESSAGING_ERROR: ("セキュアメッセージングの誤り", "secure messaging data wrong"),
    SW.WRONG_DATA: ("データの内容が正しくない", "wrong data"),
    SW.FUNCTION_NOT_SUPPORTED: ("機能なし", "function not supported"),
    SW.FILE_NOT_FOUND: ("ファイルまたはAPがない", "file or application not found"),
    SW.RECORD_NOT_FOUND: ("レコードがない", "record not found"),
    SW.WRONG_P1P2: ("P1・P2が正しくない", "wrong P1 P2"),
    SW.NO_DATA_OBJECT: ("データオブジェクトがない", "data object not found"),
    SW.WRONG_OFFSET: ("オフセットがファイルの外", "offset outside the file"),
    SW.INS_NOT_SUPPORTED: ("INSが提供されていない", "instruction not supported"),
    SW.CLA_NOT_SUPPORTED: ("CLAが提供されていない", "class not supported"),
    SW.UNKNOWN_ERROR: ("カード内部の異常", "no precise diagnosis"),
}


def wrong_tries_left(tries: int) -> int:
    """Return 63Cx for `tries` (0 to 15) tries left."""
    return 0x63C0 | tries


@dataclass(frozen=True)
class StatusWord:
    """One status word, two bytes as an integer."""

    value: int

    @property
    def ok(self) -> bool:
        """9000."""
        return self.value == SW.OK

    @property
    def blocked(self) -> bool:
        """63C0, 6983 and 6984 all say blocked: sources disagree, cards differ (my-number-card §3, §10.15)."""
        return self.value in (0x63C0, SW.BLOCKED, SW.KEY_BLOCKED)

    @property
    def tries_left(self) -> int | None:
        """Tries left according to 63Cx, 0 when blocked, None when the status word says nothing about tries."""
        if self.blocked:
            return 0
        return self.value & 0x0F if self.value & 0xFFF0 == 0x63C0 else None

    @property
    def ja(self) -> str:
        """The meaning in Japanese."""
        return self._meaning[0]

    @property
    def en(self) -> str:
        """The meaning in English."""
        return self._meaning[1]

    @property
    def _meaning(self) -> tuple[str, str]:
        if self.value & 0xFFF0 == 0x63C0:
            tries = self.value & 0x0F
            return f"照合不一致(残り{tries}回)", f"verification failed, {tries} tries left"
        return _MEANINGS.get(self.value, ("意味の知られていないステータス", "unknown status word"))

    def __str__(self) -> str:
        """Return `6A82 file or application not found`."""
        return f"{self.value:04X} {self.en}"
