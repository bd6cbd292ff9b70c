"""Where PC/SC on Linux, macOS and Windows differ (facts pcsc §5.21)."""

import sys
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Platform:
    """How the resource manager of an operating system behaves.

    `reports_new_readers`: a wait also ends when a reader comes or goes. `service_ends_with_last_reader`: without a
    reader there is no service, which is no fault.
    """

    reports_new_readers: bool = True
    service_ends_with_last_reader: bool = False


LINUX: Final = Platform()
MACOS: Final = Platform(reports_new_readers=False)
WINDOWS: Final = Platform(service_ends_with_last_reader=True)

HERE: Final = {"darwin": MACOS, "win32": WINDOWS}.get(sys.platform, LINUX)
"""The system this program runs on."""
