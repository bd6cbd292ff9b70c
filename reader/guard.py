"""The one place where tries are spent: nothing that could cost one leaves this program by any other way.

A guarded connection passes ordinary commands on and refuses every command that could cost a try. `attempt` sends
exactly one such command; it stands for one confirmation by a person, and only `CardSession.verify` and the shell call
it. Whatever repeats commands - other command forms, loops, replays - goes through `transmit` and can spend nothing.
"""

from reader.apdu import Command, Response
from reader.connection import CardConnection
from reader.credentials import SECRET_INSTRUCTIONS
from reader.errors import UnconfirmedAttempt


def costs_a_try(command: Command) -> bool:
    """Tell whether a card may count the command. Without data it is a question, which is free (my-number-card §3)."""
    return bool(command.data) and command.ins in SECRET_INSTRUCTIONS


class GuardedConnection:
    """Wraps a CardConnection so that every try is asked for."""

    def __init__(self, inner: CardConnection) -> None:
        self._inner = inner

    def transmit(self, command: Command) -> Response:
        """Pass a command on that costs nothing. Raises UnconfirmedAttempt, and then nothing was sent."""
        if costs_a_try(command):
            raise UnconfirmedAttempt
        return self._inner.transmit(command)

    def attempt(self, command: Command) -> Response:
        """Send `command` once, with whatever it costs. One call is one try that a person confirmed."""
        return self._inner.transmit(command)

    def close(self) -> None:
        """Close the inner connection."""
        self._inner.close()
