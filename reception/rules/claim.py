"""On what the claim is filed: current, lost, unidentified, 公費 alone, or nothing (rulebook §1.9, §2.3, §2.4)."""

from dataclasses import dataclass

from oqs_client.codes import Validity
from reception.policy import Policy
from reception.rules.age import is_late_elderly
from reception.rules.answer import assistance_in_force, insurance_in_force, insurance_of, lost_insurance
from reception.rules.card import CardStanding, card_counts, card_standing
from reception.rules.decision import Decision
from reception.rules.ladder import papers_are_settled, proof
from reception.rules.remarks import unidentified_remark
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import Basis, Claim, Insurance, InsuredStatusDeclaration

UNKNOWN_INSURER = "77777777"
UNKNOWN_INSURER_CHECKED = "77777779"
"""Written where the receipt computer insists on the check digit (W3)."""
UNKNOWN_NUMBER = "777777777"
UNKNOWN_NUMBER_LATE_ELDERLY = "77777777"


@dataclass(frozen=True)
class Filing:
    """The basis of the claim and its insurer fields."""

    basis: Basis
    claim: Claim


def claim_basis(visit: Visit, site: Site) -> Decision[Filing] | None:
    """Return the best basis the visit has led to, in the order C1, C2, C3; None while the ladder is not done."""
    return (
        _found_later(visit)
        or _by_card(visit)
        or _by_document(visit, site)
        or _by_word(visit)
        or _by_declaration(visit, site)
        or _without_proof(visit, site)
    )


def _file(basis: Basis, insurance: Insurance, *rules: str, remarks: str = "") -> Decision[Filing]:
    claim = Claim(
        insurer_number=insurance.insurer_number,
        symbol=insurance.symbol or "",
        number=insurance.number,
        branch=insurance.branch or "",
        remarks=remarks,
    )
    return Decision(Filing(basis, claim), rules)


def _found_later(visit: Visit) -> Decision[Filing] | None:
    """A number learnt after hours turns any claim into C1 (RES-07)."""
    found = next((done.found for done in reversed(visit.done) if done.found is not None), None)
    return _file(Basis.CURRENT, found, "CLM-01", "RES-07") if found else None


def _by_card(visit: Visit) -> Decision[Filing] | None:
    if not card_counts(visit):
        return None
    row = insurance_in_force(visit.card_answer)
    if row is not None:
        return _file(Basis.CURRENT, insurance_of(row), "RES-01", "CLM-01")
    return _by_assistance(visit)


def _by_assistance(visit: Visit) -> Decision[Filing] | None:
    """医療扶助 alone; 有効（未登録） counts, the ticket is asked for at the welfare office (AUX-03)."""
    answer = visit.card_answer
    row = assistance_in_force(answer)
    if row is not None:
        return _file(Basis.PUBLIC, insurance_of(row), "AUX-03")
    unregistered = answer is not None and answer.validity is Validity.UNREGISTERED
    return Decision(Filing(Basis.PUBLIC, Claim()), ("AUX-03",)) if unregistered else None


def _by_document(visit: Visit, site: Site) -> Decision[Filing] | None:
    shown = proof(visit, site)
    if shown is None:
        return None
    document, reading = shown
    row = insurance_in_force(visit.lookup(document.kind))
    insurance = insurance_of(row) if row else document.insurance
    return _file(Basis.CURRENT, insurance, *reading.rules, "CLM-01")


def _by_word(visit: Visit) -> Decision[Filing] | None:
    if not (card_counts(visit) and visit.known and visit.unchanged):
        return None
    return _file(Basis.CURRENT, visit.known, "FLOW-03", "DOC-17", "CLM-01")


def _by_declaration(visit: Visit, site: Site) -> Decision[Filing] | None:
    if visit.declaration is None or not card_counts(visit):
        return None
    lost = _lost(visit)
    if lost is not None:
        return _file(Basis.LOST, lost, "FLOW-04", "DOC-16", "CLM-02", remarks=site.policy.lost_remark)
    return _unidentified(visit, visit.declaration, site.policy)


def _lost(visit: Visit) -> Insurance | None:
    """The past number: from the 無効 screen, a look-up that says it is over, or earlier visits (CLM-02)."""
    row = lost_insurance(visit.card_answer)
    if row is not None:
        return insurance_of(row)
    over = (visit.document(kind) for kind, answer in visit.lookups if answer.validity in _OVER)
    return next((document.insurance for document in over if document), visit.known)


_OVER = frozenset({Validity.INVALID, Validity.REPLACED})


def _unidentified(visit: Visit, declaration: InsuredStatusDeclaration, policy: Policy) -> Decision[Filing]:
    """不詳: the insurer and the number filled with sevens, the symbol empty (§2.4)."""
    elderly = is_late_elderly(visit.patient.birth_date, visit.date) or "後期" in declaration.scheme
    claim = Claim(
        insurer_number=UNKNOWN_INSURER if policy.unknown_number_accepted else UNKNOWN_INSURER_CHECKED,
        number=UNKNOWN_NUMBER_LATE_ELDERLY if elderly else UNKNOWN_NUMBER,
        remarks=unidentified_remark(visit, declaration),
    )
    return Decision(Filing(Basis.UNIDENTIFIED, claim), ("FLOW-04", "DOC-16", "CLM-03", "CLM-04"))


def _without_proof(visit: Visit, site: Site) -> Decision[Filing] | None:
    """No card that counts and no paper: nothing to file on, and never a 不詳 claim (§2.3)."""
    standing = card_standing(visit)
    if standing.value in _STILL_POSSIBLE or not papers_are_settled(visit, site):
        return None
    return Decision(Filing(Basis.NONE, Claim()), (*standing.rules, "DOC-04"))


_STILL_POSSIBLE = frozenset({CardStanding.NOT_ASKED, CardStanding.COUNTS})
