"""Opening the registry's database (SQLite): ours is opened, an empty one becomes ours, others are left alone."""

import sqlite3
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from mock_oqs_server.errors import RegistryError, RegistryRefusedError
from mock_oqs_server.registry import Registry
from mock_oqs_server.schema import APPLICATION_ID, METADATA, SCHEMA_VERSION
from mock_oqs_server.world_rows import WorldRows

IN_MEMORY: Final = "sqlite+pysqlite:///:memory:"
"""A registry that is gone with the server."""

_PRAGMAS: Final = ("foreign_keys=ON", "cache_size=-65536", "mmap_size=0", "temp_store=MEMORY", "trusted_schema=OFF")
_PRAGMAS_OF_OURS: Final = ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=1000")
"""server-limits §4. The second group writes to the file, so it waits until the file is known to be ours."""


def open_registry(url: str, rows: WorldRows, *, busy_timeout_ms: int = 5000) -> Registry:
    """Open the registry at an SQLAlchemy URL and bring the world's part up to date.

    Raises RegistryRefusedError, in one line that names the file, when the database is not SQLite, cannot be opened,
    is locked, damaged, newer than this program or not a registry at all. It is then unchanged.
    """
    engine = _engine(url, busy_timeout_ms)
    try:
        _claim(engine)
        registry = Registry(engine)
        registry.fill(rows)
    except (SQLAlchemyError, sqlite3.Error, RegistryError) as error:
        engine.dispose()
        raise RegistryRefusedError(f"{_named(url)}: {_reason(error)}") from error
    return registry


def _engine(url: str, busy_timeout_ms: int) -> Engine:
    """Make the engine: one connection, used by the one thread that serves."""
    try:
        if make_url(url).get_backend_name() != "sqlite":
            raise RegistryRefusedError(f"{_named(url)}: only SQLite is supported")
        engine = create_engine(
            url,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False, "timeout": busy_timeout_ms / 1000, "isolation_level": None},
        )
    except (ArgumentError, NoSuchModuleError) as error:
        raise RegistryRefusedError(f"{_named(url)}: not a database URL") from error
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Open the transaction SQLAlchemy believes to be open; a writing one takes the lock at once."""
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _claim(engine: Engine) -> None:
    """Make sure the file is ours, then set what is written into it."""
    with engine.connect() as connection:
        is_new = _is_new(connection)
    if is_new:
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            METADATA.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
    raw = engine.raw_connection()
    for pragma in _PRAGMAS_OF_OURS:
        raw.cursor().execute(f"PRAGMA {pragma}")
    raw.close()


def _is_new(connection: Connection) -> bool:
    """Whether the database is empty. Raises RegistryError when it is neither empty nor a sound registry of ours."""
    owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if (owner, version, tables) == (0, 0, 0):
        return True
    if owner != APPLICATION_ID:
        raise RegistryError("資格情報の台帳ではありません / it belongs to another program")
    if version != SCHEMA_VERSION:
        raise RegistryError(f"版が {version}、対応は {SCHEMA_VERSION} / version {version}, known is {SCHEMA_VERSION}")
    soundness = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if soundness != "ok":
        raise RegistryError("壊れています / it is damaged")
    return False


def _named(url: str) -> str:
    """The file's name as given, or the URL without a password."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return url
    return parsed.database or parsed.render_as_string(hide_password=True)


def _reason(error: Exception) -> str:
    """The reason in one line."""
    if isinstance(error, RegistryError):
        return error.detail
    return str(error.__cause__ or error).splitlines()[0]
