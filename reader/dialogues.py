"""The dialogues a desk has with a card, for tracing, recording and measuring."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

from reader.applications import Application, Visual
from reader.card_face import CardFace
from reader.connection import CardConnection
from reader.credentials import Pin, VerificationNumberB
from reader.errors import PinLocked, VerificationNumberLocked
from reader.my_number_card import MyNumberCard
from reader.probe import probe
from reader.session import CardSession

NONCE: Final = b"uketsuke training nonce"
"""What is signed: nothing a server would take for a challenge."""


class Holder(Protocol):
    """Gives the secrets, each knowing how many tries are left; None to stop there."""

    def pin(self, tries_left: int) -> Pin | None:
        """Return the PIN to present once."""

    def verification_number_b(self, tries_left: int | None) -> VerificationNumberB | None:
        """Return 照合番号B to present once; the card may not tell its tries."""


Dialogue = Callable[[CardConnection, Holder], None]
"""One dialogue from the reset on. Raises ReaderError where it ends early."""


def _probe(connection: CardConnection, holder: Holder) -> None:
    """Look at everything that costs nothing."""
    del holder
    probe(connection)


def _pin(connection: CardConnection, holder: Holder) -> None:
    """Tries left, PIN, certificate, signature: the qualification check by PIN."""
    card = MyNumberCard(connection)
    tries = card.pin_tries_left()
    if tries == 0:
        raise PinLocked
    pin = holder.pin(tries)
    if pin is None:
        return
    card.verify_pin(pin)
    card.auth_certificate()
    card.sign(NONCE)


def _visual(connection: CardConnection, holder: Holder) -> None:
    card_face(connection, holder)


def card_face(connection: CardConnection, holder: Holder) -> CardFace | None:
    """照合番号B and the card face with the photo: the visual check. None when the holder does not give the number."""
    session = CardSession(connection)
    session.select(Application.VISUAL)
    tries = session.query_tries(Visual.VERIFICATION_NUMBER_B).status.tries_left
    if tries == 0:
        raise VerificationNumberLocked
    number = holder.verification_number_b(tries)
    return None if number is None else MyNumberCard(connection).card_face(number)


DIALOGUES: Final[Mapping[str, Dialogue]] = MappingProxyType({"probe": _probe, "pin": _pin, "visual": _visual})
"""By the word the command line takes."""
