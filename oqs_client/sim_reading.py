"""From the replies that are ours to typed results: pure, like `typed_reading`."""

from base64 import b64decode

from oqs_client.enquiry import Challenge
from oqs_client.errors import ContractBroken
from oqs_client.refusal import Registered
from oqs_client.sim_message import SimReply
from oqs_client.typed_reading import read_notice
from oqs_client.wire_format import read_day, read_moment


def read_challenge(reply: SimReply) -> Challenge:
    """Read a challenge. Raises ContractBroken when a part is missing or cannot be read."""
    body = reply.xml_msg.message_body
    if not (body.sim_challenge_id and body.sim_nonce and body.sim_challenge_expiry):
        raise ContractBroken("SimChallengeId, SimNonce or SimChallengeExpiry is missing")
    try:
        return Challenge(
            challenge_id=body.sim_challenge_id,
            nonce=b64decode(body.sim_nonce, validate=True),
            expires_at=read_moment(body.sim_challenge_expiry),
        )
    except ValueError as error:
        raise ContractBroken("SimNonce or SimChallengeExpiry cannot be read") from error


def read_registered(reply: SimReply) -> Registered:
    """Read the end of 初回登録. Raises ContractBroken when a part is missing or cannot be read."""
    body = reply.xml_msg.message_body
    if not (body.sim_certificate_serial and body.sim_registration_date):
        raise ContractBroken("SimCertificateSerial or SimRegistrationDate is missing")
    try:
        return Registered(
            processed_at=read_moment(reply.xml_msg.message_header.process_execution_time),
            registered_on=read_day(body.sim_registration_date),
            certificate_serial=body.sim_certificate_serial.lower(),
            notice=read_notice(body.processing_result_code, body.processing_result_message),
        )
    except ValueError as error:
        raise ContractBroken("ProcessExecutionTime or SimRegistrationDate cannot be read") from error
