"""The command line: what it prints, where, and with which exit code; and what it never says."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fixtures import World
from reception.journal import Journal
from tests.reception.conftest import ROOT, Ended, Reception


def told(ended: Ended) -> list[str]:
    """The lines of an error: what happened and what to do, each in Japanese and English; no traceback."""
    lines = ended.err.splitlines()
    assert len(lines) == 4
    assert ended.out == ""
    assert re.search(r"[ぁ-んァ-ヶ一-龠]", lines[0])
    assert lines[2].startswith("→ ")
    assert lines[3].startswith("→ ")
    return lines


@pytest.mark.parametrize("arguments", [["--help"], ["visit", "--help"], ["patients", "--help"]])
def test_help_tells_options_and_exit_codes_in_japanese_first(arguments: list[str], reception: Reception) -> None:
    ended = reception(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert "usage: reception" in ended.out
    if arguments != ["patients", "--help"]:
        assert "終了コード / exit codes" in ended.out
        assert "--data-dir" in ended.out


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_and_version_wait_for_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom reception.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "heavy = {'textual', 'httpx', 'pydantic', 'fastapi', 'sqlalchemy', 'cryptography', 'yaml', 'smartcard'}\n"
        "sys.exit(sorted(heavy & set(sys.modules)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_list_of_patients_has_one_line_each_id_first(world: World, reception: Reception) -> None:
    ended = reception("patients")
    assert ended.code == 0
    assert [line.split("\t")[0] for line in ended.out.splitlines()] == list(world.people)
    assert "訓練田　一郎" in ended.out


def test_a_reader_of_the_list_may_stop_reading() -> None:
    program = "import sys; from reception.cli import main; sys.exit(main(['patients']))"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.close()
        assert listing.stderr.read() == b""


def test_a_day_that_does_not_exist_is_told(reception: Reception, tmp_path: Path) -> None:
    for text in ("2026-02-30", "tomorrow", "2026-13-01"):
        ended = reception("visit", "--patient", "ichiro", "--today", text, "--data-dir", tmp_path)
        assert ended.code == 2
        assert text in told(ended)[0]


def test_an_unknown_patient_is_told_with_the_nearest_ids(reception: Reception, tmp_path: Path) -> None:
    ended = reception("visit", "--patient", "ichirou", "--data-dir", tmp_path)
    assert ended.code == 2
    assert "ichiro" in told(ended)[0].replace("ichirou", "")


def test_nobody_named_is_told(reception: Reception, tmp_path: Path) -> None:
    ended = reception("visit", "--data-dir", tmp_path)
    assert ended.code == 2
    assert "--patient" in told(ended)[2]


def test_an_unknown_clinic_is_told_with_the_known_ones(reception: Reception, tmp_path: Path) -> None:
    ended = reception("visit", "--patient", "ichiro", "--clinic", "nowhere", "--data-dir", tmp_path)
    assert ended.code == 2
    assert "sakura" in told(ended)[2]


@pytest.mark.parametrize("url", ["localhost:80", "ftp://127.0.0.1", "http://", "::"])
def test_a_server_that_is_no_url_is_told(url: str, reception: Reception, tmp_path: Path) -> None:
    ended = reception("visit", "--patient", "ichiro", "--server", url, "--data-dir", tmp_path)
    assert ended.code == 2
    assert url in told(ended)[0]


def test_a_reader_that_is_not_there_is_told(reception: Reception, tmp_path: Path) -> None:
    ended = reception("visit", "--patient", "ichiro", "--reader", "No Such Reader 00 00", "--data-dir", tmp_path)
    assert ended.code == 3
    lines = told(ended)
    assert "No Such Reader" in lines[0]
    assert lines[1].isascii()


def test_a_file_in_place_of_the_data_folder_is_told(reception: Reception, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    ended = reception("visit", "--patient", "ichiro", "--data-dir", tmp_path / "data")
    assert ended.code == 5
    assert str(tmp_path / "data") in told(ended)[0]
    assert (tmp_path / "data").read_text() == "a file"


def test_a_wrong_setting_is_told(reception: Reception, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("colour = 1\n")
    ended = reception("visit", "--patient", "ichiro", "--data-dir", tmp_path)
    assert ended.code == 5
    assert "colour" in told(ended)[0]


def test_a_second_desk_on_the_same_data_is_told(reception: Reception, tmp_path: Path) -> None:
    with Journal.open(tmp_path / "journal.sqlite", lambda: datetime.now(UTC)):
        ended = reception("visit", "--patient", "ichiro", "--data-dir", tmp_path)
    assert ended.code == 5
    assert "--data-dir" in told(ended)[2]


def test_a_registry_that_is_not_one_is_told_and_left_alone(reception: Reception, tmp_path: Path) -> None:
    (tmp_path / "registry.sqlite").write_bytes(b"not a database, but somebody's")
    ended = reception("visit", "--patient", "ichiro", "--data-dir", tmp_path)
    assert ended.code == 4
    told(ended)
    assert (tmp_path / "registry.sqlite").read_bytes() == b"not a database, but somebody's"


def test_a_damaged_journal_is_kept_aside_told_and_the_visit_runs(
    reception: Reception, server_url: str, tmp_path: Path
) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"what was here before")
    ended = reception("visit", "--patient", "ichiro", "--json", "--server", server_url, "--data-dir", tmp_path)
    assert (ended.code, ended.json()["copayment_yen"]) == (0, 1240)
    assert "kept-aside" in ended.err
    (aside,) = tmp_path.glob("journal-kept-aside-*.sqlite")
    assert aside.read_bytes() == b"what was here before"


def test_the_command_line_wins_over_plan_and_settings(reception: Reception, server_url: str, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('clinic = "nowhere"\n')
    (tmp_path / "plan.yaml").write_text("patient: nobody\ndate: 2026-06-01\nclinic: nowhere-else\n")
    words = ["--plan", tmp_path / "plan.yaml", "--patient", "ichiro", "--today", "2026-06-15", "--clinic", "ume"]
    ended = reception("visit", *words, "--json", "--server", server_url, "--data-dir", tmp_path)
    assert ended.code == 0
    assert (ended.json()["patient"], ended.json()["date"]) == ("ichiro", "2026-06-15")


def test_options_may_stand_before_the_command(reception: Reception, server_url: str, tmp_path: Path) -> None:
    words = ["--today", "2026-06-15", "--data-dir", tmp_path, "--server", server_url]
    ended = reception(*words, "visit", "--patient", "ichiro", "--json")
    assert ended.code == 0
    assert (tmp_path / "journal.sqlite").exists()


def test_without_json_the_end_is_told_in_words(reception: Reception, server_url: str, tmp_path: Path) -> None:
    ended = reception("visit", "--patient", "ichiro", "--server", server_url, "--data-dir", tmp_path)
    assert ended.code == 0
    assert "訓練" in ended.out
    assert "1240円" in ended.out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp932"])
def test_a_locale_without_utf_8_still_gets_utf_8(encoding: str) -> None:
    program = "import sys; from reception.cli import main; sys.exit(main(['patients']))"
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "訓練田　一郎" in done.stdout.decode("utf-8")


def test_a_secret_reaches_neither_journal_nor_log_nor_terminal(
    reception: Reception, server_url: str, tmp_path: Path
) -> None:
    """武's PIN, a wrong PIN, and his 照合番号B (昭和33年10月15日, 2031, 8164)."""
    (tmp_path / "plan.yaml").write_text(
        'patient: takeshi\nsteps:\n  - receive-card\n  - place-card\n  - enter-pin: "9057"\n'
        '  - start-visual-check: "33101520318164"\n  - judge-face\n  - ask-consent\n  - restore-mode\n'
        "  - enter-points\n  - return-card\n  - close-visit\n",
        "utf-8",
    )
    words = ["visit", "--plan", tmp_path / "plan.yaml", "--server", server_url, "--data-dir", tmp_path / "data"]
    ended = reception(*words)
    assert ended.code == 0
    with closing(sqlite3.connect(tmp_path / "data" / "journal.sqlite")) as database:
        bodies = [body for (body,) in database.execute("SELECT body FROM entry")]
    assert any('"pin-rejected"' in body for body in bodies)
    log = (tmp_path / "data" / "desk.log").read_text("utf-8")
    assert "enter-pin" in log
    # A port of the server may hold any four digits.
    everything = re.sub(r"127\.0\.0\.1:\d+", "", "\n".join([*bodies, log, ended.out, ended.err]))
    assert "9057" not in everything
    assert "33101520318164" not in everything
    assert "8164" not in everything
