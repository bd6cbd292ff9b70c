"""From message to typed result: pure. Raises ContractBroken where an answer cannot be understood safely.

A code newer than our lists becomes None; a date, share or amount that cannot be read is an error, because leaving it
out would change what the answer means.
"""

from collections.abc import Callable
from typing import TypeVar

from oqs_client.codes import (
    Classification,
    Code,
    ConsentKind,
    ConsentState,
    InstitutionMatch,
    LimitClassification,
    LimitConsent,
    LimitFlag,
    LossCause,
    Preschool,
    PrescriptionIssue,
    Reference,
    Relation,
    SexCode,
    SpecificDisease,
    TicketKind,
    Validity,
)
from oqs_client.errors import ContractBroken
from oqs_client.message import ResultMessage
from oqs_client.person_block import (
    ElderlyRecipientCertificateInfo,
    LimitApplicationCertificateRelatedInfo,
    MedicalTicketInfo,
    ResultOfQualificationConfirmation,
    SpecificDiseasesCertificateInfo,
)
from oqs_client.qualification import (
    ConsentGiven,
    LimitCertificate,
    MedicalTicket,
    Qualification,
    QualificationAnswer,
    SpecificDiseaseCertificate,
)
from oqs_client.refusal import Notice
from oqs_client.wire_format import full_width_kana, read_day, read_moment

T = TypeVar("T")
CodeT = TypeVar("CodeT", bound=Code)


def read_answer(message: ResultMessage) -> QualificationAnswer:
    """Read the third layer of a normal answer.

    Raises ContractBroken when the validity is missing or unknown, when 有効 comes without a person, or when a value
    cannot be read.
    """
    header, body = message.xml_msg.message_header, message.xml_msg.message_body
    blocks = tuple(entry.result_of_qualification_confirmation for entry in body.result_list)
    validity = _known(Validity, body.qualification_validity, "QualificationValidity")
    if validity in (Validity.VALID, Validity.UNREGISTERED) and not blocks:
        raise ContractBroken(f"QualificationValidity {validity} without ResultOfQualificationConfirmation")
    first = blocks[0] if blocks else ResultOfQualificationConfirmation()
    return QualificationAnswer(
        processed_at=_must(read_moment, header.process_execution_time, "ProcessExecutionTime"),
        confirmed_for=_must(read_day, header.qualification_confirmation_date, "QualificationConfirmationDate"),
        reference=_known(Reference, header.reference_classification, "ReferenceClassification"),
        validity=validity,
        qualifications=tuple(map(read_qualification, blocks)),
        notice=read_notice(body.processing_result_code, body.processing_result_message),
        consents=read_consents(first),
        limit_consent=first.limit_application_certificate_related_cons_flg == LimitConsent.GIVEN,
        specific_disease_consent=first.specific_diseases_certificate_related_cons_flg == ConsentState.GIVEN,
        prescription=_prescription(message),
        reference_number=first.reference_number,
    )


def read_qualification(block: ResultOfQualificationConfirmation) -> Qualification:
    """Read one row. Raises ContractBroken when a day, share or amount in it cannot be read."""
    elderly = block.elderly_recipient_certificate_info or ElderlyRecipientCertificateInfo()
    ratio = block.insured_partial_contribution_ratio or elderly.elderly_recipient_contribution_ratio
    return Qualification(
        insurer_number=_maybe(str.strip, block.insurer_number, "InsurerNumber"),
        insurer_name=block.insurer_name,
        symbol=block.insured_card_symbol,
        number=block.insured_identification_number,
        branch=block.insured_branch_number,
        classification=Classification.parse(block.insured_card_classification),
        relation=Relation.parse(block.personal_family_classification),
        insured_name=block.insured_name,
        name=block.name,
        name_kana=_maybe(full_width_kana, block.name_kana, "NameKana"),
        other_name=block.name_of_other,
        other_name_kana=_maybe(full_width_kana, block.name_of_other_kana, "NameOfOtherKana"),
        sex=SexCode.parse(block.sex1),
        birth_date=_maybe(read_day, block.birthdate, "Birthdate"),
        address=block.address,
        postcode=block.post_number,
        qualified_on=_maybe(read_day, block.qualification_date, "QualificationDate"),
        disqualified_on=_maybe(read_day, block.disqualification_date, "DisqualificationDate"),
        issued_on=_maybe(read_day, block.insured_certificate_issuance_date, "InsuredCertificateIssuanceDate"),
        valid_from=_maybe(read_day, block.insured_card_valid_date, "InsuredCardValidDate"),
        valid_until=_maybe(read_day, block.insured_card_expiration_date, "InsuredCardExpirationDate"),
        loss_reason=LossCause.parse(block.reason_of_loss),
        share=_maybe(_tenths, ratio, "ContributionRatio"),
        share_valid_from=_maybe(read_day, elderly.elderly_recipient_valid_start_date, "ElderlyRecipientValidStartDate"),
        share_valid_until=_maybe(read_day, elderly.elderly_recipient_valid_end_date, "ElderlyRecipientValidEndDate"),
        preschool=block.preschool_classification == Preschool.PRESCHOOL,
        limit=_limit(block.limit_application_certificate_related_info),
        specific_diseases=tuple(
            _specific_disease(entry.specific_diseases_certificate_info)
            for entry in block.specific_diseases_certificate_list
        ),
        tickets=tuple(_ticket(entry.medical_ticket_info) for entry in block.public_expense_result_list),
    )


def read_consents(block: ResultOfQualificationConfirmation) -> tuple[ConsentGiven, ...]:
    """Read every kind of consent the row mentions. Raises ContractBroken when a time in it cannot be read."""
    mentioned = [(kind, block.consent(kind)) for kind in ConsentKind]
    return tuple(
        ConsentGiven(
            kind=kind,
            state=ConsentState.parse(elements.flag) or ConsentState.NOT_GIVEN,
            given_at=_maybe(read_moment, elements.given, f"{kind.value}ConsTime"),
            available_until=_maybe(read_moment, elements.available, f"{kind.value}AvailableTime"),
        )
        for kind, elements in mentioned
        if elements.flag is not None
    )


def read_notice(code: str | None, message: str | None) -> Notice | None:
    """Read the notice beside a normal end; either half may be missing."""
    return Notice(code=code or "", message=message or "") if code or message else None


def _prescription(message: ResultMessage) -> PrescriptionIssue | None:
    """Look in the body and in the rows: senders disagree where the element belongs (oqs-contract §2.3)."""
    body = message.xml_msg.message_body
    rows = [entry.result_of_qualification_confirmation.prescription_issue_select for entry in body.result_list]
    return PrescriptionIssue.parse(next(filter(None, [body.prescription_issue_select, *rows]), None))


def _limit(info: LimitApplicationCertificateRelatedInfo | None) -> LimitCertificate | None:
    if info is None:
        return None
    return LimitCertificate(
        classification=LimitClassification.parse(info.limit_application_certificate_classification),
        flag=LimitFlag.parse(info.limit_application_certificate_classification_flag),
        issued_on=_maybe(read_day, info.limit_application_certificate_date, "LimitApplicationCertificateDate"),
        valid_from=_maybe(
            read_day, info.limit_application_certificate_valid_start_date, "LimitApplicationCertificateValidStartDate"
        ),
        valid_until=_maybe(
            read_day, info.limit_application_certificate_valid_end_date, "LimitApplicationCertificateValidEndDate"
        ),
        long_term_on=_maybe(
            read_day, info.limit_application_certificate_long_term_date, "LimitApplicationCertificateLongTermDate"
        ),
    )


def _specific_disease(info: SpecificDiseasesCertificateInfo) -> SpecificDiseaseCertificate:
    return SpecificDiseaseCertificate(
        disease=SpecificDisease.parse(info.specific_diseases_disease_category),
        issued_on=_maybe(read_day, info.specific_diseases_certificate_date, "SpecificDiseasesCertificateDate"),
        valid_from=_maybe(read_day, info.specific_diseases_valid_start_date, "SpecificDiseasesValidStartDate"),
        valid_until=_maybe(read_day, info.specific_diseases_valid_end_date, "SpecificDiseasesValidEndDate"),
        self_pay=_maybe(_yen, info.specific_diseases_self_pay, "SpecificDiseasesSelfPay"),
    )


def _ticket(info: MedicalTicketInfo) -> MedicalTicket:
    return MedicalTicket(
        ticket=TicketKind.parse(info.ticket_type),
        valid_from=_maybe(read_day, info.medical_ticket_valid_date, "MedicalTicketValidDate"),
        valid_until=_maybe(read_day, info.medical_ticket_expiration_date, "MedicalTicketExpirationDate"),
        issue_number=info.issue_number,
        month=info.medical_treatment_month,
        institution_code=info.designated_medical_institution_code,
        institution_match=InstitutionMatch.parse(info.designated_medical_institution_flag),
        institution_name=info.designated_medical_institution_name,
        self_pay=_maybe(_yen, info.self_pay_amount, "SelfPayAmount"),
    )


def _tenths(ratio: str) -> int:
    """`020` is two tenths."""
    if len(ratio) != 3 or not ratio.isdecimal() or int(ratio) % 10 or int(ratio) > 100:
        raise ValueError("not a ratio 000, 010 ... 100")
    return int(ratio) // 10


def _yen(amount: str) -> int:
    if not (amount.isascii() and amount.isdecimal()):
        raise ValueError("not an amount of yen")
    return int(amount)


def _maybe(read: Callable[[str], T], value: str | None, element: str) -> T | None:
    """Read an optional element; ContractBroken names the element when it is there but cannot be read."""
    return None if value is None else _must(read, value, element)


def _must(read: Callable[[str], T], value: str, element: str) -> T:
    try:
        return read(value)
    except ValueError as error:
        raise ContractBroken(f"{element} cannot be read") from error


def _known(kind: type[CodeT], value: str | None, element: str) -> CodeT:
    """Read a code without which the answer means nothing."""
    code = kind.parse(value)
    if code is None:
        raise ContractBroken(f"{element} is {'missing' if value is None else 'unknown'}")
    return code
