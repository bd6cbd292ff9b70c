"""A virtual card that takes another card's place in a recorded dialogue."""

from reader.apdu import Command, Response
from reader.guard import costs_a_try
from reader.virtual.chip import VirtualCard


class VirtualStandIn:
    """Does what the real card did, with its own data; it needs none of the real card's secrets."""

    def __init__(self, card: VirtualCard) -> None:
        self._card = card
        card.reset()
        card.sim_institution_authenticated = True

    def follow(self, command: Command, *, accepted: bool) -> Response:
        """Answer `command`. A secret is not compared: it counts as right when the real card accepted it."""
        if costs_a_try(command):
            return self._card.sim_present(command, accepted=accepted)
        return self._card.transmit(command)
