"""Turns a fictitious person into the card in their purse, and into the patient before the camera."""

from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from fixtures import Person, World, certification_authority, face
from fixtures.keys import training_key
from fixtures.people import Card, CardKind, Sex
from reader.credentials import VerificationNumberB
from reader.errors import PersonHasNoCard
from reader.simulated import Holder
from reader.virtual.chip import Print, VirtualCard
from reader.virtual.common_files import common, data_objects, residence
from reader.virtual.counters import CounterStore, InMemoryCounters
from reader.virtual.jpki_files import jpki
from reader.virtual.personalisation import Personalisation
from reader.virtual.text_files import text
from reader.virtual.visual_files import visual

FICTITIOUS_MUNICIPALITY: Final = "99000"
"""Municipality code of prefecture 99, which does not exist."""

_SEX_CODES: Final = {Sex.MALE: b"1", Sex.FEMALE: b"2"}


def mint(world: World, person: Person, counters: CounterStore | None = None) -> VirtualCard:
    """Issue the person's card. `counters` keep its tries left (in memory when None). Raises PersonHasNoCard."""
    if person.card is None:
        raise PersonHasNoCard
    return assemble(personalise(world, person), counters, mute=person.card.chip_broken)


def assemble(issued: Personalisation, counters: CounterStore | None = None, *, mute: bool = False) -> VirtualCard:
    """Put the five applications of one holder on a chip."""
    return VirtualCard(
        directories=(jpki(issued), text(issued), visual(issued), residence(issued), common(issued)),
        printed=Print(issued.verification_number_b),
        data_objects=data_objects(issued),
        counters=counters or InMemoryCounters(),
        mute=mute,
    )


def holder_of(person: Person) -> Holder:
    """Return the patient as they stand before the camera today; a stranger shows another face."""
    seen = person.face
    if person.conduct.face == "stranger":
        seen = seen.model_copy(update={"seed": seen.seed + 1})
    buffer = BytesIO()
    face.portrait(seen, today=True).save(buffer, "PNG")
    return Holder(person.conduct.face, buffer.getvalue())


def personalise(world: World, person: Person) -> Personalisation:
    """Return what the issuer writes on the person's chip. Raises PersonHasNoCard."""
    if person.card is None:
        raise PersonHasNoCard
    return _personalise(world, person, person.card)


def _personalise(world: World, person: Person, card: Card) -> Personalisation:
    number_b = VerificationNumberB.of_card(person.birth_date, card.expires.year, card.security_code)
    has_pins = card.kind is CardKind.NORMAL
    password = card.signature_password if has_pins else None
    return Personalisation(
        name=world.name(person),
        address=world.households[person.household].address,
        birth_date=person.birth_date,
        sex_code=_SEX_CODES[person.sex],
        expires=card.expires,
        security_code=card.security_code,
        individual_number=individual_number(person.id),
        verification_number_b=number_b,
        card_serial=f"TRAIN{sha256(person.id.encode()).hexdigest()[:10].upper()}",
        municipality=FICTITIOUS_MUNICIPALITY,
        pin=card.pin.encode("ascii") if has_pins else None,
        pin_tries=card.tries_left,
        signature_password=password.encode("ascii") if password else None,
        photo=lambda: face.card_photo(person.face) if card.photo else b"",
        auth_certificate=lambda: _der(certification_authority.auth_certificate(world, person)),
        auth_ca_certificate=lambda: _der(certification_authority.auth_ca().certificate),
        auth_key=lambda: certification_authority.auth_key(person.id),
        sign_certificate=lambda: _der(certification_authority.sign_certificate(world, person)),
        sign_ca_certificate=lambda: _der(certification_authority.sign_ca().certificate),
        sign_key=lambda: certification_authority.sign_key(person.id),
        card_key=_card_key,
        issuer_key=_issuer_key,
    )


def individual_number(person_id: str) -> str:
    """Derive twelve digits that can be nobody's 個人番号: the check digit is wrong on purpose."""
    body = f"{int.from_bytes(sha256(person_id.encode()).digest()) % 10**11:011d}"
    return f"{body}{(individual_number_check_digit(body) + 1) % 10}"


def individual_number_check_digit(body: str) -> int:
    """Return the check digit of eleven digits (総務省令第85号 of 2014, article 5)."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    remainder = sum(weight * int(digit) for weight, digit in zip(weights, body, strict=True)) % 11
    return 0 if remainder <= 1 else 11 - remainder


@cache
def _card_key() -> RSAPrivateKey:
    """Return the 内部認証 key, one for all training cards: each real card has its own."""
    return training_key("card/internal authentication")


def _issuer_key() -> RSAPrivateKey:
    """Return the key that signs the card faces: in the training world that of the auth certificates."""
    return certification_authority.auth_ca().key


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
