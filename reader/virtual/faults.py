"""Broken chips on purpose: silent, slow, with a loose contact, or confused."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from reader.apdu import Command, Response
from reader.errors import CardMute, CardRemoved, MalformedApdu
from reader.status_word import SW
from reader.virtual.chip import Print, VirtualCard


class Fault(Protocol):
    """How a chip is broken."""

    def reset(self) -> None:
        """The chip was powered up."""

    def answer(self, card: VirtualCard, command: Command) -> Response:
        """Answer as the broken chip does, or raise CardMute or CardRemoved."""


@dataclass
class Silent:
    """Answers the reset and then nothing any more."""

    def reset(self) -> None:
        """Stay silent."""

    def answer(self, card: VirtualCard, command: Command) -> Response:
        """Never answer."""
        del card, command
        raise CardMute


@dataclass
class Slow:
    """Answers everything, `seconds` late."""

    seconds: float = 2.0
    sleep: Callable[[float], None] = time.sleep

    def reset(self) -> None:
        """Stay slow."""

    def answer(self, card: VirtualCard, command: Command) -> Response:
        """Answer late."""
        self.sleep(self.seconds)
        return card.transmit(command)


@dataclass
class LooseContact:
    """Carries the `after`-th command since the reset out, and its answer is lost."""

    after: int = 3
    _commands: int = field(default=0, init=False)

    def reset(self) -> None:
        """Count anew."""
        self._commands = 0

    def answer(self, card: VirtualCard, command: Command) -> Response:
        """Answer until the contact breaks."""
        self._commands += 1
        response = card.transmit(command)
        if self._commands >= self.after:
            raise CardRemoved
        return response


@dataclass
class Confused:
    """Answers every `nth` command since the reset with `sw` and no data; the chip does not carry it out."""

    nth: int = 3
    sw: int = SW.UNKNOWN_ERROR
    _commands: int = field(default=0, init=False)

    def reset(self) -> None:
        """Count anew."""
        self._commands = 0

    def answer(self, card: VirtualCard, command: Command) -> Response:
        """Answer rightly or wrongly by turns."""
        self._commands += 1
        return Response(b"", self.sw) if self._commands % self.nth == 0 else card.transmit(command)


@dataclass
class BrokenCard:
    """A virtual card whose chip has a fault; a reader takes it like a whole one."""

    whole: VirtualCard
    fault: Fault

    @property
    def printed(self) -> Print:
        """The card face, which nothing is wrong with."""
        return self.whole.printed

    @property
    def atr(self) -> bytes:
        """The answer to reset of the whole card."""
        return self.whole.atr

    @property
    def sim_institution_authenticated(self) -> bool:
        """SIM-: as on the whole card."""
        return self.whole.sim_institution_authenticated

    @sim_institution_authenticated.setter
    def sim_institution_authenticated(self, allowed: bool) -> None:
        self.whole.sim_institution_authenticated = allowed

    def reset(self) -> bytes:
        """Power the chip up."""
        self.fault.reset()
        return self.whole.reset()

    def transmit(self, command: Command) -> Response:
        """Answer as the fault lets it. Raises CardMute, CardRemoved, CountersUnavailable."""
        return self.fault.answer(self.whole, command)

    def transmit_bytes(self, command: bytes) -> bytes:
        """Answer the bytes of a command; bytes that are no command get 6700. Raises like `transmit`."""
        try:
            decoded = Command.decode(command)
        except MalformedApdu:
            return Response(b"", SW.WRONG_LENGTH).encode()
        return self.transmit(decoded).encode()
