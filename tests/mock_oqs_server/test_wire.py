"""What goes over the wire as bytes: malformed messages, the order of elements, faults, the page, the log."""

import json
import logging
import re
import sqlite3
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from fixtures.world import World
from mock_oqs_server import EmbeddedServer, create_app
from mock_oqs_server.registry_file import IN_MEMORY
from oqs_client.client import OqsClient
from oqs_client.enquiry import Consent
from oqs_client.errors import SystemFault
from oqs_client.person_block import ResultOfQualificationConfirmation
from oqs_client.request import card_request, number_request
from tests.mock_oqs_server.asking import PRACTICE_DAY, check, checked, enquiry, looked_up
from tests.mock_oqs_server.cards import card_of
from tests.mock_oqs_server.conftest import CLINIC, Clock
from tests.mock_oqs_server.test_registration import register


def question(world: World) -> dict[str, Any]:
    person = world.people["hideo"]
    return number_request(CLINIC, enquiry(person, person.coverages[0], limit_consent=True), PRACTICE_DAY).to_wire()


def post(server: str, path: str, content: bytes) -> httpx.Response:
    return httpx.post(
        f"{server}/{path}", content=content, headers={"Content-Type": "application/json"}, trust_env=False
    )


def put(message: dict[str, Any], element: str, value: object) -> bytes:
    search = message["XmlMsg"]["MessageBody"]["QualificationConfirmSearchInfo"]
    search[element] = value
    return json.dumps(message).encode()


@pytest.mark.parametrize(
    ("element", "value", "problem"),
    [
        ("InsurerNumber", "990010", "must be 8 wide"),
        ("InsurerNumber", None, "Field required"),
        ("Birthdate", "00000000", "must be a day yyyyMMdd"),
        ("Birthdate", "20260230", "must be a day yyyyMMdd"),
        ("InsuredIdentificationNumber", "1" * 21, "must be text of 1 to 20 characters"),
        ("InsuredBranchNumber", "1", "must be 2 digits"),
        ("LimitApplicationCertificateRelatedConsFlg", "2", "must be one of 0, 1"),
        ("InsurerNumber", 1990019, "valid string"),
    ],
)
def test_a_malformed_element_is_named(server: str, world: World, element: str, value: object, problem: str) -> None:
    reply = post(server, "qualification/number", put(question(world), element, value))
    assert reply.status_code == 422
    said = reply.json()
    assert set(said["error"]) == {"ja", "en"}
    assert [field["element"].split(".")[-1] for field in said["fields"]] == [element]
    assert problem in said["fields"][0]["problem"]


@pytest.mark.parametrize("path", ["challenge", "qualification/card", "qualification/number", "registration"])
@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"text"', b'{"XmlMsg":""}', b"\xff\xfe", b'{"XmlMsg":{"MessageHeader":{}}}']
)
def test_what_is_no_message_is_answered_clearly(server: str, path: str, content: bytes) -> None:
    reply = post(server, path, content)
    assert reply.status_code == 422
    assert reply.json()["error"]["en"] == "The message is malformed."


def test_a_malformed_proof_is_not_echoed(server: str, world: World) -> None:
    card = card_of(world, "hideo")
    proof = {"SimChallengeId": "a1", "SimCertificate": "CANARY!", "SimSignature": "CANARY!", "SimIdentityMethod": "pin"}
    header = {"QualificationConfirmationDate": "20260615", "MedicalInstitutionCode": CLINIC}
    message = {"XmlMsg": {"MessageHeader": header, "MessageBody": {"SimCardProof": proof}}}
    reply = post(server, "qualification/card", json.dumps(message).encode())
    assert reply.status_code == 422
    assert "CANARY" not in reply.text
    assert card.serial not in reply.text


def test_empty_and_unknown_elements_of_a_question_are_left_aside(server: str, world: World) -> None:
    message = question(world)
    message["XmlMsg"]["Stranger"] = {"a": "b"}
    reply = post(server, "qualification/number", put(message, "ArbitraryIdentifier", ""))
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json;charset=UTF-8"


def test_an_answer_echoes_what_it_was_asked(server: str, world: World) -> None:
    message = question(world)
    message["XmlMsg"]["MessageHeader"]["ArbitraryFileIdentifier"] = "desk-1"
    said = post(server, "qualification/number", json.dumps(message).encode()).json()["XmlMsg"]
    asked = message["XmlMsg"]["MessageBody"]["QualificationConfirmSearchInfo"]
    assert said["MessageBody"]["QualificationConfirmSearchInfo"] == asked
    assert said["MessageHeader"]["ArbitraryFileIdentifier"] == "desk-1"
    assert said["MessageHeader"]["MedicalInstitutionCode"] == CLINIC
    row = said["MessageBody"]["ResultList"][0]["ResultOfQualificationConfirmation"]
    assert row["NameKana"] == "ｸﾝﾚﾝﾓﾘ ﾋﾃﾞｵ"
    assert all(isinstance(value, str | dict) for value in row.values())


def test_a_national_insurer_number_comes_padded(server: str, world: World) -> None:
    person = world.people["emi"]
    message = number_request(CLINIC, enquiry(person, person.coverages[0]), PRACTICE_DAY).to_wire()
    said = post(server, "qualification/number", json.dumps(message).encode()).json()
    row = said["XmlMsg"]["MessageBody"]["ResultList"][0]["ResultOfQualificationConfirmation"]
    assert row["InsurerNumber"] == "  990010"


@contextmanager
def seeded(world: World, seed: int) -> Iterator[str]:
    clock = Clock()
    with EmbeddedServer(create_app(world=world, database_url=IN_MEMORY, seed=seed, clock=clock)) as url:
        yield url


def run(world: World, seed: int) -> list[str]:
    """The bytes of one little day: a challenge and two look-ups."""
    challenge = {
        "XmlMsg": {"MessageHeader": {"MedicalInstitutionCode": CLINIC}, "MessageBody": {"SimCertificateSerial": "1f"}}
    }
    number = json.dumps(question(world)).encode()
    with seeded(world, seed) as url:
        asked = [
            ("challenge", json.dumps(challenge).encode()),
            ("qualification/number", number),
            ("qualification/number", number),
        ]
        return [post(url, path, content).text for path, content in asked]


def names(text: str) -> list[str]:
    body = json.loads(text)["XmlMsg"]["MessageBody"]
    return list(body["ResultList"][0]["ResultOfQualificationConfirmation"])


def test_the_same_seed_gives_the_same_bytes(world: World) -> None:
    first, again, other = run(world, 7), run(world, 7), run(world, 8)
    assert first == again
    assert first[0] != other[0]
    assert names(first[1]) != names(first[2])
    assert json.loads(first[1]) == json.loads(first[2]) == json.loads(other[1])


def test_without_a_seed_elements_are_in_schema_order_and_nonces_differ(world: World) -> None:
    first, again = run(world, 0), run(world, 0)
    assert first[0] != again[0]
    assert first[1:] == again[1:]
    schema = [field.alias for field in ResultOfQualificationConfirmation.model_fields.values()]
    assert names(first[1]) == [name for name in schema if name in names(first[1])]


async def test_a_shuffling_server_is_understood(world: World) -> None:
    with seeded(world, 7) as url:
        async with OqsClient(url, CLINIC) as client:
            answer = await checked(client, card_of(world, "hideo"), consent=Consent.to_all())
            assert answer.insurance is not None
            assert answer.insurance.name == world.name(world.people["hideo"])


async def test_a_failing_registry_is_a_system_fault(world: World, tmp_path: Path) -> None:
    """SegmentOfResult 9 with an empty body, over HTTP 200."""
    path = tmp_path / "registry.sqlite"
    person = world.people["misaki"]
    with EmbeddedServer(create_app(world=world, database_url=f"sqlite+pysqlite:///{path}")) as url:
        with closing(sqlite3.connect(path)) as saboteur:
            saboteur.executescript("DROP TABLE coverage; DROP TABLE card; DROP TABLE registration;")
        async with OqsClient(url, CLINIC) as client:
            for ask in (
                lambda: check(client, card_of(world, "misaki")),
                lambda: register(client, card_of(world, "misaki")),
                lambda: looked_up(client, enquiry(person, person.coverages[0])),
            ):
                with pytest.raises(SystemFault) as caught:
                    await ask()
                assert caught.value.code == "SIM-E901"
        raw = post(url, "qualification/number", json.dumps(question(world)).encode())
    assert raw.status_code == 200
    assert raw.json()["XmlMsg"]["MessageHeader"]["SegmentOfResult"] == "9"
    assert raw.json()["XmlMsg"]["MessageBody"] == {}


def test_the_page_says_what_is_official_and_what_is_ours(server: str) -> None:
    page = httpx.get(f"{server}/openapi.json", trust_env=False).json()
    assert "訓練用模擬" in page["info"]["title"]
    operations = {path: next(iter(methods.values())) for path, methods in page["paths"].items()}
    assert set(operations) == {"/challenge", "/qualification/card", "/qualification/number", "/registration", "/health"}
    for path, operation in operations.items():
        assert operation["summary"].startswith("SIM ") is ("qualification" not in path)
        japanese, english = operation["description"].split("\n\n")
        assert any("ぁ" <= character <= "ん" for character in japanese)
        assert english.isascii() or "…" in english
    insurer = page["components"]["schemas"]["QualificationConfirmSearchInfo"]["properties"]["InsurerNumber"]
    assert insurer["pattern"] == "^(?:[0-9]{8}|  [0-9]{6})$"


def test_the_openapi_page_needs_no_internet(server: str) -> None:
    """A clinic's network is closed: everything the page loads comes from the mock itself."""
    page = httpx.get(f"{server}/docs", trust_env=False).text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(loaded) >= 3
    assert [path for path in loaded if "//" in path] == []
    assert {httpx.get(f"{server}{path}", trust_env=False).status_code for path in loaded} == {200}


def test_health(server: str) -> None:
    assert httpx.get(f"{server}/health", trust_env=False).json()["status"] == "ok"


async def test_nothing_of_a_person_or_a_proof_is_logged(
    client: OqsClient, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    card, person = card_of(world, "hideo"), world.people["hideo"]
    challenge = await client.challenge(card.serial)
    proof = card.prove(challenge)
    await client.check_by_card(proof, on=PRACTICE_DAY, consent=Consent.to_all())
    await check(client, card.forged())
    await looked_up(client, enquiry(person, person.coverages[0]))
    assert "card: institution 9919900010, valid" in caplog.text
    sent = card_request(CLINIC, proof, PRACTICE_DAY, Consent()).to_wire()
    secrets = [
        sent["XmlMsg"]["MessageBody"]["SimCardProof"]["SimSignature"],
        sent["XmlMsg"]["MessageBody"]["SimCardProof"]["SimCertificate"],
        b64encode(challenge.nonce).decode(),
        world.name(person),
        person.coverages[0].number,
        card.serial,
    ]
    assert not [secret for secret in secrets if secret in caplog.text]
