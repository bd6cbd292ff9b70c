"""OpenSC's and OpenSSL's programs, run as anyone would run them. Absent: skipped with the reason; in CI that fails."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAMS = ("opensc-tool", "pkcs15-tool", "pkcs11-tool", "openssl")


def require_programs() -> None:
    """Skip, in CI fail, when a program is missing."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, whatever that is."""
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


def succeed(*arguments: str | Path) -> str:
    """Run a program that must succeed; return what it printed."""
    done = run(*arguments)
    assert done.returncode == 0, f"{arguments[0]}: {done.stderr}"
    return done.stdout


def tries_left() -> list[str]:
    """The counters of the auth PIN and the sign password as `pkcs15-tool --list-pins` shows them."""
    listed = succeed("pkcs15-tool", "--list-pins")
    return [line.split()[-1] for line in listed.splitlines() if "Tries left" in line]


def read_certificate(folder: Path, number: str, *options: str) -> Path:
    """Read certificate `number` (01 auth, 02 sign, 03 and 04 their authorities) into a PEM file."""
    pem = folder / f"{number}.pem"
    pem.write_text(succeed("pkcs15-tool", "--read-certificate", number, *options))
    return pem


def sign(folder: Path, data: bytes, slot_index: str, key: str, pin: str) -> subprocess.CompletedProcess[str]:
    """Log in and sign `data` into `signature`."""
    (folder / "data").write_bytes(data)
    files = ("--input-file", folder / "data", "--output-file", folder / "signature")
    login = ("--slot-index", slot_index, "--login", "--pin", pin)
    return run("pkcs11-tool", *login, "--sign", "--id", key, "--mechanism", "SHA256-RSA-PKCS", *files)


def openssl_verifies(folder: Path, certificate: Path) -> bool:
    """Tell whether `signature` is one over `data` by the certificate's key."""
    key = folder / "key.pem"
    key.write_text(succeed("openssl", "x509", "-in", certificate, "-noout", "-pubkey"))
    files = ("-verify", key, "-signature", folder / "signature", folder / "data")
    return run("openssl", "dgst", "-sha256", *files).stdout.strip() == "Verified OK"


def openssl_chain(certificate: Path, authority: Path, at: int) -> subprocess.CompletedProcess[str]:
    """Check a certificate against its authority at a time (Unix seconds)."""
    return run("openssl", "verify", "-attime", str(at), "-CAfile", authority, certificate)
