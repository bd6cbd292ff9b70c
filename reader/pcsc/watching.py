"""Looks at the readers again whenever something happens, and outlives whatever happens to the service.

Event-driven: a wait of the service ends with the change, and after a second at the latest, because it can neither be
cancelled safely nor does every system report everything (facts pcsc §5.3, §5.8, §5.21). After each wait the readers are
listed anew. An idle watcher costs about half a millisecond of processor time a second (tests/bench/pcsc.py).
"""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Final

from reader.errors import ReaderAccessDenied, ReaderError, ReaderUnplugged, ServiceUnavailable
from reader.pcsc.holds import HOLDS, Mark
from reader.pcsc.platforms import HERE, Platform
from reader.pcsc.resource_manager import PNP_NOTIFICATION, Context, RawState, can_be_asked
from reader.pcsc.suspension import seconds_asleep
from reader.watcher import NOTHING_SEEN, Change, Flag, ReaderState, look, lose

SLICE: Final = 1.0
"""Seconds a wait lasts at most; so long, too, may it take until `stop` is heeded."""

BACKOFF: Final = (0.25, 0.5, 1.0, 2.0)
"""Seconds between attempts to reach a service that is down; the last is repeated."""

_BREATH: Final = 0.05
"""Seconds to rest when a wait ended early and nothing had changed: no service can make this loop spin."""

_SLEPT: Final = 1.0
"""Seconds two clocks must drift apart to count as sleep."""


def watch(stop: Event, *, platform: Platform = HERE, asleep: Callable[[], float] = seconds_asleep) -> Iterator[Change]:
    """Yield every change on the readers until `stop` is set; first, what is there.

    Blocks; run it in a thread of its own (it has its own context) and let it do nothing but hand the changes on. It
    never raises and never ends by itself.
    """
    watcher = _Watcher(stop, platform, asleep)
    while not stop.is_set():
        try:
            with Context() as context:
                yield from watcher.changes(context)
        except ReaderError as error:
            yield from watcher.failed(type(error))


class _Watcher:
    """What outlives a context: the last look, the attempts made, the sleep seen."""

    def __init__(self, stop: Event, platform: Platform, asleep: Callable[[], float]) -> None:
        self._stop = stop
        self._platform = platform
        self._asleep = asleep
        self._slept = asleep()
        self._attempts = 0
        self._seen = NOTHING_SEEN

    def changes(self, context: Context) -> Iterator[Change]:
        """Look, wait, look again until `stop` is set. Raises ServiceUnavailable when the context dies before."""
        raw: tuple[RawState, ...] = ()
        woken = False
        while not self._stop.is_set():
            mark = HOLDS.mark()
            raw = _look(context, raw)
            told = self._compare(raw, mark)
            self._attempts = 0
            yield from told
            if woken and not told:
                self._stop.wait(_BREATH)
            woken = self._wait(context, raw)

    def failed(self, reason: type[ReaderError]) -> Iterator[Change]:
        """Tell of the trouble, then wait before the next attempt; the first comes at once."""
        if reason is ReaderAccessDenied and self._seen.trouble is ServiceUnavailable and not self._attempts:
            reason = ServiceUnavailable  # so does a service turn away who comes while it dies
        if self._platform.service_ends_with_last_reader and issubclass(reason, ServiceUnavailable):
            self._seen, told = look(self._seen, ())
        else:
            self._seen, told = lose(self._seen, reason)
        yield from told
        if not told:
            self._stop.wait(BACKOFF[min(self._attempts, len(BACKOFF) - 1)])
            self._attempts += 1

    def _compare(self, raw: tuple[RawState, ...], mark: Mark) -> tuple[Change, ...]:
        now = HOLDS.mark()
        states = [
            ReaderState(state.name, Flag(state.flags), state.events, state.atr, now.held_here(state.name, mark))
            for state in raw
        ]
        self._seen, told = look(self._seen, states, slept=self._newly_slept())
        return told

    def _newly_slept(self) -> float:
        slept = self._asleep() - self._slept
        self._slept += slept
        return slept if slept >= _SLEPT else 0.0

    def _wait(self, context: Context, raw: tuple[RawState, ...]) -> bool:
        """Wait for the next change, a second at most; True when the wait ended before its time."""
        known = [(state.name, state.known) for state in raw if can_be_asked(state.name)]
        if self._platform.reports_new_readers:
            known.append((PNP_NOTIFICATION, len(raw) << 16))
        if not known:
            # A wait for nothing returns at once.
            self._stop.wait(SLICE)
            return False
        try:
            return bool(context.wait(known, round(SLICE * 1000)))
        except ReaderUnplugged:
            return True


def _look(context: Context, before: tuple[RawState, ...]) -> tuple[RawState, ...]:
    """Return the state of every reader; `before` when one went while it was asked for, and the next look will tell.

    Of a reader that cannot be asked about nothing is known but that it is there.
    """
    names = context.readers()
    asked = [(name, 0) for name in names if can_be_asked(name)]
    try:
        states = {state.name: state for state in (context.wait(asked, 0) if asked else ())}
    except ReaderUnplugged:
        return before
    found = (states.get(name) or RawState(name, 0) for name in names)
    return tuple(state for state in found if not state.flags & Flag.UNKNOWN)
