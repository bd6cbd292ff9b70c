"""Raw APDU scripts, one exchange a line: `00A4040C0A D392… > 9000`, or `00B0000004 > 4 9000` with the length of data.

Lines that begin with # are comments, `reset` is a reset.
"""

from reader.virtual import VirtualCard

JPKI = "00A4040C0A D392F000260100000001"
TEXT = "00A4040C0A D3921000310001010408"
VISUAL = "00A4040C0A D3921000310001010402"
RESIDENCE = "00A4040C0A D3921000310001010401"
COMMON = "00A4040C0A D3921000310001010100"


def send(card: VirtualCard, command: str) -> tuple[bytes, str]:
    """Send one command in hex; return the data and the status word in hex."""
    answer = card.transmit_bytes(bytes.fromhex(command))
    return answer[:-2], answer[-2:].hex().upper()


def run(card: VirtualCard, script: str) -> None:
    """Play a script and check every answer."""
    for line in filter(None, map(str.strip, script.strip().splitlines())):
        if line.startswith("#"):
            continue
        if line == "reset":
            card.reset()
            continue
        command, expected = (side.strip() for side in line.split(">"))
        data, sw = send(card, command)
        found = f"{len(data)} {sw}" if " " in expected else sw
        assert found == expected, f"{line}: the card answered {found}"
        assert data == b"" or " " in expected, f"{line}: unexpected data"


def ascii_hex(text: str) -> str:
    """Return `1234` as `31323334`."""
    return text.encode("ascii").hex()
