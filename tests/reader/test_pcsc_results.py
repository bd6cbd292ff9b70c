"""Every PC/SC result code becomes the error that tells the clerk what to do (facts pcsc §4)."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from reader import Command, ReaderError, pcsc
from reader.errors import (
    CardMute,
    CardRemoved,
    MalformedApdu,
    NoCard,
    NoReader,
    ReaderAccessDenied,
    ReaderBusy,
    ReaderUnavailable,
    ServiceUnavailable,
)

QUERY = Command(0x00, 0x84, 0x00, 0x00, le=8)
PRESENT, CHANGED, UNKNOWN, TIMEOUT = 0x20, 0x02, 0x04, 0x8010000A


class FakeScard(SimpleNamespace):
    """The functions of pyscard's scard module, each answering what the test says; `calls` remembers their names."""

    def __init__(self, **answers: object) -> None:
        super().__init__(
            SCARD_SCOPE_USER=0,
            SCARD_SHARE_EXCLUSIVE=1,
            SCARD_PROTOCOL_T1=2,
            SCARD_PCI_T1=2,
            SCARD_LEAVE_CARD=0,
            SCARD_STATE_UNAWARE=0,
            SCARD_STATE_CHANGED=CHANGED,
            SCARD_STATE_UNKNOWN=UNKNOWN,
            SCARD_STATE_PRESENT=PRESENT,
        )
        self.calls: list[tuple[str, tuple[object, ...]]] = []
        self.answers: dict[str, object] = {
            "SCardEstablishContext": (0, "context"),
            "SCardReleaseContext": 0,
            "SCardListReaders": (0, []),
            "SCardConnect": (0, "card", 2),
            "SCardDisconnect": 0,
            "SCardGetStatusChange": (0, [("reader", PRESENT | CHANGED, [])]),
            "SCardTransmit": (0, [0x90, 0x00]),
        } | answers

    def __getattr__(self, name: str) -> object:
        if not name.startswith("SCard"):
            raise AttributeError(name)

        def call(*arguments: object) -> object:
            self.calls.append((name, arguments))
            answer = self.answers[name]
            return next(answer) if isinstance(answer, Iterator) else answer

        return call

    def count(self, name: str) -> int:
        return sum(called == name for called, _ in self.calls)


@pytest.fixture
def scard(monkeypatch: pytest.MonkeyPatch) -> FakeScard:
    fake = FakeScard()
    monkeypatch.setattr(pcsc, "scard", fake)
    return fake


def windows(result: int) -> int:
    """Return the code as Windows hands it over: negative."""
    return result - 0x100000000


CONNECT = {
    0x80100009: NoReader,
    0x8010000B: ReaderBusy,
    0x8010000C: NoCard,
    0x8010000F: CardMute,
    0x80100013: ServiceUnavailable,
    0x80100017: ReaderUnavailable,
    0x8010001D: ServiceUnavailable,
    0x8010001E: ServiceUnavailable,
    0x80100066: CardMute,
    0x80100067: CardMute,
    0x80100069: NoCard,
    0x8010006A: ReaderAccessDenied,
    0x80100001: ReaderUnavailable,
}
TRANSMIT = {
    0x80100013: ServiceUnavailable,
    0x80100016: CardRemoved,
    0x8010001D: ServiceUnavailable,
    0x8010002F: CardRemoved,
    0x80100068: CardRemoved,
    0x80100069: CardRemoved,
    0x8010000C: CardRemoved,
    0x80100017: ReaderUnavailable,
    0x80100001: ReaderUnavailable,
}


@pytest.mark.parametrize("form", [int, windows])
@pytest.mark.parametrize(("result", "error"), CONNECT.items())
def test_connecting(scard: FakeScard, result: int, error: type[ReaderError], form: type[int]) -> None:
    scard.answers["SCardConnect"] = (form(result), 0, 0)
    with pytest.raises(ReaderError) as told:
        pcsc.PcscReader("reader").connect()
    assert type(told.value) is error
    assert scard.count("SCardReleaseContext") == 1


@pytest.mark.parametrize("form", [int, windows])
@pytest.mark.parametrize(("result", "error"), TRANSMIT.items())
def test_transmitting(scard: FakeScard, result: int, error: type[ReaderError], form: type[int]) -> None:
    connection = pcsc.PcscReader("reader").connect()
    scard.answers["SCardTransmit"] = (form(result), [])
    with pytest.raises(ReaderError) as told:
        connection.transmit(QUERY)
    assert type(told.value) is error
    assert scard.count("SCardTransmit") == 1


@pytest.mark.parametrize(("answer", "error"), [([], CardRemoved), ([0x90], MalformedApdu)])
def test_an_answer_that_is_none(scard: FakeScard, answer: list[int], error: type[ReaderError]) -> None:
    connection = pcsc.PcscReader("reader").connect()
    scard.answers["SCardTransmit"] = (0, answer)
    with pytest.raises(error):
        connection.transmit(QUERY)


def test_bytes_go_out_as_a_list_and_signed_ones_come_back_whole(scard: FakeScard) -> None:
    connection = pcsc.PcscReader("reader").connect()
    scard.answers["SCardTransmit"] = (0, [-1, 1, -112, 0])
    assert connection.transmit(QUERY).encode() == b"\xff\x01\x90\x00"
    assert scard.calls[-1] == ("SCardTransmit", ("card", 2, [0x00, 0x84, 0x00, 0x00, 0x08]))


def test_the_card_is_held_alone_in_t1_and_left_as_it_is(scard: FakeScard) -> None:
    connection = pcsc.PcscReader("reader").connect()
    connection.close()
    connection.close()
    assert scard.calls[1] == ("SCardConnect", ("context", "reader", 1, 2))
    assert [name for name, _ in scard.calls[2:]] == ["SCardDisconnect", "SCardReleaseContext"]
    assert scard.calls[2][1] == ("card", 0)


def test_closing_never_raises(scard: FakeScard) -> None:
    connection = pcsc.PcscReader("reader").connect()
    scard.answers |= {"SCardDisconnect": 0x8010001D, "SCardReleaseContext": 0x8010001D}
    connection.close()


@pytest.mark.parametrize("result", [0x8010002E, windows(0x8010002E)])
def test_no_reader_is_an_empty_list(scard: FakeScard, result: int) -> None:
    scard.answers["SCardListReaders"] = (result, [])
    assert pcsc.pcsc_readers() == []


def test_no_service_is_told_at_once(scard: FakeScard) -> None:
    scard.answers["SCardEstablishContext"] = (0x8010001D, 0)
    reader = pcsc.PcscReader("reader")
    for ask in (pcsc.pcsc_readers, reader.card_present, lambda: reader.wait_for_card(9.0), reader.connect):
        with pytest.raises(ServiceUnavailable):
            ask()


def test_waiting_ends_when_the_time_is_up(scard: FakeScard) -> None:
    scard.answers["SCardGetStatusChange"] = (TIMEOUT, [])
    with pytest.raises(NoCard):
        pcsc.PcscReader("reader").wait_for_card(0)
    assert scard.calls[1] == ("SCardGetStatusChange", ("context", 0, [("reader", 0)]))


def test_one_wait_lasts_a_second_at_most(scard: FakeScard) -> None:
    pcsc.PcscReader("reader").wait_for_card(3600.0)
    assert scard.calls[1][1][1] == 1000


def test_the_next_wait_starts_from_the_state_last_seen(scard: FakeScard) -> None:
    """The event counter in the high word goes back in, or a swap of two cards would be missed (facts pcsc §5.3)."""
    empty, full = 0x00050000, 0x00060000 | PRESENT
    answers: list[object] = [(0, [("reader", state | CHANGED, [])]) for state in (empty, full)]
    answers.insert(1, (TIMEOUT, []))
    scard.answers["SCardGetStatusChange"] = iter(answers)
    pcsc.PcscReader("reader").wait_for_card(3600.0)
    waits = [arguments[2] for name, arguments in scard.calls if name == "SCardGetStatusChange"]
    assert waits == [[("reader", 0)], [("reader", empty)], [("reader", empty)]]


def test_a_reader_that_went_away_is_told(scard: FakeScard) -> None:
    scard.answers["SCardGetStatusChange"] = (0, [("reader", UNKNOWN | CHANGED, [])])
    with pytest.raises(NoReader):
        pcsc.PcscReader("reader").wait_for_card(9.0)
