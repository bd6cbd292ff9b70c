"""Which qualification answers a question, as of a day: pure.

Two days matter. `on` is the day asked about; `known_on` is what day it is for the system, which knows of a beginning or
an end only from the day the insurer registered it. They differ when a past visit is looked up later (RES-07).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mock_oqs_server.records import CoverageRecord
from mock_oqs_server.world_rows import comparable
from oqs_client.codes import Classification, Validity


@dataclass(frozen=True)
class AsOf:
    """The day asked about, and the day on which the system is asked."""

    on: date
    known_on: date

    def sees(self, coverage: CoverageRecord) -> bool:
        """Whether the system knows of the qualification and it had begun."""
        return coverage.registered_on <= self.known_on and coverage.qualified_on <= self.on

    def lost(self, coverage: CoverageRecord) -> bool:
        """Whether the system knows that it had ended."""
        registered, ended = coverage.loss_registered_on, coverage.disqualified_on
        return registered is not None and registered <= self.known_on and ended is not None and ended <= self.on


@dataclass(frozen=True)
class Found:
    """The answer's validity and the rows that come with it (insurance first, then 医療扶助)."""

    validity: Validity
    rows: tuple[CoverageRecord, ...] = ()


def by_card(coverages: Iterable[CoverageRecord], as_of: AsOf) -> Found:
    """Answer for a person known by the card: the newest valid one, else the last lost one (oqs-contract §0 fact 10)."""
    visible = [coverage for coverage in coverages if as_of.sees(coverage)]
    valid = [coverage for coverage in visible if not as_of.lost(coverage)]
    insurance = _newest(coverage for coverage in valid if not _is_assistance(coverage))
    assistance = _newest(coverage for coverage in valid if _is_assistance(coverage))
    rows = tuple(row for row in (insurance, assistance) if row is not None)
    if rows:
        return Found(Validity.VALID if insurance else _assistance_validity(rows[0]), rows)
    lost = _last_lost(visible)
    return Found(Validity.INVALID, (lost,)) if lost else Found(Validity.NOT_FOUND)


def by_number(matching: Sequence[CoverageRecord], of_person: Sequence[CoverageRecord], as_of: AsOf) -> Found:
    """Answer for a number: only about the number asked, and whether there is a newer one.

    `matching` bear the number; `of_person` are all qualifications of whoever they belong to.
    """
    visible = [coverage for coverage in matching if as_of.sees(coverage)]
    if len({coverage.person_id for coverage in visible}) > 1:
        return Found(Validity.MULTIPLE)
    asked = _newest(coverage for coverage in visible if not as_of.lost(coverage)) or _last_lost(visible)
    if asked is None:
        return Found(Validity.NOT_FOUND)
    if not as_of.lost(asked):
        return Found(_assistance_validity(asked) if _is_assistance(asked) else Validity.VALID, (asked,))
    newer = by_card(of_person, as_of).validity
    return Found(Validity.REPLACED) if newer is Validity.VALID else Found(Validity.INVALID, (asked,))


def narrowed(
    coverages: Iterable[CoverageRecord], *, symbol: str | None, branch: str | None
) -> tuple[CoverageRecord, ...]:
    """Keep those that agree with the symbol and branch asked for; what was not asked for does not matter."""
    return tuple(
        coverage
        for coverage in coverages
        if (symbol is None or comparable(coverage.symbol or "") == comparable(symbol))
        and (branch is None or coverage.branch == branch)
    )


def _is_assistance(coverage: CoverageRecord) -> bool:
    return coverage.classification == Classification.MEDICAL_ASSISTANCE


def _assistance_validity(coverage: CoverageRecord) -> Validity:
    """6 while the welfare office has not entered the ticket (rulebook §2.9)."""
    return Validity.VALID if coverage.ticket_registered else Validity.UNREGISTERED


def _newest(coverages: Iterable[CoverageRecord]) -> CoverageRecord | None:
    return max(coverages, key=lambda coverage: coverage.qualified_on, default=None)


def _last_lost(coverages: Iterable[CoverageRecord]) -> CoverageRecord | None:
    return max(coverages, key=lambda coverage: coverage.disqualified_on or date.min, default=None)
