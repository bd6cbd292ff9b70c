"""The files of a minted card have the sizes and structure of the real ones (my-number-card §2)."""

from hashlib import sha256
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from PIL import Image

from fixtures.certification_authority import auth_ca
from fixtures.people import Person
from reader import tlv
from reader.virtual import VirtualCard
from reader.virtual.mint import individual_number, individual_number_check_digit
from tests.reader.cards import fresh
from tests.reader.script import COMMON, JPKI, TEXT, VISUAL, ascii_hex, run, send
from tests.reader.world import ADULT, CHILD, EXPIRED, INFANT, NUMBER_B, PEOPLE, PIN, PINLESS

NUMBER_A = individual_number(ADULT.id)


def read(card: VirtualCard, short_id: int) -> bytes:
    """Read a whole file of the current application."""
    content, sw = send(card, f"00B0{0x80 | short_id:02X}0000000000"[:14])
    assert sw == "9000"
    return content


@pytest.fixture
def text(adult: VirtualCard) -> VirtualCard:
    """The card with the text application opened by its PIN."""
    run(adult, f"{TEXT} > 9000\n0020009104{ascii_hex(PIN)} > 9000")
    return adult


@pytest.fixture
def visual(adult: VirtualCard) -> VirtualCard:
    """The card with the visual application opened by 照合番号A and the birth date."""
    run(adult, f"{VISUAL} > 9000\n002000930C{ascii_hex(NUMBER_A)} > 9000\n0020009106{ascii_hex(NUMBER_B[:6])} > 9000")
    return adult


def public_key(encoded: bytes) -> rsa.RSAPublicKey:
    items = {item.tag: item.value for item in tlv.parse(encoded)}
    return rsa.RSAPublicNumbers(int.from_bytes(items[0x90]), int.from_bytes(items[0x91])).public_key()


def test_token_information_is_160_bytes_padded_with_spaces(adult: VirtualCard) -> None:
    run(adult, f"{JPKI} > 9000")
    token = read(adult, 0x06)
    assert len(token) == 160
    assert token[:32] == b"JPKIAPICCTOKEN2" + b" " * 17
    assert b"\x00" not in token[:96]
    assert int.from_bytes(token[96:100]) == 0x0000040D
    assert [int.from_bytes(token[at : at + 4]) for at in (100, 104, 108, 112)] == [1, 0, 1, 0]
    assert (int.from_bytes(token[116:120]), int.from_bytes(token[120:124])) == (16, 6)
    assert token[124:140] == b"\xff" * 16


@pytest.mark.parametrize(("person", "first"), [(ADULT, 0x8F), (CHILD, 0x00), (PINLESS, 0x00)])
def test_which_certificates_are_there(person: Person, first: int) -> None:
    card = fresh(person)
    run(card, f"{JPKI} > 9000")
    assert read(card, 0x08) == bytes((first, 0x8F, 0x00))


def test_certificates_are_rsa_sized_with_filler(adult: VirtualCard) -> None:
    run(adult, f"{JPKI} > 9000")
    for short_id in (0x0A, 0x0B, 0x02):
        content = read(adult, short_id)
        size = tlv.whole_length(content)
        assert content[:2] == b"\x30\x82"
        assert content[size:].strip(b"\xff") == b""
        x509.load_der_x509_certificate(content[:size])


def test_the_auth_certificate_is_issued_by_the_ca_on_the_card(adult: VirtualCard) -> None:
    run(adult, f"{JPKI} > 9000")
    leaf, authority = (x509.load_der_x509_certificate(_object(read(adult, short_id))) for short_id in (0x0A, 0x0B))
    leaf.verify_directly_issued_by(authority)


def _object(content: bytes) -> bytes:
    return content[: tlv.whole_length(content)]


def test_individual_number_file_is_17_bytes(text: VirtualCard) -> None:
    content = read(text, 0x01)
    assert content == b"\xff\x10\x0c" + NUMBER_A.encode() + b"\xff\xff"


@pytest.mark.parametrize("person", PEOPLE)
def test_an_individual_number_is_nobodys(person: Person) -> None:
    number = individual_number(person.id)
    assert len(number) == 12
    assert number[-1] != str(individual_number_check_digit(number[:-1]))


def test_the_check_digit_of_the_ordinance() -> None:
    """総務省令第85号 art. 5, on numbers worked out by hand: 12345678901 gives 8, 00000000000 gives 0."""
    assert individual_number_check_digit("12345678901") == 8
    assert individual_number_check_digit("00000000000") == 0


def test_attributes_are_text_with_offsets_from_the_start_of_the_file(text: VirtualCard) -> None:
    content = read(text, 0x02)
    assert content[2] == 0x82
    items = tlv.first(content).children()
    assert items[0xDF22].decode() == "訓練　花子"
    assert items[0xDF23].decode() == "訓練県練習市架空町１丁目２番３号"
    assert (items[0xDF24], items[0xDF25]) == (b"19800217", b"2")
    offsets = [int.from_bytes(items[0xDF21][at : at + 2]) for at in (0, 2, 4, 6)]
    assert [tlv.first(content[offset:]).tag for offset in offsets] == [0xDF22, 0xDF23, 0xDF24, 0xDF25]


def test_integrity_file_signs_number_and_attributes(text: VirtualCard) -> None:
    content = read(text, 0x03)
    assert (len(content), content[:5]) == (336, bytes.fromhex("FF3082014B"))
    items = tlv.first(content).children()
    attributes = tlv.first(read(text, 0x02)).value
    assert items[0xDF31] == sha256(read(text, 0x01)).digest()
    assert items[0xDF32] == sha256(attributes[tlv.whole_length(attributes) :]).digest()
    assert len(items[0xDF33]) == 256


def test_card_verifiable_certificate_is_568_bytes(text: VirtualCard) -> None:
    content = read(text, 0x04)
    assert (len(content), content[:5]) == (568, bytes.fromhex("7F21820233"))
    assert {tag: len(value) for tag, value in tlv.first(content).children().items()} == {0x5F4E: 0x129, 0x5F37: 0x100}


def test_basic_information_has_the_long_length(text: VirtualCard) -> None:
    content = read(text, 0x05)
    assert content[:5] == bytes.fromhex("FF4082009F")
    assert len(content) == 256
    items = tlv.first(content).children()
    assert (items[0xDF41].hex(), len(items[0xDF42]), len(items[0xDF43])) == ("01030e01", 0x10, 0x80)


def test_the_text_application_proves_itself_with_its_own_key(text: VirtualCard) -> None:
    content = read(text, 0x07)
    assert content[:5] == bytes.fromhex("FF50820213")
    items = tlv.first(content).children()
    signature, _ = send(text, "802A0300 05 68656C6C6F 00")
    public_key(items[0xDF51]).verify(signature, b"hello", padding.PKCS1v15(), SHA256())
    session_key = tlv.first(read(text, 0x06))
    assert session_key.tag == 0xA1
    assert session_key.value == items[0xDF51]


def test_age_record(visual: VirtualCard) -> None:
    content = read(visual, 0x01)
    assert content[:5] == bytes.fromhex("FF1082021E")
    items = tlv.first(content).children()
    assert (items[0xDF11], len(items[0xDF12]), len(items[0xDF13])) == (b"19800217", 0x109, 0x100)


def test_card_face_record(visual: VirtualCard) -> None:
    content = read(visual, 0x02)
    items = tlv.first(content).children()
    assert list(items) == [0xDF21, *range(0xDF22, 0xDF2B)]
    assert (items[0xDF22], items[0xDF23], items[0xDF29]) == (b"19800217", b"2", b"20340217")
    offsets = [int.from_bytes(items[0xDF21][at : at + 2]) for at in range(0, 18, 2)]
    assert [tlv.first(content[offset:]).tag for offset in offsets] == list(range(0xDF22, 0xDF2B))


def test_photo_is_greyscale_jpeg_2000_and_print_is_one_bit_png(visual: VirtualCard) -> None:
    items = tlv.first(read(visual, 0x02)).children()
    photo = Image.open(BytesIO(items[0xDF27]))
    photo.load()
    assert (photo.format, photo.mode) == ("JPEG2000", "L")
    for tag in (0xDF25, 0xDF26, 0xDF2A):
        image = Image.open(BytesIO(items[tag]))
        assert (image.format, image.mode) == ("PNG", "1")
        assert image.getextrema() == (0, 255)
    assert Image.open(BytesIO(items[0xDF2A])).size == (24, 12)
    number = tlv.first(read(visual, 0x05)).children()
    assert Image.open(BytesIO(number[0xDF41])).size == (72, 12)


def test_signature_of_the_card_face_covers_three_digests(visual: VirtualCard) -> None:
    items = tlv.first(read(visual, 0x02)).children()
    parts = (range(0xDF22, 0xDF25), range(0xDF25, 0xDF27), range(0xDF27, 0xDF28))
    digests = [sha256(b"".join(tlv.encode(tag, items[tag]) for tag in tags)).digest() for tags in parts]
    body = tlv.first(read(visual, 0x04)).children()[0x5F4E]
    issuer = rsa.RSAPublicNumbers(65537, int.from_bytes(body[41:])).public_key()
    issuer.verify(items[0xDF28], b"".join(digests), padding.PKCS1v15(), SHA256())


def test_the_visual_application_has_the_key_it_names(visual: VirtualCard) -> None:
    items = tlv.first(read(visual, 0x02)).children()
    signature, _ = send(visual, "802A0300 05 68656C6C6F 00")
    public_key(items[0xDF24]).verify(signature, b"hello", padding.PKCS1v15(), SHA256())


def test_visual_basic_information(visual: VirtualCard) -> None:
    items = tlv.first(read(visual, 0x03)).children()
    assert {tag: len(value) for tag, value in items.items()} == {
        0xDF31: 4,
        0xDF32: 16,
        0xDF33: 1,
        0xDF34: 5,
        0xDF35: 0x110,
    }
    assert items[0xDF34] == b"99000"


def test_card_record_tells_serial_municipality_and_expiry(adult: VirtualCard) -> None:
    run(adult, f"{COMMON} > 9000")
    record, _ = send(adult, "00B2010C00")
    assert record[:7] == b"\x01\x1cTRAIN"
    assert record[17:] == b"99000" + b"20340217"


def test_an_infant_has_no_photo() -> None:
    card = fresh(INFANT)
    run(card, f"{VISUAL} > 9000\n002000920E{ascii_hex('08010920312285')} > 9000")
    assert tlv.first(read(card, 0x02)).children()[0xDF27] == b""


def test_an_expired_card_says_so() -> None:
    card = fresh(EXPIRED)
    assert send(card, "00CA00F200") == (b"20250217", "9000")


def test_a_pinless_card_takes_no_pin_but_both_numbers() -> None:
    card = fresh(PINLESS)
    run(
        card,
        f"""
        {JPKI} > 9000
        00200098 > 63C0
        0020009804{ascii_hex(PIN)} > 6984
        0020009B > 63C0
        00B08A0000 > 256 9000
        {TEXT} > 9000
        00200091 > 63C0
        00200095 > 63CA
        {VISUAL} > 9000
        002000920E{ascii_hex(NUMBER_B)} > 9000
        """,
    )


def test_a_child_has_no_signature_key() -> None:
    card = fresh(CHILD)
    run(
        card,
        f"""
        {JPKI} > 9000
        00B0810000 > 6982
        802A009A01AA00 > 6982
        0020009B09{ascii_hex("TRAIN1234")} > 6984
        0020009804{ascii_hex(PIN)} > 9000
        """,
    )


def test_the_issuer_of_the_world_signs_the_certificate(adult: VirtualCard) -> None:
    run(adult, f"{JPKI} > 9000")
    leaf = x509.load_der_x509_certificate(_object(read(adult, 0x0A)))
    leaf.verify_directly_issued_by(auth_ca().certificate)
