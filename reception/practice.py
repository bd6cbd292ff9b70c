"""The simulated patient: who they are, what they carry, and what they answer when the desk asks."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Final

from fixtures import Person, World, face
from fixtures.people import CardKind, Coverage, Sex
from reader.credentials import Pin, VerificationNumberB
from reader.simulated import SimulatedReader
from reception.desk.unasked import command_of
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
        return self._insurance(self.person.coverage(history.coverage))

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
        return _PAPERS[kind](self)

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

    def respond(self, step: Step) -> Command | None:
        """Return the command this patient's behaviour leads to; None when they cannot do what is offered."""
        answer = _ANSWERS.get(step.action)
        return command_of(step) if answer is None else answer(self, step)

    @cached_property
    def _card(self) -> "VirtualCard":
        from reader.virtual.mint import mint  # RSA and pictures: only who puts a card on the reader waits for them

        return mint(self._world, self.person, self._counters)

    def _insurance(self, coverage: Coverage, *, share_printed: bool = True) -> Insurance:
        return Insurance(
            insurer_number=coverage.insurer,
            insurer_name=self._world.insurers[coverage.insurer].name,
            symbol=coverage.symbol,
            number=coverage.number,
            branch=coverage.branch,
            share=coverage.share if share_printed else None,
        )

    def _paper(
        self,
        kind: DocumentKind,
        coverage_id: str,
        *,
        issued: date | None = None,
        valid_until: date | None = None,
        as_of: date | None = None,
        own_phone: bool = True,
        share_printed: bool = True,
    ) -> Document | None:
        """Return a document of this person; None when it had not been issued yet on the day of the visit."""
        if issued is not None and issued > self.on:
            return None
        return Document(
            kind=kind,
            name=self._world.name(self.person),
            birth_date=self.person.birth_date,
            insurance=self._insurance(self.person.coverage(coverage_id), share_printed=share_printed),
            issued=issued,
            valid_until=valid_until,
            as_of=as_of,
            own_phone=own_phone,
        )

    def portal_screen(self) -> Document | None:
        """Return the portal's live screen: it shows the state of the day, once that coverage had begun."""
        portal = self.person.papers.portal
        if portal is None or "screen" not in portal.forms:
            return None
        if self.person.coverage(portal.coverage).qualified_on > self.on:
            return None
        day = min(portal.as_of, self.on)
        return self._paper(DocumentKind.PORTAL_SCREEN, portal.coverage, as_of=day, own_phone=portal.own_phone)

    def portal_pdf(self) -> Document | None:
        """Return the PDF saved from the portal, on the day it was saved."""
        portal = self.person.papers.portal
        if portal is None or "pdf" not in portal.forms or portal.as_of > self.on:
            return None
        return self._paper(DocumentKind.PORTAL_PDF, portal.coverage, as_of=portal.as_of, own_phone=portal.own_phone)

    def eligibility_notice(self) -> Document | None:
        """Return the 資格情報のお知らせ; 協会けんぽ prints no share on it (DOC-07)."""
        paper = self.person.papers.eligibility_notice
        if paper is None:
            return None
        return self._paper(
            DocumentKind.ELIGIBILITY_NOTICE,
            paper.coverage,
            issued=paper.issued,
            valid_until=paper.valid_until,
            share_printed=paper.form != "kyokai",
        )

    def eligibility_certificate(self) -> Document | None:
        """Return the 資格確認書."""
        paper = self.person.papers.eligibility_certificate
        if paper is None:
            return None
        kind = DocumentKind.ELIGIBILITY_CERTIFICATE
        return self._paper(kind, paper.coverage, issued=paper.issued, valid_until=paper.valid_until)

    def insurance_card(self) -> Document | None:
        """Return the old 健康保険証."""
        paper = self.person.papers.insurance_card
        if paper is None:
            return None
        kind = DocumentKind.INSURANCE_CARD
        return self._paper(kind, paper.coverage, issued=paper.issued, valid_until=paper.valid_until)


_PAPERS: Final[Mapping[DocumentKind, Callable[[PracticePatient], Document | None]]] = {
    DocumentKind.PORTAL_SCREEN: PracticePatient.portal_screen,
    DocumentKind.PORTAL_PDF: PracticePatient.portal_pdf,
    DocumentKind.ELIGIBILITY_NOTICE: PracticePatient.eligibility_notice,
    DocumentKind.ELIGIBILITY_CERTIFICATE: PracticePatient.eligibility_certificate,
    DocumentKind.INSURANCE_CARD: PracticePatient.insurance_card,
}


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
