"""What a reader made of software takes: a virtual card, a broken one, a recorded dialogue."""

from typing import Protocol

from reader.apdu import Command, Response
from reader.credentials import VerificationNumberB


class PrintedFace(Protocol):
    """What a camera can read on the plastic."""

    @property
    def verification_number_b(self) -> VerificationNumberB:
        """照合番号B as printed."""


class PoweredCard(Protocol):
    """Anything that answers like a chip."""

    @property
    def atr(self) -> bytes:
        """The answer to reset; empty when the chip is dead."""

    def reset(self) -> bytes:
        """Clear all volatile state, as power off and on does, and return the answer to reset."""

    def transmit(self, command: Command) -> Response:
        """Answer a command.

        Raises CardMute when there is no answer, CardRemoved when the contact breaks, CountersUnavailable when a try
        cannot be counted.
        """

    def transmit_bytes(self, command: bytes) -> bytes:
        """Answer the bytes of a command; raises like `transmit`."""


class PresentedCard(PoweredCard, Protocol):
    """A card somebody can hand over: a chip in printed plastic."""

    @property
    def printed(self) -> PrintedFace:
        """The card face."""

    @property
    def sim_institution_authenticated(self) -> bool:
        """SIM-: whether an institution terminal opened the auth key."""

    @sim_institution_authenticated.setter
    def sim_institution_authenticated(self, allowed: bool) -> None: ...
