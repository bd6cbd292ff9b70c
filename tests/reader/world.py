"""A small fictitious world for the card tests: one person per card profile."""

from datetime import date

from fixtures.people import Card, CardKind, Certificate, Conduct, Face, Household, Person, Sex
from fixtures.world import World

PIN, NUMBER_B, SIGN_PASSWORD = "1357", "55021720342285", "TRAIN1234"


def card(**changes: object) -> Card:
    fields: dict[str, object] = {
        "issued": date(2024, 4, 10),
        "expires": date(2034, 2, 17),
        "security_code": "2285",
        "pin": PIN,
        "certificate": Certificate(issued=date(2024, 4, 10)),
    }
    return Card.model_validate(fields | changes)


def person(person_id: str, issued: Card | None, **changes: object) -> Person:
    fields: dict[str, object] = {
        "id": person_id,
        "household": "h1",
        "given_name": "花子",
        "given_name_kana": "ハナコ",
        "sex": Sex.FEMALE,
        "birth_date": date(1980, 2, 17),
        "card": issued,
        "face": Face(seed=7),
    }
    return Person.model_validate(fields | changes)


ADULT = person("adult", card())
LOCKED = person("locked", card(tries_left=0))
PINLESS = person("pinless", card(kind=CardKind.PINLESS))
BROKEN = person("broken", card(chip_broken=True))
CARDLESS = person("cardless", None)
STRANGER = person("stranger", card(), conduct=Conduct(face="stranger"))
CHILD = person(
    "child",
    card(expires=date(2028, 5, 3), signature_password=None),
    given_name="翔",
    sex=Sex.MALE,
    birth_date=date(2015, 5, 3),
)
INFANT = person(
    "infant",
    card(
        issued=date(2026, 3, 1), expires=date(2031, 1, 9), photo=False, certificate=Certificate(issued=date(2026, 3, 1))
    ),
    birth_date=date(2026, 1, 9),
)
EXPIRED = person(
    "expired",
    card(issued=date(2015, 12, 1), expires=date(2025, 2, 17), certificate=Certificate(issued=date(2020, 3, 1))),
)
PEOPLE = (ADULT, LOCKED, PINLESS, BROKEN, CARDLESS, STRANGER, CHILD, INFANT, EXPIRED)

HOUSEHOLD = Household(
    id="h1", surname="訓練", surname_kana="クンレン", address="訓練県練習市架空町１丁目２番３号", postcode="999-0001"
)
WORLD = World(
    practice_date=date(2026, 5, 10),
    insurers={},
    clinics={},
    households={"h1": HOUSEHOLD},
    people={someone.id: someone for someone in PEOPLE},
)
