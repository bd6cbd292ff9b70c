"""The embedded server: up when `start` returns, gone when `stop` returns."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from fixtures.world import World
from mock_oqs_server import EmbeddedServer, create_app
from mock_oqs_server.errors import PortTakenError
from mock_oqs_server.registry_file import IN_MEMORY
from mock_oqs_server.serving import NotStartedError, bound_socket


def test_it_listens_on_the_loopback_and_stops(world: World) -> None:
    server = EmbeddedServer(create_app(world=world, database_url=IN_MEMORY))
    url = server.start()
    assert url.startswith("http://127.0.0.1:")
    assert httpx.get(f"{url}/health", trust_env=False).status_code == 200
    server.stop()
    server.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/health", trust_env=False)


def test_stopping_closes_the_registry(world: World, tmp_path: Path) -> None:
    """SQLite clears its write-ahead log away when the last connection is closed in order."""
    path = tmp_path / "registry.sqlite"
    with EmbeddedServer(create_app(world=world, database_url=f"sqlite+pysqlite:///{path}")):
        assert path.with_name("registry.sqlite-wal").exists()
    assert [file.name for file in tmp_path.iterdir()] == ["registry.sqlite"]


def test_two_can_run_side_by_side(world: World) -> None:
    app_one, app_two = (create_app(world=world, database_url=IN_MEMORY) for _ in range(2))
    with EmbeddedServer(app_one) as one, EmbeddedServer(app_two) as two:
        assert one != two
        assert {httpx.get(f"{url}/health", trust_env=False).status_code for url in (one, two)} == {200}


def test_an_app_that_fails_to_start_is_said_to_have_failed() -> None:
    @asynccontextmanager
    async def broken(_app: FastAPI) -> AsyncIterator[None]:
        raise RuntimeError("no")
        yield

    with pytest.raises(NotStartedError):
        EmbeddedServer(FastAPI(lifespan=broken)).start()


def test_a_taken_port_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=str(port)):
            bound_socket("127.0.0.1", port)
