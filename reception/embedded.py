"""The embedded qualification server: the one place where the desk knows the mock of the system it talks to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from fixtures import World
from mock_oqs_server import EmbeddedServer, MockServerError, create_app
from reception.errors import ServerNotStarted


@contextmanager
def embedded_server(world: World, database: Path, seed: int = 0, today: date | None = None) -> Iterator[str]:
    """Serve the world on a free loopback port until the context ends; yield the base URL. Raises ServerNotStarted.

    `database` is the SQLite file of the registry, made when it is not there: what the desk registers stays registered.
    """
    try:
        server = EmbeddedServer(create_app(world=world, database_url=f"sqlite:///{database}", seed=seed, today=today))
        url = server.start()
    except MockServerError as error:
        raise ServerNotStarted(reason=f"{error.ja} {error.detail}") from error
    try:
        yield url
    finally:
        server.stop()
