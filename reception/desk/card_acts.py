"""What is done with the card on the reader, as events. No error of card or reader leaves here."""

from collections.abc import AsyncGenerator
from contextlib import suppress
from math import ceil

from oqs_client.codes import IdentityMethod
from reader.connection import CardReader
from reader.credentials import Pin, VerificationNumberB
from reader.errors import (
    NoCard,
    PinLocked,
    PinOutcomeUnknown,
    ReaderError,
    VerificationNumberLocked,
    WrongPin,
    WrongVerificationNumber,
)
from reception.desk.card_on_reader import CardOnReader
from reception.desk.card_thread import CardNeverAnswered, CardThread, Patience
from reception.desk.failures import CardTrouble, card_failed
from reception.desk.progress import Progress
from reception.errors import VerificationNumberNeeded
from reception.visit import Event
from reception.visit import events as e
from reception.visit.values import CardSummary

Events = AsyncGenerator[Event, None]


class CardActs:
    """The card of visit `holder`, and its `photo` while a visual check is open (JP2, never stored)."""

    def __init__(self, reader: CardReader, patience: Patience) -> None:
        self.thread = CardThread(reader, patience.chip)
        self.photo: bytes | None = None
        self.holder: str | None = None
        self._reader = reader
        self._patience = patience

    async def place(self, visit_id: str, progress: Progress) -> Events:
        """Wait for the card and read what it tells without a PIN."""
        self.holder = visit_id
        progress("カードが置かれるのを待っています")
        try:
            summary = await self._placed(progress)
        except CardTrouble as trouble:
            yield card_failed(trouble)
        else:
            yield e.CardPresented(card=summary)

    async def enter_pin(self, pin: Pin) -> Events:
        """Send exactly one VERIFY; never repeated, and never left without its outcome."""
        try:
            await self.thread.run_to_the_end(lambda card: card.verify(pin))
        except WrongPin as wrong:
            yield e.PinRejected(tries_left=wrong.tries_left)
        except PinLocked:
            yield e.PinRejected(tries_left=0)
        except (PinOutcomeUnknown, CardNeverAnswered) as unknown:
            yield e.PinOutcomeUnknown()
            yield card_failed(unknown)
        except CardTrouble as trouble:
            yield card_failed(trouble)
        else:
            yield e.IdentityConfirmed(method=IdentityMethod.PIN)

    async def check_face(self, progress: Progress) -> Events:
        """Let the camera compare; a reader without a camera cannot tell, which is no match."""
        progress("カメラでお顔を確認しています")
        try:
            matches = self._reader.camera is not None and await self.thread.run(CardOnReader.face_matches)
            if matches:
                await self.thread.run(CardOnReader.unlock)
        except CardTrouble as trouble:
            yield _number_failed(trouble)
        else:
            method = IdentityMethod.FACE
            yield e.IdentityConfirmed(method=method) if matches else e.FaceRefused(method=method)

    async def start_visual_check(self, number: VerificationNumberB | None, progress: Progress) -> Events:
        """Read the photo of the chip with 照合番号B, typed or read by the camera.

        Raises VerificationNumberNeeded when nobody can read the number.
        """
        if number is None and self._reader.camera is None:
            raise VerificationNumberNeeded
        progress("カードの写真を読んでいます")
        try:
            self.photo = await self.thread.run_to_the_end(lambda card: card.photo(number))
        except CardTrouble as trouble:
            yield _number_failed(trouble)
            return
        yield e.VisualCheckStarted()
        if not self.photo:
            yield e.FaceRefused(method=IdentityMethod.VISUAL)

    async def judge_face(self, *, matches: bool) -> Events:
        """Take the clerk's word; when the faces agree, the card may be used without its PIN."""
        if not matches:
            yield e.FaceRefused(method=IdentityMethod.VISUAL)
            return
        try:
            await self.thread.run(CardOnReader.unlock)
        except CardTrouble as trouble:
            yield card_failed(trouble)
        else:
            yield e.IdentityConfirmed(method=IdentityMethod.VISUAL)

    async def give_back(self, visit_id: str) -> Events:
        """Let the card go; it goes back to the patient even when the chip no longer answers."""
        if self.holder == visit_id:
            self.holder = None
            with suppress(CardNeverAnswered):
                await self.thread.run(CardOnReader.end)
        yield e.CardReturned()

    async def _placed(self, progress: Progress) -> CardSummary:
        for _ in range(ceil(self._patience.card / self._patience.glance)):
            if await self.thread.run(lambda card: card.comes(self._patience.glance)):
                progress("カードを読んでいます")
                return await self.thread.run(CardOnReader.place)
        raise NoCard


def _number_failed(trouble: ReaderError | CardNeverAnswered) -> Event:
    """Return the event for trouble while 照合番号B was used."""
    match trouble:
        case WrongVerificationNumber():
            return e.VerificationNumberRejected(tries_left=trouble.tries_left)
        case VerificationNumberLocked():
            return e.VerificationNumberRejected(tries_left=0)
        case _:
            return card_failed(trouble)
