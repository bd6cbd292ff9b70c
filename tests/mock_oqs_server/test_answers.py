"""What stands in an answer beside its validity: consent, notice, share, limit (oqs-contract §0, §2.3, §4)."""

from datetime import date, datetime, timedelta

import pytest

from fixtures.world import World
from oqs_client.client import OqsClient
from oqs_client.codes import ConsentKind, ConsentState, LimitFlag, PrescriptionIssue, Reference, Validity
from oqs_client.enquiry import Consent
from oqs_client.qualification import Qualification
from oqs_client.wire_format import JST
from tests.mock_oqs_server.asking import PRACTICE_DAY, checked, enquiry, looked_up
from tests.mock_oqs_server.cards import card_of
from tests.mock_oqs_server.conftest import Clock


async def test_medical_information_is_open_for_a_day(client: OqsClient, world: World, clock: Clock) -> None:
    answer = await checked(client, card_of(world, "hideo"), consent=Consent.to_all())
    time_of_day = clock.now.astimezone(JST).time()
    assert answer.processed_at == datetime.combine(PRACTICE_DAY, time_of_day, tzinfo=JST)
    assert len(answer.consents) == len(ConsentKind)
    for consent in answer.consents:
        assert consent.state is ConsentState.GIVEN
        assert consent.given_at == answer.processed_at
        assert consent.available_until == answer.processed_at + timedelta(hours=24)
    assert answer.medical_information_until == answer.processed_at + timedelta(hours=24)


async def test_each_kind_is_asked_for_itself(client: OqsClient, world: World) -> None:
    consent = Consent(kinds=(ConsentKind.MEDICINES,), prescription=PrescriptionIssue.PAPER)
    answer = await checked(client, card_of(world, "hideo"), consent=consent)
    given = {consent.kind for consent in answer.consents if consent.state is ConsentState.GIVEN}
    assert given == {ConsentKind.MEDICINES}
    assert answer.prescription is PrescriptionIssue.PAPER
    assert not answer.specific_disease_consent


async def test_no_consent_does_not_block_the_qualification(client: OqsClient, world: World) -> None:
    answer = await checked(client, card_of(world, "hideo"), consent=Consent.to_none())
    assert answer.validity is Validity.VALID
    assert {consent.state for consent in answer.consents} == {ConsentState.NOT_GIVEN}
    assert answer.medical_information_until is None


async def test_alert_is_a_notice_beside_full_service(client: OqsClient, world: World) -> None:
    """CERT-02."""
    answer = await checked(client, card_of(world, "sachiko"), consent=Consent.to_all())
    assert answer.notice is not None
    assert answer.notice.code == "SIM-N201"
    assert answer.medical_information_until is not None


async def test_grace_gives_the_qualification_and_nothing_else(client: OqsClient, world: World) -> None:
    """CERT-03: all flags 0, whatever the patient agreed to."""
    answer = await checked(client, card_of(world, "hiroshi"), consent=Consent.to_all())
    assert (answer.validity, answer.reference) == (Validity.VALID, Reference.CARD)
    assert answer.notice is not None
    assert answer.notice.code == "SIM-N202"
    assert {consent.state for consent in answer.consents} == {ConsentState.NOT_GIVEN}
    assert all(consent.available_until is None for consent in answer.consents)


async def test_no_notice_while_the_certificate_is_young(client: OqsClient, world: World) -> None:
    assert (await checked(client, card_of(world, "hideo"))).notice is None


async def row(client: OqsClient, world: World, person_id: str, on: date = PRACTICE_DAY) -> Qualification:
    person = world.people[person_id]
    answer = await looked_up(client, enquiry(person, person.coverages[-1]), on=on)
    assert answer.insurance is not None
    return answer.insurance


@pytest.mark.parametrize(
    ("person", "share", "preschool"),
    [
        ("fumiko", 1, False),
        ("kiku", 2, False),
        ("ichiro", None, False),
        ("mio", None, False),
        ("haruto", None, True),
        ("hinata", None, True),
    ],
)
async def test_the_share_is_told_where_it_does_not_follow_from_age(
    client: OqsClient, world: World, person: str, share: int | None, *, preschool: bool
) -> None:
    told = await row(client, world, person)
    assert (told.share, told.preschool) == (share, preschool)


async def test_from_seventy_the_certificate_says_the_share_and_its_days(client: OqsClient, world: World) -> None:
    kaoru = world.people["kaoru"]
    assert kaoru.birth_date == date(1952, 3, 20)
    told = await row(client, world, "kaoru")
    assert told.share == kaoru.coverages[-1].share
    assert (told.share_valid_from, told.share_valid_until) == (date(2025, 8, 1), date(2026, 7, 31))


async def test_the_limit_comes_with_the_card_without_asking(client: OqsClient, world: World) -> None:
    """oqs-contract §4 step 5: no consent needed since October 2024."""
    answer = await checked(client, card_of(world, "hideo"), consent=Consent.to_none())
    assert answer.limit_shown
    assert answer.insurance is not None
    assert answer.insurance.limit is not None
    assert answer.insurance.limit.flag is LimitFlag.A03
    assert (await checked(client, card_of(world, "kenta"))).limit_shown is False


@pytest.mark.parametrize("consent", [True, False])
async def test_the_limit_by_number_needs_consent(client: OqsClient, world: World, *, consent: bool) -> None:
    person = world.people["hideo"]
    answer = await looked_up(client, enquiry(person, person.coverages[0], limit_consent=consent))
    assert (answer.limit_consent, answer.limit_shown) == (consent, consent)


@pytest.mark.parametrize(
    ("on", "shown"),
    [(date(2025, 8, 31), False), (date(2025, 9, 1), True), (date(2026, 8, 31), True), (date(2026, 9, 1), False)],
)
async def test_a_limit_is_shown_while_it_is_valid(client: OqsClient, world: World, on: date, *, shown: bool) -> None:
    person = world.people["hideo"]
    answer = await looked_up(client, enquiry(person, person.coverages[0], limit_consent=True), on=on)
    assert answer.limit_shown is shown
