"""OpenSC with every kind of card, and wrong PINs down to the lock (my-number-card §3, §8.2, §8.3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.pcsc import PcscReader
from reader.virtual import InMemoryCounters
from reader.virtual.card import PoweredCard
from reader.virtual.faults import BrokenCard, LooseContact, Slow
from reader.virtual.issuing import issue
from reader.virtual.profile import Profile
from reader.virtual.vpcd import VpcdSlot
from tests.reader import opensc
from tests.reader.cards import fresh
from tests.reader.conftest import LONG
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT, PIN, SIGN_PASSWORD, WORLD

DATA = b"challenge of the server"
AUTH, SIGN, AUTH_CA = "01", "02", "03"
AUTH_SLOT, SIGN_SLOT = "0", "1"
NOON = int(datetime(2026, 5, 10, 3, tzinfo=UTC).timestamp())


@pytest.fixture(autouse=True, scope="module")
def programs() -> None:
    opensc.require_programs()


@contextmanager
def inserted(service: PrivatePcscd, card: PoweredCard) -> Iterator[None]:
    """Put a card into the first slot for as long as the test wants it."""
    with VpcdSlot(card, service.ports[0]) as slot:
        assert slot.wait_until_seen(LONG)
        PcscReader(SLOTS[0]).wait_for_card(LONG)
        yield
    assert PcscReader(SLOTS[0]).wait_for_removal(LONG)


def of_profile(profile: Profile) -> PoweredCard:
    return issue(WORLD, ADULT, profile)


@pytest.mark.parametrize(
    ("profile", "tries", "signs"),
    [
        (Profile.ADULT, ["3", "5"], True),
        (Profile.INFANT, ["3", "0"], True),
        (Profile.EXPIRED, ["3", "5"], True),
        (Profile.PINLESS, ["0", "0"], False),
        (Profile.LOCKED, ["0", "0"], False),
    ],
)
def test_cards_it_can_use(
    service: PrivatePcscd, tmp_path: Path, profile: Profile, tries: list[str], signs: bool
) -> None:
    """The counters show, the auth certificate is free, and the key answers whoever knows a PIN that is not locked."""
    with inserted(service, of_profile(profile)):
        assert opensc.tries_left() == tries
        pem = opensc.read_certificate(tmp_path, AUTH)
        authority = opensc.read_certificate(tmp_path, AUTH_CA)
        signed = opensc.sign(tmp_path, DATA, AUTH_SLOT, AUTH, PIN)
        assert (signed.returncode == 0) is signs
        assert not signs or opensc.openssl_verifies(tmp_path, pem)
        assert opensc.tries_left() == tries
    chain = opensc.openssl_chain(pem, authority, NOON)
    assert (chain.returncode == 0) is (profile is not Profile.EXPIRED)
    assert ("expired" in chain.stderr) is (profile is Profile.EXPIRED)


def test_a_phone_answers_like_a_card_and_keeps_its_certificate_behind_the_pin(
    service: PrivatePcscd, tmp_path: Path
) -> None:
    """Another answer to reset: one more SELECT decides (§1.4). The certificate wants the PIN first (§8.4)."""
    with inserted(service, of_profile(Profile.PHONE)):
        assert opensc.tries_left() == ["3", "5"]
        assert opensc.run("pkcs15-tool", "--read-certificate", AUTH).returncode != 0
        assert opensc.sign(tmp_path, DATA, AUTH_SLOT, AUTH, PIN).returncode == 0
        pem = opensc.read_certificate(tmp_path, AUTH, "--verify-pin", "--auth-id", AUTH, "--pin", PIN)
        assert opensc.openssl_verifies(tmp_path, pem)


def test_a_card_without_signature_files_is_none_of_its_cards(service: PrivatePcscd) -> None:
    """It wants EF 001B to exist; without, the whole card is refused, the auth key too (§8.2 no. 4)."""
    with inserted(service, of_profile(Profile.CHILD)):
        listed = opensc.run("pkcs15-tool", "--list-pins")
        assert listed.returncode != 0
        assert "PKCS#15 binding failed: Unsupported card" in listed.stderr


def test_another_kind_of_card_is_not_taken(service: PrivatePcscd) -> None:
    with inserted(service, of_profile(Profile.FOREIGN)):
        assert opensc.run("pkcs15-tool", "--list-pins").returncode != 0
        assert "jpki" not in opensc.run("opensc-tool", "--name").stdout.lower()


def test_a_dead_chip_is_a_card_that_does_not_respond(service: PrivatePcscd) -> None:
    with inserted(service, of_profile(Profile.MUTE)):
        listed = opensc.run("pkcs15-tool", "--list-pins")
        assert listed.returncode != 0
        assert "Unresponsive card" in listed.stderr


def test_a_slow_chip_is_only_slow(service: PrivatePcscd, tmp_path: Path) -> None:
    waited: list[float] = []
    slow = BrokenCard(fresh(ADULT), Slow(seconds=2.0, sleep=waited.append))
    with inserted(service, slow):
        assert opensc.sign(tmp_path, DATA, AUTH_SLOT, AUTH, PIN).returncode == 0
    assert set(waited) == {2.0}


@pytest.mark.parametrize("profile", [Profile.LOOSE, Profile.CONFUSED])
def test_a_faulty_chip_is_refused_in_words(service: PrivatePcscd, profile: Profile) -> None:
    with inserted(service, of_profile(profile)):
        listed = opensc.run("pkcs15-tool", "--list-pins")
        assert listed.returncode != 0
        assert listed.stderr.strip()


def test_a_card_with_a_loose_contact_falls_out(service: PrivatePcscd) -> None:
    card = BrokenCard(fresh(ADULT), LooseContact(after=1))
    with VpcdSlot(card, service.ports[0]) as slot:
        assert slot.wait_until_seen(LONG)
        assert opensc.run("pkcs15-tool", "--list-pins").returncode != 0
        assert slot.wait_until_out(LONG)
    assert PcscReader(SLOTS[0]).wait_for_removal(LONG)


@pytest.mark.parametrize(
    ("slot_index", "key", "right", "wrong", "counts"),
    [
        (AUTH_SLOT, AUTH, PIN, "9999", [["2", "5"], ["1", "5"], ["0", "5"]]),
        (SIGN_SLOT, SIGN, SIGN_PASSWORD, "WRONG0000", [["3", str(left)] for left in (4, 3, 2, 1, 0)]),
    ],
)
def test_wrong_pins_down_to_the_lock(
    service: PrivatePcscd, tmp_path: Path, slot_index: str, key: str, right: str, wrong: str, counts: list[list[str]]
) -> None:
    """Every wrong PIN costs one try, across power cycles; on a locked key the right PIN no longer helps."""
    counters = InMemoryCounters()
    with inserted(service, fresh(ADULT, counters)):
        for left in counts:
            refused = opensc.sign(tmp_path, DATA, slot_index, key, wrong)
            assert "CKR_PIN_INCORRECT" in refused.stderr or left[int(slot_index)] == "0"
            assert refused.returncode != 0
            assert opensc.tries_left() == left
    with inserted(service, fresh(ADULT, counters)):
        assert opensc.sign(tmp_path, DATA, slot_index, key, right).returncode != 0
        assert opensc.tries_left() == counts[-1]
        assert "user PIN locked" in opensc.succeed("pkcs11-tool", "--list-slots")


def test_the_right_pin_restores_the_count(service: PrivatePcscd, tmp_path: Path) -> None:
    with inserted(service, fresh(ADULT)):
        for wrong, left in (("9999", "2"), ("8888", "1")):
            assert "CKR_PIN_INCORRECT" in opensc.sign(tmp_path, DATA, AUTH_SLOT, AUTH, wrong).stderr
            assert opensc.tries_left() == [left, "5"]
        assert opensc.sign(tmp_path, DATA, AUTH_SLOT, AUTH, PIN).returncode == 0
        assert opensc.tries_left() == ["3", "5"]
