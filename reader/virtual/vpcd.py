"""Puts a virtual card into a real PC/SC stack: speaks to the vpcd driver of vsmartcard (facts pcsc §2).

The driver listens; a TCP connection is an inserted card, closing it pulls the card. Frames are a 2-byte length and the
payload; a payload of one byte is a control code, of which only "give ATR" is answered.
"""

import logging
import socket
import sys
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Final, Self

from reader.errors import CardMute, ReaderError
from reader.virtual.card import PoweredCard

_log = logging.getLogger("reader.vpcd")

DEFAULT_PORT: Final = 0x8C7B
"""TCP port of the first slot, 35963; the second slot listens on the next one."""

_GIVE_ATR: Final = 0x04
"""The other control codes are 00 power off, 01 power on, 02 reset."""

_JUNK_ATR: Final = b"\x3f" * 40
"""What a dead chip shows the driver, which takes an empty answer to reset for an empty slot: a card nobody can power
(facts pcsc §4, 0x80100067)."""


class VpcdSlot:
    """A virtual card in a slot of the vpcd driver, from construction (inserted) to `pull` or the end of `with`."""

    def __init__(self, card: PoweredCard, port: int = DEFAULT_PORT, host: str = "127.0.0.1") -> None:
        """Insert the card. Raises OSError when no driver listens."""
        self._card = card
        self._seen = Event()
        self._powered = False
        self._link = socket.create_connection((host, port))
        self._thread = Thread(target=self._serve, name="vpcd", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pull()

    def wait_until_seen(self, timeout: float) -> bool:
        """Wait until the service has powered the card and read its ATR; False after `timeout` seconds."""
        return self._seen.wait(timeout)

    def wait_until_out(self, timeout: float) -> bool:
        """Wait until the card is out, whoever ended it; False when it is still in after `timeout` seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def pull(self) -> None:
        """Pull the card and wait until it is out; pulling twice is allowed."""
        self.hang_up()
        self._thread.join()

    def hang_up(self) -> None:
        """Cut the link in the middle of whatever the card does, without waiting."""
        with suppress(OSError):  # the driver may have hung up first
            self._link.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        """Answer frames until one side ends the link."""
        with self._link, suppress(OSError):
            while (frame := self._receive()) is not None:
                try:
                    answer = self._answer(frame)
                except CardMute:
                    continue  # the driver waits for ever, as for a real chip that hangs
                except ReaderError as error:
                    _log.warning("the virtual card stopped answering: %s", error)
                    return
                if answer is not None:
                    # In one piece: the driver passes a part of an answer on as if it were whole.
                    self._link.sendall(len(answer).to_bytes(2) + answer)

    def _answer(self, frame: bytes) -> bytes | None:
        """Return the answer to a frame, None when there is none. Power and reset clear all volatile state."""
        if len(frame) > 1:
            return self._card.transmit_bytes(frame)
        if frame[0] == _GIVE_ATR:
            if self._powered:
                self._seen.set()
            return self._card.atr or _JUNK_ATR
        self._card.reset()
        self._powered = True
        return None

    def _receive(self) -> bytes | None:
        """Return the next frame, None at the end of the link."""
        length = self._receive_exactly(2)
        return self._receive_exactly(int.from_bytes(length)) if length else None

    def _receive_exactly(self, wanted: int) -> bytes | None:
        received = b""
        while len(received) < wanted:
            _acknowledge_quickly(self._link)
            part = self._link.recv(wanted - len(received))
            if not part:
                return None
            received += part
        return received


def _acknowledge_quickly(link: socket.socket) -> None:
    """Spare 44 ms an APDU: the driver sends a frame in two pieces and waits for the acknowledgement in between."""
    if sys.platform == "linux":
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
