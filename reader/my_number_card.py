"""The driver of a My Number Card: what a desk asks of the card, in the card's own protocol (my-number-card §2 to §5).

A PIN is never lost to carelessness: one VERIFY per call, never repeated, and a link lost meanwhile is reported as
"may have counted".
"""

from hashlib import sha256
from typing import Final

from reader.apdu import Response
from reader.applications import Application, Jpki, Visual
from reader.card_face import CardFace
from reader.certificate import AuthCertificate
from reader.connection import CardConnection
from reader.credentials import Pin, VerificationNumberB
from reader.errors import (
    CardFaceUnreadable,
    CardMute,
    CardProtocolError,
    CardRemoved,
    CertificateUnreadable,
    LinkProtocolError,
    MalformedTlv,
    PinLocked,
    PinOutcomeUnknown,
    PinRequired,
    ReaderUnavailable,
    VerificationNumberLocked,
    VerificationOutcomeUnknown,
    WrongPin,
    WrongVerificationNumber,
)
from reader.session import CardSession
from reader.status_word import SW

PIN_TRIES: Final = 3
"""Tries of a fresh 利用者証明用 PIN (my-number-card §3)."""

SHA256_DIGEST_INFO: Final = bytes.fromhex("3031300D060960864801650304020105000420")
"""DER prefix that makes a SHA-256 digest a DigestInfo of 51 bytes (RFC 8017 §9.2, my-number-card §5)."""

_LINK_LOST: Final = (CardRemoved, CardMute, ReaderUnavailable, LinkProtocolError)


class MyNumberCard:
    """A My Number Card behind `connection`; real or virtual makes no difference.

    Every method may raise CardRemoved, CardMute, ReaderUnavailable, NotMyNumberCard and CardProtocolError.
    """

    def __init__(self, connection: CardConnection) -> None:
        self._session = CardSession(connection)

    def pin_tries_left(self) -> int:
        """Return the tries left of the auth PIN, 0 when locked or when the card has none. Costs no try."""
        self._session.select(Application.JPKI)
        response = self._session.query_tries(Jpki.AUTH_PIN)
        if response.ok:
            # Some cards answer 9000 once verified; a verified key has its full count (my-number-card §3).
            return PIN_TRIES
        return _tries_left(response)

    def verify_pin(self, pin: Pin) -> None:
        """Present the PIN once.

        Raises WrongPin, PinLocked, or PinOutcomeUnknown when the link is lost meanwhile.
        """
        self._session.select(Application.JPKI)
        reference = self._session.address(Jpki.AUTH_PIN)
        try:
            response = self._session.verify(reference, pin)
        except _LINK_LOST as error:
            raise PinOutcomeUnknown from error
        if not response.ok:
            tries = _tries_left(response)
            raise WrongPin(tries) if tries else PinLocked

    def auth_certificate(self) -> AuthCertificate:
        """Read 利用者証明用電子証明書; needs no PIN on a card (my-number-card §2.1), but on a phone (§8.4).

        Raises CertificateUnreadable, and PinRequired on a phone before its PIN.
        """
        self._session.select(Application.JPKI)
        try:
            content = self._session.read(Jpki.AUTH_CERTIFICATE)
        except MalformedTlv as error:
            raise CertificateUnreadable from error
        except CardProtocolError as error:
            if error.status.value in (SW.FILE_NOT_FOUND, SW.WRONG_OFFSET):
                raise CertificateUnreadable from error
            if error.status.value == SW.SECURITY_STATUS:
                raise PinRequired from error
            raise
        return AuthCertificate.from_der(content)

    def sign(self, data: bytes) -> bytes:
        """Sign `data` with the auth key: SHA-256, PKCS#1 v1.5, 256 bytes (my-number-card §5).

        Raises PinRequired unless the PIN was verified or the institution terminal unlocked the key.
        """
        self._session.select(Application.JPKI)
        response = self._session.sign(Jpki.AUTH_KEY, SHA256_DIGEST_INFO + sha256(data).digest())
        if response.sw == SW.SECURITY_STATUS:
            raise PinRequired
        if not response.ok:
            raise CardProtocolError(response.sw)
        return response.data

    def card_face(self, number: VerificationNumberB) -> CardFace:
        """Present 照合番号B once and read the card face with the photo (my-number-card §2.3, §7).

        Raises WrongVerificationNumber, VerificationNumberLocked, VerificationOutcomeUnknown, CardFaceUnreadable,
        PhotoUnreadable.
        """
        self._session.select(Application.VISUAL)
        self._verify_number(number)
        try:
            content = self._session.read(Visual.CARD_FACE)
        except MalformedTlv as error:
            raise CardFaceUnreadable from error
        return CardFace.from_file(content)

    def _verify_number(self, number: VerificationNumberB) -> None:
        reference = self._session.address(Visual.VERIFICATION_NUMBER_B)
        try:
            response = self._session.verify(reference, number)
        except _LINK_LOST as error:
            raise VerificationOutcomeUnknown from error
        if not response.ok:
            tries = _tries_left(response)
            raise WrongVerificationNumber(tries) if tries else VerificationNumberLocked


def _tries_left(response: Response) -> int:
    """Return the tries left a VERIFY answer tells; raise CardProtocolError when it tells none."""
    tries = response.status.tries_left
    if tries is None:
        raise CardProtocolError(response.sw)
    return tries
