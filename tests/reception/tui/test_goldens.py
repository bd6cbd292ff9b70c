"""The main screens look as they did, and no character on them has a width a terminal may see differently."""

import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.reception.tui.goldens import FOLDER, SIZES, screens
from tests.reception.tui.scenes import WALKS

GOLDENS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("walk", WALKS)
async def test_the_screens_are_as_they_were(tmp_path: Path, walk: str, size: tuple[int, int]) -> None:
    for path, text in (await screens(walk, size, tmp_path)).items():
        assert text == path.read_text(encoding="utf-8"), path.stem


def test_there_is_no_golden_without_a_scene() -> None:
    assert len(GOLDENS) == len(SIZES) * 23


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda path: path.stem)
def test_a_golden_fits_its_screen_and_every_terminal(golden: Path) -> None:
    text = golden.read_text(encoding="utf-8")
    width, height = map(int, golden.stem.rsplit("-", 1)[1].split("x"))
    lines = text.splitlines()
    assert len(lines) == height
    assert all(cell_len(line) <= width for line in lines)
    ambiguous = {character for character in text if unicodedata.east_asian_width(character) == "A"}
    assert ambiguous == ({"▀"} if golden.stem in {"faces-80x24", "faces-120x36"} else set())


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda path: path.stem)
def test_every_screen_says_training(golden: Path) -> None:
    assert golden.read_text(encoding="utf-8").splitlines()[0].startswith(" 【訓練】")
