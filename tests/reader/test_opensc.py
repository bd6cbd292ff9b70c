"""OpenSC, which nobody here wrote, uses the virtual card through a real PC/SC stack (my-number-card §8.2, §8.3)."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256

from fixtures.certification_authority import auth_certificate, auth_key, sign_certificate, sign_key
from reader.virtual.vpcd import VpcdSlot
from tests.reader.world import ADULT, PIN, SIGN_PASSWORD, WORLD

pytestmark = pytest.mark.skipif(shutil.which("pkcs11-tool") is None, reason="OpenSC is not installed")

DATA = b"challenge of the server"
AUTH, SIGN = "01", "02"


def opensc(*arguments: str) -> str:
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def certificate(*options: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(opensc("pkcs15-tool", "--read-certificate", *options).encode())


def test_it_sees_both_pins_and_their_tries(slot: VpcdSlot) -> None:
    listed = opensc("pkcs15-tool", "--list-pins")
    assert [line.split()[-1] for line in listed.splitlines() if "Tries left" in line] == ["3", "5"]


def test_it_reads_both_certificates(slot: VpcdSlot) -> None:
    assert certificate(AUTH) == auth_certificate(WORLD, ADULT)
    options = (SIGN, "--verify-pin", "--auth-id", SIGN, "--pin", SIGN_PASSWORD)
    assert certificate(*options) == sign_certificate(WORLD, ADULT)


@pytest.mark.parametrize(("slot_index", "key", "pin"), [("0", AUTH, PIN), ("1", SIGN, SIGN_PASSWORD)])
def test_it_signs(slot: VpcdSlot, tmp_path: Path, slot_index: str, key: str, pin: str) -> None:
    (tmp_path / "data").write_bytes(DATA)
    files = ("--input-file", str(tmp_path / "data"), "--output-file", str(tmp_path / "signature"))
    login = ("--slot-index", slot_index, "--login", "--pin", pin)
    opensc("pkcs11-tool", *login, "--sign", "--id", key, "--mechanism", "SHA256-RSA-PKCS", *files)
    public_key = (auth_key if key == AUTH else sign_key)(ADULT.id).public_key()
    public_key.verify((tmp_path / "signature").read_bytes(), DATA, padding.PKCS1v15(), SHA256())
