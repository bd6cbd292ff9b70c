"""Which Python the desk runs on, and the way to one that fits. This module runs on Python 3.8."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from reception.setup.errors import UnsupportedPython

OLDEST = (3, 11)
NEWEST = (3, 13)


def supported(version: Sequence[int]) -> bool:
    """Whether a version such as `sys.version_info[:2]` is 3.11, 3.12 or 3.13."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def candidates() -> list[str]:
    """The commands to look for on PATH, newest first: python3.13, python3.12, python3.11."""
    return [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]


def works(path: str) -> bool:
    """Whether the program is a Python that fits. A name on PATH proves nothing: version managers put stubs there."""
    probe = "import sys; print(sys.version_info[0], sys.version_info[1])"
    answer = subprocess.run([path, "-c", probe], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    numbers = answer.stdout.split()
    return len(numbers) == 2 and supported([int(number) for number in numbers])


def find_other(which: Callable[[str], str | None] = shutil.which, works: Callable[[str], bool] = works) -> str | None:
    """The path of the first fitting Python on PATH, None when there is none."""
    found = (which(name) for name in candidates())
    return next((path for path in found if path and works(path)), None)


def require(module: str) -> None:
    """Return when this interpreter fits; else start `module` again with one that does, or exit 69 saying what to do."""
    if supported(sys.version_info[:2]):
        return
    other = find_other()
    if other is None:
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.stderr.write(UnsupportedPython(found=found, module=module).message + "\n")
        raise SystemExit(UnsupportedPython.exit_code)
    replace_process([other, "-m", module, *sys.argv[1:]])


def replace_process(command: Sequence[str]) -> None:
    """Become another program. Windows cannot: there the program runs inside this one and its exit code is passed on."""
    sys.stdout.flush()
    if os.name == "nt":
        raise SystemExit(subprocess.call(list(command)))
    os.execv(command[0], list(command))
