"""The challenge book keeps what is open, and not for ever."""

from datetime import UTC, datetime, timedelta

from mock_oqs_server.challenges import ChallengeBook, IssuedChallenge
from mock_oqs_server.result_codes import ResultCode
from mock_oqs_server.tokens import TokenSource

NOW = datetime(2026, 6, 15, tzinfo=UTC)
HERE = "9919900010"


def test_challenges_are_long_and_never_the_same() -> None:
    book = ChallengeBook(TokenSource(0))
    issued = [book.issue(1, HERE, NOW) for _ in range(100)]
    assert len({one.nonce for one in issued}) == len({one.challenge_id for one in issued}) == 100
    assert {len(one.nonce) for one in issued} == {32}


def test_ten_thousand_are_kept() -> None:
    book = ChallengeBook(TokenSource(1))
    first, *_, last = [book.issue(serial, HERE, NOW) for serial in range(10_001)]
    assert book.take(first.challenge_id, HERE, NOW) is ResultCode.CHALLENGE_UNKNOWN
    assert book.take(last.challenge_id, HERE, NOW) == last


def test_one_long_dead_is_forgotten_when_the_next_is_issued() -> None:
    book = ChallengeBook(TokenSource(1))
    old = book.issue(1, HERE, NOW)
    late = NOW + timedelta(hours=2)
    assert isinstance(book.issue(2, HERE, late), IssuedChallenge)
    assert book.take(old.challenge_id, HERE, late) is ResultCode.CHALLENGE_UNKNOWN
