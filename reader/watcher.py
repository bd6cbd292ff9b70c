"""What changed on the readers: successive looks at them, turned into changes, each told once and in order.

Pure: no PC/SC, no clock, no thread. `reader.pcsc.watching` looks; this module compares. A card is told apart from the
one before by the event counter, never by its ATR alone: all cards of a model have the same (facts pcsc §5.3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntFlag
from typing import Final, TypeAlias

from reader.errors import ReaderError


class Flag(IntFlag):
    """The state bits of a reader, with the values of PC/SC (SCARD_STATE_*)."""

    UNKNOWN = 0x004
    UNAVAILABLE = 0x008
    EMPTY = 0x010
    PRESENT = 0x020
    EXCLUSIVE = 0x080
    IN_USE = 0x100
    MUTE = 0x200


class Hold(Enum):
    """Whether another program has the card: not at all, together with others, or alone."""

    FREE = "free"
    SHARED = "shared"
    EXCLUSIVE = "exclusive"


@dataclass(frozen=True)
class ReaderState:
    """One reader at one look.

    `events` counts the cards that came and went (modulo 65536; always 0 on macOS). `held_here`: whoever holds the card
    is this program itself.
    """

    name: str
    flags: Flag
    events: int = 0
    atr: bytes = b""
    held_here: bool = False

    @property
    def present(self) -> bool:
        """Whether a card lies on the reader."""
        return Flag.PRESENT in self.flags

    @property
    def mute(self) -> bool:
        """Whether the card there gave no answer to reset."""
        return self.present and Flag.MUTE in self.flags

    @property
    def hold(self) -> Hold:
        """How another program holds the card there."""
        if not self.present or self.held_here:
            return Hold.FREE
        if Flag.EXCLUSIVE in self.flags:
            return Hold.EXCLUSIVE
        return Hold.SHARED if Flag.IN_USE in self.flags else Hold.FREE

    def same_card(self, other: "ReaderState") -> bool:
        """Tell whether nothing was inserted or removed between this look and the other."""
        return (self.present, self.events, self.atr) == (other.present, other.events, other.atr)


@dataclass(frozen=True)
class ServiceLost:
    """The PC/SC service ended or refuses us (`reason`); with it every reader and card went out of sight."""

    reason: type[ReaderError]


@dataclass(frozen=True)
class ServiceBack:
    """The service answers again; what there is to see is told next."""


@dataclass(frozen=True)
class MachineResumed:
    """The machine slept for about `seconds`. Cards lost their power, so each is told as taken and placed anew."""

    seconds: float


@dataclass(frozen=True)
class ReaderAppeared:
    """A reader was plugged in, or is there at the first look."""

    reader: str


@dataclass(frozen=True)
class ReaderGone:
    """A reader was unplugged; a card on it was told as removed before."""

    reader: str


@dataclass(frozen=True)
class CardInserted:
    """A card lies on the reader. `atr` is empty when the card is mute, or was gone again before it could be read."""

    reader: str
    atr: bytes
    mute: bool = False


@dataclass(frozen=True)
class CardRemoved:
    """The card left the reader."""

    reader: str


@dataclass(frozen=True)
class CardFellSilent:
    """The card on the reader no longer answers to reset."""

    reader: str


@dataclass(frozen=True)
class CardAnswers:
    """The card that was mute answers to reset after all."""

    reader: str
    atr: bytes


@dataclass(frozen=True)
class CardHeldElsewhere:
    """Another program holds the card: alone when `exclusive`, else together with whoever asks."""

    reader: str
    exclusive: bool


@dataclass(frozen=True)
class CardFree:
    """No other program holds the card any more."""

    reader: str


Change: TypeAlias = (
    ServiceLost
    | ServiceBack
    | MachineResumed
    | ReaderAppeared
    | ReaderGone
    | CardInserted
    | CardRemoved
    | CardFellSilent
    | CardAnswers
    | CardHeldElsewhere
    | CardFree
)
"""Everything a watcher tells."""


@dataclass(frozen=True)
class Seen:
    """What the last look showed: the readers in the service's order, or why there was nothing to see."""

    readers: tuple[ReaderState, ...] = ()
    trouble: type[ReaderError] | None = None


NOTHING_SEEN: Final = Seen()
"""Before the first look."""


def look(seen: Seen, readers: Sequence[ReaderState], *, slept: float = 0.0) -> tuple[Seen, tuple[Change, ...]]:
    """Compare a look with the one before; `slept`: seconds the machine was suspended in between."""
    return Seen(tuple(readers)), tuple(_changes(seen, readers, slept))


def lose(seen: Seen, reason: type[ReaderError]) -> tuple[Seen, tuple[Change, ...]]:
    """Note that the service does not answer; told once for each reason."""
    return Seen(trouble=reason), () if seen.trouble is reason else (ServiceLost(reason),)


def _changes(seen: Seen, readers: Sequence[ReaderState], slept: float) -> Iterator[Change]:
    if seen.trouble is not None:
        yield ServiceBack()
    if slept:
        yield MachineResumed(slept)
    before = {state.name: state for state in seen.readers}
    names = {state.name for state in readers}
    for gone in (state for state in seen.readers if state.name not in names):
        yield from _departure(gone)
        yield ReaderGone(gone.name)
    for state in readers:
        yield from _on_one_reader(before.get(state.name), state, slept=bool(slept))


def _on_one_reader(before: ReaderState | None, now: ReaderState, *, slept: bool) -> Iterator[Change]:
    if before is None:
        yield ReaderAppeared(now.name)
        yield from _arrival(now)
    elif before.same_card(now) and not slept:
        yield from _same_card(before, now)
    elif before.present or now.present:
        yield from _departure(before)
        yield from _arrival(now)
    elif before.events != now.events:
        yield from (CardInserted(now.name, b""), CardRemoved(now.name))


def _arrival(now: ReaderState) -> Iterator[Change]:
    if now.present:
        yield CardInserted(now.name, now.atr, now.mute)
        yield from _hold(Hold.FREE, now)


def _departure(before: ReaderState) -> Iterator[Change]:
    if before.present:
        yield CardRemoved(before.name)


def _same_card(before: ReaderState, now: ReaderState) -> Iterator[Change]:
    if before.mute != now.mute:
        yield CardFellSilent(now.name) if now.mute else CardAnswers(now.name, now.atr)
    yield from _hold(before.hold, now)


def _hold(before: Hold, now: ReaderState) -> Iterator[Change]:
    if now.hold is not before:
        free = now.hold is Hold.FREE
        yield CardFree(now.name) if free else CardHeldElsewhere(now.name, now.hold is Hold.EXCLUSIVE)
