"""The card on the reader, from placing to returning: the connection stays open, because the chip keeps the PIN status.

Everything here blocks and is called from the one thread that owns the card.
"""

from reader.certificate import AuthCertificate
from reader.connection import CardConnection, CardReader
from reader.credentials import Pin, VerificationNumberB
from reader.errors import CardRemoved, NoCard
from reader.my_number_card import MyNumberCard
from reception.visit.values import CardSummary


class CardOnReader:
    """What can be done with the card that lies on `reader`. Every method may raise ReaderError."""

    def __init__(self, reader: CardReader) -> None:
        self._reader = reader
        self._powered: tuple[CardConnection, MyNumberCard] | None = None
        self._certificate: AuthCertificate | None = None

    @property
    def certificate(self) -> AuthCertificate:
        """The auth certificate, read once when the card was placed. Raises CardRemoved when no card was."""
        if self._certificate is None:
            raise CardRemoved
        return self._certificate

    def comes(self, within: float) -> bool:
        """Whether a card lies on the reader, waiting at most `within` seconds."""
        try:
            self._reader.wait_for_card(within)
        except NoCard:
            return False
        return True

    def place(self) -> CardSummary:
        """Power the card up and read what it tells without a PIN."""
        self.end()
        connection = self._reader.connect()
        # One driver per powered card: it knows what is selected, and selecting anew drops the PIN status.
        card = MyNumberCard(connection)
        self._powered = connection, card
        tries = card.pin_tries_left()
        self._certificate = card.auth_certificate()
        return CardSummary(
            certificate_serial=self._certificate.serial,
            certificate_expires=self._certificate.not_after,
            pin_tries_left=tries,
        )

    def verify(self, pin: Pin) -> None:
        """Send one VERIFY."""
        _, card = self._present()
        card.verify_pin(pin)

    def photo(self, number: VerificationNumberB | None) -> bytes:
        """Return the photo of the chip (JPEG 2000), empty on an infant's card; `number` None: the camera reads it."""
        _, card = self._present()
        return card.card_face(number or self._read_card_face()).photo

    def face_matches(self) -> bool:
        """Let the camera compare the person before it with the photo of the chip."""
        return self._reader.camera is not None and self._reader.camera.sees(self.photo(None))

    def unlock(self) -> None:
        """Allow the auth key without PIN (SIM-, my-number-card §7); a plain reader cannot, and the chip will say so."""
        if self._reader.institution is not None:
            connection, _ = self._present()
            self._reader.institution.unlock(connection)

    def sign(self, nonce: bytes) -> bytes:
        """Sign with the auth key."""
        _, card = self._present()
        return card.sign(nonce)

    def end(self) -> None:
        """Let the card go."""
        if self._powered is not None:
            connection, _ = self._powered
            connection.close()
        self._powered = self._certificate = None

    def _read_card_face(self) -> VerificationNumberB:
        """Let the camera read the printed 照合番号B. Raises NoCard when there is no camera to read it."""
        if self._reader.camera is None:
            raise NoCard
        return self._reader.camera.read_card_face()

    def _present(self) -> tuple[CardConnection, MyNumberCard]:
        if self._powered is None:
            raise CardRemoved
        return self._powered
