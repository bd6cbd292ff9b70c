"""BER-TLV as these cards write it: one- or two-byte tags, lengths longer than needed, FF filler (my-number-card §2.2).

DER parsers refuse `FF 40 82 00 9F`; the card face and text files are full of such lengths.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.errors import MalformedTlv

_MAX_LENGTH_OCTETS = 4


@dataclass(frozen=True)
class Tlv:
    """One data object: tag (`0x30`, `0xFF20`, `0xDF27`) and value."""

    tag: int
    value: bytes

    def children(self) -> dict[int, bytes]:
        """Return the data objects inside the value by tag; the first of a repeated tag counts. Raises MalformedTlv."""
        found: dict[int, bytes] = {}
        for child in parse(self.value):
            found.setdefault(child.tag, child.value)
        return found

    def __repr__(self) -> str:
        """Show tag and length; the value may be personal."""
        return f"Tlv({self.tag:X}, {len(self.value)} bytes)"


def header(data: bytes) -> tuple[int, int, int]:
    """Read tag and length: (tag, bytes the header takes, length of the value). Raises MalformedTlv."""
    if not data:
        raise MalformedTlv("no tag")
    tag_octets = 2 if data[0] & 0x1F == 0x1F else 1
    if len(data) <= tag_octets:
        raise MalformedTlv("no length")
    if tag_octets == 2 and data[1] & 0x80:
        raise MalformedTlv("tag longer than two bytes")
    size, length = _length(data[tag_octets:])
    return int.from_bytes(data[:tag_octets]), tag_octets + size, length


def _length(data: bytes) -> tuple[int, int]:
    """Read a length field: (bytes it takes, its value)."""
    first = data[0]
    if first < 0x80:
        return 1, first
    octets = first & 0x7F
    if not 1 <= octets <= _MAX_LENGTH_OCTETS or len(data) <= octets:
        raise MalformedTlv("length field cannot be read")
    return 1 + octets, int.from_bytes(data[1 : 1 + octets])


def whole_length(start: bytes) -> int:
    """Return how long the first data object is in all, from its first bytes. Raises MalformedTlv."""
    _, header_length, length = header(start)
    return header_length + length


def first(data: bytes) -> Tlv:
    """Return the first data object; what follows it (filler) does not matter. Raises MalformedTlv."""
    tag, start, length = header(data)
    if len(data) < start + length:
        raise MalformedTlv("value is shorter than its length says")
    return Tlv(tag, data[start : start + length])


def parse(data: bytes) -> Iterator[Tlv]:
    """Yield the data objects one after another up to the end or the FF or 00 filler. Raises MalformedTlv."""
    position = 0
    while position < len(data) and data[position:].strip(b"\xff") and data[position:].strip(b"\x00"):
        item = first(data[position:])
        position += whole_length(data[position:])
        yield item


def encode(tag: int, value: bytes, *, length_octets: int = 0) -> bytes:
    """Write one data object with the shortest length field, or with `8x` and `length_octets` bytes of length."""
    tag_bytes = tag.to_bytes(2 if tag > 0xFF else 1)
    return tag_bytes + _encoded_length(len(value), length_octets) + value


def _encoded_length(length: int, octets: int) -> bytes:
    if octets == 0 and length < 0x80:
        return bytes((length,))
    octets = max(octets, (length.bit_length() + 7) // 8)
    return bytes((0x80 | octets,)) + length.to_bytes(octets)
