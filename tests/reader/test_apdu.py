"""APDU encoding against ISO/IEC 7816-3 cases 1 to 4 (short and extended)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.apdu import Command, Response
from reader.errors import MalformedApdu

OCTET = st.integers(0, 255)


@pytest.mark.parametrize(
    ("command", "encoded"),
    [
        pytest.param(Command(0x00, 0x20, 0x00, 0x80), "00200080", id="case 1"),
        pytest.param(Command(0x00, 0xB0, 0x00, 0x00, le=4), "00B0000004", id="case 2 short"),
        pytest.param(Command(0x00, 0xB0, 0x00, 0x00, le=256), "00B0000000", id="case 2 short, Le 256"),
        pytest.param(Command(0x00, 0xB0, 0x8A, 0x00, le=65536), "00B08A00000000", id="case 2 extended"),
        pytest.param(Command(0x00, 0xB0, 0x8A, 0x00, le=257), "00B08A00000101", id="case 2 extended, Le 257"),
        pytest.param(Command(0x00, 0xA4, 0x02, 0x0C, b"\x00\x18"), "00A4020C020018", id="case 3 short"),
        pytest.param(Command(0x80, 0x2A, 0x00, 0x80, b"\xab", le=256), "802A008001AB00", id="case 4 short"),
        pytest.param(Command(0x00, 0x84, 0x00, 0x00, le=16, extended=True), "00840000000010", id="case 2 forced"),
        pytest.param(
            Command(0x80, 0xA2, 0x00, 0xC1, b"\xcd" * 256), "80A200C1000100" + "CD" * 256, id="case 3 extended"
        ),
        pytest.param(
            Command(0x80, 0xA2, 0x00, 0xC1, b"\xcd" * 256, le=65536),
            "80A200C1000100" + "CD" * 256 + "0000",
            id="case 4 extended",
        ),
    ],
)
def test_each_case_has_its_bytes(command: Command, encoded: str) -> None:
    assert command.encode().hex().upper() == encoded
    assert Command.decode(bytes.fromhex(encoded)) == command


@given(
    OCTET,
    OCTET,
    OCTET,
    OCTET,
    st.binary(max_size=300),
    st.none() | st.integers(1, 65536) | st.sampled_from((1, 255, 256, 257, 65535, 65536)),
    st.booleans(),
)
def test_decoding_undoes_encoding(
    cla: int, ins: int, p1: int, p2: int, data: bytes, le: int | None, extended: bool
) -> None:
    command = Command(cla, ins, p1, p2, data, le, extended)
    assert Command.decode(command.encode()) == command


@given(st.binary(max_size=600))
def test_any_bytes_are_a_command_or_refused(raw: bytes) -> None:
    try:
        command = Command.decode(raw)
    except MalformedApdu:
        return
    assert command.encode() == raw


@pytest.mark.parametrize("raw", ["", "00A404", "00A4040C0AD392", "00A4040C02000100FF", "00B00000000002AA"])
def test_lengths_that_disagree_are_refused(raw: str) -> None:
    with pytest.raises(MalformedApdu):
        Command.decode(bytes.fromhex(raw))


@pytest.mark.parametrize(
    "fields",
    [(256, 0, 0, 0), (-1, 0, 0, 0), (0, 0, 0, 0, b"", 0), (0, 0, 0, 0, b"", 65537), (0, 0, 0, 0, bytes(65536))],
)
def test_values_out_of_range_are_refused(fields: tuple[int, int, int, int]) -> None:
    with pytest.raises(MalformedApdu):
        Command(*fields)


@given(st.binary(max_size=300), st.integers(0, 0xFFFF))
def test_responses_round_trip(data: bytes, sw: int) -> None:
    assert Response.decode(Response(data, sw).encode()) == Response(data, sw)


@pytest.mark.parametrize("raw", [b"", b"\x90"])
def test_an_answer_without_status_word_is_refused(raw: bytes) -> None:
    with pytest.raises(MalformedApdu):
        Response.decode(raw)


@pytest.mark.parametrize("ins", [0x20, 0x24, 0x32])
def test_repr_never_shows_a_secret(ins: int) -> None:
    command = Command(0x00, ins, 0x00, 0x80, b"1357")
    assert "1357" not in repr(command)
    assert "31333537" not in repr(command)
    assert "masked" in repr(command)


@pytest.mark.parametrize("number", [b"123456789018", b"55021720342285"])
def test_repr_never_shows_a_number_of_12_or_14_digits(number: bytes) -> None:
    assert number.hex() not in repr(Command(0x00, 0xDA, 0x00, 0x00, b"\x01" + number)).lower()


def test_repr_of_an_answer_shows_no_data() -> None:
    assert repr(Response(b"name", 0x9000)) == "Response(4 bytes, 9000)"
