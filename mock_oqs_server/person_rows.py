"""One row of an answer, `ResultOfQualificationConfirmation`, out of what the registry knows. Pure."""

from calendar import monthrange
from typing import Any, Final

from fixtures.institutions import Scheme
from fixtures.people import Sex
from mock_oqs_server.answers import Occasion
from mock_oqs_server.elderly_recipient import elderly_recipient_period
from mock_oqs_server.records import CoverageRecord, PersonRecord
from oqs_client import codes
from oqs_client.benefit_ages import is_preschool
from oqs_client.person_block import (
    ElderlyRecipientCertificateInfo,
    LimitApplicationCertificateRelatedInfo,
    MedicalTicketInfo,
    PublicExpenseEntry,
    ResultOfQualificationConfirmation,
)
from oqs_client.wire_format import half_width_kana, write_day, write_insurer, write_moment

Elements = dict[str, Any]
"""Elements by their Python names, before they become a block."""

_SEX: Final = {Sex.MALE.value: codes.SexCode.MALE, Sex.FEMALE.value: codes.SexCode.FEMALE}
_RELATION: Final = {"self": codes.Relation.SELF, "family": codes.Relation.FAMILY}
_OUTPATIENT: Final = "02"
"""OQSCD019 入院外."""


def insurance_row(
    coverage: CoverageRecord, person: PersonRecord, occasion: Occasion, extra: Elements
) -> ResultOfQualificationConfirmation:
    """Return the row of an insurance; `extra` are the limit and consent elements of this occasion."""
    elements = _identity(coverage) | _person(person) | _dates(coverage, occasion) | _burden(coverage, person, occasion)
    return ResultOfQualificationConfirmation(**elements, **extra)


def assistance_row(
    coverage: CoverageRecord, person: PersonRecord, occasion: Occasion, extra: Elements, *, alone: bool
) -> ResultOfQualificationConfirmation:
    """Return the row of 医療扶助, with its ticket once the welfare office has entered it."""
    tickets = (PublicExpenseEntry(medical_ticket_info=_ticket(occasion, alone=alone)),)
    return ResultOfQualificationConfirmation(
        **_identity(coverage),
        **_person(person),
        **_dates(coverage, occasion),
        **extra,
        public_expense_result_list=tickets if coverage.ticket_registered else (),
    )


def limit_elements(coverage: CoverageRecord, occasion: Occasion, *, consent: bool) -> Elements:
    """Return the 限度額 elements: shown only with consent, and only while the certificate is valid."""
    if not consent:
        return {"limit_application_certificate_related_cons_flg": codes.LimitConsent.NOT_GIVEN}
    return {
        "limit_application_certificate_related_cons_flg": codes.LimitConsent.GIVEN,
        "limit_application_certificate_related_cons_time": write_moment(occasion.now),
        "limit_application_certificate_related_info": _limit(coverage, occasion),
    }


def _identity(coverage: CoverageRecord) -> Elements:
    return {
        "insured_card_classification": coverage.classification,
        "insurer_number": write_insurer(coverage.insurer_number),
        "insured_card_symbol": coverage.symbol,
        "insured_identification_number": coverage.number,
        "insured_branch_number": coverage.branch,
        "personal_family_classification": _RELATION[coverage.relation],
        "insured_name": coverage.insured_name,
        "insurer_name": coverage.insurer_name,
    }


def _person(person: PersonRecord) -> Elements:
    """Whoever is protected (不開示該当フラグ) comes without address."""
    return {
        "name": person.name,
        "name_of_other": person.other_name,
        "name_kana": half_width_kana(person.name_kana),
        "sex1": _SEX[person.sex],
        "birthdate": write_day(person.birth_date),
        "address": None if person.address_hidden else person.address,
        "post_number": None if person.address_hidden else person.postcode,
    }


def _dates(coverage: CoverageRecord, occasion: Occasion) -> Elements:
    """An end the system does not know of yet is not told."""
    elements: Elements = {
        "qualification_date": write_day(coverage.qualified_on),
        "insured_card_valid_date": write_day(coverage.qualified_on),
    }
    if occasion.as_of.lost(coverage) and coverage.disqualified_on:
        elements["disqualification_date"] = write_day(coverage.disqualified_on)
        elements["reason_of_loss"] = coverage.loss_reason
    return elements


def _burden(coverage: CoverageRecord, person: PersonRecord, occasion: Occasion) -> Elements:
    """The share is told for 後期 and for 70 to 74; a child's class says 2 tenths; for others it follows from age."""
    ratio, on = f"{coverage.share * 10:03}", occasion.as_of.on
    if coverage.scheme == Scheme.ELDERLY:
        return {"insured_partial_contribution_ratio": ratio}
    if is_preschool(person.birth_date, on):
        return {"preschool_classification": codes.Preschool.PRESCHOOL}
    period = elderly_recipient_period(person.birth_date, on)
    if period is None:
        return {}
    info = ElderlyRecipientCertificateInfo(
        elderly_recipient_certificate_date=write_day(period[0]),
        elderly_recipient_valid_start_date=write_day(period[0]),
        elderly_recipient_valid_end_date=write_day(period[1]),
        elderly_recipient_contribution_ratio=ratio,
    )
    return {"elderly_recipient_certificate_info": info}


def _limit(coverage: CoverageRecord, occasion: Occasion) -> LimitApplicationCertificateRelatedInfo | None:
    first, last = coverage.limit_from, coverage.limit_until
    if first is None or last is None or not first <= occasion.as_of.on <= last:
        return None
    return LimitApplicationCertificateRelatedInfo(
        limit_application_certificate_classification=coverage.limit_classification,
        limit_application_certificate_classification_flag=coverage.limit_flag,
        limit_application_certificate_date=write_day(first),
        limit_application_certificate_valid_start_date=write_day(first),
        limit_application_certificate_valid_end_date=write_day(last),
    )


def _ticket(occasion: Occasion, *, alone: bool) -> MedicalTicketInfo:
    """A 医療券 for the month asked about, made out to the institution that asks; the patient pays nothing."""
    on = occasion.as_of.on
    return MedicalTicketInfo(
        ticket_type=codes.TicketKind.MEDICAL,
        medical_ticket_valid_date=write_day(on.replace(day=1)),
        medical_ticket_expiration_date=write_day(on.replace(day=monthrange(on.year, on.month)[1])),
        medical_treatment_month=write_day(on)[:6],
        designated_medical_institution_code=occasion.institution,
        designated_medical_institution_flag=codes.InstitutionMatch.SAME,
        medical_treatment_type=_OUTPATIENT,
        self_pay_amount="0",
        single_or_combined_use="01" if alone else "02",
        status_of_social_insurance="02" if alone else "01",
    )
