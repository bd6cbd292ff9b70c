"""By what right packages are installed: as root, through sudo, or not at all."""

import os
import sys

from reception.setup.running import Runner


def is_root() -> bool:
    """Whether this process is the administrator."""
    return sys.platform != "win32" and os.geteuid() == 0


def has_terminal() -> bool:
    """Whether somebody could type a password for sudo."""
    return sys.stdin is not None and sys.stdin.isatty()


def prefix(run: Runner, *, root: bool, terminal: bool) -> tuple[str, ...] | None:
    """What to put before apt-get: nothing for root, sudo that asks nothing, sudo that may ask; None: no right."""
    if root:
        return ()
    if run(("sudo", "-n", "true")).code == 0:
        return ("sudo", "-n")
    if terminal and run(("sudo", "--version")).code == 0:
        return ("sudo",)
    return None
