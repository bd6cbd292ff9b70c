"""Filling the environment with pip: from the locks only, every file checked against its hash."""

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol

from reception.setup.errors import BuildFailed, DiskFull, InstallFailed, NetworkUnreachable, SetupError, WrongHash
from reception.setup.report import Report
from reception.setup.running import Outcome, Runner

PACKAGES = ("fixtures", "reader", "oqs_client", "mock_oqs_server", "reception", "tests")

SIGNS: tuple[tuple[type[SetupError], tuple[str, ...]], ...] = (
    (WrongHash, ("DO NOT MATCH THE HASHES",)),
    (DiskFull, ("No space left on device", "[Errno 28]", "[WinError 112]")),
    (
        NetworkUnreachable,
        (
            "NewConnectionError",
            "Retrying (Retry",
            "ConnectTimeout",
            "ReadTimeout",
            "ProxyError",
            "SSLError",
            "Name or service",
        ),
    ),
    (BuildFailed, ("Failed building wheel", "Failed to build", "metadata-generation-failed", "error: command")),
)
"""How each failure shows in what pip prints, most certain first."""


class Folder(Protocol):
    """The part of `Environment` that is filled."""

    @property
    def root(self) -> Path:
        """The checkout."""
        ...

    @property
    def folder(self) -> Path:
        """The environment."""
        ...

    def program(self, name: str) -> Path:
        """One of its programs."""
        ...


def install(place: Folder, lock: Path, build_lock: Path, run: Runner, report: Report) -> None:
    """Install the build tools, then the locked packages, then this project in place; compile its byte code.

    Build isolation is off: pyscard is then built with the locked setuptools and swig, not with today's newest.
    Raises the `SetupError` that fits what pip printed.
    """
    locked = ("--require-hashes", "--no-deps", "--no-build-isolation")
    project = ("--no-index", "--no-deps", "--no-build-isolation", "--editable", str(place.root))
    names = lock_names(lock)
    report.say(f"Python のパッケージを入れます ({len(names)} 個・1 分ほど)", f"installing {len(names)} Python packages")
    _pip(place, run, *locked, "--requirement", str(build_lock))
    _pip(place, run, *locked, "--requirement", str(lock), on_line=counter(len(names), report))
    _pip(place, run, *project)
    report.clear()
    _compile(place, run)


def lock_names(lock: Path) -> tuple[str, ...]:
    """The names of the packages in a lock, in its order."""
    return tuple(re.findall(r"^([a-z0-9-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE))


def counter(total: int, report: Report) -> Callable[[str], None]:
    """A listener that counts the packages pip has fetched, then says that they are unpacked."""
    numbers = count(1)

    def hear(line: str) -> None:
        if found := re.match(r"Collecting ([\w.-]+)|Processing .*/([\w.]+)-\d", line):
            report.progress(f"{next(numbers)}/{total} {found[1] or found[2]}")
        elif line.startswith("Installing collected"):
            report.progress(f"{total}/{total} 展開しています / unpacking")

    return hear


def _pip(place: Folder, run: Runner, *arguments: str, on_line: Callable[[str], None] | None = None) -> None:
    """Run `pip install`."""
    command = (
        str(place.program("python")),
        "-m",
        "pip",
        "install",
        "--no-input",
        "--no-color",
        "--progress-bar",
        "off",
    )
    outcome = run((*command, *arguments), on_line) if on_line else run((*command, *arguments))
    if outcome.code:
        raise failure(outcome, place.folder / "setup.log")


def failure(outcome: Outcome, log: Path) -> SetupError:
    """The error that fits what pip printed."""
    fitting = (error for error, signs in SIGNS if any(sign in outcome.output for sign in signs))
    return next(fitting, InstallFailed)(last=outcome.last_line, tool="pip", log=str(log))


def _compile(place: Folder, run: Runner) -> None:
    """Compile the project's own modules (pip compiles the others): the first start is then as quick as the second."""
    folders = [str(place.root / name) for name in PACKAGES if (place.root / name).is_dir()]
    run((str(place.program("python")), "-m", "compileall", "-q", *folders))
