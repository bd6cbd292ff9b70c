"""Everything that can happen in a visit. The list of these is the truth; all else is a reading of it.

An event is a past-tense fact, immutable and JSON. No event holds a PIN, a 照合番号 or a key.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from oqs_client.codes import IdentityMethod
from oqs_client.qualification import QualificationAnswer
from reception.visit.values import (
    Basis,
    CardSummary,
    Claim,
    Document,
    DocumentKind,
    FailureCause,
    FollowUp,
    Insurance,
    InsuredStatusDeclaration,
    PatientIdentity,
    PrintedFace,
    Share,
    ShareSource,
    TaskKind,
    Value,
)


class VisitOpened(Value):
    """A patient came to the desk. `known` is what earlier visits left (FLOW-03); None on a first visit."""

    kind: Literal["visit-opened"] = "visit-opened"
    visit_id: str
    patient_id: str
    patient: PatientIdentity
    date: date
    clinic_code: str
    known: Insurance | None = None


class SessionResumed(Value):
    """The program was started again while the visit was open: what only lived in the chip is gone."""

    kind: Literal["session-resumed"] = "session-resumed"


class CardHanded(Value):
    """The patient handed over the card; the clerk looked at its front."""

    kind: Literal["card-handed"] = "card-handed"
    face: PrintedFace


class CardNotBrought(Value):
    """The patient has no My Number Card with them."""

    kind: Literal["card-not-brought"] = "card-not-brought"


class CardPresented(Value):
    """The card lies on the reader and answered."""

    kind: Literal["card-presented"] = "card-presented"
    card: CardSummary


class PinRejected(Value):
    """A wrong PIN; `tries_left` 0 means the PIN is locked now."""

    kind: Literal["pin-rejected"] = "pin-rejected"
    tries_left: int


class PinOutcomeUnknown(Value):
    """The link was lost while the chip checked the PIN: the try may have counted."""

    kind: Literal["pin-outcome-unknown"] = "pin-outcome-unknown"


class VisualCheckStarted(Value):
    """The reader was switched to 目視確認 and the chip gave the photo (照合番号B was right)."""

    kind: Literal["visual-check-started"] = "visual-check-started"


class VerificationNumberRejected(Value):
    """The 照合番号B was wrong; `tries_left` as the chip told."""

    kind: Literal["verification-number-rejected"] = "verification-number-rejected"
    tries_left: int


class FaceRefused(Value):
    """Face and photo do not agree, by camera (FACE) or by eye (VISUAL)."""

    kind: Literal["face-refused"] = "face-refused"
    method: IdentityMethod


class IdentityConfirmed(Value):
    """The patient is the holder of the card, by this method."""

    kind: Literal["identity-confirmed"] = "identity-confirmed"
    method: IdentityMethod


class IdentityGivenUp(Value):
    """No way of checking the identity on the reader is left."""

    kind: Literal["identity-given-up"] = "identity-given-up"


class ReaderModeRestored(Value):
    """The reader is back in its default mode (otherwise the next patient's face check is impossible)."""

    kind: Literal["reader-mode-restored"] = "reader-mode-restored"


class CardFaceCompared(Value):
    """Without the reader: the clerk compared the printed photo with the patient (rulebook §2.1)."""

    kind: Literal["card-face-compared"] = "card-face-compared"
    matches: bool


class ConsentGiven(Value):
    """The patient's own choice on the reader: may the doctor see the medical information (ID-08)?"""

    kind: Literal["consent-given"] = "consent-given"
    medical: bool


class CardRegistered(Value):
    """初回登録 was done on the spot (REG-02)."""

    kind: Literal["card-registered"] = "card-registered"


class RegistrationDeclined(Value):
    """The patient does not want to register the card."""

    kind: Literal["registration-declined"] = "registration-declined"


class QualificationReceived(Value):
    """The system answered. `document` is the paper whose numbers were looked up; None for a check by card."""

    kind: Literal["qualification-received"] = "qualification-received"
    answer: QualificationAnswer
    document: DocumentKind | None = None


class CheckFailed(Value):
    """The online check could not be done. `code` and `message` are the system's own, where it gave any.

    `document` is the paper whose numbers were to be looked up; None for a check by card.
    """

    kind: Literal["check-failed"] = "check-failed"
    cause: FailureCause
    code: str | None = None
    message: str | None = None
    document: DocumentKind | None = None


class DocumentShown(Value):
    """The patient showed a paper or screen and the clerk took over its fields."""

    kind: Literal["document-shown"] = "document-shown"
    document: Document


class DocumentAbsent(Value):
    """Asked for, but the patient does not have it."""

    kind: Literal["document-absent"] = "document-absent"
    document: DocumentKind


class StillInsuredAnswered(Value):
    """Answer to その保険は今も続いていますか (DOC-05)."""

    kind: Literal["still-insured-answered"] = "still-insured-answered"
    document: DocumentKind
    still: bool


class UnchangedAnswered(Value):
    """Answer of a returning patient: nothing has changed since the last visit (DOC-17)."""

    kind: Literal["unchanged-answered"] = "unchanged-answered"
    unchanged: bool


class DeclarationTaken(Value):
    """The patient signed the 被保険者資格申立書."""

    kind: Literal["declaration-taken"] = "declaration-taken"
    declaration: InsuredStatusDeclaration


class PointsEntered(Value):
    """The bill of the day in points (10 yen each)."""

    kind: Literal["points-entered"] = "points-entered"
    points: Annotated[int, Field(ge=1)]


class ShareDecided(Value):
    """What the patient pays, in tenths, and where that comes from."""

    kind: Literal["share-decided"] = "share-decided"
    share: Share
    source: ShareSource
    rules: tuple[str, ...]


class ClaimDecided(Value):
    """On what basis the claim is filed."""

    kind: Literal["claim-decided"] = "claim-decided"
    basis: Basis
    claim: Claim
    rules: tuple[str, ...]


class CopaymentDecided(Value):
    """What the patient pays today, in yen."""

    kind: Literal["copayment-decided"] = "copayment-decided"
    yen: Annotated[int, Field(ge=0)]
    rules: tuple[str, ...]


class CardReturned(Value):
    """The card left the reader and went back to the patient."""

    kind: Literal["card-returned"] = "card-returned"


class VisitClosed(Value):
    """The visit at the desk is over; `tasks` remain for after hours."""

    kind: Literal["visit-closed"] = "visit-closed"
    tasks: tuple[FollowUp, ...] = ()
    rules: tuple[str, ...] = ()


class FollowUpDone(Value):
    """An after-hours task was done on this day. A found current insurance turns the claim into C1."""

    kind: Literal["follow-up-done"] = "follow-up-done"
    task: TaskKind
    on: date
    found: Insurance | None = None


Event = Annotated[
    VisitOpened
    | SessionResumed
    | CardHanded
    | CardNotBrought
    | CardPresented
    | PinRejected
    | PinOutcomeUnknown
    | VisualCheckStarted
    | VerificationNumberRejected
    | FaceRefused
    | IdentityConfirmed
    | IdentityGivenUp
    | ReaderModeRestored
    | CardFaceCompared
    | ConsentGiven
    | CardRegistered
    | RegistrationDeclined
    | QualificationReceived
    | CheckFailed
    | DocumentShown
    | DocumentAbsent
    | StillInsuredAnswered
    | UnchangedAnswered
    | DeclarationTaken
    | PointsEntered
    | ShareDecided
    | ClaimDecided
    | CopaymentDecided
    | CardReturned
    | VisitClosed
    | FollowUpDone,
    Field(discriminator="kind"),
]

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads and writes any event as JSON."""
