"""The registry's tables. What the world says is replaced when the world changes; what happened here is kept."""

from typing import Final

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table

APPLICATION_ID: Final = 0x4F515331
"""`PRAGMA application_id` of our files ("OQS1"): a file with another one is not ours and is never touched."""

SCHEMA_VERSION: Final = 1
"""`PRAGMA user_version`. A newer file is refused."""

METADATA: Final = MetaData()

PERSON: Final = Table(
    "person",
    METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("name_kana", String, nullable=False),
    Column("other_name", String),
    Column("sex", String, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("address", String, nullable=False),
    Column("postcode", String, nullable=False),
    Column("address_hidden", Boolean, nullable=False),
)

COVERAGE: Final = Table(
    "coverage",
    METADATA,
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("insurer_number", String, nullable=False),
    Column("insurer_name", String, nullable=False),
    Column("scheme", String, nullable=False),
    Column("symbol", String),
    Column("number", String, nullable=False),
    Column("branch", String),
    Column("relation", String, nullable=False),
    Column("insured_name", String),
    Column("share", Integer, nullable=False),
    Column("qualified_on", Date, nullable=False),
    Column("disqualified_on", Date),
    Column("loss_reason", String),
    Column("registered_on", Date, nullable=False),
    Column("loss_registered_on", Date),
    Column("classification", String, nullable=False),
    Column("ticket_registered", Boolean, nullable=False),
    Column("limit_classification", String),
    Column("limit_flag", String),
    Column("limit_from", Date),
    Column("limit_until", Date),
    Column("number_key", String, nullable=False),
    Index("coverage_by_number", "insurer_number", "number_key"),
)
"""`number_key` is the number as look-ups compare it: NFKC, without hyphens."""

CARD: Final = Table(
    "card",
    METADATA,
    Column("serial", String, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("pinless", Boolean, nullable=False),
    Column("photo", Boolean, nullable=False),
    Column("revoked_on", Date),
    Column("registration", String, nullable=False),
    Column("works_until", Date),
)

REGISTRATION: Final = Table(
    "registration",
    METADATA,
    Column("serial", String, primary_key=True),
    Column("registered_on", Date, nullable=False),
)
"""初回登録 made at this server: kept when the world changes, so no foreign key into it."""

SOURCE: Final = Table("source", METADATA, Column("digest", String, primary_key=True))
"""Digest of the rows the world gave: another digest means the world has changed."""
