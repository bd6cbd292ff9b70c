"""The photo of a card: within limits, averaged down, and never a crash."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fixtures import load_world
from fixtures.face import card_photo
from reception.tui.half_block import LARGE, SMALL, Grey, half_blocks
from reception.tui.photo import MOST_BYTES, PhotoUnreadable, decode


def _png(size: tuple[int, int], level: int = 128) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", size, level).save(buffer, "PNG")
    return buffer.getvalue()


def _png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has no pixels."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


@pytest.mark.parametrize("cells", [SMALL, LARGE])
def test_the_card_photo_of_the_world_becomes_half_blocks(cells: tuple[int, int]) -> None:
    photo = card_photo(load_world().people["takeshi"].face)
    columns, rows = cells
    grey = decode(photo, cells)
    assert [len(row) for row in grey.pixels] == [columns] * (rows * 2)
    drawn = half_blocks(grey).plain.split("\n")
    assert drawn == ["▀" * columns] * rows


def test_pixels_are_averaged_not_picked() -> None:
    image = Image.new("L", (320, 400))
    image.putdata([255 * (x % 2) for _ in range(400) for x in range(320)])
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    levels = {level for row in decode(buffer.getvalue(), SMALL).pixels for level in row}
    assert levels
    assert all(100 < level < 156 for level in levels)


def test_the_upper_pixel_is_ink_and_the_lower_is_ground() -> None:
    drawn = half_blocks(Grey((bytes([10]), bytes([200]))))
    style = drawn.spans[0].style
    assert not isinstance(style, str)
    assert style.foreground is not None
    assert style.background is not None
    assert (style.foreground.r, style.background.r) == (10, 200)


@pytest.mark.parametrize(
    "photo",
    [
        b"",
        b"not a picture",
        _png((320, 400))[:60],
        card_photo(load_world().people["ichiro"].face)[:3000],
        _png_header(60_000, 60_000),
        _png((2000, 2000)),
        bytes(MOST_BYTES + 1),
    ],
    ids=["empty", "text", "cut-png", "cut-jp2", "bomb", "too-many-pixels", "too-long"],
)
def test_a_broken_or_huge_photo_is_refused_in_words(photo: bytes) -> None:
    with pytest.raises(PhotoUnreadable) as refused:
        decode(photo, SMALL)
    assert "読めません" in refused.value.ja
    assert refused.value.next_ja


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_a_face_or_a_refusal(noise: bytes) -> None:
    photo = _png((8, 10))
    for candidate in (noise, photo[:20] + noise + photo[20:], b"\x00\x00\x00\x0cjP  \r\n\x87\n" + noise):
        try:
            decode(candidate, SMALL)
        except PhotoUnreadable:
            continue
