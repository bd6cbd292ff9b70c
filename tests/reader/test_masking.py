"""No PIN, 照合番号 or personal number in a log, a repr or a traceback, whatever happens."""

import logging
import traceback
from pathlib import Path

import pytest

from reader import Command, MyNumberCard, Pin, SimulatedReader, TracedConnection, VerificationNumberB
from reader.errors import PinOutcomeUnknown, ReaderError, WrongPin, WrongVerificationNumber
from reader.probe import probe
from reader.simulated import Holder
from reader.virtual import FileCounters
from reader.virtual.mint import individual_number
from tests.reader.cards import fresh
from tests.reader.plain_cards import RefusingConnection, is_extended, names_a_short_id
from tests.reader.script import JPKI, TEXT, VISUAL, ascii_hex
from tests.reader.world import ADULT, NUMBER_B, PIN, SIGN_PASSWORD

NUMBER_A = individual_number(ADULT.id)
WRONG_PIN, WRONG_B = "8642", "55021720342286"
SECRETS = [PIN, NUMBER_B, NUMBER_A, SIGN_PASSWORD, WRONG_PIN, WRONG_B]
WRITTEN = [*SECRETS, *map(ascii_hex, SECRETS), *(str(list(secret.encode())) for secret in SECRETS)]
"""Every secret as text, in hex and as a list of numbers."""


def visit(reader: SimulatedReader, connection: TracedConnection) -> None:
    """Do everything a desk does, the failures included."""
    card = MyNumberCard(connection)
    probe(connection)
    with pytest.raises(WrongPin):
        card.verify_pin(Pin(WRONG_PIN))
    card.verify_pin(Pin(PIN))
    card.auth_certificate()
    card.sign(b"nonce")
    with pytest.raises(WrongVerificationNumber):
        card.card_face(VerificationNumberB(WRONG_B))
    card.card_face(reader.camera.read_card_face())


def raw_secrets(connection: TracedConnection) -> None:
    """Present, change and misuse secrets by hand."""
    for line in (
        JPKI,
        f"0020009809{ascii_hex(SIGN_PASSWORD)}",
        f"0020009B09{ascii_hex(SIGN_PASSWORD)}",
        f"0024019B09{ascii_hex(SIGN_PASSWORD)}",
        f"8032009C04{ascii_hex(PIN)}",
        TEXT,
        f"002000940C{ascii_hex(NUMBER_A)}",
        "00B0810011",
        VISUAL,
        f"00DA00000E{ascii_hex(NUMBER_B)}",
        f"00DA00000D01{ascii_hex(NUMBER_A)}",
    ):
        connection.transmit(Command.decode(bytes.fromhex(line)))


def assert_clean(text: str) -> None:
    assert [form for form in WRITTEN if form in text or form in text.lower()] == []


@pytest.mark.parametrize("plain", [False, True])
def test_a_whole_visit_at_debug_level_shows_no_secret(
    loaded: SimulatedReader, caplog: pytest.LogCaptureFixture, plain: bool
) -> None:
    inner = loaded.connect()
    if plain:
        inner = RefusingConnection(inner, lambda command: names_a_short_id(command) or is_extended(command), 0x6A86)
    connection = TracedConnection(inner)
    with caplog.at_level(logging.DEBUG):
        visit(loaded, connection)
        raw_secrets(connection)
        connection.close()
    assert len(caplog.records) > 30
    assert caplog.text.count("<masked>") >= 9
    assert_clean(caplog.text)


def test_no_answer_of_the_card_is_written(loaded: SimulatedReader, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        connection = TracedConnection(loaded.connect())
        face = MyNumberCard(connection).card_face(loaded.camera.read_card_face())
    assert face.photo[:8].hex() not in caplog.text.lower()
    assert "19800217" not in caplog.text
    assert ascii_hex("19800217") not in caplog.text
    assert all(len(record.getMessage()) < 200 for record in caplog.records)


def test_the_trace_names_commands_and_meanings(loaded: SimulatedReader, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "reader.apdu"):
        connection = TracedConnection(loaded.connect())
        MyNumberCard(connection).pin_tries_left()
        connection.close()
    assert [record.getMessage() for record in caplog.records] == [
        "> Command(00A4040C D392F000260100000001)",
        "< 0 bytes, 9000 done",
        "> Command(00200098)",
        "< 0 bytes, 63C3 verification failed, 3 tries left",
        "closed after 2 commands",
    ]


def traced_back(error: ReaderError) -> str:
    """Print the traceback as a crash screen would: with every local variable of every frame."""
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


def test_a_traceback_with_locals_shows_no_secret(reader: SimulatedReader) -> None:
    reader.insert(fresh(ADULT), Holder())
    card = MyNumberCard(reader.connect())
    card.pin_tries_left()
    reader.pull_after(1, reached_chip=True)
    with pytest.raises(PinOutcomeUnknown) as lost:
        _enter(card)
    shown = traced_back(lost.value)
    assert "Pin(****)" in shown
    assert_clean(shown)


def test_neither_does_one_from_inside_the_chip(reader: SimulatedReader, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    reader.insert(fresh(ADULT, FileCounters(tmp_path / "file" / "adult.json")), Holder())
    with pytest.raises(ReaderError) as failed:
        _enter(MyNumberCard(reader.connect()))
    shown = traced_back(failed.value)
    assert "counters.py" in shown
    assert_clean(shown)


def _enter(card: MyNumberCard) -> None:
    pin = Pin("".join(chr(digit) for digit in (0x31, 0x33, 0x35, 0x37)))
    card.verify_pin(pin)


def test_card_and_contents_show_no_secret() -> None:
    card = fresh(ADULT)
    assert_clean(repr(card) + repr(card.printed) + repr([directory.files for directory in card.directories]))
