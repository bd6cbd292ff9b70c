"""What an answer says, typed: dates are dates, the share is tenths, names are as a screen shows them.

Everything here is frozen and survives a round trip through JSON unchanged.
"""

from datetime import date, datetime
from typing import Literal

from oqs_client.codes import (
    Classification,
    ConsentKind,
    ConsentState,
    InstitutionMatch,
    LimitClassification,
    LimitFlag,
    LossCause,
    PrescriptionIssue,
    Reference,
    Relation,
    SexCode,
    SpecificDisease,
    TicketKind,
    Validity,
)
from oqs_client.refusal import Notice
from oqs_client.value import Value


class LimitCertificate(Value):
    """限度額適用認定 as of the day asked for. `flag` decides the ceiling (区分ア ... ). Days are inclusive."""

    classification: LimitClassification | None = None
    flag: LimitFlag | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    long_term_on: date | None = None


class SpecificDiseaseCertificate(Value):
    """特定疾病療養受療証. `self_pay` is the monthly ceiling in yen. Days are inclusive."""

    disease: SpecificDisease | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    self_pay: int | None = None


class MedicalTicket(Value):
    """医療券 or 調剤券 of 医療扶助. `month` is `yyyyMM`, `self_pay` yen. Days are inclusive."""

    ticket: TicketKind | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    issue_number: str | None = None
    month: str | None = None
    institution_code: str | None = None
    institution_match: InstitutionMatch | None = None
    institution_name: str | None = None
    self_pay: int | None = None


class Qualification(Value):
    """One qualification (資格情報) of one person.

    `insurer_number` is stripped: 6 or 8 digits. `share` is in tenths and present only where the system says it (後期,
    高齢受給者証); for everybody else it follows from age. `disqualified_on` is the first day without.
    For 医療扶助 the insurer fields carry 負担者番号, 受給者番号 and the welfare office (oqs-contract §2.3).
    """

    insurer_number: str | None = None
    insurer_name: str | None = None
    symbol: str | None = None
    number: str | None = None
    branch: str | None = None
    classification: Classification | None = None
    relation: Relation | None = None
    insured_name: str | None = None
    name: str | None = None
    name_kana: str | None = None
    other_name: str | None = None
    other_name_kana: str | None = None
    sex: SexCode | None = None
    birth_date: date | None = None
    address: str | None = None
    postcode: str | None = None
    qualified_on: date | None = None
    disqualified_on: date | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    loss_reason: LossCause | None = None
    share: int | None = None
    share_valid_from: date | None = None
    share_valid_until: date | None = None
    preschool: bool = False
    limit: LimitCertificate | None = None
    specific_diseases: tuple[SpecificDiseaseCertificate, ...] = ()
    tickets: tuple[MedicalTicket, ...] = ()

    @property
    def special_medical(self) -> bool:
        """特別療養費: the patient pays the whole bill today (class 05)."""
        return self.classification is Classification.SPECIAL_MEDICAL

    @property
    def is_medical_assistance(self) -> bool:
        """Whether this row is 医療扶助 (class A1)."""
        return self.classification is Classification.MEDICAL_ASSISTANCE


class ConsentGiven(Value):
    """What became of one kind of medical information: asked, when, and open until when."""

    kind: ConsentKind
    state: ConsentState
    given_at: datetime | None = None
    available_until: datetime | None = None


class QualificationAnswer(Value):
    """The answer to one check. `confirmed_for` is the day asked about, `processed_at` the server's time (JST)."""

    kind: Literal["answer"] = "answer"
    processed_at: datetime
    confirmed_for: date
    reference: Reference
    validity: Validity
    qualifications: tuple[Qualification, ...] = ()
    notice: Notice | None = None
    consents: tuple[ConsentGiven, ...] = ()
    limit_consent: bool = False
    specific_disease_consent: bool = False
    prescription: PrescriptionIssue | None = None
    reference_number: str | None = None

    @property
    def medical_information_until(self) -> datetime | None:
        """Until when the medical information agreed to may be seen (24 h); None when none may be seen."""
        given = [consent.available_until for consent in self.consents if consent.state is ConsentState.GIVEN]
        return max((until for until in given if until is not None), default=None)

    @property
    def insurance(self) -> Qualification | None:
        """The insurance row: valid now, or the last one lost, as `validity` says. None beside 医療扶助 alone."""
        return next((row for row in self.qualifications if not row.is_medical_assistance), None)

    @property
    def medical_assistance(self) -> Qualification | None:
        """The 医療扶助 row, if any."""
        return next((row for row in self.qualifications if row.is_medical_assistance), None)

    @property
    def limit_shown(self) -> bool:
        """Whether a 限度額 certificate came with the insurance row."""
        return self.insurance is not None and self.insurance.limit is not None
