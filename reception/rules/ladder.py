"""The fallback ladder in rule order (rulebook FLOW-02 to FLOW-05, §6 steps 1 and 6)."""

from dataclasses import dataclass
from datetime import date

from oqs_client.certificate_window import CertificateWindow
from reception.rules import offers
from reception.rules.age import is_late_elderly
from reception.rules.answer import confirms
from reception.rules.card import CardStanding, card_counts, card_standing, has_photo, is_pinless
from reception.rules.certificate import is_in
from reception.rules.decision import Decision, Step
from reception.rules.documents import (
    PORTAL,
    DocumentReading,
    DocumentState,
    document_reading,
    is_lenient,
    old_cards_hold,
)
from reception.rules.reading import has_failed, identity_is_known, is_reading_over
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import Document, DocumentKind, FailureCause

ALL_FROM_75_HOLD_A_CERTIFICATE = date(2026, 7, 31)
"""Until this day everybody from 75 on holds a 資格確認書 and no お知らせ (SP-01, DOC-10)."""

_PENDING = frozenset({DocumentState.LOOK_UP, DocumentState.READ_AGAIN, DocumentState.ASK_STILL_INSURED})


@dataclass(frozen=True)
class Rung:
    """Papers that answer the same question: asking for one of `kinds` settles the rung.

    The ladder does not go on below a rung that `must` be asked.
    """

    kinds: tuple[DocumentKind, ...]
    must: bool = True


def fallback_ladder(visit: Visit, site: Site) -> tuple[Step, ...]:
    """Return the steps of the ladder that are open now, in rule order; empty while none is needed."""
    if not _is_needed(visit, site) or proof(visit, site) is not None:
        return ()
    if card_counts(visit) and not identity_is_known(visit) and has_photo(visit):
        return (offers.compare_card_face(),)
    papers = (*_open_questions(visit, site), *_papers_to_ask_for(visit, site))
    return (*papers, *_words(visit)) if papers_are_settled(visit, site) else papers


def proof(visit: Visit, site: Site) -> tuple[Document, Decision[DocumentReading]] | None:
    """Return the shown document that proves the qualification, with the rules that say so; None without one."""
    for kind in _kinds(visit, site):
        document, reading = visit.document(kind), _reading(visit, site, kind)
        if document is not None and reading is not None and reading.value.state is DocumentState.PROOF:
            return document, reading
    return None


def papers_are_settled(visit: Visit, site: Site) -> bool:
    """Whether every paper that must be asked for was, and nothing about a shown one is still open."""
    asked = all(any(_was_asked(visit, kind) for kind in rung.kinds) for rung in rungs(visit, site) if rung.must)
    return asked and not _open_questions(visit, site)


def second_thoughts(visit: Visit, site: Site) -> tuple[Step, ...]:
    """Papers already asked for in vain: the patient may still find one, the clerk may have misread one."""
    if not papers_are_settled(visit, site):
        return ()
    return tuple(offers.ask_again(kind) for kind in _kinds(visit, site) if _was_asked(visit, kind))


def rungs(visit: Visit, site: Site) -> tuple[Rung, ...]:
    """Return the papers to ask this patient for, best first: with a card that counts, or without one."""
    return _with_card(visit, site) if card_counts(visit) else _without_card(visit, site)


def _is_needed(visit: Visit, site: Site) -> bool:
    if not card_counts(visit):
        return card_standing(visit).value is not CardStanding.NOT_ASKED
    return is_reading_over(visit, site) and not confirms(visit.card_answer)


def _with_card(visit: Visit, site: Site) -> tuple[Rung, ...]:
    """Portal, お知らせ, 資格確認書, old card (FLOW-02); the 資格確認書 first where it is the one to expect."""
    portal = Rung(_portal_forms(visit, site))
    notice = Rung((DocumentKind.ELIGIBILITY_NOTICE,))
    certificate = Rung((DocumentKind.ELIGIBILITY_CERTIFICATE,))
    old_card = Rung((DocumentKind.INSURANCE_CARD,) if old_cards_hold(visit.date) else ())
    usual = (portal, notice, certificate, old_card)
    order = (certificate, portal, notice, old_card) if _certificate_is_expected(visit, site) else usual
    return tuple(rung for rung in order if rung.kinds)


def _without_card(visit: Visit, site: Site) -> tuple[Rung, ...]:
    """資格確認書 or old card (FLOW-05); an expired card or a お知らせ alone only while it is let pass (§2.7)."""
    lenient = is_lenient(visit.date, site)
    papers = [Rung((DocumentKind.ELIGIBILITY_CERTIFICATE,))]
    if lenient or old_cards_hold(visit.date):
        papers.append(Rung((DocumentKind.INSURANCE_CARD,)))
    return (*papers, Rung((DocumentKind.ELIGIBILITY_NOTICE,), must=lenient))


def _portal_forms(visit: Visit, site: Site) -> tuple[DocumentKind, ...]:
    """The portal opens with a PIN and a living certificate, and never for somebody whose data are shut (REG-04)."""
    if is_pinless(visit) or has_failed(visit, FailureCause.REGISTRATION_BLOCKED):
        return ()
    if is_in(visit, site, CertificateWindow.DEAD):
        return (DocumentKind.PORTAL_PDF,)
    return (DocumentKind.PORTAL_SCREEN, DocumentKind.PORTAL_PDF)


def _certificate_is_expected(visit: Visit, site: Site) -> bool:
    """Whether the insurer has sent this patient a 資格確認書 without being asked (CERT-07, REG-04, REG-07, SP-01)."""
    unusable = (
        FailureCause.REGISTRATION_BLOCKED,
        FailureCause.REGISTRATION_CANCELLED,
        FailureCause.NOT_REGISTERED,
    )
    if has_failed(visit, *unusable) or is_in(visit, site, CertificateWindow.DEAD):
        return True
    late_elderly = is_late_elderly(visit.patient.birth_date, visit.date)
    return late_elderly and visit.date <= ALL_FROM_75_HOLD_A_CERTIFICATE


def _kinds(visit: Visit, site: Site) -> tuple[DocumentKind, ...]:
    return tuple(kind for rung in rungs(visit, site) for kind in rung.kinds)


def _was_asked(visit: Visit, kind: DocumentKind) -> bool:
    return kind in visit.absent or visit.document(kind) is not None


def _reading(visit: Visit, site: Site, kind: DocumentKind) -> Decision[DocumentReading] | None:
    document = visit.document(kind)
    return None if document is None else document_reading(document, visit, site)


def _open_questions(visit: Visit, site: Site) -> tuple[Step, ...]:
    """What is still to be asked or looked up about the documents shown so far."""
    steps: list[Step] = []
    for kind in _kinds(visit, site):
        reading = _reading(visit, site, kind)
        if reading is not None and reading.value.state in _PENDING:
            steps.extend(offers.about_document(kind, reading))
    return tuple(steps)


def _papers_to_ask_for(visit: Visit, site: Site) -> tuple[Step, ...]:
    kinds = [kind for kind in _kinds(visit, site) if not _was_asked(visit, kind)]
    busy = any(_is_open(visit, site, kind) for kind in PORTAL)
    return tuple(offers.ask_document(kind, visit, site) for kind in kinds if not (busy and kind in PORTAL))


def _is_open(visit: Visit, site: Site, kind: DocumentKind) -> bool:
    reading = _reading(visit, site, kind)
    return reading is not None and reading.value.state in _PENDING


def _words(visit: Visit) -> tuple[Step, ...]:
    """The last two rungs need the card and only the patient's word: oral (FLOW-03), then 申立書 (FLOW-04)."""
    if not card_counts(visit) or visit.declaration is not None or visit.unchanged:
        return ()
    if visit.known is not None and visit.unchanged is None:
        return (offers.ask_unchanged(),)
    return (offers.take_declaration(visit),)
