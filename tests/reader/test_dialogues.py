"""What other programs send, byte for byte (my-number-card §8.2 to §8.4), with the answers they need."""

from reader.virtual import VirtualCard
from reader.virtual.mint import individual_number
from tests.reader.cards import fresh
from tests.reader.script import COMMON, JPKI, TEXT, VISUAL, ascii_hex, run, send
from tests.reader.world import ADULT, CHILD, LOCKED, PIN, PINLESS, SIGN_PASSWORD

PIN_HEX = ascii_hex(PIN)
DIGEST_INFO = "3031300D060960864801650304020105000420" + "AB" * 32

OPENSC_BIND = f"""
    {JPKI} > 9000
    00A4020C020018 > 9000
    00200080 > {{auth}}
    00A4020C02001B > 9000
    00200080 > {{sign}}
"""


def test_opensc_binds(adult: VirtualCard) -> None:
    run(adult, OPENSC_BIND.format(auth="63C3", sign="63C5"))


def test_opensc_binds_whatever_is_locked_or_missing() -> None:
    """It wants SW1 = 63 and both PIN files; 6984, 6983 or 6A82 would make the whole card unusable."""
    run(fresh(LOCKED), OPENSC_BIND.format(auth="63C0", sign="63C5"))
    run(fresh(PINLESS), OPENSC_BIND.format(auth="63C0", sign="63C0"))
    run(fresh(CHILD), OPENSC_BIND.format(auth="63C3", sign="63C0"))


def test_opensc_reads_the_auth_certificate_in_chunks(adult: VirtualCard) -> None:
    run(adult, f"{JPKI} > 9000\n00A4020C02000A > 9000\n00B0000004 > 4 9000")
    head, _ = send(adult, "00B0000004")
    assert head[:2] == b"\x30\x82"
    size = (head[2] << 8 | head[3]) + 4
    content = b"".join(
        send(adult, f"00B0{offset:04X}{min(256, size - offset) % 256:02X}")[0] for offset in range(0, size, 256)
    )
    assert len(content) == size


def test_opensc_lists_all_certificates(adult: VirtualCard) -> None:
    run(
        adult,
        OPENSC_BIND.format(auth="63C3", sign="63C5")
        + """
        00A4020C02000A > 9000
        00B0000004 > 4 9000
        00A4020C020001 > 9000
        00B0000004 > 6982
        00A4020C02000B > 9000
        00B0000004 > 4 9000
        00A4020C020002 > 9000
        00B0000004 > 4 9000
        """,
    )


def test_opensc_signs_after_login(adult: VirtualCard) -> None:
    query = "00A4020C020018 > 9000\n00200080 > 63C3\n"
    run(
        adult,
        OPENSC_BIND.format(auth="63C3", sign="63C5")
        + query
        + query
        + f"""
        00A4020C020018 > 9000
        0020008004{PIN_HEX} > 9000
        00A4020C020017 > 9000
        802A008033{DIGEST_INFO}00 > 256 9000
        """,
    )


def test_opensc_asks_for_the_sign_password_twice(adult: VirtualCard) -> None:
    verify = f"00A4020C02001B > 9000\n00200080 > 63C5\n0020008009{ascii_hex(SIGN_PASSWORD)} > 9000\n"
    run(adult, f"{JPKI} > 9000\n{verify}{verify}00A4020C02001A > 9000\n802A008033{DIGEST_INFO}00 > 256 9000")


def test_opensc_logs_out_by_selecting_the_application(adult: VirtualCard) -> None:
    run(
        adult,
        f"""
        {JPKI} > 9000
        00A4020C020018 > 9000
        0020008004{PIN_HEX} > 9000
        {JPKI} > 9000
        00A4020C020017 > 9000
        802A008033{DIGEST_INFO}00 > 6982
        """,
    )


def test_myna_opens_the_application_by_its_token(adult: VirtualCard) -> None:
    run(adult, f"{JPKI} > 9000\n00A4020C020006 > 9000")
    assert send(adult, "00B0000020") == (b"JPKIAPICCTOKEN2".ljust(32), "9000")


def test_myna_reads_a_certificate_from_its_header_on(adult: VirtualCard) -> None:
    run(
        adult,
        f"""
        {JPKI} > 9000
        00A4020C02000A > 9000
        00B0000007 > 7 9000
        00B0000700 > 256 9000
        00B0010700 > 256 9000
        """,
    )


def test_myna_lists_the_state_of_all_pins(adult: VirtualCard) -> None:
    """SW1 must be 63 each time; the first other answer aborts the whole command."""
    run(
        adult,
        f"""
        {TEXT} > 9000
        00A4020C020011 > 9000
        00200080 > 63C3
        00A4020C020014 > 9000
        00200080 > 63CA
        00A4020C020015 > 9000
        00200080 > 63CA
        {VISUAL} > 9000
        00A4020C020013 > 9000
        00200080 > 63CA
        00A4020C020012 > 9000
        00200080 > 63CA
        {JPKI} > 9000
        00A4020C020018 > 9000
        00200080 > 63C3
        00A4020C02001B > 9000
        00200080 > 63C5
        """,
    )


def test_myna_reads_number_and_photo(adult: VirtualCard) -> None:
    number = ascii_hex(individual_number(ADULT.id))
    run(
        adult,
        f"""
        {TEXT} > 9000
        00A4020C020011 > 9000
        0020008004{PIN_HEX} > 9000
        00A4020C020001 > 9000
        00B0000011 > 17 9000
        {VISUAL} > 9000
        00A4020C020013 > 9000
        002000800C{number} > 9000
        00A4020C020002 > 9000
        00B0000007 > 7 9000
        00B0000700 > 256 9000
        """,
    )


def test_myna_reads_the_manufacturing_number(adult: VirtualCard) -> None:
    run(adult, f"{COMMON} > 9000")
    record, sw = send(adult, "00B2010C00")
    assert (record[:2], len(record), sw) == (b"\x01\x1c", 30, "9000")
    assert record[2:].isascii()


def test_myna_changes_the_pin(adult: VirtualCard) -> None:
    run(
        adult,
        f"""
        {JPKI} > 9000
        00A4020C020018 > 9000
        0020008004{PIN_HEX} > 9000
        0024018004{ascii_hex("2468")} > 9000
        {JPKI} > 9000
        0020009804{ascii_hex("2468")} > 9000
        """,
    )


def test_a_whole_file_by_short_id_and_extended_length(adult: VirtualCard) -> None:
    run(adult, f"{JPKI} > 9000\n00B08A00000000 > 2048 9000")
