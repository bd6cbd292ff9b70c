"""What the doctor may ask about the machine it runs on."""

from dataclasses import dataclass
from typing import Protocol

from reader.connection import CardReader


@dataclass(frozen=True)
class CardProgram:
    """Another program that has the PC/SC library loaded."""

    name: str
    pid: int


class Surroundings(Protocol):
    """The machine: system, service, drivers, programs, readers. Nothing here changes anything."""

    @property
    def system(self) -> str:
        """`linux`, `darwin` or `win32`."""

    @property
    def user(self) -> str:
        """The name of whoever asks."""

    @property
    def installer(self) -> str | None:
        """The package manager by its command (`apt-get`, `dnf`, ...), or None."""

    @property
    def service_socket(self) -> str | None:
        """Where PCSCLITE_CSOCK_NAME points the library to; None when it is not set."""

    def library_loads(self) -> bool:
        """Tell whether the PC/SC library can be loaded."""

    def service_installed(self) -> bool:
        """Tell whether pcscd is installed."""

    def has_systemd(self) -> bool:
        """Tell whether systemd runs this machine."""

    def remote_session(self) -> bool:
        """Tell whether the user came over the network (polkit then refuses)."""

    def drivers(self) -> frozenset[str]:
        """Return which reader drivers are installed: `ccid` (USB readers), `vpcd` (the virtual reader)."""

    def usb_readers(self) -> tuple[str, ...]:
        """Return the products of the card readers the system sees on USB."""

    def grabbing_modules(self) -> tuple[str, ...]:
        """Return the kernel modules that take contactless readers for themselves."""

    def card_programs(self) -> tuple[CardProgram, ...]:
        """Return the other programs that may hold a card, as far as this user may see them."""

    def readers(self) -> list[str]:
        """Return the connected readers. Raises ReaderError."""

    def reader(self, name: str) -> CardReader:
        """Return a reader that gives up a card that never answers."""
