"""The paper the patient hands over, beside the fields the clerk takes over from it."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll

from reception.rules import numbers
from reception.tui.calendar import short_date
from reception.tui.commands import Scope, bindings
from reception.tui.dialogs import reading
from reception.tui.dialogs.form import Draft, Field, Form
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.paper_card import PaperCard
from reception.tui.widgets.prose import Prose
from reception.visit.commands import AskDocument
from reception.visit.values import Document, DocumentKind, Insurance

_PORTAL = {DocumentKind.PORTAL_SCREEN, DocumentKind.PORTAL_PDF}
_YES, _NO = "はい", "いいえ"


class PaperPage(Form[AskDocument]):
    """Result: the document as the clerk read it. The fields begin as printed; F8 empties them for practice."""

    scopes: ClassVar[tuple[Scope, ...]] = (Scope.FORM, Scope.PAPER, Scope.PAGE)
    BINDINGS = bindings(Scope.FORM, Scope.PAPER, Scope.PAGE)

    def __init__(self, paper: Document, draft: Draft) -> None:
        super().__init__(draft)
        self._paper = paper
        self._printed = printed_texts(paper)

    def compose(self) -> ComposeResult:
        """Paper left, fields right."""
        yield Banner(self.reception.place)
        yield Prose(f"書類の確認　{self._paper.kind.label}", classes="title page-title")
        with Horizontal(id="paper-page"):
            with Vertical(id="paper"):
                yield PaperCard(self._paper)
                yield Prose("ちがうところは、右の欄で直します。", classes="quiet")
            with VerticalScroll(id="paper-fields", can_focus=False):
                yield from self.rows()
        yield KeyLine()

    def fields(self) -> tuple[Field, ...]:
        """What the claim needs, in the order of the paper."""
        return (*self._identity(), *self._insurance(), *self._special())

    def _field(self, id: str, label: str, read: reading.Read, **more: object) -> Field:  # noqa: A002  # the field's own word
        choices = more.get("choices", ())
        return Field(id, label, read, self._printed[id], tuple(choices) if isinstance(choices, tuple) else ())

    def _identity(self) -> tuple[Field, ...]:
        return (
            self._field("name", "氏名", reading.needed("氏名", reading.words)),
            self._field("birth", "生年月日", reading.optional(numbers.date_of)),
        )

    def _insurance(self) -> tuple[Field, ...]:
        return (
            self._field("insurer", "保険者番号", reading.needed("保険者番号", numbers.insurer_number)),
            self._field("insurer-name", "保険者名", reading.words),
            self._field("symbol", "記号", numbers.symbol),
            self._field("number", "番号", numbers.insured_number),
            self._field("branch", "枝番", numbers.branch),
            self._field("share", "負担割合", reading.share, choices=tuple(reading.SHARES)),
            self._field("until", "有効期限", reading.optional(numbers.date_of)),
        )

    def _special(self) -> tuple[Field, ...]:
        if self._paper.kind in _PORTAL:
            return (self._field("own-phone", "本人の端末", _YES.__eq__, choices=(_YES, _NO)),)
        if self._paper.kind is DocumentKind.INSURANCE_CARD:
            return (self._field("changed", "内容の変更", _YES.__eq__, choices=(_NO, _YES)),)
        return ()

    def made(self, values: Mapping[str, object]) -> AskDocument:
        """The document with the clerk's values; dates of issue stay as printed."""
        text = {key: value for key, value in values.items() if isinstance(value, str)}
        day = {key: value for key, value in values.items() if isinstance(value, date)}
        share = values["share"]
        insurance = Insurance(
            insurer_number=text["insurer"],
            insurer_name=text.get("insurer-name", ""),
            symbol=text.get("symbol"),
            number=text["number"],
            branch=text.get("branch"),
            share=share if isinstance(share, int) else None,
        )
        document = Document(
            kind=self._paper.kind,
            name=text["name"],
            birth_date=day.get("birth"),
            insurance=insurance,
            issued=self._paper.issued,
            valid_until=day.get("until"),
            as_of=self._paper.as_of,
            own_phone=bool(values.get("own-phone", True)),
            contents_changed=bool(values.get("changed", False)),
        )
        return AskDocument(self._paper.kind, document)

    def action_copy_paper(self) -> None:
        """Every field as printed."""
        self.fill(self._printed)

    def action_clear_fields(self) -> None:
        """Every field empty."""
        self.fill({})


def printed_texts(paper: Document) -> dict[str, str]:
    """What the fields hold when they follow the paper."""
    insurance = paper.insurance
    return {
        "name": paper.name,
        "birth": short_date(paper.birth_date) if paper.birth_date else "",
        "insurer": insurance.insurer_number,
        "insurer-name": insurance.insurer_name,
        "symbol": insurance.symbol or "",
        "number": insurance.number,
        "branch": insurance.branch or "",
        "share": reading.share_word(insurance.share),
        "until": short_date(paper.valid_until) if paper.valid_until else "",
        "own-phone": _YES if paper.own_phone else _NO,
        "changed": _YES if paper.contents_changed else _NO,
    }
