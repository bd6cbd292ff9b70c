"""The registry: who is insured where (SQLAlchemy Core; statements are built once).

What the world says is refreshed when the world changes; registrations made here stay.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from mock_oqs_server.errors import RegistryError
from mock_oqs_server.records import CardRecord, CoverageRecord, PersonRecord
from mock_oqs_server.schema import CARD, COVERAGE, PERSON, REGISTRATION, SOURCE
from mock_oqs_server.world_rows import WorldRows

_log = logging.getLogger(__name__)

_CARD = (
    select(CARD, REGISTRATION.c.registered_on)
    .outerjoin(REGISTRATION, REGISTRATION.c.serial == CARD.c.serial)
    .where(CARD.c.serial == bindparam("serial"))
)
_PERSON = select(PERSON).where(PERSON.c.id == bindparam("person_id"))
_FACTS = [column for column in COVERAGE.c if column.name != "number_key"]
_OF_PERSON = select(*_FACTS).where(COVERAGE.c.person_id == bindparam("person_id"))
_BY_NUMBER = (
    select(*_FACTS)
    .join(PERSON, PERSON.c.id == COVERAGE.c.person_id)
    .where(
        COVERAGE.c.insurer_number == bindparam("insurer_number"),
        COVERAGE.c.number_key == bindparam("number_key"),
        PERSON.c.birth_date == bindparam("birth_date"),
    )
)


class Registry:
    """Everything the server knows, asked by card, by person, by number."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def card(self, serial: int) -> CardRecord | None:
        """Return the card with this certificate serial. Every method raises RegistryError when the database fails."""
        with self._reading() as connection:
            row = connection.execute(_CARD, {"serial": f"{serial:x}"}).mappings().one_or_none()
        return None if row is None else CardRecord(**row)

    def person(self, person_id: str) -> PersonRecord:
        """Return the person with this id."""
        with self._reading() as connection:
            return PersonRecord(**connection.execute(_PERSON, {"person_id": person_id}).mappings().one())

    def coverages(self, person_id: str) -> tuple[CoverageRecord, ...]:
        """Return all qualifications of a person, known today or not."""
        with self._reading() as connection:
            rows = connection.execute(_OF_PERSON, {"person_id": person_id}).mappings()
            return tuple(CoverageRecord(**row) for row in rows)

    def coverages_with_number(
        self, insurer_number: str, number_key: str, birth_date: date
    ) -> tuple[CoverageRecord, ...]:
        """Return all qualifications under this insurer and number of people born on that day."""
        asked = {"insurer_number": insurer_number, "number_key": number_key, "birth_date": birth_date}
        with self._reading() as connection:
            return tuple(CoverageRecord(**row) for row in connection.execute(_BY_NUMBER, asked).mappings())

    def register(self, serial: int, on: date) -> None:
        """Record an 初回登録; done again, the first day on which it was made stays."""
        key = f"{serial:x}"
        with self._writing() as connection:
            known = connection.execute(select(REGISTRATION).where(REGISTRATION.c.serial == key)).one_or_none()
            if known is not None and known.registered_on <= on:
                return
            connection.execute(delete(REGISTRATION).where(REGISTRATION.c.serial == key))
            connection.execute(insert(REGISTRATION), {"serial": key, "registered_on": on})

    def fill(self, rows: WorldRows) -> None:
        """Bring the world's part up to date if it has changed since it was last filled."""
        with self._writing() as connection:
            if connection.execute(select(SOURCE.c.digest)).scalar_one_or_none() == rows.digest:
                return
            for table in (SOURCE, CARD, COVERAGE, PERSON):
                connection.execute(delete(table))
            for table, content in ((PERSON, rows.people), (COVERAGE, rows.coverages), (CARD, rows.cards)):
                if content:
                    connection.execute(insert(table), content)
            connection.execute(insert(SOURCE), {"digest": rows.digest})
        _log.info("registry filled: %s people, %s qualifications", len(rows.people), len(rows.coverages))

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise RegistryError(str(error.__cause__ or error)) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction that takes the write lock at once, so that it cannot fail half-way for want of it."""
        with self._reading() as connection, connection.execution_options(write=True).begin():
            yield connection
