"""The card pulled at every APDU of every dialogue: CardRemoved, or "may have counted" during VERIFY, nothing else."""

from collections.abc import Callable

import pytest

from reader import CardConnection, MyNumberCard, Pin, SimulatedReader
from reader.errors import (
    CardMute,
    CardRemoved,
    PinOutcomeUnknown,
    ReaderError,
    VerificationOutcomeUnknown,
)
from reader.probe import probe
from reader.simulated import Holder
from reader.virtual import VirtualCard
from tests.reader.cards import fresh
from tests.reader.plain_cards import RecordingConnection, RefusingConnection, is_extended, names_a_short_id
from tests.reader.world import ADULT, PIN

VERIFY = 0x20


def pin_visit(reader: SimulatedReader, connection: CardConnection) -> None:
    card = MyNumberCard(connection)
    card.pin_tries_left()
    card.verify_pin(Pin(PIN))
    card.auth_certificate()
    card.sign(b"nonce")


def visual_visit(reader: SimulatedReader, connection: CardConnection) -> None:
    card = MyNumberCard(connection)
    card.card_face(reader.camera.read_card_face())
    card.auth_certificate()
    reader.institution.unlock(connection)
    card.sign(b"nonce")


def look(reader: SimulatedReader, connection: CardConnection) -> None:
    probe(connection)


def direct(connection: CardConnection) -> RecordingConnection:
    return RecordingConnection(connection)


def plain(connection: CardConnection) -> RecordingConnection:
    return RefusingConnection(connection, lambda command: names_a_short_id(command) or is_extended(command), 0x6A86)


Dialogue = Callable[[SimulatedReader, CardConnection], None]
Form = Callable[[CardConnection], RecordingConnection]
EVERY = pytest.mark.parametrize("dialogue", [pin_visit, visual_visit, look])
BOTH_FORMS = pytest.mark.parametrize("form", [direct, plain])


def commands_that_reach_the_card(dialogue: Dialogue, form: Form) -> int:
    reader = SimulatedReader()
    reader.insert(fresh(ADULT), Holder())
    inner = RecordingConnection(reader.connect())
    dialogue(reader, form(inner))
    return len(inner.sent)


def outcome(
    dialogue: Dialogue, form: Form, arm: Callable[[SimulatedReader], None]
) -> tuple[ReaderError, int, VirtualCard]:
    """Play the dialogue with a fault armed; return its error, the instruction it struck at, and the card."""
    reader = SimulatedReader()
    card = fresh(ADULT)
    reader.insert(card, Holder())
    recorder = form(reader.connect())
    arm(reader)
    with pytest.raises(ReaderError) as caught:
        dialogue(reader, recorder)
    last = recorder.sent[-1]
    return caught.value, last.ins if last.data else 0, card


@EVERY
@BOTH_FORMS
@pytest.mark.parametrize("reached_chip", [False, True])
def test_pulled_at_every_command(dialogue: Dialogue, form: Form, reached_chip: bool) -> None:
    count = commands_that_reach_the_card(dialogue, form)
    assert count > 3
    for nth in range(1, count + 1):
        error, ins, _ = outcome(dialogue, form, lambda reader, n=nth: reader.pull_after(n, reached_chip=reached_chip))  # type: ignore[misc]  # a default binds the loop variable
        if ins == VERIFY:
            assert isinstance(error, PinOutcomeUnknown), nth
            assert isinstance(error.__cause__, CardRemoved)
            assert isinstance(error, VerificationOutcomeUnknown) == (dialogue is visual_visit)
        else:
            assert type(error) is CardRemoved, nth


@EVERY
def test_mute_at_every_command(dialogue: Dialogue) -> None:
    for nth in range(1, commands_that_reach_the_card(dialogue, direct) + 1):
        error, ins, _ = outcome(dialogue, direct, lambda reader, n=nth: reader.mute_after(n))  # type: ignore[misc]  # a default binds the loop variable
        assert isinstance(error, PinOutcomeUnknown if ins == VERIFY else CardMute)


def test_the_fault_strikes_at_the_named_command_and_not_before() -> None:
    reader = SimulatedReader()
    reader.insert(fresh(ADULT), Holder())
    card = MyNumberCard(reader.connect())
    reader.pull_after(3)
    assert card.pin_tries_left() == 3  # two commands
    with pytest.raises(PinOutcomeUnknown):
        card.verify_pin(Pin(PIN))
    assert not reader.card_present()


@pytest.mark.parametrize(("reached_chip", "tries"), [(False, 3), (True, 2)])
def test_whether_the_try_counted_shows_when_the_card_is_back(reached_chip: bool, tries: int) -> None:
    reader = SimulatedReader()
    issued = fresh(ADULT)
    reader.insert(issued, Holder())
    card = MyNumberCard(reader.connect())
    card.pin_tries_left()
    reader.pull_after(1, reached_chip=reached_chip)
    with pytest.raises(PinOutcomeUnknown):
        card.verify_pin(Pin("9999"))
    reader.insert(issued, Holder())
    assert MyNumberCard(reader.connect()).pin_tries_left() == tries
