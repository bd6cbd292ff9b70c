"""BER-TLV with two-byte tags, long lengths and filler (my-number-card §2.2, §10.7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import tlv
from reader.errors import MalformedTlv

TAG = st.sampled_from((0x01, 0x30, 0x90, 0xA1, 0x5F37, 0x7F21, 0xDF22, 0xDF27, 0xFF10, 0xFF20))


@given(TAG, st.binary(max_size=400), st.integers(0, 3))
def test_reading_undoes_writing_whatever_the_length_form(tag: int, value: bytes, octets: int) -> None:
    encoded = tlv.encode(tag, value, length_octets=octets)
    assert tlv.first(encoded) == tlv.Tlv(tag, value)
    assert tlv.first(encoded + b"\xff\xff") == tlv.Tlv(tag, value)
    assert tlv.whole_length(encoded) == len(encoded)


@pytest.mark.parametrize(
    ("length", "form"),
    [(0, "00"), (0x7F, "7F"), (0x80, "8180"), (0xFF, "81FF"), (0x100, "820100"), (0x10000, "83010000")],
)
def test_the_shortest_length_form_at_its_boundaries(length: int, form: str) -> None:
    assert tlv.encode(0xDF27, bytes(length))[2 : 2 + len(form) // 2].hex().upper() == form


def test_a_length_longer_than_needed_is_read() -> None:
    assert tlv.header(bytes.fromhex("FF4082009F")) == (0xFF40, 5, 159)


def test_children_end_at_the_filler() -> None:
    inner = tlv.encode(0xDF22, b"a") + tlv.encode(0xDF23, b"") + b"\xff" * 20
    assert tlv.Tlv(0xFF20, inner).children() == {0xDF22: b"a", 0xDF23: b""}


def test_the_first_of_a_repeated_tag_counts() -> None:
    assert tlv.Tlv(0xFF20, tlv.encode(0xDF22, b"a") + tlv.encode(0xDF22, b"b")).children() == {0xDF22: b"a"}


@pytest.mark.parametrize(
    "data", ["", "30", "DF", "DF22", "DF8101", "DF2280", "DF228501", "DF2282FF", "3003AABB", "FFFFFFFF"]
)
def test_what_is_no_data_object_is_refused(data: str) -> None:
    with pytest.raises(MalformedTlv):
        tlv.first(bytes.fromhex(data))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        items = list(tlv.parse(data))
    except MalformedTlv:
        return
    assert sum(len(item.value) for item in items) <= len(data)


def test_repr_shows_no_value() -> None:
    assert repr(tlv.Tlv(0xDF22, b"secret")) == "Tlv(DF22, 6 bytes)"
