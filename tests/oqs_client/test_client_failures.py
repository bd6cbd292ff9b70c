"""Every way in which no usable answer comes, made by a server that really does it (server-limits §2.6)."""

import json
import socket
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest

from oqs_client.client import LARGEST_REPLY, OqsClient, Timeouts
from oqs_client.codes import IdentityMethod, Validity
from oqs_client.enquiry import CardProof, Challenge, Consent, NumberEnquiry
from oqs_client.errors import (
    ContractBroken,
    Disconnected,
    HttpStatus,
    NotJson,
    OqsError,
    ReplyTooLarge,
    ServerTimeout,
    ServerUnreachable,
    StillProcessing,
    SystemFault,
    TimeoutPhase,
    UnreachableCause,
    WrongEncoding,
)
from oqs_client.qualification import QualificationAnswer
from oqs_client.refusal import Refusal, RefusalReason
from tests.oqs_client import misbehaving as bad
from tests.oqs_client.test_messages import answer
from tests.oqs_client.test_typed_reading import PERSON

INSTITUTION = "9919900010"
DAY = date(2026, 4, 1)
ENQUIRY = NumberEnquiry(insurer_number="990010", number="0071034", birth_date=date(1988, 10, 21))
PROOF = CardProof(challenge_id="a1", certificate_der=b"DER", signature=b"SIGNATURE", method=IdentityMethod.PIN)
QUICK = Timeouts(connect=1.0, read=0.2, total=0.5, pauses=(0.0, 0.0))


def by_number(**header: str) -> dict[str, Any]:
    given = answer(PERSON)
    given["XmlMsg"]["MessageHeader"] |= {"ReferenceClassification": "2"} | header
    return given


def encoded(message: object) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()


async def look_up(url: str, timeouts: Timeouts = QUICK) -> QualificationAnswer | Refusal:
    async with OqsClient(url, INSTITUTION, timeouts=timeouts) as client:
        return await client.check_by_number(ENQUIRY, on=DAY)


async def failure(behaviour: bad.Behaviour) -> OqsError:
    async with bad.misbehaving(behaviour) as server:
        with pytest.raises(OqsError) as caught:
            await look_up(server.url)
    return caught.value


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def test_refused_port() -> None:
    with pytest.raises(ServerUnreachable) as caught:
        await look_up(f"http://127.0.0.1:{closed_port()}")
    assert caught.value.cause is UnreachableCause.REFUSED
    assert caught.value.repeatable


async def test_unknown_name() -> None:
    with pytest.raises(ServerUnreachable) as caught:
        await look_up("http://no-such-host.invalid")
    assert caught.value.cause is UnreachableCause.NAME


async def test_tls_spoken_to_a_plain_port() -> None:
    async with bad.misbehaving(bad.gibberish, reads_first=False) as server:
        with pytest.raises(ServerUnreachable) as caught:
            await look_up(f"https://127.0.0.1:{server.port}")
    assert caught.value.cause is UnreachableCause.TLS


async def test_plain_spoken_to_something_that_is_not_http() -> None:
    assert isinstance(await failure(bad.gibberish), Disconnected)


@pytest.mark.parametrize("behaviour", [bad.reset, bad.say_nothing, bad.half])
async def test_cut_lines(behaviour: bad.Behaviour) -> None:
    assert isinstance(await failure(behaviour), Disconnected)


@pytest.mark.parametrize(
    ("behaviour", "phase"), [(bad.hang, TimeoutPhase.READ), (bad.drip, TimeoutPhase.TOTAL)], ids=["hang", "drip"]
)
async def test_limits_of_time(behaviour: bad.Behaviour, phase: TimeoutPhase) -> None:
    error = await failure(behaviour)
    assert isinstance(error, ServerTimeout)
    assert error.phase is phase


async def test_an_endless_answer_is_cut_at_the_cap() -> None:
    assert isinstance(await failure(bad.flood), ReplyTooLarge)


async def test_an_answer_as_long_as_the_cap_is_read() -> None:
    padded = encoded(by_number()).ljust(LARGEST_REPLY)
    async with bad.misbehaving(bad.answering(padded)) as server:
        assert isinstance(await look_up(server.url), QualificationAnswer)
    assert isinstance(await failure(bad.answering(padded + b" ")), ReplyTooLarge)


async def test_a_compressed_answer_is_not_unpacked() -> None:
    error = await failure(bad.answering(b"\x1f\x8b", headers="Content-Encoding: gzip\r\n"))
    assert isinstance(error, ReplyTooLarge)


@pytest.mark.parametrize("status", ["500 Internal Server Error", "404 Not Found", "422 Unprocessable", "302 Found"])
async def test_any_status_but_200(status: str) -> None:
    error = await failure(bad.answering(encoded(by_number()), status=status, headers="Location: /health\r\n"))
    assert isinstance(error, HttpStatus)
    assert error.status == int(status[:3])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><body>captive portal</body></html>", NotJson),
        (encoded(by_number())[:-7], NotJson),
        (b"", NotJson),
        (b"[" * 100_000, NotJson),
        (json.dumps(by_number(), ensure_ascii=False).encode("cp932"), WrongEncoding),
        (b"[]", ContractBroken),
        (b"{}", ContractBroken),
        (encoded({"XmlMsg": "text"}), ContractBroken),
        (encoded(by_number(SegmentOfResult="5")), ContractBroken),
        (encoded(by_number(SegmentOfResult="2")), StillProcessing),
        (encoded(by_number(SegmentOfResult="9", ErrorCode="X1", ErrorMessage="停止中")), SystemFault),
        (encoded({"XmlMsg": {"MessageHeader": {"SegmentOfResult": "9"}, "MessageBody": ""}}), SystemFault),
        (encoded(by_number(MedicalInstitutionCode="9939900016")), ContractBroken),
        (encoded(by_number(QualificationConfirmationDate="20260402")), ContractBroken),
        (encoded(by_number(ReferenceClassification="1")), ContractBroken),
        (encoded(by_number(ProcessExecutionTime="")), ContractBroken),
    ],
)
async def test_answers_that_cannot_be_used(body: bytes, kind: type[OqsError]) -> None:
    assert type(await failure(bad.answering(body))) is kind


async def test_a_system_fault_keeps_its_code_and_words() -> None:
    body = encoded(by_number(SegmentOfResult="9", ErrorCode="X1", ErrorMessage="停止中"))
    error = await failure(bad.answering(body))
    assert isinstance(error, SystemFault)
    assert (error.code, error.message) == ("X1", "停止中")


async def test_what_is_broken_is_named_without_its_value() -> None:
    given = by_number()
    given["XmlMsg"]["MessageBody"]["ResultList"][0]["ResultOfQualificationConfirmation"]["Name"] = {"secret": "値"}
    error = await failure(bad.answering(encoded(given)))
    assert "Name" in str(error)
    assert "値" not in str(error)


async def test_a_byte_order_mark_is_no_harm() -> None:
    async with bad.misbehaving(bad.answering(b"\xef\xbb\xbf" + encoded(by_number()))) as server:
        found = await look_up(server.url)
    assert isinstance(found, QualificationAnswer)
    assert found.validity is Validity.VALID


async def test_the_second_layer_is_a_refusal_not_an_error() -> None:
    body = {"ProcessingResultStatus": "2", "ProcessingResultCode": "SIM-E109", "ProcessingResultMessage": "未登録"}
    given = by_number()
    given["XmlMsg"]["MessageBody"] = body
    async with bad.misbehaving(bad.answering(encoded(given))) as server:
        found = await look_up(server.url)
    assert found == Refusal(code="SIM-E109", message="未登録", reason=RefusalReason.CARD_NOT_REGISTERED)


@pytest.mark.parametrize("missing", ["SimChallengeId", "SimNonce", "SimChallengeExpiry"])
async def test_a_challenge_with_a_part_missing(missing: str) -> None:
    body = {"SimChallengeId": "a1", "SimNonce": "AAEC", "SimChallengeExpiry": "20260401090500"}
    given = by_number()
    given["XmlMsg"]["MessageBody"] = {"ProcessingResultStatus": "1"} | body
    async with bad.misbehaving(bad.answering(encoded(given))) as server, OqsClient(server.url, INSTITUTION) as client:
        assert (await client.challenge("1f")).nonce == b"\x00\x01\x02"
    del given["XmlMsg"]["MessageBody"][missing]
    async with bad.misbehaving(bad.answering(encoded(given))) as server, OqsClient(server.url, INSTITUTION) as client:
        with pytest.raises(ContractBroken, match=missing):
            await client.challenge("1f")


def transport_errors() -> list[type[httpx.TransportError]]:
    found, queue = [], [httpx.TransportError]
    while queue:
        kind = queue.pop()
        found.append(kind)
        queue += kind.__subclasses__()
    return found


@pytest.mark.parametrize("kind", transport_errors())
async def test_every_error_of_httpx_becomes_one_of_ours(kind: type[httpx.TransportError]) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise kind("", request=request)

    async with OqsClient(
        "http://127.0.0.1", INSTITUTION, timeouts=QUICK, transport=httpx.MockTransport(broken)
    ) as client:
        with pytest.raises(OqsError) as caught:
            await client.check_by_number(ENQUIRY, on=DAY)
    assert isinstance(caught.value, ServerTimeout | ServerUnreachable | Disconnected)


@pytest.mark.parametrize("url", ["", "ftp://127.0.0.1", "127.0.0.1:8765", "http://", "http://[::1"])
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        OqsClient(url, INSTITUTION)


@pytest.mark.parametrize("code", ["", "991990001", "99199000101", "９９１９９０００１０"])
def test_an_institution_code_that_is_none_is_refused_at_once(code: str) -> None:
    with pytest.raises(ValueError, match="10 digits"):
        OqsClient("http://127.0.0.1", code)


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{closed_port()}")
    async with bad.misbehaving(bad.answering(encoded(by_number()))) as server:
        assert isinstance(await look_up(server.url), QualificationAnswer)


async def test_a_base_url_may_have_a_path() -> None:
    async with bad.misbehaving(bad.answering(encoded(by_number()))) as server:
        assert isinstance(await look_up(server.url + "/oqs/"), QualificationAnswer)


Ask = Callable[[OqsClient], Any]


async def challenge(client: OqsClient) -> Challenge:
    return await client.challenge("1f")


async def check(client: OqsClient) -> object:
    return await client.check_by_card(PROOF, on=DAY, consent=Consent())


async def register(client: OqsClient) -> object:
    return await client.register_card(PROOF, on=DAY)


async def number(client: OqsClient) -> object:
    return await client.check_by_number(ENQUIRY, on=DAY)


@pytest.mark.parametrize(("ask", "times"), [(challenge, 3), (number, 3), (check, 1), (register, 1)])
@pytest.mark.parametrize("behaviour", [bad.reset, bad.say_nothing])
async def test_only_what_only_reads_is_asked_again(ask: Ask, times: int, behaviour: bad.Behaviour) -> None:
    async with bad.misbehaving(behaviour) as server:
        async with OqsClient(server.url, INSTITUTION, timeouts=QUICK) as client:
            with pytest.raises(Disconnected) as caught:
                await ask(client)
        assert server.asked == times
    assert caught.value.repeatable is (times == 3)


@pytest.mark.parametrize("behaviour", [bad.hang, bad.answering(b"<html>"), bad.answering(b"{}", status="500 Oops")])
@pytest.mark.parametrize("ask", [challenge, number, check, register])
async def test_an_answer_or_a_silence_is_not_asked_for_again(ask: Ask, behaviour: bad.Behaviour) -> None:
    async with bad.misbehaving(behaviour) as server:
        async with OqsClient(server.url, INSTITUTION, timeouts=QUICK) as client:
            with pytest.raises(OqsError):
                await ask(client)
        assert server.asked == 1


async def test_a_look_up_survives_one_cut_line() -> None:
    turns = bad.in_turn(bad.reset, bad.answering(encoded(by_number())))
    async with bad.misbehaving(turns) as server:
        assert isinstance(await look_up(server.url), QualificationAnswer)
        assert server.bodies[0] == server.bodies[1]


@pytest.mark.parametrize("ask", [check, register])
async def test_a_spent_challenge_is_said_to_be_spent(ask: Ask) -> None:
    async with bad.misbehaving(bad.hang) as server, OqsClient(server.url, INSTITUTION, timeouts=QUICK) as client:
        with pytest.raises(ServerTimeout) as caught:
            await ask(client)
    assert not caught.value.repeatable
    assert "カードをもう一度" in caught.value.next_ja
    assert "Read the card again" in caught.value.next_en


async def test_a_proof_that_was_never_sent_is_not_spent() -> None:
    async with OqsClient(f"http://127.0.0.1:{closed_port()}", INSTITUTION, timeouts=QUICK) as client:
        with pytest.raises(ServerUnreachable) as caught:
            await check(client)
    assert caught.value.repeatable
    assert "カードをもう一度" not in caught.value.next_ja


async def test_nothing_of_a_proof_is_shown() -> None:
    assert "SIGNATURE" not in repr(PROOF)
    assert "DER" not in repr(PROOF)
    error = await failure(bad.hang)
    assert "SIGNATURE" not in str(error)
