"""Cards that answer garbage, certificates and photos that are none: a clear error each time, no crash, no hang."""

import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fixtures import face
from fixtures.certification_authority import auth_certificate
from fixtures.keys import training_key
from reader import AuthCertificate, Command, MyNumberCard, Pin, Response, VerificationNumberB, cli, pcsc, photo, tlv
from reader.card_face import CardFace
from reader.cli.output import harmless
from reader.errors import (
    CardFaceUnreadable,
    CardMute,
    CardRemoved,
    CertificateKeyUnknown,
    CertificateOfAnotherAuthority,
    CertificateUnreadable,
    PhotoUnreadable,
    ReaderError,
)
from reader.probe import probe
from reader.virtual.printing import text_png
from tests.reader.cards import fresh
from tests.reader.plain_cards import AnsweringConnection
from tests.reader.world import ADULT, NUMBER_B, PIN, WORLD

MOST_APDUS = 400
"""More than any dialogue takes, even with a card that gives its file in crumbs."""


class GarbageCard:
    """Answers from a list over and over; giving up is a failure of the test."""

    def __init__(self, answers: list[Response | type[ReaderError]]) -> None:
        self._answers = answers
        self._count = 0

    def transmit(self, command: Command) -> Response:
        self._count += 1
        assert self._count < MOST_APDUS, "the driver does not stop asking"
        answer = self._answers[self._count % len(self._answers)]
        if isinstance(answer, Response):
            return answer
        raise answer

    def close(self) -> None:
        """Nothing to close."""


HEADERS = st.sampled_from(
    [
        bytes.fromhex(start)
        for start in ("", "3082", "308205", "30820627", "FF20822A4B", "FF2084FFFFFFFF", "7F", "FF20", "3080")
    ]
)
DATA = st.builds(bytes.__add__, HEADERS, st.binary(max_size=80)) | st.binary(max_size=3000)
SW = st.sampled_from([0x9000, 0x9000, 0x9000, 0x6282, 0x6B00, 0x63C3, 0x6A86, 0x6A82, 0x6982, 0x6700]) | st.integers(
    0, 0xFFFF
)
ANSWERS = st.lists(st.builds(Response, DATA, SW) | st.sampled_from([CardRemoved, CardMute]), min_size=1, max_size=8)
CALLS: list[Callable[[MyNumberCard], object]] = [
    MyNumberCard.pin_tries_left,
    MyNumberCard.auth_certificate,
    lambda card: card.verify_pin(Pin(PIN)),
    lambda card: card.sign(b"nonce"),
    lambda card: card.card_face(VerificationNumberB(NUMBER_B)),
]


@pytest.mark.parametrize("call", CALLS)
@settings(max_examples=100, deadline=None)
@given(answers=ANSWERS)
@example(answers=[Response(b"\x30\x82\x7f\xff", 0x9000), Response(b"\x00", 0x9000)])
@example(answers=[Response(b"\xff" * 65536, 0x9000)])
def test_garbage_ends_in_a_typed_error(
    call: Callable[[MyNumberCard], object], answers: list[Response | type[ReaderError]]
) -> None:
    with suppress(ReaderError):
        call(MyNumberCard(GarbageCard(answers)))


@settings(max_examples=150, deadline=None)
@given(ANSWERS)
def test_so_does_a_probe(answers: list[Response | type[ReaderError]]) -> None:
    with suppress(ReaderError):
        probe(GarbageCard(answers))


@cache
def real_der() -> bytes:
    return auth_certificate(WORLD, ADULT).public_bytes(Encoding.DER)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_certificate_is_read_or_refused(data: st.DataObject) -> None:
    der = real_der()
    at = data.draw(st.integers(0, len(der) - 1))
    removed = data.draw(st.integers(0, 3))
    damaged = der[:at] + data.draw(st.binary(max_size=3)) + der[at + removed :]
    with suppress(CertificateUnreadable):
        assert AuthCertificate.from_der(damaged).serial


def certificate(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    organisation: str | None,
    last: datetime = datetime(2030, 1, 1, tzinfo=UTC),
) -> bytes:
    names = [x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "JP")]
    names += [x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organisation)] if organisation else []
    builder = x509.CertificateBuilder(
        issuer_name=x509.Name(names),
        subject_name=x509.Name(names),
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=datetime(2020, 1, 1, tzinfo=UTC),
        not_valid_after=last,
    )
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


RSA = training_key("bad input")
EC = ec.derive_private_key(1234567, ec.SECP384R1())


@pytest.mark.parametrize("organisation", ["JPKI", "JPKI-TEST", "JPKI-TRAINING"])
def test_the_authorities_of_the_cards_are_known(organisation: str) -> None:
    assert AuthCertificate.from_der(certificate(RSA, organisation)).serial == "00000001"


@pytest.mark.parametrize(
    ("der", "error"),
    [
        (b"", CertificateUnreadable),
        (b"-----BEGIN CERTIFICATE-----", CertificateUnreadable),
        (certificate(RSA, "JPKI") + b"\x00", CertificateUnreadable),
        (certificate(RSA, "JPKI")[:-1], CertificateUnreadable),
        (certificate(EC, "JPKI"), CertificateKeyUnknown),
        (certificate(RSA, "Example Trust"), CertificateOfAnotherAuthority),
        (certificate(RSA, None), CertificateOfAnotherAuthority),
        (certificate(RSA, "JPKI", datetime(9999, 12, 31, 23, tzinfo=UTC)), CertificateUnreadable),
    ],
)
def test_certificates_of_another_kind(der: bytes, error: type[CertificateUnreadable]) -> None:
    with pytest.raises(CertificateUnreadable) as refused:
        AuthCertificate.from_der(der)
    assert type(refused.value) is error


def test_a_short_rsa_key_is_none_of_a_card() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  # the weakness is the test
    with pytest.raises(CertificateKeyUnknown):
        AuthCertificate.from_der(certificate(short, "JPKI"))


@cache
def real_photo() -> bytes:
    return face.card_photo(ADULT.face)


def test_a_photo_as_issued_is_one() -> None:
    photo.check(real_photo())


def resized(width: int, height: int, *, header: bool = True, stream: bool = True) -> bytes:
    """The photo claiming another size: in the image header, in the code stream, or in both."""
    claimed = bytearray(real_photo())
    if header:
        at = claimed.index(b"ihdr") + 4
        claimed[at : at + 8] = struct.pack(">II", height, width)
    if stream:
        at = claimed.index(b"\xff\x4f\xff\x51") + 8
        claimed[at : at + 8] = struct.pack(">II", width, height)
    return bytes(claimed)


def small_tiles() -> bytes:
    claimed = bytearray(real_photo())
    at = claimed.index(b"\xff\x4f\xff\x51") + 24
    claimed[at : at + 8] = struct.pack(">II", 1, 1)
    return bytes(claimed)


@pytest.mark.parametrize(
    "bomb",
    [
        b"\xff\xd8\xff\xe0JFIF",
        b"\x89PNG\r\n\x1a\n",
        real_photo()[:12],
        real_photo()[:60],
        real_photo()[:90],
        real_photo() + b"\x00" * 100_000,
        resized(60_000, 60_000),
        resized(60_000, 60_000, header=False),
        resized(60_000, 60_000, stream=False),
        resized(0, 0),
        resized(2**32 - 1, 1),
        small_tiles(),
        real_photo().replace(b"jp2c", b"xxxx"),
        real_photo().replace(b"ihdr", b"xxxx"),
        real_photo().replace(b"\xff\x4f\xff\x51", b"\xff\x4f\xff\x52"),
    ],
)
def test_a_photo_that_is_none_is_huge_or_a_bomb(bomb: bytes) -> None:
    """Refused by its first bytes, before any decoder sees it."""
    with pytest.raises(PhotoUnreadable):
        photo.check(bomb)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_photo_is_within_limits_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 140))
    damaged = real_photo()[:at] + data.draw(st.binary(max_size=9)) + real_photo()[at + data.draw(st.integers(0, 9)) :]
    with suppress(PhotoUnreadable):
        photo.check(damaged)
        assert len(damaged) <= photo.MAX_BYTES


@cache
def real_card_face() -> bytes:
    visual = fresh(ADULT).directories[2].files[2]
    content: bytes = visual.content  # type: ignore[attr-defined]  # a transparent file
    return tlv.encode(0xFF20, tlv.first(content).value)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_card_face_is_read_or_refused(data: st.DataObject) -> None:
    content = real_card_face()
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = content[:at] + data.draw(st.binary(max_size=4)) + content[at + data.draw(st.integers(0, 4)) :]
    with suppress(CardFaceUnreadable, PhotoUnreadable):
        CardFace.from_file(damaged)


def test_a_face_of_thousands_of_empty_objects_is_no_work() -> None:
    with pytest.raises(CardFaceUnreadable):
        CardFace.from_file(tlv.encode(0xFF20, b"\xdf\x22\x00" * 10_000))


def test_a_file_in_crumbs_is_given_up() -> None:
    """One byte an answer: the driver stops long before the 32 767th."""
    answers: list[Response | type[ReaderError]] = [Response(b"\x00", 0x9000)] * MOST_APDUS
    answers[1:3] = [Response(b"", 0x9000), Response(b"\x30\x82\x7f\x00", 0x9000)]
    crumbs = GarbageCard(answers)
    with pytest.raises(CertificateUnreadable):
        MyNumberCard(crumbs).auth_certificate()


@given(st.text(max_size=40))
@example("👨‍👩‍👧 𠮷野家 ﷽ \U0010ffff")
@example("\ud800")
@example("")
def test_text_outside_the_fonts_is_drawn_all_the_same(text: str) -> None:
    assert text_png(text, 240, 24).startswith(b"\x89PNG")


@given(st.text(max_size=40))
def test_no_name_commands_the_terminal(name: str) -> None:
    shown = harmless(name)
    assert all(sign >= " " or sign in "\n\t" for sign in shown)
    assert not set(shown) & set("\x7f\x9b\u202e\u2066\u2028")
    shown.encode("utf-8")


def test_a_reader_of_any_name_is_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["\x1b[2J\x07evil", "ｶｰﾄﾞﾘｰﾀﾞｰ　Ⅱ", "a\u202eb", "'; rm -rf"]
    monkeypatch.setattr(pcsc, "pcsc_readers", lambda: names)
    assert cli.main(["list"]) == cli.OK
    assert capsys.readouterr().out.splitlines() == ["\\x1b[2J\\x07evil", "ｶｰﾄﾞﾘｰﾀﾞｰ　Ⅱ", "a\\u202eb", "'; rm -rf"]


def test_a_console_that_lacks_characters_shows_them_spelt_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Windows console in its own code page, or LANG=C."""
    import io

    console = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(pcsc, "pcsc_readers", lambda: ["読取り機"])
    assert cli.main(["list"]) == cli.OK
    console.seek(0)
    assert console.buffer.read() == "読取り機".encode("ascii", "backslashreplace") + b"\n"


def test_an_answering_card_that_says_nothing_useful() -> None:
    with pytest.raises(CertificateUnreadable):
        MyNumberCard(AnsweringConnection({0xB0: Response(b"", 0x9000)})).auth_certificate()
