"""Installing what is missing with apt, or saying what to install by hand."""

import platform
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reception.setup import privilege
from reception.setup.errors import NetworkUnreachable, NotPermitted, PackageManagerFailed, PackagesMissing
from reception.setup.report import Report
from reception.setup.running import Outcome, Runner
from reception.setup.system_packages import SystemPackage

NO_NETWORK = (
    "Temporary failure resolving",
    "Could not resolve",
    "Could not connect",
    "Unable to connect",
    "Connection timed out",
    "Network is unreachable",
    "Failed to fetch",
)
FAMILIES = {"fedora": "fedora", "rhel": "fedora", "suse": "fedora", "arch": "arch", "alpine": "alpine"}


@dataclass(frozen=True)
class Machine:
    """What this machine can do about missing packages."""

    system: str
    """As `platform.system()` says: Linux, Darwin, Windows."""
    has_apt: bool
    family: str
    """debian, fedora, arch or alpine: whose package names to say."""
    root: bool
    terminal: bool

    @classmethod
    def here(cls) -> "Machine":
        """The machine this runs on."""
        return cls(
            system=platform.system(),
            has_apt=shutil.which("apt-get") is not None,
            family=_family(),
            root=privilege.is_root(),
            terminal=privilege.has_terminal(),
        )


def _family() -> str:
    """The distribution's family by /etc/os-release; debian when it says nothing known."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "debian"
    names = (release.get("ID", ""), *release.get("ID_LIKE", "").split())
    return next((FAMILIES[name] for name in names if name in FAMILIES), "debian")


def missing(packages: Iterable[SystemPackage]) -> tuple[SystemPackage, ...]:
    """Those the machine does not have."""
    return tuple(package for package in packages if not package.present())


def commands(rights: Sequence[str], packages: Sequence[SystemPackage]) -> tuple[tuple[str, ...], ...]:
    """What to run: refresh the lists, then install without recommendations, waiting for another apt to finish."""
    apt = (*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300")
    names = (package.debian for package in packages)
    return ((*apt, "update"), (*apt, "install", "-y", "--no-install-recommends", *names))


def provide(absent: Sequence[SystemPackage], machine: Machine, run: Runner, report: Report, log: Path) -> None:
    """Install the absent packages, or go on without those that are not needed.

    Raises NotPermitted, PackagesMissing, NetworkUnreachable or PackageManagerFailed when a needed one stays absent.
    """
    rights = privilege.prefix(run, root=machine.root, terminal=machine.terminal) if machine.has_apt else None
    if rights is None:
        _do_without(absent, machine, report)
        return
    names = " ".join(package.debian for package in absent)
    report.say(f"パッケージを入れます: {names}", "installing system packages")
    outcome = _install(rights, absent, run, report)
    needed = [package for package in absent if package.needed]
    if outcome.code and needed and len(needed) < len(absent):
        outcome = _install(rights, needed, run, report)
    _judge(outcome, missing(absent), report, log)


def _install(rights: Sequence[str], packages: Sequence[SystemPackage], run: Runner, report: Report) -> Outcome:
    """Refresh and install. A failed refresh alone decides nothing: the lists on the machine may be good enough."""
    refresh, install = commands(rights, packages)
    refreshed = run(refresh, report.progress)
    installed = run(install, report.progress)
    report.clear()
    return Outcome(installed.code, installed.output + refreshed.output if installed.code else "")


def _judge(outcome: Outcome, still: Sequence[SystemPackage], report: Report, log: Path) -> None:
    """Turn apt's failure into the error that says what to do; optional packages are only mentioned."""
    needed = [package for package in still if package.needed]
    if not needed:
        _mention(still, report)
    elif any(sign in outcome.output for sign in NO_NETWORK):
        raise NetworkUnreachable(tool="apt-get", log=str(log))
    else:
        names = " ".join(package.debian for package in needed)
        raise PackageManagerFailed(last=outcome.last_line, packages=names, log=str(log))


def _do_without(absent: Sequence[SystemPackage], machine: Machine, report: Report) -> None:
    """Go on when nothing needed is absent; else say what to install by hand."""
    needed = [package for package in absent if package.needed]
    if not needed:
        _mention(absent, report)
        return
    details = {
        "what_ja": "、".join(package.ja for package in needed),
        "what_en": ", ".join(package.en for package in needed),
        "packages": " ".join(dict.fromkeys(package.name_in(machine.family) for package in absent)),
    }
    if machine.has_apt:
        raise NotPermitted(**details)
    raise PackagesMissing(**details)


def _mention(absent: Sequence[SystemPackage], report: Report) -> None:
    """Say what is done without."""
    for package in absent:
        report.say(f"{package.ja} ({package.debian}) なしで続けます", f"going on without {package.en}")
