"""Looks at the readers become changes: each told once, in order, and none forgotten."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ReaderAccessDenied, ServiceUnavailable
from reader.watcher import (
    NOTHING_SEEN,
    CardAnswers,
    CardFellSilent,
    CardFree,
    CardHeldElsewhere,
    CardInserted,
    CardRemoved,
    Change,
    Flag,
    MachineResumed,
    ReaderAppeared,
    ReaderGone,
    ReaderState,
    Seen,
    ServiceBack,
    ServiceLost,
    look,
    lose,
)

ATR = bytes.fromhex("3BE000FF8131FE4514")
EMPTY = ReaderState("r", Flag.EMPTY)
CARD = ReaderState("r", Flag.PRESENT, 1, ATR)
SHARED, EXCLUSIVE = replace(CARD, flags=Flag.PRESENT | Flag.IN_USE), replace(CARD, flags=Flag.PRESENT | Flag.EXCLUSIVE)
MUTE = ReaderState("r", Flag.PRESENT | Flag.MUTE, 1)
SWAPPED = replace(CARD, events=3)
IN, OUT = CardInserted("r", ATR), CardRemoved("r")

PAIRS: dict[str, tuple[ReaderState | None, ReaderState | None, list[Change]]] = {
    "plugged": (None, EMPTY, [ReaderAppeared("r")]),
    "plugged with a card in it": (None, CARD, [ReaderAppeared("r"), IN]),
    "unplugged": (EMPTY, None, [ReaderGone("r")]),
    "unplugged with a card in it": (CARD, None, [OUT, ReaderGone("r")]),
    "inserted": (EMPTY, CARD, [IN]),
    "removed": (CARD, replace(EMPTY, events=2), [OUT]),
    "swapped for a look-alike": (CARD, SWAPPED, [OUT, IN]),
    "swapped for another model where nobody counts": (
        replace(CARD, events=0),
        replace(CARD, events=0, atr=b";"),
        [OUT, CardInserted("r", b";")],
    ),
    "came and went between two looks": (EMPTY, replace(EMPTY, events=2), [CardInserted("r", b""), OUT]),
    "mute": (EMPTY, MUTE, [CardInserted("r", b"", mute=True)]),
    "fell silent": (CARD, replace(CARD, flags=MUTE.flags), [CardFellSilent("r")]),
    "answers after all": (replace(CARD, flags=MUTE.flags), CARD, [CardAnswers("r", ATR)]),
    "held alone elsewhere": (CARD, EXCLUSIVE, [CardHeldElsewhere("r", exclusive=True)]),
    "shared elsewhere": (CARD, SHARED, [CardHeldElsewhere("r", exclusive=False)]),
    "from shared to alone": (SHARED, EXCLUSIVE, [CardHeldElsewhere("r", exclusive=True)]),
    "free again": (EXCLUSIVE, CARD, [CardFree("r")]),
    "inserted and held at once": (EMPTY, EXCLUSIVE, [IN, CardHeldElsewhere("r", exclusive=True)]),
    "removed while held": (EXCLUSIVE, replace(EMPTY, events=2), [OUT]),
    "held by ourselves": (CARD, replace(EXCLUSIVE, held_here=True), []),
    "an empty reader opened by another": (EMPTY, replace(EMPTY, flags=Flag.EMPTY | Flag.IN_USE), []),
    "nothing": (CARD, CARD, []),
}


@pytest.mark.parametrize("name", PAIRS)
def test_two_looks_and_what_happened_between(name: str) -> None:
    before, now, expected = PAIRS[name]
    seen = Seen(() if before is None else (before,))
    seen, told = look(seen, () if now is None else (now,))
    assert list(told) == expected
    assert look(seen, seen.readers) == (seen, ())


def test_the_event_counter_may_begin_anew() -> None:
    """It has 16 bits: from 65535 it goes to 0."""
    _, told = look(Seen((replace(CARD, events=0xFFFF),)), [replace(CARD, events=1)])
    assert told == (OUT, IN)


def test_a_lost_service_is_told_once_for_each_reason() -> None:
    seen, told = lose(Seen((CARD,)), ServiceUnavailable)
    assert told == (ServiceLost(ServiceUnavailable),)
    assert lose(seen, ServiceUnavailable) == (seen, ())
    seen, told = lose(seen, ReaderAccessDenied)
    assert told == (ServiceLost(ReaderAccessDenied),)
    seen, told = look(seen, [CARD])
    assert told == (ServiceBack(), ReaderAppeared("r"), IN)
    assert look(seen, [CARD]) == (seen, ())


def test_a_card_that_lay_there_through_sleep_lost_its_power() -> None:
    other = replace(EMPTY, name="s")
    seen = Seen((CARD, other))
    _, told = look(seen, [CARD, other], slept=60.0)
    assert told == (MachineResumed(60.0), OUT, IN)


def test_what_goes_is_told_before_what_comes() -> None:
    first, second, third = (replace(CARD, name=name) for name in "abc")
    _, told = look(Seen((first, second)), [third])
    assert told == (
        CardRemoved("a"),
        ReaderGone("a"),
        CardRemoved("b"),
        ReaderGone("b"),
        ReaderAppeared("c"),
        CardInserted("c", ATR),
    )


FLAGS = st.sampled_from(
    [Flag.EMPTY, Flag.PRESENT, Flag.PRESENT | Flag.IN_USE, Flag.PRESENT | Flag.EXCLUSIVE, Flag.PRESENT | Flag.MUTE]
)
STATE = st.builds(ReaderState, st.sampled_from("abc"), FLAGS, st.integers(0, 3), st.sampled_from([b"", ATR]))
LOOK = st.lists(STATE, max_size=3, unique_by=lambda state: state.name)
EVENT = LOOK | st.sampled_from([ServiceUnavailable, ReaderAccessDenied])


class Onlooker:
    """Knows only what is told: complains when told what cannot follow what was told before."""

    def __init__(self) -> None:
        self.cards: dict[str, bool] = {}
        self.held: set[str] = set()
        self.up = True

    def hear(self, change: Change) -> None:
        match change:
            case ServiceLost():
                self.up, self.cards, self.held = False, {}, set()
            case ServiceBack():
                assert not self.up
                self.up = True
            case ReaderAppeared(name):
                assert self.up
                assert self.cards.setdefault(name, False) is False
            case ReaderGone(name):
                assert self.cards.pop(name) is False
            case _:
                self.hear_of_card(change)

    def hear_of_card(self, change: Change) -> None:
        match change:
            case CardInserted(name):
                assert self.cards[name] is False
                self.cards[name] = True
            case CardRemoved(name):
                assert self.cards[name] is True
                self.cards[name] = False
                self.held.discard(name)
            case CardHeldElsewhere(name):
                assert self.cards[name] is True
                self.held.add(name)
            case CardFree(name):
                self.held.remove(name)


@given(st.lists(EVENT))
def test_whoever_only_listens_knows_what_is_there(looks: list[list[ReaderState] | type[ServiceUnavailable]]) -> None:
    seen, onlooker = NOTHING_SEEN, Onlooker()
    for now in looks:
        seen, told = look(seen, now) if isinstance(now, list) else lose(seen, now)
        for change in told:
            onlooker.hear(change)
        there = now if isinstance(now, list) else []
        assert onlooker.cards == {state.name: state.present for state in there}
        assert onlooker.held == {state.name for state in there if state.hold.value != "free"}
        assert onlooker.up is isinstance(now, list)
