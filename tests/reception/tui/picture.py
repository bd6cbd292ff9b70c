"""A PNG of a running app's screen, cell by cell: for looking at it, and for the README.

python -m tests.reception.tui.picture            writes the README's pictures to docs/pictures
"""

import asyncio
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App

from tests.reception.tui import screen_text
from tests.reception.tui.driving import driving
from tests.reception.tui.scenes import WALKS

FONTS = Path("/usr/share/fonts/truetype/bizud-gothic")
PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
CELL = (10, 20)


def picture(app: App[Any], path: Path) -> None:
    """Write the screen as it is now."""
    width, height = app.size
    image = Image.new("RGB", (width * CELL[0], height * CELL[1]))
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(screen_text.rows(app)):
        _draw_row(draw, row, y)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def _draw_row(draw: ImageDraw.ImageDraw, row: list[Segment], y: int) -> None:
    x = 0
    for text, style, _ in row:
        for character in text:
            size = cell_len(character)
            _draw_cell(draw, character, style or Style(), (x, y, size))
            x += size


def _draw_cell(draw: ImageDraw.ImageDraw, character: str, style: Style, place: tuple[int, int, int]) -> None:
    x, y, size = place
    ink, ground = _colour(style.color, "#ffffff"), _colour(style.bgcolor, "#000000")
    if style.reverse:
        ink, ground = ground, ink
    left, top = x * CELL[0], y * CELL[1]
    box = (left, top, left + size * CELL[0] - 1, top + CELL[1] - 1)
    draw.rectangle(box, fill=ground)
    if character == "▀":
        draw.rectangle((*box[:3], top + CELL[1] // 2 - 1), fill=ink)
    elif character.strip():
        draw.text((left, top), character, fill=ink, font=_font(bold=bool(style.bold)))
    if style.underline:
        draw.line((left, box[3], box[2], box[3]), fill=ink)


def _colour(colour: Color | None, fallback: str) -> str:
    if colour is None or colour.is_default:
        return fallback
    return colour.get_truecolor().hex


@cache
def _font(*, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"BIZUDGothic-{'Bold' if bold else 'Regular'}.ttf", CELL[1])


README = {
    ("pin", "identity"): "pin.png",
    ("pin", "pin"): "pin-panel.png",
    ("visual", "faces"): "visual-check.png",
    ("declaration", "declaration"): "declaration.png",
    ("declaration", "declaration-summary"): "closing.png",
}
"""Walk and scene of every picture in the README."""


async def _write_readme_pictures() -> None:
    for walk in dict.fromkeys(walk for walk, _ in README):
        with TemporaryDirectory() as folder:
            async with driving(Path(folder)) as run:
                async for name in WALKS[walk](run):
                    if (walk, name) in README:
                        picture(run.app, PICTURES / README[walk, name])


if __name__ == "__main__":
    asyncio.run(_write_readme_pictures())
