"""A connection that tells somebody of every exchange, as it happens."""

from collections.abc import Callable

from reader.apdu import Command, Response
from reader.connection import CardConnection
from reader.errors import ReaderError

Seen = Callable[[Command, Response | ReaderError], None]
"""Hears of each command and its answer, or the error that came instead."""


class ObservedConnection:
    """Wraps a CardConnection; `seen` is told before the caller gets the answer."""

    def __init__(self, inner: CardConnection, seen: Seen) -> None:
        self._inner = inner
        self._seen = seen

    def transmit(self, command: Command) -> Response:
        """Pass the command on; raises what the inner connection raises."""
        try:
            response = self._inner.transmit(command)
        except ReaderError as error:
            self._seen(command, error)
            raise
        self._seen(command, response)
        return response

    def close(self) -> None:
        """Close the inner connection."""
        self._inner.close()
