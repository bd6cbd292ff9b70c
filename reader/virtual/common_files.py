"""共通カードAP, 住基AP and the data objects of the power-on state (my-number-card §2.4, §1.3)."""

from collections.abc import Mapping
from hashlib import sha256

from reader import tlv
from reader.applications import Application, Common, Residence
from reader.virtual.chip import CONTACT_ATR
from reader.virtual.files import Directory, KeyReference, PrivateKeyFile, RecordFile, SecretFile
from reader.virtual.jpki_files import FOUR_DIGITS
from reader.virtual.personalisation import Personalisation


def common(person: Personalisation) -> Directory:
    """Lay out the files of 共通カードAP."""
    return Directory.of(
        Application.COMMON,
        RecordFile(Common.CARD_RECORD, (_card_record(person),)),
        KeyReference(Common.KEY_REFERENCE),
        PrivateKeyFile(Common.CARD_KEY, person.card_key),
        SecretFile(Common.RESIDENCE_PIN, person.pin, person.other_pin_tries, 3, FOUR_DIGITS),
    )


def residence(person: Personalisation) -> Directory:
    """Lay out the files of 住基AP."""
    return Directory.of(
        Application.RESIDENCE,
        KeyReference(Residence.KEY_REFERENCE),
        SecretFile(Residence.RESIDENCE_PIN, person.pin, person.other_pin_tries, 3, FOUR_DIGITS),
    )


def _card_record(person: Personalisation) -> bytes:
    """`01 1C` and 28 characters: serial (15), municipality (5), expiry YYYYMMDD."""
    return tlv.encode(0x01, f"{person.card_serial}{person.municipality}{person.expires:%Y%m%d}".encode("ascii"))


def data_objects(person: Personalisation) -> Mapping[int, bytes]:
    """Return what GET DATA answers. 7F21, 00F8 and 0066 (certificates, GP data) are not given: 6A88."""
    issuer = sha256(b"uketsuke training issuer").digest()[:16]
    return {
        0x0042: issuer,
        0x0045: person.card_serial.encode("ascii"),
        0x00F0: person.municipality.encode("ascii"),
        0x00F2: f"{person.expires:%Y%m%d}".encode("ascii"),
        0x00F7: issuer,
        0x5F51: CONTACT_ATR[1:],
    }
