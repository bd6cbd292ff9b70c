"""Opens everything a desk needs, and closes it in reverse: world, journal, reader, server, client, desk."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from fixtures import Clinic, World
from oqs_client import OqsClient
from oqs_client.wire_format import JST
from reader.connection import CardReader
from reader.simulated import SimulatedReader
from reader.virtual import FileCounters
from reception.desk import Desk
from reception.embedded import embedded_server
from reception.errors import DataFolderUnusable, NotAnAddress, ReaderMissing, ReadersOutOfReach
from reception.journal import Journal
from reception.practice import PracticePatient
from reception.settings import DeskOptions
from reception.site import Site
from reception.world import find_clinic, the_world, unknown_patient

JOURNAL: Final = "journal.sqlite"
REGISTRY: Final = "registry.sqlite"
CARDS: Final = "cards"


@dataclass(frozen=True)
class Bench:
    """An open desk with everything on it. `today` is the visit date; `notices` is what the clerk should read first."""

    desk: Desk
    world: World
    reader: CardReader
    patients: Mapping[str, PracticePatient]
    notices: tuple[str, ...]
    server_url: str
    today: date

    def patient(self, patient_id: str) -> PracticePatient:
        """Return the practice patient with this id. Raises UnknownPatient."""
        if patient_id not in self.patients:
            raise unknown_patient(patient_id, self.world)
        return self.patients[patient_id]


@asynccontextmanager
async def open_desk(options: DeskOptions) -> AsyncIterator[Bench]:
    """Open a desk; visits left open are taken up. Raises DeskError when something needed is not there."""
    async with AsyncExitStack() as opened:
        ground = opened.enter_context(ExitStack())
        world, journal, reader, url = await asyncio.to_thread(_lay_ground, options, ground)
        clinic = find_clinic(options.clinic, world)
        client = await opened.enter_async_context(_client(url, clinic))
        desk = Desk(site=Site(clinic, options.policy), reader=reader, client=client, journal=journal)
        opened.callback(desk.close)
        desk.resume()
        today = visit_date(options, world)
        yield Bench(
            desk=desk,
            world=world,
            reader=reader,
            patients=_patients(world, today, options.data_dir / CARDS),
            notices=(journal.notice,) if journal.notice else (),
            server_url=url,
            today=today,
        )


def visit_date(options: DeskOptions, world: World) -> date:
    """Return the date visits are opened with."""
    return options.today or world.practice_date


def _lay_ground(options: DeskOptions, ground: ExitStack) -> tuple[World, Journal, CardReader, str]:
    """Everything that blocks: files, reader, server. Called in a thread."""
    world = the_world()
    find_clinic(options.clinic, world)
    make_private(options.data_dir)
    journal = ground.enter_context(Journal.open(options.data_dir / JOURNAL, _now))
    reader = _reader(options)
    return world, journal, reader, _server(options, world, ground)


def make_private(folder: Path) -> None:
    """Make the data folder, for its owner only. Raises DataFolderUnusable."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DataFolderUnusable(folder=folder, reason=error.strerror or str(error)) from error


def _reader(options: DeskOptions) -> CardReader:
    if options.reader_name is not None:
        return _pcsc_reader(options.reader_name)
    reader = SimulatedReader()
    reader.out_of_order = options.outages.reader
    return reader


def _pcsc_reader(name: str) -> CardReader:
    from reader.errors import ReaderError
    from reader.pcsc import PcscReader, pcsc_readers  # pyscard: only who uses a real reader needs it

    try:
        found = pcsc_readers()
    except ReaderError as error:
        raise ReadersOutOfReach(reader=name, reason_ja=error.ja, reason_en=error.en) from error
    if name not in found:
        raise ReaderMissing(reader=name, found="、".join(found) or "-")
    return PcscReader(name)


def _server(options: DeskOptions, world: World, ground: ExitStack) -> str:
    if options.outages.server:
        return _dead_address()
    if options.server_url is not None:
        return options.server_url
    database = options.data_dir / REGISTRY
    return ground.enter_context(embedded_server(world, database, options.seed, visit_date(options, world)))


def _dead_address() -> str:
    """Return a loopback address where nobody listens: the line is down."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def _client(url: str, clinic: Clinic) -> OqsClient:
    try:
        return OqsClient(url, clinic.code)
    except ValueError as error:
        raise NotAnAddress(text=url) from error


def _patients(world: World, today: date, cards: Path) -> Mapping[str, PracticePatient]:
    return {
        person_id: PracticePatient(world, person, today, FileCounters(cards / f"{person_id}.json"))
        for person_id, person in world.people.items()
    }


def _now() -> datetime:
    return datetime.now(JST)
