"""The user-authentication certificate as the server sees it (my-number-card §6). Pure; only signatures count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID

from oqs_client.wire_format import JST

USER_AUTHENTICATION_POLICY: Final = x509.ObjectIdentifier("1.2.392.200149.8.5.1.3.30")
"""certificatePolicies of 利用者証明用."""


@dataclass(frozen=True)
class CardCertificate:
    """What the checks need of a certificate. Days are Japanese; `not_after` is the last valid one."""

    x509: x509.Certificate
    key: RSAPublicKey

    @property
    def serial(self) -> int:
        """The serial number, by which the card is known to the registry."""
        return self.x509.serial_number

    @property
    def not_before(self) -> date:
        """First valid day."""
        return self.x509.not_valid_before_utc.astimezone(JST).date()

    @property
    def not_after(self) -> date:
        """Last valid day."""
        return self.x509.not_valid_after_utc.astimezone(JST).date()


def read_certificate(der: bytes) -> CardCertificate | None:
    """Parse DER; None when it is no X.509 certificate with an RSA key."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        key = certificate.public_key()
    except ValueError:
        return None
    return CardCertificate(certificate, key) if isinstance(key, RSAPublicKey) else None


def issuer_of(certificate: CardCertificate, authorities: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """Find the authority whose key signed the certificate. All generations share one name, so names prove nothing."""
    return next((authority for authority in authorities if _signed_by(certificate.x509, authority)), None)


def is_for_user_authentication(certificate: CardCertificate) -> bool:
    """Whether key usage, extended key usage and policy are those of 利用者証明用."""
    try:
        extensions = certificate.x509.extensions
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        policies = extensions.get_extension_for_class(x509.CertificatePolicies).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False
    return (
        usage.digital_signature
        and ExtendedKeyUsageOID.CLIENT_AUTH in purposes
        and any(policy.policy_identifier == USER_AUTHENTICATION_POLICY for policy in policies)
    )


def has_signed(certificate: CardCertificate, signature: bytes, data: bytes) -> bool:
    """Whether the card's key made this PKCS#1 v1.5 SHA-256 signature over `data`."""
    try:
        certificate.key.verify(signature, data, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    key = authority.public_key()
    hashing = certificate.signature_hash_algorithm
    if not isinstance(key, RSAPublicKey) or hashing is None:
        return False
    try:
        key.verify(certificate.signature, certificate.tbs_certificate_bytes, PKCS1v15(), hashing)
    except InvalidSignature:
        return False
    return True
