"""Random APDUs never crash the chip, never open a protected file, never raise a counter without the right PIN."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.applications import Application, Instruction
from reader.virtual import InMemoryCounters
from reader.virtual.mint import individual_number
from tests.reader.cards import fresh
from tests.reader.world import ADULT, NUMBER_B, PIN, SIGN_PASSWORD

SECRETS = [secret.encode() for secret in (PIN, NUMBER_B, NUMBER_B[:6], SIGN_PASSWORD, individual_number(ADULT.id))]
OCTET = st.integers(0, 255)


def _apdu(cla: int, ins: int, p1: int, p2: int, data: bytes, le: bytes) -> bytes:
    return bytes((cla, ins, p1, p2)) + (bytes((len(data),)) + data if data else b"") + le


AIDS = st.sampled_from([application.aid for application in Application])
FILE_IDS = st.integers(0, 0x1F).map(lambda fid: fid.to_bytes(2))
LE = st.sampled_from([b"", b"\x00", b"\x10", b"\x00\x00\x00"])
LIKELY = st.one_of(
    st.builds(_apdu, st.just(0), st.just(Instruction.SELECT), st.just(4), st.just(0x0C), AIDS, st.just(b"")),
    st.builds(_apdu, st.just(0), st.just(Instruction.SELECT), st.just(2), st.just(0x0C), FILE_IDS, st.just(b"")),
    st.builds(
        _apdu,
        st.sampled_from((0x00, 0x80)),
        st.sampled_from(list(Instruction)),
        st.sampled_from((0, 1, 2, 3, 4, 5)) | OCTET,
        st.sampled_from((0x00, 0x04, 0x80)) | st.integers(0x80, 0x9F) | OCTET,
        st.binary(max_size=24),
        LE,
    ),
)
STREAM = st.lists(LIKELY | st.binary(max_size=40), max_size=30)


def _protected_contents() -> list[bytes]:
    """The bytes only a verified secret may show."""
    card = fresh(ADULT)
    jpki, text, visual = card.directories[:3]
    files = [jpki.files[0x01], *(text.files[fid] for fid in (1, 2, 3)), *(visual.files[fid] for fid in (1, 2, 5))]
    return [file.content[:16] for file in files]  # type: ignore[attr-defined]  # these are transparent files


PROTECTED = _protected_contents()


class WatchedCounters(InMemoryCounters):
    """Counters that remember whether any of them was ever raised."""

    raised = False

    def store(self, key: str, tries: int) -> None:
        before = self.tries_left(key)
        self.raised = self.raised or (before is not None and tries > before)
        super().store(key, tries)


@settings(max_examples=150, deadline=None)
@given(STREAM)
def test_without_the_secrets_nothing_opens(stream: list[bytes]) -> None:
    counters = WatchedCounters()
    card = fresh(ADULT, counters)
    for command in stream:
        if any(secret in command for secret in SECRETS):
            continue
        answer = card.transmit_bytes(command)
        assert len(answer) >= 2
        assert not any(content in answer for content in PROTECTED)
        if command[:2] == b"\x80\x2a" and command[3:4] in (b"\x97", b"\x9a"):
            assert len(answer) == 2
    assert not counters.raised


@settings(max_examples=60, deadline=None)
@given(STREAM, st.lists(LIKELY, max_size=10))
def test_after_a_reset_nothing_of_before_counts(before: list[bytes], after: list[bytes]) -> None:
    """Whatever was done, a reset leaves only the counters: the same stream then gives the same status words."""
    counters = InMemoryCounters()
    used, new = fresh(ADULT, counters), fresh(ADULT, counters)
    for command in before:
        used.transmit_bytes(command)
    used.reset()
    reading = [command for command in after if command[1] in (0xA4, 0xB0, 0xB2, 0xCA)]
    assert [used.transmit_bytes(command) for command in reading] == [new.transmit_bytes(command) for command in reading]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["right", "wrong", "short", "reset", "query"]), max_size=14))
def test_the_counter_is_a_simple_machine(presses: list[str]) -> None:
    card = fresh(ADULT)
    model = 3
    card.transmit_bytes(bytes.fromhex("00A4040C0AD392F000260100000001"))
    for press in presses:
        if press == "reset":
            card.reset()
            card.transmit_bytes(bytes.fromhex("00A4040C0AD392F000260100000001"))
            continue
        data = {"right": PIN.encode(), "wrong": b"9999", "short": b"1", "query": b""}[press]
        answer = card.transmit_bytes(_apdu(0, 0x20, 0, 0x98, data, b""))
        if press == "query":
            assert answer == bytes((0x63, 0xC0 | model))
        elif model == 0:
            assert answer == b"\x69\x84"
        else:
            model = 3 if press == "right" else model - 1
            assert answer == (b"\x90\x00" if press == "right" else bytes((0x63, 0xC0 | model)))
