"""The ASGI app: endpoints, their page, and what a malformed message gets."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi_offline import FastAPIOffline

from fixtures.certification_authority import auth_ca, sign_ca
from fixtures.world import World
from mock_oqs_server import openapi_texts
from mock_oqs_server.challenges import ChallengeBook
from mock_oqs_server.registry_file import open_registry
from mock_oqs_server.system import QualificationSystem
from mock_oqs_server.tokens import ElementOrder, TokenSource
from mock_oqs_server.world_rows import world_rows
from oqs_client.element import Block
from oqs_client.message import NumberRequest, ResultMessage
from oqs_client.sim_message import SimCardRequest, SimChallengeRequest, SimRegistrationRequest, SimReply


def wall_clock() -> datetime:
    """Return the real time."""
    return datetime.now(UTC)


def create_app(
    *,
    world: World,
    database_url: str,
    seed: int = 0,
    today: date | None = None,
    clock: Callable[[], datetime] = wall_clock,
) -> FastAPI:
    """Make the mock server for a world.

    `database_url` is an SQLAlchemy URL of SQLite. `seed` other than 0 makes nonces and the order of elements
    repeatable. `today` fixes the system's day. Raises RegistryRefusedError when the database cannot be used.
    """
    registry = open_registry(database_url, world_rows(world))
    authorities = (auth_ca().certificate, sign_ca().certificate)
    system = QualificationSystem(registry, ChallengeBook(TokenSource(seed)), authorities, clock, today)

    @asynccontextmanager
    async def close_at_end(_app: FastAPI) -> AsyncIterator[None]:
        yield
        registry.close()

    # A clinic's network is closed, so the page of the API brings its own scripts.
    app = FastAPIOffline(
        redoc_url=None,
        title=openapi_texts.TITLE,
        description=openapi_texts.ABOUT,
        version="1",
        lifespan=close_at_end,
    )
    app.add_exception_handler(RequestValidationError, _malformed)
    _add_endpoints(app, system, ElementOrder(seed))
    return app


def _add_endpoints(app: FastAPI, system: QualificationSystem, order: ElementOrder) -> None:
    """Hang the operations of the system on their paths."""

    def written(message: Block) -> JSONResponse:
        return JSONResponse(order.arrange(message.to_wire()), media_type="application/json;charset=UTF-8")

    @app.post("/challenge", response_model=SimReply, **openapi_texts.CHALLENGE.shown)
    async def challenge(request: SimChallengeRequest) -> JSONResponse:
        return written(system.challenge(request))

    @app.post("/qualification/card", response_model=ResultMessage, **openapi_texts.BY_CARD.shown)
    async def check_by_card(request: SimCardRequest) -> JSONResponse:
        return written(system.check_by_card(request))

    @app.post("/qualification/number", response_model=ResultMessage, **openapi_texts.BY_NUMBER.shown)
    async def check_by_number(request: NumberRequest) -> JSONResponse:
        return written(system.check_by_number(request))

    @app.post("/registration", response_model=SimReply, **openapi_texts.REGISTRATION.shown)
    async def register(request: SimRegistrationRequest) -> JSONResponse:
        return written(system.register(request))

    @app.get("/health", **openapi_texts.HEALTH.shown)
    async def health() -> dict[str, str]:
        return {"status": "ok", "system": openapi_texts.TITLE}


async def _malformed(_request: Request, error: Exception) -> JSONResponse:
    """Name the elements at fault and what they must be; never what was sent, for that may be a signature."""
    faults = error.errors() if isinstance(error, RequestValidationError) else ()
    fields = [{"element": ".".join(map(str, fault["loc"][1:])), "problem": fault["msg"]} for fault in faults]
    words = {"ja": "メッセージの形が正しくありません。", "en": "The message is malformed."}
    return JSONResponse({"error": words, "fields": fields}, status_code=422)
