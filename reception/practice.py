"""The simulated patient: who they are, what they carry, and what they answer when the desk asks."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Final

from fixtures import Person, World, face
from fixtures.people import CardKind, Sex
from reader.credentials import Pin, VerificationNumberB
from reader.simulated import SimulatedReader
from reception.desk.unasked import command_of
from reception.papers import insurance_of, paper_of
from reception.rules.decision import Step
from reception.visit import commands as c
from reception.visit.commands import Action, Command
from reception.visit.values import (
    Document,
    DocumentKind,
    Insurance,
    InsuredStatusDeclaration,
    PatientIdentity,
    PrintedFace,
)

if TYPE_CHECKING:
    from reader.virtual import CounterStore, VirtualCard

_SEX: Final = {Sex.MALE: "男", Sex.FEMALE: "女"}


class PracticePatient:
    """One person of the fictitious world on the day they come to the clinic."""

    def __init__(self, world: World, person: Person, on: date, counters: "CounterStore | None" = None) -> None:
        """`counters` keep the tries left of the person's card; None keeps them in memory."""
        self.person = person
        self.on = on
        self._world = world
        self._counters = counters

    @property
    def opening(self) -> str:
        """The patient's first words."""
        return self.person.conduct.opening

    def identity(self) -> PatientIdentity:
        """Return who the patient is by the reception slip."""
        return PatientIdentity(
            name=self._world.name(self.person),
            name_kana=self._world.name_kana(self.person),
            birth_date=self.person.birth_date,
            other_name=self.person.other_name,
        )

    def known(self) -> Insurance | None:
        """Return what the clinic's chart holds from earlier visits; None on a first visit."""
        history = self.person.history
        if history is None or history.last_visit > self.on:
            return None
        return insurance_of(self._world, self.person.coverage(history.coverage))

    def printed_face(self) -> PrintedFace | None:
        """Return the front of the card; None when the patient has none with them."""
        card = self.person.card
        if card is None or not self.person.conduct.brings_card:
            return None
        return PrintedFace(
            name=self._world.name(self.person),
            birth_date=self.person.birth_date,
            address=self._world.households[self.person.household].address,
            sex=_SEX[self.person.sex],
            expires=card.expires,
            has_photo=card.photo,
            pinless=card.kind is CardKind.PINLESS,
        )

    def document(self, kind: DocumentKind) -> Document | None:
        """Return the paper or screen as the patient can show it today; None when they cannot."""
        return paper_of(self._world, self.person, kind, self.on)

    def declaration(self) -> InsuredStatusDeclaration:
        """Return the 被保険者資格申立書 as this patient fills it in; boxes they cannot fill stay None."""
        stated = self.person.conduct.declaration
        household = self._world.households[self.person.household]
        return InsuredStatusDeclaration(
            scheme=stated.scheme,
            insurer_name=stated.insurer_name,
            employer=stated.employer,
            issued_when=stated.issued_when,
            share=stated.share,
            name=self._world.name(self.person),
            name_kana=self._world.name_kana(self.person),
            birth_date=self.person.birth_date,
            sex=_SEX[self.person.sex],
            address=household.address,
            contact=household.phone,
            signed_on=self.on,
        )

    def pin(self) -> Pin | None:
        """Return the PIN the patient remembers; None when they do not, or the card has none."""
        card = self.person.card
        if card is None or card.kind is CardKind.PINLESS or not self.person.conduct.knows_pin:
            return None
        return Pin(card.pin)

    def verification_number(self) -> VerificationNumberB | None:
        """Return 照合番号B as the clerk can read it off the card face; None without a card."""
        card = self.person.card
        if card is None:
            return None
        return VerificationNumberB.of_card(self.person.birth_date, card.expires.year, card.security_code)

    def portrait(self) -> bytes:
        """Return a PNG of the patient as they look today."""
        buffer = BytesIO()
        face.portrait(self.person.face, today=True).save(buffer, "PNG")
        return buffer.getvalue()

    def put_card(self, reader: SimulatedReader) -> None:
        """Put the patient's card on the reader and the patient before its camera. Blocks while the card is minted."""
        from reader.virtual.mint import holder_of

        reader.insert(self._card, holder_of(self.person))

    def take_card(self, reader: SimulatedReader) -> None:
        """Take the card off the reader."""
        reader.remove()

    def renew_card(self) -> None:
        """The card as issued again, its PIN unlocked: what only the city office can do for a real one."""
        if self._counters is not None:
            self._counters.renew()

    def respond(self, step: Step) -> Command | None:
        """Return the command this patient's behaviour leads to; None when they cannot do what is offered."""
        answer = _ANSWERS.get(step.action)
        return command_of(step) if answer is None else answer(self, step)

    @cached_property
    def _card(self) -> "VirtualCard":
        from reader.virtual.mint import mint  # RSA and pictures: only who puts a card on the reader waits for them

        return mint(self._world, self.person, self._counters)


def _hand_card(patient: PracticePatient, _step: Step) -> Command | None:
    face = patient.printed_face()
    return None if face is None else c.ReceiveCard(face)


def _no_card(patient: PracticePatient, _step: Step) -> Command | None:
    return c.NoCard() if patient.printed_face() is None else None


def _enter_pin(patient: PracticePatient, _step: Step) -> Command | None:
    pin = patient.pin()
    return None if pin is None else c.EnterPin(pin)


def _show(patient: PracticePatient, step: Step) -> Command | None:
    return None if step.document is None else c.AskDocument(step.document, patient.document(step.document))


def _still_insured(patient: PracticePatient, step: Step) -> Command | None:
    return None if step.document is None else c.AskStillInsured(step.document, patient.person.conduct.still_insured)


def _follow_up(patient: PracticePatient, step: Step) -> Command | None:
    return None if step.task is None else c.DoFollowUp(step.task, patient.on)


def _is_holder(patient: PracticePatient) -> bool:
    return patient.person.conduct.face != "stranger"


_ANSWERS: Final[Mapping[Action, Callable[[PracticePatient, Step], Command | None]]] = {
    Action.RECEIVE_CARD: _hand_card,
    Action.NO_CARD: _no_card,
    Action.ENTER_PIN: _enter_pin,
    Action.JUDGE_FACE: lambda patient, _: c.JudgeFace(_is_holder(patient)),
    Action.COMPARE_CARD_FACE: lambda patient, _: c.CompareCardFace(_is_holder(patient)),
    Action.REGISTER_CARD: lambda patient, _: c.RegisterCard(patient.person.conduct.agrees_to_register),
    Action.ASK_CONSENT: lambda patient, _: c.AskConsent(patient.person.conduct.consents),
    Action.ASK_DOCUMENT: _show,
    Action.ASK_STILL_INSURED: _still_insured,
    Action.ASK_UNCHANGED: lambda patient, _: c.AskUnchanged(patient.person.conduct.unchanged),
    Action.TAKE_DECLARATION: lambda patient, _: c.TakeDeclaration(patient.declaration()),
    Action.ENTER_POINTS: lambda patient, _: c.EnterPoints(patient.person.practice.points),
    Action.DO_FOLLOW_UP: _follow_up,
}
