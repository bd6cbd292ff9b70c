"""The exact commands that mend, by system and package manager."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Final

from reader.doctor.surroundings import CardProgram, Surroundings

_INSTALL: Final[Mapping[str, str]] = {
    "apt-get": "sudo apt-get install -y",
    "dnf": "sudo dnf install -y",
    "zypper": "sudo zypper install -y",
    "pacman": "sudo pacman -S --needed",
    "apk": "sudo apk add",
}

INSTALLERS: Final = tuple(_INSTALL)
"""The package managers known here, by their commands."""

_PACKAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "library": {
        "apt-get": "libpcsclite1",
        "dnf": "pcsc-lite-libs",
        "zypper": "libpcsclite1",
        "pacman": "pcsclite",
        "apk": "pcsc-lite-libs",
    },
    "service": {
        "apt-get": "pcscd",
        "dnf": "pcsc-lite",
        "zypper": "pcsc-lite",
        "pacman": "pcsclite",
        "apk": "pcsc-lite",
    },
    "ccid": {
        "apt-get": "libccid",
        "dnf": "pcsc-lite-ccid",
        "zypper": "pcsc-ccid",
        "pacman": "ccid",
        "apk": "ccid",
    },
    "vpcd": {"apt-get": "vsmartcard-vpcd"},
}
"""What a component is called by each distribution; vpcd is packaged by Debian's family only."""

_POLKIT_RULE: Final = (
    'polkit.addRule(function(action, subject) { if (action.id.indexOf("org.debian.pcsc-lite.") == 0'
    ' && subject.user == "{user}") { return polkit.Result.YES; } });'
)
"""Both actions of pcscd, access_pcsc and access_card, for one user (facts pcsc §5.14)."""


def install(machine: Surroundings, component: str) -> str | None:
    """Return the command that installs `library`, `service`, `ccid` or `vpcd`."""
    if machine.installer is None or machine.installer not in _PACKAGES[component]:
        return None
    return f"{_INSTALL[machine.installer]} {_PACKAGES[component][machine.installer]}"


def start_service(machine: Surroundings) -> str | None:
    """Return the command that starts the service."""
    if machine.system == "win32":
        return "sc start SCardSvr"
    if machine.system == "darwin":
        return None  # launchd starts it with the first reader
    return "sudo systemctl enable --now pcscd.socket" if machine.has_systemd() else "sudo pcscd"


def restart_service(machine: Surroundings) -> str | None:
    """Return the command that has the service look for readers anew."""
    if machine.system != "linux":
        return start_service(machine)
    return "sudo systemctl restart pcscd" if machine.has_systemd() else "sudo sh -c 'pkill -x pcscd; pcscd'"


def allow(user: str) -> str:
    """Return the command that lets `user` use readers from any session."""
    rule = shlex.quote(_POLKIT_RULE.replace("{user}", user))
    return f"echo {rule} | sudo tee /etc/polkit-1/rules.d/50-pcscd.rules"


def release_from_kernel(modules: Sequence[str]) -> str:
    """Return the command that unloads kernel modules, and keeps them from coming back."""
    names = " ".join(modules)
    kept_out = shlex.quote("".join(f"blacklist {module}\\n" for module in modules))
    return f"sudo modprobe -r {names} && printf {kept_out} | sudo tee /etc/modprobe.d/card-readers.conf"


def end_programs(programs: Sequence[CardProgram]) -> str:
    """Return the command that ends them; GnuPG's daemon comes back by itself when GnuPG needs it."""
    if not programs:
        return "sudo grep -l libpcsclite /proc/[0-9]*/maps"
    others = [program.pid for program in programs if program.name != "scdaemon"]
    daemon = ["gpgconf --kill scdaemon"] if len(others) < len(programs) else []
    return "; ".join(daemon + ([f"kill {' '.join(map(str, others))}"] if others else []))


def use_reader(name: str) -> str:
    """Return the command that looks at the card on `name`."""
    return f"reader probe --reader {shlex.quote(name)}"
