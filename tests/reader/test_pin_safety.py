"""A try is spent only by an explicit attempt: proved for every public way to a card (design §4.1).

The proof stands at the bottom: a card that answers whatever hypothesis invents, and a count of every command that could
cost a try. No sequence of public calls may send more of them than attempts were made.
"""

import ast
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reader
from reader import Command, MyNumberCard, Pin, Response, VerificationNumberB
from reader.connection import CardConnection
from reader.errors import CardMute, CardRemoved, ReaderError, ReaderUnavailable, UnconfirmedAttempt
from reader.guard import GuardedConnection, costs_a_try
from reader.probe import probe
from tests.reader.world import NUMBER_B, PIN

COSTLY = (0x20, 0x21, 0x24, 0x25, 0x2C, 0x2D, 0x32, 0x82)
"""VERIFY, CHANGE, RESET RETRY COUNTER, CHANGE KEY, EXTERNAL AUTHENTICATE, by their numbers in ISO 7816-4."""

LOST = (CardRemoved, CardMute, ReaderUnavailable)
WORDS = """9000 6282 6300 63C0 63C1 63C2 6700 6982 6983 6984 6985 6986
    6A80 6A81 6A82 6A86 6A88 6B00 6C10 6110 6D00 6E00 6F00"""
STATUS = st.sampled_from([int(word, 16) for word in WORDS.split()])
ANSWER = st.sampled_from(LOST) | st.builds(Response, st.binary(max_size=300), STATUS)


class InventedCard:
    """Answers from a list, then for ever the last of it, and counts what could cost a try."""

    def __init__(self, answers: list[Response | type[ReaderError]]) -> None:
        self._answers = answers
        self.spent = 0
        self.sent = 0

    def transmit(self, command: Command) -> Response:
        self.sent += 1
        if command.ins in COSTLY and command.data:
            self.spent += 1
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Response):
            return answer
        raise answer

    def close(self) -> None:
        """Nothing to close."""


Call = Callable[[MyNumberCard, CardConnection], object]

FREE_CALLS: list[Call] = [
    lambda card, _: card.pin_tries_left(),
    lambda card, _: card.auth_certificate(),
    lambda card, _: card.sign(b"nonce"),
    lambda _, connection: probe(connection),
]
ATTEMPTS: list[Call] = [
    lambda card, _: card.verify_pin(Pin(PIN)),
    lambda card, _: card.card_face(VerificationNumberB(NUMBER_B)),
]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(FREE_CALLS + ATTEMPTS), max_size=8),
    st.lists(ANSWER, min_size=1, max_size=40),
)
def test_no_sequence_of_calls_spends_more_than_its_attempts(
    calls: list[Call], answers: list[Response | type[ReaderError]]
) -> None:
    invented = InventedCard(answers)
    card = MyNumberCard(invented)
    for call in calls:
        before = invented.spent
        with suppress(ReaderError):
            call(card, invented)
        assert invented.spent - before <= (call in ATTEMPTS)
    assert invented.spent <= sum(call in ATTEMPTS for call in calls)


@settings(max_examples=300)
@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255), st.integers(0, 255), st.binary(max_size=20))
def test_the_guard_lets_nothing_through_that_could_cost_a_try(
    cla: int, ins: int, p1: int, p2: int, data: bytes
) -> None:
    invented = InventedCard([Response(b"", 0x9000)])
    guarded = GuardedConnection(invented)
    with suppress(UnconfirmedAttempt):
        guarded.transmit(Command(cla, ins, p1, p2, data))
    assert invented.spent == 0


@pytest.mark.parametrize("ins", COSTLY)
def test_an_attempt_is_sent_once_and_none_is_remembered(ins: int) -> None:
    invented = InventedCard([Response(b"", 0x63C2)])
    guarded = GuardedConnection(invented)
    costly = Command(0x00, ins, 0x00, 0x98, b"0000")
    assert guarded.attempt(costly).sw == 0x63C2
    with pytest.raises(UnconfirmedAttempt):
        guarded.transmit(costly)
    assert invented.spent == 1


def test_asking_for_the_tries_left_is_free() -> None:
    assert not costs_a_try(Command(0x00, 0x20, 0x00, 0x98))


@pytest.mark.parametrize("lost", LOST)
def test_a_lost_attempt_is_never_sent_again(lost: type[ReaderError]) -> None:
    """Not by the driver, and not by the forms it tries when a card refuses one."""
    invented = InventedCard([Response(b"", 0x9000), Response(b"", 0x63C3), lost])
    card = MyNumberCard(invented)
    card.pin_tries_left()
    with pytest.raises(ReaderError):
        card.verify_pin(Pin(PIN))
    assert (invented.spent, invented.sent) == (1, 3)


def test_only_the_driver_and_the_shell_make_attempts() -> None:
    """Two places in the whole package, each behind a person's confirmation."""
    package = Path(reader.__file__).parent
    callers = [
        str(path.relative_to(package))
        for path in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "attempt"
    ]
    assert sorted(set(callers)) == ["session.py", "shell/session.py"]
    assert callers.count("session.py") == 1
