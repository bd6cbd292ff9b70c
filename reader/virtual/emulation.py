"""Keeps a virtual card in a slot of a PC/SC stack until it is told to stop.

It goes back in after a restart of the service, and after its own contact broke.
"""

import time
from collections.abc import Callable
from threading import Event
from typing import Final

from reader.errors import VirtualSlotTaken, VirtualSlotUnavailable
from reader.virtual.card import PoweredCard
from reader.virtual.vpcd import VpcdSlot

_PATIENCE: Final = 10.0
"""Seconds the driver may take to ask for the card; it asks every 0.4 s (facts pcsc §2)."""

_START_UP: Final = 5.0
"""Seconds a service that is just starting may take to open its port."""

_PAUSE: Final = 0.5
"""Seconds before the card goes back in; the service must have seen it out."""


class Emulation:
    """A card in the slot at `port` of `host`, put back whenever it falls out."""

    def __init__(self, card: PoweredCard, port: int, host: str = "127.0.0.1") -> None:
        self._card = card
        self._port = port
        self._host = host
        self._stopped = Event()
        self._slot: VpcdSlot | None = None

    def insert(self) -> None:
        """Put the card in; when this returns, PC/SC programs see it.

        Raises VirtualSlotUnavailable when nobody listens, VirtualSlotTaken when the driver does not ask for the card.
        """
        slot = self._slot = self._connected()
        if not slot.wait_until_seen(_PATIENCE):
            self.stop()
            raise VirtualSlotTaken(self._port)

    def _connected(self) -> VpcdSlot:
        deadline = time.monotonic() + _START_UP
        while True:
            try:
                return VpcdSlot(self._card, self._port, self._host)
            except (OSError, OverflowError) as error:
                if time.monotonic() > deadline or self._stopped.wait(_PAUSE / 5):
                    raise VirtualSlotUnavailable(self._port) from error

    def stay(self, told: Callable[[str], None]) -> None:
        """Keep the card in until `stop`; `told` hears `out` and `in` whenever it falls out and is back."""
        while not self._stopped.is_set():
            if self._slot is not None and not self._slot.wait_until_out(_PAUSE):
                continue
            if self._slot is not None and not self._stopped.is_set():
                told("out")
            self._slot = None
            self._stopped.wait(_PAUSE)
            self._put_back(told)

    def _put_back(self, told: Callable[[str], None]) -> None:
        """Try once to put the card back; a service that is down is asked again in the next round."""
        if self._stopped.is_set():
            return
        try:
            slot = VpcdSlot(self._card, self._port, self._host)
        except OSError:
            return
        self._slot = slot
        if slot.wait_until_seen(_PATIENCE):
            told("in")

    def stop(self) -> None:
        """Take the card out, for good; may be called from a signal handler and more than once."""
        self._stopped.set()
        if self._slot is not None:
            self._slot.hang_up()
