"""COMPUTE DIGITAL SIGNATURE, INTERNAL AUTHENTICATE, GET CHALLENGE, and what is closed (my-number-card §5, §7, §4)."""

from collections.abc import Callable
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import NoDigestInfo, Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from reader.apdu import MAX_SHORT_LE, Command
from reader.applications import SHORT_ID, Application, Common, Text
from reader.status_word import SW
from reader.virtual.files import PrivateKeyFile
from reader.virtual.memory import Chip, Refused, require

_DIGITAL_SIGNATURE_OWN_KEY: Final = 0x00
_MAX_RAW: Final = 245
"""Most bytes PKCS#1 v1.5 type 1 padding leaves room for in 2048 bits (my-number-card §5)."""

_Scheme = Callable[[RSAPrivateKey, bytes], bytes]


def _pad_and_sign(key: RSAPrivateKey, data: bytes) -> bytes:
    """EM = 00 01 FF..FF 00 || data, verbatim: the card neither hashes nor looks at the DigestInfo."""
    require(len(data) <= _MAX_RAW, SW.CONDITIONS)
    return key.sign(data, padding.PKCS1v15(), NoDigestInfo())


def _add_digest_info(key: RSAPrivateKey, digest: bytes) -> bytes:
    require(len(digest) == SHA256.digest_size, SW.CONDITIONS)
    return key.sign(digest, padding.PKCS1v15(), Prehashed(SHA256()))


def _pss(key: RSAPrivateKey, digest: bytes) -> bytes:
    require(len(digest) == SHA256.digest_size, SW.CONDITIONS)
    pss = padding.PSS(padding.MGF1(SHA256()), padding.PSS.DIGEST_LENGTH)
    return key.sign(digest, pss, Prehashed(SHA256()))


def _hashed(scheme: _Scheme) -> _Scheme:
    """Let the card hash the data first."""
    return lambda key, data: scheme(key, sha256(data).digest())


_SCHEMES: Final[dict[int, _Scheme]] = {
    0x00: _pad_and_sign,
    0x01: _hashed(_pad_and_sign),
    0x02: _add_digest_info,
    0x03: _hashed(_add_digest_info),
    0x04: _pss,
    0x05: _hashed(_pss),
}


def compute_digital_signature(chip: Chip, command: Command) -> bytes:
    """Sign with the key P2 names, padded as P1 says; 256 bytes."""
    require(command.p1 in _SCHEMES, SW.WRONG_P1P2)
    require(command.data and (command.le or 0) >= MAX_SHORT_LE, SW.WRONG_LENGTH)
    key = _signing_key(chip, command.p2)
    chip.check(key.use)
    return _SCHEMES[command.p1](key.key, command.data)


def _signing_key(chip: Chip, reference: int) -> PrivateKeyFile:
    if reference == _DIGITAL_SIGNATURE_OWN_KEY:
        own_key = chip.status.directory.own_key if chip.status.directory else None
        if own_key is None:
            raise Refused(SW.WRONG_P1P2)
        return own_key
    file = chip.file(reference)
    if not isinstance(file, PrivateKeyFile):
        raise Refused(SW.WRONG_STRUCTURE)
    return file


def internal_authenticate(chip: Chip, command: Command) -> bytes:
    """`00 88 00 99` in the common application: proves the chip without any PIN.

    What exactly the real chip signs is not public; this one signs SHA-256 of the challenge with PKCS#1 v1.5.
    """
    require(_in(chip, Application.COMMON), SW.INS_NOT_SUPPORTED)
    require((command.p1, command.p2) == (0x00, SHORT_ID | Common.CARD_KEY), SW.WRONG_P1P2)
    require(1 <= len(command.data) <= 255 and (command.le or 0) >= MAX_SHORT_LE, SW.WRONG_LENGTH)
    return _hashed(_add_digest_info)(_signing_key(chip, command.p2).key, command.data)


def get_challenge(chip: Chip, command: Command) -> bytes:
    """1 to 256 random bytes, anywhere; an extended Le is refused with 6985."""
    require((command.p1, command.p2) == (0x00, 0x00), SW.WRONG_P1P2)
    if command.le is None or command.data:
        raise Refused(SW.WRONG_LENGTH)
    require(not command.extended, SW.CONDITIONS)
    return chip.random_bytes(command.le)


def verify_certificate(chip: Chip, command: Command) -> bytes:
    """`80 A2` takes a terminal's certificate, of which nothing is public: closed, as probed cards are (§7)."""
    expected = _in(chip, Application.JPKI) and (command.p1, command.p2) == (0x00, 0xC1)
    raise Refused(SW.WRONG_LENGTH if expected else SW.WRONG_P1P2)


def set_session_key(chip: Chip, command: Command) -> bytes:
    """`80 AE`: 66F1 in the common and visual applications; secure messaging itself is not modelled (6A81)."""
    del command
    if _in(chip, Application.COMMON) or _in(chip, Application.VISUAL):
        raise Refused(SW.KEY_NOT_DELIVERED)
    require(_in(chip, Application.TEXT), SW.INS_NOT_SUPPORTED)
    require(Text.PIN in chip.status.verified, SW.SECURITY_STATUS)
    raise Refused(SW.FUNCTION_NOT_SUPPORTED)


def _in(chip: Chip, application: Application) -> bool:
    return chip.status.directory is not None and chip.status.directory.application is application
