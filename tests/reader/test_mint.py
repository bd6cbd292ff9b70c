"""Every person of the fictitious world gets the card their data say."""

import pytest

from fixtures import load_world
from fixtures.people import CardKind, Person
from reader import MyNumberCard
from reader.errors import CardMute, PersonHasNoCard
from reader.simulated import Holder, SimulatedReader
from reader.virtual.mint import mint
from reader.virtual.printing import text_png
from tests.reader.world import CARDLESS, WORLD

REAL_WORLD = load_world()
CARRIERS = [person for person in REAL_WORLD.people.values() if person.card is not None]


def test_the_world_has_cards_of_every_kind() -> None:
    cards = [person.card for person in CARRIERS if person.card]
    assert any(card.kind is CardKind.PINLESS for card in cards)
    assert any(card.chip_broken for card in cards)
    assert any(not card.photo for card in cards)
    assert any(card.signature_password is None for card in cards)
    assert any(card.tries_left == 0 for card in cards)


@pytest.mark.parametrize("person", CARRIERS, ids=lambda person: person.id)
def test_each_card_answers_as_issued(person: Person) -> None:
    reader = SimulatedReader()
    reader.insert(mint(REAL_WORLD, person), Holder())
    assert person.card is not None
    if person.card.chip_broken:
        with pytest.raises(CardMute):
            reader.connect()
        return
    card = MyNumberCard(reader.connect())
    assert card.pin_tries_left() == (0 if person.card.kind is CardKind.PINLESS else person.card.tries_left)


def test_a_card_face_of_the_real_world() -> None:
    person = next(person for person in CARRIERS if person.card and person.card.photo and not person.card.chip_broken)
    reader = SimulatedReader()
    reader.insert(mint(REAL_WORLD, person), Holder())
    face = MyNumberCard(reader.connect()).card_face(reader.camera.read_card_face())
    assert person.card is not None
    assert (face.birth_date, face.expires) == (person.birth_date, person.card.expires)


def test_who_has_no_card_gets_none() -> None:
    with pytest.raises(PersonHasNoCard):
        mint(WORLD, CARDLESS)


@pytest.mark.parametrize("text", ["訓練　花子", "髙﨑　𠮷男", "", "A" * 200, "訓" * 90])
def test_any_name_can_be_printed(text: str) -> None:
    assert text_png(text, 240, 24).startswith(b"\x89PNG")


def test_a_machine_without_japanese_fonts_prints_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.virtual import printing

    monkeypatch.setattr(printing, "_JAPANESE_FONTS", ())
    printing._font.cache_clear()
    try:
        assert text_png("訓練　花子", 240, 24).startswith(b"\x89PNG")
    finally:
        printing._font.cache_clear()
