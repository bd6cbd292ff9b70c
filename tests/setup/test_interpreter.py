"""Which Python is accepted, and the way to another one."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest

from reception.setup import interpreter
from reception.setup.errors import UnsupportedPython
from reception.setup.start import ROOT

REACHED_BY_OLD_PYTHON = (
    "reception/__init__.py",
    "reception/__main__.py",
    "reception/setup/__init__.py",
    "reception/setup/errors.py",
    "reception/setup/interpreter.py",
    "tests/__init__.py",
    "tests/__main__.py",
)


@pytest.mark.parametrize(
    ("version", "accepted"),
    [((3, 8), False), ((3, 10), False), ((3, 11), True), ((3, 12), True), ((3, 13), True), ((3, 14), False)],
)
def test_3_11_to_3_13_are_accepted(version: tuple[int, int], accepted: bool) -> None:
    assert interpreter.supported(version) is accepted


def test_the_project_declares_the_same_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest, newest = interpreter.OLDEST, interpreter.NEWEST
    assert project["requires-python"] == f">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"


@pytest.mark.parametrize("path", REACHED_BY_OLD_PYTHON)
def test_the_refusal_itself_parses_on_python_3_8(path: str) -> None:
    ast.parse((ROOT / path).read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_newest_fitting_python_on_path_is_taken_and_stubs_are_passed_over() -> None:
    on_path = {
        "python3.13": "/stubs/python3.13",
        "python3.12": "/usr/bin/python3.12",
        "python3.11": "/usr/bin/python3.11",
    }
    assert interpreter.find_other(on_path.get, lambda path: "stubs" not in path) == "/usr/bin/python3.12"
    assert interpreter.find_other(on_path.get, lambda path: False) is None
    assert interpreter.find_other(lambda name: None, lambda path: True) is None


def test_a_python_is_recognised_by_running_it(tmp_path: Path) -> None:
    stub = tmp_path / "python3.13"
    stub.write_text("#!/bin/sh\necho 'version 3.13 is not installed' >&2\nexit 127\n")
    stub.chmod(0o755)
    assert interpreter.works(sys.executable)
    assert not interpreter.works(str(stub))


def test_an_old_python_without_another_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SystemExit) as ended:
        interpreter.require("reception")
    assert ended.value.code == UnsupportedPython.exit_code == 69
    out, err = capsys.readouterr()
    assert out == ""
    assert "この Python は 3.9 です" in err
    assert "sudo apt-get install python3" in err
    assert err.index("準備できませんでした") < err.index("Not ready")


def test_an_old_python_starts_another_one_with_the_same_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(sys, "version_info", (3, 14, 0, "final", 0))
    monkeypatch.setattr(sys, "argv", ["x", "--today", "2026-05-10"])
    monkeypatch.setattr(interpreter, "find_other", lambda: "/usr/bin/python3.12")
    monkeypatch.setattr(interpreter, "replace_process", lambda command: started.append(list(command)))
    interpreter.require("reception")
    assert started == [["/usr/bin/python3.12", "-m", "reception", "--today", "2026-05-10"]]


def test_a_fitting_python_goes_on_silently(capsys: pytest.CaptureFixture[str]) -> None:
    interpreter.require("reception")
    assert capsys.readouterr() == ("", "")
