"""From what the desk asks with to the messages on the wire. Pure; what does not fit raises pydantic.ValidationError."""

from base64 import b64encode
from datetime import date

from pydantic.alias_generators import to_snake

from oqs_client.enquiry import CardProof, Consent, NumberEnquiry
from oqs_client.message import (
    NumberRequest,
    NumberRequestBody,
    NumberRequestMessage,
    QualificationConfirmSearchInfo,
    RequestHeader,
)
from oqs_client.sim_message import (
    SimCardProof,
    SimCardRequest,
    SimCardRequestBody,
    SimCardRequestMessage,
    SimChallengeRequest,
    SimChallengeRequestBody,
    SimChallengeRequestMessage,
    SimConsent,
    SimInstitutionHeader,
    SimRegistrationRequest,
    SimRegistrationRequestBody,
    SimRegistrationRequestMessage,
)
from oqs_client.wire_format import write_day, write_insurer


def challenge_request(institution: str, certificate_serial: str) -> SimChallengeRequest:
    """Ask for a challenge bound to one certificate (serial in hex) and one institution."""
    return SimChallengeRequest(
        xml_msg=SimChallengeRequestMessage(
            message_header=SimInstitutionHeader(medical_institution_code=institution),
            message_body=SimChallengeRequestBody(sim_certificate_serial=certificate_serial),
        )
    )


def card_request(institution: str, proof: CardProof, on: date, consent: Consent) -> SimCardRequest:
    """Ask for the qualification of a card's holder."""
    return SimCardRequest(
        xml_msg=SimCardRequestMessage(
            message_header=_header(institution, on),
            message_body=SimCardRequestBody(sim_card_proof=_proof(proof), sim_consent=_consent(consent)),
        )
    )


def registration_request(institution: str, proof: CardProof, on: date) -> SimRegistrationRequest:
    """Ask for 初回登録 of a card."""
    return SimRegistrationRequest(
        xml_msg=SimRegistrationRequestMessage(
            message_header=_header(institution, on),
            message_body=SimRegistrationRequestBody(sim_card_proof=_proof(proof)),
        )
    )


def number_request(institution: str, enquiry: NumberEnquiry, on: date) -> NumberRequest:
    """Ask by 記号・番号 (OQSsiquc01req)."""
    search = QualificationConfirmSearchInfo(
        insurer_number=write_insurer(enquiry.insurer_number),
        insured_card_symbol=enquiry.symbol,
        insured_identification_number=enquiry.number,
        insured_branch_number=enquiry.branch,
        birthdate=write_day(enquiry.birth_date),
        limit_application_certificate_related_cons_flg=_flag(given=enquiry.limit_consent),
    )
    return NumberRequest(
        xml_msg=NumberRequestMessage(
            message_header=_header(institution, on),
            message_body=NumberRequestBody(qualification_confirm_search_info=search),
        )
    )


def _header(institution: str, on: date) -> RequestHeader:
    return RequestHeader(qualification_confirmation_date=write_day(on), medical_institution_code=institution)


def _proof(proof: CardProof) -> SimCardProof:
    return SimCardProof(
        sim_challenge_id=proof.challenge_id,
        sim_certificate=b64encode(proof.certificate_der).decode(),
        sim_signature=b64encode(proof.signature).decode(),
        sim_identity_method=proof.method.value,
    )


def _consent(consent: Consent) -> SimConsent:
    flags = {f"{to_snake(kind.value)}_cons_flg": "1" for kind in consent.kinds}
    return SimConsent(
        **flags,
        specific_diseases_certificate_related_cons_flg=_flag(given=consent.specific_diseases),
        prescription_issue_select=consent.prescription,
    )


def _flag(*, given: bool) -> str:
    return "1" if given else "0"
