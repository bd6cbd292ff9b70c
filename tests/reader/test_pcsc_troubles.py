"""The exceptions table of facts pcsc §4 on a real PC/SC stack: what can be brought about there, is.

The rest is proved on result codes (test_pcsc_results): a card reset by another program cannot happen to one held
alone; a dead service, pulled cards and shared readers have tests of their own.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest

from reader import Command, Response
from reader.doctor import examine
from reader.doctor.machine import Machine
from reader.errors import (
    CardMute,
    LinkProtocolError,
    NoCard,
    ReaderAccessDenied,
    ReaderNameUnusable,
    ReaderUnavailable,
    ReaderUnplugged,
    ServiceUnavailable,
)
from reader.pcsc import PcscReader, pcsc_readers
from reader.pcsc.resource_manager import Context
from reader.virtual.vpcd import VpcdSlot
from reader.watcher import CardInserted, CardRemoved, ReaderAppeared
from tests.reader.cards import fresh
from tests.reader.conftest import LONG
from tests.reader.listening import listening
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT

FIRST = SLOTS[0]
QUERY = Command(0x00, 0x84, 0x00, 0x00, le=8)
T1, T0_ONLY = bytes.fromhex("3B80800101"), bytes.fromhex("3B00")
MOST_CONTEXTS = 250
"""More than pcscd gives out (199 by default)."""


@dataclass
class OddCard:
    """A card with an ATR and a last word of its own."""

    atr: bytes = T1
    answer: bytes = b"\x6a\x82"

    def reset(self) -> bytes:
        return self.atr

    def transmit(self, command: Command) -> Response:
        return Response.decode(self.answer)

    def transmit_bytes(self, command: bytes) -> bytes:
        return self.answer


@contextmanager
def inserted(service: PrivatePcscd, card: OddCard) -> Iterator[PcscReader]:
    reader = PcscReader(FIRST)
    assert reader.wait_for_removal(LONG)
    with VpcdSlot(card, service.ports[0]):
        reader.wait_for_card(LONG)
        yield reader
    assert reader.wait_for_removal(LONG)


def doctor_finds() -> str:
    *_, last = examine(Machine(), FIRST)
    return last.code


def test_a_dead_chip_is_mute(service: PrivatePcscd) -> None:
    with inserted(service, OddCard(b"")) as reader:
        with pytest.raises(CardMute):
            reader.connect()
        assert doctor_finds() == "card_mute"


def test_a_card_without_t1(service: PrivatePcscd) -> None:
    with inserted(service, OddCard(T0_ONLY)) as reader:
        with pytest.raises(LinkProtocolError):
            reader.connect()
        assert doctor_finds() == "not_my_number_card"


def test_another_kind_of_card(service: PrivatePcscd) -> None:
    with inserted(service, OddCard()):
        assert doctor_finds() == "not_my_number_card"


def test_an_answer_without_status_word_leaves_the_card_usable(service: PrivatePcscd) -> None:
    card = OddCard(answer=b"\x90")
    with inserted(service, card) as reader:
        connection = reader.connect()
        with pytest.raises(LinkProtocolError):
            connection.transmit(QUERY)
        card.answer = b"\x90\x00"
        assert connection.transmit(QUERY).ok
        connection.close()


def test_the_service_refuses_who_wants_too_much(service: PrivatePcscd) -> None:
    """The code is that of polkit, which private services do not ask; sometimes it is "no service" (§4)."""
    with ExitStack() as contexts:

        def open_many() -> None:
            for _ in range(MOST_CONTEXTS):
                contexts.enter_context(Context())

        with pytest.raises(ReaderUnavailable) as refused:
            open_many()
        assert isinstance(refused.value, ReaderAccessDenied | ServiceUnavailable)
    assert pcsc_readers() == list(SLOTS)


def test_an_empty_and_an_unknown_reader(service: PrivatePcscd) -> None:
    assert PcscReader(FIRST).wait_for_removal(LONG)
    with pytest.raises(NoCard):
        PcscReader(FIRST).connect()
    with pytest.raises(ReaderUnplugged):
        PcscReader("gone").connect()
    assert doctor_finds() == "no_card"


@pytest.fixture
def called(service: PrivatePcscd, request: pytest.FixtureRequest) -> Iterator[str]:
    """The service with readers of another name, which pcsc-lite takes from the vendor and completes with the slot."""
    service.stop()
    with pytest.MonkeyPatch.context() as other_name:
        other_name.setattr("reader.virtual.private_pcscd.READER_NAME", request.param)
        service.start()
    yield f"{request.param} 00 00"
    service.stop()
    service.start()


@pytest.mark.parametrize("called", ["a'b (c) [d]", "  spaces  ", "%s%n\\?PnP?", "x" * 60], indirect=True)
def test_readers_of_odd_names(called: str, service: PrivatePcscd) -> None:
    assert pcsc_readers()[0] == called
    with listening() as listener:
        listener.hear(*(ReaderAppeared(name) for name in pcsc_readers()))
        with VpcdSlot(fresh(ADULT), service.ports[0]):
            listener.hear(CardInserted(called, fresh(ADULT).atr))
            PcscReader(called).connect().close()
        listener.hear(CardRemoved(called))


@pytest.mark.parametrize("called", ["読取り機(R)"], indirect=True)
def test_a_reader_pyscard_cannot_name_is_told_of_and_refused_in_words(called: str) -> None:
    assert pcsc_readers()[0] == called
    with listening() as listener:
        listener.hear(*(ReaderAppeared(name) for name in pcsc_readers()))
    with pytest.raises(ReaderNameUnusable):
        PcscReader(called).wait_for_card(LONG)
