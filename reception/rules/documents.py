"""Is this paper or screen a proof today: whose is it, in date, with the card, still in force (rulebook §1.7, §2.7)?"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oqs_client.codes import Validity
from oqs_client.qualification import QualificationAnswer
from reception.rules import person
from reception.rules.answer import insurance_in_force
from reception.rules.card import card_counts
from reception.rules.decision import Decision
from reception.rules.person import Likeness
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import Document, DocumentKind

OLD_CARDS_END = date(2025, 12, 1)
"""Last day of every old card, whatever it prints (DT-02, INS-05)."""
LENIENCY_BEGINS = date(2025, 8, 1)
"""From here an expired 国保 or 後期 card, or a お知らせ, counts alone after a look-up (§0.3 P2)."""
LENIENCY_FOR_ALL = date(2025, 12, 2)
"""From here the same holds for every scheme (§0.3 P3)."""

PORTAL = frozenset({DocumentKind.PORTAL_SCREEN, DocumentKind.PORTAL_PDF})
NEEDS_CARD = PORTAL | {DocumentKind.ELIGIBILITY_NOTICE}
"""These work only together with the card (DOC-01, DOC-03, DOC-04)."""

DOCUMENT_RULE: Mapping[DocumentKind, str] = {
    DocumentKind.PORTAL_SCREEN: "DOC-01",
    DocumentKind.PORTAL_PDF: "DOC-01",
    DocumentKind.ELIGIBILITY_NOTICE: "DOC-03",
    DocumentKind.ELIGIBILITY_CERTIFICATE: "DOC-11",
    DocumentKind.INSURANCE_CARD: "DOC-15",
}
"""The rule by which each paper is a proof."""


class DocumentState(StrEnum):
    """How far a shown document has come."""

    PROOF = "proof"
    LOOK_UP = "look-up"
    READ_AGAIN = "read-again"
    ASK_STILL_INSURED = "ask-still-insured"
    NO_PROOF = "no-proof"


@dataclass(frozen=True)
class DocumentReading:
    """What a shown document is worth, and why in one Japanese sentence."""

    state: DocumentState
    why: str


_Found = Decision[DocumentReading]


def document_reading(document: Document, visit: Visit, site: Site) -> Decision[DocumentReading]:
    """Judge a document as it was shown, with whatever was asked and looked up about it since."""
    objection = next(_objections(document, visit), None)
    if objection is not None:
        return objection
    if document.kind in NEEDS_CARD and card_counts(visit):
        return _with_card(document, visit)
    return _alone(document, visit, site)


def is_lenient(day: date, site: Site) -> bool:
    """Whether any expired card alone or お知らせ alone may be looked up on this day (§2.7)."""
    return LENIENCY_BEGINS <= day <= site.policy.lenient_until


def old_cards_hold(day: date) -> bool:
    """Whether an old card can still be in date (DT-02)."""
    return day <= OLD_CARDS_END


def last_day(document: Document) -> date | None:
    """The last day on which the document counts by itself; None when none is printed."""
    if document.kind is not DocumentKind.INSURANCE_CARD:
        return document.valid_until
    return min(document.valid_until or OLD_CARDS_END, OLD_CARDS_END)


def _found(state: DocumentState, why: str, *rules: str) -> _Found:
    return Decision(DocumentReading(state, why), rules)


def _objections(document: Document, visit: Visit) -> Iterator[_Found]:
    """Everything that takes the document out before anything is asked about it."""
    likeness = person.of_document(visit.patient, document)
    rule = DOCUMENT_RULE[document.kind]
    if likeness is Likeness.BIRTH_DATE_DIFFERS:
        yield _found(DocumentState.NO_PROOF, "生年月日がご本人と違います。", rule)
    if likeness is Likeness.NAME_DIFFERS:
        yield _found(DocumentState.NO_PROOF, "名前がご本人と違います。", rule)
    if document.kind in PORTAL and not document.own_phone:
        yield _found(DocumentState.NO_PROOF, "ご本人のスマートフォンの画面ではありません。", "DOC-02")
    if document.kind in visit.absent:
        yield _found(DocumentState.NO_PROOF, "お持ちではありません。", rule)
    if visit.still(document.kind) is False:
        yield _found(DocumentState.NO_PROOF, "その保険は今は続いていません。", "DOC-05")


def _with_card(document: Document, visit: Visit) -> _Found:
    """Portal and お知らせ beside the card: in date, unchanged, and "still yours?" answered yes."""
    rule = DOCUMENT_RULE[document.kind]
    if _is_past(document, visit.date) or document.contents_changed:
        return _found(DocumentState.NO_PROOF, "期限が過ぎたか、内容が変わっています。", "DOC-09")
    if visit.still(document.kind) is None:
        return _found(DocumentState.ASK_STILL_INSURED, "その保険が今も続いているかを聞きます。", "DOC-05", rule)
    return _found(DocumentState.PROOF, "カードと一緒に示され、今も続いています。", rule, "DOC-05", "FLOW-02")


def _alone(document: Document, visit: Visit, site: Site) -> _Found:
    return _BY_KIND[document.kind](document, visit, site)


def _portal_alone(document: Document, _visit: Visit, _site: Site) -> _Found:
    return _found(DocumentState.NO_PROOF, "カードがないと使えません。", DOCUMENT_RULE[document.kind])


def _notice_alone(document: Document, visit: Visit, site: Site) -> _Found:
    if _is_past(document, visit.date) or document.contents_changed:
        return _found(DocumentState.NO_PROOF, "期限が過ぎたか、内容が変わっています。", "DOC-09")
    if not _covered_by_leniency(document, visit.date, site):
        return _found(DocumentState.NO_PROOF, "お知らせだけでは確認できません。カードも必要です。", "DOC-04")
    return _by_look_up(document, visit, "DOC-04")


def _certificate_alone(document: Document, visit: Visit, _site: Site) -> _Found:
    """資格確認書: full proof while in date; the look-up shows whether it was kept by mistake (RET-03)."""
    if _is_past(document, visit.date):
        return _found(DocumentState.NO_PROOF, "有効期限が過ぎています。", "DOC-13")
    if document.kind in visit.lookups_failed:
        return _found(DocumentState.PROOF, "照会できませんが、期限内なのでこれだけで足ります。", "DOC-11", "DOC-13")
    if _missed_twice(document, visit):
        return _found(DocumentState.PROOF, "登録はまだ見つかりませんが、期限内なので足ります。", "DOC-11", "DOC-13")
    return _by_look_up(document, visit, "DOC-11", "DOC-13")


def _old_card_alone(document: Document, visit: Visit, site: Site) -> _Found:
    if document.contents_changed:
        return _found(DocumentState.NO_PROOF, "内容が変わった保険証は使えません。", "DT-03")
    if not _is_past(document, visit.date):
        return _found(DocumentState.PROOF, "期限内の保険証です。", "DOC-15", "DT-02", "FLOW-05")
    if card_counts(visit) or not _covered_by_leniency(document, visit.date, site):
        return _found(DocumentState.NO_PROOF, "有効期限が過ぎています。", "DT-02", "INS-05")
    return _by_look_up(document, visit, "DT-02")


_BY_KIND: Mapping[DocumentKind, Callable[[Document, Visit, Site], _Found]] = {
    DocumentKind.PORTAL_SCREEN: _portal_alone,
    DocumentKind.PORTAL_PDF: _portal_alone,
    DocumentKind.ELIGIBILITY_NOTICE: _notice_alone,
    DocumentKind.ELIGIBILITY_CERTIFICATE: _certificate_alone,
    DocumentKind.INSURANCE_CARD: _old_card_alone,
}


def _by_look_up(document: Document, visit: Visit, *rules: str) -> _Found:
    """Proof only if the numbers on it are found valid for this patient."""
    answer = visit.lookup(document.kind)
    if answer is None:
        return _found(DocumentState.LOOK_UP, "番号をオンラインで照会します。", *rules)
    if _is_valid_for(answer, visit):
        return _found(DocumentState.PROOF, "番号の照会で有効と確認できました。", *rules, "RES-01")
    if answer.validity in _MISTYPED and not _missed_twice(document, visit):
        return _found(DocumentState.READ_AGAIN, "番号を一字ずつ読み直して、もう一度照会します。", *rules, "DOC-12")
    return _found(DocumentState.NO_PROOF, f"番号の照会は「{answer.validity.label}」でした。", *rules, "RET-03")


_MISTYPED = frozenset({Validity.NOT_FOUND, Validity.MULTIPLE})
"""Answers that mostly come from a typing error (S24, §2.6)."""


def _missed_twice(document: Document, visit: Visit) -> bool:
    """Whether the paper was read again and its numbers still are not found."""
    answer = visit.lookup(document.kind)
    read = sum(shown.kind is document.kind for shown in visit.documents)
    return answer is not None and answer.validity in _MISTYPED and read > 1


def _is_valid_for(answer: QualificationAnswer, visit: Visit) -> bool:
    row = insurance_in_force(answer)
    return row is not None and person.of_row(visit.patient, row) is not Likeness.BIRTH_DATE_DIFFERS


def _is_past(document: Document, day: date) -> bool:
    last = last_day(document)
    return last is not None and last < day


def _covered_by_leniency(document: Document, day: date, site: Site) -> bool:
    """国保 and 後期 from August 2025, everybody from 2 December 2025, to the site's `lenient_until` (§2.7)."""
    if not is_lenient(day, site):
        return False
    return day >= LENIENCY_FOR_ALL or _is_municipal(document.insurance.insurer_number)


def _is_municipal(insurer_number: str) -> bool:
    """国保 has six digits, 後期 begins with 39 (§3.1, §3.3)."""
    return len(insurer_number.strip()) == 6 or insurer_number.startswith("39")
