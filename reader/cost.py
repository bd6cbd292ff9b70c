"""How long a dialogue takes on a real reader, estimated from its APDUs: docs/cost-model.md has the formulas.

Only the bytes on the wire follow from standards; the time the chip needs is assumed, as nobody published it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from reader.apdu import Command, Response
from reader.applications import Instruction

MILLISECOND: Final = 1000.0
_CARRIER_HZ: Final = 13.56e6
_CLOCK_HZ: Final = 4.0e6

_CHIP_MS: Final[dict[int, float]] = {
    Instruction.SELECT: 5.0,
    Instruction.VERIFY: 25.0,
    Instruction.CHANGE_REFERENCE_DATA: 40.0,
    Instruction.CHANGE_KEY: 40.0,
    Instruction.PERFORM_SECURITY_OPERATION: 300.0,
    Instruction.INTERNAL_AUTHENTICATE: 300.0,
}
"""Assumed, not measured: RSA-2048 takes longest, a VERIFY writes its counter twice."""

_OTHER_CHIP_MS: Final = 2.0
_HOST_MS: Final = 1.0
"""Assumed: USB and PC/SC, per APDU."""


@dataclass(frozen=True)
class Link:
    """How bytes travel. `block_time` gives the milliseconds of one block with so many bytes of APDU in it."""

    name: str
    largest_block: int
    block_time: Callable[[int], float]


def _contact_block(content: int) -> float:
    """T=1: NAD PCB LEN and one check byte around the content, 11 etu a byte, 22 etu block guard time (ISO 7816-3)."""
    etu = 372 / 4 / _CLOCK_HZ
    return (11 * (content + 4) + 22) * etu * MILLISECOND


def _contactless_block(divisor: int) -> Callable[[int], float]:
    """ISO 14443-4 over type B: PCB and two CRC bytes, 10 etu a byte, 26 etu of SOF and EOF, 0.3 ms to turn around."""

    def time(content: int) -> float:
        etu = 128 / divisor / _CARRIER_HZ
        return (10 * (content + 3) + 26) * etu * MILLISECOND + 0.3

    return time


LINKS: Final = (
    Link("contact", 254, _contact_block),
    Link("106 kbit/s", 253, _contactless_block(1)),
    Link("424 kbit/s", 253, _contactless_block(4)),
)
"""Contact T=1 at 4 MHz with Fi/Di = 372/4 (TA1 = 13 of my-number-card §1.4), and contactless at two bit rates."""


def link_time(link: Link, size: int) -> float:
    """Return the milliseconds `size` bytes take in chained blocks; every block but the last is acknowledged."""
    full, rest = divmod(max(size, 1), link.largest_block)
    blocks = [link.largest_block] * full + ([rest] if rest else [])
    return sum(map(link.block_time, blocks)) + (len(blocks) - 1) * link.block_time(0)


def apdu_time(link: Link, command: Command, response: Response) -> float:
    """Return the milliseconds of one exchange: command, chip, answer, host."""
    chip = _CHIP_MS.get(command.ins, _OTHER_CHIP_MS) if _works(command) else _OTHER_CHIP_MS
    wire = link_time(link, len(command.encode())) + link_time(link, len(response.encode()))
    return wire + chip + _HOST_MS


def _works(command: Command) -> bool:
    """Tell whether the chip does what the instruction is slow at; a question is answered at once."""
    return command.ins != Instruction.VERIFY or bool(command.data)


def total_time(link: Link, exchanges: Iterable[tuple[Command, Response]]) -> float:
    """Return the milliseconds of a whole dialogue."""
    return sum(apdu_time(link, command, response) for command, response in exchanges)
