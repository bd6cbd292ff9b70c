"""The PC/SC reader on a real stack: pcscd, the vpcd driver, and a virtual card in its slot."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from reader import CardReader, MyNumberCard, Pin, TracedConnection, VerificationNumberB
from reader.errors import (
    CardRemoved,
    NoCard,
    NoReader,
    PinOutcomeUnknown,
    PinRequired,
    ReaderBusy,
    ServiceUnavailable,
    WrongPin,
)
from reader.pcsc import PcscReader, pcsc_readers
from reader.virtual import InMemoryCounters
from reader.virtual.vpcd import VpcdSlot
from tests.reader.cards import fresh
from tests.reader.private_pcscd import SLOTS, CannotRun, PrivatePcscd
from tests.reader.world import ADULT, NUMBER_B, PIN

FIRST, SECOND = SLOTS
LONG = 30.0
"""Seconds to wait at most; the driver is asked for its card every 0.4 s."""


@pytest.fixture(scope="module")
def service() -> Iterator[PrivatePcscd]:
    try:
        service = PrivatePcscd()
        service.start()
    except CannotRun as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    yield service
    service.stop()


@pytest.fixture
def slot(service: PrivatePcscd) -> Iterator[VpcdSlot]:
    """The adult's card in the first slot, seen by the service."""
    reader = PcscReader(FIRST)
    with VpcdSlot(fresh(ADULT), service.ports[0]) as slot:
        reader.wait_for_card(LONG)
        yield slot
    assert reader.wait_for_removal(LONG)


@pytest.fixture
def card_reader(slot: VpcdSlot) -> CardReader:
    return PcscReader(FIRST)


def test_the_readers_are_listed(service: PrivatePcscd) -> None:
    assert pcsc_readers() == [FIRST, SECOND]


def test_an_empty_slot_has_no_card(service: PrivatePcscd) -> None:
    reader = PcscReader(SECOND)
    assert not reader.card_present()
    assert reader.wait_for_removal(0)
    with pytest.raises(NoCard):
        reader.wait_for_card(0)
    with pytest.raises(NoCard):
        reader.wait_for_card(0.05)
    with pytest.raises(NoCard):
        reader.connect()


def test_an_unknown_reader_is_told(service: PrivatePcscd) -> None:
    reader = PcscReader("no such reader")
    for ask in (reader.card_present, lambda: reader.wait_for_card(LONG), reader.connect):
        with pytest.raises(NoReader):
            ask()


def test_the_same_driver_in_the_same_apdus(card_reader: CardReader) -> None:
    assert card_reader.card_present()
    assert card_reader.camera is None
    assert card_reader.institution is None
    connection = TracedConnection(card_reader.connect())
    card = MyNumberCard(connection)
    assert card.pin_tries_left() == 3
    card.verify_pin(Pin(PIN))
    card.auth_certificate()
    assert len(card.sign(b"nonce")) == 256
    assert connection.sent == 5
    assert len(card.card_face(VerificationNumberB(NUMBER_B)).photo) > 4000
    connection.close()


def test_a_wrong_pin_counts_on_the_chip(card_reader: CardReader) -> None:
    for left in (2, 1):
        connection = card_reader.connect()
        with pytest.raises(WrongPin) as wrong:
            MyNumberCard(connection).verify_pin(Pin("9999"))
        assert wrong.value.tries_left == left
        connection.close()


def test_the_card_is_held_alone(card_reader: CardReader) -> None:
    connection = card_reader.connect()
    with pytest.raises(ReaderBusy):
        card_reader.connect()
    connection.close()
    connection.close()
    card_reader.connect().close()


def test_a_closed_connection_reaches_no_card(card_reader: CardReader) -> None:
    connection = card_reader.connect()
    connection.close()
    with pytest.raises(CardRemoved):
        MyNumberCard(connection).pin_tries_left()


def test_a_pulled_card_is_told(card_reader: CardReader, slot: VpcdSlot) -> None:
    connection = card_reader.connect()
    card = MyNumberCard(connection)
    card.pin_tries_left()
    slot.pull()
    with pytest.raises(CardRemoved):
        card.auth_certificate()
    connection.close()


def test_a_card_pulled_at_the_pin_may_have_counted(card_reader: CardReader, slot: VpcdSlot) -> None:
    connection = card_reader.connect()
    card = MyNumberCard(connection)
    card.pin_tries_left()
    slot.pull()
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


def test_the_command_line_sees_reader_and_card(slot: VpcdSlot) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "reader.cli", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert json.loads(run("list", "--json").stdout) == [FIRST, SECOND]
    assert run("list").stdout.splitlines() == [FIRST, SECOND]
    probed = run("probe", "--json")
    assert probed.returncode == 0, probed.stderr
    assert json.loads(probed.stdout)["tries_left"]["auth_pin"] == 3
    assert run("probe", "--reader", SECOND, "--wait", "0").returncode == 1
    assert run("probe", "--reader", "nobody's").returncode == 1


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
