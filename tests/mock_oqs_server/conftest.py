"""One mock server for all tests that only ask; its clock can be moved."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from fixtures.world import World, load_world
from mock_oqs_server import EmbeddedServer, create_app
from mock_oqs_server.registry_file import IN_MEMORY
from oqs_client.client import OqsClient

CLINIC = "9919900010"


class Clock:
    """A real time that only moves when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 15, 0, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


@pytest.fixture(scope="session")
def world() -> World:
    return load_world()


@pytest.fixture(scope="session")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def server(world: World, clock: Clock) -> Iterator[str]:
    with EmbeddedServer(create_app(world=world, database_url=IN_MEMORY, clock=clock)) as url:
        yield url


@pytest.fixture
async def client(server: str) -> AsyncIterator[OqsClient]:
    async with OqsClient(server, CLINIC) as client:
        yield client
