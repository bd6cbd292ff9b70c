"""A connection that writes every APDU to the log at DEBUG, without anything secret or personal in it.

The data of VERIFY and CHANGE are never written, nor any command that carries 12 or 14 digits; of an answer only its
length and status word are (certificates identify their holder, files hold names and photos).
"""

import logging

from reader.apdu import Command, Response
from reader.connection import CardConnection

_log = logging.getLogger("reader.apdu")


class TracedConnection:
    """Wraps a CardConnection; `sent` counts the commands that went out, answered or not."""

    def __init__(self, inner: CardConnection, log: logging.Logger = _log) -> None:
        self._inner = inner
        self._log = log
        self.sent = 0

    def transmit(self, command: Command) -> Response:
        """Pass the command on; raises what the inner connection raises."""
        self.sent += 1
        self._log.debug("> %r", command)
        response = self._inner.transmit(command)
        self._log.debug("< %d bytes, %s", len(response.data), response.status)
        return response

    def close(self) -> None:
        """Close the inner connection."""
        self._log.debug("closed after %d commands", self.sent)
        self._inner.close()
