"""The Python environment `.venv` of a checkout: whether it is ready, how it is made, repaired and filled."""

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reception.setup import pip
from reception.setup.errors import BuildFailed, EnvironmentFailed, NetworkUnreachable, WrongHash
from reception.setup.report import Report
from reception.setup.running import Runner
from reception.setup.system_packages import VENV

LOCKS = Path(__file__).parent
KEPT = frozenset({"setup.lock", "setup.log", "unfinished"})
"""What stays in `.venv` when it is made anew."""


class Purpose(StrEnum):
    """What the environment is for; each has its lock."""

    DESK = "desk"
    TESTS = "tests"

    @property
    def lock(self) -> Path:
        """The packages, with hashes."""
        return LOCKS / f"{self}.lock"


BUILD_LOCK = LOCKS / "build.lock"
SYSTEM_PACKAGES = LOCKS / "system_packages.py"


@dataclass(frozen=True)
class Environment:
    """`.venv` in the checkout `root`. A stamp per purpose says with what it was filled; without one it is not ready."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.root / ".venv"

    @property
    def programs(self) -> Path:
        """Where its programs lie."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def program(self, name: str) -> Path:
        """One of its programs."""
        return self.programs / (f"{name}.exe" if os.name == "nt" else name)

    def fingerprint(self, purpose: Purpose) -> str:
        """What decides the content: packages, locks, pyproject.toml, Python, and the place (paths are baked in)."""
        digest = hashlib.sha256(f"{sys.version_info[:2]} {sys.platform} {self.folder}".encode())
        for path in (SYSTEM_PACKAGES, BUILD_LOCK, purpose.lock, self.root / "pyproject.toml"):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def stamp(self, purpose: Purpose) -> Path:
        """The file that holds the fingerprint once everything is installed."""
        return self.folder / f"{purpose}.ready"

    def ready(self, purpose: Purpose) -> bool:
        """Whether nothing has to be done."""
        stamp = self.stamp(purpose)
        if not (stamp.is_file() and self.program("python").exists()):
            return False
        return stamp.read_text(encoding="ascii") == self.fingerprint(purpose)

    def install(self, purpose: Purpose, run: Runner, report: Report) -> None:
        """Make or repair the environment, fill it from the lock, set the stamps. Raises SetupError.

        The mark `unfinished` stays when the process dies at work: the next start then makes everything anew. It goes
        when pip fails before it unpacks: the next start then continues.
        """
        usable = self._usable(run)
        self._unfinished.touch()
        for each in Purpose:
            self.stamp(each).unlink(missing_ok=True)
        try:
            if not usable:
                self._make(run, report)
            pip.install(self, purpose.lock, BUILD_LOCK, run, report)
        except (NetworkUnreachable, WrongHash, BuildFailed):
            self._unfinished.unlink()
            raise
        self._unfinished.unlink()
        for each in {purpose, Purpose.DESK}:
            self.stamp(each).write_text(self.fingerprint(each), encoding="ascii")

    @property
    def _unfinished(self) -> Path:
        """The mark of an installation at work."""
        return self.folder / "unfinished"

    def _make(self, run: Runner, report: Report) -> None:
        """Make an empty environment with the interpreter this one was made from, itself outside any environment."""
        self._clear()
        report.say("Python の環境 .venv を作ります", "making the Python environment .venv")
        base = getattr(sys, "_base_executable", None) or sys.executable
        outcome = run((str(base), "-m", "venv", str(self.folder)))
        if outcome.code:
            raise EnvironmentFailed(last=outcome.last_line, hint=VENV.debian, log=str(self.folder / "setup.log"))

    def _usable(self, run: Runner) -> bool:
        """Whether its Python starts, is of the running version, has pip, and no installation died in it."""
        if self._unfinished.exists() or not self.program("python").exists():
            return False
        wanted = f"{sys.version_info.major}.{sys.version_info.minor} {self.folder}"
        probe = "import sys, pip; print('%d.%d' % sys.version_info[:2], sys.prefix)"
        return run((str(self.program("python")), "-I", "-c", probe)).output.strip() == wanted

    def _clear(self) -> None:
        """Empty the folder but for the lock that is held and the record."""
        for entry in self.folder.iterdir():
            if entry.name in KEPT:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
