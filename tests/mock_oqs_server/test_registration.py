"""初回登録 (rulebook REG-01, REG-02, REG-04) and what of it survives."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from fixtures.certification_authority import certificate_serial
from fixtures.world import World
from mock_oqs_server import EmbeddedServer, create_app
from oqs_client.client import OqsClient
from oqs_client.codes import IdentityMethod
from oqs_client.qualification import QualificationAnswer
from oqs_client.refusal import Refusal, RefusalReason, Registered
from tests.mock_oqs_server.asking import PRACTICE_DAY, check
from tests.mock_oqs_server.cards import Card, card_of
from tests.mock_oqs_server.conftest import CLINIC
from tests.mock_oqs_server.test_validities import asking, changed


async def register(
    client: OqsClient, card: Card, *, on: date = PRACTICE_DAY, method: IdentityMethod = IdentityMethod.FACE
) -> Registered | Refusal:
    challenge = await client.challenge(card.serial)
    return await client.register_card(card.prove(challenge, method), on=on)


async def test_registering_makes_the_card_an_insurance_card(world: World) -> None:
    card = card_of(world, "misaki")
    issued = world.people["misaki"].card
    assert issued is not None
    async with asking(world) as client:
        assert isinstance(await check(client, card), Refusal)
        done = await register(client, card)
        assert isinstance(done, Registered)
        assert done.registered_on == PRACTICE_DAY
        assert int(done.certificate_serial, 16) == certificate_serial("misaki", issued.certificate.issued)
        assert isinstance(await check(client, card), QualificationAnswer)
        assert isinstance(await register(client, card, on=PRACTICE_DAY + timedelta(days=1)), Registered)
        assert isinstance(await check(client, card), QualificationAnswer)
        assert isinstance(await check(client, card, on=PRACTICE_DAY - timedelta(days=1)), Refusal)


@pytest.mark.parametrize(
    ("person", "method", "on", "reason"),
    [
        ("chihiro", IdentityMethod.FACE, PRACTICE_DAY, RefusalReason.REGISTRATION_BLOCKED),
        ("misaki", IdentityMethod.PHONE, PRACTICE_DAY, RefusalReason.METHOD_NOT_ALLOWED),
        ("misaki", IdentityMethod.NONE, PRACTICE_DAY, RefusalReason.METHOD_NOT_ALLOWED),
        ("torazo", IdentityMethod.PIN, PRACTICE_DAY, RefusalReason.METHOD_NOT_ALLOWED),
        ("kazuko", IdentityMethod.PIN, PRACTICE_DAY, RefusalReason.CERTIFICATE_DEAD),
        ("reiko", IdentityMethod.PIN, PRACTICE_DAY, RefusalReason.CERTIFICATE_REVOKED),
    ],
)
async def test_a_card_that_cannot_be_registered(
    client: OqsClient, world: World, person: str, method: IdentityMethod, on: date, reason: RefusalReason
) -> None:
    answer = await register(client, card_of(world, person), method=method, on=on)
    assert isinstance(answer, Refusal)
    assert answer.reason is reason


async def test_a_forged_proof_registers_nothing(world: World) -> None:
    card = card_of(world, "misaki")
    async with asking(world) as client:
        assert isinstance(await register(client, card.forged()), Refusal)
        assert isinstance(await check(client, card), Refusal)


async def test_a_cancelled_card_can_be_registered_anew(world: World) -> None:
    card, later = card_of(world, "ayaka"), date(2026, 8, 5)
    async with asking(world) as client:
        assert isinstance(await check(client, card, on=later), Refusal)
        assert isinstance(await register(client, card, on=later), Registered)
        assert isinstance(await check(client, card, on=later), QualificationAnswer)
        assert isinstance(await check(client, card, on=date(2026, 8, 4)), Refusal)


async def test_a_registration_made_before_the_cancellation_does_not_undo_it(world: World) -> None:
    card = card_of(world, "ayaka")
    async with asking(world) as client:
        assert isinstance(await register(client, card), Registered)
        assert isinstance(await check(client, card, on=date(2026, 8, 1)), Refusal)


async def test_what_was_registered_outlives_the_server_and_a_change_of_the_world(world: World, tmp_path: Path) -> None:
    url, card = f"sqlite+pysqlite:///{tmp_path / 'registry.sqlite'}", card_of(world, "misaki")
    misaki = world.people["misaki"]
    moved = changed(world, misaki.model_copy(update={"given_name": "新名"}))
    with EmbeddedServer(create_app(world=world, database_url=url)) as base:
        async with OqsClient(base, CLINIC) as client:
            assert isinstance(await register(client, card), Registered)
    with EmbeddedServer(create_app(world=moved, database_url=url)) as base:
        async with OqsClient(base, CLINIC) as client:
            answer = await check(client, card)
    assert isinstance(answer, QualificationAnswer)
    assert answer.insurance is not None
    assert "新名" in str(answer.insurance.name)
