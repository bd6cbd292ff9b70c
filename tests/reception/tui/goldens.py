"""Screens as plain text, two cells for a wide character: a change is a diff one can read.

python -m tests.reception.tui.goldens      writes them anew after a change that was meant; read the diff first
"""

import asyncio
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.reception.tui.driving import driving
from tests.reception.tui.scenes import WALKS

FOLDER = Path(__file__).parent / "goldens"
_PORT = re.compile(r"127\.0\.0\.1:\d{5}")
SIZES = ((80, 24), (120, 36))


def path_of(name: str, size: tuple[int, int]) -> Path:
    """Where the golden of this scene lies."""
    return FOLDER / f"{name}-{size[0]}x{size[1]}.txt"


async def screens(walk: str, size: tuple[int, int], data_dir: Path) -> dict[Path, str]:
    """Every screen of a walk by its golden."""
    async with driving(data_dir, size) as run:
        return {path_of(name, size): _PORT.sub("127.0.0.1:00000", run.text) async for name in WALKS[walk](run)}


async def _write() -> None:
    for size in SIZES:
        for walk in WALKS:
            with TemporaryDirectory() as folder:
                for path, text in (await screens(walk, size, Path(folder))).items():
                    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    asyncio.run(_write())
