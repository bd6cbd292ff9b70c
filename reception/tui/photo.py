"""From the card's JPEG 2000 to grey pixels for half-blocks, within limits. Pillow comes with the first photo."""

import io
from typing import TYPE_CHECKING

from reception.tui.half_block import Grey

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 100_000
"""The chip's photo has about 7 KB; nothing ten times as large is a face."""
MOST_PIXELS = 1_000_000
FACE = (0.14, 0.1, 0.86, 0.82)
"""The part of the portrait that is the face: left, upper, right, lower as shares of the sides."""


class PhotoUnreadable(Exception):
    """The photo cannot be shown."""

    ja = "カードの写真が読めません（壊れているか、大きすぎます）。"
    en = "The photo of the card cannot be read (damaged or too large)."
    next_ja = "Nを押して、ほかの方法で本人確認をしてください。"
    next_en = "Press N and check the identity in another way."


def decode(photo: bytes, cells: tuple[int, int]) -> Grey:
    """The face of a JPEG 2000 or PNG photo for `cells` (columns, rows). Raises PhotoUnreadable.

    Takes some 20 ms: call it in a thread.
    """
    from PIL import Image, UnidentifiedImageError

    if not 0 < len(photo) <= MOST_BYTES:
        raise PhotoUnreadable
    try:
        with Image.open(io.BytesIO(photo), formats=("JPEG2000", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PhotoUnreadable
            return _face(image.convert("L"), *cells)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError) as error:
        raise PhotoUnreadable from error


def _face(image: "Image.Image", columns: int, rows: int) -> Grey:
    """Crop to the face and average down (BOX: no halo), so that brows, nose and moles stay visible."""
    from PIL import Image

    left, upper, right, lower = FACE
    area = (image.width * left, image.height * upper, image.width * right, image.height * lower)
    small = image.crop(area).resize((columns, rows * 2), Image.Resampling.BOX)
    pixels = small.tobytes()
    return Grey(tuple(pixels[row : row + columns] for row in range(0, len(pixels), columns)))
