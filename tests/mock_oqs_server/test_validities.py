"""Which validity comes back, by card and by number, as of a day (oqs-contract §0 fact 10, §3; rulebook §1.6)."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import date

import pytest

from fixtures.people import Coverage, Person
from fixtures.world import World
from mock_oqs_server import EmbeddedServer, create_app
from mock_oqs_server.registry_file import IN_MEMORY
from oqs_client.client import OqsClient
from oqs_client.codes import Classification, LossCause, TicketKind, Validity
from oqs_client.enquiry import Consent
from tests.mock_oqs_server.asking import PRACTICE_DAY, checked, enquiry, looked_up
from tests.mock_oqs_server.cards import card_of
from tests.mock_oqs_server.conftest import CLINIC


@contextmanager
def serving(world: World, today: date | None = None) -> Iterator[str]:
    with EmbeddedServer(create_app(world=world, database_url=IN_MEMORY, today=today)) as url:
        yield url


@asynccontextmanager
async def asking(world: World, today: date | None = None) -> AsyncIterator[OqsClient]:
    with serving(world, today) as url:
        async with OqsClient(url, CLINIC) as client:
            yield client


def changed(world: World, *people: Person) -> World:
    """The world with these people in place of (or beside) its own."""
    return replace(world, people={**world.people, **{person.id: person for person in people}})


def coverage_of(world: World, person_id: str, index: int = 0) -> tuple[Person, Coverage]:
    person = world.people[person_id]
    return person, person.coverages[index]


# By card


async def test_card_valid(client: OqsClient, world: World) -> None:
    answer = await checked(client, card_of(world, "hideo"))
    assert answer.validity is Validity.VALID
    row = answer.insurance
    assert row is not None
    person, coverage = coverage_of(world, "hideo")
    assert (row.insurer_number, row.symbol, row.number) == (coverage.insurer, coverage.symbol, coverage.number)
    assert (row.name, row.name_kana) == (world.name(person), world.name_kana(person))
    assert row.address == world.households[person.household].address
    assert answer.confirmed_for == PRACTICE_DAY
    assert row.disqualified_on is None


async def test_card_lost_brings_the_last_qualification_for_reference(client: OqsClient, world: World) -> None:
    answer = await checked(client, card_of(world, "daisuke"), consent=Consent.to_all())
    assert answer.validity is Validity.INVALID
    _, coverage = coverage_of(world, "daisuke")
    assert answer.insurance is not None
    assert answer.insurance.number == coverage.number
    assert answer.insurance.disqualified_on == coverage.disqualified_on == date(2026, 5, 16)
    assert answer.insurance.loss_reason is LossCause.parse(coverage.loss_reason)
    assert answer.medical_information_until is None


async def test_card_loss_is_known_only_when_registered(client: OqsClient, world: World) -> None:
    """The employer's notice took until 27 May: before, the system still says 有効."""
    card = card_of(world, "daisuke")
    assert (await checked(client, card, on=date(2026, 5, 26))).validity is Validity.VALID
    assert (await checked(client, card, on=date(2026, 5, 27))).validity is Validity.INVALID


async def test_card_not_yet_registered_coverage(client: OqsClient, world: World) -> None:
    answer = await checked(client, card_of(world, "sora"))
    assert (answer.validity, answer.qualifications) == (Validity.NOT_FOUND, ())


async def test_card_day_labourers_are_never_online(client: OqsClient, world: World) -> None:
    """RES-05, whatever the data say of registration."""
    assert (await checked(client, card_of(world, "isamu"))).validity is Validity.NOT_FOUND
    person, coverage = coverage_of(world, "isamu")
    registered = person.model_copy(
        update={"coverages": (coverage.model_copy(update={"registered_on": coverage.qualified_on}),)}
    )
    async with asking(changed(world, registered)) as client_of_other:
        assert (await checked(client_of_other, card_of(world, "isamu"))).validity is Validity.NOT_FOUND
        assert (await looked_up(client_of_other, enquiry(person, coverage))).validity is Validity.NOT_FOUND


async def test_card_simply_returns_the_new_qualification(client: OqsClient, world: World) -> None:
    answer = await checked(client, card_of(world, "toru"))
    assert answer.validity is Validity.VALID
    assert [row.insurer_number for row in answer.qualifications] == ["990010"]


@pytest.mark.parametrize(
    ("on", "insurer"), [(date(2026, 6, 23), "01990027"), (date(2026, 6, 24), "990010"), (date(2026, 6, 26), "990010")]
)
async def test_card_of_two_valid_ones_the_newer(client: OqsClient, world: World, on: date, insurer: str) -> None:
    """Registered late (24 June) while the loss of the old one is registered later still (25 June)."""
    answer = await checked(client, card_of(world, "yuji"), on=on)
    assert (answer.validity, [row.insurer_number for row in answer.qualifications]) == (Validity.VALID, [insurer])


async def test_card_self_defence_can_be_checked(client: OqsClient, world: World) -> None:
    """RES-04."""
    row = (await checked(client, card_of(world, "jun"))).insurance
    assert row is not None
    assert (row.classification, row.insurer_number) == (Classification.SELF_DEFENCE, "07990013")


async def test_card_special_medical(client: OqsClient, world: World) -> None:
    row = (await checked(client, card_of(world, "makoto"))).insurance
    assert row is not None
    assert row.special_medical


async def test_card_medical_assistance_with_its_ticket(client: OqsClient, world: World) -> None:
    answer = await checked(client, card_of(world, "minoru"))
    assert (answer.validity, answer.insurance) == (Validity.VALID, None)
    row = answer.medical_assistance
    assert row is not None
    assert (row.insurer_number, row.number) == ("12990016", "0000034")
    ticket = row.tickets[0]
    assert (ticket.ticket, ticket.month, ticket.self_pay) == (TicketKind.MEDICAL, "202606", 0)
    assert (ticket.valid_from, ticket.valid_until) == (date(2026, 6, 1), date(2026, 6, 30))
    assert ticket.institution_code == CLINIC


async def test_card_medical_assistance_without_its_ticket(client: OqsClient, world: World) -> None:
    answer = await checked(client, card_of(world, "tamotsu"))
    assert answer.validity is Validity.UNREGISTERED
    assert answer.medical_assistance is not None
    assert answer.medical_assistance.tickets == ()


async def test_card_insurance_and_medical_assistance_come_together(world: World) -> None:
    person, assistance = coverage_of(world, "minoru")
    _, insurance = coverage_of(world, "hideo")
    both = person.model_copy(update={"coverages": (assistance, insurance)})
    async with asking(changed(world, both)) as client:
        answer = await checked(client, card_of(world, "minoru"), consent=Consent.to_all())
    assert answer.validity is Validity.VALID
    classes = [row.classification for row in answer.qualifications]
    assert classes == [Classification.ORDINARY, Classification.MEDICAL_ASSISTANCE]
    assert answer.medical_information_until is not None


# By number


async def test_number_valid(client: OqsClient, world: World) -> None:
    answer = await looked_up(client, enquiry(*coverage_of(world, "ichiro")))
    assert answer.validity is Validity.VALID
    assert answer.insurance is not None
    assert answer.insurance.name == world.name(world.people["ichiro"])
    assert answer.consents == ()


async def test_number_lost(client: OqsClient, world: World) -> None:
    answer = await looked_up(client, enquiry(*coverage_of(world, "daisuke")))
    assert answer.validity is Validity.INVALID
    assert answer.insurance is not None
    assert answer.insurance.disqualified_on == date(2026, 5, 16)


async def test_number_lost_with_a_newer_one_tells_only_that_there_is_one(client: OqsClient, world: World) -> None:
    answer = await looked_up(client, enquiry(*coverage_of(world, "shigeru")))
    assert (answer.validity, answer.qualifications) == (Validity.REPLACED, ())
    newer = await looked_up(client, enquiry(*coverage_of(world, "shigeru", 1)))
    assert newer.validity is Validity.VALID


async def test_number_lost_with_a_newer_one_that_is_not_registered_yet(client: OqsClient, world: World) -> None:
    assert (await looked_up(client, enquiry(*coverage_of(world, "yui")))).validity is Validity.INVALID


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "1"},
        {"symbol": "9"},
        {"branch": "99"},
        {"birth_date": date(1980, 9, 13)},
        {"insurer_number": "06990014"},
    ],
)
async def test_number_mistyped(client: OqsClient, world: World, wrong: dict[str, object]) -> None:
    typed = enquiry(*coverage_of(world, "ichiro")).model_copy(update=wrong)
    answer = await looked_up(client, typed)
    assert (answer.validity, answer.qualifications) == (Validity.NOT_FOUND, ())


async def test_number_day_labourer(client: OqsClient, world: World) -> None:
    assert (await looked_up(client, enquiry(*coverage_of(world, "isamu")))).validity is Validity.NOT_FOUND


async def test_number_without_branch_can_mean_several_people(world: World) -> None:
    """Twins: one insurer, symbol, number and birth date; only the 枝番 tells them apart (oqs-contract §3)."""
    first, coverage = coverage_of(world, "ichiro")
    twin_coverage = coverage.model_copy(update={"branch": "77"})
    twin = first.model_copy(update={"id": "twin", "given_name": "双子", "coverages": (twin_coverage,), "card": None})
    async with asking(changed(world, twin)) as client:
        both = await looked_up(client, enquiry(first, coverage).model_copy(update={"branch": None}))
        assert (both.validity, both.qualifications) == (Validity.MULTIPLE, ())
        one = await looked_up(client, enquiry(first, twin_coverage))
        assert one.insurance is not None
        assert "双子" in str(one.insurance.name)


async def test_number_medical_assistance(client: OqsClient, world: World) -> None:
    assert (await looked_up(client, enquiry(*coverage_of(world, "minoru")))).validity is Validity.VALID
    assert (await looked_up(client, enquiry(*coverage_of(world, "tamotsu")))).validity is Validity.UNREGISTERED


async def test_number_of_a_protected_person_comes_without_address(client: OqsClient, world: World) -> None:
    """不開示該当フラグ (rulebook §2.9): valid by number, but where she lives is not told."""
    answer = await looked_up(client, enquiry(*coverage_of(world, "chihiro")))
    assert answer.validity is Validity.VALID
    assert answer.insurance is not None
    assert (answer.insurance.address, answer.insurance.postcode) == (None, None)


@pytest.mark.parametrize(
    "written",
    [
        {"symbol": None, "branch": None},
        {"symbol": "訓－国", "number": "００７１０３４"},
        {"symbol": "訓 国", "number": "007-1034"},
        {"number": "0071‐034"},
        {"insurer_number": "00990010"},
    ],
)
async def test_number_is_compared_by_meaning(client: OqsClient, world: World, written: dict[str, str | None]) -> None:
    """Full or half width, with or without hyphens; padded with spaces or zeros (oqs-contract §2.1, §11)."""
    person, coverage = coverage_of(world, "emi")
    assert (coverage.insurer, coverage.symbol, coverage.number) == ("990010", "訓国", "0071034")
    answer = await looked_up(client, enquiry(person, coverage).model_copy(update=written))
    assert answer.insurance is not None
    assert (answer.insurance.symbol, answer.insurance.number) == ("訓国", "0071034")


# Days


async def test_a_past_day_is_answered_with_what_is_known_today(world: World) -> None:
    """RES-07: looked up again at month end, the visit of the 15th is known to fall under the new insurer."""
    card = card_of(world, "shiho")
    async with asking(world, today=date(2026, 6, 30)) as client:
        answer = await checked(client, card, on=PRACTICE_DAY)
        assert (answer.validity, answer.confirmed_for) == (Validity.VALID, PRACTICE_DAY)
        assert answer.insurance is not None
        assert answer.insurance.insurer_number == "06990014"
        before = await checked(client, card, on=date(2026, 5, 31))
        assert before.validity is Validity.VALID
        assert before.insurance is not None
        assert before.insurance.disqualified_on is None
        assert before.insurance.insurer_number == "01990027"


async def test_the_certificate_is_judged_on_the_servers_day(world: World) -> None:
    async with asking(world, today=date(2026, 8, 1)) as client:
        answer = await checked(client, card_of(world, "sachiko"), on=PRACTICE_DAY)
    assert answer.notice is not None


async def test_every_registered_qualification_of_the_world_can_be_looked_up(client: OqsClient, world: World) -> None:
    """Strictly written: every name, kana, address and number of the data fits the contract."""
    asked = 0
    for person in world.people.values():
        for coverage in person.coverages:
            if coverage.registered_on is None or coverage.registered_on > PRACTICE_DAY:
                continue
            answer = await looked_up(client, enquiry(person, coverage, limit_consent=True))
            assert answer.validity is not Validity.NOT_FOUND, person.id
            asked += 1
    assert asked > 40
