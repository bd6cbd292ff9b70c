"""The watcher against a scripted service: recovery, backoff, and the habits of macOS and Windows."""

from collections.abc import Callable, Iterable

import pytest

from reader.errors import ReaderAccessDenied, ServiceUnavailable
from reader.pcsc import resource_manager, watch, watching
from reader.pcsc.holds import Holds
from reader.pcsc.platforms import LINUX, MACOS, WINDOWS, Platform
from reader.pcsc.resource_manager import PNP_NOTIFICATION
from reader.pcsc.suspension import seconds_asleep
from reader.watcher import (
    CardFellSilent,
    CardFree,
    CardHeldElsewhere,
    CardInserted,
    CardRemoved,
    Change,
    MachineResumed,
    ReaderAppeared,
    ReaderGone,
    ServiceBack,
    ServiceLost,
)
from tests.reader.scripted_service import ATR, NO_SERVICE, ScriptedService, Step

DENIED, DIED, STOPPED, STALE_CONTEXT = 0x8010006A, 0x80100013, 0x8010001E - 0x100000000, 0x06
EXCLUSIVE, MUTE = 0x80, 0x200
ALL = pytest.mark.parametrize("platform", [LINUX, MACOS, WINDOWS])

Told = Callable[..., list[Change]]


class Watched:
    """What was told while the script ran, and the service it ran on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(
        self, steps: Iterable[Step], platform: Platform = LINUX, asleep: Iterable[float] | None = None, **service: bool
    ) -> list[Change]:
        self.service = ScriptedService(steps, **service)
        self._monkeypatch.setattr(resource_manager, "scard", self.service)
        clock = iter(asleep) if asleep is not None else None
        told = list(watch(self.service.stop, platform=platform, asleep=lambda: 0.0 if clock is None else next(clock)))
        assert self.service.contexts == 0
        return told


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def trouble(code: int) -> Step:
    return lambda service: setattr(service, "trouble", code)


def nothing(service: ScriptedService) -> None:
    """Time passes."""


PLUGGED = [ReaderAppeared("a"), CardInserted("a", ATR), CardRemoved("a"), ReaderGone("a")]


@ALL
def test_a_reader_comes_a_card_comes_and_both_go(watched: Watched, platform: Platform) -> None:
    steps: list[Step] = [
        nothing,
        lambda s: s.plug("a"),
        nothing,
        lambda s: s.insert("a"),
        nothing,
        lambda s: s.remove("a"),
        lambda s: s.unplug("a"),
        nothing,
    ]
    assert watched(steps, platform, counts=platform is not MACOS) == PLUGGED


def test_a_wait_hands_back_the_state_seen_and_the_number_of_readers(watched: Watched) -> None:
    """Else it returns at once on Windows, and the watcher spins (facts pcsc §5.21)."""
    watched([lambda s: s.plug("a", "b"), lambda s: s.insert("b"), nothing])
    assert watched.service.waits == [
        [(PNP_NOTIFICATION, 0)],
        [("a", 0x10), ("b", 0x10), (PNP_NOTIFICATION, 2 << 16)],
        [("a", 0x10), ("b", 1 << 16 | 0x20), (PNP_NOTIFICATION, 2 << 16)],
        [("a", 0x10), ("b", 1 << 16 | 0x20), (PNP_NOTIFICATION, 2 << 16)],
    ]


def test_without_notice_of_new_readers_nothing_is_waited_for_and_nothing_spins(watched: Watched) -> None:
    """On macOS a wait for no reader returns at once."""
    assert watched([nothing, nothing, lambda s: s.plug("a"), nothing], MACOS) == [ReaderAppeared("a")]
    assert watched.service.stop.waited == [1.0, 1.0, 1.0]
    assert watched.service.waits == [[("a", 0x10)], [("a", 0x10)]]


def test_a_service_that_wakes_us_for_nothing_does_not_make_us_spin(watched: Watched) -> None:
    def twitch(service: ScriptedService) -> None:
        service.readers["a"] = (service.readers["a"][0] ^ 0x400, 0, b"")  # UNPOWERED: nothing a clerk would see

    assert watched([lambda s: s.plug("a"), twitch, twitch, twitch]) == [ReaderAppeared("a")]
    assert watched.service.stop.waited == [0.05] * 3


def test_swap_silence_and_hold(watched: Watched) -> None:
    def swap(service: ScriptedService) -> None:
        service.remove("a")
        service.insert("a")

    told = watched(
        [
            lambda s: s.plug("a"),
            lambda s: s.insert("a"),
            swap,
            lambda s: s.mark("a", EXCLUSIVE),
            lambda s: s.mark("a", 0),
            lambda s: s.mark("a", MUTE),
        ]
    )
    assert told == [
        ReaderAppeared("a"),
        CardInserted("a", ATR),
        CardRemoved("a"),
        CardInserted("a", ATR),
        CardHeldElsewhere("a", exclusive=True),
        CardFree("a"),
        CardFellSilent("a"),
    ]


@pytest.mark.parametrize("code", [DIED, NO_SERVICE, STALE_CONTEXT, NO_SERVICE - 0x100000000])
def test_a_service_that_dies_is_tried_again_at_once_and_then_ever_less_often(watched: Watched, code: int) -> None:
    told = watched([lambda s: s.plug("a"), trouble(code), *[nothing] * 6, trouble(0), nothing])
    assert told == [ReaderAppeared("a"), ServiceLost(ServiceUnavailable), ServiceBack(), ReaderAppeared("a")]
    assert watched.service.stop.waited == [0.25, 0.5, 1.0, 2.0, 2.0, 2.0, 2.0]


def test_a_service_that_was_reached_is_waited_for_afresh(watched: Watched) -> None:
    watched([trouble(NO_SERVICE), nothing, trouble(0), trouble(NO_SERVICE), trouble(0)])
    assert watched.service.stop.waited == [0.25, 0.5, 0.25]


def test_a_service_restarted_between_two_waits_is_told(watched: Watched) -> None:
    """The old context is dead for good while a new one works at once (facts pcsc §4)."""

    def restarted(service: ScriptedService) -> None:
        service.trouble = NO_SERVICE
        establish = service.SCardEstablishContext

        def first(scope: int) -> tuple[int, str]:
            service.trouble = 0
            return establish(scope)

        service.SCardEstablishContext = first  # type: ignore[method-assign]  # once, for the next context

    told = watched([lambda s: s.plug("a"), restarted, nothing])
    assert told == [ReaderAppeared("a"), ServiceLost(ServiceUnavailable), ServiceBack(), ReaderAppeared("a")]
    assert watched.service.stop.waited == []


def test_a_refusal_is_told_as_what_it_is(watched: Watched) -> None:
    told = watched([trouble(NO_SERVICE), trouble(DENIED), trouble(NO_SERVICE), trouble(0)])
    assert told == [
        ServiceLost(ServiceUnavailable),
        ServiceLost(ReaderAccessDenied),
        ServiceLost(ServiceUnavailable),
        ServiceBack(),
    ]


def test_a_dying_service_that_turns_us_away_is_not_called_a_refusal(watched: Watched) -> None:
    def dying(service: ScriptedService) -> None:
        service.trouble = DIED
        service.SCardEstablishContext = lambda scope: (  # type: ignore[method-assign]
            (service.__dict__.pop("SCardEstablishContext"), DENIED)[1],
            "",
        )

    told = watched([dying, trouble(NO_SERVICE), nothing, trouble(0)])
    assert told == [ServiceLost(ServiceUnavailable), ServiceBack()]


@pytest.mark.parametrize("code", [STOPPED, NO_SERVICE, STALE_CONTEXT])
def test_windows_without_readers_has_no_service_and_that_is_no_trouble(watched: Watched, code: int) -> None:
    def last_reader_goes(service: ScriptedService) -> None:
        service.unplug("a")
        service.trouble = code

    def reader_comes(service: ScriptedService) -> None:
        service.trouble = 0
        service.plug("a")

    told = watched([lambda s: s.plug("a"), last_reader_goes, nothing, reader_comes, nothing], WINDOWS)
    assert told == [ReaderAppeared("a"), ReaderGone("a"), ReaderAppeared("a")]


def test_a_reader_that_goes_while_it_is_asked_for(watched: Watched) -> None:
    def unplug_after_the_list(service: ScriptedService) -> None:
        listed = service.SCardListReaders

        def once(context: object, groups: object) -> tuple[int, list[str]]:
            answer = listed(context, groups)
            service.unplug("a")
            service.SCardListReaders = listed  # type: ignore[method-assign]
            return answer

        service.SCardListReaders = once  # type: ignore[method-assign]

    told = watched([lambda s: s.plug("a"), unplug_after_the_list, nothing, nothing])
    assert told == [ReaderAppeared("a"), ReaderGone("a")]


def test_sleep_is_told_and_what_lay_there_is_placed_anew(watched: Watched) -> None:
    def loaded(service: ScriptedService) -> None:
        service.plug("a")
        service.insert("a")

    asleep = iter([100.0, 100.0, 100.2, 100.2, 160.2, 160.2])
    told = watched([loaded, nothing, nothing, nothing], asleep=asleep)
    assert told[:2] == [ReaderAppeared("a"), CardInserted("a", ATR)]
    resumed, *rest = told[2:]
    assert isinstance(resumed, MachineResumed)
    assert resumed.seconds == pytest.approx(60.0)
    assert rest == [CardRemoved("a"), CardInserted("a", ATR)]


def test_this_machine_tells_how_long_it_slept() -> None:
    assert seconds_asleep() > -0.001


def test_our_own_hold_is_not_another_programs(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    holds = Holds()
    monkeypatch.setattr(watching, "HOLDS", holds)

    def hold(service: ScriptedService) -> None:
        holds.take("a")
        service.mark("a", EXCLUSIVE)

    def let_go(service: ScriptedService) -> None:
        service.mark("a", 0)
        holds.leave("a")

    told = watched([lambda s: s.plug("a"), lambda s: s.insert("a"), hold, nothing, let_go])
    assert told == [ReaderAppeared("a"), CardInserted("a", ATR)]


def test_a_hold_between_two_marks_counts_as_ours() -> None:
    holds = Holds()
    before = holds.mark()
    holds.take("a")
    holds.leave("a")
    assert holds.mark().held_here("a", before)
    assert not holds.mark().held_here("b", before)
    assert not holds.mark().held_here("a", holds.mark())
