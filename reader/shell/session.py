"""Carries the shell's lines out on a card, through the guard: a try is spent only when allowed, and then confirmed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from reader.apdu import Command, Response
from reader.applications import SHORT_ID, Application, Instruction
from reader.connection import CardConnection
from reader.decoding import Decoder, shown_bytes
from reader.errors import UnknownShellCommand, VerifyNotAllowed
from reader.guard import GuardedConnection, costs_a_try
from reader.shell.language import HELP, Other, Verify, understand

_SHOWN: Final = 64
"""Most bytes of an answer shown; the rest is counted."""


class Confirmation(Protocol):
    """The person who decides about a try."""

    def confirmed(self, tries_left: int | None) -> bool:
        """Ask whether the try may be spent."""

    def secret(self) -> str:
        """Ask for the secret, unseen."""


@dataclass
class ShellSession:
    """One card, one shell; `write` shows a line."""

    connection: CardConnection
    person: Confirmation
    write: Callable[[str], None]
    allow_verify: bool = False
    application: Application | None = field(default=None, init=False)
    _connection: GuardedConnection = field(init=False, repr=False)
    _decoder: Decoder = field(default_factory=Decoder, init=False, repr=False)

    def __post_init__(self) -> None:
        self._connection = GuardedConnection(self.connection)

    def line(self, text: str) -> bool:
        """Carry one line out; False when it ends the shell. Raises ReaderError."""
        match understand(text, self.application):
            case Other("quit"):
                return False
            case Other("help"):
                self.write(HELP)
            case Other():
                pass
            case Verify(reference):
                self._verify(reference)
            case sent:
                self._send(sent.command)
        return True

    def _verify(self, reference: int) -> None:
        """Ask whether, then what. The secret is ASCII, as every secret of this card (my-number-card §3)."""
        self._confirm(reference)
        secret = self.person.secret()
        if not secret.isascii() or not secret:
            raise UnknownShellCommand("?")
        self._show(Command(0x00, Instruction.VERIFY, 0x00, reference, secret.encode("ascii")), self._connection.attempt)

    def _send(self, command: Command) -> None:
        if costs_a_try(command):
            self._confirm(command.p2)
            self._show(command, self._connection.attempt)
        else:
            self._show(command, self._connection.transmit)

    def _confirm(self, reference: int) -> None:
        """Show the tries left and let the person decide. Raises VerifyNotAllowed, and then nothing was sent."""
        if not self.allow_verify:
            raise VerifyNotAllowed
        tries = None
        if reference & SHORT_ID:
            query = Command(0x00, Instruction.VERIFY, 0x00, reference)
            tries = self._show(query, self._connection.transmit).status.tries_left
        if not self.person.confirmed(tries):
            raise VerifyNotAllowed

    def _show(self, command: Command, send: Callable[[Command], Response]) -> Response:
        words = self._decoder.command(command)
        self.write(f"> {shown_bytes(command)}  {words.ja} / {words.en}")
        response = send(command)
        said = self._decoder.response(command, response)
        if response.data:
            rest = len(response.data) - _SHOWN
            self.write(f"  {response.data[:_SHOWN].hex().upper()}{f' … (+{rest})' if rest > 0 else ''}")
        self.write(f"< {response.sw:04X}  {said.ja} / {said.en}")
        self._remember(command, response)
        return response

    def _remember(self, command: Command, response: Response) -> None:
        """Know the selected application, for the names of its files."""
        if command.ins == Instruction.SELECT and command.p1 == 0x04 and response.ok:
            self.application = next((known for known in Application if known.aid == command.data), None)

    def close(self) -> None:
        """Let the card go."""
        self._connection.close()
