"""Small builders for visits, answers and papers, so that a test names only what matters to it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from unicodedata import east_asian_width

from fixtures import Clinic, FacilityType
from oqs_client.codes import Classification, IdentityMethod, Reference, Validity
from oqs_client.qualification import Qualification, QualificationAnswer
from reception.policy import Policy
from reception.rules import next_steps
from reception.rules.decision import Step
from reception.site import Site
from reception.visit import Action, Event, Visit, fold
from reception.visit import events as e
from reception.visit.values import (
    CardSummary,
    Document,
    DocumentKind,
    FailureCause,
    Insurance,
    InsuredStatusDeclaration,
    PatientIdentity,
    PrintedFace,
)

TODAY = date(2026, 6, 15)
NAME, KANA = "訓練田　花子", "クンレンダ　ハナコ"
KYOKAI = Insurance(insurer_number="01990019", insurer_name="訓練協会けんぽ", symbol="1234", number="567", branch="01")
OLD = Insurance(insurer_number="06990014", insurer_name="訓練健康保険組合", symbol="99", number="88", branch="02")


def clinic(
    kind: FacilityType = FacilityType.INSURED_CLINIC, reason: int | None = None, *, reader: bool = True
) -> Clinic:
    return Clinic(
        id="training",
        code="9919900010",
        name="訓練診療所",
        address="訓練県架空市1-1",
        phone="000-0000-0000",
        facility_type=kind,
        transitional_reason=reason,
        reader=reader,
    )


SITE = Site(clinic())


def site(kind: FacilityType = FacilityType.INSURED_CLINIC, reason: int | None = None, *, reader: bool = True) -> Site:
    return Site(clinic(kind, reason, reader=reader))


def site_with(policy: Policy) -> Site:
    return Site(clinic(), policy)


def born(age: int, on: date = TODAY) -> date:
    """A birth date that makes the patient this old on the day, with the birthday well behind."""
    return date(on.year - age, 2, 3) if on >= date(on.year, 2, 3) else date(on.year - age - 1, 2, 3)


def opened(age: int = 45, on: date = TODAY, known: Insurance | None = None) -> e.VisitOpened:
    return e.VisitOpened(
        visit_id="v1",
        patient_id="hanako",
        patient=PatientIdentity(name=NAME, name_kana=KANA, birth_date=born(age, on)),
        date=on,
        clinic_code="9919900010",
        known=known,
    )


def handed(opening: e.VisitOpened, **changed: object) -> e.CardHanded:
    face = PrintedFace(
        name=NAME,
        birth_date=opening.patient.birth_date,
        address="訓練県架空市1-1",
        sex="女",
        expires=date(opening.date.year + 5, 2, 3),
    )
    return e.CardHanded(face=PrintedFace.model_validate(face.model_dump() | changed))


def presented(certificate_expires: date = date(2028, 2, 3), tries: int = 3) -> e.CardPresented:
    card = CardSummary(certificate_serial="0a0b", certificate_expires=certificate_expires, pin_tries_left=tries)
    return e.CardPresented(card=card)


PIN = e.IdentityConfirmed(method=IdentityMethod.PIN)
VISUAL = e.IdentityConfirmed(method=IdentityMethod.VISUAL)


def row(insurance: Insurance, opening: e.VisitOpened, **changed: object) -> Qualification:
    found = Qualification(
        insurer_number=insurance.insurer_number,
        insurer_name=insurance.insurer_name,
        symbol=insurance.symbol,
        number=insurance.number,
        branch=insurance.branch,
        classification=Classification.ORDINARY,
        name=NAME,
        name_kana="ｸﾝﾚﾝﾀﾞ ﾊﾅｺ",
        birth_date=opening.patient.birth_date,
        share=insurance.share,
    )
    return Qualification.model_validate(found.model_dump() | changed)


def answer(validity: Validity, *rows: Qualification, document: DocumentKind | None = None) -> e.QualificationReceived:
    found = QualificationAnswer(
        processed_at=datetime(2026, 6, 15, 0, 30, tzinfo=UTC),
        confirmed_for=TODAY,
        reference=Reference.CARD if document is None else Reference.NUMBER,
        validity=validity,
        qualifications=rows,
    )
    return e.QualificationReceived(answer=found, document=document)


def paper(kind: DocumentKind, opening: e.VisitOpened, insurance: Insurance = KYOKAI, /, **changed: object) -> Document:
    dated = kind in {DocumentKind.ELIGIBILITY_CERTIFICATE, DocumentKind.INSURANCE_CARD}
    shown = Document(
        kind=kind,
        name=NAME,
        birth_date=opening.patient.birth_date,
        insurance=insurance,
        valid_until=date(opening.date.year + 1, 3, 31) if dated else None,
    )
    return Document.model_validate(shown.model_dump() | changed)


def shown(kind: DocumentKind, opening: e.VisitOpened, insurance: Insurance = KYOKAI, /, **changed: object) -> Event:
    return e.DocumentShown(document=paper(kind, opening, insurance, **changed))


def absent(*kinds: DocumentKind) -> list[Event]:
    return [e.DocumentAbsent(document=kind) for kind in kinds]


def failed(cause: FailureCause, document: DocumentKind | None = None) -> e.CheckFailed:
    return e.CheckFailed(cause=cause, document=document)


def declaration(opening: e.VisitOpened, **changed: object) -> e.DeclarationTaken:
    signed = InsuredStatusDeclaration(
        name=NAME,
        name_kana=KANA,
        birth_date=opening.patient.birth_date,
        sex="女",
        address="訓練県架空市1-1",
        contact="000-0000-0000",
        signed_on=opening.date,
    )
    changed_too = InsuredStatusDeclaration.model_validate(signed.model_dump() | changed)
    return e.DeclarationTaken(declaration=changed_too)


def visit_of(*events: Event) -> Visit:
    return fold(events)


def actions(steps: Iterable[Step]) -> list[Action]:
    return [step.action for step in steps]


def offered(visit: Visit, where: Site = SITE) -> list[Action]:
    return actions(next_steps(visit, where))


def asked_for(steps: Iterable[Step]) -> list[DocumentKind | None]:
    return [step.document for step in steps if step.action is Action.ASK_DOCUMENT]


def doubtful(text: str) -> set[str]:
    """Signs that some terminals draw one cell wide and others two."""
    return {sign for sign in text if east_asian_width(sign) == "A"}
