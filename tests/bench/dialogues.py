"""What a dialogue costs, ours beside OpenSC's: `python -m tests.bench.dialogues [--rounds N] [--json]`.

Both use the same virtual card through the same pcscd in one run. Counted is what reaches the chip: APDUs, bytes in both
directions, seconds, and what the cost model makes of it on a real reader (docs/cost-model.md). OpenSC's seconds include
the start of its program, so its APDUs and bytes are what compares; ours are timed from connect to close.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from reader import Command, MyNumberCard, Pin, Response, VerificationNumberB
from reader.connection import CardConnection
from reader.cost import LINKS, total_time
from reader.pcsc import PcscReader
from reader.probe import probe
from reader.virtual import VirtualCard
from reader.virtual.vpcd import VpcdSlot
from tests.reader import opensc
from tests.reader.cards import fresh
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT, NUMBER_B, PIN

Figures = dict[str, float]
LONG = 30.0


@dataclass
class CountingCard:
    """A card that remembers what reached it."""

    card: VirtualCard
    exchanges: list[tuple[Command, Response]] = field(default_factory=list)

    @property
    def atr(self) -> bytes:
        return self.card.atr

    def reset(self) -> bytes:
        return self.card.reset()

    def transmit(self, command: Command) -> Response:
        response = self.card.transmit(command)
        self.exchanges.append((command, response))
        return response

    def transmit_bytes(self, command: bytes) -> bytes:
        return self.transmit(Command.decode(command)).encode()


def with_driver(dialogue: Callable[[CardConnection], object]) -> Callable[[Path], object]:
    """A dialogue of our driver, from connect to close."""

    def run(folder: Path) -> None:
        del folder
        connection = PcscReader(SLOTS[0]).connect()
        dialogue(connection)
        connection.close()

    return run


def our_pin_check(connection: CardConnection) -> None:
    card = MyNumberCard(connection)
    card.pin_tries_left()
    card.verify_pin(Pin(PIN))
    card.auth_certificate()
    card.sign(b"challenge")


def their_pin_check(folder: Path) -> None:
    opensc.read_certificate(folder, "01")
    signed = opensc.sign(folder, b"challenge", "0", "01", PIN)
    assert signed.returncode == 0, signed.stderr


DIALOGUES: dict[str, Callable[[Path], object]] = {
    "PIN, certificate, signature: ours": with_driver(our_pin_check),
    "PIN, certificate, signature: OpenSC": their_pin_check,
    "certificate: ours": with_driver(lambda connection: MyNumberCard(connection).auth_certificate()),
    "certificate: OpenSC": lambda folder: opensc.read_certificate(folder, "01"),
    "tries left: ours": with_driver(lambda connection: MyNumberCard(connection).pin_tries_left()),
    "tries left: OpenSC": lambda folder: opensc.tries_left(),
    "visual check with photo: ours": with_driver(
        lambda connection: MyNumberCard(connection).card_face(VerificationNumberB(NUMBER_B))
    ),
    "probe of everything: ours": with_driver(probe),
}


def measure(card: CountingCard, dialogue: Callable[[Path], object], rounds: int, folder: Path) -> Figures:
    """Have the dialogue `rounds` times; the counts are those of the last, the time is the median."""
    seconds = []
    for _ in range(rounds):
        card.exchanges.clear()
        begun = time.perf_counter()
        dialogue(folder)
        seconds.append(time.perf_counter() - begun)
    sent = sum(len(command.encode()) for command, _ in card.exchanges)
    received = sum(len(response.encode()) for _, response in card.exchanges)
    counts: Figures = {"apdus": len(card.exchanges), "sent": sent, "received": received}
    estimates = {f"{link.name} ms": round(total_time(link, card.exchanges)) for link in LINKS}
    return counts | {"median_ms": round(median(seconds) * 1000, 2)} | estimates


def all_dialogues(rounds: int) -> dict[str, Figures]:
    """Measure every dialogue on one card in one service."""
    service = PrivatePcscd()
    service.start()
    card = CountingCard(fresh(ADULT))
    with TemporaryDirectory() as folder, VpcdSlot(card, service.ports[0]) as slot:
        slot.wait_until_seen(LONG)
        PcscReader(SLOTS[0]).wait_for_card(LONG)
        found = {name: measure(card, dialogue, rounds, Path(folder)) for name, dialogue in DIALOGUES.items()}
    service.stop()
    return found


def as_text(found: dict[str, Figures]) -> str:
    """One line a dialogue."""
    head = list(next(iter(found.values())))
    lines = [f"{'':<38}" + "".join(f"{name:>15}" for name in head)]
    lines += [f"{name:<38}" + "".join(f"{figures[key]:>15}" for key in head) for name, figures in found.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m tests.bench.dialogues", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times each dialogue is had (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    found = all_dialogues(options.rounds)
    sys.stdout.write(json.dumps(found) + "\n" if options.json else as_text(found))


if __name__ == "__main__":
    main()
