"""The small 1-bit PNGs the card holds instead of text (my-number-card §2.3)."""

from functools import cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

_JAPANESE_FONTS: Final = (
    "NotoSansCJK-Regular.ttc",
    "BIZUDGothic-Regular.ttf",
    "ipaexg.ttf",
    "ipag.ttf",
    "fonts-japanese-gothic.ttf",
    "Hiragino Sans GB.ttc",
    "msgothic.ttc",
)
"""Looked for by file name, in the platform's font folders, in this order."""


def text_png(text: str, width: int, height: int) -> bytes:
    """Draw one line of text, black on white, shrunk to fit. Without a Japanese font the signs become boxes."""
    size = height
    while size > 6 and _font(size).getlength(text) > width:
        size -= 1
    image = Image.new("1", (width, height), 1)
    ImageDraw.Draw(image).text((width // 2, height // 2), text, fill=0, font=_font(size), anchor="mm")
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the first Japanese font there is, else the one Pillow brings."""
    for name in _JAPANESE_FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
