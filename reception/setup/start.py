"""From a bare checkout to the running program: `python3 -m reception` and `python3 -m tests` come through here."""

import errno
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from reception.setup import apt, interpreter
from reception.setup.environment import Environment, Purpose
from reception.setup.errors import DiskFull, ReadOnlyCheckout, SetupError
from reception.setup.exclusive import exclusively
from reception.setup.report import Report
from reception.setup.running import LoggedRunner, Runner
from reception.setup.system_packages import DESK, TESTS

ROOT = Path(__file__).parents[2]
INTERRUPTED = 130


def open_desk(arguments: Sequence[str]) -> int:
    """Become the desk: `reception.cli` in this process where everything is here, else `.venv/bin/reception`."""
    checkout = (ROOT / "pyproject.toml").is_file()
    environment = Environment(ROOT)
    inside = Path(sys.prefix) == environment.folder
    if not checkout or (inside and environment.ready(Purpose.DESK)):
        from reception.cli import main

        return main(list(arguments))
    return attempt(lambda: _hand_over(prepare(environment, Purpose.DESK), arguments))


def _hand_over(environment: Environment, arguments: Sequence[str]) -> int:
    """Replace this process by the desk."""
    interpreter.replace_process([str(environment.program("reception")), *arguments])
    return 0


def attempt(action: Callable[[], int], report: Report | None = None) -> int:
    """Run a preparation and what follows it; a refusal or Ctrl-C becomes a message and an exit code."""
    report = report or Report()
    try:
        return action()
    except SetupError as error:
        report.clear()
        report.tell(error.message)
        return error.exit_code
    except KeyboardInterrupt:
        report.say("中断しました。同じコマンドで続きから始まります", "interrupted; the same command continues")
        return INTERRUPTED


def prepare(environment: Environment, purpose: Purpose, report: Report | None = None) -> Environment:
    """Make the checkout ready for `purpose`; quick and silent when it is. Raises SetupError."""
    if environment.ready(purpose):
        return environment
    report = report or Report()
    try:
        environment.folder.mkdir(exist_ok=True)
        run = LoggedRunner(environment.folder / "setup.log", environment.programs)
        with exclusively(environment.folder / "setup.lock", lambda: _tell_waiting(report)):
            if not environment.ready(purpose):
                install(environment, purpose, apt.Machine.here(), run, report)
    except OSError as error:
        raise _refusal(error, environment) from error
    return environment


def install(environment: Environment, purpose: Purpose, machine: apt.Machine, run: Runner, report: Report) -> None:
    """Install what is missing, outside Python and inside. The caller holds the lock. Raises SetupError, OSError."""
    report.say("準備をします (初めてのときだけ・1～3 分)", "preparing (the first time only, 1-3 minutes)")
    wanted = TESTS if purpose is Purpose.TESTS else DESK
    absent = apt.missing(wanted) if machine.system == "Linux" else ()
    if absent:
        apt.provide(absent, machine, run, report, environment.folder / "setup.log")
    environment.install(purpose, run, report)
    report.say("準備ができました", "ready")


def _tell_waiting(report: Report) -> None:
    """Say that another start is at work."""
    report.say("別の準備が終わるのを待っています", "waiting for another set-up in this checkout to finish")


def _refusal(error: OSError, environment: Environment) -> SetupError:
    """What an error while writing means to the newcomer."""
    if error.errno == errno.ENOSPC:
        return DiskFull()
    return ReadOnlyCheckout(folder=str(environment.folder), reason=error.strerror or str(error))
