"""The visit as a value. Pure: no clock, no files, no network, no screen."""

from dataclasses import dataclass
from datetime import date

from oqs_client.codes import IdentityMethod
from oqs_client.qualification import QualificationAnswer
from reception.visit import events as e
from reception.visit.values import (
    CardSummary,
    Document,
    DocumentKind,
    Insurance,
    InsuredStatusDeclaration,
    PatientIdentity,
    PrintedFace,
)


@dataclass(frozen=True)
class Visit:
    """Everything the desk knows about one visit. Built only by `fold`."""

    id: str
    patient_id: str
    patient: PatientIdentity
    date: date
    clinic_code: str
    known: Insurance | None = None

    brought_card: bool | None = None
    face: PrintedFace | None = None
    card: CardSummary | None = None
    card_on_reader: bool = False

    pin_tries_left: int | None = None
    pin_outcome_unknown: bool = False
    verification_tries_left: int | None = None
    visual_mode: bool = False
    photo_read: bool = False
    refused_methods: frozenset[IdentityMethod] = frozenset()
    identity: IdentityMethod | None = None
    identity_given_up: bool = False
    card_face_matches: bool | None = None

    consent: bool | None = None
    registered_here: bool = False
    registration_declined: bool = False
    card_answer: QualificationAnswer | None = None
    lookups: tuple[tuple[DocumentKind, QualificationAnswer], ...] = ()
    lookups_failed: frozenset[DocumentKind] = frozenset()
    failure: e.CheckFailed | None = None
    failures: tuple[e.CheckFailed, ...] = ()

    documents: tuple[Document, ...] = ()
    absent: frozenset[DocumentKind] = frozenset()
    still_insured: tuple[tuple[DocumentKind, bool], ...] = ()
    unchanged: bool | None = None
    declaration: InsuredStatusDeclaration | None = None

    points: int | None = None
    share: e.ShareDecided | None = None
    claim: e.ClaimDecided | None = None
    copayment: e.CopaymentDecided | None = None
    card_returned: bool = False
    closed: e.VisitClosed | None = None
    done: tuple[e.FollowUpDone, ...] = ()

    @property
    def first_visit(self) -> bool:
        """初診: no usable data from earlier visits (FLOW-03, FLOW-04)."""
        return self.known is None

    @property
    def identity_method(self) -> IdentityMethod:
        """How the patient was identified in the end; comparing the printed photo by eye counts as VISUAL (ID-04)."""
        if self.identity is not None:
            return self.identity
        return IdentityMethod.VISUAL if self.card_face_matches else IdentityMethod.NONE

    def document(self, kind: DocumentKind) -> Document | None:
        """The document of this kind as last shown."""
        return next((shown for shown in reversed(self.documents) if shown.kind is kind), None)

    def lookup(self, kind: DocumentKind) -> QualificationAnswer | None:
        """The latest answer for the numbers of this document."""
        return next((answer for looked_up, answer in reversed(self.lookups) if looked_up is kind), None)

    def still(self, kind: DocumentKind) -> bool | None:
        """The latest answer to "is this insurance still yours?"; None while not asked."""
        return next((still for asked, still in reversed(self.still_insured) if asked is kind), None)
