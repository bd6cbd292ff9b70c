"""The command as a process: what it says, and its exit codes."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from mock_oqs_server.cli import DATABASE_REFUSED, DONE, FIXTURES_WRONG, PORT_TAKEN, USAGE, main

COMMAND = [sys.executable, "-m", "mock_oqs_server.cli"]
ROOT = Path(__file__).parents[2]


def run(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=60,
        cwd=ROOT,
        env=os.environ | (env or {}),
    )


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server in its own process and its address, as it says it."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
    ) as process:
        assert process.stdout is not None
        greeting = [process.stdout.readline() for _ in range(5)]
        try:
            yield process, greeting[1].split()[-1] + "\n" + "".join(greeting)
        finally:
            process.kill()


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_and_stops_politely(tmp_path: Path, stop: signal.Signals) -> None:
    database = tmp_path / "registry.sqlite"
    with running("--database", str(database), "--today", "2026-05-10") as (process, said):
        url = said.splitlines()[0]
        assert "訓練" in said
        assert f"{url}/docs" in said
        assert "2026-05-10" in said
        assert httpx.get(f"{url}/health", trust_env=False).json()["status"] == "ok"
        process.send_signal(stop)
        assert process.wait(timeout=30) == 0
    assert database.exists()


def one_line(result: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in result.stderr.splitlines() if line.startswith("mock-oqs-server:")]
    assert "Traceback" not in result.stderr
    assert len(lines) == 1
    return lines[0]


def test_a_taken_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        result = run("--port", port)
    assert result.returncode == 3
    assert port in one_line(result)
    assert result.stdout == ""


def test_a_newer_database(tmp_path: Path) -> None:
    path = tmp_path / "newer.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE t (x); PRAGMA application_id=0x4F515331; PRAGMA user_version=99;")
    before = path.read_bytes()
    result = run("--port", "0", "--database", str(path))
    assert result.returncode == 4
    assert str(path) in one_line(result)
    assert "version 99" in one_line(result)
    assert path.read_bytes() == before


def test_wrong_fixtures(tmp_path: Path) -> None:
    result = run("--port", "0", "--fixtures", str(tmp_path))
    assert result.returncode == 5
    assert "insurers.yaml" in one_line(result)


@pytest.mark.parametrize(
    "arguments", [["--port", "99999"], ["--port", "x"], ["--today", "2026-02-30"], ["--today", "令和8年"], ["--what"]]
)
def test_wrong_options(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert arguments[-1] in capsys.readouterr().err


def test_help_documents_every_option_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    for word in ("--host", "--port", "--database", "--seed", "--today", "--fixtures", "訓練用"):
        assert word in said
    for code in (DONE, USAGE, PORT_TAKEN, DATABASE_REFUSED, FIXTURES_WRONG):
        assert f"  {code}  " in said


def test_a_terminal_without_japanese_gets_the_english() -> None:
    result = run("--help", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert result.returncode == 0
    assert "exit codes" in result.stdout
