"""Every kind of card: what it shows by APDUs (my-number-card §2, §3, §8.2, §8.4), and what the driver makes of it."""

from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.people import Person
from reader import Command, MyNumberCard, Pin, SimulatedReader, VerificationNumberB
from reader.errors import (
    CardMute,
    CardProtocolError,
    CardRemoved,
    NotMyNumberCard,
    PersonHasNoCard,
    PinLocked,
    PinRequired,
)
from reader.probe import probe
from reader.simulated import Holder
from reader.virtual import VirtualCard
from reader.virtual.card import PresentedCard
from reader.virtual.faults import BrokenCard, Confused, Slow
from reader.virtual.files import TransparentFile
from reader.virtual.issuing import issue
from reader.virtual.mint import individual_number, mint
from reader.virtual.profile import Profile
from tests.reader.cards import fresh
from tests.reader.script import COMMON, JPKI, RESIDENCE, TEXT, VISUAL, ascii_hex, run, send
from tests.reader.test_random_apdus import LIKELY, PROTECTED, SECRETS, WatchedCounters
from tests.reader.world import ADULT, CARDLESS, CHILD, LOCKED, NUMBER_B, PIN, SIGN_PASSWORD, WORLD

B = VerificationNumberB(NUMBER_B)


def whole(profile: Profile) -> VirtualCard:
    card = issue(WORLD, ADULT, profile)
    assert isinstance(card, VirtualCard)
    return card


def connected(card: PresentedCard) -> MyNumberCard:
    reader = SimulatedReader()
    reader.insert(card, Holder())
    return MyNumberCard(reader.connect())


def test_an_adult_has_everything_whatever_their_own_card_lacks() -> None:
    for person in (ADULT, CHILD, LOCKED):
        card = issue(WORLD, person, Profile.ADULT)
        assert isinstance(card, VirtualCard)
        run(card, f"{JPKI} > 9000\n00200098 > 63C3\n0020009B > 63C5\n{TEXT} > 9000\n00200091 > 63C3")


def test_a_childs_card_lacks_the_signature_files() -> None:
    run(
        whole(Profile.CHILD),
        f"""
        {JPKI} > 9000
        00A4020C02001B > 6A82
        00A4020C020001 > 6A82
        00A4020C02001A > 6A82
        00200098 > 63C3
        00B0880001 > 1 9000
        """,
    )


def test_a_card_for_faces_has_no_pins_and_opens_to_the_printed_number() -> None:
    """The model of §3: 63C0, 6984; EF 0008 says no signature; certificate and 照合番号B as on any card."""
    card = whole(Profile.PINLESS)
    number = ascii_hex(NUMBER_B)
    run(
        card,
        f"""
        {JPKI} > 9000
        00200098 > 63C0
        0020009804{ascii_hex(PIN)} > 6984
        0020009B > 63C0
        00B08A0004 > 4 9000
        {TEXT} > 9000
        00200091 > 63C0
        {RESIDENCE} > 9000
        0020009C > 63C0
        {VISUAL} > 9000
        002000920E{number} > 9000
        00B0820004 > 4 9000
        """,
    )
    send(card, JPKI)
    assert send(card, "00B0880003")[0][0] != 0x8F


def test_an_infants_card_has_no_photo() -> None:
    assert connected(whole(Profile.INFANT)).card_face(B).photo == b""
    run(whole(Profile.INFANT), f"{JPKI} > 9000\n0020009B > 63C0\n00200098 > 63C3")


def test_a_locked_card_is_locked_in_every_pin_and_only_there() -> None:
    card = whole(Profile.LOCKED)
    run(
        card,
        f"""
        {JPKI} > 9000
        00200098 > 63C0
        0020009804{ascii_hex(PIN)} > 6984
        0020009B > 63C0
        0020009B09{ascii_hex(SIGN_PASSWORD)} > 6984
        {TEXT} > 9000
        00200091 > 63C0
        00200094 > 63CA
        {COMMON} > 9000
        0020009C > 63C0
        {VISUAL} > 9000
        00200092 > 63CA
        """,
    )
    with pytest.raises(PinLocked):
        connected(card).verify_pin(Pin(PIN))


@pytest.mark.parametrize("someone", [ADULT, CHILD, LOCKED])
def test_an_expired_card_ended_before_the_practice_day(someone: Person) -> None:
    driver = connected(issue(WORLD, someone, Profile.EXPIRED))
    assert driver.auth_certificate().not_after < WORLD.practice_date
    number = VerificationNumberB.of_card(someone.birth_date, driver.auth_certificate().not_after.year, "2285")
    assert driver.card_face(number).expires < WORLD.practice_date
    driver.verify_pin(Pin(PIN))


def test_a_phone_says_what_it_is_and_wants_the_pin_for_its_certificate() -> None:
    card = whole(Profile.PHONE)
    assert card.atr != fresh(ADULT).atr
    run(card, f"{TEXT} > 6A82\n{VISUAL} > 6A82\n{COMMON} > 6A82\n{JPKI} > 9000\n00B08A0004 > 6982")
    assert send(card, "00B0860020") == (b"JPKIAPGPSETOKEN".ljust(32), "9000")
    driver = connected(card)
    with pytest.raises(PinRequired):
        driver.auth_certificate()
    driver.verify_pin(Pin(PIN))
    assert driver.auth_certificate().der


def test_a_phone_can_be_probed_without_its_pin() -> None:
    reader = SimulatedReader()
    reader.insert(whole(Profile.PHONE), Holder())
    found = probe(reader.connect())
    assert [application.name for application in found.applications] == ["JPKI"]
    assert found.certificate_not_after is None


def test_another_kind_of_card_has_no_application() -> None:
    card = whole(Profile.FOREIGN)
    run(card, f"{JPKI} > 6A82\n{TEXT} > 6A82\n{COMMON} > 6A82\n00CA004500 > 6A88")
    with pytest.raises(NotMyNumberCard):
        connected(card).pin_tries_left()


def test_a_dead_chip_has_no_answer_to_reset() -> None:
    assert whole(Profile.MUTE).atr == b""
    with pytest.raises(CardMute):
        connected(whole(Profile.MUTE))


def test_a_silent_chip_answers_only_the_reset() -> None:
    card = issue(WORLD, ADULT, Profile.SILENT)
    assert card.reset() == fresh(ADULT).atr
    with pytest.raises(CardMute):
        connected(card).pin_tries_left()


def test_a_slow_chip_takes_its_time_for_every_answer() -> None:
    waited: list[float] = []
    driver = connected(BrokenCard(fresh(ADULT), Slow(1.5, waited.append)))
    assert driver.pin_tries_left() == 3
    assert waited == [1.5, 1.5]


def test_a_loose_contact_loses_an_answer_and_the_try_behind_it() -> None:
    """The third command was carried out: whoever asks again sees the try gone; the card itself stays in the reader."""
    reader = SimulatedReader()
    reader.insert(issue(WORLD, ADULT, Profile.LOOSE), Holder())
    connection = reader.connect()
    connection.transmit(Command.decode(bytes.fromhex(JPKI)))
    connection.transmit(Command.decode(bytes.fromhex("00200098")))
    for _ in range(2):
        with pytest.raises(CardRemoved):
            connection.transmit(Command(0x00, 0x20, 0x00, 0x98, b"9999"))
    connection.close()
    assert reader.card_present()
    assert MyNumberCard(reader.connect()).pin_tries_left() == 2


def test_a_confused_chip_is_told_by_its_status_word() -> None:
    driver = connected(BrokenCard(fresh(ADULT), Confused(nth=2)))
    with pytest.raises(CardProtocolError, match="6F00"):
        driver.pin_tries_left()


def test_broken_cards_are_cards_to_the_camera_and_the_terminal() -> None:
    card = issue(WORLD, ADULT, Profile.SLOW)
    assert card.printed.verification_number_b == B
    card.sim_institution_authenticated = True
    assert card.sim_institution_authenticated
    card.reset()
    assert not card.sim_institution_authenticated
    assert card.transmit_bytes(b"\x00") == b"\x67\x00"


def test_without_a_profile_the_persons_own_data_count() -> None:
    assert issue(WORLD, LOCKED).atr == mint(WORLD, LOCKED).atr
    card = issue(WORLD, LOCKED)
    assert isinstance(card, VirtualCard)
    run(card, f"{JPKI} > 9000\n00200098 > 63C0\n0020009B > 63C5")
    for profile in (None, Profile.ADULT):
        with pytest.raises(PersonHasNoCard):
            issue(WORLD, CARDLESS, profile)


def test_every_kind_has_words() -> None:
    assert all(profile.ja and profile.en for profile in Profile)
    assert len({profile.ja for profile in Profile}) == len(Profile)


@cache
def issued(profile: Profile) -> PresentedCard:
    """One card a profile; its files are laid out once."""
    return issue(WORLD, ADULT, profile)


def as_new(profile: Profile, counters: WatchedCounters) -> PresentedCard:
    """The same card as on the day of issue."""
    card = issued(profile)
    if isinstance(card, BrokenCard):
        return BrokenCard(replace(card.whole, counters=counters), type(card.fault)())
    assert isinstance(card, VirtualCard)
    return replace(card, counters=counters)


@cache
def protected_of(profile: Profile) -> list[bytes]:
    """On a phone the certificate is protected too."""
    if profile is not Profile.PHONE:
        return PROTECTED
    certificate = whole(profile).directories[0].files[0x0A]
    assert isinstance(certificate, TransparentFile)
    return [*PROTECTED, certificate.content[-1500:-1400]]


QUICK = [profile for profile in Profile if profile is not Profile.SLOW]


@pytest.mark.parametrize("profile", QUICK)
@settings(max_examples=40, deadline=None)
@given(stream=st.lists(LIKELY | st.binary(max_size=40), max_size=30))
def test_random_apdus_break_no_kind_of_card(profile: Profile, stream: list[bytes]) -> None:
    """No crash, nothing protected shown, no counter raised without the right secret."""
    counters = WatchedCounters()
    card = as_new(profile, counters)
    for command in stream:
        if any(secret in command for secret in (*SECRETS, individual_number(ADULT.id).encode())):
            continue
        with suppress(CardMute, CardRemoved):
            answer = card.transmit_bytes(command)
            assert len(answer) >= 2
            assert not any(content in answer for content in protected_of(profile))
    assert not counters.raised
