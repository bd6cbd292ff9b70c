"""The messages that are ours: challenge, card proof, 初回登録. How the real system does this is not public.

They wear the official dress (`XmlMsg`, header, body, three layers) and every name of ours begins with `Sim`.
"""

from typing import Annotated

from pydantic import Field

from oqs_client import codes
from oqs_client.element import Block
from oqs_client.message import RequestHeader
from oqs_client.person_block import Flag
from oqs_client.wire_format import Base64, Day, Format, Institution, LongText, Moment, Text, coded

SerialHex = Annotated[str, Format("certificate serial number, 1 to 40 hex digits", r"[0-9A-Fa-f]{1,40}")]
Token = Annotated[str, Format("letters and digits, 1 to 64", r"[0-9A-Za-z]{1,64}")]
BigBase64 = Annotated[Base64, Field(max_length=16_384)]


class SimInstitutionHeader(Block):
    """Header of a question that has no day: who asks."""

    medical_institution_code: Institution


class SimChallengeRequestBody(Block):
    """Names the certificate the challenge will be bound to."""

    sim_certificate_serial: SerialHex


class SimChallengeRequestMessage(Block):
    """The two halves of a challenge request."""

    message_header: SimInstitutionHeader
    message_body: SimChallengeRequestBody


class SimChallengeRequest(Block):
    """Asks for a fresh challenge for one certificate."""

    xml_msg: SimChallengeRequestMessage


class SimCardProof(Block):
    """Proof that the card was there: its certificate (DER) and its signature over the challenge (both base64)."""

    sim_challenge_id: Token
    sim_certificate: BigBase64
    sim_signature: BigBase64
    sim_identity_method: Annotated[str, coded(*codes.IdentityMethod)]


class SimConsent(Block):
    """What the patient agreed to on the reader, in the official flags."""

    specific_health_checkups_info_cons_flg: Flag | None = None
    pharmacists_info_cons_flg: Flag | None = None
    diagnosis_info_cons_flg: Flag | None = None
    operation_info_cons_flg: Flag | None = None
    diagnosis_name_cons_flg: Flag | None = None
    infectious_info_cons_flg: Flag | None = None
    allergy_info_cons_flg: Flag | None = None
    contraindication_info_cons_flg: Flag | None = None
    test_info_cons_flg: Flag | None = None
    prescription_info_cons_flg: Flag | None = None
    specific_diseases_certificate_related_cons_flg: Flag | None = None
    prescription_issue_select: Annotated[str, coded(*codes.PrescriptionIssue)] | None = None


class SimCardRequestBody(Block):
    """Body of a check by card."""

    sim_card_proof: SimCardProof
    sim_consent: SimConsent = SimConsent()


class SimCardRequestMessage(Block):
    """The two halves of a check by card."""

    message_header: RequestHeader
    message_body: SimCardRequestBody


class SimCardRequest(Block):
    """資格確認 by card."""

    xml_msg: SimCardRequestMessage


class SimRegistrationRequestBody(Block):
    """Body of 初回登録."""

    sim_card_proof: SimCardProof


class SimRegistrationRequestMessage(Block):
    """The two halves of 初回登録."""

    message_header: RequestHeader
    message_body: SimRegistrationRequestBody


class SimRegistrationRequest(Block):
    """初回登録: makes the card an insurance card."""

    xml_msg: SimRegistrationRequestMessage


class SimReplyHeader(Block):
    """Header of the answer to a challenge request or a registration."""

    process_execution_time: Moment
    medical_institution_code: Institution
    segment_of_result: Annotated[str, coded(*codes.ResultSegment)]
    error_code: Text | None = None
    error_message: LongText | None = None
    character_code_identifier: Annotated[str, coded(*codes.CharacterCode)]


class SimReplyBody(Block):
    """Second layer of the answers that are ours, and what they bring."""

    processing_result_status: Annotated[str, coded(*codes.ProcessingStatus)] | None = None
    processing_result_code: Text | None = None
    processing_result_message: LongText | None = None
    sim_challenge_id: Token | None = None
    sim_nonce: BigBase64 | None = None
    sim_challenge_expiry: Moment | None = None
    sim_certificate_serial: SerialHex | None = None
    sim_registration_date: Day | None = None


class SimReplyMessage(Block):
    """The two halves of such an answer."""

    message_header: SimReplyHeader
    message_body: SimReplyBody


class SimReply(Block):
    """The answer to a challenge request or a registration."""

    xml_msg: SimReplyMessage
