"""What the patient pays today: the share in tenths and the yen (rulebook §1.10, §2.2, §3.5)."""

from collections.abc import Callable
from dataclasses import dataclass

from oqs_client.qualification import Qualification
from reception.rules.age import is_plausible, share_by_age
from reception.rules.answer import assistance_in_force, insurance_in_force
from reception.rules.card import card_counts
from reception.rules.claim import claim_basis
from reception.rules.decision import Decision
from reception.rules.ladder import proof
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import Basis, ShareSource

YEN_PER_POINT = 10
WHOLE_BILL = 10


@dataclass(frozen=True)
class ShareOf:
    """The share in tenths (10 = the whole bill, 0 = nothing) and where it comes from."""

    share: int
    source: ShareSource


_Answer = Decision[ShareOf] | None


def copayment(points: int, share: int) -> int:
    """Return the yen to pay: points at 10 yen each, times the share; below 5 yen dropped, from 5 raised (§3.5)."""
    return (points * YEN_PER_POINT * share // 10 + 5) // 10 * 10


def copayment_share(visit: Visit, site: Site) -> Decision[ShareOf]:
    """Return the share by the best source there is: system, paper, past visit, 申立書, age (§2.2)."""
    for source in _SOURCES:
        answer = source(visit, site)
        if answer is not None:
            return answer
    share = share_by_age(visit.patient.birth_date, visit.date, site.policy.elderly_share)
    return _share(share, ShareSource.AGE, "PAY-01", "FLOW-08")


def _share(share: int, source: ShareSource, *rules: str) -> Decision[ShareOf]:
    return Decision(ShareOf(share, source), rules)


def _public(visit: Visit, site: Site) -> _Answer:
    """生活保護 pays the patient's part, alone or beside an insurance (AUX-03)."""
    filing = claim_basis(visit, site)
    alone = filing is not None and filing.value.basis is Basis.PUBLIC
    beside = card_counts(visit) and assistance_in_force(visit.card_answer) is not None
    return _share(0, ShareSource.PUBLIC, "AUX-03") if alone or beside else None


def _no_proof(visit: Visit, site: Site) -> _Answer:
    """Nothing to file on: the whole bill today, settled when proof is brought (§2.3, site policy)."""
    filing = claim_basis(visit, site)
    nothing = filing is not None and filing.value.basis is Basis.NONE
    return _share(WHOLE_BILL, ShareSource.SITE_POLICY, "FLOW-05") if nothing else None


def _by_system(visit: Visit, site: Site) -> _Answer:
    """The row in force: 特別療養 pays all (S37), else what the row says while its dates hold."""
    row = _row_in_force(visit, site)
    if row is None:
        return None
    if row.special_medical:
        return _share(WHOLE_BILL, ShareSource.SERVER, "PAY-02", "DOC-11")
    share = _current_share(row, visit)
    return None if share is None else _share(share, ShareSource.SERVER, "RES-01", "PAY-02")


def _row_in_force(visit: Visit, site: Site) -> Qualification | None:
    if card_counts(visit) and insurance_in_force(visit.card_answer):
        return insurance_in_force(visit.card_answer)
    shown = proof(visit, site)
    return insurance_in_force(visit.lookup(shown[0].kind)) if shown else None


def _current_share(row: Qualification, visit: Visit) -> int | None:
    ended = row.share_valid_until is not None and row.share_valid_until < visit.date
    if row.share is not None and not ended:
        return row.share
    return 2 if row.preschool else None


def _by_document(visit: Visit, site: Site) -> _Answer:
    """What the paper prints; the 協会けんぽ paper card prints none (DOC-07)."""
    shown = proof(visit, site)
    share = shown[0].insurance.share if shown else None
    return _share(share, ShareSource.DOCUMENT, "PAY-02") if share else None


def _by_known(visit: Visit, _site: Site) -> _Answer:
    share = _believable(visit.known.share if visit.known and visit.unchanged else None, visit)
    return None if share is None else _share(share, ShareSource.KNOWN, "DOC-17", "PAY-01")


def _by_declaration(visit: Visit, _site: Site) -> _Answer:
    share = _believable(visit.declaration.share if visit.declaration else None, visit)
    return None if share is None else _share(share, ShareSource.DECLARATION, "DOC-16", "PAY-01")


def _believable(share: int | None, visit: Visit) -> int | None:
    """A remembered share counts only where it can be right at the patient's age (§2.1)."""
    fits = share is not None and is_plausible(share, visit.patient.birth_date, visit.date)
    return share if fits else None


_SOURCES: tuple[Callable[[Visit, Site], _Answer], ...] = (
    _public,
    _no_proof,
    _by_system,
    _by_document,
    _by_known,
    _by_declaration,
)
