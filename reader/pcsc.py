"""Real readers through PC/SC. The only module that imports pyscard, and only its thin `scard` layer.

pyscard's own connection objects do PC/SC calls in `__del__` and raise there, and their exceptions have two roots
(facts pcsc §4, §5.11); the C functions underneath return plain result codes, which one table translates.
One thread owns a connection; every call here uses a context of its own, because a blocked context blocks
whoever shares it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from smartcard import scard

from reader.apdu import Command, Response
from reader.errors import (
    CardMute,
    CardRemoved,
    NoCard,
    NoReader,
    ReaderAccessDenied,
    ReaderBusy,
    ReaderError,
    ReaderUnavailable,
    ServiceUnavailable,
)

_SLICE_MS: Final = 1000
"""Longest single wait: a wait cannot be cancelled safely, so it is kept short (facts pcsc §5.8)."""

_OK: Final = 0
_TIMEOUT: Final = 0x8010000A
_NO_READERS: Final = 0x8010002E

_MEANINGS: Final[dict[int, type[ReaderError]]] = {
    0x80100009: NoReader,  # UNKNOWN_READER
    0x8010000B: ReaderBusy,  # SHARING_VIOLATION
    0x8010000C: NoCard,  # NO_SMARTCARD
    0x8010000F: CardMute,  # PROTO_MISMATCH: a mute or junk answer to reset
    0x80100013: ServiceUnavailable,  # F_COMM_ERROR: the service died
    0x80100016: CardRemoved,  # NOT_TRANSACTED
    0x80100017: ReaderUnavailable,  # READER_UNAVAILABLE
    0x8010001D: ServiceUnavailable,  # NO_SERVICE
    0x8010001E: ServiceUnavailable,  # SERVICE_STOPPED
    _NO_READERS: NoReader,
    0x8010002F: CardRemoved,  # COMM_DATA_LOST
    0x80100066: CardMute,  # UNRESPONSIVE_CARD
    0x80100067: CardMute,  # UNPOWERED_CARD
    0x80100068: CardRemoved,  # RESET_CARD: another program did it; our PIN state is gone
    0x80100069: CardRemoved,  # REMOVED_CARD
    0x8010006A: ReaderAccessDenied,  # SECURITY_VIOLATION: polkit, or too many contexts
}
"""Result codes by what they mean to the desk (facts pcsc §4); anything else is ReaderUnavailable."""


def pcsc_readers() -> list[str]:
    """Return the names of the connected readers. Raises ReaderUnavailable when no PC/SC service runs."""
    with _context() as context:
        result, names = scard.SCardListReaders(context, [])
    if _code(result) == _NO_READERS:
        return []
    _check(result)
    return [str(name) for name in names]


class PcscReader:
    """A reader by its PC/SC name: implements CardReader. It has no camera and no institution terminal."""

    camera: None = None
    institution: None = None

    def __init__(self, name: str) -> None:
        self.name = name

    def card_present(self) -> bool:
        """Ask for the state without waiting. Raises NoReader, ReaderUnavailable."""
        with _context() as context:
            return _has_card(_next_state(context, self.name, scard.SCARD_STATE_UNAWARE, 0))

    def wait_for_card(self, timeout: float) -> None:
        """Wait in slices of at most a second. Raises NoCard after `timeout` seconds, NoReader, ReaderUnavailable."""
        if not self._wait(timeout, present=True):
            raise NoCard

    def wait_for_removal(self, timeout: float) -> bool:
        """Wait until the reader is empty; False when the card still lies there after `timeout` seconds."""
        return self._wait(timeout, present=False)

    def _wait(self, timeout: float, *, present: bool) -> bool:
        deadline = time.monotonic() + timeout
        state = int(scard.SCARD_STATE_UNAWARE)
        with _context() as context:
            while True:
                left_ms = max(0, round((deadline - time.monotonic()) * 1000))
                state = _next_state(context, self.name, state, min(left_ms, _SLICE_MS))
                if _has_card(state) is present:
                    return True
                if left_ms == 0:
                    return False

    def connect(self) -> "PcscConnection":
        """Hold the card alone, T=1. Raises NoCard, CardMute, ReaderBusy, NoReader, ReaderUnavailable."""
        return PcscConnection(self.name)


class PcscConnection:
    """An exclusive T=1 connection, left as it is when closed. Use it from one thread."""

    def __init__(self, reader: str) -> None:
        result, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _check(result)
        result, self._card, _ = scard.SCardConnect(
            self._context, reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T1
        )
        self._closed = _code(result) != _OK
        if self._closed:
            scard.SCardReleaseContext(self._context)
            raise NoCard if _meaning(result) is CardRemoved else _meaning(result)

    def transmit(self, command: Command) -> Response:
        """Send one command. Raises CardRemoved, CardMute, ReaderUnavailable; an empty answer is a pulled card."""
        if self._closed:
            raise CardRemoved
        result, answer = scard.SCardTransmit(self._card, scard.SCARD_PCI_T1, list(command.encode()))
        if _code(result) != _OK:
            raise CardRemoved if _meaning(result) is NoCard else _meaning(result)
        if not answer:
            raise CardRemoved
        # Some builds hand the bytes over as signed numbers.
        return Response.decode(bytes(octet & 0xFF for octet in answer))

    def close(self) -> None:
        """Let the card go, powered as it is. What the service answers no longer matters."""
        if not self._closed:
            self._closed = True
            scard.SCardDisconnect(self._card, scard.SCARD_LEAVE_CARD)
            scard.SCardReleaseContext(self._context)


@contextmanager
def _context() -> Iterator[object]:
    """Establish a PC/SC context and release it; an old one stays dead after the service restarts."""
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _check(result)
    try:
        yield context
    finally:
        scard.SCardReleaseContext(context)


def _next_state(context: object, reader: str, known: int, wait_ms: int) -> int:
    """Return the reader's state once it differs from `known`, or `known` after `wait_ms` milliseconds."""
    result, states = scard.SCardGetStatusChange(context, wait_ms, [(reader, known)])
    if _code(result) == _TIMEOUT:
        return known
    _check(result)
    state = int(states[0][1])
    if state & scard.SCARD_STATE_UNKNOWN:
        raise NoReader
    return state & ~int(scard.SCARD_STATE_CHANGED)


def _has_card(state: int) -> bool:
    return bool(state & scard.SCARD_STATE_PRESENT)


def _code(result: int) -> int:
    """Windows hands result codes over as negative numbers (facts pcsc §5.12)."""
    return result & 0xFFFFFFFF


def _meaning(result: int) -> type[ReaderError]:
    return _MEANINGS.get(_code(result), ReaderUnavailable)


def _check(result: int) -> None:
    if _code(result) != _OK:
        raise _meaning(result)
