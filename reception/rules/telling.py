"""Which line tells the patient where things stand, apart from what the next step asks for (rulebook §5.4)."""

from collections.abc import Mapping

from oqs_client.certificate_window import CertificateWindow
from reception.rules.answer import insurance_in_force
from reception.rules.card import CardStanding, card_counts, card_standing
from reception.rules.certificate import certificate_state
from reception.rules.claim import claim_basis
from reception.rules.documents import NEEDS_CARD, last_day
from reception.rules.identity import is_pin_locked
from reception.rules.ladder import proof
from reception.rules.reading import is_reading_over
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import Basis, FailureCause

_OF_STANDING: Mapping[CardStanding, str] = {
    CardStanding.ABSENT: "no-card",
    CardStanding.EXPIRED: "card-expired",
    CardStanding.NOT_THE_PATIENTS: "not-your-card",
}
_OF_FAILURE: Mapping[FailureCause, str] = {
    FailureCause.NOT_REGISTERED: "unregistered",
    FailureCause.REGISTRATION_CANCELLED: "unregistered",
    FailureCause.REGISTRATION_BLOCKED: "discreet",
    FailureCause.CERTIFICATE_DEAD: "certificate-dead",
    FailureCause.CERTIFICATE_REFUSED: "by-papers",
    FailureCause.IDENTITY_IMPOSSIBLE: "by-papers",
    FailureCause.NOT_MY_NUMBER_CARD: "place-again",
    FailureCause.CARD_REMOVED: "place-again",
}
_OF_BASIS: Mapping[Basis, str] = {
    Basis.LOST: "after-visit",
    Basis.UNIDENTIFIED: "after-visit",
    Basis.NONE: "no-proof",
    Basis.PUBLIC: "welfare",
}
_OF_CERTIFICATE: Mapping[CertificateWindow, str] = {
    CertificateWindow.ALERT: "certificate-alert",
    CertificateWindow.GRACE: "certificate-grace",
}


def patient_line(visit: Visit, site: Site) -> str | None:
    """Return the id of the line for this state; None where the next step's own line says all."""
    standing = card_standing(visit).value
    if standing is CardStanding.NOT_ASKED:
        return None
    if standing is CardStanding.COUNTS and not is_reading_over(visit, site):
        return "pin-locked" if is_pin_locked(visit) and visit.identity is None else None
    if claim_basis(visit, site) is not None:
        return parting_line(visit, site)
    return _OF_STANDING.get(standing) or _why_papers(visit, site)


def parting_line(visit: Visit, site: Site) -> str:
    """Return the line to end a decided visit with: money first, then the card's certificate, then a plain goodbye."""
    row = insurance_in_force(visit.card_answer)
    if row is not None and row.special_medical and card_counts(visit):
        return "special-medical"
    filing = claim_basis(visit, site)
    of_basis = _OF_BASIS.get(filing.value.basis) if filing else None
    return of_basis or _about_the_proof(visit, site) or "closed"


def _why_papers(visit: Visit, site: Site) -> str:
    if visit.card_answer is not None:
        return "invalid"
    if visit.failure is not None:
        return _OF_FAILURE.get(visit.failure.cause, "outage")
    state = certificate_state(visit, site)
    return "certificate-dead" if state and state.value is CertificateWindow.DEAD else "by-papers"


def _about_the_proof(visit: Visit, site: Site) -> str | None:
    """What to bring next time, or the certificate that runs out."""
    state = certificate_state(visit, site)
    if card_counts(visit):
        return _OF_CERTIFICATE.get(state.value) if state else None
    shown = proof(visit, site)
    last = last_day(shown[0]) if shown else None
    lenient = shown is not None and (shown[0].kind in NEEDS_CARD or (last is not None and last < visit.date))
    return "next-time" if lenient else None
