"""Cards for the tests: certificates as the training CA issues them, but on one shared key, so that none is derived."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from fixtures.certificate_profile import Purpose, holder_extensions
from fixtures.certification_authority import Authority, auth_ca, certificate_serial, sign_ca
from fixtures.lifetimes import certificate_expiry
from fixtures.people import Person
from fixtures.world import World
from oqs_client.codes import IdentityMethod
from oqs_client.enquiry import CardProof, Challenge


@cache
def shared_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def stranger_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Card:
    """A certificate and the key that answers for it."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def serial(self) -> str:
        return f"{self.certificate.serial_number:x}"

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def prove(self, challenge: Challenge, method: IdentityMethod = IdentityMethod.PIN) -> CardProof:
        signature = self.key.sign(challenge.nonce, PKCS1v15(), SHA256())
        return CardProof(
            challenge_id=challenge.challenge_id, certificate_der=self.der, signature=signature, method=method
        )

    def forged(self) -> "Card":
        """The same certificate in the hands of somebody without its key."""
        return replace(self, key=stranger_key())


def card_of(world: World, person_id: str) -> Card:
    """The card of a person as the training CA issued it."""
    return issue(world.people[person_id])


def issue(
    person: Person,
    *,
    by: Authority | None = None,
    purpose: Purpose = Purpose.AUTH,
    issued: date | None = None,
    without: type[x509.ExtensionType] | None = None,
    instead: x509.ExtensionType | None = None,
) -> Card:
    """Issue a certificate for a person: by the right authority and complete unless told otherwise."""
    assert person.card is not None
    authority = by or (auth_ca() if purpose is Purpose.AUTH else sign_ca())
    first = issued or person.card.certificate.issued
    last = certificate_expiry(person.birth_date, first, person.card.expires)
    builder = x509.CertificateBuilder(
        issuer_name=authority.certificate.subject,
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TRAINING")]),
        public_key=shared_key().public_key(),
        serial_number=certificate_serial(person.id, first),
        not_valid_before=datetime.combine(first, time(0, tzinfo=UTC)),
        not_valid_after=datetime.combine(last, time(14, 59, 59, tzinfo=UTC)),
    )
    for extension, critical in holder_extensions(purpose, shared_key().public_key(), authority.certificate):
        if without is None or not isinstance(extension, without):
            builder = builder.add_extension(extension, critical)
    if instead is not None:
        builder = builder.add_extension(instead, critical=True)
    return Card(builder.sign(authority.key, SHA256()), shared_key())


def impostor_of(authority: Authority) -> Authority:
    """An authority of the same name with another key."""
    return replace(authority, key=stranger_key())
