"""One card, one application at a time, in the fewest APDUs the card allows.

Cards take short file ids and extended Le (my-number-card §4); the few that do not are told apart by their answer to
the first *harmless* command, once per card. A VERIFY is never used to find out, because it could cost a try.
"""

from collections.abc import Callable
from typing import Final

from reader import tlv
from reader.apdu import MAX_EXTENDED_LE, MAX_SHORT_LE, Command, Response
from reader.applications import SHORT_ID, Application, Instruction
from reader.connection import CardConnection
from reader.credentials import Credential
from reader.errors import CardProtocolError, ExtendedLengthUnsupported, NotMyNumberCard
from reader.guard import GuardedConnection
from reader.status_word import SW

_FORM_REFUSED: Final = frozenset(
    {
        SW.WRONG_LENGTH,
        SW.FUNCTION_NOT_SUPPORTED,
        SW.WRONG_P1P2,
        SW.NO_DATA_OBJECT,
        SW.NO_CURRENT_EF,
        SW.WRONG_OFFSET,
        SW.INS_NOT_SUPPORTED,
        SW.CLA_NOT_SUPPORTED,
    }
)
"""What a card that lacks short file ids or extended length answers to them."""

_KeyCommand = Callable[[int], Command]
"""Makes the command for a key reference: `80 | short file id`, or `80` for the current file."""

_MAX_OFFSET: Final = 0x7FFF
"""READ BINARY offsets have 15 bits (my-number-card §4)."""

_MAX_READS: Final = 2 * (_MAX_OFFSET // 256 + 1)
"""Reads of one file at most, twice what whole short answers need: a card that gives crumbs is not waited for."""


class CardSession:
    """Remembers what is selected and which command forms this card takes."""

    def __init__(self, connection: CardConnection) -> None:
        self._connection = GuardedConnection(connection)
        self._application: Application | None = None
        self._current_ef: int | None = None
        self._short_ids: bool | None = None
        self._extended: bool | None = None

    def select(self, application: Application) -> None:
        """Make `application` current; selecting it anew would drop its security status, so only when needed.

        Raises NotMyNumberCard when the card does not have it.
        """
        if self._application is application:
            return
        self._application = self._current_ef = None
        response = self._transmit(Command(0x00, Instruction.SELECT, 0x04, 0x0C, application.aid))
        if response.sw == SW.FILE_NOT_FOUND:
            raise NotMyNumberCard
        _expect_ok(response)
        self._application = application

    def query_tries(self, key: int) -> Response:
        """Ask for the tries left of `key`: exactly four bytes, costs nothing (my-number-card §3)."""
        return self._with_key(key, lambda reference: Command(0x00, Instruction.VERIFY, 0x00, reference))

    def address(self, key: int) -> int:
        """Return the P2 that names `key`, settling everything a VERIFY needs with harmless commands only."""
        if self._short_ids is None:
            self.query_tries(key)
        if self._short_ids:
            return SHORT_ID | key
        self._select_ef(key)
        return SHORT_ID

    def verify(self, reference: int, credential: Credential) -> Response:
        """Send exactly one APDU, the VERIFY; `reference` comes from `address`. One call is one confirmed attempt."""
        return self._connection.attempt(Command(0x00, Instruction.VERIFY, 0x00, reference, credential.encoded()))

    def sign(self, key: int, digest_info: bytes) -> Response:
        """Have the card pad `digest_info` (PKCS#1 v1.5, type 1) and sign it (my-number-card §5)."""
        operation = Instruction.PERFORM_SECURITY_OPERATION
        return self._with_key(
            key, lambda reference: Command(0x80, operation, 0x00, reference, digest_info, MAX_SHORT_LE)
        )

    def read(self, ef: int) -> bytes:
        """Read the one data object in transparent file `ef`, without filler.

        What comes back is shorter than its header says when the file is. Raises CardProtocolError when the card
        refuses, MalformedTlv when the file holds no data object.
        """
        content = self._first_part(ef)
        whole = tlv.whole_length(content)
        for _ in range(_MAX_READS):
            if len(content) >= min(whole, _MAX_OFFSET):
                break
            part = self._read_on(len(content), whole - len(content))
            if not part:
                break
            content += part
        return content[:whole]

    def _first_part(self, ef: int) -> bytes:
        """Read from the beginning of `ef`, settling the command forms when they are unknown."""
        while True:
            try:
                response = self._transmit(self._read_command(ef))
            except ExtendedLengthUnsupported:
                # The reader, not the card: nothing reached the chip, which keeps its selection and security status.
                self._extended = False
                continue
            if response.sw in _FORM_REFUSED and self._give_up_a_form(response.sw):
                continue
            _expect_ok(response)
            self._current_ef = ef
            self._short_ids = True if self._short_ids is None else self._short_ids
            self._extended = True if self._extended is None else self._extended
            return response.data

    def _read_command(self, ef: int) -> Command:
        """Address `ef` from its beginning; selects it where the card takes no short file id."""
        if self._short_ids is False:
            self._select_ef(ef)
        p1 = 0x00 if self._short_ids is False else SHORT_ID | ef
        le = MAX_SHORT_LE if self._extended is False else MAX_EXTENDED_LE
        return Command(0x00, Instruction.READ_BINARY, p1, 0x00, le=le)

    def _give_up_a_form(self, sw: int) -> bool:
        """Rule out the form the refused command suggests; False when none is left to rule out."""
        if self._extended is None and (sw == SW.WRONG_LENGTH or self._short_ids is not None):
            self._extended = False
        elif self._short_ids is None:
            self._short_ids = False
        else:
            return False
        return True

    def _read_on(self, offset: int, missing: int) -> bytes:
        """Read the next bytes of the current file; empty at its end (6B00)."""
        le = min(missing, MAX_EXTENDED_LE if self._extended else MAX_SHORT_LE)
        response = self._transmit(Command(0x00, Instruction.READ_BINARY, offset >> 8, offset & 0xFF, le=le))
        if response.sw == SW.WRONG_OFFSET:
            return b""
        _expect_ok(response)
        return response.data

    def _with_key(self, key: int, command: _KeyCommand) -> Response:
        """Send a command that names `key`, by short file id where the card takes it, else by selecting the file."""
        if self._short_ids is not False:
            response = self._transmit(command(SHORT_ID | key))
            if self._short_ids or response.sw not in _FORM_REFUSED:
                self._short_ids = True
                return response
            self._short_ids = False
        self._select_ef(key)
        return self._transmit(command(SHORT_ID))

    def _select_ef(self, ef: int) -> None:
        if self._current_ef == ef:
            return
        self._current_ef = None
        _expect_ok(self._transmit(Command(0x00, Instruction.SELECT, 0x02, 0x0C, ef.to_bytes(2))))
        self._current_ef = ef

    def _transmit(self, command: Command) -> Response:
        return self._connection.transmit(command)


def _expect_ok(response: Response) -> None:
    """Raise CardProtocolError unless the card answered 9000, or 6282 with the data it had."""
    if response.sw not in (SW.OK, SW.END_OF_FILE):
        raise CardProtocolError(response.sw)
