"""What an X.509 certificate says of itself, whatever bytes come: readable or refused, never a crash."""

import warnings
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning

from reader.errors import CertificateUnreadable

_LAST_YEAR: Final = 9998
"""A day later than this has no place in a calendar once it is counted in Japan."""


@dataclass(frozen=True)
class CertificateFields:
    """The fields the desk needs. `rsa_bits` is None when the key is no RSA key; `issuer` the O of its DN."""

    serial: int = field(repr=False)
    not_before: datetime
    not_after: datetime
    rsa_bits: int | None
    issuer: str


def parse(der: bytes) -> CertificateFields:
    """Read a DER certificate without filler. Raises CertificateUnreadable."""
    try:
        with warnings.catch_warnings():
            # What the library only frowns at today (a negative serial, say) is no certificate of a card either.
            warnings.simplefilter("error", CryptographyDeprecationWarning)
            return _fields(x509.load_der_x509_certificate(der))
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, CryptographyDeprecationWarning) as error:
        raise CertificateUnreadable from error


def _fields(certificate: x509.Certificate) -> CertificateFields:
    key = certificate.public_key()
    organisations = certificate.issuer.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if certificate.serial_number <= 0 or last.year > _LAST_YEAR or first.year > _LAST_YEAR:
        raise CertificateUnreadable
    return CertificateFields(
        serial=certificate.serial_number,
        not_before=first,
        not_after=last,
        rsa_bits=key.key_size if isinstance(key, RSAPublicKey) else None,
        issuer=str(organisations[0].value) if organisations else "",
    )
