"""被保険者資格申立書: every field of rulebook §2.1; boxes the patient cannot fill stay open."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from reception.rules import numbers
from reception.tui.calendar import short_date
from reception.tui.commands import Scope, When, bindings
from reception.tui.dialogs import reading
from reception.tui.dialogs.form import Draft, Field, Form
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose
from reception.visit.commands import TakeDeclaration
from reception.visit.values import InsuredStatusDeclaration

SCHEMES = (
    "わからない",
    "協会けんぽ",
    "健康保険組合",
    "国民健康保険",
    "国保組合",
    "共済組合",
    "後期高齢者医療",
    "その他",
)
_YES, _NO = "はい", "いいえ"
_SEXES = ("男", "女")


class DeclarationForm(Form[TakeDeclaration]):
    """Result: the signed 申立書."""

    scopes: ClassVar[tuple[Scope, ...]] = (Scope.FORM, Scope.DECLARATION, Scope.PAGE)
    BINDINGS = bindings(Scope.FORM, Scope.DECLARATION, Scope.PAGE)

    def __init__(self, written: InsuredStatusDeclaration | None, on: date, draft: Draft) -> None:
        """`written` is what the practice patient writes (None: a real person); `on` the day of signing."""
        super().__init__(draft)
        self._written = declaration_texts(written) if written else {}
        self._on = on

    def compose(self) -> ComposeResult:
        """The sheet from top to bottom."""
        yield Banner(self.reception.place)
        yield Static("被保険者資格申立書（訓練用の簡略様式）", classes="title page-title")
        with VerticalScroll(id="declaration", can_focus=False):
            yield Prose("わかるところだけで結構です。氏名から住所まではカードの表と同じにします。", classes="quiet")
            yield from self.rows()
        yield KeyLine()

    def holds(self) -> frozenset[When]:
        """The practice patient can write."""
        return frozenset({When.ANSWER}) if self._written else frozenset()

    def fields(self) -> tuple[Field, ...]:
        """The blocks of the form: insurance, card face, contact, signature."""
        return (*self._insurance(), *self._card_face(), *self._signature())

    def _insurance(self) -> tuple[Field, ...]:
        return (
            self._field("proof", "保険証等の交付", _YES.__eq__, (_NO, _YES)),
            self._field("scheme", "保険の種類", _scheme, SCHEMES),
            self._field("insurer-name", "保険者名", reading.optional(reading.words)),
            self._field("employer", "事業所名", reading.optional(reading.words)),
            self._field("issued-when", "交付を受けた時期", reading.optional(reading.words)),
            self._field("share", "負担割合", reading.share, tuple(reading.SHARES)),
        )

    def _card_face(self) -> tuple[Field, ...]:
        return (
            self._field("name", "氏名", reading.needed("氏名", reading.words)),
            self._field("kana", "フリガナ", reading.needed("フリガナ", reading.words)),
            self._field("birth", "生年月日", reading.needed("生年月日", numbers.date_of)),
            self._field("sex", "性別", reading.needed("性別", reading.words), _SEXES),
            self._field("address", "住所", reading.needed("住所", reading.words)),
        )

    def _signature(self) -> tuple[Field, ...]:
        return (
            self._field("contact", "連絡先", numbers.contact),
            self._field("signed", "署名の日", reading.needed("署名の日", numbers.date_of)),
        )

    def _field(self, id: str, label: str, read: reading.Read, choices: tuple[str, ...] = ()) -> Field:  # noqa: A002
        initial = self._written.get(id, short_date(self._on) if id == "signed" else "")
        return Field(id, label, read, initial, choices)

    def made(self, values: Mapping[str, object]) -> TakeDeclaration:
        """The 申立書 of these values."""
        text = cast("Mapping[str, str]", values)
        day = cast("Mapping[str, date]", values)
        share = values["share"]
        return TakeDeclaration(
            InsuredStatusDeclaration(
                has_proof=bool(values["proof"]),
                scheme=text["scheme"],
                insurer_name=text["insurer-name"],
                employer=text["employer"],
                issued_when=text["issued-when"],
                share=share if isinstance(share, int) else None,
                name=text["name"],
                name_kana=text["kana"],
                birth_date=day["birth"],
                sex=text["sex"],
                address=text["address"],
                contact=text["contact"],
                signed_on=day["signed"],
            )
        )

    def action_patient_writes(self) -> None:
        """What the practice patient can write."""
        self.fill(self._written)


def _scheme(text: str) -> str:
    return text or SCHEMES[0]


def declaration_texts(written: InsuredStatusDeclaration) -> dict[str, str]:
    """What the fields hold when the patient wrote them."""
    return {
        "proof": _YES if written.has_proof else _NO,
        "scheme": written.scheme,
        "insurer-name": written.insurer_name or "",
        "employer": written.employer or "",
        "issued-when": written.issued_when or "",
        "share": reading.share_word(written.share),
        "name": written.name,
        "kana": written.name_kana,
        "birth": short_date(written.birth_date),
        "sex": written.sex,
        "address": written.address,
        "contact": written.contact,
        "signed": short_date(written.signed_on),
    }
