"""Cards and readers of the test world."""

import os
from collections.abc import Iterator

import pytest

from reader import CardConnection, SimulatedReader
from reader.pcsc import PcscReader
from reader.virtual import VirtualCard
from reader.virtual.vpcd import VpcdSlot
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


LONG = 30.0
"""Seconds to wait for a card at most; the vpcd driver is asked for its card every 0.4 s."""


@pytest.fixture(scope="session")
def service() -> Iterator[private_pcscd.PrivatePcscd]:
    """A running PC/SC service of the tests' own. Where it cannot run: skipped, but failed in CI."""
    try:
        service = private_pcscd.PrivatePcscd()
        service.start()
    except private_pcscd.CannotRun as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    yield service
    service.stop()


@pytest.fixture(scope="module")
def slot(service: private_pcscd.PrivatePcscd) -> Iterator[VpcdSlot]:
    """The adult's card in the first slot, seen by the service; its tests leave it as they found it."""
    reader = PcscReader(private_pcscd.SLOTS[0])
    with VpcdSlot(fresh(world.ADULT), service.ports[0]) as slot:
        reader.wait_for_card(LONG)
        yield slot
    assert reader.wait_for_removal(LONG)
