"""The driver: results, errors, and how many APDUs it needs."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from fixtures.certification_authority import certificate_serial
from fixtures.people import Person
from reader import MyNumberCard, Pin, Response, Sex, SimulatedReader, TracedConnection, VerificationNumberB
from reader.errors import (
    CardFaceUnreadable,
    CardProtocolError,
    CertificateUnreadable,
    MalformedPin,
    MalformedVerificationNumber,
    NotMyNumberCard,
    PhotoUnreadable,
    PinLocked,
    PinRequired,
    VerificationNumberLocked,
    WrongPin,
    WrongVerificationNumber,
)
from reader.simulated import Holder
from reader.virtual import VirtualCard
from tests.reader.cards import fresh
from tests.reader.plain_cards import (
    AnsweringConnection,
    RecordingConnection,
    RefusingConnection,
    is_extended,
    names_a_short_id,
)
from tests.reader.script import JPKI, ascii_hex, run, send
from tests.reader.world import ADULT, CHILD, EXPIRED, INFANT, LOCKED, NUMBER_B, PIN, PINLESS

B = VerificationNumberB(NUMBER_B)
WRONG_B = VerificationNumberB("55021720342286")
VERIFY = 0x20


def connected(person: Person) -> tuple[MyNumberCard, TracedConnection]:
    """Put the person's card into a simulated reader and connect."""
    reader = SimulatedReader()
    reader.insert(fresh(person), Holder())
    connection = TracedConnection(reader.connect())
    return MyNumberCard(connection), connection


def test_pin_certificate_and_signature_take_five_apdus() -> None:
    card, connection = connected(ADULT)
    assert card.pin_tries_left() == 3
    card.verify_pin(Pin(PIN))
    card.auth_certificate()
    assert len(card.sign(b"nonce")) == 256
    assert connection.sent == 5


def test_certificate_pin_and_signature_take_four_apdus() -> None:
    card, connection = connected(ADULT)
    card.auth_certificate()
    card.verify_pin(Pin(PIN))
    card.sign(b"nonce")
    assert connection.sent == 4


def test_a_pin_at_first_still_asks_for_the_tries_before() -> None:
    """The form of addressing is found out by a harmless command, never by VERIFY."""
    card, connection = connected(ADULT)
    card.verify_pin(Pin(PIN))
    card.auth_certificate()
    card.sign(b"nonce")
    assert connection.sent == 5


def test_the_card_face_takes_four_apdus() -> None:
    card, connection = connected(ADULT)
    face = card.card_face(B)
    assert connection.sent == 4
    assert (face.birth_date, face.sex, face.expires) == (date(1980, 2, 17), Sex.FEMALE, date(2034, 2, 17))
    photo = Image.open(BytesIO(face.photo))
    photo.load()
    assert (photo.format, photo.mode) == ("JPEG2000", "L")
    assert Image.open(BytesIO(face.name_png)).format == Image.open(BytesIO(face.address_png)).format == "PNG"


def test_after_the_certificate_the_card_face_takes_three() -> None:
    card, connection = connected(ADULT)
    card.auth_certificate()
    before = connection.sent
    card.card_face(B)
    assert connection.sent - before == 3


def test_the_certificate_of_the_card() -> None:
    certificate = connected(ADULT)[0].auth_certificate()
    assert int(certificate.serial, 16) == certificate_serial(ADULT.id, date(2024, 4, 10))
    assert len(certificate.serial) == 8
    assert certificate.not_before == date(2024, 4, 10)
    assert certificate.not_after == date(2029, 2, 17)


REFUSALS = [0x6700, 0x6A81, 0x6A86, 0x6A88, 0x6986, 0x6B00, 0x6D00, 0x6E00]
PLAIN: list[Callable[..., bool]] = [
    names_a_short_id,
    is_extended,
    lambda command: names_a_short_id(command) or is_extended(command),
]


@pytest.mark.parametrize("sw", REFUSALS)
@pytest.mark.parametrize("refuses", PLAIN, ids=["no short ids", "short length", "neither"])
def test_plainer_cards_are_read_all_the_same(loaded: SimulatedReader, refuses: Callable[..., bool], sw: int) -> None:
    connection = RefusingConnection(loaded.connect(), refuses, sw)
    card = MyNumberCard(connection)
    assert card.pin_tries_left() == 3
    card.verify_pin(Pin(PIN))
    assert card.auth_certificate().not_after == date(2029, 2, 17)
    assert len(card.sign(b"nonce")) == 256
    assert card.card_face(B).birth_date == date(1980, 2, 17)
    assert connection.count(VERIFY) == 2


@pytest.mark.parametrize("sw", REFUSALS)
@pytest.mark.parametrize("refuses", PLAIN, ids=["no short ids", "short length", "neither"])
@pytest.mark.parametrize("first", ["verify_pin", "auth_certificate", "card_face", "sign"])
def test_whatever_comes_first_no_try_is_lost(
    loaded: SimulatedReader, refuses: Callable[..., bool], sw: int, first: str
) -> None:
    connection = RefusingConnection(loaded.connect(), refuses, sw)
    card = MyNumberCard(connection)
    if first == "sign":
        with pytest.raises(PinRequired):
            card.sign(b"nonce")
    elif first == "auth_certificate":
        card.auth_certificate()
    elif first == "card_face":
        card.card_face(B)
    card.verify_pin(Pin(PIN))
    verifies = connection.count(VERIFY)
    assert verifies == (2 if first == "card_face" else 1)
    assert all(not refuses(command) for command in connection.sent if command.ins == VERIFY and command.data)


def test_the_form_is_found_out_once(loaded: SimulatedReader) -> None:
    refuses = PLAIN[2]
    connection = RefusingConnection(loaded.connect(), refuses, 0x6A86)
    card = MyNumberCard(connection)
    card.auth_certificate()
    refused = sum(map(refuses, connection.sent))
    card.pin_tries_left()
    card.card_face(B)
    card.auth_certificate()
    assert 1 <= refused <= 3
    assert sum(map(refuses, connection.sent)) == refused


def test_a_card_without_short_ids_is_not_asked_to_select_twice(loaded: SimulatedReader) -> None:
    connection = RefusingConnection(loaded.connect(), names_a_short_id, 0x6A86)
    card = MyNumberCard(connection)
    card.pin_tries_left()
    card.verify_pin(Pin(PIN))
    # AP, query by short id (refused), EF, query, VERIFY
    assert [command.ins for command in connection.sent] == [0xA4, 0x20, 0xA4, 0x20, 0x20]


def test_wrong_pins_down_to_the_lock(connection: RecordingConnection) -> None:
    recorder = RecordingConnection(connection)
    card = MyNumberCard(recorder)
    for left in (2, 1):
        with pytest.raises(WrongPin) as wrong:
            card.verify_pin(Pin("9999"))
        assert wrong.value.tries_left == left
        assert card.pin_tries_left() == left
    for _ in range(2):
        with pytest.raises(PinLocked):
            card.verify_pin(Pin("9999"))
        assert card.pin_tries_left() == 0
    with pytest.raises(PinLocked):
        card.verify_pin(Pin(PIN))
    assert recorder.count(VERIFY) == 5


def test_the_right_pin_restores_all_tries() -> None:
    card, _ = connected(ADULT)
    with pytest.raises(WrongPin):
        card.verify_pin(Pin("9999"))
    card.verify_pin(Pin(PIN))
    assert card.pin_tries_left() == 3


@pytest.mark.parametrize("person", [LOCKED, PINLESS])
def test_a_locked_or_pinless_card_has_no_tries(person: Person) -> None:
    card, _ = connected(person)
    assert card.pin_tries_left() == 0
    with pytest.raises(PinLocked):
        card.verify_pin(Pin(PIN))
    assert card.auth_certificate().not_after == date(2029, 2, 17)
    with pytest.raises(PinRequired):
        card.sign(b"nonce")


@pytest.mark.parametrize("digits", ["", "123", "12345", "abcd", "１２３４"])
def test_a_malformed_pin_costs_no_apdu(digits: str) -> None:
    card, connection = connected(ADULT)
    with pytest.raises(MalformedPin):
        card.verify_pin(Pin(digits))
    assert connection.sent == 0


def test_a_malformed_number_costs_no_apdu() -> None:
    card, connection = connected(ADULT)
    with pytest.raises(MalformedVerificationNumber):
        card.card_face(VerificationNumberB("5502172034228"))
    assert connection.sent == 0


def test_a_wrong_number_counts_down_and_locks() -> None:
    card, _ = connected(ADULT)
    for left in range(9, 0, -1):
        with pytest.raises(WrongVerificationNumber) as wrong:
            card.card_face(WRONG_B)
        assert wrong.value.tries_left == left
    for number in (WRONG_B, WRONG_B, B):
        with pytest.raises(VerificationNumberLocked):
            card.card_face(number)


def test_the_pin_must_come_before_the_signature() -> None:
    card, _ = connected(ADULT)
    with pytest.raises(PinRequired):
        card.sign(b"nonce")
    card.verify_pin(Pin(PIN))
    card.card_face(B)
    with pytest.raises(PinRequired):
        card.sign(b"nonce")  # the other application dropped the PIN


def test_the_institution_terminal_opens_the_key_until_the_reset(loaded: SimulatedReader, adult: VirtualCard) -> None:
    connection = loaded.connect()
    card = MyNumberCard(connection)
    loaded.institution.unlock(connection)
    assert len(card.sign(b"nonce")) == 256
    assert adult.sim_institution_authenticated
    run(adult, f"{JPKI} > 9000")
    assert send(adult, "802A009A01AA00") == (b"", "6982")
    connection.close()
    with pytest.raises(PinRequired):
        MyNumberCard(loaded.connect()).sign(b"nonce")


def test_a_pinless_card_signs_by_the_institution_terminal() -> None:
    reader = SimulatedReader()
    reader.insert(fresh(PINLESS), Holder())
    connection = reader.connect()
    reader.institution.unlock(connection)
    assert len(MyNumberCard(connection).sign(b"nonce")) == 256


def test_a_child_signs_like_anyone() -> None:
    card, _ = connected(CHILD)
    card.verify_pin(Pin(PIN))
    assert len(card.sign(b"nonce")) == 256
    assert card.card_face(VerificationNumberB("27050320282285")).sex is Sex.MALE


def test_an_infants_card_has_no_photo() -> None:
    assert connected(INFANT)[0].card_face(VerificationNumberB("08010920312285")).photo == b""


def test_an_expired_card_tells_its_dates() -> None:
    card, _ = connected(EXPIRED)
    assert card.auth_certificate().not_after == date(2025, 2, 17)
    assert card.card_face(VerificationNumberB("55021720252285")).expires == date(2025, 2, 17)


def test_another_kind_of_card_is_told_apart() -> None:
    card = MyNumberCard(AnsweringConnection({0xA4: Response(b"", 0x6A82)}))
    for ask in (card.pin_tries_left, card.auth_certificate, lambda: card.card_face(B)):
        with pytest.raises(NotMyNumberCard):
            ask()


@pytest.mark.parametrize("sw", [0x6983, 0x6984, 0x63C0])
def test_every_way_to_say_blocked(sw: int) -> None:
    card = MyNumberCard(AnsweringConnection({VERIFY: Response(b"", sw)}))
    assert card.pin_tries_left() == 0
    with pytest.raises(PinLocked):
        card.verify_pin(Pin(PIN))
    with pytest.raises(VerificationNumberLocked):
        card.card_face(B)


def test_9000_to_the_query_means_all_tries() -> None:
    """Cards that answer 9000 once verified give no count; a verified key has its full one (§3)."""
    assert MyNumberCard(AnsweringConnection({})).pin_tries_left() == 3


@pytest.mark.parametrize("sw", [0x6300, 0x6F00, 0x6985])
def test_an_unexpected_answer_names_its_status_word(sw: int) -> None:
    card = MyNumberCard(AnsweringConnection({VERIFY: Response(b"", sw)}))
    with pytest.raises(CardProtocolError, match=f"{sw:04X}"):
        card.pin_tries_left()
    with pytest.raises(CardProtocolError, match=f"{sw:04X}"):
        card.verify_pin(Pin(PIN))


@pytest.mark.parametrize("sw", [0x6F00, 0x6985, 0x6A82])
def test_an_unexpected_answer_to_sign_or_select(sw: int) -> None:
    with pytest.raises(CardProtocolError, match=f"{sw:04X}"):
        MyNumberCard(AnsweringConnection({0x2A: Response(b"", sw)})).sign(b"nonce")
    with pytest.raises(CardProtocolError, match="6999"):
        MyNumberCard(AnsweringConnection({0xA4: Response(b"", 0x6999)})).sign(b"nonce")


@pytest.mark.parametrize(
    "answer",
    [
        Response(b"", 0x6A82),
        Response(b"", 0x9000),
        Response(b"\xff" * 256, 0x9000),
        Response(bytes.fromhex("30820100") + bytes(256), 0x9000),
        Response(bytes.fromhex("3003020101"), 0x9000),
    ],
    ids=["no file", "empty", "filler", "zeros", "no certificate"],
)
def test_a_certificate_that_cannot_be_read(answer: Response) -> None:
    with pytest.raises(CertificateUnreadable):
        MyNumberCard(AnsweringConnection({0xB0: answer})).auth_certificate()


def test_a_certificate_cut_short_cannot_be_read(adult: VirtualCard) -> None:
    run(adult, f"{JPKI} > 9000")
    whole, _ = send(adult, "00B08A00000000")

    class Short(AnsweringConnection):
        def transmit(self, command: object) -> Response:
            answer = super().transmit(command)  # type: ignore[arg-type]  # the same command
            return Response(b"", 0x6B00) if len(self.sent) > 2 else answer

    with pytest.raises(CertificateUnreadable):
        MyNumberCard(Short({0xB0: Response(whole[:700], 0x6282)})).auth_certificate()


@pytest.mark.parametrize("content", ["", "FF" * 40, "FF20820003DF2208", "FF2003DF2200", "FF100CDF22083139383030323137"])
def test_a_damaged_card_face_cannot_be_read(content: str) -> None:
    with pytest.raises(CardFaceUnreadable):
        MyNumberCard(AnsweringConnection({0xB0: Response(bytes.fromhex(content), 0x9000)})).card_face(B)


def face_file(**changes: bytes) -> bytes:
    from reader import tlv

    items = {
        "DF22": b"19800217",
        "DF23": b"2",
        "DF25": b"png",
        "DF26": b"png",
        "DF27": b"",
        "DF29": b"20340217",
    } | changes
    return tlv.encode(0xFF20, b"".join(tlv.encode(int(tag, 16), value) for tag, value in items.items()))


@pytest.mark.parametrize(
    "change",
    [{"DF22": b"19800230"}, {"DF22": b"1980217"}, {"DF29": b"2034-2-1"}, {"DF22": b""}, {"DF23": b""}, {"DF23": b"x"}],
    ids=str,
)
def test_dates_and_sex_that_do_not_exist(change: dict[str, bytes]) -> None:
    with pytest.raises(CardFaceUnreadable):
        MyNumberCard(AnsweringConnection({0xB0: Response(face_file(**change), 0x9000)})).card_face(B)


@pytest.mark.parametrize(
    ("code", "sex", "word"),
    [(b"1", Sex.MALE, "男"), (b"2", Sex.FEMALE, "女"), (b"9", Sex.NOT_APPLICABLE, "不明"), (b"5", Sex.UNKNOWN, "不明")],
)
def test_sex_is_one_digit(code: bytes, sex: Sex, word: str) -> None:
    face = MyNumberCard(AnsweringConnection({0xB0: Response(face_file(DF23=code), 0x9000)})).card_face(B)
    assert (face.sex, face.sex.ja) == (sex, word)


def test_a_photo_that_is_no_jpeg_2000() -> None:
    with pytest.raises(PhotoUnreadable):
        MyNumberCard(AnsweringConnection({0xB0: Response(face_file(DF27=b"\xff\xd8\xff\xe0"), 0x9000)})).card_face(B)


def test_the_digest_is_sha256_of_the_data() -> None:
    connection = AnsweringConnection({VERIFY: Response(b"", 0x63C3), 0x2A: Response(bytes(256), 0x9000)})
    MyNumberCard(connection).sign(b"nonce")
    command = connection.sent[-1]
    assert command.data == bytes.fromhex("3031300D060960864801650304020105000420") + sha256(b"nonce").digest()
    assert (command.cla, command.p1, command.p2, command.le) == (0x80, 0x00, 0x97, 256)


def test_the_pin_is_sent_once_as_ascii() -> None:
    connection = AnsweringConnection({VERIFY: Response(b"", 0x63C2)})
    with pytest.raises(WrongPin):
        MyNumberCard(connection).verify_pin(Pin(PIN))
    query, verify = (command.encode() for command in connection.sent[1:])
    assert query == bytes.fromhex("00200098")
    assert verify == bytes.fromhex("0020009804") + PIN.encode()


@pytest.mark.parametrize("sw", REFUSALS)
def test_a_card_that_refuses_every_form_is_told_in_the_end(sw: int) -> None:
    connection = AnsweringConnection({0xB0: Response(b"", sw)})
    with pytest.raises((CardProtocolError, CertificateUnreadable)):
        MyNumberCard(connection).auth_certificate()
    assert len(connection.sent) <= 6


def test_a_certificate_that_wants_a_pin_is_no_broken_one() -> None:
    """Phones ask for the PIN before the certificate (my-number-card §8.4); the card in the file is not damaged."""
    with pytest.raises(PinRequired):
        MyNumberCard(AnsweringConnection({0xB0: Response(b"", 0x6982)})).auth_certificate()


def test_a_card_that_gives_no_challenge_is_not_unlocked(loaded: SimulatedReader, adult: VirtualCard) -> None:
    with pytest.raises(CardProtocolError, match="6985"):
        loaded.institution.unlock(AnsweringConnection({0x84: Response(b"", 0x6985)}))
    assert not adult.sim_institution_authenticated


def test_reading_stops_when_a_card_sends_nothing_more() -> None:
    connection = AnsweringConnection({0xB0: Response(b"", 0x9000)})
    with pytest.raises(CertificateUnreadable):
        MyNumberCard(connection).auth_certificate()
    assert len(connection.sent) == 2


def test_results_show_nothing_personal() -> None:
    card, _ = connected(ADULT)
    shown = repr(card.auth_certificate()) + repr(card.card_face(B)) + ascii_hex(repr(B))
    assert "CN=" not in shown
    assert "\\x" not in shown
