"""`ResultOfQualificationConfirmation`: one qualification of one person.

Every element of oqs-contract §2.3, in its order.
"""

from typing import Annotated, NamedTuple

from pydantic.alias_generators import to_snake

from oqs_client import codes
from oqs_client.element import Array, Block
from oqs_client.wire_format import (
    Branch,
    Day,
    HalfKana,
    Institution,
    InsurerField,
    LongText,
    Moment,
    Month,
    Number,
    Postcode,
    Ratio,
    Symbol,
    Text,
    Yen,
    coded,
)

Flag = Annotated[str, coded("0", "1")]
ConsentFlag = Annotated[str, coded(*codes.ConsentState)]
AbsentPresent = Annotated[str, coded("01", "02")]
"""OQSCD021 and 023-025: 01 あり, 02 なし."""


class ElderlyRecipientCertificateInfo(Block):
    """高齢受給者証 of a person of 70 to 74."""

    elderly_recipient_certificate_date: Day | None = None
    elderly_recipient_valid_start_date: Day | None = None
    elderly_recipient_valid_end_date: Day | None = None
    elderly_recipient_contribution_ratio: Ratio | None = None


class LimitApplicationCertificateRelatedInfo(Block):
    """限度額適用認定証."""

    limit_application_certificate_classification: Annotated[str, coded(*codes.LimitClassification)] | None = None
    limit_application_certificate_classification_flag: Annotated[str, coded(*codes.LimitFlag)] | None = None
    limit_application_certificate_date: Day | None = None
    limit_application_certificate_valid_start_date: Day | None = None
    limit_application_certificate_valid_end_date: Day | None = None
    limit_application_certificate_long_term_date: Day | None = None


class SpecificDiseasesCertificateInfo(Block):
    """One 特定疾病療養受療証."""

    specific_diseases_disease_category: Annotated[str, coded(*codes.SpecificDisease)] | None = None
    specific_diseases_certificate_date: Day | None = None
    specific_diseases_valid_start_date: Day | None = None
    specific_diseases_valid_end_date: Day | None = None
    specific_diseases_self_pay: Yen | None = None


class SpecificDiseasesEntry(Block):
    """One entry of `SpecificDiseasesCertificateList`."""

    specific_diseases_certificate_info: SpecificDiseasesCertificateInfo


class MedicalTicketInfo(Block):
    """One ticket of 医療扶助 (`StatusOfInfecton` is spelt so in the contract)."""

    ticket_type: Annotated[str, coded(*codes.TicketKind)] | None = None
    medical_ticket_valid_date: Day | None = None
    medical_ticket_expiration_date: Day | None = None
    issue_number: Text | None = None
    medical_treatment_month: Month | None = None
    designated_medical_institution_code: Institution | None = None
    designated_medical_institution_flag: Annotated[str, coded(*codes.InstitutionMatch)] | None = None
    designated_medical_institution_name: Text | None = None
    prescription_issuer_medical_institution_code: Institution | None = None
    prescription_issuer_medical_institution_name: Text | None = None
    injury_name1: Text | None = None
    injury_name2: Text | None = None
    injury_name3: Text | None = None
    medical_treatment_type: Annotated[str, coded("01", "02", "03", "04", "05")] | None = None
    self_pay_amount: Yen | None = None
    district_contact_name: Text | None = None
    handling_contact_name: Text | None = None
    single_or_combined_use: Annotated[str, coded("01", "02")] | None = None
    status_of_social_insurance: AbsentPresent | None = None
    consistency_flag: Annotated[str, coded("1")] | None = None
    status_of_infecton: AbsentPresent | None = None
    status_of_elderly_medical_care: AbsentPresent | None = None
    status_of_prefectural_expenses: AbsentPresent | None = None
    remarks1: LongText | None = None
    remarks2: LongText | None = None
    remarks3: LongText | None = None


class PublicExpenseEntry(Block):
    """One entry of `PublicExpenseResultList`."""

    medical_ticket_info: MedicalTicketInfo


class ConsentElements(NamedTuple):
    """The three elements of one kind of consent, as written."""

    flag: str | None
    given: str | None
    available: str | None


class ResultOfQualificationConfirmation(Block):
    """Everything the answer says of one qualification. All optional: real answers leave out what does not apply."""

    insured_card_classification: Annotated[str, coded(*codes.Classification)] | None = None
    insurer_number: InsurerField | None = None
    insured_card_symbol: Symbol | None = None
    insured_identification_number: Number | None = None
    insured_branch_number: Branch | None = None
    personal_family_classification: Annotated[str, coded(*codes.Relation)] | None = None
    insured_name: Text | None = None
    insurer_name: Text | None = None
    name: Text | None = None
    name_of_other: Text | None = None
    name_kana: HalfKana | None = None
    name_of_other_kana: HalfKana | None = None
    sex1: Annotated[str, coded(*codes.SexCode)] | None = None
    sex2: Annotated[str, coded(*codes.SexCode)] | None = None
    birthdate: Day | None = None
    address: LongText | None = None
    post_number: Postcode | None = None
    qualification_date: Day | None = None
    disqualification_date: Day | None = None
    insured_certificate_issuance_date: Day | None = None
    insured_card_valid_date: Day | None = None
    insured_card_expiration_date: Day | None = None
    insured_partial_contribution_ratio: Ratio | None = None
    preschool_classification: Annotated[str, coded(*codes.Preschool)] | None = None
    reason_of_loss: Annotated[str, coded(*codes.LossCause)] | None = None
    elderly_recipient_certificate_info: ElderlyRecipientCertificateInfo | None = None
    limit_application_certificate_related_cons_flg: Annotated[str, coded(*codes.LimitConsent)] | None = None
    limit_application_certificate_related_cons_time: Moment | None = None
    limit_application_certificate_related_info: LimitApplicationCertificateRelatedInfo | None = None
    specific_diseases_certificate_related_cons_flg: Flag | None = None
    specific_diseases_certificate_related_cons_time: Moment | None = None
    specific_diseases_certificate_list: Annotated[tuple[SpecificDiseasesEntry, ...], Array] = ()
    public_expense_result_list: Annotated[tuple[PublicExpenseEntry, ...], Array] = ()
    specific_health_checkups_info_cons_flg: ConsentFlag | None = None
    specific_health_checkups_info_cons_time: Moment | None = None
    specific_health_checkups_info_available_time: Moment | None = None
    pharmacists_info_cons_flg: ConsentFlag | None = None
    pharmacists_info_cons_time: Moment | None = None
    pharmacists_info_available_time: Moment | None = None
    diagnosis_info_cons_flg: ConsentFlag | None = None
    diagnosis_info_cons_time: Moment | None = None
    diagnosis_info_available_time: Moment | None = None
    operation_info_cons_flg: ConsentFlag | None = None
    operation_info_cons_time: Moment | None = None
    operation_info_available_time: Moment | None = None
    diagnosis_name_cons_flg: ConsentFlag | None = None
    diagnosis_name_cons_time: Moment | None = None
    diagnosis_name_available_time: Moment | None = None
    infectious_info_cons_flg: ConsentFlag | None = None
    infectious_info_cons_time: Moment | None = None
    infectious_info_available_time: Moment | None = None
    allergy_info_cons_flg: ConsentFlag | None = None
    allergy_info_cons_time: Moment | None = None
    allergy_info_available_time: Moment | None = None
    contraindication_info_cons_flg: ConsentFlag | None = None
    contraindication_info_cons_time: Moment | None = None
    contraindication_info_available_time: Moment | None = None
    test_info_cons_flg: ConsentFlag | None = None
    test_info_cons_time: Moment | None = None
    test_info_available_time: Moment | None = None
    prescription_info_cons_flg: ConsentFlag | None = None
    prescription_info_cons_time: Moment | None = None
    prescription_info_available_time: Moment | None = None
    reference_number: Text | None = None
    arbitrary_identifier: Text | None = None
    qualification_confirmation_key: Text | None = None
    prescription_issue_select: Annotated[str, coded(*codes.PrescriptionIssue)] | None = None

    def consent(self, kind: codes.ConsentKind) -> ConsentElements:
        """Return the three elements of one kind of medical information."""
        stem = to_snake(kind.value)
        return ConsentElements(*(getattr(self, f"{stem}_{end}") for end in ("cons_flg", "cons_time", "available_time")))
