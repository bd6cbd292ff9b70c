"""From the fictitious world to the registry's rows: pure. No PIN, password or security code is among them."""

import json
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from fixtures.certification_authority import certificate_serial
from fixtures.institutions import Scheme
from fixtures.people import Card, CardKind, Coverage, Person, Registration
from fixtures.world import World
from oqs_client.codes import Classification

Row = dict[str, Any]

_HYPHENS = dict.fromkeys(map(ord, "-‐‑‒–—―−ーｰ ・"))


def comparable(written: str) -> str:
    """Return a symbol or number as look-ups compare it: NFKC, no hyphens, no spaces (oqs-contract §11)."""
    return unicodedata.normalize("NFKC", written).translate(_HYPHENS)


@dataclass(frozen=True)
class WorldRows:
    """The rows of the three tables that the world fills."""

    people: tuple[Row, ...]
    coverages: tuple[Row, ...]
    cards: tuple[Row, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all rows: changes exactly when the registry would."""
        rows = [self.people, self.coverages, self.cards]
        return sha256(json.dumps(rows, default=str, ensure_ascii=False).encode()).hexdigest()


def world_rows(world: World) -> WorldRows:
    """Return the registry's content for a world. 日雇特例 is left out: it is never online (RES-05)."""
    people = world.people.values()
    return WorldRows(
        people=tuple(_person(world, person) for person in people),
        coverages=tuple(row for person in people for row in _coverages(world, person)),
        cards=tuple(_card(world, person, person.card) for person in people if person.card is not None),
    )


def works_until(requested: date) -> date:
    """Last day on which a registration whose cancellation was requested still works: end of month N+1 (UNR-03)."""
    year, month0 = divmod(requested.year * 12 + requested.month, 12)
    return date(year, month0 + 1, monthrange(year, month0 + 1)[1])


def _person(world: World, person: Person) -> Row:
    household = world.households[person.household]
    return {
        "id": person.id,
        "name": world.name(person),
        "name_kana": world.name_kana(person),
        "other_name": person.other_name,
        "sex": person.sex.value,
        "birth_date": person.birth_date,
        "address": household.address,
        "postcode": household.postcode,
        "address_hidden": person.card is not None and person.card.registration is Registration.BLOCKED,
    }


def _coverages(world: World, person: Person) -> Iterator[Row]:
    """Rows of the qualifications that the online system knows of, now or one day."""
    for coverage in person.coverages:
        scheme = world.insurers[coverage.insurer].scheme
        if coverage.registered_on is not None and scheme is not Scheme.DAY_LABOUR:
            yield _coverage(world, person, coverage) | _limit(coverage)


def _coverage(world: World, person: Person, coverage: Coverage) -> Row:
    insurer = world.insurers[coverage.insurer]
    return {
        "person_id": person.id,
        "insurer_number": coverage.insurer,
        "insurer_name": insurer.name,
        "scheme": insurer.scheme.value,
        "symbol": coverage.symbol,
        "number": coverage.number,
        "branch": coverage.branch,
        "relation": coverage.relation,
        "insured_name": coverage.insured_name or (world.name(person) if coverage.relation == "self" else None),
        "share": coverage.share,
        "qualified_on": coverage.qualified_on,
        "disqualified_on": coverage.disqualified_on,
        "loss_reason": coverage.loss_reason,
        "registered_on": coverage.registered_on,
        "loss_registered_on": coverage.loss_registered_on,
        "classification": _classification(coverage, insurer.scheme),
        "ticket_registered": coverage.ticket_registered,
        "number_key": comparable(coverage.number),
    }


def _classification(coverage: Coverage, scheme: Scheme) -> str:
    """The class of OQSCD010: welfare is always A1, 特別療養 always 05."""
    if scheme is Scheme.WELFARE:
        return Classification.MEDICAL_ASSISTANCE.value
    return Classification.SPECIAL_MEDICAL.value if coverage.special_medical else coverage.classification


def _limit(coverage: Coverage) -> Row:
    limit = coverage.limit
    return {
        "limit_classification": limit.classification if limit else None,
        "limit_flag": limit.flag if limit else None,
        "limit_from": limit.valid_from if limit else None,
        "limit_until": limit.valid_until if limit else None,
    }


def _card(world: World, person: Person, card: Card) -> Row:
    """The world does not date a cancellation request: it is in the month of the practice date."""
    pending = card.registration is Registration.CANCEL_PENDING
    return {
        "serial": f"{certificate_serial(person.id, card.certificate.issued):x}",
        "person_id": person.id,
        "pinless": card.kind is CardKind.PINLESS,
        "photo": card.photo,
        "revoked_on": card.certificate.revoked_on,
        "registration": card.registration.value,
        "works_until": works_until(world.practice_date) if pending else None,
    }
