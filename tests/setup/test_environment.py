"""When `.venv` counts as ready, and what is done when it does not."""

import re
import shutil
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from reception.setup.environment import BUILD_LOCK, Environment, Purpose
from reception.setup.errors import (
    BuildFailed,
    DiskFull,
    EnvironmentFailed,
    InstallFailed,
    NetworkUnreachable,
    SetupError,
    WrongHash,
)
from reception.setup.running import Outcome
from reception.setup.start import ROOT
from tests.setup.machine import FakeRunner, Screen

PROBE = "-I"


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A checkout with an empty `.venv` folder."""
    environment = Environment(tmp_path)
    environment.folder.mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return environment


def make_programs(environment: Environment) -> None:
    environment.programs.mkdir(exist_ok=True)
    environment.program("python").touch()


def runner(environment: Environment, *plan: tuple[tuple[str, ...], Outcome]) -> FakeRunner:
    """Answers like the real programs: `venv` makes a python, the probe tells its version and place."""

    def run(command: Sequence[str]) -> None:
        if "venv" in command:
            make_programs(environment)

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    probe = ((PROBE,), Outcome(0, f"{version} {environment.folder}\n"))
    return FakeRunner([*plan, probe], on_run=run)


def install(environment: Environment, run: FakeRunner, purpose: Purpose = Purpose.DESK) -> str:
    screen = Screen()
    environment.install(purpose, run, screen.report)
    return screen.text


def made(run: FakeRunner) -> bool:
    return any("venv" in command for command in run.commands)


def requirements(run: FakeRunner) -> list[str]:
    return [Path(command[-1]).name for command in run.commands if "--requirement" in command]


def test_a_fresh_folder_is_made_filled_and_ready(environment: Environment) -> None:
    run = runner(environment)
    told = install(environment, run)
    assert "making the Python environment" in told
    assert requirements(run) == ["build.lock", "desk.lock"]
    assert environment.ready(Purpose.DESK)
    assert not environment.ready(Purpose.TESTS)


def test_every_download_is_checked_and_nothing_else_is_fetched(environment: Environment) -> None:
    run = runner(environment)
    install(environment, run)
    downloads = [command for command in run.commands if "--requirement" in command]
    assert all({"--require-hashes", "--no-deps", "--no-build-isolation"} <= set(command) for command in downloads)
    editable = next(command for command in run.commands if "--editable" in command)
    assert {"--no-index", "--no-build-isolation"} <= set(editable)


def test_the_tests_environment_serves_the_desk_too(environment: Environment) -> None:
    install(environment, runner(environment), Purpose.TESTS)
    assert environment.ready(Purpose.DESK)
    assert environment.ready(Purpose.TESTS)


def test_a_working_environment_is_kept_when_the_lock_changes(environment: Environment) -> None:
    install(environment, runner(environment))
    (environment.root / "pyproject.toml").write_text("[project]\nname = 'changed'\n")
    assert not environment.ready(Purpose.DESK)
    again = runner(environment)
    install(environment, again)
    assert not made(again)
    assert environment.ready(Purpose.DESK)


def test_a_moved_checkout_is_not_ready(environment: Environment, tmp_path: Path) -> None:
    install(environment, runner(environment))
    elsewhere = Environment(tmp_path / "elsewhere")
    elsewhere.root.mkdir()
    shutil.copytree(environment.folder, elsewhere.folder)
    shutil.copy(environment.root / "pyproject.toml", elsewhere.root)
    assert not elsewhere.ready(Purpose.DESK)


def test_a_python_that_vanished_is_noticed(environment: Environment) -> None:
    install(environment, runner(environment))
    environment.program("python").unlink()
    environment.program("python").symlink_to(environment.root / "gone")
    assert not environment.ready(Purpose.DESK)


@pytest.mark.parametrize("probe", [Outcome(1, "ModuleNotFoundError: pip\n"), Outcome(0, "3.10 elsewhere\n")])
def test_a_broken_environment_is_made_anew_without_its_old_content(environment: Environment, probe: Outcome) -> None:
    make_programs(environment)
    (environment.folder / "lib").mkdir()
    (environment.folder / "lib" / "half").touch()
    (environment.folder / "setup.lock").touch()
    run = runner(environment, ((PROBE,), probe))
    install(environment, run)
    assert made(run)
    assert not (environment.folder / "lib").exists()
    assert (environment.folder / "setup.lock").exists(), "the lock is held while this happens"


def test_an_installation_that_died_is_made_anew(environment: Environment) -> None:
    def die(command: Sequence[str]) -> None:
        if "venv" in command:
            make_programs(environment)
        if "desk.lock" in command[-1]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install(environment, FakeRunner(on_run=die))
    assert not environment.ready(Purpose.DESK)
    run = runner(environment)
    install(environment, run)
    assert made(run)
    assert environment.ready(Purpose.DESK)


def test_after_a_lost_network_the_second_run_continues(environment: Environment) -> None:
    offline = Outcome(1, "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'\n")
    with pytest.raises(NetworkUnreachable) as failed:
        install(environment, runner(environment, (("--require-hashes",), offline)))
    assert "(pip cannot download)" in failed.value.en
    assert not environment.ready(Purpose.DESK)
    run = runner(environment)
    install(environment, run)
    assert not made(run)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", WrongHash),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", DiskFull),
        ("urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool: Read timed out.", NetworkUnreachable),
        (
            "error: command '/usr/bin/gcc' failed with exit code 1\nERROR: Failed building wheel for pyscard",
            BuildFailed,
        ),
        ("ERROR: Something nobody foresaw", InstallFailed),
    ],
)
def test_what_pip_prints_becomes_what_to_do(environment: Environment, printed: str, expected: type[SetupError]) -> None:
    with pytest.raises(expected) as failed:
        install(environment, runner(environment, (("--require-hashes",), Outcome(1, f"{printed}\n"))))
    assert type(failed.value) is expected
    assert failed.value.next_ja
    assert failed.value.next_en


def test_an_environment_that_cannot_be_made(environment: Environment) -> None:
    broken = Outcome(1, "Error: Command '[...]' returned non-zero exit status 1.\n")
    with pytest.raises(EnvironmentFailed) as failed:
        install(environment, runner(environment, (("venv",), broken)))
    assert "setup.log" in failed.value.next_en


class TestLocks:
    """The three locks: complete, hashed, in agreement, and silent about where the packages come from."""

    LOCKS = (BUILD_LOCK, Purpose.DESK.lock, Purpose.TESTS.lock)

    @staticmethod
    def pins(lock: Path) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))

    def test_versions_agree(self) -> None:
        build, desk, tests = map(self.pins, self.LOCKS)
        assert desk.items() <= tests.items()
        assert all(tests.get(name, version) == version for name, version in build.items())

    def test_what_the_project_asks_for_is_locked(self) -> None:
        declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        build, desk, tests = map(self.pins, self.LOCKS)
        groups = declared["dependency-groups"]
        asked = ((declared["project"]["dependencies"], desk), (groups["dev"], tests), (groups["build"], build))
        for wanted, locked in asked:
            for requirement in map(Requirement, wanted):
                assert requirement.specifier.contains(locked[requirement.name]), requirement

    def test_building_uses_only_what_is_locked(self) -> None:
        declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        assert {*declared["build-system"]["requires"], "setuptools", "swig"} <= self.pins(BUILD_LOCK).keys()

    @pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
    def test_every_package_has_a_hash_and_no_place(self, lock: Path) -> None:
        text = lock.read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
        assert all("--hash=sha256:" in block for block in blocks)
        assert not re.search(r"://|--index|--find-links|--extra| @ ", text)
