"""What the issuer writes into a chip: everything personal, before it is laid out in files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from reader import tlv
from reader.credentials import VerificationNumberB

RETRIES_VERIFICATION_NUMBER = 10
"""Tries of 照合番号A, 照合番号B and the 生年月日 key: the usual figure, unconfirmed (my-number-card §3)."""


@dataclass(frozen=True)
class Personalisation:
    """One holder's data for one chip. Keys, certificates and photo are made when a file is first read.

    `pin` None is a PIN-less card (顔認証マイナンバーカード); `signature_password` None has no 署名用 certificate.
    `pin_tries` counts 利用者証明用, `other_pin_tries` 券面事項入力補助用 and 住民基本台帳用, as they are at issue.
    `card_key` answers internal authentication, `issuer_key` signs the card face; both are training keys.
    """

    name: str = field(repr=False)
    address: str = field(repr=False)
    birth_date: date
    sex_code: bytes
    expires: date
    security_code: str = field(repr=False)
    individual_number: str = field(repr=False)
    verification_number_b: VerificationNumberB
    card_serial: str
    municipality: str
    pin: bytes | None = field(repr=False)
    pin_tries: int
    signature_password: bytes | None = field(repr=False)
    photo: Callable[[], bytes] = field(repr=False)
    auth_certificate: Callable[[], bytes] = field(repr=False)
    auth_ca_certificate: Callable[[], bytes] = field(repr=False)
    auth_key: Callable[[], RSAPrivateKey] = field(repr=False)
    sign_certificate: Callable[[], bytes] = field(repr=False)
    sign_ca_certificate: Callable[[], bytes] = field(repr=False)
    sign_key: Callable[[], RSAPrivateKey] = field(repr=False)
    card_key: Callable[[], RSAPrivateKey] = field(repr=False)
    issuer_key: Callable[[], RSAPrivateKey] = field(repr=False)
    password_tries: int = 5
    other_pin_tries: int = 3


def filled(content: bytes, size: int) -> bytes:
    """Return `content` in a file of `size` bytes, the rest FF (my-number-card §2)."""
    return content.ljust(size, b"\xff")


def public_key(key: RSAPrivateKey) -> bytes:
    """Write a public key as the card files do: `90` exponent, `91` modulus; 265 bytes for RSA-2048 (§2.2)."""
    numbers = key.public_key().public_numbers()
    return tlv.encode(0x90, numbers.e.to_bytes(3)) + tlv.encode(0x91, numbers.n.to_bytes(256))


def issuer_signature(key: RSAPrivateKey, content: bytes) -> bytes:
    """Sign a record with the training issuer's key, 256 bytes. The real scheme and key are not public."""
    return key.sign(content, padding.PKCS1v15(), SHA256())


def cv_certificate(key: RSAPrivateKey) -> bytes:
    """Return a stand-in for the card-verifiable certificate, 568 bytes as on the cards (my-number-card §2.2).

    Invented: the real body is not public. This one holds a label of 41 bytes and the training issuer's modulus.
    """
    label = "訓練 UKETSUKE TRAINING".encode().ljust(41, b" ")
    body = label + key.public_key().public_numbers().n.to_bytes(256)
    return tlv.encode(0x7F21, tlv.encode(0x5F4E, body) + tlv.encode(0x5F37, issuer_signature(key, body)))


def with_offsets(outer: int, offsets_tag: int, items: list[bytes]) -> bytes:
    """Wrap items and put before them their offsets from the start of the file, two bytes each (§2.2)."""
    before_items = 5 + 3 + 2 * len(items)
    offsets = [before_items + sum(map(len, items[:index])) for index in range(len(items))]
    table = tlv.encode(offsets_tag, b"".join(offset.to_bytes(2) for offset in offsets))
    return tlv.encode(outer, table + b"".join(items), length_octets=2)
