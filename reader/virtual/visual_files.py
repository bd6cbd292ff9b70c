"""券面事項確認AP as issued (my-number-card §2.3)."""

from hashlib import sha256

from reader import tlv
from reader.applications import Application, Visual
from reader.virtual.files import (
    Directory,
    ElementaryFile,
    KeyReference,
    PrivateKeyFile,
    SecretFile,
    TransparentFile,
    after,
)
from reader.virtual.personalisation import (
    RETRIES_VERIFICATION_NUMBER,
    Personalisation,
    cv_certificate,
    filled,
    issuer_signature,
    public_key,
    with_offsets,
)
from reader.virtual.printing import text_png

_A_OR_B = after(Visual.VERIFICATION_NUMBER_A, Visual.VERIFICATION_NUMBER_B)
_UNEXPLAINED_FILES = (0x1A, 0x1C, 0x1E)
_NO_FILE = 0
_FILLER = 32


def visual(person: Personalisation) -> Directory:
    """Lay out the files of 券面事項確認AP. Its own key has no file id anyone knows."""
    return Directory.of(
        Application.VISUAL,
        *_data_files(person),
        *_secrets(person),
        *(KeyReference(fid) for fid in _UNEXPLAINED_FILES),
        own_key=PrivateKeyFile(_NO_FILE, person.card_key),
    )


def _data_files(person: Personalisation) -> tuple[ElementaryFile, ...]:
    return (
        TransparentFile(Visual.AGE_RECORD, lambda: _age_record(person), after(Visual.BIRTH_DATE)),
        TransparentFile(Visual.CARD_FACE, lambda: _card_face(person) + b"\xff" * _FILLER, _A_OR_B),
        TransparentFile(Visual.BASIC_INFORMATION, lambda: filled(_basic_information(person), 512)),
        TransparentFile(Visual.CV_CERTIFICATE, lambda: cv_certificate(person.issuer_key())),
        TransparentFile(Visual.NUMBER_IMAGE, lambda: _number_image(person), after(Visual.VERIFICATION_NUMBER_A)),
        TransparentFile(Visual.UNKNOWN, lambda: b"\xff" * 16, _A_OR_B),
    )


def _secrets(person: Personalisation) -> tuple[ElementaryFile, ...]:
    tries = RETRIES_VERIFICATION_NUMBER
    number_b = person.verification_number_b
    return (
        SecretFile(Visual.BIRTH_DATE, number_b.birth_key, tries, tries),
        SecretFile(Visual.VERIFICATION_NUMBER_B, number_b.encoded(), tries, tries),
        SecretFile(Visual.VERIFICATION_NUMBER_A, person.individual_number.encode("ascii"), tries, tries),
    )


def _age_record(person: Personalisation) -> bytes:
    birth = tlv.encode(0xDF11, f"{person.birth_date:%Y%m%d}".encode("ascii"))
    key = tlv.encode(0xDF12, public_key(person.card_key()))
    signature = issuer_signature(person.issuer_key(), birth + key)
    return tlv.encode(0xFF10, birth + key + tlv.encode(0xDF13, signature))


def _card_face(person: Personalisation) -> bytes:
    """DF28 signs three digests: (DF22..DF24), (DF25, DF26), (DF27); DF29 and DF2A are not signed."""
    attributes = [
        tlv.encode(0xDF22, f"{person.birth_date:%Y%m%d}".encode("ascii")),
        tlv.encode(0xDF23, person.sex_code),
        tlv.encode(0xDF24, public_key(person.card_key())),
    ]
    images = [
        tlv.encode(0xDF25, text_png(person.name, 240, 24)),
        tlv.encode(0xDF26, text_png(person.address, 480, 24)),
    ]
    photo = tlv.encode(0xDF27, person.photo())
    digests = b"".join(sha256(part).digest() for part in (b"".join(attributes), b"".join(images), photo))
    unsigned = [
        tlv.encode(0xDF29, f"{person.expires:%Y%m%d}".encode("ascii")),
        tlv.encode(0xDF2A, text_png(person.security_code, 24, 12)),
    ]
    signature = tlv.encode(0xDF28, issuer_signature(person.issuer_key(), digests))
    return with_offsets(0xFF20, 0xDF21, [*attributes, *images, photo, signature, *unsigned])


def _basic_information(person: Personalisation) -> bytes:
    key_id = b"UKETSUKE-TRAIN-1"
    items = (
        tlv.encode(0xDF31, bytes.fromhex("06030E01")),
        tlv.encode(0xDF32, key_id),
        tlv.encode(0xDF33, b"\x01"),
        tlv.encode(0xDF34, person.municipality.encode("ascii")),
        tlv.encode(0xDF35, key_id + sha256(key_id).digest() * 8),
    )
    return tlv.encode(0xFF30, b"".join(items))


def _number_image(person: Personalisation) -> bytes:
    image = tlv.encode(0xDF41, text_png(person.individual_number, 72, 12))
    key = tlv.encode(0xDF42, public_key(person.card_key()))
    signature = issuer_signature(person.issuer_key(), image + key)
    return tlv.encode(0xFF40, image + key + tlv.encode(0xDF43, signature))
