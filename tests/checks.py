"""The project's checks in their order. Standard library only: this runs before anything is installed."""

import os
import subprocess
import sys
from collections.abc import Sequence

from reception.setup import interpreter, start
from reception.setup.environment import Environment, Purpose
from reception.setup.report import Report
from reception.setup.system_packages import ADMINISTRATOR_PATH

CHECKS = (
    ("書式 / format", ("ruff", "format", "--check", "--quiet")),
    ("文法 / lint", ("ruff", "check", "--quiet")),
    ("型 / types", ("mypy",)),
    ("層 / contracts", ("lint-imports",)),
)
TESTS = "試験 / tests"
WORKERS = ("-n", "2")
"""Two processes: the tests are independent of one another, and a small machine has two cores."""


def run(arguments: Sequence[str]) -> int:
    """Prepare, check, and become pytest: its closing line ends the output, its exit code is ours."""
    return start.attempt(lambda: _check(arguments))


def _check(arguments: Sequence[str]) -> int:
    """The exit code of the first check that fails; returns only then (on Windows, never)."""
    environment = start.prepare(Environment(start.ROOT), Purpose.TESTS)
    for heading, (program, *rest) in () if arguments else CHECKS:
        _head(f"{heading}: {' '.join((program, *rest))}")
        code = subprocess.call((str(environment.program(program)), *rest), cwd=start.ROOT)
        if code:
            return code
    if not arguments:
        _head(f"{TESTS}: pytest {' '.join(WORKERS)}")
    os.environ["PATH"] = os.pathsep.join((os.environ.get("PATH", os.defpath), ADMINISTRATOR_PATH))  # pcscd lies there
    interpreter.replace_process([str(environment.program("python")), "-m", "pytest", *(arguments or WORKERS)])
    return 0


def _head(heading: str) -> None:
    """Write one heading line, before the check writes its own."""
    Report(stream=sys.stdout).tell(f"== {heading}")
