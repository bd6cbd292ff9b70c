"""A whole visit on a reader that carries only short APDUs: recognised once, and no PIN is ever sent twice."""

import pytest

from reader import Command, MyNumberCard, Pin
from reader.errors import CardRemoved
from reader.pcsc import PcscReader, resource_manager
from reader.virtual import VirtualCard
from tests.reader.cards import fresh
from tests.reader.test_pcsc_results import FakeScard
from tests.reader.world import ADULT, PIN

NOT_TRANSACTED = 0x80100016


class ShortReader(FakeScard):
    """The scard module over a virtual chip, in a reader that refuses extended APDUs; `sent` remembers what came."""

    def __init__(self, card: VirtualCard) -> None:
        super().__init__()
        self.card = card
        self.sent: list[Command] = []
        self.present = True

    def SCardTransmit(self, card: object, protocol: int, octets: list[int]) -> tuple[int, list[int]]:  # noqa: N802  # pyscard's name
        command = Command.decode(bytes(octets))
        self.sent.append(command)
        if command.extended or not self.present:
            return NOT_TRANSACTED, []
        return 0, list(self.card.transmit_bytes(bytes(octets)))

    def verifies(self) -> int:
        return sum(command.ins == 0x20 and bool(command.data) for command in self.sent)

    def refused(self) -> int:
        return sum(command.extended for command in self.sent)


@pytest.fixture
def scard(monkeypatch: pytest.MonkeyPatch) -> ShortReader:
    fake = ShortReader(fresh(ADULT))
    monkeypatch.setattr(resource_manager, "scard", fake)
    return fake


def test_a_visit_goes_on_in_short_apdus_with_the_pin_still_verified(scard: ShortReader) -> None:
    reader = PcscReader("reader")
    card = MyNumberCard(reader.connect())
    card.verify_pin(Pin(PIN))
    der = card.auth_certificate().der
    assert len(card.sign(b"nonce")) == 256
    assert (scard.verifies(), scard.refused()) == (1, 1)
    again = MyNumberCard(reader.connect())
    assert again.auth_certificate().der == der
    assert scard.refused() == 1


def test_a_card_pulled_at_the_long_read_is_a_card_pulled(scard: ShortReader) -> None:
    card = MyNumberCard(PcscReader("reader").connect())
    card.verify_pin(Pin(PIN))
    scard.present = False
    with pytest.raises(CardRemoved):
        card.auth_certificate()
    assert scard.verifies() == 1
