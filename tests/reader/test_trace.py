"""`reader trace`: APDUs in words, secrets masked, and what they would cost (docs/cost-model.md)."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures import load_world
from reader import Command, Response, cli
from reader.cost import LINKS, apdu_time, link_time, total_time
from reader.decoding import Decoder, shown_bytes
from reader.errors import MalformedApdu
from tests.reader.script import JPKI, TEXT, VISUAL

PERSON = "ichiro"


def told(*script: str) -> list[tuple[str, str]]:
    """Decode `command > answer` lines; return what was said in English."""
    decoder = Decoder()
    said = []
    for line in script:
        sent, answer = (bytes.fromhex(side) for side in line.split(">"))
        command = Command.decode(sent)
        words = decoder.command(command)
        said.append((words.en, decoder.response(command, Response.decode(answer)).en))
    return said


def test_a_dialogue_in_words() -> None:
    assert told(
        f"{JPKI} > 9000",
        "00200098 > 63C3",
        "002000980431323334 > 63C2",
        "00B08A00000000 > 3082AABB9000",
        "00B0010000 > 6B00",
        "802A0097010000 > 6982",
    ) == [
        ("SELECT jpki application", "done"),
        ("VERIFY auth PIN, tries left?", "3 tries left"),
        ("VERIFY auth PIN", "verification failed, 2 tries left"),
        ("READ BINARY auth certificate from 0, up to 65536 bytes", "4 bytes, done"),
        ("READ BINARY auth certificate from 256, up to 256 bytes", "offset outside the file"),
        ("COMPUTE DIGITAL SIGNATURE auth key", "security status not satisfied"),
    ]


def test_names_follow_the_application() -> None:
    """照合番号B is 0015 in the text application and 0012 in the visual one (my-number-card §2.3)."""
    said = told(f"{TEXT} > 9000", "00200095 > 63CA", "00200092 > 63C0", f"{VISUAL} > 9000", "00200092 > 63CA")
    assert [words for words, _ in said][1::2] == ["VERIFY 照合番号B, tries left?", "SELECT visual application"]
    assert said[2][0] == "VERIFY key blocked from issue, tries left?"
    assert said[4][0] == "VERIFY 照合番号B, tries left?"


def test_what_the_card_refused_is_not_selected() -> None:
    said = told(
        f"{JPKI} > 9000", f"{VISUAL} > 6A82", "00A4020C02000A > 9000", "00A4020C020044 > 6A82", "00B0000004 > 9000"
    )
    assert said[2][0] == "SELECT auth certificate"
    assert said[4][0] == "READ BINARY auth certificate from 0, up to 4 bytes"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("00A4040C07A0000001510000", "SELECT issuer security domain"),
        ("00A4040C03A00000", "SELECT unknown application"),
        ("00A40000", "SELECT MF"),
        ("00CA004500", "GET DATA 0045"),
        ("00B2010C00", "READ RECORD file 0001, record 1"),
        ("00B0000004", "READ BINARY (no file) from 0, up to 4 bytes"),
        ("0084000008", "GET CHALLENGE"),
        ("00FF0000", "unknown instruction FF"),
    ],
)
def test_single_commands(command: str, words: str) -> None:
    assert told(f"{command} > 9000")[0][0] == words


@given(st.sampled_from([0x20, 0x24, 0x32]), st.binary(min_size=1, max_size=20))
def test_a_secret_is_never_shown(ins: int, secret: bytes) -> None:
    shown = shown_bytes(Command(0x00, ins, 0x00, 0x98, secret))
    assert shown == f"00{ins:02X}0098 {len(secret):02X} " + "**" * len(secret)


@given(st.binary(max_size=60), st.binary(min_size=2, max_size=60))
def test_any_bytes_can_be_told(sent: bytes, answer: bytes) -> None:
    decoder = Decoder()
    try:
        command = Command.decode(sent)
    except MalformedApdu:
        return
    assert decoder.command(command).ja
    assert decoder.response(command, Response.decode(answer)).ja
    assert re.fullmatch(r"[0-9A-F*… ]+", shown_bytes(command))


@pytest.mark.parametrize("dialogue", ["probe", "pin", "visual"])
def test_a_live_trace_shows_every_step_and_no_secret(capsys: pytest.CaptureFixture[str], dialogue: str) -> None:
    assert cli.main(["trace", "--simulated", PERSON, "--dialogue", dialogue]) == cli.OK
    shown = capsys.readouterr().out
    world = load_world()
    person = world.people[PERSON]
    assert person.card is not None
    secrets = [person.card.pin, person.card.security_code, world.name(person), f"{person.birth_date:%Y%m%d}"]
    assert [item for item in secrets if item in shown or item.encode().hex() in shown.lower()] == []
    first = {"probe": "jpki", "pin": "jpki", "visual": "visual"}[dialogue]
    assert f"SELECT {first} application" in shown
    assert re.search(r"\d+ APDU, \d+ \+ \d+ バイト", shown)


def test_pin_certificate_and_signature_take_five_apdus(capsys: pytest.CaptureFixture[str]) -> None:
    """Four and the question for tries left: at most six, five without it."""
    cli.main(["trace", "--simulated", PERSON, "--dialogue", "pin", "--cost"])
    shown = capsys.readouterr().out
    assert "5 APDU" in shown
    for link in LINKS:
        assert f"  {link.name}: " in shown


def test_a_recording_is_traced_like_the_dialogue_itself(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = str(tmp_path / "pin.jsonl")
    assert cli.main(["record", path, "--simulated", PERSON, "--dialogue", "pin"]) == cli.OK
    capsys.readouterr()
    assert cli.main(["trace", "--simulated", PERSON, "--dialogue", "pin"]) == cli.OK
    live = capsys.readouterr().out
    assert cli.main(["trace", path]) == cli.OK
    assert capsys.readouterr().out == live


def test_an_error_ends_the_trace_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    people = load_world().people.values()
    locked = next(person.id for person in people if person.card and person.card.tries_left == 0)
    assert cli.main(["trace", "--simulated", locked, "--dialogue", "pin"]) == cli.TROUBLE
    captured = capsys.readouterr()
    assert "0 tries left" in captured.out
    assert "2 APDU" in captured.out
    assert "ロック" in captured.err


CONTACT, SLOW, FAST = LINKS
MS = 1000


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (CONTACT, (11 * 14 + 22) * 372 / 4 / 4e6 * MS),
        (SLOW, (10 * 13 + 26) * 128 / 13.56e6 * MS + 0.3),
        (FAST, (10 * 13 + 26) * 128 / 4 / 13.56e6 * MS + 0.3),
    ],
)
def test_ten_bytes_on_the_wire(link: object, expected: float) -> None:
    """The formulas of docs/cost-model.md, written out."""
    assert link_time(next(known for known in LINKS if known is link), 10) == pytest.approx(expected)


def test_long_answers_are_chained_and_acknowledged() -> None:
    etu = 372 / 4 / 4e6 * MS
    full, rest, acknowledgement = 11 * 258 + 22, 11 * 50 + 22, 11 * 4 + 22
    assert link_time(CONTACT, 300) == pytest.approx((full + rest + acknowledgement) * etu)


def test_the_sum_is_that_of_its_parts() -> None:
    select, sign = Command.decode(bytes.fromhex(JPKI)), Command(0x80, 0x2A, 0x00, 0x97, b"x", 256)
    query, verify = Command(0x00, 0x20, 0x00, 0x98), Command(0x00, 0x20, 0x00, 0x98, b"0000")
    answer = Response(b"", 0x9000)
    parts = [apdu_time(FAST, command, answer) for command in (select, sign, query, verify)]
    assert total_time(FAST, [(command, answer) for command in (select, sign, query, verify)]) == pytest.approx(
        sum(parts)
    )
    assert parts[1] > 300 > parts[3] > 25 > parts[2]
