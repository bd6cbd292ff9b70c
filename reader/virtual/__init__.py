"""A My Number Card made of software: a complete ISO 7816 state machine with real keys and persistent try counters.

`reader.virtual.mint.mint` issues one from a fictitious person; `reader.virtual.vpcd` puts one into a real PC/SC stack.
The counters are cheap to import; `VirtualCard` brings RSA and comes when it is asked for.
"""

from typing import TYPE_CHECKING

from reader.virtual.counters import CounterStore, FileCounters, InMemoryCounters

if TYPE_CHECKING:
    from reader.virtual.chip import VirtualCard

__all__ = ["CounterStore", "FileCounters", "InMemoryCounters", "VirtualCard"]


def __getattr__(name: str) -> object:
    """Import the chip on first use (PEP 562)."""
    if name == "VirtualCard":
        from reader.virtual.chip import VirtualCard

        return VirtualCard
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
