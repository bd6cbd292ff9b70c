"""Recorded dialogues: nothing secret or personal in them, played as a card, every damage named by its place."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import Command, MyNumberCard, Pin, Response, SimulatedReader, VerificationNumberB, cli
from reader.connection import CardConnection
from reader.errors import CardRemoved, RecordingDamaged, ReplayDiverged, WrongPin
from reader.recording import format as recording_format
from reader.recording.format import Exchange, Header, Recording, masked, read
from reader.recording.recorder import RecordingConnection
from reader.recording.replay import ReplayedCard, ReplayedConnection
from reader.virtual.mint import individual_number, mint
from reader.virtual.stand_in import VirtualStandIn
from reader.virtual.vpcd import VpcdSlot
from tests.reader.cards import adult_holder, fresh
from tests.reader.conftest import LONG
from tests.reader.plain_cards import RefusingConnection, is_extended, names_a_short_id
from tests.reader.private_pcscd import PrivatePcscd
from tests.reader.script import ascii_hex
from tests.reader.world import ADULT, NUMBER_B, PIN, SIGN_PASSWORD, WORLD, card, person

STRANGER = person(
    "stand-in", card(pin="8642", expires=date(2033, 12, 24)), given_name="架空", birth_date=date(1955, 12, 24)
)
"""Whose data replace the adult's."""
NONCE = b"nonce"


@pytest.fixture
def recorder(loaded: SimulatedReader) -> Iterator[RecordingConnection]:
    """Records the adult's card with a stand-in."""
    connection = RecordingConnection(loaded.connect(), VirtualStandIn(mint(WORLD, STRANGER)))
    yield connection
    connection.close()


def pin_dialogue(connection: CardConnection, pin: str = PIN) -> tuple[bytes, bytes]:
    driver = MyNumberCard(connection)
    driver.pin_tries_left()
    driver.verify_pin(Pin(pin))
    return driver.auth_certificate().der, driver.sign(NONCE)


def recorded(recorder: RecordingConnection) -> Recording:
    return recorder.recording(b"\x3b\x00", "test")


def test_nothing_of_the_card_is_recorded(recorder: RecordingConnection, loaded: SimulatedReader) -> None:
    """Certificate, signature, face and secrets are those of nobody; the dialogue itself is the card's."""
    real_der, real_signature = pin_dialogue(RecordingConnection(fresh_connection(), VirtualStandIn(fresh(ADULT))))
    pin_dialogue(recorder)
    MyNumberCard(recorder).card_face(VerificationNumberB(NUMBER_B))
    text = "".join(recorded(recorder).lines())
    number_a = individual_number(ADULT.id)
    secrets = [PIN, NUMBER_B, number_a, SIGN_PASSWORD, "19800217"]
    assert [secret for secret in secrets if secret in text or ascii_hex(secret) in text.lower()] == []
    assert real_der.hex().upper() not in text
    assert real_signature.hex().upper() not in text
    assert ascii_hex("19551224") in text.lower()


def fresh_connection() -> CardConnection:
    reader = SimulatedReader()
    reader.insert(fresh(ADULT), adult_holder())
    return reader.connect()


def test_the_recorded_signature_belongs_to_the_recorded_certificate(recorder: RecordingConnection) -> None:
    pin_dialogue(recorder)
    der, signature = pin_dialogue(ReplayedConnection(recorded(recorder)))
    key = load_der_x509_certificate(der).public_key()
    assert isinstance(key, RSAPublicKey)
    key.verify(signature, NONCE, padding.PKCS1v15(), SHA256())


@pytest.mark.parametrize("plain", [False, True])
def test_a_dialogue_plays_again(loaded: SimulatedReader, plain: bool) -> None:
    """Also that of a card that takes only the plain forms; any PIN stands for the masked one."""
    inner: CardConnection = loaded.connect()
    if plain:
        inner = RefusingConnection(inner, lambda command: names_a_short_id(command) or is_extended(command), 0x6A86)
    recorder = RecordingConnection(inner, VirtualStandIn(mint(WORLD, STRANGER)))
    first = pin_dialogue(recorder)
    assert pin_dialogue(ReplayedConnection(recorded(recorder)), "0000") == first


def test_a_wrong_pin_and_a_pulled_card_play_again(loaded: SimulatedReader) -> None:
    recorder = RecordingConnection(loaded.connect(), VirtualStandIn(mint(WORLD, STRANGER)))
    with pytest.raises(WrongPin):
        pin_dialogue(recorder, "9999")
    replayed = ReplayedConnection(recorded(recorder))
    with pytest.raises(WrongPin) as wrong:
        pin_dialogue(replayed, "9999")
    assert wrong.value.tries_left == 2
    loaded.pull_after(1)
    with pytest.raises(CardRemoved):
        recorder.transmit(Command(0x00, 0x20, 0x00, 0x98, PIN.encode()))
    again = recorded(recorder).exchanges[-1]
    assert (again.command, again.lost) == ("0020009804????????", "removed")
    with pytest.raises(CardRemoved):
        ReplayedCard(Recording(header=Header(atr="", dialogue=""), exchanges=(again,))).transmit(again.as_command())


def test_the_file_comes_back_as_it_was(recorder: RecordingConnection, tmp_path: Path) -> None:
    pin_dialogue(recorder)
    written = recorded(recorder)
    written.write(tmp_path / "dialogue.jsonl")
    assert read(tmp_path / "dialogue.jsonl") == written


def test_another_command_is_named_by_its_line(recorder: RecordingConnection) -> None:
    pin_dialogue(recorder)
    replayed = ReplayedConnection(recorded(recorder))
    with pytest.raises(ReplayDiverged) as diverged:
        MyNumberCard(replayed).card_face(VerificationNumberB(NUMBER_B))
    assert diverged.value.line == 2
    pin_dialogue(fresh := ReplayedConnection(recorded(recorder)))
    with pytest.raises(ReplayDiverged, match="ends here"):
        fresh.transmit(Command(0x00, 0x84, 0x00, 0x00, le=8))


def test_a_reset_begins_anew_and_bytes_that_were_not_recorded_get_6f00(recorder: RecordingConnection) -> None:
    pin_dialogue(recorder)
    played = ReplayedCard(recorded(recorder))
    select = bytes.fromhex("00A4040C0AD392F000260100000001")
    for _ in range(2):
        assert played.reset() == played.atr == b"\x3b\x00"
        assert played.transmit_bytes(select) == b"\x90\x00"
        assert played.transmit_bytes(select) == b"\x6f\x00"
        assert played.transmit_bytes(b"\x00") == b"\x6f\x00"


def test_a_recording_in_a_real_reader(service: PrivatePcscd, tmp_path: Path) -> None:
    """Recorded by the command, played through vpcd, and traced by another process as a card."""
    path = tmp_path / "probe.jsonl"
    assert cli.main(["record", str(path), "--simulated", "ichiro"]) == cli.OK
    with VpcdSlot(ReplayedCard(read(path)), service.ports[0]) as slot:
        assert slot.wait_until_seen(LONG)
        command = [sys.executable, "-m", "reader.cli", "probe", "--json"]
        probed = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    assert probed.returncode == cli.OK, probed.stderr
    assert json.loads(probed.stdout)["tries_left"]["sign_password"] == 5


HEADER = '{"recording":"uketsuke card dialogue","version":1,"atr":"3B00","dialogue":"test"}'
SELECT = '{"n":1,"command":"00A4040C0AD392F000260100000001","data":"","sw":"9000"}'
END = '{"end":1}'


@pytest.mark.parametrize(
    ("lines", "line", "field"),
    [
        ([], 0, ""),
        ([HEADER], 1, ""),
        ([HEADER, SELECT], 2, "end"),
        ([HEADER, SELECT, '{"end":2}'], 3, "end"),
        ([HEADER, SELECT.replace('"n":1', '"n":2'), END], 2, "n"),
        ([HEADER, SELECT.replace("00A4", "00XY"), END], 2, "command"),
        ([HEADER, SELECT.replace("0AD3", "0BD3"), END], 2, "command"),
        ([HEADER, SELECT.replace('"9000"', '"900"'), END], 2, "sw"),
        ([HEADER, SELECT.replace('"9000"', "36864"), END], 2, "sw"),
        ([HEADER, SELECT.replace(',"sw":"9000"', ""), END], 2, "sw"),
        ([HEADER, SELECT.replace('"sw"', '"lost":"removed","sw"'), END], 2, "sw"),
        ([HEADER, SELECT.replace('"data":""', '"data":"0"'), END], 2, "data"),
        ([HEADER, SELECT.replace('"data":""', '"data":"","pin":"1"'), END], 2, "pin"),
        ([HEADER, SELECT[:-1], END], 2, ""),
        ([HEADER, '{"n":1,"command":"002000980431323334","data":"","sw":"9000"}', END], 2, "command"),
        ([HEADER.replace('"version":1', '"version":2'), SELECT, END], 1, "version"),
        ([HEADER.replace("uketsuke", "another"), SELECT, END], 1, "recording"),
        ([HEADER.replace(',"atr":"3B00"', ""), SELECT, END], 1, "atr"),
        ([HEADER, "", SELECT, END], 2, ""),
        (["\x00" * 40, SELECT, END], 1, ""),
    ],
)
def test_a_damaged_file_names_line_and_field(tmp_path: Path, lines: list[str], line: int, field: str) -> None:
    path = tmp_path / "damaged.jsonl"
    path.write_text("".join(f"{text}\n" for text in lines))
    with pytest.raises(RecordingDamaged) as damaged:
        read(path)
    assert (damaged.value.line, damaged.value.field) == (line, field)
    assert str(path) in damaged.value.ja
    assert not line or f"{line}行目" in damaged.value.ja


def test_files_that_cannot_be_read_or_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RecordingDamaged, match="No such file"):
        read(tmp_path / "nothing")
    with pytest.raises(RecordingDamaged):
        read(tmp_path)
    with pytest.raises(RecordingDamaged):
        Recording(header=Header(atr="", dialogue=""), exchanges=()).write(tmp_path)
    monkeypatch.setattr(recording_format, "MAX_FILE_SIZE", 3)
    (tmp_path / "huge").write_text("{}{}")
    with pytest.raises(RecordingDamaged, match="larger than 3 bytes"):
        read(tmp_path / "huge")


VALID = "\n".join((HEADER, SELECT, END)).encode() + b"\n"


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(VALID) - 1), st.binary(max_size=4), st.integers(0, 4))
def test_an_edited_file_is_read_or_refused_with_its_place(at: int, inserted: bytes, removed: int) -> None:
    edited = VALID[:at] + inserted + VALID[at + removed :]
    places = range(edited.count(b"\n") + 2)
    try:
        lines = len(recording_format.parse(edited, "edited").exchanges) + 2
    except RecordingDamaged as damaged:
        lines = damaged.line
    assert lines in places


@given(st.binary(min_size=4, max_size=4), st.binary(max_size=40), st.none() | st.integers(1, 256))
def test_a_masked_command_matches_itself_and_hides_its_secret(header: bytes, data: bytes, le: int | None) -> None:
    cla, ins, p1, p2 = header
    command = Command(cla, ins, p1, p2, data, le)
    exchange = Exchange(n=1, command=masked(command), sw="9000")
    assert exchange.matches(command)
    assert exchange.as_response() == Response(b"", 0x9000)
    if ins == 0x20 and data:
        assert exchange.command == (header + bytes((len(data),))).hex().upper() + "??" * len(data) + (
            "" if le is None else f"{le % 256:02X}"
        )


def test_the_published_schema_is_that_of_the_program() -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs" / "recording.schema.json").read_text("utf-8"))
    assert schema == recording_format.schema()
