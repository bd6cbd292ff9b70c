"""A My Number Card made of software: a complete ISO 7816 state machine with real keys and persistent try counters.

`reader.virtual.mint.mint` issues one from a fictitious person; `reader.virtual.vpcd` puts one into a real PC/SC stack.
"""

from reader.virtual.chip import VirtualCard
from reader.virtual.counters import CounterStore, FileCounters, InMemoryCounters

__all__ = ["CounterStore", "FileCounters", "InMemoryCounters", "VirtualCard"]
