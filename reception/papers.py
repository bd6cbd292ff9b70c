"""What a person's papers and screens really print, on the day of the visit (rulebook §1.7).

A paper issued after that day does not exist yet; what an insurer does not print (DOC-07: no share on the paper card of
協会けんぽ) is not there either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fixtures import Person, World
from fixtures.people import Coverage
from reception.visit.values import Document, DocumentKind, Insurance


def insurance_of(world: World, coverage: Coverage, *, share_printed: bool = True) -> Insurance:
    """Return the numbers of a coverage as a source prints them."""
    return Insurance(
        insurer_number=coverage.insurer,
        insurer_name=world.insurers[coverage.insurer].name,
        symbol=coverage.symbol,
        number=coverage.number,
        branch=coverage.branch,
        share=coverage.share if share_printed else None,
    )


def paper_of(world: World, person: Person, kind: DocumentKind, on: date) -> Document | None:
    """Return the paper or screen of this kind as the person can show it on a day; None when they cannot."""
    return _PAPERS[kind](_Bearer(world, person, on))


@dataclass(frozen=True)
class _Bearer:
    """Whose papers, on which day."""

    world: World
    person: Person
    on: date

    def shows(
        self,
        kind: DocumentKind,
        coverage_id: str,
        *,
        issued: date | None = None,
        valid_until: date | None = None,
        as_of: date | None = None,
        own_phone: bool = True,
        share_printed: bool = True,
    ) -> Document | None:
        """Return the document, unless it was issued, or saved, after the day."""
        if any(day is not None and day > self.on for day in (issued, as_of)):
            return None
        return Document(
            kind=kind,
            name=self.world.name(self.person),
            birth_date=self.person.birth_date,
            insurance=insurance_of(self.world, self.person.coverage(coverage_id), share_printed=share_printed),
            issued=issued,
            valid_until=valid_until,
            as_of=as_of,
            own_phone=own_phone,
        )


def _portal_screen(bearer: _Bearer) -> Document | None:
    """The screen is live: it shows the state of the day, once that coverage had begun."""
    portal = bearer.person.papers.portal
    if portal is None or "screen" not in portal.forms:
        return None
    if bearer.person.coverage(portal.coverage).qualified_on > bearer.on:
        return None
    day = min(portal.as_of, bearer.on)
    return bearer.shows(DocumentKind.PORTAL_SCREEN, portal.coverage, as_of=day, own_phone=portal.own_phone)


def _portal_pdf(bearer: _Bearer) -> Document | None:
    portal = bearer.person.papers.portal
    if portal is None or "pdf" not in portal.forms:
        return None
    return bearer.shows(DocumentKind.PORTAL_PDF, portal.coverage, as_of=portal.as_of, own_phone=portal.own_phone)


def _eligibility_notice(bearer: _Bearer) -> Document | None:
    paper = bearer.person.papers.eligibility_notice
    if paper is None:
        return None
    return bearer.shows(
        DocumentKind.ELIGIBILITY_NOTICE,
        paper.coverage,
        issued=paper.issued,
        valid_until=paper.valid_until,
        share_printed=paper.form != "kyokai",
    )


def _eligibility_certificate(bearer: _Bearer) -> Document | None:
    paper = bearer.person.papers.eligibility_certificate
    if paper is None:
        return None
    kind = DocumentKind.ELIGIBILITY_CERTIFICATE
    return bearer.shows(kind, paper.coverage, issued=paper.issued, valid_until=paper.valid_until)


def _insurance_card(bearer: _Bearer) -> Document | None:
    paper = bearer.person.papers.insurance_card
    if paper is None:
        return None
    kind = DocumentKind.INSURANCE_CARD
    return bearer.shows(kind, paper.coverage, issued=paper.issued, valid_until=paper.valid_until)


_PAPERS: Final[Mapping[DocumentKind, Callable[[_Bearer], Document | None]]] = {
    DocumentKind.PORTAL_SCREEN: _portal_screen,
    DocumentKind.PORTAL_PDF: _portal_pdf,
    DocumentKind.ELIGIBILITY_NOTICE: _eligibility_notice,
    DocumentKind.ELIGIBILITY_CERTIFICATE: _eligibility_certificate,
    DocumentKind.INSURANCE_CARD: _insurance_card,
}
