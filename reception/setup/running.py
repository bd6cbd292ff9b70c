"""Running other programs: one door, so that every decision above it can be tried without touching the machine."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

UNWANTED = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
"""Variables that would send the installation elsewhere or mix another interpreter's modules in."""


@dataclass(frozen=True)
class Outcome:
    """What a program left: its exit code and everything it printed (stdout and stderr in order)."""

    code: int
    output: str = ""

    @property
    def last_line(self) -> str:
        """The last printed line that says something, cut to 200 characters; empty when nothing was printed."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        errors = [line for line in lines if line.lower().startswith(("error", "e:", "fatal"))]
        return (errors or lines or [""])[-1][:200]


class Runner(Protocol):
    """Runs a program to its end; `on_line` hears each line while it runs. A program that is not there: code 127."""

    def __call__(self, command: Sequence[str], on_line: Callable[[str], None] = ...) -> Outcome:
        """Run `command` and return how it ended."""
        ...


def ignore(line: str) -> None:
    """Hear nothing."""


@dataclass(frozen=True)
class LoggedRunner:
    """Runs programs on this machine and keeps what they printed in `log`; `path` is searched before PATH."""

    log: Path
    path: Path

    def __call__(self, command: Sequence[str], on_line: Callable[[str], None] = ignore) -> Outcome:
        """Run `command`; see `Runner`. Standard input stays the user's, so that sudo can ask for a password."""
        lines: list[str] = []
        with self.log.open("a", encoding="utf-8", buffering=1) as log:
            log.write(f"$ {' '.join(command)}\n")
            try:
                process = subprocess.Popen(
                    command,
                    env=environment(os.environ, self.path),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    encoding="utf-8",
                    errors="replace",
                )
            except FileNotFoundError:
                return Outcome(127)
            with process:
                for line in process.stdout or ():
                    log.write(line)
                    lines.append(line)
                    on_line(line)
        return Outcome(process.returncode, "".join(lines))


def environment(variables: Mapping[str, str], path: Path) -> dict[str, str]:
    """The variables a program is started with: English messages (they are told apart), `path` first, no detours."""
    kept = {name: value for name, value in variables.items() if name not in UNWANTED}
    return kept | {
        "PATH": os.pathsep.join((str(path), kept.get("PATH", os.defpath))),
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
