"""Which dialogue `trace` and `record` have, and with whom."""

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.asking import PersonAtKeyboard
from reader.cli.card_choice import add_options, chosen_reader
from reader.connection import CardConnection
from reader.credentials import Pin, VerificationNumberB
from reader.dialogues import DIALOGUES, Holder

if TYPE_CHECKING:
    from fixtures import Person


def add_dialogue_options(parser: argparse.ArgumentParser) -> None:
    """Add --reader, --simulated, --wait and --dialogue."""
    add_options(parser)
    parser.add_argument(
        "--dialogue",
        choices=sorted(DIALOGUES),
        default="probe",
        help="probe 調べるだけ, pin 暗証番号と署名, visual 券面と写真 / what to do with the card (%(default)s)",
    )


def have_dialogue(connection: CardConnection, options: argparse.Namespace) -> None:
    """Have the chosen dialogue; the connection is closed at the end. Raises ReaderError."""
    try:
        DIALOGUES[options.dialogue](connection, chosen_holder(options))
    finally:
        connection.close()


def chosen_connection(options: argparse.Namespace) -> CardConnection:
    """Connect the chosen card."""
    return chosen_reader(options).connect()


@dataclass(frozen=True)
class _FictitiousHolder:
    """Knows the training secrets of their own card."""

    person: "Person"

    def pin(self, tries_left: int) -> Pin | None:
        """Return the PIN; the last try is not spent."""
        card = self.person.card
        return Pin(card.pin) if card and tries_left > 1 else None

    def verification_number_b(self, tries_left: int | None) -> VerificationNumberB | None:
        """Return what is printed on the card."""
        del tries_left
        card = self.person.card
        return (
            VerificationNumberB.of_card(self.person.birth_date, card.expires.year, card.security_code) if card else None
        )


def chosen_holder(options: argparse.Namespace) -> Holder:
    """Return who gives the secrets: the fictitious person, or whoever sits at the keyboard."""
    if not options.simulated:
        return PersonAtKeyboard()
    from fixtures import load_world

    return _FictitiousHolder(load_world().people[options.simulated])
