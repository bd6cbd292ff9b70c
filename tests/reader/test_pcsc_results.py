"""Every PC/SC result code becomes the error that tells the clerk what to do (facts pcsc §4)."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from reader import Command, MyNumberCard, Pin, ReaderError, pcsc
from reader.errors import (
    CardMute,
    CardRemoved,
    ExtendedLengthUnsupported,
    LinkProtocolError,
    NoCard,
    NoReader,
    PinOutcomeUnknown,
    ReaderAccessDenied,
    ReaderBusy,
    ReaderUnavailable,
    ReaderUnplugged,
    ServiceUnavailable,
)
from reader.pcsc import resource_manager
from reader.pcsc.platforms import LINUX, WINDOWS
from reader.pcsc.results import Call, meaning

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
            "SCardStatus": (0, "reader", PRESENT, 2, []),
            "SCardReconnect": (0, 2),
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
    monkeypatch.setattr(resource_manager, "scard", fake)
    return fake


def windows(result: int) -> int:
    """Return the code as Windows hands it over: negative."""
    return result - 0x100000000


CONNECT = {
    0x80100009: ReaderUnplugged,
    0x8010000B: ReaderBusy,
    0x8010000C: NoCard,
    0x80100010: CardMute,
    0x80100013: ServiceUnavailable,
    0x80100017: ReaderUnplugged,
    0x8010001D: ServiceUnavailable,
    0x8010001E: ServiceUnavailable,
    0x80100065: LinkProtocolError,
    0x80100066: CardMute,
    0x80100067: CardMute,
    0x80100068: NoCard,
    0x80100069: NoCard,
    0x8010006A: ReaderAccessDenied,
    0x80100001: ReaderUnavailable,
}
TRANSMIT = {
    0x06: ServiceUnavailable,
    0x1F: CardRemoved,
    0x45D: CardRemoved,
    0x80100003: ServiceUnavailable,
    0x80100009: ReaderUnplugged,
    0x80100012: ServiceUnavailable,
    0x80100013: ServiceUnavailable,
    0x80100016: CardRemoved,
    0x8010001D: ServiceUnavailable,
    0x8010002F: CardRemoved,
    0x80100068: CardRemoved,
    0x80100069: CardRemoved,
    0x8010006A: ServiceUnavailable,
    0x8010000C: CardRemoved,
    0x80100017: ReaderUnplugged,
    0x80100001: ReaderUnavailable,
}
STATES = {
    "no service": (ServiceUnavailable, [0x8010001D, 0x8010001E, 0x80100013]),
    "service refused": (ReaderAccessDenied, [0x8010006A, 0x80100031]),
    "no reader": (NoReader, [0x8010002E]),
    "reader gone": (ReaderUnplugged, [0x80100009, 0x80100017]),
    "no card": (NoCard, [0x8010000C]),
    "card removed": (CardRemoved, [0x80100016, 0x80100068, 0x80100069]),
    "card mute": (CardMute, [0x80100066, 0x80100067]),
    "shared elsewhere": (ReaderBusy, [0x8010000B]),
    "protocol": (LinkProtocolError, [0x8010000F]),
}
"""The exceptions table of facts pcsc §4 by state."""


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_one_error_with_its_own_next_step(state: str) -> None:
    error, codes = STATES[state]
    assert {meaning(form, Call.ESTABLISH) for code in codes for form in (code, windows(code))} == {error}
    steps = [kind.next_ja for kind, _ in STATES.values()]
    assert steps.count(error.next_ja) == 1


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


@pytest.mark.parametrize(("answer", "error"), [([], CardRemoved), ([0x90], LinkProtocolError)])
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


@pytest.mark.parametrize("result", [0x8010001D, windows(0x8010001E), windows(0x80100012), 0x06])
def test_windows_stops_the_service_with_the_last_reader(scard: FakeScard, result: int) -> None:
    scard.answers["SCardListReaders"] = (result, [])
    assert pcsc.pcsc_readers(WINDOWS) == []
    with pytest.raises(ServiceUnavailable):
        pcsc.pcsc_readers(LINUX)


@pytest.mark.parametrize(("atr", "error"), [([], CardMute), ([0x3B, 0x00], LinkProtocolError)])
def test_a_mute_card_is_told_from_one_of_another_protocol(
    scard: FakeScard, atr: list[int], error: type[ReaderError]
) -> None:
    scard.answers["SCardConnect"] = (0x8010000F, 0, 0)
    scard.answers["SCardGetStatusChange"] = (0, [("reader", PRESENT | CHANGED, atr)])
    with pytest.raises(error):
        pcsc.PcscReader("reader").connect()


def test_a_verify_answered_without_status_word_may_have_counted(scard: FakeScard) -> None:
    card = MyNumberCard(pcsc.PcscReader("reader").connect())
    answers: list[object] = [(0, [0x90, 0x00]), (0, [0x63, 0xC3]), (0, [0x63])]
    scard.answers["SCardTransmit"] = iter(answers)
    with pytest.raises(PinOutcomeUnknown):
        card.verify_pin(Pin("1357"))
    assert scard.count("SCardTransmit") == 3


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
    with pytest.raises(ReaderUnplugged):
        pcsc.PcscReader("reader").wait_for_card(9.0)
    scard.answers["SCardGetStatusChange"] = (0x80100009, [])
    with pytest.raises(ReaderUnplugged):
        pcsc.PcscReader("reader").card_present()


LONG_READ = Command(0x00, 0xB0, 0x8A, 0x00, le=65536)
OK_ANSWER = (0, [0x90, 0x00])
REFUSALS = [0x80100016, windows(0x80100016), 0x57, 0x32, 0x80100008, 0x80100022]


@pytest.mark.parametrize("result", REFUSALS)
def test_a_reader_of_short_apdus_is_recognised_and_not_asked_again(scard: FakeScard, result: int) -> None:
    reader = pcsc.PcscReader("reader")
    connection = reader.connect()
    scard.answers["SCardTransmit"] = iter([(result, []), OK_ANSWER])
    with pytest.raises(ExtendedLengthUnsupported):
        connection.transmit(LONG_READ)
    assert scard.calls[-1] == ("SCardReconnect", ("card", 1, 2, 0))
    assert connection.transmit(QUERY).ok
    with pytest.raises(ExtendedLengthUnsupported):
        connection.transmit(LONG_READ)
    with pytest.raises(ExtendedLengthUnsupported):
        reader.connect().transmit(LONG_READ)
    assert scard.count("SCardTransmit") == 2


def test_a_card_that_went_during_a_long_command_says_nothing_about_the_reader(scard: FakeScard) -> None:
    reader = pcsc.PcscReader("reader")
    connection = reader.connect()
    answers: list[object] = [(0x80100016, []), (0x80100069, []), OK_ANSWER]
    scard.answers["SCardTransmit"] = iter(answers)
    with pytest.raises(ExtendedLengthUnsupported):
        connection.transmit(LONG_READ)
    with pytest.raises(CardRemoved):
        connection.transmit(QUERY)
    assert reader.connect().transmit(LONG_READ).ok


@pytest.mark.parametrize("call", ["SCardStatus", "SCardReconnect"])
def test_a_long_command_to_a_card_known_to_be_gone(scard: FakeScard, call: str) -> None:
    connection = pcsc.PcscReader("reader").connect()
    scard.answers |= {"SCardTransmit": (0x80100016, []), call: (0x80100069, 0)}
    with pytest.raises(CardRemoved):
        connection.transmit(LONG_READ)


def test_a_lost_verify_is_never_taken_for_a_matter_of_length(scard: FakeScard) -> None:
    connection = pcsc.PcscReader("reader").connect()
    scard.answers["SCardTransmit"] = (0x80100016, [])
    with pytest.raises(CardRemoved):
        connection.transmit(Command(0x00, 0x20, 0x00, 0x98, b"1357", extended=True))
    assert scard.count("SCardTransmit") == 1


def test_calls_on_a_held_card_have_their_own_meaning() -> None:
    assert meaning(0x8010000C, Call.EXCHANGE) is CardRemoved
    assert meaning(0x80100069, Call.CONNECT) is NoCard


def test_whoever_was_let_in_is_not_refused_later() -> None:
    """A service that dies in mid-call is now and then reported as a refusal (seen once in 60 with pcsc-lite 1.9.9)."""
    assert meaning(0x8010006A, Call.ESTABLISH) is meaning(0x8010006A, Call.CONNECT) is ReaderAccessDenied
    assert meaning(0x8010006A, Call.ASK) is ServiceUnavailable
