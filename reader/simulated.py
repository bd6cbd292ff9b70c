"""The simulated reader: virtual cards go in and out as patients hand them over and take them back.

Everything a real reader does to a desk can be done here on purpose: no card, card pulled in the middle, card mute,
reader dead. All methods may be called from any thread.
"""

from dataclasses import dataclass, field
from threading import Condition, Lock
from typing import TYPE_CHECKING, Literal

from reader.apdu import Command, Response
from reader.applications import Instruction
from reader.connection import CardConnection
from reader.credentials import VerificationNumberB
from reader.errors import CardMute, CardProtocolError, CardRemoved, NoCard, ReaderBusy, ReaderUnavailable

if TYPE_CHECKING:
    from reader.virtual.card import PresentedCard

_CHALLENGE_LENGTH = 16

_Fault = type[CardRemoved] | type[CardMute]


@dataclass(frozen=True)
class Holder:
    """The patient before the camera: whether they match the card photo, and how they look today (PNG).

    `fail`: the right person, whom the machine does not recognise. `stranger`: somebody else.
    """

    face: Literal["match", "fail", "stranger"] = "match"
    portrait: bytes = field(default=b"", repr=False)


@dataclass
class _Insertion:
    """One card in the reader, from insertion to removal. `countdown` APDUs from now `fault` strikes."""

    card: "PresentedCard"
    holder: Holder
    countdown: int = 0
    fault: _Fault | None = None
    reached_chip: bool = False
    silent: bool = False
    link: "SimulatedConnection | None" = None
    busy: Lock = field(default_factory=Lock)

    def next_fault(self) -> _Fault | None:
        """Count one command and return the fault whose turn has come."""
        self.countdown -= 1
        return self.fault if self.fault is not None and self.countdown <= 0 else None

    def answer(self, command: Command) -> Response:
        """Let the chip answer; one command at a time."""
        with self.busy:
            return self.card.transmit(command)


class SimulatedReader:
    """A face reader (顔認証付きカードリーダー) made of software: implements CardReader, Camera included."""

    def __init__(self, name: str = "模擬カードリーダー") -> None:
        self.name = name
        self.camera = SimulatedCamera(self)
        self.institution = SimulatedInstitutionTerminal(self)
        self._changed = Condition()
        self._insertion: _Insertion | None = None
        self._out_of_order = False

    @property
    def out_of_order(self) -> bool:
        """Whether the reader is dead. Setting it wakes whoever waits for a card."""
        return self._out_of_order

    @out_of_order.setter
    def out_of_order(self, dead: bool) -> None:
        with self._changed:
            self._out_of_order = dead
            self._changed.notify_all()

    def insert(self, card: "PresentedCard", holder: Holder) -> None:
        """Place a card, and its holder before the camera. A card already there is taken out first."""
        with self._changed:
            self._insertion = _Insertion(card, holder)
            self._changed.notify_all()

    def remove(self) -> None:
        """Take the card away; nothing happens when there is none."""
        with self._changed:
            self._insertion = None
            self._changed.notify_all()

    def pull_after(self, apdus: int, *, reached_chip: bool = False) -> None:
        """Pull the card at the `apdus`-th command from now (1 = the next): its answer is lost.

        `reached_chip` lets the chip still carry that command out, as happens when only the answer is cut off.
        Raises NoCard when no card is there.
        """
        self._arm(CardRemoved, apdus, reached_chip=reached_chip)

    def mute_after(self, apdus: int) -> None:
        """Silence the card from the `apdus`-th command on, until it is inserted anew. Raises NoCard."""
        self._arm(CardMute, apdus, reached_chip=False)

    def _arm(self, fault: _Fault, apdus: int, *, reached_chip: bool) -> None:
        with self._changed:
            insertion = self._present()
            insertion.fault, insertion.countdown, insertion.reached_chip = fault, apdus, reached_chip

    def card_present(self) -> bool:
        """Tell whether a card lies on the reader."""
        with self._changed:
            self._check_alive()
            return self._insertion is not None

    def wait_for_card(self, timeout: float) -> None:
        """Return at once when a card is or comes; NoCard after `timeout` seconds, ReaderUnavailable at once."""
        with self._changed:
            self._changed.wait_for(lambda: self._out_of_order or self._insertion is not None, timeout)
            self._check_alive()
            self._present()

    def wait_for_removal(self, timeout: float) -> bool:
        """Wait until the reader is empty; False when the card still lies there after `timeout` seconds."""
        with self._changed:
            gone = self._changed.wait_for(lambda: self._out_of_order or self._insertion is None, timeout)
            self._check_alive()
            return gone

    def connect(self) -> CardConnection:
        """Power the card and hold it alone."""
        with self._changed:
            self._check_alive()
            insertion = self._present()
            if insertion.link is not None:
                raise ReaderBusy
            if not insertion.card.reset() or insertion.silent:
                raise CardMute
            insertion.link = SimulatedConnection(self, insertion)
            return insertion.link

    def present_holder(self) -> tuple[VerificationNumberB, Holder]:
        """Return what is printed on the card in the reader, and who stands before it. Raises NoCard."""
        with self._changed:
            self._check_alive()
            insertion = self._present()
            return insertion.card.printed.verification_number_b, insertion.holder

    def exchange(self, insertion: _Insertion, command: Command) -> Response:
        """Carry one command to the card of `insertion`; faults strike here.

        The reader is not locked while the chip computes, so a card can be pulled meanwhile: its answer is then lost.
        """
        with self._changed:
            self._check_linked(insertion)
            fault = insertion.next_fault()
        if fault is None:
            response = self._answer(insertion, command)
            with self._changed:
                self._check_linked(insertion)
            return response
        if insertion.reached_chip:
            insertion.answer(command)
        self._strike(insertion, fault)
        raise fault

    def _answer(self, insertion: _Insertion, command: Command) -> Response:
        """Let the chip answer; one with a loose contact ends the connection and still lies there."""
        try:
            return insertion.answer(command)
        except CardRemoved:
            self.release(insertion)
            raise

    def _check_linked(self, insertion: _Insertion) -> None:
        self._check_alive()
        if self._insertion is not insertion or insertion.link is None:
            raise CardRemoved
        if insertion.silent:
            raise CardMute

    def _strike(self, insertion: _Insertion, fault: _Fault) -> None:
        with self._changed:
            if fault is CardMute:
                insertion.silent = True
            elif self._insertion is insertion:
                self._insertion = None
                self._changed.notify_all()

    def unlock_inserted(self) -> None:
        """SIM-: open the auth key of the card in the reader. Raises NoCard."""
        with self._changed:
            self._present().card.sim_institution_authenticated = True

    def release(self, insertion: _Insertion) -> None:
        """Let another connection have the card."""
        with self._changed:
            insertion.link = None

    def _check_alive(self) -> None:
        if self._out_of_order:
            raise ReaderUnavailable

    def _present(self) -> _Insertion:
        if self._insertion is None:
            raise NoCard
        return self._insertion


class SimulatedConnection:
    """An exclusive connection to one inserted card; a card put in later is not its business."""

    def __init__(self, reader: SimulatedReader, insertion: _Insertion) -> None:
        self._reader = reader
        self._insertion = insertion
        self._closed = False

    def transmit(self, command: Command) -> Response:
        """Send one command. Raises CardRemoved, CardMute, ReaderUnavailable."""
        if self._closed:
            raise CardRemoved
        return self._reader.exchange(self._insertion, command)

    def close(self) -> None:
        """Let the card go."""
        if not self._closed:
            self._closed = True
            self._reader.release(self._insertion)


class SimulatedCamera:
    """Sees the card in the reader and the holder before it."""

    def __init__(self, reader: SimulatedReader) -> None:
        self._reader = reader

    def read_card_face(self) -> VerificationNumberB:
        """Read 照合番号B off the printed card. Raises NoCard."""
        return self._reader.present_holder()[0]

    def sees(self, photo_jp2: bytes) -> bool:
        """Answer as the holder says; without a photo (infants) no face can match."""
        return bool(photo_jp2) and self._reader.present_holder()[1].face == "match"

    def live_portrait(self) -> bytes | None:
        """Return the PNG of the holder as they look today; None when no patient is there."""
        try:
            return self._reader.present_holder()[1].portrait or None
        except NoCard:
            return None


class SimulatedInstitutionTerminal:
    """SIM-: opens the auth key without a PIN. The real 特定機関認証 is not public (my-number-card §7).

    The terminal talks to the card (one GET CHALLENGE, which proves the link); what follows in reality is replaced by
    the switch `VirtualCard.sim_institution_authenticated`.
    """

    def __init__(self, reader: SimulatedReader) -> None:
        self._reader = reader

    def unlock(self, connection: CardConnection) -> None:
        """Unlock the card behind `connection` until it resets. Raises CardProtocolError when it gives no challenge."""
        response = connection.transmit(Command(0x00, Instruction.GET_CHALLENGE, 0x00, 0x00, le=_CHALLENGE_LENGTH))
        if not response.ok:
            raise CardProtocolError(response.sw)
        self._reader.unlock_inserted()
