"""The small 1-bit PNGs the card holds instead of text (my-number-card §2.3)."""

from functools import cache
from io import BytesIO
from typing import Final
from unicodedata import category

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

_GETA: Final = "〓"
_UNDRAWABLE: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def text_png(text: str, width: int, height: int) -> bytes:
    """Draw one line of text, black on white, shrunk to fit.

    What no font can draw (controls, lone surrogates) becomes 〓, as in print; what this font lacks becomes a box.
    """
    text = "".join(_GETA if category(sign) in _UNDRAWABLE else sign for sign in text)
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
