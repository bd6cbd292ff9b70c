"""What only virtual cards can suffer."""

from reader.errors.base import TO_DOCUMENTS_EN, TO_DOCUMENTS_JA, ReaderError


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
    next_ja = TO_DOCUMENTS_JA
    next_en = TO_DOCUMENTS_EN
