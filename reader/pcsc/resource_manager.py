"""The PC/SC resource manager behind types: the only module that imports pyscard.

Handles are plain numbers and nothing here happens behind the caller's back. One thread owns a context and what comes
of it: touching it from another thread while a card hangs would freeze every PC/SC call of the process
(facts pcsc §5.5, §5.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from smartcard import scard

from reader.errors import CardMute, ReaderNameUnusable
from reader.pcsc.results import CANCELLED, NO_READERS, PROTO_MISMATCH, TIMEOUT, Call, check, code_of

PNP_NOTIFICATION: Final = "\\\\?PnP?\\Notification"
"""The name under which a wait also ends when a reader comes or goes (not on macOS)."""

_CHANGED: Final = 0x0002
_LOW_WORD: Final = 0xFFFF


@dataclass(frozen=True)
class RawState:
    """The state of a reader as the service told it: flags in the low word, event counter in the high word."""

    name: str
    word: int
    atr: bytes = b""

    @property
    def flags(self) -> int:
        """The SCARD_STATE bits without CHANGED."""
        return self.word & _LOW_WORD & ~_CHANGED

    @property
    def events(self) -> int:
        """Cards inserted and removed so far, modulo 65536; always 0 on macOS."""
        return self.word >> 16 & _LOW_WORD

    @property
    def known(self) -> int:
        """What to hand back with the next wait."""
        return self.word & ~_CHANGED


class Context:
    """A context of the service, released at the end of `with`; an old one stays dead after the service restarts."""

    def __init__(self) -> None:
        """Raises ServiceUnavailable, ReaderAccessDenied."""
        result, self._handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        check(result, Call.ESTABLISH)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Give the context back; what the service answers no longer matters."""
        scard.SCardReleaseContext(self._handle)

    def readers(self) -> list[str]:
        """Return the names of the connected readers. Raises ServiceUnavailable."""
        result, names = scard.SCardListReaders(self._handle, [])
        if code_of(result) == NO_READERS:
            return []
        check(result)
        return [str(name) for name in names]

    def wait(self, known: Sequence[tuple[str, int]], milliseconds: int) -> tuple[RawState, ...]:
        """Return the states once one differs from the word `known` with its name; none when the time was up.

        Raises ReaderUnplugged when one of the names is not known (any more), ServiceUnavailable, and
        ReaderNameUnusable where `can_be_asked` is false.
        """
        if not all(can_be_asked(name) for name, _ in known):
            raise ReaderNameUnusable
        result, states = scard.SCardGetStatusChange(self._handle, milliseconds, list(known))
        if code_of(result) in (TIMEOUT, CANCELLED):
            return ()
        check(result)
        return tuple(RawState(str(name), int(word), _octets(atr)) for name, word, atr in states)

    def connect(self, reader: str) -> "Handle":
        """Hold the card alone, T=1. Raises NoCard, CardMute, ReaderBusy, ReaderUnplugged, LinkProtocolError."""
        share, protocol = scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T1
        result, handle, _ = scard.SCardConnect(self._handle, reader, share, protocol)
        if code_of(result) == PROTO_MISMATCH and not self._atr(reader):
            raise CardMute  # pcsc-lite calls a silent card one of the wrong protocol
        check(result, Call.CONNECT)
        return Handle(handle)

    def _atr(self, reader: str) -> bytes:
        return b"".join(state.atr for state in self.wait([(reader, 0)], 0))


class Handle:
    """A card held in T=1."""

    def __init__(self, handle: object) -> None:
        self._handle = handle

    def transmit(self, command: bytes) -> tuple[int, bytes]:
        """Return the result code and the answer, empty unless the code is OK."""
        result, answer = scard.SCardTransmit(self._handle, scard.SCARD_PCI_T1, list(command))
        return int(result), _octets(answer)

    def still_held(self) -> None:
        """Raise CardRemoved when the service knows that the card went, or was reset."""
        check(scard.SCardStatus(self._handle)[0], Call.EXCHANGE)

    def reconnect(self) -> None:
        """Take the card up again, powered as it is. Raises CardRemoved."""
        share, protocol = scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T1
        check(scard.SCardReconnect(self._handle, share, protocol, scard.SCARD_LEAVE_CARD)[0], Call.EXCHANGE)

    def leave(self) -> None:
        """Let the card go, powered as it is; what the service answers no longer matters."""
        scard.SCardDisconnect(self._handle, scard.SCARD_LEAVE_CARD)


def can_be_asked(name: str) -> bool:
    """Tell whether pyscard takes the name in a wait: ASCII only (run: UnicodeEncodeError in pyscard 2.3.1)."""
    return name.isascii()


def _octets(numbers: Sequence[int] | None) -> bytes:
    """Some builds hand bytes over as signed numbers."""
    return bytes(number & 0xFF for number in numbers or ())
