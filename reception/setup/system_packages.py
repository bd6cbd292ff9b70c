"""What must be on the machine outside Python, how each is recognised, and what it is called where.

Recognised by what it brings (a program, a header), not by the package manager's list: so the same table serves every
distribution, and a compiler from elsewhere is as good (facts: pcsc.md §1.1, §1.3).
"""

import importlib
import importlib.util
import os
import shutil
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PYTHON = f"python3.{sys.version_info.minor}"
ADMINISTRATOR_PATH = os.pathsep.join(("/usr/local/sbin", "/usr/sbin", "/sbin"))


def program(*names: str) -> Callable[[], bool]:
    """Recognise by any of these programs, also where only an administrator's PATH leads."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), ADMINISTRATOR_PATH))
    return lambda: any(shutil.which(name, path=path) for name in names)


def file(*patterns: str) -> Callable[[], bool]:
    """Recognise by any file that matches one of these patterns below /."""
    return lambda: any(next(Path("/").glob(pattern), None) for pattern in patterns)


def python_header() -> bool:
    """Recognise the headers of the interpreter that is running."""
    return Path(sysconfig.get_path("include"), "Python.h").is_file()


def ensurepip() -> bool:
    """Recognise a complete `venv`; Debian ships `venv` without the `ensurepip` it needs."""
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


@dataclass(frozen=True)
class SystemPackage:
    """One thing the machine must have: its name in Debian and in the other families, and how it is recognised."""

    debian: str
    ja: str
    en: str
    present: Callable[[], bool]
    needed: bool = True
    """False: the desk opens without it."""
    fedora: str = ""
    arch: str = ""
    alpine: str = ""

    def name_in(self, family: str) -> str:
        """The package's name in a family ("debian", "fedora", "arch", "alpine"); Debian's where it is not known."""
        return str(getattr(self, family, "")) or self.debian


VENV = SystemPackage(
    f"{PYTHON}-venv", "Python の仮想環境", "Python's venv", ensurepip, fedora="python3", arch="python", alpine="python3"
)
COMPILER = SystemPackage("gcc", "C コンパイラー", "a C compiler", program("cc", "gcc"), fedora="gcc", arch="gcc")
LIBC_HEADERS = SystemPackage(
    "libc6-dev",
    "C のヘッダー",
    "the C headers",
    file("usr/include/stdio.h", "usr/include/*/stdio.h"),
    fedora="glibc-devel",
    arch="glibc",
    alpine="musl-dev",
)
PYTHON_HEADERS = SystemPackage(
    f"{PYTHON}-dev",
    "Python のヘッダー",
    "Python's headers",
    python_header,
    fedora="python3-devel",
    arch="python",
    alpine="python3-dev",
)
PCSC_HEADERS = SystemPackage(
    "libpcsclite-dev",
    "PC/SC のヘッダー",
    "the PC/SC headers",
    file("usr/include/PCSC/winscard.h", "usr/local/include/PCSC/winscard.h"),
    fedora="pcsc-lite-devel",
    arch="pcsclite",
    alpine="pcsc-lite-dev",
)
FONT = SystemPackage(
    "fonts-morisawa-bizud-gothic",
    "日本語フォント",
    "a Japanese font",
    file(
        *(f"usr/share/fonts/**/{name}" for name in ("BIZUDGothic-Regular.ttf", "NotoSansCJK-Regular.ttc", "ipa*g.ttf"))
    ),
    needed=False,
    fedora="morisawa-biz-ud-gothic-fonts",
)

DESK = (VENV, COMPILER, LIBC_HEADERS, PYTHON_HEADERS, PCSC_HEADERS, FONT)
"""What the desk needs."""

TESTS = (
    *DESK,
    SystemPackage("openssl", "OpenSSL", "OpenSSL", program("openssl")),
    SystemPackage("pcscd", "PC/SC サービス", "the PC/SC service", program("pcscd"), needed=False, fedora="pcsc-lite"),
    SystemPackage(
        "vsmartcard-vpcd",
        "仮想カードリーダー",
        "the virtual card reader",
        file("usr/lib/pcsc/drivers/serial/libifdvpcd.so*"),
        needed=False,
    ),
    SystemPackage("opensc", "OpenSC", "OpenSC", program("opensc-tool"), needed=False),
    SystemPackage("util-linux", "unshare", "unshare", program("unshare"), needed=False),
    SystemPackage("mount", "mount", "mount", program("mount"), needed=False),
)
"""What the tests need besides: programs nobody here wrote, which must agree with card, certificates and signatures.

The tests that talk to a real PC/SC stack are skipped where it is missing.
"""
