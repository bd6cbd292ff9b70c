"""A PC/SC service of the tests' own, with two virtual slots, beside whatever the machine runs (facts pcsc §1.2 A).

It lives in a mount namespace and is reached through PCSCLITE_CSOCK_NAME, which the client library reads once in the
life of a process: `SOCKET` is therefore set when the tests are collected, before anything can ask for readers.
"""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

FOLDER: Final = Path(mkdtemp(prefix="pcscd-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
SOCKET: Final = FOLDER / "run" / "pcscd.comm"
os.environ["PCSCLITE_CSOCK_NAME"] = str(SOCKET)

DRIVER: Final = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
PROGRAMS: Final = ("pcscd", "unshare", "setpriv", "mount")
SLOTS: Final = ("Uketsuke 00 00", "Uketsuke 00 01")

_START = (
    'mount -t tmpfs tmpfs /run && mkdir /run/pcscd && mount --bind "$0" /run/pcscd'
    ' && exec setpriv --pdeathsig TERM pcscd --foreground --config "$1" $2'
)
_ATTEMPTS: Final = 500
_PATIENCE: Final = 0.02


class CannotRun(Exception):
    """The machine lacks something the private service needs."""


def missing() -> list[str]:
    """Return what is not installed here."""
    programs = [program for program in PROGRAMS if shutil.which(program) is None]
    return programs + ([] if DRIVER.exists() else [str(DRIVER)])


class PrivatePcscd:
    """The service, started and stopped as often as wanted; `ports` are those of its two slots."""

    def __init__(self) -> None:
        if sys.platform != "linux" or missing():
            raise CannotRun(f"not here: {', '.join(missing()) or sys.platform}")
        FOLDER.chmod(0o755)
        for name in ("run", "conf"):
            (FOLDER / name).mkdir(exist_ok=True)
        first = _two_free_ports()
        self.ports = (first, first + 1)
        (FOLDER / "conf" / "vpcd").write_text(
            f'FRIENDLYNAME "Uketsuke"\nDEVICENAME /dev/null:0x{first:X}\nLIBPATH {DRIVER}\nCHANNELID 0x{first:X}\n'
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the service and return when it accepts clients."""
        rights = [] if os.geteuid() == 0 else ["--map-root-user"]
        with (FOLDER / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["unshare", *rights, "--mount", "sh", "-c", _START, FOLDER / "run", FOLDER / "conf", _polkit_option()],
                stdout=log,
                stderr=log,
            )
        for _ in range(_ATTEMPTS):
            if _accepts():
                return
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                continue
            break
        self.stop()
        raise CannotRun(f"pcscd does not start: {(FOLDER / 'log').read_text(errors='replace')[-400:]}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the service."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None
            SOCKET.unlink(missing_ok=True)


def _accepts() -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(SOCKET))
        except OSError:
            return False
    return True


def _two_free_ports() -> int:
    """Return a port that is free together with the next one."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def _polkit_option() -> str:
    """Return the option that switches polkit off, where this version has it."""
    helped = subprocess.run(["pcscd", "--help"], capture_output=True, text=True, check=False)
    return "--disable-polkit" if "--disable-polkit" in helped.stdout + helped.stderr else ""
