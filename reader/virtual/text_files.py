"""券面事項入力補助AP as issued (my-number-card §2.2)."""

from hashlib import sha256

from reader import tlv
from reader.applications import Application, Text
from reader.virtual.files import Directory, ElementaryFile, PrivateKeyFile, SecretFile, TransparentFile, after
from reader.virtual.jpki_files import FOUR_DIGITS
from reader.virtual.personalisation import (
    RETRIES_VERIFICATION_NUMBER,
    Personalisation,
    cv_certificate,
    filled,
    issuer_signature,
    public_key,
    with_offsets,
)

_PIN_OR_A = after(Text.PIN, Text.VERIFICATION_NUMBER_A)
_PIN_OR_B = after(Text.PIN, Text.VERIFICATION_NUMBER_B)
_ANY = after(Text.PIN, Text.VERIFICATION_NUMBER_A, Text.VERIFICATION_NUMBER_B)


def text(person: Personalisation) -> Directory:
    """Lay out the files of 券面事項入力補助AP."""
    card_key = PrivateKeyFile(Text.CARD_KEY, person.card_key)
    return Directory.of(Application.TEXT, *_data_files(person), *_secrets(person), card_key, own_key=card_key)


def _data_files(person: Personalisation) -> tuple[ElementaryFile, ...]:
    return (
        TransparentFile(Text.INDIVIDUAL_NUMBER, lambda: _individual_number(person), _PIN_OR_A),
        TransparentFile(Text.ATTRIBUTES, lambda: filled(_attributes(person), 512), _PIN_OR_B),
        TransparentFile(Text.INTEGRITY, lambda: _integrity(person), _ANY),
        TransparentFile(Text.CV_CERTIFICATE, lambda: cv_certificate(person.issuer_key())),
        TransparentFile(Text.BASIC_INFORMATION, lambda: filled(_basic_information(), 256)),
        TransparentFile(Text.SESSION_KEY_PUBLIC, lambda: tlv.encode(0xA1, public_key(person.card_key())), _ANY),
        TransparentFile(Text.CARD_PUBLIC_KEY, lambda: _card_public_key(person), _ANY),
        TransparentFile(Text.UNKNOWN, lambda: b"\xff" * 16),
    )


def _secrets(person: Personalisation) -> tuple[ElementaryFile, ...]:
    tries = RETRIES_VERIFICATION_NUMBER
    number_b = person.verification_number_b.encoded()
    return (
        SecretFile(Text.PIN, person.pin, person.other_pin_tries, 3, FOUR_DIGITS),
        SecretFile(Text.BLOCKED_FROM_ISSUE, None, 0, 0),
        SecretFile(Text.VERIFICATION_NUMBER_A, person.individual_number.encode("ascii"), tries, tries),
        SecretFile(Text.VERIFICATION_NUMBER_B, number_b, tries, tries),
    )


def _individual_number(person: Personalisation) -> bytes:
    """17 bytes: 15 of data and two of filler, which belong to the signed hash (my-number-card §10.8)."""
    return filled(tlv.encode(0xFF10, person.individual_number.encode("ascii")), 17)


def _attribute_items(person: Personalisation) -> list[bytes]:
    return [
        tlv.encode(0xDF22, person.name.encode("utf-8")),
        tlv.encode(0xDF23, person.address.encode("utf-8")),
        tlv.encode(0xDF24, f"{person.birth_date:%Y%m%d}".encode("ascii")),
        tlv.encode(0xDF25, person.sex_code),
    ]


def _attributes(person: Personalisation) -> bytes:
    return with_offsets(0xFF20, 0xDF21, _attribute_items(person))


def _integrity(person: Personalisation) -> bytes:
    """336 bytes; the hash of the attributes leaves out their offset table (my-number-card §2.2)."""
    digests = (
        sha256(_individual_number(person)).digest(),
        sha256(b"".join(_attribute_items(person))).digest(),
    )
    signature = issuer_signature(person.issuer_key(), b"".join(digests))
    items = tlv.encode(0xDF31, digests[0]) + tlv.encode(0xDF32, digests[1]) + tlv.encode(0xDF33, signature)
    return tlv.encode(0xFF30, items)


def _basic_information() -> bytes:
    """The outer length is written `82 00 9F`, longer than needed, as the cards do (my-number-card §2.2)."""
    key_id = b"UKETSUKE-TRAIN-1"
    reference = filled(sha256(key_id).digest(), 128)
    items = tlv.encode(0xDF41, bytes.fromhex("01030E01")) + tlv.encode(0xDF42, key_id)
    return tlv.encode(0xFF40, items + tlv.encode(0xDF43, reference, length_octets=2), length_octets=2)


def _card_public_key(person: Personalisation) -> bytes:
    key = public_key(person.card_key())
    signature = issuer_signature(person.issuer_key(), key)
    return tlv.encode(0xFF50, tlv.encode(0xDF51, key) + tlv.encode(0xDF52, signature))
