"""Which card a command looks at: that on a real reader, or that of a fictitious person."""

import argparse
from typing import TYPE_CHECKING, Final

from reader.connection import CardReader
from reader.errors import NoReader

if TYPE_CHECKING:
    from fixtures import World

WAIT: Final = 10.0
"""Seconds a command waits for a card unless told otherwise."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add --reader, --simulated and --wait."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--reader", metavar="NAME", help="リーダーの名前(省略時は最初) / reader name, default the first")
    which.add_argument("--simulated", metavar="PERSON", help="架空の人のカード / the card of a fictitious person")
    parser.add_argument(
        "--wait", type=float, default=WAIT, metavar="SECONDS", help="カードを待つ秒数 / wait for a card (%(default)s)"
    )
    parser.set_defaults(usage_error=parser.error)


def chosen_reader(options: argparse.Namespace) -> CardReader:
    """Return the reader the options name, a card on it. Raises NoReader, NoCard; exits with 2 on an unknown person."""
    reader = _simulated_reader(options) if options.simulated else hardware_reader(options.reader)
    reader.wait_for_card(options.wait)
    return reader


def hardware_reader(name: str | None) -> CardReader:
    """Return the named reader, else the first; a card that never answers is given up. Raises NoReader."""
    from reader.pcsc import PcscReader, pcsc_readers  # pyscard only when hardware is wanted
    from reader.time_limit import TimeLimitedReader

    names = pcsc_readers()
    if not names or name not in (None, *names):
        raise NoReader
    return TimeLimitedReader(PcscReader(name or names[0]))


def known_person(world: "World", person_id: str, options: argparse.Namespace) -> None:
    """Exit with 2 when nobody is called so."""
    if person_id not in world.people:
        options.usage_error(f"その人はいません / unknown person: {person_id} ({', '.join(world.people)})")


def _simulated_reader(options: argparse.Namespace) -> CardReader:
    """Return a simulated reader with the person's card in it."""
    from fixtures import load_world
    from reader.simulated import Holder, SimulatedReader
    from reader.virtual.mint import mint

    world = load_world()
    known_person(world, options.simulated, options)
    reader = SimulatedReader()
    reader.insert(mint(world, world.people[options.simulated]), Holder())
    return reader
