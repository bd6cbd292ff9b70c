"""Signatures of the virtual card, checked by a program nobody here wrote (my-number-card §5)."""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fixtures.certification_authority import auth_certificate, auth_key
from reader import CardConnection, MyNumberCard, Pin
from reader.virtual import VirtualCard
from tests.reader.script import JPKI, ascii_hex, run, send
from tests.reader.world import ADULT, PIN, WORLD

DATA = b"challenge of the server"
PUBLIC_KEY = auth_key(ADULT.id).public_key()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not installed")
def test_openssl_verifies_the_drivers_signature(connection: CardConnection, tmp_path: Path) -> None:
    card = MyNumberCard(connection)
    card.verify_pin(Pin(PIN))
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "signature").write_bytes(card.sign(DATA))
    (tmp_path / "certificate").write_bytes(card.auth_certificate().der)
    key = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-in", "certificate", "-noout", "-pubkey"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    (tmp_path / "key").write_bytes(key.stdout)
    verified = subprocess.run(
        ["openssl", "dgst", "-sha256", "-verify", "key", "-signature", "signature", "data"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.stdout.strip() == "Verified OK"


def sign(card: VirtualCard, p1: int, data: bytes) -> bytes:
    run(card, f"{JPKI} > 9000\n0020009804{ascii_hex(PIN)} > 9000")
    signature, sw = send(card, f"802A{p1:02X}97{len(data):02X}{data.hex()}00")
    assert sw == "9000"
    return signature


def padded(data: bytes) -> bytes:
    """EM = 00 01 FF..FF 00 || data, 256 bytes."""
    return b"\x00\x01" + b"\xff" * (253 - len(data)) + b"\x00" + data


def opened(signature: bytes) -> bytes:
    numbers = PUBLIC_KEY.public_numbers()
    return pow(int.from_bytes(signature), numbers.e, numbers.n).to_bytes(256)


@pytest.mark.parametrize("data", [b"x", b"\x00", sha256(DATA).digest(), bytes(245)])
def test_p1_00_pads_what_it_gets(adult: VirtualCard, data: bytes) -> None:
    assert opened(sign(adult, 0x00, data)) == padded(data)


def test_p1_01_hashes_and_pads_the_bare_hash(adult: VirtualCard) -> None:
    assert opened(sign(adult, 0x01, DATA)) == padded(sha256(DATA).digest())


def test_p1_02_adds_the_digest_info_to_a_given_hash(adult: VirtualCard) -> None:
    PUBLIC_KEY.verify(sign(adult, 0x02, sha256(DATA).digest()), DATA, padding.PKCS1v15(), SHA256())


def test_p1_03_hashes_and_adds_the_digest_info(adult: VirtualCard) -> None:
    PUBLIC_KEY.verify(sign(adult, 0x03, DATA), DATA, padding.PKCS1v15(), SHA256())


@pytest.mark.parametrize(("p1", "data"), [(0x04, sha256(DATA).digest()), (0x05, DATA)])
def test_p1_04_and_05_sign_with_pss(adult: VirtualCard, p1: int, data: bytes) -> None:
    pss = padding.PSS(padding.MGF1(SHA256()), padding.PSS.AUTO)
    PUBLIC_KEY.verify(sign(adult, p1, data), sha256(DATA).digest(), pss, utils.Prehashed(SHA256()))


def test_the_same_data_gives_the_same_signature(adult: VirtualCard) -> None:
    assert sign(adult, 0x03, DATA) == sign(adult, 0x03, DATA)


def test_the_certificate_on_the_card_holds_the_signing_key(connection: CardConnection) -> None:
    certificate = auth_certificate(WORLD, ADULT)
    assert MyNumberCard(connection).auth_certificate().der == certificate.public_bytes(Encoding.DER)
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert certificate.public_key().public_bytes(*form) == PUBLIC_KEY.public_bytes(*form)
