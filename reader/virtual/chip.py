"""The virtual card: bytes in, bytes out, as the real one answers (my-number-card §8.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Final

from reader.apdu import Command, Response
from reader.applications import Instruction
from reader.credentials import VerificationNumberB
from reader.errors import CardMute, MalformedApdu
from reader.status_word import SW
from reader.virtual import reading, selection, signing, verification
from reader.virtual.counters import CounterStore, InMemoryCounters
from reader.virtual.files import Directory
from reader.virtual.memory import Chip, Refused

CONTACT_ATR: Final = bytes.fromhex("3BE000FF8131FE4514")
"""The answer to reset OpenSC knows (my-number-card §1.4): T=1, no historical bytes."""

_Handler = Callable[[Chip, Command], bytes]

_INSTRUCTIONS: Final[dict[tuple[int, int], _Handler]] = {
    (0x00, Instruction.SELECT): selection.select,
    (0x00, Instruction.GET_DATA): selection.get_data,
    (0x00, Instruction.READ_BINARY): reading.read_binary,
    (0x00, Instruction.READ_RECORD): reading.read_record,
    (0x00, Instruction.VERIFY): verification.verify,
    (0x00, Instruction.CHANGE_REFERENCE_DATA): verification.change_reference_data,
    (0x80, Instruction.CHANGE_KEY): verification.change_key,
    (0x80, Instruction.PERFORM_SECURITY_OPERATION): signing.compute_digital_signature,
    (0x80, Instruction.VERIFY_CERTIFICATE): signing.verify_certificate,
    (0x80, Instruction.SET_SESSION_KEY): signing.set_session_key,
    (0x00, Instruction.GET_CHALLENGE): signing.get_challenge,
    (0x00, Instruction.INTERNAL_AUTHENTICATE): signing.internal_authenticate,
}

_SECURE_MESSAGING_CLASS: Final = 0x08
_SECURE_MESSAGING_REFUSALS: Final = {
    Instruction.SELECT: SW.SECURE_MESSAGING_UNSUPPORTED,
    Instruction.READ_BINARY: SW.SECURE_MESSAGING_REFUSED,
    Instruction.VERIFY: SW.SECURE_MESSAGING_REFUSED,
}


@dataclass(frozen=True)
class Print:
    """What is printed on the plastic and a camera can read."""

    verification_number_b: VerificationNumberB


@dataclass
class VirtualCard:
    """A My Number Card made of software.

    `counters` outlive resets and, with FileCounters, processes. `mute` is a broken chip: it never answers.
    """

    directories: tuple[Directory, ...]
    printed: Print
    data_objects: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    counters: CounterStore = field(default_factory=InMemoryCounters)
    mute: bool = False
    random_bytes: Callable[[int], bytes] = field(default=token_bytes, repr=False)
    answer_to_reset: bytes = CONTACT_ATR
    _chip: Chip = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._chip = Chip(self.directories, self.data_objects, self.counters, self.random_bytes)

    @property
    def sim_institution_authenticated(self) -> bool:
        """SIM-: whether an institution terminal opened the auth key. Set from outside, cleared by a reset (§7)."""
        return self._chip.status.institution

    @sim_institution_authenticated.setter
    def sim_institution_authenticated(self, allowed: bool) -> None:
        self._chip.status.institution = allowed

    @property
    def atr(self) -> bytes:
        """The answer to reset; empty when the chip is mute."""
        return b"" if self.mute else self.answer_to_reset

    def reset(self) -> bytes:
        """Cold or warm reset, or power off and on: clear all volatile state and return the answer to reset."""
        self._chip.reset()
        return self.atr

    def transmit(self, command: Command) -> Response:
        """Answer a command. Raises CardMute, and CountersUnavailable when a try cannot be counted."""
        if self.mute:
            raise CardMute
        handler = _INSTRUCTIONS.get((command.cla, command.ins))
        if handler is None:
            return Response(b"", _unknown(command))
        try:
            return Response(handler(self._chip, command), SW.OK)
        except Refused as refusal:
            return Response(b"", refusal.sw)

    def sim_present(self, command: Command, *, accepted: bool) -> Response:
        """SIM-: answer a VERIFY or CHANGE as if its secret were right or wrong; no counter changes."""
        try:
            verification.sim_present(self._chip, command.p2, accepted=accepted)
        except Refused as refusal:
            return Response(b"", refusal.sw)
        return Response(b"", SW.OK if accepted else SW.SECURITY_STATUS)

    def transmit_bytes(self, command: bytes) -> bytes:
        """Answer the bytes of a command; bytes that are no command get 6700. Raises like `transmit`."""
        try:
            decoded = Command.decode(command)
        except MalformedApdu:
            return Response(b"", SW.WRONG_LENGTH).encode()
        return self.transmit(decoded).encode()


def _unknown(command: Command) -> int:
    """Return the status word for a class and instruction nobody handles (my-number-card §4, §8.5)."""
    if command.cla == _SECURE_MESSAGING_CLASS and command.ins in _SECURE_MESSAGING_REFUSALS:
        return _SECURE_MESSAGING_REFUSALS[Instruction(command.ins)]
    return SW.INS_NOT_SUPPORTED if command.cla in (0x00, 0x80) else SW.CLA_NOT_SUPPORTED
