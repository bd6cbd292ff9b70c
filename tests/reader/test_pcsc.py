"""The PC/SC reader on a real stack: pcscd, the vpcd driver, and a virtual card in its slot."""

import json
import subprocess
import sys

import pytest

from reader import CardReader, MyNumberCard, Pin, TracedConnection, VerificationNumberB
from reader.errors import (
    CardRemoved,
    NoCard,
    NoReader,
    ReaderBusy,
    WrongPin,
)
from reader.pcsc import PcscReader, pcsc_readers
from reader.virtual.vpcd import VpcdSlot
from tests.reader.conftest import LONG
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import NUMBER_B, PIN

FIRST, SECOND = SLOTS


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
    connection = card_reader.connect()
    card = MyNumberCard(connection)
    card.verify_pin(Pin(PIN))
    assert card.pin_tries_left() == 3
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
