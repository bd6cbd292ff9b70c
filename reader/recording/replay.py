"""A recorded dialogue as a card: it gives the recorded answers in order, and says where a program differs."""

import logging

from reader.apdu import Command, Response
from reader.errors import CardMute, CardRemoved, MalformedApdu, ReplayDiverged
from reader.recording.format import Recording
from reader.status_word import SW

_log = logging.getLogger("reader.replay")
_FIRST_EXCHANGE = 2
"""Line of the first exchange in the file."""


class ReplayedCard:
    """Plays a recording from its beginning after every reset; a reader made of software takes it as a card."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._position = 0

    @property
    def atr(self) -> bytes:
        """The recorded answer to reset."""
        return bytes.fromhex(self._recording.header.atr)

    def reset(self) -> bytes:
        """Begin anew."""
        self._position = 0
        return self.atr

    def transmit(self, command: Command) -> Response:
        """Answer as recorded. Raises ReplayDiverged, and CardRemoved or CardMute where the link was lost."""
        line = self._position + _FIRST_EXCHANGE
        if self._position >= len(self._recording.exchanges):
            raise ReplayDiverged(line, "the recording ends here")
        exchange = self._recording.exchanges[self._position]
        if not exchange.matches(command):
            raise ReplayDiverged(line, f"recorded {exchange.command[:8]}, got {command.header.hex().upper()}")
        self._position += 1
        response = exchange.as_response()
        if response is None:
            raise CardMute if exchange.lost == "mute" else CardRemoved
        return response

    def transmit_bytes(self, command: bytes) -> bytes:
        """Answer bytes; a command that was not recorded gets 6F00 and a line in the log."""
        try:
            return self.transmit(Command.decode(command)).encode()
        except (ReplayDiverged, MalformedApdu) as error:
            _log.warning("%s", error)
            return Response(b"", SW.UNKNOWN_ERROR).encode()


class ReplayedConnection:
    """A CardConnection to a recorded dialogue, powered up anew."""

    def __init__(self, recording: Recording) -> None:
        self._card = ReplayedCard(recording)

    def transmit(self, command: Command) -> Response:
        """Answer as recorded. Raises like `ReplayedCard.transmit`."""
        return self._card.transmit(command)

    def close(self) -> None:
        """Nothing to close."""
