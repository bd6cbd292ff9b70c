"""The client of the qualification check system. The only module that imports httpx.

One question is one POST of a message; the answer is read by `reply` and `typed_reading`. No redirects, no proxies from
the environment (a card's proof must not leave the loopback by accident), at most 1 MB read, a deadline over everything.

Repeating is a property of the question. A challenge and a look-up by number only read, so a refused or cut connection
is tried again. A card's proof carries a single-use challenge: it is sent once, and an error says that the card is to
be read again unless nothing can have been sent.
"""

import asyncio
import json
import logging
import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Final, Self, TypeVar

import httpx

from oqs_client.codes import Reference
from oqs_client.element import Block
from oqs_client.enquiry import CardProof, Challenge, Consent, NumberEnquiry
from oqs_client.errors import (
    ContractBroken,
    Disconnected,
    HttpStatus,
    NoAnswer,
    OqsError,
    ReplyTooLarge,
    ServerTimeout,
    ServerUnreachable,
    TimeoutPhase,
    UnreachableCause,
)
from oqs_client.message import ResultMessage
from oqs_client.qualification import QualificationAnswer
from oqs_client.refusal import Refusal, Registered
from oqs_client.reply import demand_answer_to, read_message
from oqs_client.request import card_request, challenge_request, number_request, registration_request
from oqs_client.sim_message import SimReply
from oqs_client.sim_reading import read_challenge, read_registered
from oqs_client.typed_reading import read_answer

LARGEST_REPLY: Final = 1_000_000
"""Bytes of a reply that are read; an answer has 3,000."""

_IDENTITY: Final = {"Content-Type": "application/json;charset=UTF-8", "Accept-Encoding": "identity"}

MessageT = TypeVar("MessageT", bound=Block)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Timeouts:
    """Limits in seconds. `total` covers one question with all its repeats; `pauses` lie before each repeat."""

    connect: float = 3.0
    read: float = 10.0
    write: float = 5.0
    total: float = 30.0
    pauses: Sequence[float] = (0.2, 0.6)


class OqsClient:
    """Asks the qualification check system for one institution. An async context manager that keeps its connections.

    `base_url` is http(s) with a host; `institution_code` the 10-digit 医療機関コード; `transport` replaces the network
    in tests; `verify` is httpx's (True, False or an ssl.SSLContext). Raises ValueError when the first two are not that.

    Every method raises an `OqsError` when no usable answer came.
    """

    def __init__(
        self,
        base_url: str,
        institution_code: str,
        *,
        timeouts: Timeouts = Timeouts(),
        transport: httpx.AsyncBaseTransport | None = None,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        if not (len(institution_code) == 10 and institution_code.isascii() and institution_code.isdecimal()):
            raise ValueError("institution_code must be 10 digits")
        self._institution = institution_code
        self._timeouts = timeouts
        address = _checked(base_url)
        self._http = httpx.AsyncClient(
            base_url=address,
            timeout=httpx.Timeout(timeouts.read, connect=timeouts.connect, write=timeouts.write),
            transport=transport,
            verify=verify and address.scheme == "https",  # the authorities are loaded only where they are asked
            trust_env=False,
            follow_redirects=False,
            headers=_IDENTITY,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def challenge(self, certificate_serial: str) -> Challenge:
        """Fetch a challenge for the certificate with this serial number (hex). It must be signed within 5 minutes."""
        question = challenge_request(self._institution, certificate_serial)
        reply = await self._ask("challenge", question, SimReply, repeatable=True)
        if isinstance(reply, Refusal):
            raise ContractBroken(f"a challenge was refused: {reply.code}")
        return read_challenge(reply)

    async def check_by_card(self, proof: CardProof, *, on: date, consent: Consent) -> QualificationAnswer | Refusal:
        """Check the qualification of a card's holder for the day `on`. Sent once, never repeated."""
        question = card_request(self._institution, proof, on, consent)
        return await self._qualification("qualification/card", question, on=on, by=Reference.CARD)

    async def check_by_number(self, enquiry: NumberEnquiry, *, on: date) -> QualificationAnswer | Refusal:
        """Check a 記号・番号 for the day `on`. Reads only, so a cut connection is tried again."""
        question = number_request(self._institution, enquiry, on)
        return await self._qualification("qualification/number", question, on=on, by=Reference.NUMBER)

    async def register_card(self, proof: CardProof, *, on: date) -> Registered | Refusal:
        """Register the card as an insurance card (初回登録). Sent once; doing it again later does no harm."""
        question = registration_request(self._institution, proof, on)
        reply = await self._ask("registration", question, SimReply, repeatable=False)
        return reply if isinstance(reply, Refusal) else read_registered(reply)

    async def _qualification(
        self, path: str, question: Block, *, on: date, by: Reference
    ) -> QualificationAnswer | Refusal:
        reply = await self._ask(path, question, ResultMessage, repeatable=by is Reference.NUMBER)
        if isinstance(reply, Refusal):
            return reply
        demand_answer_to(reply, institution=self._institution, on=on, by=by)
        return read_answer(reply)

    async def _ask(self, path: str, question: Block, kind: type[MessageT], *, repeatable: bool) -> MessageT | Refusal:
        """Send one question under the total deadline and read the answer; mark an error with whether to ask again."""
        try:
            return read_message(kind, await self._within_deadline(path, question, repeatable=repeatable))
        except OqsError as error:
            error.repeatable = repeatable or _nothing_sent(error)
            raise

    async def _within_deadline(self, path: str, question: Block, *, repeatable: bool) -> bytes:
        content = json.dumps(question.to_wire(), ensure_ascii=False).encode()
        try:
            async with asyncio.timeout(self._timeouts.total):
                return await self._deliver(path, content, self._timeouts.pauses if repeatable else ())
        except TimeoutError:
            raise ServerTimeout(TimeoutPhase.TOTAL, f"{self._timeouts.total} s") from None

    async def _deliver(self, path: str, content: bytes, pauses: Sequence[float]) -> bytes:
        """Post, and again after each pause while the connection is refused or cut."""
        for pause in pauses:
            try:
                return await self._post(path, content)
            except NoAnswer as error:
                if not _passing(error):
                    raise
                _log.warning("%s: %s; again in %s s", path, error, pause)
                await asyncio.sleep(pause)
        return await self._post(path, content)

    async def _post(self, path: str, content: bytes) -> bytes:
        """Post once and read at most LARGEST_REPLY bytes."""
        try:
            async with self._http.stream("POST", path, content=content) as response:
                body = await _capped(response)
        except httpx.TransportError as error:
            raise _no_answer(error) from error
        if response.status_code != httpx.codes.OK:
            raise HttpStatus(response.status_code)
        return body


def _checked(base_url: str) -> httpx.URL:
    """Return the address with a path that questions can be appended to."""
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise ValueError(f"base_url: {error}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError("base_url must be http:// or https:// with a host")
    return url


async def _capped(response: httpx.Response) -> bytes:
    """Read the raw body. Compressed replies are refused unread: 48 KB can unpack to 50 MB (server-limits §2.6)."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise ReplyTooLarge("compressed replies are not accepted")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > LARGEST_REPLY:
            raise ReplyTooLarge(f"more than {LARGEST_REPLY} bytes")
    return bytes(body)


def _no_answer(error: httpx.TransportError) -> NoAnswer:
    """Say in our words why the transport gave up."""
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return ServerTimeout(TimeoutPhase.CONNECT)
        case httpx.WriteTimeout():
            return ServerTimeout(TimeoutPhase.WRITE)
        case httpx.TimeoutException():
            return ServerTimeout(TimeoutPhase.READ)
        case httpx.ConnectError() | httpx.UnsupportedProtocol() | httpx.ProxyError():
            return ServerUnreachable(_cause(error))
        case _:
            return Disconnected(type(error).__name__)


def _cause(error: BaseException) -> UnreachableCause:
    """Look below httpx for what the operating system or TLS said (server-limits §2.6)."""
    for below in _chain(error):
        match below:
            case socket.gaierror():
                return UnreachableCause.NAME
            case ssl.SSLError():
                return UnreachableCause.TLS
            case ConnectionRefusedError():
                return UnreachableCause.REFUSED
    return UnreachableCause.NETWORK


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything it came from, members of groups included."""
    if error is None:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from _chain(member)
    yield from _chain(error.__cause__ or error.__context__)


def _passing(error: NoAnswer) -> bool:
    """Whether trying again at once may help: the port was not open yet, or a kept connection had just been closed."""
    return isinstance(error, Disconnected) or getattr(error, "cause", None) is UnreachableCause.REFUSED


def _nothing_sent(error: OqsError) -> bool:
    """Whether the question cannot have reached the server."""
    return isinstance(error, ServerUnreachable) or getattr(error, "phase", None) is TimeoutPhase.CONNECT
