"""What the registry knows, as values: a person, a qualification, a card."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PersonRecord:
    """A person. `address_hidden` is the 不開示該当フラグ (rulebook §2.9): the address is not shown."""

    id: str
    name: str
    name_kana: str
    other_name: str | None
    sex: str
    birth_date: date
    address: str
    postcode: str
    address_hidden: bool


@dataclass(frozen=True)
class CoverageRecord:
    """One qualification. `share` in tenths; the `registered_on` days say from when the system knows it."""

    person_id: str
    insurer_number: str
    insurer_name: str
    scheme: str
    symbol: str | None
    number: str
    branch: str | None
    relation: str
    insured_name: str | None
    share: int
    qualified_on: date
    disqualified_on: date | None
    loss_reason: str | None
    registered_on: date
    loss_registered_on: date | None
    classification: str
    ticket_registered: bool
    limit_classification: str | None
    limit_flag: str | None
    limit_from: date | None
    limit_until: date | None


@dataclass(frozen=True)
class CardRecord:
    """A card by the serial number (hex) of its certificate.

    `registration` is the state the world gives it, `works_until` the last day of a cancelled registration (UNR-03),
    `registered_on` the day of an 初回登録 made here.
    """

    serial: str
    person_id: str
    pinless: bool
    photo: bool
    revoked_on: date | None
    registration: str
    works_until: date | None
    registered_on: date | None
