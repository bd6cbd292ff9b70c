"""A card held through PC/SC, and readers that take only short APDUs."""

from reader.apdu import Command, Response
from reader.credentials import is_secret_command
from reader.errors import CardRemoved, ExtendedLengthUnsupported, LinkProtocolError, MalformedApdu, ReaderError
from reader.pcsc.holds import HOLDS
from reader.pcsc.resource_manager import Context
from reader.pcsc.results import OK, Call, check, code_of, refuses_long_commands


class ReaderAbility:
    """What a reader showed it can do; shared by its connections, as a reader does not change."""

    def __init__(self) -> None:
        self.extended_length = True


class PcscConnection:
    """An exclusive T=1 connection, left as it is when closed. Use it from one thread."""

    def __init__(self, reader: str, ability: ReaderAbility) -> None:
        """Raises NoCard, CardMute, ReaderBusy, ReaderUnplugged, LinkProtocolError, ReaderUnavailable."""
        self._reader = reader
        self._ability = ability
        self._doubted = False
        self._context = Context()
        HOLDS.take(reader)
        try:
            self._handle = self._context.connect(reader)
        except ReaderError:
            self._end()
            raise
        self._closed = False

    def transmit(self, command: Command) -> Response:
        """Send one command, once.

        Raises CardRemoved, ReaderUnavailable, LinkProtocolError; ExtendedLengthUnsupported, with the card still held
        as it was, when this reader does not carry the extended form.
        """
        if self._closed:
            raise CardRemoved
        if command.extended and not self._ability.extended_length:
            raise ExtendedLengthUnsupported
        result, answer = self._handle.transmit(command.encode())
        if code_of(result) != OK:
            self._failed(command, result)
        # An empty answer is how the virtual driver tells of a card pulled while it computed (facts pcsc §4).
        if not answer:
            raise CardRemoved
        return _whole(answer)

    def _failed(self, command: Command, result: int) -> None:
        """Tell a reader that takes only short APDUs from a lost card; never for a command that carries a secret."""
        if command.extended and refuses_long_commands(result) and not is_secret_command(command.ins, command.data):
            self._handle.still_held()
            self._handle.reconnect()
            self._ability.extended_length, self._doubted = False, True
            raise ExtendedLengthUnsupported
        if self._doubted:
            # The card was on its way out when the long command failed: no word against the reader.
            self._ability.extended_length, self._doubted = True, False
        check(result, Call.EXCHANGE)

    def close(self) -> None:
        """Let the card go, powered as it is. What the service answers no longer matters."""
        if not self._closed:
            self._closed = True
            self._handle.leave()
            self._end()

    def _end(self) -> None:
        self._context.release()
        HOLDS.leave(self._reader)


def _whole(answer: bytes) -> Response:
    try:
        return Response.decode(answer)
    except MalformedApdu as error:
        raise LinkProtocolError from error
