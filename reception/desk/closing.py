"""The end of a visit as decisions: each is one event, so an interrupted closing goes on with the first missing."""

from reception import rules
from reception.site import Site
from reception.visit import Event, Visit
from reception.visit.events import ClaimDecided, CopaymentDecided, ShareDecided, VisitClosed


def can_close(visit: Visit, site: Site) -> bool:
    """Whether everything a closing needs is known: the points, and on what the claim is filed."""
    return visit.points is not None and rules.claim_basis(visit, site) is not None


def closing_event(visit: Visit, site: Site) -> Event | None:
    """Return the next decision of a visit that is being closed; None when it is closed or cannot be.

    A decision an interrupted closing left behind is taken anew if the visit has changed since.
    """
    if visit.closed is not None or visit.points is None:
        return None
    share = _share_event(visit, site)
    if share != visit.share:
        return share
    if (claim := claim_event(visit, site)) is not None:
        return claim
    copayment = CopaymentDecided(yen=rules.copayment(visit.points, share.share), rules=("PAY-01",))
    if copayment != visit.copayment:
        return copayment
    tasks = rules.follow_ups(visit, site)
    return VisitClosed(tasks=tasks.value, rules=tasks.rules)


def _share_event(visit: Visit, site: Site) -> ShareDecided:
    share = rules.copayment_share(visit, site)
    return ShareDecided(share=share.value.share, source=share.value.source, rules=share.rules)


def claim_event(visit: Visit, site: Site) -> ClaimDecided | None:
    """Return the claim as the rules decide it now; None when they cannot, or when it is decided like that already."""
    filing = rules.claim_basis(visit, site)
    if filing is None:
        return None
    event = ClaimDecided(basis=filing.value.basis, claim=filing.value.claim, rules=filing.rules)
    return None if event == visit.claim else event
