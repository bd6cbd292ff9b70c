"""OpenSC, which nobody here wrote, uses the virtual card through a real PC/SC stack (my-number-card §8.2, §8.3)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from fixtures.certification_authority import auth_ca, auth_certificate, sign_ca, sign_certificate
from reader.virtual.vpcd import VpcdSlot
from tests.reader import opensc
from tests.reader.world import ADULT, PIN, SIGN_PASSWORD, WORLD

DATA = b"challenge of the server"
AUTH, SIGN, AUTH_CA, SIGN_CA = "01", "02", "03", "04"
WITH_PASSWORD = ("--verify-pin", "--auth-id", SIGN, "--pin", SIGN_PASSWORD)
NOON = int(datetime(2026, 5, 10, 3, tzinfo=UTC).timestamp())


@pytest.fixture(autouse=True, scope="module")
def programs() -> None:
    opensc.require_programs()


def certificate(folder: Path, number: str, *options: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(opensc.read_certificate(folder, number, *options).read_bytes())


def test_it_sees_both_pins_and_their_tries(slot: VpcdSlot) -> None:
    assert opensc.tries_left() == ["3", "5"]


def test_it_knows_the_card_by_its_answer_to_reset(slot: VpcdSlot) -> None:
    """The only ATR the driver itself matches (§1.4)."""
    assert opensc.succeed("opensc-tool", "--atr").split() == ["3b:e0:00:ff:81:31:fe:45:14"]
    assert "jpki" in opensc.succeed("opensc-tool", "--name").lower()


def test_it_reads_all_four_certificates(slot: VpcdSlot, tmp_path: Path) -> None:
    assert certificate(tmp_path, AUTH) == auth_certificate(WORLD, ADULT)
    assert certificate(tmp_path, SIGN, *WITH_PASSWORD) == sign_certificate(WORLD, ADULT)
    assert certificate(tmp_path, AUTH_CA) == auth_ca().certificate
    assert certificate(tmp_path, SIGN_CA) == sign_ca().certificate


def test_it_lists_certificates_and_keys(slot: VpcdSlot) -> None:
    listed = opensc.succeed("pkcs15-tool", "--list-certificates", "--list-keys")
    assert [line.split()[-1] for line in listed.splitlines() if line.strip().startswith("ID")] == [
        *(AUTH, SIGN, AUTH_CA, SIGN_CA),
        *(AUTH, SIGN),
    ]


def test_it_shows_two_slots(slot: VpcdSlot) -> None:
    """One per PIN, with the PIN's length; the serial is always zero (§8.3)."""
    listed = opensc.succeed("pkcs11-tool", "--list-slots")
    assert [line.split()[-1] for line in listed.splitlines() if "pin min/max" in line] == ["4/4", "6/16"]
    assert [line.split()[-1] for line in listed.splitlines() if "serial num" in line] == ["00000000"] * 2


@pytest.mark.parametrize(
    ("slot_index", "key", "pin", "authority", "options"),
    [("0", AUTH, PIN, AUTH_CA, ()), ("1", SIGN, SIGN_PASSWORD, SIGN_CA, WITH_PASSWORD)],
)
def test_openssl_believes_signature_and_chain(
    slot: VpcdSlot, tmp_path: Path, slot_index: str, key: str, pin: str, authority: str, options: tuple[str, ...]
) -> None:
    signed = opensc.sign(tmp_path, DATA, slot_index, key, pin)
    assert signed.returncode == 0, signed.stderr
    pem = opensc.read_certificate(tmp_path, key, *options)
    assert opensc.openssl_verifies(tmp_path, pem)
    assert opensc.openssl_chain(pem, opensc.read_certificate(tmp_path, authority), NOON).returncode == 0
    (tmp_path / "data").write_bytes(DATA + b"!")
    assert not opensc.openssl_verifies(tmp_path, pem)


def test_the_other_authority_did_not_issue_it(slot: VpcdSlot, tmp_path: Path) -> None:
    pem = opensc.read_certificate(tmp_path, AUTH)
    assert opensc.openssl_chain(pem, opensc.read_certificate(tmp_path, SIGN_CA), NOON).returncode != 0


def test_signing_without_login_is_refused(slot: VpcdSlot, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(DATA)
    files = ("--input-file", tmp_path / "data", "--output-file", tmp_path / "signature")
    refused = opensc.run("pkcs11-tool", "--sign", "--id", AUTH, "--mechanism", "SHA256-RSA-PKCS", *files)
    assert refused.returncode != 0
    assert not (tmp_path / "signature").exists()
