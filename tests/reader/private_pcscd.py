"""The private PC/SC service of this test process: its folder, its socket, its two slots.

`PCSCLITE_CSOCK_NAME` is read once in the life of a process: it is set when the tests are collected, before anything can
ask for readers, so that no test ever touches the machine's own.
"""

import atexit
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from reader.errors import PcscdCannotRun as CannotRun
from reader.virtual import private_pcscd
from reader.virtual.private_pcscd import ENVIRONMENT_VARIABLE, SLOTS

__all__ = ["FOLDER", "SLOTS", "SOCKET", "CannotRun", "PrivatePcscd"]

FOLDER: Final = Path(mkdtemp(prefix="pcscd-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
SOCKET: Final = FOLDER / "run" / "pcscd.comm"
os.environ[ENVIRONMENT_VARIABLE] = str(SOCKET)


class PrivatePcscd(private_pcscd.PrivatePcscd):
    """The service of this process."""

    def __init__(self) -> None:
        super().__init__(FOLDER)
