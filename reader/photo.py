"""The photo on the chip, looked at before anybody decodes it: JPEG 2000 within the limits of a face.

A decoder trusts what a picture says of itself and sets memory aside for it. A card that is not what it should be can
claim a picture of gigabytes in a few bytes; container and code stream are therefore both asked for their size here
(ISO/IEC 15444-1 annexes A.5.1 and I).
"""

from collections.abc import Iterator
from typing import Final

from reader.errors import PhotoUnreadable

MAX_BYTES: Final = 100_000
"""A real photo has about 7 KB."""

MAX_SIDE: Final = 2000
"""Pixels; the photo on a card is about 320 x 400."""

_MAX_COMPONENTS: Final = 4
_MAX_TILES: Final = 64

_SIGNATURE: Final = bytes.fromhex("0000000C6A5020200D0A870A")
"""First box of every JPEG 2000 file in a JP2 container."""

_CODE_STREAM_START: Final = bytes.fromhex("FF4FFF51")
"""SOC, and SIZ, which must follow it at once."""


def check(photo: bytes) -> None:
    """Raise PhotoUnreadable unless `photo` is JPEG 2000 in a JP2 container of a size a face can have."""
    if not photo.startswith(_SIGNATURE) or len(photo) > MAX_BYTES:
        raise PhotoUnreadable
    boxes = dict(_boxes(photo))
    if not {b"jp2h", b"jp2c"} <= boxes.keys():
        raise PhotoUnreadable
    _check_header(dict(_boxes(boxes[b"jp2h"])).get(b"ihdr", b""))
    _check_code_stream(boxes[b"jp2c"])


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield type and content of each box. Length 0 means up to the end; 64-bit lengths are beyond any photo."""
    position = 0
    while position < len(data):
        length = int.from_bytes(data[position : position + 4]) or len(data) - position
        if not 8 <= length <= len(data) - position:
            raise PhotoUnreadable
        yield data[position + 4 : position + 8], data[position + 8 : position + length]
        position += length


def _check_header(header: bytes) -> None:
    """Look at the image header box: height, width, components."""
    if len(header) != 14:
        raise PhotoUnreadable
    _check_size(int.from_bytes(header[4:8]), int.from_bytes(header[:4]), int.from_bytes(header[8:10]))


def _check_code_stream(stream: bytes) -> None:
    """Look at SIZ: reference grid, tiles, components. This is what a decoder goes by."""
    if not stream.startswith(_CODE_STREAM_START) or len(stream) < 42:
        raise PhotoUnreadable
    right, bottom, left, top, tile_width, tile_height = (int.from_bytes(stream[at : at + 4]) for at in range(8, 32, 4))
    _check_size(right - left, bottom - top, int.from_bytes(stream[40:42]))
    if not tile_width or not tile_height:
        raise PhotoUnreadable
    if (right // tile_width + 1) * (bottom // tile_height + 1) > _MAX_TILES:
        raise PhotoUnreadable


def _check_size(width: int, height: int, components: int) -> None:
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE and 1 <= components <= _MAX_COMPONENTS):
        raise PhotoUnreadable
