"""Issues the kinds of card a desk meets, made from one person's card.

A person's own data already say much (a child has no signature, a locked PIN is locked); a profile overrides them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from fixtures import Person, World
from fixtures.lifetimes import nth_birthday
from fixtures.people import Card, CardKind
from reader.applications import Application, Jpki
from reader.errors import PersonHasNoCard
from reader.virtual.card import PresentedCard
from reader.virtual.chip import VirtualCard
from reader.virtual.counters import CounterStore, InMemoryCounters
from reader.virtual.faults import BrokenCard, Confused, Fault, LooseContact, Silent, Slow
from reader.virtual.files import Directory
from reader.virtual.jpki_files import phone_jpki
from reader.virtual.mint import assemble, mint, personalise
from reader.virtual.profile import Profile

CONTACTLESS_ATR: Final = bytes.fromhex("3B80800101")
"""What a reader makes up for a contactless card without historical bytes (PC/SC part 3); speaks T=1."""

TRAINING_PIN: Final = "1234"
TRAINING_PASSWORD: Final = "TRAIN1234"  # noqa: S105  # a training secret, the same for everybody and told in the help

_SIGNATURE_FILES: Final = frozenset(
    {Jpki.SIGN_CERTIFICATE, Jpki.SIGN_CA_CERTIFICATE, Jpki.SIGN_KEY, Jpki.SIGN_PASSWORD}
)


_FAULTS: Final[dict[Profile, Callable[[], Fault]]] = {
    Profile.SILENT: Silent,
    Profile.SLOW: Slow,
    Profile.LOOSE: LooseContact,
    Profile.CONFUSED: Confused,
}


def issue(
    world: World, person: Person, profile: Profile | None = None, counters: CounterStore | None = None
) -> PresentedCard:
    """Issue the person's card, or the kind of card `profile` names with the person on it. Raises PersonHasNoCard.

    `counters` keep its tries left, in memory when None.
    """
    if profile is None:
        return mint(world, person, counters)
    if person.card is None:
        raise PersonHasNoCard
    card = _whole(world, person, person.card, profile, counters or InMemoryCounters())
    return BrokenCard(card, _FAULTS[profile]()) if profile in _FAULTS else card


def _whole(world: World, person: Person, card: Card, profile: Profile, counters: CounterStore) -> VirtualCard:
    """Issue the card before any fault."""
    issued = personalise(world, person.model_copy(update={"card": _card(world, person, card, profile)}))
    whole = assemble(issued, counters, mute=profile is Profile.MUTE)
    match profile:
        case Profile.CHILD:
            return replace(whole, directories=tuple(map(_without_signature, whole.directories)))
        case Profile.LOCKED:
            return assemble(replace(issued, pin_tries=0, password_tries=0, other_pin_tries=0), counters)
        case Profile.PHONE:
            return replace(whole, directories=(phone_jpki(issued),), data_objects={}, answer_to_reset=CONTACTLESS_ATR)
        case Profile.FOREIGN:
            return replace(whole, directories=(), data_objects={}, answer_to_reset=CONTACTLESS_ATR)
        case _:
            return whole


def _card(world: World, person: Person, card: Card, profile: Profile) -> Card:
    """Return the person's card as the profile wants it: an adult's unless the profile says otherwise."""
    adult = {
        "kind": CardKind.NORMAL,
        "signature_password": card.signature_password or TRAINING_PASSWORD,
        "tries_left": 3,
        "photo": True,
    }
    return card.model_copy(update=adult | _changes(world, person, profile))


def _changes(world: World, person: Person, profile: Profile) -> dict[str, object]:
    match profile:
        case Profile.CHILD:
            return {"signature_password": None}
        case Profile.PINLESS:
            return {"kind": CardKind.PINLESS, "signature_password": None}
        case Profile.INFANT:
            return {"photo": False, "signature_password": None}
        case Profile.EXPIRED:
            return _expired(world, person)
        case _:
            return {}


def _expired(world: World, person: Person) -> dict[str, object]:
    """End card and certificates at the last birthday before the practice day."""
    ended = nth_birthday(person.birth_date, world.practice_date - timedelta(days=366), 1)
    issued = ended.replace(year=ended.year - 5)
    card = person.card
    certificate = card.certificate.model_copy(update={"issued": issued}) if card else None
    return {"issued": issued.replace(year=issued.year - 5), "expires": ended, "certificate": certificate}


def _without_signature(directory: Directory) -> Directory:
    """Take the signature files out of 公的個人認証AP; other applications stay as they are."""
    if directory.application is not Application.JPKI:
        return directory
    files = {fid: file for fid, file in directory.files.items() if fid not in _SIGNATURE_FILES}
    return replace(directory, files=files)
