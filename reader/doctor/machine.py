"""The machine the doctor runs on."""

import ctypes
import getpass
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from reader.connection import CardReader
from reader.doctor.remedies import INSTALLERS
from reader.doctor.surroundings import CardProgram
from reader.time_limit import TimeLimitedReader

_LIBRARY: Final = "libpcsclite.so.1"
_CARD_READER_CLASS: Final = "0b"
"""USB interface class of smart card devices (CCID)."""

_GRABBING_MODULES: Final = ("pn533_usb", "port100")
"""NFC drivers of the kernel that claim contactless readers before libccid can."""

_DRIVERS: Final = {"ccid": "ifd-ccid.bundle", "vpcd": "libifdvpcd.so"}
_DRIVER_FOLDERS: Final = ("usr/lib/pcsc", "usr/lib64/pcsc", "usr/local/lib/pcsc", "usr/lib/*/pcsc")
_SERVICE_PATH: Final = "/usr/sbin:/sbin:/usr/local/sbin"
"""Where pcscd lies, and what an ordinary user's PATH often lacks."""

_ANSWER_WITHIN: Final = 10.0


class Machine:
    """The real surroundings; `root` and `environment` stand for others in tests of what is read from files."""

    def __init__(self, root: Path = Path("/"), environment: Mapping[str, str] = os.environ) -> None:
        self._root = root
        self._environment = environment

    @property
    def system(self) -> str:
        """The platform as Python calls it."""
        return sys.platform

    @property
    def user(self) -> str:
        """The login name."""
        return getpass.getuser()

    @property
    def installer(self) -> str | None:
        """The first known package manager there is."""
        return next((command for command in INSTALLERS if shutil.which(command)), None)

    @property
    def service_socket(self) -> str | None:
        """The value of PCSCLITE_CSOCK_NAME."""
        return self._environment.get("PCSCLITE_CSOCK_NAME")

    def library_loads(self) -> bool:
        """Try to load it: pyscard itself would print to standard output where it is missing."""
        try:
            ctypes.CDLL(_LIBRARY)
        except OSError:
            return False
        return True

    def service_installed(self) -> bool:
        """Look for pcscd, in the administrator's path too."""
        path = os.pathsep.join((self._environment.get("PATH", os.defpath), _SERVICE_PATH))
        return shutil.which("pcscd", path=path) is not None

    def has_systemd(self) -> bool:
        """As sd_booted(3) finds out."""
        return (self._root / "run/systemd/system").is_dir()

    def remote_session(self) -> bool:
        """Whether sshd started this session."""
        return "SSH_CONNECTION" in self._environment

    def drivers(self) -> frozenset[str]:
        """Look into the folders pcscd loads its drivers from."""
        folders = [found for folder in _DRIVER_FOLDERS for found in self._root.glob(folder)]
        return frozenset(
            driver for driver, file in _DRIVERS.items() if any(any(folder.rglob(file)) for folder in folders)
        )

    def usb_readers(self) -> tuple[str, ...]:
        """Look for interfaces of the smart card class."""
        interfaces = sorted(self._root.glob("sys/bus/usb/devices/*:*/bInterfaceClass"))
        return tuple(
            self._product(interface.parent.name.partition(":")[0])
            for interface in interfaces
            if _text(interface) == _CARD_READER_CLASS
        )

    def _product(self, device: str) -> str:
        return _text(self._root / "sys/bus/usb/devices" / device / "product") or device

    def grabbing_modules(self) -> tuple[str, ...]:
        """Look for those that are loaded."""
        return tuple(module for module in _GRABBING_MODULES if (self._root / "sys/module" / module).is_dir())

    def card_programs(self) -> tuple[CardProgram, ...]:
        """Look who has the PC/SC library mapped; other users' programs only root can see."""
        processes = [folder for folder in (self._root / "proc").glob("[0-9]*") if int(folder.name) != os.getpid()]
        return tuple(
            CardProgram(_text(folder / "comm"), int(folder.name))
            for folder in sorted(processes, key=lambda folder: int(folder.name))
            if "libpcsclite" in _text(folder / "maps")
        )

    def readers(self) -> list[str]:
        """Ask the service. Raises ServiceUnavailable, ReaderAccessDenied."""
        from reader.pcsc import pcsc_readers  # only where the library loads

        return pcsc_readers()

    def reader(self, name: str) -> CardReader:
        """Return the reader, with ten seconds for each answer of its card."""
        from reader.pcsc import PcscReader

        return TimeLimitedReader(PcscReader(name), _ANSWER_WITHIN)


def _text(path: Path) -> str:
    """Return what a file says; empty where it is gone or closed to us."""
    with suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace").strip()
    return ""
