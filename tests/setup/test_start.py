"""The whole way, on machines of every kind; and the promise that nothing but the standard library is needed for it."""

import ast
import os
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest

from reception.setup import apt, errors, start
from reception.setup.environment import Environment, Purpose
from reception.setup.errors import NetworkUnreachable, SetupError
from reception.setup.exclusive import exclusively
from reception.setup.pip import counter
from reception.setup.report import Report
from reception.setup.running import LoggedRunner, Outcome
from reception.setup.start import ROOT
from tests.setup.machine import DEBIAN, MAC, WINDOWS, FakeRunner, Screen, package


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A checkout that has no `.venv` yet."""
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return Environment(tmp_path)


@pytest.mark.parametrize("machine", [MAC, WINDOWS], ids=["macOS", "Windows"])
def test_where_wheels_exist_only_python_is_needed(
    machine: apt.Machine, environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "DESK", (package("gcc"),))
    environment.folder.mkdir()
    run = FakeRunner()
    start.install(environment, Purpose.DESK, machine, run, Screen().report)
    assert not any("apt-get" in command for command in run.commands)
    assert any("desk.lock" in command[-1] for command in run.commands)


def test_linux_gets_its_packages_first(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(start, "DESK", (package("gcc", present=lambda: "gcc" in installed),))
    environment.folder.mkdir()
    run = FakeRunner(on_run=lambda command: installed.extend(command))
    start.install(environment, Purpose.DESK, DEBIAN, run, Screen().report)
    programs = [
        next(word for word in command if word in {"apt-get", "venv", "pip", "compileall"}) for command in run.commands
    ]
    assert programs == ["apt-get", "apt-get", "venv", "pip", "pip", "pip", "compileall"]


def test_a_second_start_does_and_says_nothing(environment: Environment) -> None:
    environment.programs.mkdir(parents=True)
    environment.program("python").touch()
    environment.stamp(Purpose.DESK).write_text(environment.fingerprint(Purpose.DESK))
    screen = Screen()
    start.prepare(environment, Purpose.DESK, screen.report)
    assert screen.text == ""
    assert not (environment.folder / "setup.lock").exists()


def test_a_folder_that_cannot_be_written(environment: Environment) -> None:
    environment.folder.write_text("a file where the folder should be")
    with pytest.raises(errors.ReadOnlyCheckout) as refused:
        start.prepare(environment, Purpose.DESK, Screen().report)
    assert str(environment.folder) in refused.value.ja
    assert refused.value.exit_code == 73


def test_a_refusal_is_four_sentences_and_an_exit_code() -> None:
    def refuse() -> int:
        raise NetworkUnreachable(tool="pip", log="setup.log")

    screen = Screen()
    assert start.attempt(refuse, screen.report) == 75
    lines = screen.text.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["準備できませんでした:", "", "Not", ""]
    assert "Traceback" not in screen.text


def test_ctrl_c_says_that_the_same_command_continues() -> None:
    def interrupt() -> int:
        raise KeyboardInterrupt

    screen = Screen()
    assert start.attempt(interrupt, screen.report) == 130
    assert "同じコマンドで続きから始まります" in screen.text


def test_two_starts_wait_for_each_other(tmp_path: Path) -> None:
    waited, order = threading.Event(), []

    def second() -> None:
        with exclusively(tmp_path / "lock", waited.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with exclusively(tmp_path / "lock", lambda: pytest.fail("nobody holds it")):
        thread.start()
        assert waited.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_programs_run_without_the_users_detours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    run = LoggedRunner(tmp_path / "log", tmp_path)
    probe = "import os; print(os.environ.get('PIP_TARGET'), os.environ.get('PYTHONPATH'), os.environ['PATH'])"
    heard: list[str] = []
    outcome = run((sys.executable, "-c", probe), heard.append)
    assert outcome == Outcome(0, f"None None {tmp_path}{os.pathsep}{os.environ['PATH']}\n")
    assert heard == [outcome.output]
    assert (tmp_path / "log").read_text().endswith(outcome.output)
    assert run((str(tmp_path / "absent"),)).code == 127


def test_a_terminal_that_knows_no_japanese_still_reads_english(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="latin-1") as stream:
        Report(stream).say("準備", "preparing")
    assert (tmp_path / "out").read_text(encoding="latin-1") == "?? / preparing\n"


class Terminal(StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_packages_come_and_nothing_of_it_stays() -> None:
    terminal = Terminal()
    hear = counter(2, Report(terminal))
    for line in (
        "Collecting anyio==4.16.0\n",
        "  Downloading x.whl\n",
        "Processing /files/h11-0.16.0-py3-none-any.whl\n",
    ):
        hear(line)
    hear("Installing collected packages: h11, anyio\n")
    Report(terminal).say("準備ができました", "ready")
    shown = terminal.getvalue().split("\r\x1b[K")
    assert shown == ["", "  1/2 anyio", "  2/2 h11", "  2/2 展開しています / unpacking", "準備ができました / ready\n"]


def test_a_record_in_a_file_sees_no_progress() -> None:
    screen = Screen()
    counter(2, screen.report)("Collecting anyio==4.16.0\n")
    assert screen.text == ""


def every_error() -> list[type[SetupError]]:
    return SetupError.__subclasses__()


@pytest.mark.parametrize("error", every_error(), ids=lambda error: error.__name__)
def test_every_refusal_has_its_line_in_the_table_and_both_languages(error: type[SetupError]) -> None:
    assert f"├── {error.__name__} " in errors.__doc__ or f"└── {error.__name__} " in errors.__doc__
    assert all((error.ja, error.en, error.next_ja, error.next_en))
    line = next(line for line in errors.__doc__.splitlines() if f" {error.__name__} " in line)
    assert f" {error.exit_code} " in line
    assert str(error.exit_code) in (ROOT / "docs" / "developing.md").read_text(encoding="utf-8")


def test_preparing_imports_the_standard_library_only() -> None:
    for path in [*(ROOT / "reception" / "setup").glob("*.py"), ROOT / "tests" / "checks.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            foreign = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
            assert all(name == "reception.cli" or name.startswith("reception.setup") for name in foreign), path


def test_an_interpreter_without_any_package_can_load_it() -> None:
    code = "import reception.__main__, tests.__main__, reception.setup.start, tests.checks"
    subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"], check=True
    )
