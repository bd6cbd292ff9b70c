"""A PC/SC service of one's own, with two virtual slots, beside whatever the machine runs (facts pcsc §1.2 A).

pcscd has its socket path compiled in; in a mount namespace of its own, with a tmpfs over /run, that path is a folder of
ours, where every program reaches the service that has `PCSCLITE_CSOCK_NAME` set to its socket. Linux only: as root, or
where the system lets users make namespaces. The client library reads the variable once in the life of a process, so it
must be set before the first PC/SC call.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

from reader.errors import PcscdCannotRun

READER_NAME: Final = "Uketsuke"
SLOTS: Final = (f"{READER_NAME} 00 00", f"{READER_NAME} 00 01")
"""The names of the two readers, as PC/SC programs see them."""

ENVIRONMENT_VARIABLE: Final = "PCSCLITE_CSOCK_NAME"

_DRIVERS: Final = (
    Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so"),
    Path("/usr/lib64/pcsc/drivers/serial/libifdvpcd.so"),
    Path("/usr/local/lib/pcsc/drivers/serial/libifdvpcd.so"),
)
_PROGRAMS: Final = ("pcscd", "unshare", "setpriv", "mount")
_ADMINISTRATOR_PATH: Final = "/usr/sbin:/sbin"
"""Where pcscd lies, and what an ordinary user's PATH often lacks."""

_START: Final = (
    'mount -t tmpfs tmpfs /run && mkdir /run/pcscd && mount --bind "$0" /run/pcscd'
    ' && exec setpriv --pdeathsig TERM pcscd --foreground --config "$1" $2'
)
_ATTEMPTS: Final = 500
_PATIENCE: Final = 0.02
_LOG_SHOWN: Final = 400
_PORT_ATTEMPTS: Final = 5
_PORT_TAKEN: Final = "Address already in use"
"""What the driver says; the service itself runs on without the reader (facts pcsc §5.16)."""


def missing() -> list[str]:
    """Return what this machine lacks for a private service; empty when everything is installed."""
    if sys.platform != "linux":
        return [f"Linux ({sys.platform})"]
    programs = [program for program in _PROGRAMS if _found(program) is None]
    return programs + ([] if _driver() else [str(_DRIVERS[0])])


def _found(program: str) -> str | None:
    return shutil.which(program, path=_search_path())


def _search_path() -> str:
    return os.pathsep.join((os.environ.get("PATH", os.defpath), _ADMINISTRATOR_PATH))


def _driver() -> Path | None:
    return next((driver for driver in _DRIVERS if driver.exists()), None)


class PrivatePcscd:
    """The service in `folder`, started and stopped as often as wanted; `ports` are those of its two slots.

    Start it from a thread that stays: it ends with the thread that started it, so that nothing is left behind by a
    program that dies.
    """

    def __init__(self, folder: Path, port: int | None = None) -> None:
        """Choose the ports; `port` None takes two free ones. Raises PcscdCannotRun."""
        if lacking := missing():
            raise PcscdCannotRun(f"missing: {', '.join(lacking)}")
        self.folder = folder
        self._wanted = port
        self._choose_ports()
        self._process: subprocess.Popen[bytes] | None = None

    def _choose_ports(self) -> None:
        first = _free_ports(self._wanted)
        self.ports = (first, first + 1)

    def _lay_out(self) -> None:
        """Make the folders and the reader's configuration; the service may run as another user, so all may enter."""
        for folder in (self.folder, self.folder / "run", self.folder / "conf"):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)
        port = f"0x{self.ports[0]:X}"
        (self.folder / "conf" / "vpcd").write_text(
            f'FRIENDLYNAME "{READER_NAME}"\nDEVICENAME /dev/null:{port}\nLIBPATH {_driver()}\nCHANNELID {port}\n'
        )

    @property
    def socket(self) -> Path:
        """What `PCSCLITE_CSOCK_NAME` must say."""
        return self.folder / "run" / "pcscd.comm"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def start(self) -> None:
        """Start the service and return when it accepts clients and its slots listen. Raises PcscdCannotRun.

        Free ports may be taken by somebody else before the driver opens them; others are then chosen.
        """
        for _ in range(_PORT_ATTEMPTS):
            self._start_once()
            if _PORT_TAKEN not in self._last_words():
                return
            self.stop()
            self._choose_ports()
        raise PcscdCannotRun(f"port {self.ports[0]} is taken")

    def _start_once(self) -> None:
        if _accepts(self.socket):
            raise PcscdCannotRun(f"another service uses {self.socket}")
        try:
            self._lay_out()
        except OSError as error:
            raise PcscdCannotRun(f"{self.folder}: {error.strerror}") from error
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # every argument is a constant, a folder or an option
                self._command(), stdout=log, stderr=log, env={**os.environ, "PATH": _search_path()}, process_group=0
            )
        if not self._becomes_ready():
            self.stop()
            raise PcscdCannotRun(f"pcscd does not start: {self._last_words()}")

    def _command(self) -> list[str]:
        rights = [] if os.geteuid() == 0 else ["--map-root-user"]
        script = [_START, str(self.folder / "run"), str(self.folder / "conf"), _polkit_option()]
        return [str(_found("unshare")), *rights, "--mount", "sh", "-c", *script]

    def _becomes_ready(self) -> bool:
        """Wait until the socket accepts; False when the service ends instead or takes ten seconds."""
        for _ in range(_ATTEMPTS):
            if _accepts(self.socket):
                return True
            if self._ended_within(_PATIENCE):
                return False
        return False

    def _ended_within(self, seconds: float) -> bool:
        if self._process is None:
            return True
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _last_words(self) -> str:
        return self._log.read_text(errors="replace").strip()[-_LOG_SHOWN:]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the service; stopping twice is allowed."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None
            self.socket.unlink(missing_ok=True)


def _accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def _free_ports(wanted: int | None) -> int:
    """Return a port that is free together with the next one. Raises PcscdCannotRun when `wanted` is taken."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("", wanted or 0))
                port: int = first.getsockname()[1]
                second.bind(("", port + 1))
            except (OSError, OverflowError) as error:
                if wanted is not None:
                    raise PcscdCannotRun(f"port {wanted} or {wanted + 1} is taken") from error
                continue
            return port


def _polkit_option() -> str:
    """Return the option that switches polkit off, where this version has it (facts pcsc §5.14)."""
    helped = subprocess.run([str(_found("pcscd")), "--help"], capture_output=True, text=True, check=False)  # noqa: S603
    return "--disable-polkit" if "--disable-polkit" in helped.stdout + helped.stderr else ""
