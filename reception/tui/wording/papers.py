"""The papers as text cards: what is printed where, always marked as training (documents §1)."""

from dataclasses import dataclass

from reception.tui.calendar import era_date, short_date
from reception.visit.values import Document, DocumentKind

_HEADINGS = {
    DocumentKind.PORTAL_SCREEN: "医療保険の資格情報",
    DocumentKind.PORTAL_PDF: "医療保険の資格情報（PDF）",
    DocumentKind.ELIGIBILITY_NOTICE: "資格情報のお知らせ",
    DocumentKind.ELIGIBILITY_CERTIFICATE: "健康保険 資格確認書",
    DocumentKind.INSURANCE_CARD: "健康保険 被保険者証",
}

_FEET = {
    DocumentKind.PORTAL_SCREEN: "スマートフォンの画面",
    DocumentKind.PORTAL_PDF: "ポータルからダウンロード",
    DocumentKind.ELIGIBILITY_NOTICE: "受診の際はマイナ保険証が必要です",
    DocumentKind.ELIGIBILITY_CERTIFICATE: "この書面だけで受診できます",
    DocumentKind.INSURANCE_CARD: "令和6年12月に新規の発行は終了",
}


@dataclass(frozen=True)
class PrintedPaper:
    """A paper from top to bottom: heading, (label, text) rows, foot. A value that is not printed has no row."""

    heading: str
    rows: tuple[tuple[str, str], ...]
    foot: str


def printed(paper: Document) -> PrintedPaper:
    """The paper as it is printed."""
    insurance = paper.insurance
    rows = (
        ("氏名", paper.name),
        ("生年月日", paper.birth_date and era_date(paper.birth_date)),
        ("保険者番号", insurance.insurer_number),
        ("保険者名", insurance.insurer_name),
        ("記号", insurance.symbol),
        ("番号", insurance.number),
        ("枝番", insurance.branch),
        ("負担割合", insurance.share and f"{insurance.share}割"),
        ("交付日", paper.issued and short_date(paper.issued)),
        ("有効期限", paper.valid_until and short_date(paper.valid_until)),
        ("表示日", paper.as_of and short_date(paper.as_of)),
    )
    return PrintedPaper(
        _HEADINGS[paper.kind], tuple((label, str(text)) for label, text in rows if text), _FEET[paper.kind]
    )
