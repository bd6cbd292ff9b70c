"""利用者証明用電子証明書 as the desk needs it: bytes, serial, days valid in Japan (my-number-card §6)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Final, Self

from reader.errors import CertificateKeyUnknown, CertificateOfAnotherAuthority

_JAPAN: Final = timezone(timedelta(hours=9))
"""JST has no summer time and needs no time zone database."""


@dataclass(frozen=True)
class AuthCertificate:
    """The auth certificate (X.509, DER) and what is read from it.

    `serial` is lower-case hexadecimal, at least 8 digits, an even number of them. `not_before` and `not_after` are the
    first and last valid day in Japan: the certificate ends at 14:59:59 UTC, which is 23:59:59 in Tokyo (§6).
    """

    der: bytes = field(repr=False)
    serial: str = field(repr=False)
    not_before: date
    not_after: date

    @classmethod
    def from_der(cls, der: bytes) -> Self:
        """Read a certificate without filler.

        Raises CertificateUnreadable; CertificateKeyUnknown when its key is not RSA-2048, as cards of a later
        generation will have (§5); CertificateOfAnotherAuthority when its issuer does not call itself JPKI. Whether
        the issuer really signed it is for the server to find out.
        """
        from reader.certificate_parsing import parse  # 80 ms to import, and only who reads a certificate needs it

        found = parse(der)
        if found.rsa_bits != _RSA_BITS:
            raise CertificateKeyUnknown
        if not found.issuer.startswith(_AUTHORITY):
            raise CertificateOfAnotherAuthority
        return cls(der, serial_text(found.serial), _day_in_japan(found.not_before), _day_in_japan(found.not_after))


_RSA_BITS: Final = 2048
_AUTHORITY: Final = "JPKI"
"""O of the real authorities is JPKI, of the J-LIS test ones JPKI-TEST, of the training ones JPKI-TRAINING (§6)."""


def serial_text(serial: int) -> str:
    """Write a certificate serial number as whole bytes in lower-case hexadecimal (0x12D57CA -> `012d57ca`)."""
    octets = max(4, (serial.bit_length() + 7) // 8)
    return serial.to_bytes(octets).hex()


def _day_in_japan(moment: datetime) -> date:
    return moment.astimezone(_JAPAN).date()
