"""The seam between the driver and whatever holds the card: a real reader, a virtual one, or a wrapper."""

from typing import Protocol

from reader.apdu import Command, Response
from reader.credentials import VerificationNumberB


class CardConnection(Protocol):
    """A powered card that one program holds alone. Cheap to wrap: one method carries everything."""

    def transmit(self, command: Command) -> Response:
        """Send one command and wait for its answer; never repeats it.

        Raises CardRemoved when the link is lost, CardMute when the card stays silent, ReaderUnavailable when the
        reader or its service dies.
        """

    def close(self) -> None:
        """Let the card go; closing twice is allowed, and closing never raises."""


class Camera(Protocol):
    """The camera of a face reader (顔認証付きカードリーダー)."""

    def read_card_face(self) -> VerificationNumberB:
        """Read birth date, expiry year and security code off the printed card face. Raises NoCard."""

    def sees(self, photo_jp2: bytes) -> bool:
        """Tell whether the person before the camera is the one on the photo (JPEG 2000)."""

    def live_portrait(self) -> bytes | None:
        """Return a PNG of the person before the camera, or None when nobody is there."""


class InstitutionTerminal(Protocol):
    """SIM-: the terminal's institution authentication (特定機関認証), which is not public (my-number-card §7)."""

    def unlock(self, connection: CardConnection) -> None:
        """Allow the auth key without PIN until the card resets. Raises CardRemoved, ReaderUnavailable."""


class CardReader(Protocol):
    """A reader a card can be placed on."""

    @property
    def name(self) -> str:
        """The name `reader list` shows."""

    @property
    def camera(self) -> Camera | None:
        """The camera, or None on a plain reader."""

    @property
    def institution(self) -> InstitutionTerminal | None:
        """The institution terminal (SIM-), or None on a plain reader."""

    def card_present(self) -> bool:
        """Tell whether a card lies on the reader. Raises ReaderUnavailable when the reader is dead."""

    def wait_for_card(self, timeout: float) -> None:
        """Return as soon as a card is there; raise NoCard after `timeout` seconds, ReaderUnavailable at once."""

    def connect(self) -> CardConnection:
        """Hold the card alone, powered. Raises NoCard, CardMute, ReaderBusy, ReaderUnavailable."""
