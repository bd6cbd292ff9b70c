"""The virtual card rejects what a real one rejects (my-number-card §1.2, §1.3, §3, §4, §5, §7, §8.5)."""

import pytest

from reader.virtual import VirtualCard
from tests.reader.script import COMMON, JPKI, RESIDENCE, TEXT, VISUAL, ascii_hex, run, send
from tests.reader.world import NUMBER_B, PIN, SIGN_PASSWORD

PIN_HEX, WRONG_PIN_HEX, B_HEX = ascii_hex(PIN), ascii_hex("9999"), ascii_hex(NUMBER_B)
HASH = "AB" * 32
DIGEST_INFO = "3031300D060960864801650304020105000420" + HASH

CASES = {
    "reset: nothing selected": """
        00B0000004 > 6986
        00200080 > 6986
        00B2010400 > 6986
        00A4020C020018 > 6A82
    """,
    "unknown application": "00A4040C07 A0000001160100 > 6A82",
    "unknown application with Le": "00A4040C07 A000000116DB00 00 > 6A82",
    "application without a name": "00A4040C > 6700",
    "SELECT with other P1": "00A4080C02 3F00 > 6A86",
    "SELECT with other P2": "00A4040102 D392 > 6A86",
    "no SELECT MF after reset": "00A40000 > 6A86",
    "SELECT MF has no effect in an application": f"""
        {JPKI} > 9000
        00A4020C020006 > 9000
        00A40000 > 9000
        00B0000020 > 32 9000
    """,
    "MF by id": f"""
        00A4000C02 3F00 > 6A82
        {JPKI} > 9000
        00A4000C02 3F00 > 6A82
    """,
    "SELECT by P2=00 returns an FCI": f"{JPKI.replace('040C', '0400')} 00 > 14 9000",
    "unknown file": f"{JPKI} > 9000\n00A4020C020042 > 6A82",
    "file id of one byte": f"{JPKI} > 9000\n00A4020C0118 > 6700",
    "the security domain restores the power-on state": f"""
        {JPKI} > 9000
        00CA00F200 > 6A88
        00A4040C07 A0000001510000 > 9000
        00CA00F200 > 8 9000
        00A4020C020018 > 6A82
    """,
    "GET DATA at power-on": """
        00CA004200 > 16 9000
        00CA00F000 > 5 9000
        00CA5F5100 > 8 9000
        00CA123400 > 6A88
        00CADF3005 > 6A88
        00CA004204 > 6700
        00CA0042 > 6700
    """,
    "READ on keys and PINs": f"""
        {JPKI} > 9000
        00A4020C020018 > 9000
        00B0000004 > 6981
        00A4020C020017 > 9000
        00B0000004 > 6981
        00B0960000 > 6981
        00B201BC00 > 6981
    """,
    "protected reads": f"""
        {JPKI} > 9000
        00B0810000 > 6982
        00A4020C020009 > 9000
        00B0000010 > 6982
        {TEXT} > 9000
        00B0810000 > 6982
        00B0820000 > 6982
        00B0830000 > 6982
        00B0860000 > 6982
        {VISUAL} > 9000
        00B0810000 > 6982
        00B0820000 > 6982
        00B0850000 > 6982
    """,
    "reading past the end": f"""
        {JPKI} > 9000
        00A4020C020006 > 9000
        00B0000000 > 160 9000
        00B0009F04 > 1 9000
        00B000A004 > 6B00
        00B07FFF00 > 6B00
        00B08AFF00 > 256 9000
        00B0864000 > 96 9000
        00B086A000 > 6B00
    """,
    "reading needs a Le and nothing else": f"""
        {JPKI} > 9000
        00B08A00 > 6700
        00B08A0001AA > 6700
        00B08A0001AA00 > 6700
    """,
    "bits 6 and 7 of a short id": f"{JPKI} > 9000\n00B0CA0000 > 6A86\n00B0EA0000 > 6A86",
    "short id of no file": f"{JPKI} > 9000\n00B08C0000 > 6A82",
    "the short id makes the file current": f"""
        {JPKI} > 9000
        00B0860020 > 32 9000
        00B0002020 > 32 9000
    """,
    "extended Le reads whole files": f"{JPKI} > 9000\n00B08A00000000 > 2048 9000\n00B08A00000200 > 512 9000",
    "records": f"""
        {COMMON} > 9000
        00B2010C00 > 30 9000
        00A4020C020001 > 9000
        00B2010400 > 30 9000
        00B2020400 > 6A83
        00B2000400 > 6A83
        00B2010500 > 6A86
        00B0000000 > 6981
        00B20104 > 6700
    """,
    "the query of tries left is four bytes": f"""
        {JPKI} > 9000
        00A4020C020018 > 9000
        00200080 > 63C3
        0020008000 > 6700
        00200098 > 63C3
        0020009B > 63C5
        00200180 > 6A86
        00200000 > 6A86
        00200018 > 6A86
    """,
    "a query after VERIFY still counts": f"""
        {JPKI} > 9000
        0020009804{PIN_HEX} > 9000
        00200098 > 63C3
    """,
    "VERIFY with Le": f"{JPKI} > 9000\n0020009804{PIN_HEX}00 > 6700\n00200098 > 63C3",
    "VERIFY on what is no key": f"""
        {JPKI} > 9000
        00200086 > 6981
        0020008A04{PIN_HEX} > 6981
        0020009704{PIN_HEX} > 6981
        0020009D > 6A82
    """,
    "VERIFY without a current file": f"{JPKI} > 9000\n00200080 > 6986",
    "wrong PINs down to the lock": f"""
        {JPKI} > 9000
        0020009804{WRONG_PIN_HEX} > 63C2
        0020009804{WRONG_PIN_HEX} > 63C1
        0020009804{WRONG_PIN_HEX} > 63C0
        0020009804{WRONG_PIN_HEX} > 6984
        0020009804{PIN_HEX} > 6984
        00200098 > 63C0
    """,
    "the right PIN restores the count": f"""
        {JPKI} > 9000
        0020009804{WRONG_PIN_HEX} > 63C2
        0020009804{PIN_HEX} > 9000
        00200098 > 63C3
    """,
    "a PIN of another length is a wrong PIN": f"{JPKI} > 9000\n0020009803313335 > 63C2\n002000980531333537FF > 63C1",
    "the password is case-sensitive": f"""
        {JPKI} > 9000
        0020009B09{ascii_hex(SIGN_PASSWORD.lower())} > 63C4
        0020009B09{ascii_hex(SIGN_PASSWORD)} > 9000
    """,
    "each key opens its own files": f"""
        {JPKI} > 9000
        0020009804{PIN_HEX} > 9000
        00B0810000 > 6982
        802A009A33{DIGEST_INFO}00 > 6982
        0020009B09{ascii_hex(SIGN_PASSWORD)} > 9000
        00B0810000 > 256 9000
        802A009A33{DIGEST_INFO}00 > 256 9000
    """,
    "SELECT EF keeps the security status": f"""
        {JPKI} > 9000
        00A4020C020018 > 9000
        0020008004{PIN_HEX} > 9000
        00A4020C02000A > 9000
        00A4020C020017 > 9000
        802A008033{DIGEST_INFO}00 > 256 9000
    """,
    "SELECT of an application drops it, even the same": f"""
        {JPKI} > 9000
        0020009804{PIN_HEX} > 9000
        {JPKI} > 9000
        802A009733{DIGEST_INFO}00 > 6982
    """,
    "a reset drops it": f"""
        {JPKI} > 9000
        0020009804{PIN_HEX} > 9000
        reset
        802A009733{DIGEST_INFO}00 > 6986
        {JPKI} > 9000
        802A009733{DIGEST_INFO}00 > 6982
    """,
    "a wrong PIN drops it": f"""
        {JPKI} > 9000
        0020009804{PIN_HEX} > 9000
        0020009804{WRONG_PIN_HEX} > 63C2
        802A009733{DIGEST_INFO}00 > 6982
    """,
    "signing": f"""
        {JPKI} > 9000
        802A008033{DIGEST_INFO}00 > 6986
        802A009733{DIGEST_INFO}00 > 6982
        0020009804{PIN_HEX} > 9000
        802A009733{DIGEST_INFO}00 > 256 9000
        802A008033{DIGEST_INFO}00 > 256 9000
        802A0097F5{"AA" * 245}00 > 256 9000
        802A0097F6{"AA" * 246}00 > 6985
        802A009701AA00 > 256 9000
        802A009700 > 6700
        802A009701AA > 6700
        802A069733{DIGEST_INFO}00 > 6A86
        802A001733{DIGEST_INFO}00 > 6A86
        802A000033{DIGEST_INFO}00 > 6A86
        802A009833{DIGEST_INFO}00 > 6981
        802A008C33{DIGEST_INFO}00 > 6A82
        002A009733{DIGEST_INFO}00 > 6D00
    """,
    "a hash of the wrong length": f"""
        {JPKI} > 9000
        0020009804{PIN_HEX} > 9000
        802A029733{DIGEST_INFO}00 > 6985
        802A049733{DIGEST_INFO}00 > 6985
        802A029720{HASH}00 > 256 9000
        802A049720{HASH}00 > 256 9000
    """,
    "the 券面 applications sign without a PIN": f"""
        {TEXT} > 9000
        802A000033{DIGEST_INFO}00 > 256 9000
        802A050001AA00 > 256 9000
        {VISUAL} > 9000
        802A000033{DIGEST_INFO}00 > 256 9000
    """,
    "internal authentication": f"""
        0088009901AA00 > 6D00
        {COMMON} > 9000
        0088009901AA00 > 256 9000
        0088009900 > 6700
        0088009901AA > 6700
        0088008001AA00 > 6A86
        {JPKI} > 9000
        0088009901AA00 > 6D00
    """,
    "challenges": f"""
        0084000000 > 256 9000
        0084000001 > 1 9000
        {JPKI} > 9000
        0084000008 > 8 9000
        00840000000008 > 6985
        0084000108 > 6A86
        00840000 > 6700
    """,
    "A opens the number, B the attributes, the PIN both": f"""
        {TEXT} > 9000
        002000950E{B_HEX} > 9000
        00B0820000 > 256 9000
        00B0810000 > 6982
        {TEXT} > 9000
        0020009104{PIN_HEX} > 9000
        00B0810000 > 17 9000
        00B0820000 > 256 9000
        00B0830000 > 256 9000
    """,
    "the number of the wrong application's file": f"""
        {VISUAL} > 9000
        002000930E{B_HEX} > 63C9
        00200095 > 6A82
        002000920E{B_HEX} > 9000
        00B0820000 > 256 9000
        00B0850000 > 6982
        00B0810000 > 6982
        0020009106{B_HEX[:12]} > 9000
        00B0810000 > 256 9000
    """,
    "a key blocked from issue": f"{TEXT} > 9000\n00200092 > 63C0\n0020009204{PIN_HEX} > 6984",
    "changing a PIN": f"""
        {JPKI} > 9000
        00240198 04{WRONG_PIN_HEX} > 6982
        0020009804{PIN_HEX} > 9000
        0024019804{ascii_hex("12a4")} > 6A80
        0024009804{WRONG_PIN_HEX} > 6A86
        0024019804{WRONG_PIN_HEX}00 > 6700
        00240198 > 6700
        0024019804{WRONG_PIN_HEX} > 9000
        reset
        {JPKI} > 9000
        0020009804{PIN_HEX} > 63C2
        0020009804{WRONG_PIN_HEX} > 9000
    """,
    "照合番号 cannot be changed": f"{TEXT} > 9000\n002000950E{B_HEX} > 9000\n002401950E{B_HEX} > 6A81",
    "the residence PIN has its own command": f"""
        {RESIDENCE} > 9000
        0020009C04{PIN_HEX} > 9000
        0024019C04{WRONG_PIN_HEX} > 6D00
        8032009C04{WRONG_PIN_HEX} > 9000
        00B0820000 > 6981
        {JPKI} > 9000
        8032009804{WRONG_PIN_HEX} > 6D00
    """,
    "the terminal's certificate is not taken": f"""
        {JPKI} > 9000
        80A200C1 000100 {"00" * 256} > 6700
        80A20000 01AA > 6A86
        80A200AE 01AA > 6A86
        80A28000 01AA > 6A86
        80A200B6 01AA > 6A86
    """,
    "no secure messaging": f"""
        08A4040C0A D3921000310001010408 > 6882
        {TEXT} > 9000
        08B0820000 > 69FC
        0820009104{PIN_HEX} > 69FC
        80AE000001AA > 6982
        0020009104{PIN_HEX} > 9000
        80AE000001AA > 6A81
        {VISUAL} > 9000
        80AE000001AA > 66F1
        {COMMON} > 9000
        80AE000001AA > 66F1
        {JPKI} > 9000
        80AE000001AA > 6D00
    """,
    "unknown instruction, unknown class": """
        00CB3FFF035C017E08 > 6D00
        00C0000000 > 6D00
        80B0000000 > 6D00
        01A4040C > 6E00
        FFCA000000 > 6E00
        08CA000000 > 6E00
    """,
    "what is no APDU": "00A4 > 6700\n00A4040C0AD392 > 6700",
}


@pytest.mark.parametrize("script", CASES.values(), ids=CASES.keys())
def test_status_words(adult: VirtualCard, script: str) -> None:
    run(adult, script)


def test_an_application_is_reached_by_the_beginning_of_its_name(adult: VirtualCard) -> None:
    """The card selects by prefix, so 9000 does not prove which application was reached (§1.1)."""
    run(adult, "00A4040C05 D392F00026 > 9000\n00B0860020 > 32 9000")


def test_the_fci_names_the_application(adult: VirtualCard) -> None:
    assert send(adult, JPKI.replace("040C", "0400") + "00") == (bytes.fromhex("6F0C840AD392F000260100000001"), "9000")


@pytest.mark.parametrize(
    "aid", ["627601FF000000", "A00000000101", "E82B0601040181C31F0201", "F276A288BCFBA69D34F31001"]
)
def test_foreign_probes_never_select_anything(adult: VirtualCard, aid: str) -> None:
    """29 probes of OpenSC arrive first; 9000 to any would make another driver take the card (§8.1, §10.12)."""
    assert send(adult, f"00A40400{len(aid) // 2:02X}{aid}") == (b"", "6A82")
