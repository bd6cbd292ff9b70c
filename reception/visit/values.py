"""Values that events carry and the visit remembers. All immutable, all JSON."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """Base of everything that goes into the journal: immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Share = Annotated[int, Field(ge=0, le=10)]
"""負担割合 in tenths: 3 = 3割, 10 = the whole bill."""


class PatientIdentity(Value):
    """Who the patient is by the clinic's own chart or reception slip."""

    name: str
    name_kana: str
    birth_date: date
    other_name: str | None = None


class Insurance(Value):
    """A set of numbers one could file a claim on. `share` is None where the source prints none (DOC-07)."""

    insurer_number: str
    insurer_name: str = ""
    symbol: str | None = None
    number: str
    branch: str | None = None
    share: Share | None = None


class PrintedFace(Value):
    """What the clerk sees on the front of the card (ID-06: the back is not looked at).

    `pinless` is the word 顔認証 in the extra field (ID-05); an infant's card has no photo (rulebook §2.9).
    """

    name: str
    birth_date: date
    address: str
    sex: str
    expires: date
    has_photo: bool = True
    pinless: bool = False


class CardSummary(Value):
    """What the chip told without any PIN. `certificate_expires` is the last valid day in Japan."""

    certificate_serial: str
    certificate_expires: date
    pin_tries_left: Annotated[int, Field(ge=0, le=3)]


class DocumentKind(StrEnum):
    """Papers and screens of the ladder (rulebook §1.7)."""

    PORTAL_SCREEN = "portal-screen"
    PORTAL_PDF = "portal-pdf"
    ELIGIBILITY_NOTICE = "eligibility-notice"
    ELIGIBILITY_CERTIFICATE = "eligibility-certificate"
    INSURANCE_CARD = "insurance-card"

    @property
    def label(self) -> str:
        """The name a clerk uses."""
        return _DOCUMENT_LABELS[self]


_DOCUMENT_LABELS = {
    DocumentKind.PORTAL_SCREEN: "マイナポータルの資格情報画面",
    DocumentKind.PORTAL_PDF: "マイナポータルの資格情報PDF",
    DocumentKind.ELIGIBILITY_NOTICE: "資格情報のお知らせ",
    DocumentKind.ELIGIBILITY_CERTIFICATE: "資格確認書",
    DocumentKind.INSURANCE_CARD: "健康保険証（旧）",
}


class Document(Value):
    """A paper or screen as the clerk read it.

    `valid_until` is the printed last day (None: none printed); `as_of` the day the portal showed it;
    `own_phone` is False when the screen is on somebody else's phone (DOC-02).
    """

    kind: DocumentKind
    name: str
    birth_date: date | None = None
    insurance: Insurance
    issued: date | None = None
    valid_until: date | None = None
    as_of: date | None = None
    own_phone: bool = True
    contents_changed: bool = False


class InsuredStatusDeclaration(Value):
    """被保険者資格申立書 (rulebook §2.1). Boxes the patient cannot fill stay None; `scheme` may be わからない."""

    has_proof: bool = False
    scheme: str = "わからない"
    insurer_name: str | None = None
    employer: str | None = None
    issued_when: str | None = None
    share: Share | None = None
    name: str
    name_kana: str
    birth_date: date
    sex: str
    address: str
    contact: str = Field(min_length=1)
    signed_on: date


class FailureCause(StrEnum):
    """Why the online check could not be done (rulebook RES-03, CERT-05, REG-01, …)."""

    READER_DOWN = "reader-down"
    CARD_UNREADABLE = "card-unreadable"
    CARD_REMOVED = "card-removed"
    NOT_MY_NUMBER_CARD = "not-my-number-card"
    CARD_EXPIRED = "card-expired"
    IDENTITY_IMPOSSIBLE = "identity-impossible"
    CERTIFICATE_DEAD = "certificate-dead"
    CERTIFICATE_REFUSED = "certificate-refused"
    NOT_REGISTERED = "not-registered"
    REGISTRATION_BLOCKED = "registration-blocked"
    REGISTRATION_CANCELLED = "registration-cancelled"
    SERVER_UNREACHABLE = "server-unreachable"
    SERVER_TIMEOUT = "server-timeout"
    SERVER_FAULT = "server-fault"
    REFUSED = "refused"


class ShareSource(StrEnum):
    """Where today's share comes from, best first (rulebook §2.2)."""

    SERVER = "server"
    DOCUMENT = "document"
    KNOWN = "known"
    DECLARATION = "declaration"
    AGE = "age"
    SITE_POLICY = "site-policy"
    PUBLIC = "public"


class Basis(StrEnum):
    """On what the claim is filed: C1, C2, C3, 公費 alone, or not at all."""

    CURRENT = "current"
    LOST = "lost"
    UNIDENTIFIED = "unidentified"
    PUBLIC = "public"
    NONE = "none"


class Claim(Value):
    """The claim's insurer fields (rulebook §2.4); `remarks` is the 摘要欄. Empty strings where nothing is written."""

    insurer_number: str = ""
    symbol: str = ""
    number: str = ""
    branch: str = ""
    remarks: str = ""


class TaskKind(StrEnum):
    """What is still to be done after hours."""

    CALL_PATIENT = "call-patient"
    LOOK_UP_AGAIN = "look-up-again"
    REFILE_AS_CURRENT = "refile-as-current"
    TELL_ACCOUNTING = "tell-accounting"
    KEEP_DECLARATION = "keep-declaration"
    SETTLE_WHEN_PROVED = "settle-when-proved"
    REQUEST_OUTAGE_MODE = "request-outage-mode"
    RECORD_CONTACT_IN_REMARKS = "record-contact-in-remarks"


class FollowUp(Value):
    """One after-hours task with its rules; `text` is what the clerk reads."""

    kind: TaskKind
    text: str
    rules: tuple[str, ...] = ()
