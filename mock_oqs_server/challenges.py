"""Challenges: one nonce for one certificate at one institution, used once, dead after five minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mock_oqs_server.result_codes import ResultCode
from mock_oqs_server.tokens import TokenSource

LIFETIME: Final = timedelta(minutes=5)
"""How long a challenge may be answered, on the server's own clock."""

_REMEMBERED: Final = timedelta(hours=1)
_MOST: Final = 10_000
_NONCE_BYTES: Final = 32


@dataclass(frozen=True)
class IssuedChallenge:
    """A challenge that was handed out. `serial` is the certificate's serial number."""

    challenge_id: str
    nonce: bytes
    serial: int
    institution: str
    expires_at: datetime


class ChallengeBook:
    """Keeps the challenges that were issued and not yet used, at most 10,000; a restart forgets them."""

    def __init__(self, tokens: TokenSource) -> None:
        self._tokens = tokens
        self._open: dict[str, IssuedChallenge] = {}

    def issue(self, serial: int, institution: str, now: datetime) -> IssuedChallenge:
        """Make and remember a fresh challenge."""
        self._forget(now)
        issued = IssuedChallenge(
            challenge_id=self._tokens.take(16).hex(),
            nonce=self._tokens.take(_NONCE_BYTES),
            serial=serial,
            institution=institution,
            expires_at=now + LIFETIME,
        )
        self._open[issued.challenge_id] = issued
        return issued

    def take(self, challenge_id: str, institution: str, now: datetime) -> IssuedChallenge | ResultCode:
        """Use a challenge up, or say why it cannot be used. Another institution's question does not use it up."""
        issued = self._open.get(challenge_id)
        if issued is None or issued.institution != institution:
            return ResultCode.CHALLENGE_UNKNOWN
        del self._open[challenge_id]
        return issued if now <= issued.expires_at else ResultCode.CHALLENGE_TOO_OLD

    def _forget(self, now: datetime) -> None:
        """Drop the oldest while they are long dead, or too many to take one more."""
        while self._open:
            oldest = next(iter(self._open.values()))
            if len(self._open) < _MOST and now <= oldest.expires_at + _REMEMBERED:
                return
            del self._open[oldest.challenge_id]
