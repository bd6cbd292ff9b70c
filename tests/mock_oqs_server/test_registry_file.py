"""The database: ours is opened, anything else is refused in one line that names it, and left as it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fixtures.world import World
from mock_oqs_server.errors import RegistryError, RegistryRefusedError
from mock_oqs_server.registry_file import IN_MEMORY, open_registry
from mock_oqs_server.schema import APPLICATION_ID, SCHEMA_VERSION
from mock_oqs_server.world_rows import WorldRows, world_rows


@pytest.fixture(scope="module")
def rows(world: World) -> WorldRows:
    return world_rows(world)


def url(path: Path) -> str:
    return f"sqlite+pysqlite:///{path}"


def refused(path: Path, rows: WorldRows, why: str) -> None:
    """The file is refused, named, and has not changed by a byte."""
    before = path.read_bytes()
    with pytest.raises(RegistryRefusedError) as caught:
        open_registry(url(path), rows, busy_timeout_ms=10)
    assert str(path) in caught.value.detail
    assert why in caught.value.detail
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before


def pragma(path: Path, name: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_file_becomes_ours(tmp_path: Path, rows: WorldRows) -> None:
    path = tmp_path / "台帳 registry.sqlite"
    open_registry(url(path), rows).close()
    assert (pragma(path, "application_id"), pragma(path, "user_version")) == (APPLICATION_ID, SCHEMA_VERSION)
    assert pragma(path, "journal_mode") == "wal"
    assert pragma(path, "integrity_check") == "ok"


def test_no_secret_of_a_card_is_in_the_file(tmp_path: Path, world: World, rows: WorldRows) -> None:
    people = world.people.values()
    canary = next(person for person in people if person.card is not None)
    assert canary.card is not None
    marked = canary.model_copy(
        update={"card": canary.card.model_copy(update={"pin": "PINCANARY", "security_code": "SCCANARY"})}
    )
    path = tmp_path / "registry.sqlite"
    world_with_canary = type(world)(**{**vars(world), "people": {**world.people, marked.id: marked}})
    open_registry(url(path), world_rows(world_with_canary)).close()
    assert b"CANARY" not in path.read_bytes()
    assert world_rows(world_with_canary).digest == rows.digest


def test_a_newer_file(tmp_path: Path, rows: WorldRows) -> None:
    path = tmp_path / "newer.sqlite"
    open_registry(url(path), rows).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    refused(path, rows, f"version {SCHEMA_VERSION + 1}")


def test_the_file_of_another_program(tmp_path: Path, rows: WorldRows) -> None:
    path = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE event (id INTEGER)")
        connection.commit()
    refused(path, rows, "another program")


def test_a_file_that_is_no_database(tmp_path: Path, rows: WorldRows) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("拝啓" * 1000, encoding="utf-8")
    refused(path, rows, "not a database")


def test_a_file_damaged_anywhere(tmp_path: Path, rows: WorldRows) -> None:
    """Also on a page that opening it would not read."""
    path, page = tmp_path / "damaged.sqlite", 4096
    open_registry(url(path), rows).close()
    sound = path.read_bytes()
    assert len(sound) > 8 * page
    for start in range(page, len(sound), page):
        path.write_bytes(sound[:start] + b"\xff" * page + sound[start + page :])
        refused(path, rows, "")


def test_a_cut_file(tmp_path: Path, rows: WorldRows) -> None:
    path = tmp_path / "cut.sqlite"
    open_registry(url(path), rows).close()
    path.write_bytes(path.read_bytes()[:6000])
    refused(path, rows, "")


def test_a_locked_file(tmp_path: Path, rows: WorldRows) -> None:
    path = tmp_path / "locked.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        refused(path, rows, "locked")


@pytest.mark.parametrize(
    ("database", "why"),
    [
        ("postgresql://localhost/oqs", "only SQLite"),
        ("nonsense://", "only SQLite"),
        ("no url at all", "not a database URL"),
        ("sqlite+nodriver:///x", "not a database URL"),
    ],
)
def test_what_is_no_sqlite_url(rows: WorldRows, database: str, why: str) -> None:
    with pytest.raises(RegistryRefusedError, match=why):
        open_registry(database, rows)


def test_a_password_in_the_url_is_not_shown(rows: WorldRows) -> None:
    with pytest.raises(RegistryRefusedError) as caught:
        open_registry("postgresql://desk:canary@localhost", rows)
    assert "canary" not in str(caught.value)


def test_a_folder_that_is_not_there(tmp_path: Path, rows: WorldRows) -> None:
    path = tmp_path / "nowhere" / "registry.sqlite"
    with pytest.raises(RegistryRefusedError, match="nowhere"):
        open_registry(url(path), rows)
    assert not path.parent.exists()


def test_the_world_is_written_only_when_it_changed(tmp_path: Path, rows: WorldRows) -> None:
    path = tmp_path / "registry.sqlite"
    open_registry(url(path), rows).close()
    before = path.read_bytes()
    open_registry(url(path), rows).close()
    assert path.read_bytes() == before
    open_registry(url(path), WorldRows(people=rows.people, coverages=(), cards=rows.cards)).close()
    assert path.read_bytes() != before


def test_a_database_that_fails_in_use_is_one_error() -> None:
    registry = open_registry(IN_MEMORY, WorldRows(people=(), coverages=(), cards=()))
    with registry._writing() as connection:
        connection.exec_driver_sql("DROP TABLE card")
    with pytest.raises(RegistryError, match="no such table"):
        registry.card(1)
    registry.close()
