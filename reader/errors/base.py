"""The root of the error tree, and what most errors advise in the end."""

TO_DOCUMENTS_JA = "ほかの確認方法(マイナポータルの画面・PDF、資格情報のお知らせ、資格確認書など)に進んでください。"
TO_DOCUMENTS_EN = "Go on with another way: portal screen or PDF, eligibility notice, eligibility certificate."


class ReaderError(Exception):
    """Base of everything this package raises."""

    ja: str = "カードの読取りで問題が起きました。"
    en: str = "Something went wrong while reading the card."
    next_ja: str = "カードを置き直し、もう一度お試しください。"
    next_en: str = "Place the card again and try once more."

    def __str__(self) -> str:
        return self.en
