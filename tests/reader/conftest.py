"""Cards and readers of the test world."""

from collections.abc import Iterator

import pytest

from reader import CardConnection, SimulatedReader
from reader.virtual import VirtualCard
from tests.reader import private_pcscd, world
from tests.reader.cards import adult_holder, fresh

NO_HARDWARE = private_pcscd.SOCKET
"""Importing this module points PC/SC away from the machine's own readers: no test ever touches a real card."""


@pytest.fixture
def adult() -> VirtualCard:
    """A fresh card of an adult with all PINs, just powered up."""
    return fresh(world.ADULT)


@pytest.fixture
def reader() -> SimulatedReader:
    """An empty simulated reader."""
    return SimulatedReader()


@pytest.fixture
def loaded(reader: SimulatedReader, adult: VirtualCard) -> SimulatedReader:
    """A simulated reader with the adult's card in it and its holder before the camera."""
    reader.insert(adult, adult_holder())
    return reader


@pytest.fixture
def connection(loaded: SimulatedReader) -> Iterator[CardConnection]:
    """The adult's card, connected."""
    connection = loaded.connect()
    yield connection
    connection.close()
