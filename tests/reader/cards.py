"""Fresh cards of the test world; files that never change are laid out once, chips are new each time."""

from functools import cache

from fixtures.people import Person
from reader.simulated import Holder
from reader.virtual import CounterStore, InMemoryCounters, VirtualCard
from reader.virtual.mint import holder_of, mint
from tests.reader.world import ADULT, WORLD


@cache
def _issued(person_id: str) -> VirtualCard:
    return mint(WORLD, WORLD.people[person_id])


def fresh(person: Person, counters: CounterStore | None = None) -> VirtualCard:
    """Return the person's card as on the day of issue, just powered up."""
    issued = _issued(person.id)
    return VirtualCard(
        issued.directories, issued.printed, issued.data_objects, counters or InMemoryCounters(), issued.mute
    )


@cache
def adult_holder() -> Holder:
    """Return the adult as they stand before the camera; drawn once."""
    return holder_of(ADULT)
