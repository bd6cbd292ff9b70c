"""The card pulled, and the service killed, on a real PC/SC stack (facts pcsc §4)."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import MyNumberCard, Pin
from reader.errors import CardRemoved, PinOutcomeUnknown, PinRequired, ServiceUnavailable
from reader.pcsc import PcscReader, pcsc_readers
from reader.virtual import FileCounters, InMemoryCounters
from reader.virtual.vpcd import VpcdSlot
from tests.reader.cards import fresh
from tests.reader.conftest import LONG
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT, PIN

FIRST, SECOND = SLOTS


@pytest.fixture
def pulled(service: PrivatePcscd) -> Iterator[VpcdSlot]:
    """A card in the second slot that the test will pull."""
    reader = PcscReader(SECOND)
    with VpcdSlot(fresh(ADULT), service.ports[1]) as slot:
        reader.wait_for_card(LONG)
        yield slot
    assert reader.wait_for_removal(LONG)


def test_a_pulled_card_is_told(pulled: VpcdSlot) -> None:
    connection = PcscReader(SECOND).connect()
    card = MyNumberCard(connection)
    card.pin_tries_left()
    pulled.pull()
    with pytest.raises(CardRemoved):
        card.auth_certificate()
    connection.close()


def test_a_card_pulled_at_the_pin_may_have_counted(pulled: VpcdSlot) -> None:
    connection = PcscReader(SECOND).connect()
    card = MyNumberCard(connection)
    card.pin_tries_left()
    pulled.pull()
    with pytest.raises(PinOutcomeUnknown):
        card.verify_pin(Pin(PIN))
    connection.close()


class PowerCut(InMemoryCounters):
    """Counters on a chip whose holder pulls it while it counts."""

    def __init__(self, slot: list[VpcdSlot]) -> None:
        super().__init__()
        self._slot = slot

    def store(self, key: str, tries: int) -> None:
        super().store(key, tries)
        self._slot[0].hang_up()


def test_a_card_pulled_while_it_computes_may_have_counted(service: PrivatePcscd) -> None:
    """The driver then hands over an empty answer, which must not pass for one."""
    slots: list[VpcdSlot] = []
    counters = PowerCut(slots)
    with VpcdSlot(fresh(ADULT, counters), service.ports[1]) as slot:
        slots.append(slot)
        reader = PcscReader(SECOND)
        reader.wait_for_card(LONG)
        connection = reader.connect()
        with pytest.raises(PinOutcomeUnknown):
            MyNumberCard(connection).verify_pin(Pin("9999"))
        connection.close()
    assert counters.tries_left("jpki-0018") == 2
    assert reader.wait_for_removal(LONG)


def test_a_card_that_cannot_count_goes_out(service: PrivatePcscd, tmp_path: Path) -> None:
    """A chip must never answer a PIN it could not count: the virtual card leaves the reader instead."""
    (tmp_path / "file").touch()
    counters = FileCounters(tmp_path / "file" / "adult.json")
    reader = PcscReader(SECOND)
    with VpcdSlot(fresh(ADULT, counters), service.ports[1]):
        reader.wait_for_card(LONG)
        connection = reader.connect()
        with pytest.raises(CardRemoved):
            MyNumberCard(connection).verify_pin(Pin(PIN))
        connection.close()
        assert reader.wait_for_removal(LONG)


def test_a_service_that_dies_and_comes_back(service: PrivatePcscd) -> None:
    """Old contexts and handles are dead for good (facts pcsc §4); everything here starts a new one."""
    with VpcdSlot(fresh(ADULT), service.ports[0]):
        reader = PcscReader(FIRST)
        reader.wait_for_card(LONG)
        connection = reader.connect()
        card = MyNumberCard(connection)
        service.stop(signal.SIGKILL)
        with pytest.raises(ServiceUnavailable):
            card.pin_tries_left()
        for ask in (pcsc_readers, reader.card_present, lambda: reader.wait_for_card(LONG), reader.connect):
            with pytest.raises(ServiceUnavailable):
                ask()
        connection.close()
    service.start()
    assert pcsc_readers() == [FIRST, SECOND]
    with VpcdSlot(fresh(ADULT), service.ports[0]):
        reader.wait_for_card(LONG)
        connection = reader.connect()
        with pytest.raises(PinRequired):
            MyNumberCard(connection).sign(b"nonce")
        connection.close()
