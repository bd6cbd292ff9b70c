"""Asking the server the way a desk does: challenge, signature, check."""

from datetime import date

from fixtures.people import Coverage, Person
from oqs_client.client import OqsClient
from oqs_client.codes import IdentityMethod
from oqs_client.enquiry import Consent, NumberEnquiry
from oqs_client.qualification import QualificationAnswer
from oqs_client.refusal import Refusal
from tests.mock_oqs_server.cards import Card

PRACTICE_DAY = date(2026, 6, 15)


async def check(
    client: OqsClient,
    card: Card,
    *,
    on: date = PRACTICE_DAY,
    consent: Consent | None = None,
    method: IdentityMethod = IdentityMethod.FACE,
) -> QualificationAnswer | Refusal:
    """Check a card."""
    challenge = await client.challenge(card.serial)
    return await client.check_by_card(card.prove(challenge, method), on=on, consent=consent or Consent.to_none())


async def checked(
    client: OqsClient, card: Card, *, on: date = PRACTICE_DAY, consent: Consent | None = None
) -> QualificationAnswer:
    """Check a card that is expected to be accepted."""
    answer = await check(client, card, on=on, consent=consent)
    assert isinstance(answer, QualificationAnswer), answer
    return answer


async def looked_up(client: OqsClient, enquiry: NumberEnquiry, *, on: date = PRACTICE_DAY) -> QualificationAnswer:
    """Look a number up."""
    answer = await client.check_by_number(enquiry, on=on)
    assert isinstance(answer, QualificationAnswer), answer
    return answer


def enquiry(person: Person, coverage: Coverage, *, limit_consent: bool = False) -> NumberEnquiry:
    """What a paper of this coverage says."""
    return NumberEnquiry(
        insurer_number=coverage.insurer,
        symbol=coverage.symbol,
        number=coverage.number,
        branch=coverage.branch,
        birth_date=person.birth_date,
        limit_consent=limit_consent,
    )
