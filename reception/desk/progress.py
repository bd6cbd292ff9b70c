"""How the desk tells what it is waiting for."""

from collections.abc import Callable

Progress = Callable[[str], None]
"""Is called with one Japanese phrase whenever the desk begins to wait for something else."""


def silent(_phrase: str) -> None:
    """Tell nobody."""
