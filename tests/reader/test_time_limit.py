"""A card that never answers is given up; nothing else freezes, and no try is sent twice."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event

import pytest

from reader import CardConnection, Command, MyNumberCard, Pin, Response, SimulatedReader
from reader.errors import CardMute, CardRemoved, CardTimedOut, NoCard, PinOutcomeUnknown, ReaderBusy
from reader.pcsc import PcscReader, pcsc_readers
from reader.time_limit import TimeLimitedReader
from reader.virtual import InMemoryCounters
from reader.virtual.vpcd import VpcdSlot
from tests.reader.cards import adult_holder, fresh
from tests.reader.conftest import LONG
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT, PIN

FIRST, SECOND = SLOTS
SOON = 0.2
"""Seconds given to a card that will not answer; any number would do."""


class StuckConnection:
    """Answers nothing until it is let go; then it may be closed."""

    def __init__(self) -> None:
        self.let_go, self.closed = Event(), Event()
        self.sent: list[Command] = []

    def transmit(self, command: Command) -> Response:
        self.sent.append(command)
        self.let_go.wait()
        raise CardRemoved

    def close(self) -> None:
        self.closed.set()


@dataclass
class StuckReader:
    """A reader whose card hangs: at once when `at_reset`, else at the first command."""

    connection: StuckConnection
    at_reset: bool = False
    name: str = "stuck"
    camera: None = None
    institution: None = None

    def card_present(self) -> bool:
        return True

    def wait_for_card(self, timeout: float) -> None:
        """There is one."""

    def connect(self) -> CardConnection:
        if self.at_reset:
            self.connection.let_go.wait()
        return self.connection


@pytest.fixture
def stuck() -> Iterator[StuckConnection]:
    connection = StuckConnection()
    yield connection
    connection.let_go.set()
    assert connection.closed.wait(LONG)


def test_a_card_that_answers_is_the_same_card(loaded: SimulatedReader) -> None:
    reader = TimeLimitedReader(loaded)
    assert (reader.name, reader.camera, reader.institution) == (loaded.name, loaded.camera, loaded.institution)
    assert reader.card_present()
    reader.wait_for_card(0)
    connection = reader.connect()
    card = MyNumberCard(connection)
    card.verify_pin(Pin(PIN))
    assert len(card.sign(b"nonce")) == 256
    connection.close()
    connection.close()
    with pytest.raises(CardMute):
        card.pin_tries_left()
    loaded.connect().close()


def test_errors_pass_through(reader: SimulatedReader) -> None:
    limited = TimeLimitedReader(reader)
    with pytest.raises(NoCard):
        limited.connect()
    reader.insert(fresh(ADULT), adult_holder())
    connection = limited.connect()
    reader.remove()
    with pytest.raises(CardRemoved):
        MyNumberCard(connection).pin_tries_left()
    connection.close()


def test_whoever_waits_for_a_hanging_card_is_freed(stuck: StuckConnection) -> None:
    connection = TimeLimitedReader(StuckReader(stuck), SOON).connect()
    card = MyNumberCard(connection)
    for _ in range(2):
        with pytest.raises(CardTimedOut):
            card.pin_tries_left()
    connection.close()
    assert len(stuck.sent) == 1
    assert not stuck.closed.is_set()


def test_a_card_that_hangs_at_reset(stuck: StuckConnection) -> None:
    with pytest.raises(CardTimedOut):
        TimeLimitedReader(StuckReader(stuck, at_reset=True), SOON).connect()


def test_a_card_given_up_is_not_asked_again_before_it_lets_go(stuck: StuckConnection) -> None:
    reader = TimeLimitedReader(StuckReader(stuck), SOON)
    connection = reader.connect()
    with pytest.raises(CardTimedOut):
        MyNumberCard(connection).pin_tries_left()
    with pytest.raises(CardTimedOut):
        reader.connect()
    stuck.let_go.set()
    assert stuck.closed.wait(LONG)


def test_a_fault_that_is_no_readers_is_not_taken_for_silence() -> None:
    class Broken(StuckReader):
        def connect(self) -> CardConnection:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        TimeLimitedReader(Broken(StuckConnection())).connect()


class Hangs(InMemoryCounters):
    """Counters on a chip that hangs when it should count, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = Event()

    def store(self, key: str, tries: int) -> None:
        super().store(key, tries)
        self.let_go.wait()


def test_a_card_that_hangs_in_a_real_reader_freezes_nothing_else(service: PrivatePcscd) -> None:
    """Other readers, the list, and the same reader after the card was taken away: all of it goes on."""
    counters = Hangs()
    limited = TimeLimitedReader(PcscReader(FIRST), SOON)
    with ExitStack() as ends:
        slot = ends.enter_context(VpcdSlot(fresh(ADULT, counters), service.ports[0]))
        ends.callback(counters.let_go.set)
        ends.enter_context(VpcdSlot(fresh(ADULT), service.ports[1]))
        for name in SLOTS:
            PcscReader(name).wait_for_card(LONG)
        connection = limited.connect()
        card = MyNumberCard(connection)
        with pytest.raises(PinOutcomeUnknown) as unknown:
            card.verify_pin(Pin("9999"))
        assert isinstance(unknown.value.__cause__, CardTimedOut)
        connection.close()
        assert pcsc_readers() == [FIRST, SECOND]
        with pytest.raises(CardTimedOut):
            limited.connect()
        with pytest.raises(ReaderBusy):
            PcscReader(FIRST).connect()
        other = PcscReader(SECOND).connect()
        assert MyNumberCard(other).pin_tries_left() == 3
        other.close()
        slot.hang_up()
        assert PcscReader(FIRST).wait_for_removal(LONG)
    assert PcscReader(SECOND).wait_for_removal(LONG)
    with VpcdSlot(fresh(ADULT, counters), service.ports[0]):
        reader = TimeLimitedReader(PcscReader(FIRST))
        reader.wait_for_card(LONG)
        placed_again = reader.connect()
        assert MyNumberCard(placed_again).pin_tries_left() == 2
        placed_again.close()
    assert PcscReader(FIRST).wait_for_removal(LONG)
