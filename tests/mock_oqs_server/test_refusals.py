"""A proof that does not hold is refused with its own code (issue 1; rulebook §1.4, §1.5, §2.9; my-number-card §6)."""

from datetime import date, timedelta

import pytest
from cryptography import x509

from fixtures.certificate_profile import Purpose
from fixtures.certification_authority import auth_ca
from fixtures.world import World
from mock_oqs_server.result_codes import ResultCode
from oqs_client.client import OqsClient
from oqs_client.codes import IdentityMethod
from oqs_client.enquiry import Consent
from oqs_client.qualification import QualificationAnswer
from oqs_client.refusal import REASON_OF_CODE, Refusal, RefusalReason
from tests.mock_oqs_server.asking import PRACTICE_DAY, check, checked
from tests.mock_oqs_server.cards import card_of, impostor_of, issue
from tests.mock_oqs_server.conftest import Clock


def refused(answer: QualificationAnswer | Refusal, code: str, reason: RefusalReason) -> None:
    assert isinstance(answer, Refusal), answer
    assert (answer.code, answer.reason) == (code, reason)
    assert answer.message == next(known for known in ResultCode if known == code).message


async def test_e101_a_forged_signature(client: OqsClient, world: World) -> None:
    answer = await check(client, card_of(world, "hideo").forged())
    refused(answer, "SIM-E101", RefusalReason.SIGNATURE_WRONG)


async def test_e101_a_signature_over_something_else(client: OqsClient, world: World) -> None:
    card = card_of(world, "hideo")
    challenge = await client.challenge(card.serial)
    proof = card.prove(challenge.model_copy(update={"nonce": challenge.nonce + b"!"}))
    answer = await client.check_by_card(proof, on=PRACTICE_DAY, consent=Consent())
    refused(answer, "SIM-E101", RefusalReason.SIGNATURE_WRONG)


async def test_e102_another_cards_certificate(client: OqsClient, world: World) -> None:
    challenge = await client.challenge(card_of(world, "hideo").serial)
    proof = card_of(world, "kenta").prove(challenge)
    answer = await client.check_by_card(proof, on=PRACTICE_DAY, consent=Consent())
    refused(answer, "SIM-E102", RefusalReason.CHALLENGE_OF_OTHER_CARD)


async def test_e103_a_certificate_past_its_grace(client: OqsClient, world: World) -> None:
    answer = await check(client, card_of(world, "kazuko"))
    refused(answer, "SIM-E103", RefusalReason.CERTIFICATE_DEAD)


async def test_e104_a_certificate_of_tomorrow(client: OqsClient, world: World) -> None:
    card = card_of(world, "hideo")
    issued = card.certificate.not_valid_before_utc.date()
    answer = await check(client, card, on=issued - timedelta(days=1))
    refused(answer, "SIM-E104", RefusalReason.CERTIFICATE_NOT_YET_VALID)


async def test_e105_a_revoked_certificate(client: OqsClient, world: World) -> None:
    card = card_of(world, "reiko")
    refused(await check(client, card), "SIM-E105", RefusalReason.CERTIFICATE_REVOKED)
    refused(await check(client, card, on=date(2026, 5, 20)), "SIM-E105", RefusalReason.CERTIFICATE_REVOKED)
    await checked(client, card, on=date(2026, 5, 19))


async def test_e106_an_authority_of_the_right_name_with_the_wrong_key(client: OqsClient, world: World) -> None:
    answer = await check(client, issue(world.people["hideo"], by=impostor_of(auth_ca())))
    refused(answer, "SIM-E106", RefusalReason.CA_UNKNOWN)


async def test_e107_a_replayed_challenge(client: OqsClient, world: World) -> None:
    card = card_of(world, "hideo")
    proof = card.prove(await client.challenge(card.serial))
    assert isinstance(await client.check_by_card(proof, on=PRACTICE_DAY, consent=Consent()), QualificationAnswer)
    again = await client.check_by_card(proof, on=PRACTICE_DAY, consent=Consent())
    refused(again, "SIM-E107", RefusalReason.CHALLENGE_UNKNOWN)


async def test_e107_a_refused_proof_has_spent_its_challenge(client: OqsClient, world: World) -> None:
    card = card_of(world, "hideo")
    challenge = await client.challenge(card.serial)
    wrong = await client.check_by_card(card.forged().prove(challenge), on=PRACTICE_DAY, consent=Consent())
    refused(wrong, "SIM-E101", RefusalReason.SIGNATURE_WRONG)
    right = await client.check_by_card(card.prove(challenge), on=PRACTICE_DAY, consent=Consent())
    refused(right, "SIM-E107", RefusalReason.CHALLENGE_UNKNOWN)


async def test_e107_a_challenge_nobody_issued(client: OqsClient, world: World) -> None:
    card = card_of(world, "hideo")
    challenge = (await client.challenge(card.serial)).model_copy(update={"challenge_id": "0" * 32})
    answer = await client.check_by_card(card.prove(challenge), on=PRACTICE_DAY, consent=Consent())
    refused(answer, "SIM-E107", RefusalReason.CHALLENGE_UNKNOWN)


async def test_e107_another_institutions_challenge_which_stays_usable(
    client: OqsClient, server: str, world: World
) -> None:
    card = card_of(world, "hideo")
    proof = card.prove(await client.challenge(card.serial))
    async with OqsClient(server, "9939900016") as neighbour:
        stolen = await neighbour.check_by_card(proof, on=PRACTICE_DAY, consent=Consent())
    refused(stolen, "SIM-E107", RefusalReason.CHALLENGE_UNKNOWN)
    assert isinstance(await client.check_by_card(proof, on=PRACTICE_DAY, consent=Consent()), QualificationAnswer)


@pytest.mark.parametrize(("minutes", "seconds", "code"), [(5, 0, None), (5, 1, "SIM-E108"), (59, 0, "SIM-E108")])
async def test_e108_a_challenge_lives_five_minutes(
    client: OqsClient, world: World, clock: Clock, minutes: int, seconds: int, code: str | None
) -> None:
    card = card_of(world, "hideo")
    challenge = await client.challenge(card.serial)
    assert challenge.expires_at == clock.now + timedelta(minutes=5)
    clock.pass_by(timedelta(minutes=minutes, seconds=seconds))
    answer = await client.check_by_card(card.prove(challenge), on=PRACTICE_DAY, consent=Consent())
    assert (answer.code if isinstance(answer, Refusal) else None) == code


async def test_e109_a_card_that_is_not_registered(client: OqsClient, world: World) -> None:
    answer = await check(client, card_of(world, "misaki"))
    refused(answer, "SIM-E109", RefusalReason.CARD_NOT_REGISTERED)


async def test_e109_a_new_certificate_is_not_the_registered_one(client: OqsClient, world: World) -> None:
    """CERT-06: renewed means registered again; the old serial does not speak for the new."""
    answer = await check(client, issue(world.people["hideo"], issued=date(2026, 6, 1)))
    refused(answer, "SIM-E109", RefusalReason.CARD_NOT_REGISTERED)


async def test_e110_a_blocked_registration(client: OqsClient, world: World) -> None:
    answer = await check(client, card_of(world, "chihiro"))
    refused(answer, "SIM-E110", RefusalReason.REGISTRATION_BLOCKED)


async def test_e111_a_cancelled_registration_works_until_the_end_of_the_next_month(
    client: OqsClient, world: World
) -> None:
    """UNR-03; the world's request is of the month of its practice date, June."""
    card = card_of(world, "ayaka")
    await checked(client, card)
    await checked(client, card, on=date(2026, 7, 31))
    answer = await check(client, card, on=date(2026, 8, 1))
    refused(answer, "SIM-E111", RefusalReason.REGISTRATION_CANCELLED)


async def test_e112_a_signature_certificate(client: OqsClient, world: World) -> None:
    answer = await check(client, issue(world.people["hideo"], purpose=Purpose.SIGN))
    refused(answer, "SIM-E112", RefusalReason.NOT_AUTHENTICATION_CERTIFICATE)


async def test_e112_a_signature_profile_from_the_right_authority(client: OqsClient, world: World) -> None:
    answer = await check(client, issue(world.people["hideo"], purpose=Purpose.SIGN, by=auth_ca()))
    refused(answer, "SIM-E112", RefusalReason.NOT_AUTHENTICATION_CERTIFICATE)


@pytest.mark.parametrize("missing", [x509.KeyUsage, x509.ExtendedKeyUsage, x509.CertificatePolicies])
async def test_e112_a_certificate_that_does_not_say_what_it_is_for(
    client: OqsClient, world: World, missing: type[x509.ExtensionType]
) -> None:
    answer = await check(client, issue(world.people["hideo"], without=missing))
    refused(answer, "SIM-E112", RefusalReason.NOT_AUTHENTICATION_CERTIFICATE)


async def test_e112_a_certificate_that_must_not_sign(client: OqsClient, world: World) -> None:
    usages = ("content_commitment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign")
    only_key_encipherment = x509.KeyUsage(
        digital_signature=False,
        key_encipherment=True,
        encipher_only=False,
        decipher_only=False,
        **dict.fromkeys(usages, False),
    )
    card = issue(world.people["hideo"], without=x509.KeyUsage, instead=only_key_encipherment)
    refused(await check(client, card), "SIM-E112", RefusalReason.NOT_AUTHENTICATION_CERTIFICATE)


@pytest.mark.parametrize("rubbish", [b"\x30\x03\x02\x01\x01", b"-----BEGIN CERTIFICATE-----", b"\x00"])
async def test_e112_something_that_is_no_certificate(client: OqsClient, world: World, rubbish: bytes) -> None:
    card = card_of(world, "hideo")
    proof = card.prove(await client.challenge(card.serial)).model_copy(update={"certificate_der": rubbish})
    answer = await client.check_by_card(proof, on=PRACTICE_DAY, consent=Consent())
    refused(answer, "SIM-E112", RefusalReason.NOT_AUTHENTICATION_CERTIFICATE)


@pytest.mark.parametrize(
    ("person", "method"),
    [
        ("torazo", IdentityMethod.PIN),
        ("kaoru", IdentityMethod.PIN),
        ("hinata", IdentityMethod.FACE),
        ("hinata", IdentityMethod.VISUAL),
        ("hiroshi", IdentityMethod.PHONE),
        ("hideo", IdentityMethod.NONE),
    ],
)
async def test_e113_a_way_the_card_does_not_allow(
    client: OqsClient, world: World, person: str, method: IdentityMethod
) -> None:
    """Rulebook §2.9: no PIN without a PIN, no face without a photo, no phone once the certificate has lapsed."""
    answer = await check(client, card_of(world, person), method=method)
    refused(answer, "SIM-E113", RefusalReason.METHOD_NOT_ALLOWED)


@pytest.mark.parametrize(
    ("person", "method"),
    [
        ("torazo", IdentityMethod.FACE),
        ("torazo", IdentityMethod.VISUAL),
        ("hinata", IdentityMethod.PIN),
        ("hiroshi", IdentityMethod.PIN),
        ("hideo", IdentityMethod.PHONE),
    ],
)
async def test_the_ways_that_are_left(client: OqsClient, world: World, person: str, method: IdentityMethod) -> None:
    assert isinstance(await check(client, card_of(world, person), method=method), QualificationAnswer)


async def test_what_is_wrong_with_the_proof_is_told_before_anything_of_the_person(
    client: OqsClient, world: World
) -> None:
    """Without the key nobody learns that a card is blocked, revoked or unregistered."""
    for person in ("chihiro", "reiko", "misaki", "kazuko"):
        answer = await check(client, card_of(world, person).forged())
        refused(answer, "SIM-E101", RefusalReason.SIGNATURE_WRONG)


def test_every_refusal_has_its_reason_and_both_languages() -> None:
    refusals = {code.value: code for code in ResultCode if code.value.startswith("SIM-E1")}
    assert set(refusals) == set(REASON_OF_CODE) == {f"SIM-E1{n:02}" for n in range(1, 14)}
    assert len(set(REASON_OF_CODE.values())) == len(REASON_OF_CODE)
    assert all(code.ja and code.en and code.message == f"{code.ja} / {code.en}" for code in ResultCode)
