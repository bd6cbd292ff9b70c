"""A clerk without a machine: takes offered steps only, writes down what happened, and closes as the desk does."""

from dataclasses import dataclass
from functools import reduce

from reception.rules import claim_basis, copayment, copayment_share, follow_ups, next_steps
from reception.rules.decision import Step
from reception.site import Site
from reception.visit import Action, Event, Visit, apply, fold
from reception.visit import events as e
from reception.visit.values import Basis, Claim, DocumentKind, ShareSource, TaskKind


@dataclass(frozen=True)
class Outcome:
    basis: Basis
    claim: Claim
    share: int
    source: ShareSource
    yen: int
    tasks: frozenset[TaskKind]


class Clerk:
    """Holds the events of one visit."""

    def __init__(self, opening: e.VisitOpened, site: Site) -> None:
        self.site = site
        self.events: list[Event] = [opening]
        self._visit = fold(self.events)
        self._read = 0

    @property
    def visit(self) -> Visit:
        self._read_on()
        return self._visit

    @property
    def steps(self) -> tuple[Step, ...]:
        self._read_on()
        return self._steps

    def _read_on(self) -> None:
        """Apply what has happened since the last look."""
        if self._read != len(self.events):
            self._visit = reduce(apply, self.events[max(1, self._read) :], self._visit)
            self._steps = next_steps(self._visit, self.site)
            self._read = len(self.events)

    def take(self, action: Action, *happened: Event, document: DocumentKind | None = None) -> "Clerk":
        """Take a step, which must be on offer, with what came of it."""
        offers = [(step.action, step.document) for step in self.steps]
        assert (action, document) in offers, f"{action} {document} is not among {offers}"
        self.events.extend(happened)
        return self

    def first(self) -> Action:
        return self.steps[0].action

    def finish(self, points: int) -> Outcome:
        """Enter the points, restore the mode, return the card, close: each only as offered, and in that order."""
        self.take(Action.ENTER_POINTS, e.PointsEntered(points=points))
        if self.first() is Action.RESTORE_MODE:
            self.take(Action.RESTORE_MODE, e.ReaderModeRestored())
        if self.first() is Action.RETURN_CARD:
            self.take(Action.RETURN_CARD, e.CardReturned())
        self.take(Action.CLOSE_VISIT)
        return self.close()

    def close(self) -> Outcome:
        visit, site = self.visit, self.site
        filing, share = claim_basis(visit, site), copayment_share(visit, site)
        assert filing is not None
        assert visit.points is not None
        tasks = follow_ups(visit, site)
        yen = copayment(visit.points, share.value.share)
        self.events += [
            e.ShareDecided(share=share.value.share, source=share.value.source, rules=share.rules),
            e.ClaimDecided(basis=filing.value.basis, claim=filing.value.claim, rules=filing.rules),
            e.CopaymentDecided(yen=yen, rules=share.rules),
            e.VisitClosed(tasks=tasks.value, rules=(*filing.rules, *share.rules)),
        ]
        kinds = frozenset(task.kind for task in tasks.value)
        return Outcome(filing.value.basis, filing.value.claim, share.value.share, share.value.source, yen, kinds)
