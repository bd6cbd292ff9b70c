"""What the PC/SC stack costs: `python -m tests.bench.pcsc [--rounds N] [--json]`.

Latency per APDU, on the bare chip, through pcscd, and through pcscd with a time limit; insertion and removal of a card
to the event; processor time of a watcher that has nothing to do. pcscd looks for a card every 0.4 s, which alone makes
half of that on average: an insertion of 0.5 polls is as quick as this driver allows.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from statistics import median, quantiles
from threading import Event, Thread

from reader import CardConnection, Command
from reader.applications import Application
from reader.pcsc import PcscReader, watch
from reader.time_limit import TimeLimitedReader
from reader.virtual.vpcd import VpcdSlot
from reader.watcher import CardInserted, CardRemoved, Change
from tests.reader.cards import fresh
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT

SELECT = Command(0x00, 0xA4, 0x04, 0x0C, Application.JPKI.aid)
READ = Command(0x00, 0xB0, 0x8A, 0x00, le=256)
POLL = 0.4
"""Seconds between two looks of pcscd for a card in the virtual reader (facts pcsc §2)."""

WARM_UP = 20
IDLE_SECONDS = 5.0
Figures = dict[str, float]


def summary(seconds: list[float]) -> Figures:
    """Median, 99th percentile and maximum, in milliseconds."""
    return {
        "median_ms": round(median(seconds) * 1000, 3),
        "p99_ms": round(quantiles(seconds, n=100, method="inclusive")[-1] * 1000, 3),
        "max_ms": round(max(seconds) * 1000, 3),
    }


def latency(send: Callable[[Command], object], command: Command, rounds: int) -> Figures:
    """Time `rounds` commands one by one."""
    taken = []
    for _ in range(rounds + WARM_UP):
        begun = time.perf_counter()
        send(command)
        taken.append(time.perf_counter() - begun)
    return summary(taken[WARM_UP:])


@contextmanager
def connected(reader: PcscReader | TimeLimitedReader) -> Iterator[CardConnection]:
    """Hold the card for a while."""
    connection = reader.connect()
    try:
        yield connection
    finally:
        connection.close()


def apdus(service: PrivatePcscd, rounds: int) -> dict[str, Figures]:
    """Measure the same two commands at three distances from the chip."""
    found: dict[str, Figures] = {}
    chip = fresh(ADULT)
    chip.reset()
    reader = PcscReader(SLOTS[0])
    with VpcdSlot(fresh(ADULT), service.ports[0]):
        reader.wait_for_card(30.0)
        for name, command in (("select", SELECT), ("read_256", READ)):
            found[f"{name}, chip"] = latency(chip.transmit, command, rounds)
            with connected(reader) as connection:
                connection.transmit(SELECT)
                found[f"{name}, pcscd"] = latency(connection.transmit, command, rounds)
            with connected(TimeLimitedReader(reader)) as connection:
                connection.transmit(SELECT)
                found[f"{name}, pcscd with time limit"] = latency(connection.transmit, command, rounds)
    reader.wait_for_removal(30.0)
    return found


@contextmanager
def events() -> Iterator["SimpleQueue[tuple[float, Change]]"]:
    """Watch in a thread; each change comes with the moment it was told."""
    stop, told = Event(), SimpleQueue[tuple[float, Change]]()

    def hand_on() -> None:
        for change in watch(stop):
            told.put((time.perf_counter(), change))

    thread = Thread(target=hand_on)
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join()


def insertions(service: PrivatePcscd, rounds: int) -> dict[str, Figures]:
    """Measure from the card's coming and going to the event, at random phases of the driver's poll."""
    phase = random.Random(0)  # noqa: S311  # a phase, not a secret
    inserted, removed = [], []
    with events() as told:
        for _ in range(rounds):
            time.sleep(POLL + phase.uniform(0, POLL))
            begun = time.perf_counter()
            with VpcdSlot(fresh(ADULT), service.ports[0]):
                inserted.append(moment(told, CardInserted) - begun)
                time.sleep(POLL + phase.uniform(0, POLL))
                begun = time.perf_counter()
            removed.append(moment(told, CardRemoved) - begun)
    return {"insertion to event": summary(inserted), "removal to event": summary(removed)}


def moment(told: "SimpleQueue[tuple[float, Change]]", kind: type[Change]) -> float:
    """Return when the next change of this kind was told."""
    while True:
        at, change = told.get(timeout=30.0)
        if isinstance(change, kind):
            return at


def idle() -> Figures:
    """Measure the processor time of this process while a watcher waits, and without one."""
    before = cpu_over(IDLE_SECONDS)
    with events() as told:
        told.get(timeout=30.0)
        watching = cpu_over(IDLE_SECONDS)
    return {"ms_per_s, nothing": before, "ms_per_s, watcher": watching}


def cpu_over(seconds: float) -> float:
    """Return the milliseconds of processor time per second."""
    begun = time.process_time()
    time.sleep(seconds)
    return round((time.process_time() - begun) * 1000 / seconds, 3)


def ratios(latencies: dict[str, Figures], waits: dict[str, Figures]) -> Figures:
    """Say what holds on any machine: distances as multiples of each other, waits as parts of the driver's poll."""
    median_of = {name: figures["median_ms"] for name, figures in (latencies | waits).items()}
    return {
        "pcscd : chip (select)": round(median_of["select, pcscd"] / median_of["select, chip"], 1),
        "time limit : pcscd (select)": round(
            median_of["select, pcscd with time limit"] / median_of["select, pcscd"], 2
        ),
        "insertion : poll": round(median_of["insertion to event"] / (POLL * 1000), 2),
        "removal : poll": round(median_of["removal to event"] / (POLL * 1000), 2),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m tests.bench.pcsc", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, help="commands to time (%(default)s)")
    parser.add_argument("--insertions", type=int, default=30, help="cards to insert (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    service = PrivatePcscd()
    service.start()
    latencies = apdus(service, options.rounds)
    waits = insertions(service, options.insertions)
    found = {**latencies, **waits, "idle": idle(), "ratios": ratios(latencies, waits)}
    service.stop()
    sys.stdout.write(json.dumps(found) + "\n" if options.json else as_text(found))


def as_text(found: dict[str, Figures]) -> str:
    """One line a figure."""
    lines = (
        f"{name:<34}" + "  ".join(f"{key} {value}" for key, value in figures.items()) for name, figures in found.items()
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
