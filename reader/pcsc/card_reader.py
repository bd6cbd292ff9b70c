"""Readers by their PC/SC names."""

import time
from typing import Final

from reader.errors import NoCard, ReaderUnplugged, ServiceUnavailable
from reader.pcsc.card_connection import PcscConnection, ReaderAbility
from reader.pcsc.platforms import HERE, Platform
from reader.pcsc.resource_manager import Context, RawState
from reader.watcher import Flag

_SLICE_MS: Final = 1000
"""Longest single wait: a wait cannot be cancelled safely, so it is kept short (facts pcsc §5.8)."""


def pcsc_readers(platform: Platform = HERE) -> list[str]:
    """Return the names of the connected readers. Raises ServiceUnavailable, ReaderAccessDenied."""
    try:
        with Context() as context:
            return context.readers()
    except ServiceUnavailable:
        if platform.service_ends_with_last_reader:
            return []
        raise


class PcscReader:
    """A reader by its PC/SC name: implements CardReader. It has no camera and no institution terminal."""

    camera: None = None
    institution: None = None

    def __init__(self, name: str) -> None:
        self.name = name
        self._ability = ReaderAbility()

    def card_present(self) -> bool:
        """Ask for the state without waiting. Raises ReaderUnplugged, ReaderUnavailable."""
        with Context() as context:
            return _has_card(self._next(context, 0, 0))

    def wait_for_card(self, timeout: float) -> None:
        """Wait in slices of at most a second. Raises NoCard after `timeout` seconds, ReaderUnplugged at once."""
        if not self._wait(timeout, present=True):
            raise NoCard

    def wait_for_removal(self, timeout: float) -> bool:
        """Wait until the reader is empty; False when the card still lies there after `timeout` seconds."""
        return self._wait(timeout, present=False)

    def _wait(self, timeout: float, *, present: bool) -> bool:
        deadline = time.monotonic() + timeout
        known = 0
        with Context() as context:
            while True:
                left_ms = max(0, round((deadline - time.monotonic()) * 1000))
                state = self._next(context, known, min(left_ms, _SLICE_MS))
                known = state.known
                if _has_card(state) is present:
                    return True
                if left_ms == 0:
                    return False

    def _next(self, context: Context, known: int, wait_ms: int) -> RawState:
        """Return the reader's state once it differs from `known`, or as it is after `wait_ms` milliseconds."""
        states = context.wait([(self.name, known)], wait_ms)
        state = states[0] if states else RawState(self.name, known)
        if state.flags & Flag.UNKNOWN:
            raise ReaderUnplugged
        return state

    def connect(self) -> PcscConnection:
        """Hold the card alone, T=1. Raises NoCard, CardMute, ReaderBusy, ReaderUnplugged, LinkProtocolError."""
        return PcscConnection(self.name, self._ability)


def _has_card(state: RawState) -> bool:
    return bool(state.flags & Flag.PRESENT)
