"""The watcher on a real PC/SC stack: cards, other programs, and a service that dies (facts pcsc §3 to §5)."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from reader import MyNumberCard, Pin
from reader.errors import CardRemoved as CardGone
from reader.errors import PinOutcomeUnknown, ReaderBusy, ReaderUnplugged, ServiceUnavailable
from reader.pcsc import PcscReader, pcsc_readers
from reader.virtual import InMemoryCounters
from reader.virtual.vpcd import VpcdSlot
from reader.watcher import (
    CardFree,
    CardHeldElsewhere,
    CardInserted,
    CardRemoved,
    ReaderAppeared,
    ServiceBack,
    ServiceLost,
)
from tests.reader.cards import fresh
from tests.reader.conftest import LONG
from tests.reader.listening import Listener, listening
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT, CHILD, PIN

FIRST, SECOND = SLOTS
ATR = fresh(ADULT).atr
BOTH_EMPTY = (ReaderAppeared(FIRST), ReaderAppeared(SECOND))
LOST = ServiceLost(ServiceUnavailable)


@pytest.fixture
def empty(service: PrivatePcscd) -> PrivatePcscd:
    """The service, no card in it."""
    assert all(PcscReader(name).wait_for_removal(LONG) for name in SLOTS)
    return service


@pytest.fixture
def listener(empty: PrivatePcscd) -> Iterator[Listener]:
    """A watcher that has told of the two empty slots."""
    with listening() as listener:
        listener.hear(*BOTH_EMPTY)
        yield listener


def test_cards_in_two_readers(empty: PrivatePcscd, listener: Listener) -> None:
    with VpcdSlot(fresh(ADULT), empty.ports[0]):
        listener.hear(CardInserted(FIRST, ATR))
        with VpcdSlot(fresh(CHILD), empty.ports[1]):
            listener.hear(CardInserted(SECOND, ATR))
        listener.hear(CardRemoved(SECOND))
    listener.hear(CardRemoved(FIRST))


def test_what_lies_there_at_the_start_is_told(empty: PrivatePcscd) -> None:
    with VpcdSlot(fresh(ADULT), empty.ports[1]):
        PcscReader(SECOND).wait_for_card(LONG)
        with listening() as listener:
            listener.hear(*BOTH_EMPTY, CardInserted(SECOND, ATR))


def test_a_quick_swap_of_look_alikes(empty: PrivatePcscd, listener: Listener) -> None:
    """In the middle of a visit: what was begun with one card never goes on with the other."""
    with VpcdSlot(fresh(ADULT), empty.ports[0]):
        listener.hear(CardInserted(FIRST, ATR))
        connection = PcscReader(FIRST).connect()
        card = MyNumberCard(connection)
        card.verify_pin(Pin(PIN))
    with VpcdSlot(fresh(CHILD), empty.ports[0]):
        listener.hear(CardRemoved(FIRST), CardInserted(FIRST, ATR))
        with pytest.raises(CardGone):
            card.auth_certificate()
        connection.close()
    listener.hear(CardRemoved(FIRST))


def test_our_own_visit_is_not_told_as_another_programs(empty: PrivatePcscd, listener: Listener) -> None:
    with VpcdSlot(fresh(ADULT), empty.ports[0]):
        listener.hear(CardInserted(FIRST, ATR))
        for _ in range(20):
            connection = PcscReader(FIRST).connect()
            MyNumberCard(connection).pin_tries_left()
            connection.close()
    listener.hear(CardRemoved(FIRST))


HOLDER = """
import sys
from reader.pcsc import PcscReader
connection = PcscReader(sys.argv[1]).connect()
print("held", flush=True)
sys.stdin.read()
connection.close()
"""


@contextmanager
def another_program(reader: str) -> Iterator[None]:
    """Another process that holds the card."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, reader], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        yield
        program.communicate()


def test_a_card_another_program_holds(empty: PrivatePcscd, listener: Listener) -> None:
    with VpcdSlot(fresh(ADULT), empty.ports[0]):
        listener.hear(CardInserted(FIRST, ATR))
        with another_program(FIRST):
            listener.hear(CardHeldElsewhere(FIRST, exclusive=True))
            with pytest.raises(ReaderBusy):
                PcscReader(FIRST).connect()
        listener.hear(CardFree(FIRST))
        PcscReader(FIRST).connect().close()
    listener.hear(CardRemoved(FIRST))


def test_two_programs_take_turns_on_one_reader(empty: PrivatePcscd) -> None:
    """A PIN given to one must not open the key for the other."""
    with VpcdSlot(fresh(ADULT), empty.ports[0]):
        reader = PcscReader(FIRST)
        reader.wait_for_card(LONG)
        for _ in range(2):
            with another_program(FIRST), pytest.raises(ReaderBusy):
                reader.connect()
            connection = reader.connect()
            card = MyNumberCard(connection)
            card.verify_pin(Pin(PIN))
            assert len(card.sign(b"nonce")) == 256
            connection.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_service_that_dies_and_comes_back(empty: PrivatePcscd, listener: Listener, how: signal.Signals) -> None:
    with VpcdSlot(fresh(ADULT), empty.ports[0]):
        listener.hear(CardInserted(FIRST, ATR))
        empty.stop(how)
        listener.hear(LOST)
    empty.start()
    listener.hear(ServiceBack(), *BOTH_EMPTY)
    with VpcdSlot(fresh(ADULT), empty.ports[0]):
        listener.hear(CardInserted(FIRST, ATR))
    listener.hear(CardRemoved(FIRST))


def test_a_watcher_started_before_the_service(empty: PrivatePcscd) -> None:
    empty.stop()
    with listening() as listener:
        listener.hear(LOST)
        empty.start()
        listener.hear(ServiceBack(), *BOTH_EMPTY)


def test_readers_that_are_gone_when_the_service_comes_back(empty: PrivatePcscd, listener: Listener) -> None:
    """The nearest to an unplugged reader the virtual driver allows: another configuration (facts pcsc §2)."""
    empty.stop()
    listener.hear(LOST)
    with pytest.MonkeyPatch.context() as no_readers:
        no_readers.setattr(empty, "_lay_out", (empty.folder / "conf" / "vpcd").unlink)
        empty.start()
    listener.hear(ServiceBack())
    assert pcsc_readers() == []
    reader = PcscReader(FIRST)
    for ask in (reader.card_present, lambda: reader.wait_for_card(LONG), reader.connect):
        with pytest.raises(ReaderUnplugged):
            ask()
    empty.stop(signal.SIGKILL)
    listener.hear(LOST)
    empty.start()
    listener.hear(ServiceBack(), *BOTH_EMPTY)


class ServiceDiesWhileCounting(InMemoryCounters):
    """Counters on a chip whose service is killed at the moment it counts."""

    def __init__(self, service: PrivatePcscd) -> None:
        super().__init__()
        self._service = service
        self.armed = True

    def store(self, key: str, tries: int) -> None:
        super().store(key, tries)
        if self.armed:
            self.armed = False
            self._service.stop(signal.SIGKILL)


def test_a_service_killed_inside_a_verify(empty: PrivatePcscd, listener: Listener) -> None:
    """The try may have counted; the same chip, placed again, tells that it did."""
    counters = ServiceDiesWhileCounting(empty)
    with VpcdSlot(fresh(ADULT, counters), empty.ports[0]):
        listener.hear(CardInserted(FIRST, ATR))
        connection = PcscReader(FIRST).connect()
        with pytest.raises(PinOutcomeUnknown) as unknown:
            MyNumberCard(connection).verify_pin(Pin("9999"))
        assert isinstance(unknown.value.__cause__, ServiceUnavailable)
        listener.hear(LOST)
        connection.close()
    empty.start()
    listener.hear(ServiceBack(), *BOTH_EMPTY)
    with VpcdSlot(fresh(ADULT, counters), empty.ports[0]):
        listener.hear(CardInserted(FIRST, ATR))
        connection = PcscReader(FIRST).connect()
        assert MyNumberCard(connection).pin_tries_left() == 2
        connection.close()
    listener.hear(CardRemoved(FIRST))
