"""Try counters outlive resets, processes and SIGKILL (my-number-card §8.5: persistent across resets)."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import CountersUnavailable
from reader.virtual import FileCounters, InMemoryCounters, VirtualCard
from reader.virtual.mint import mint
from tests.reader.script import JPKI, ascii_hex, run
from tests.reader.world import ADULT, PIN, WORLD

WRONG, RIGHT = ascii_hex("9999"), ascii_hex(PIN)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cards" / "adult.json"


def card_with(file: Path) -> VirtualCard:
    return mint(WORLD, ADULT, FileCounters(file))


def test_the_count_outlives_a_reset(adult: VirtualCard) -> None:
    run(adult, f"{JPKI} > 9000\n0020009804{WRONG} > 63C2\nreset\n{JPKI} > 9000\n00200098 > 63C2")


def test_the_count_outlives_the_card_object(file: Path) -> None:
    run(card_with(file), f"{JPKI} > 9000\n0020009804{WRONG} > 63C2")
    run(card_with(file), f"{JPKI} > 9000\n00200098 > 63C2\n0020009804{WRONG} > 63C1")
    run(card_with(file), f"{JPKI} > 9000\n0020009804{RIGHT} > 9000")
    run(card_with(file), f"{JPKI} > 9000\n00200098 > 63C3")


def test_two_cards_on_one_file_see_one_count(file: Path) -> None:
    first, second = card_with(file), card_with(file)
    run(first, f"{JPKI} > 9000\n0020009804{WRONG} > 63C2")
    run(second, f"{JPKI} > 9000\n0020009804{WRONG} > 63C1")
    run(first, "00200098 > 63C1")


def test_a_lock_stays_locked(file: Path) -> None:
    run(card_with(file), f"{JPKI} > 9000\n0020009804{WRONG} > 63C2\n0020009804{WRONG} > 63C1\n0020009804{WRONG} > 63C0")
    run(card_with(file), f"{JPKI} > 9000\n00200098 > 63C0\n0020009804{RIGHT} > 6984")


KILLED_AFTER_VERIFY = """
import os, signal, sys
from pathlib import Path
from reader.virtual import FileCounters
from reader.virtual.mint import mint
from tests.reader.script import JPKI, send
from tests.reader.world import ADULT, WORLD
card = mint(WORLD, ADULT, FileCounters(Path(sys.argv[1])))
send(card, JPKI)
sys.stdout.write(send(card, "0020009804" + sys.argv[2])[1])
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_process_killed_right_after_the_answer_has_counted(file: Path) -> None:
    for answer in ("63C2", "63C1"):
        killed = subprocess.run(
            [sys.executable, "-c", KILLED_AFTER_VERIFY, str(file), WRONG], capture_output=True, text=True, check=False
        )
        assert (killed.stdout, killed.returncode) == (answer, -9)
    run(card_with(file), f"{JPKI} > 9000\n00200098 > 63C1")


class PowerCut(Exception):
    """The power went away while the chip wrote."""


class CuttingCounters(InMemoryCounters):
    """Counters whose chip loses power right after writing a value once."""

    def store(self, key: str, tries: int) -> None:
        super().store(key, tries)
        raise PowerCut


@pytest.mark.parametrize("pin", [WRONG, RIGHT])
def test_the_try_is_counted_before_the_comparison(pin: str) -> None:
    """Cutting the power must never give a free try, not even with the right PIN."""
    counters = CuttingCounters()
    card = mint(WORLD, ADULT, counters)
    run(card, f"{JPKI} > 9000")
    with pytest.raises(PowerCut):
        run(card, f"0020009804{pin} > 9000")
    assert counters.tries_left("jpki-0018") == 2


def test_the_file_is_small_readable_json_without_secrets(file: Path) -> None:
    run(card_with(file), f"{JPKI} > 9000\n0020009804{WRONG} > 63C2\n0020009B04{WRONG} > 63C4")
    assert json.loads(file.read_text("utf-8")) == {"jpki-0018": 2, "jpki-001b": 4}
    assert [found.name for found in file.parent.iterdir()] == ["adult.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"jpki-0018": "3"}', '{"jpki-0018": 99}', "\x00\x01"])
def test_a_damaged_file_is_told_and_kept(file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content, "utf-8")
    card = card_with(file)
    run(card, f"{JPKI} > 9000")
    with pytest.raises(CountersUnavailable, match=r"adult\.json"):
        run(card, f"0020009804{RIGHT} > 9000")
    assert file.read_text("utf-8") == content


def test_a_file_that_cannot_be_read_is_no_fresh_card(tmp_path: Path) -> None:
    card = card_with(tmp_path)  # a folder stands where the file should be
    run(card, f"{JPKI} > 9000")
    with pytest.raises(CountersUnavailable):
        run(card, "00200098 > 63C3")


def test_a_full_disk_gives_no_answer_and_keeps_the_count(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = card_with(file)
    run(card, f"{JPKI} > 9000\n0020009804{WRONG} > 63C2")
    with monkeypatch.context() as full:
        full.setattr("os.fsync", _no_space)
        with pytest.raises(CountersUnavailable):
            run(card, f"0020009804{RIGHT} > 9000")
    run(card, "00200098 > 63C2")
    assert [found.name for found in file.parent.iterdir()] == ["adult.json"]


def _no_space(descriptor: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_place_that_cannot_be_written_gives_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    card = card_with(tmp_path / "file" / "adult.json")
    run(card, f"{JPKI} > 9000")
    with pytest.raises(CountersUnavailable):
        run(card, f"0020009804{RIGHT} > 9000")
