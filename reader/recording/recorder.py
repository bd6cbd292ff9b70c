"""Records a dialogue while a driver talks to a card, so that nothing secret or personal is ever in it.

A stand-in, the virtual card of a fictitious person, follows the dialogue. Of the real card come its status words, the
command forms it takes, its tries left; every byte of data comes from the stand-in, and that is also what the driver
gets: what is recorded is a whole visit of somebody who does not exist.
"""

from typing import Final, Protocol

from reader.apdu import Command, Response
from reader.applications import Instruction
from reader.connection import CardConnection
from reader.errors import CardMute, CardRemoved
from reader.recording.format import Exchange, Header, Recording, masked
from reader.status_word import SW

_READ: Final = frozenset({SW.OK, SW.END_OF_FILE, SW.WRONG_OFFSET})


class StandIn(Protocol):
    """A fictitious card that does what another card did."""

    def follow(self, command: Command, *, accepted: bool) -> Response:
        """Answer `command`; `accepted` tells whether the real card took it, which decides how a VERIFY ends."""


class RecordingConnection:
    """Wraps a CardConnection; what the card holds stays on the card."""

    def __init__(self, inner: CardConnection, stand_in: StandIn) -> None:
        self._inner = inner
        self._stand_in = stand_in
        self._exchanges: list[Exchange] = []

    def transmit(self, command: Command) -> Response:
        """Pass the command on; return the stand-in's data with the card's status word. Raises like the card."""
        try:
            real = self._inner.transmit(command)
        except CardMute:
            self._note(command, None, "mute")
            raise
        except CardRemoved:
            self._note(command, None, "removed")
            raise
        response = self._replaced(command, real)
        self._note(command, response, None)
        return response

    def _replaced(self, command: Command, real: Response) -> Response:
        """Put the stand-in's data in the place of the card's; zeros where the stand-in has none."""
        stand_in = self._stand_in.follow(command, accepted=real.ok)
        if command.ins == Instruction.READ_BINARY and real.sw in _READ and stand_in.sw in _READ:
            return stand_in  # its files are as long as they are, and the driver reads on by what it got
        if not real.data:
            return real
        return Response(stand_in.data if stand_in.ok else bytes(len(real.data)), real.sw)

    def _note(self, command: Command, response: Response | None, lost: str | None) -> None:
        self._exchanges.append(
            Exchange.model_validate(
                {
                    "n": len(self._exchanges) + 1,
                    "command": masked(command),
                    "data": response.data.hex().upper() if response else "",
                    "sw": f"{response.sw:04X}" if response else None,
                    "lost": lost,
                }
            )
        )

    def recording(self, atr: bytes, dialogue: str, note: str = "") -> Recording:
        """Return what was recorded so far."""
        header = Header(atr=atr.hex().upper(), dialogue=dialogue, note=note)
        return Recording(header=header, exchanges=tuple(self._exchanges))

    def close(self) -> None:
        """Close the inner connection."""
        self._inner.close()
