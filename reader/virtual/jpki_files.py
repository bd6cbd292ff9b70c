"""公的個人認証AP as issued (my-number-card §2.1)."""

import re
from typing import Final

from reader.applications import Application, Jpki
from reader.virtual.files import (
    FREE,
    NEVER,
    Access,
    Directory,
    ElementaryFile,
    KeyReference,
    PrivateKeyFile,
    SecretFile,
    TransparentFile,
    after,
)
from reader.virtual.personalisation import Personalisation, filled

CERTIFICATE_FILE_SIZE: Final = 2048
"""Physical size of the certificate files here; the real one is not published (my-number-card §11)."""

FOUR_DIGITS: Final = re.compile(rb"[0-9]{4}")
_PASSWORD: Final = re.compile(rb"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,16}")
_PRESENT, _ABSENT = b"\x8f", b"\x00"
_UNEXPLAINED_FILES: Final = (0x05, 0x10, 0x19, 0x1C, 0x1E)
_NOT_TOLD: Final = b"\xff" * 16


CARD_TOKEN: Final = b"JPKIAPICCTOKEN2"
PHONE_TOKEN: Final = b"JPKIAPGPSETOKEN"
"""Labels that tell a card and an Android phone apart (my-number-card §2.1)."""


def jpki(person: Personalisation) -> Directory:
    """Lay out the files of 公的個人認証AP on a card."""
    return _directory(person, CARD_TOKEN, FREE)


def phone_jpki(person: Personalisation) -> Directory:
    """Lay out 公的個人認証AP on an Android phone: another token label, and the certificate wants the PIN (§8.4)."""
    return _directory(person, PHONE_TOKEN, after(Jpki.AUTH_PIN))


def _directory(person: Personalisation, label: bytes, certificate_access: Access) -> Directory:
    return Directory.of(
        Application.JPKI,
        TransparentFile(Jpki.TOKEN_INFORMATION, lambda: _token_information(person, label)),
        TransparentFile(Jpki.CERTIFICATES_PRESENT, lambda: _certificates_present(person)),
        TransparentFile(Jpki.PROTECTED, lambda: b"\xff" * 16, NEVER),
        KeyReference(Jpki.TERMINAL_CA_KEY),
        *_authentication(person, certificate_access),
        *_signature(person),
        *(KeyReference(fid) for fid in _UNEXPLAINED_FILES),
    )


def _authentication(person: Personalisation, access: Access) -> tuple[ElementaryFile, ...]:
    """利用者証明用: the key wants the PIN or an institution terminal."""
    key_access = Access(keys=frozenset({Jpki.AUTH_PIN}), institution=True)
    return (
        TransparentFile(
            Jpki.AUTH_CERTIFICATE, lambda: filled(person.auth_certificate(), CERTIFICATE_FILE_SIZE), access
        ),
        TransparentFile(Jpki.AUTH_CA_CERTIFICATE, lambda: filled(person.auth_ca_certificate(), CERTIFICATE_FILE_SIZE)),
        PrivateKeyFile(Jpki.AUTH_KEY, person.auth_key, key_access),
        SecretFile(Jpki.AUTH_PIN, person.pin, person.pin_tries, 3, FOUR_DIGITS),
    )


def _signature(person: Personalisation) -> tuple[ElementaryFile, ...]:
    """署名用: certificate and key want the password. Without one the files are there and stay closed.

    How a child's chip differs is not published; tools want EF 001B to exist (my-number-card §8.2).
    """
    access = after(Jpki.SIGN_PASSWORD) if person.signature_password else NEVER
    return (
        TransparentFile(
            Jpki.SIGN_CERTIFICATE, lambda: filled(person.sign_certificate(), CERTIFICATE_FILE_SIZE), access
        ),
        TransparentFile(Jpki.SIGN_CA_CERTIFICATE, lambda: filled(person.sign_ca_certificate(), CERTIFICATE_FILE_SIZE)),
        PrivateKeyFile(Jpki.SIGN_KEY, person.sign_key, access),
        SecretFile(Jpki.SIGN_PASSWORD, person.signature_password, person.password_tries, 5, _PASSWORD),
    )


def _certificates_present(person: Personalisation) -> bytes:
    return (_PRESENT if person.signature_password else _ABSENT) + _PRESENT + b"\x00"


def _token_information(person: Personalisation, label: bytes) -> bytes:
    """Serialise CK_TOKEN_INFO, 160 bytes, space-padded text and big-endian integers (my-number-card §2.1)."""
    words = (0x0000040D, 1, 0, 1, 0, 16, 6)
    return (
        label.ljust(32)
        + b"UKETSUKE TRAINING".ljust(32)
        + b"TRAINING".ljust(16)
        + person.card_serial.encode("ascii").ljust(16)
        + b"".join(word.to_bytes(4) for word in words)
        + _NOT_TOLD
        + b"01"
        + b"01"
        + b"".ljust(16)
    )
