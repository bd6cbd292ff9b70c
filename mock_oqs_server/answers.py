"""The frame of an answer: header, the three layers, refusals and faults. Pure."""

from dataclasses import dataclass
from datetime import datetime

from mock_oqs_server.lookup import AsOf
from mock_oqs_server.result_codes import ResultCode
from oqs_client.codes import CharacterCode, ProcessingStatus, Reference, ResultSegment
from oqs_client.message import RequestHeader, ResultBody, ResultHeader, ResultMessage, ResultXmlMsg
from oqs_client.sim_message import SimReply, SimReplyBody, SimReplyHeader, SimReplyMessage
from oqs_client.wire_format import write_moment


@dataclass(frozen=True)
class Occasion:
    """One question about a qualification: who asks, with what, about which day, and what time it is here."""

    header: RequestHeader
    reference: Reference
    as_of: AsOf
    now: datetime

    @property
    def institution(self) -> str:
        """The institution that asks."""
        return self.header.medical_institution_code


def answer(occasion: Occasion, body: ResultBody) -> ResultMessage:
    """Frame a body: SegmentOfResult 1."""
    return _framed(occasion, body, ResultSegment.NORMAL, None)


def refusal(occasion: Occasion, code: ResultCode) -> ResultMessage:
    """Say no: ProcessingResultStatus 2 with a code and its text."""
    body = ResultBody(
        processing_result_status=ProcessingStatus.ERROR,
        processing_result_code=code.value,
        processing_result_message=code.message,
    )
    return _framed(occasion, body, ResultSegment.NORMAL, None)


def fault(occasion: Occasion, code: ResultCode) -> ResultMessage:
    """Report a fault of our own: SegmentOfResult 9, empty body."""
    return _framed(occasion, ResultBody(), ResultSegment.FAULT, code)


def reply(institution: str, now: datetime, body: SimReplyBody) -> SimReply:
    """Frame the body of a reply that is ours."""
    return _framed_reply(institution, now, body, ResultSegment.NORMAL, None)


def reply_refusal(institution: str, now: datetime, code: ResultCode) -> SimReply:
    """Say no in a reply that is ours."""
    body = SimReplyBody(
        processing_result_status=ProcessingStatus.ERROR,
        processing_result_code=code.value,
        processing_result_message=code.message,
    )
    return _framed_reply(institution, now, body, ResultSegment.NORMAL, None)


def reply_fault(institution: str, now: datetime, code: ResultCode) -> SimReply:
    """Report a fault of our own in a reply that is ours."""
    return _framed_reply(institution, now, SimReplyBody(), ResultSegment.FAULT, code)


def _framed(occasion: Occasion, body: ResultBody, segment: ResultSegment, error: ResultCode | None) -> ResultMessage:
    header = ResultHeader(
        process_execution_time=write_moment(occasion.now),
        qualification_confirmation_date=occasion.header.qualification_confirmation_date,
        medical_institution_code=occasion.institution,
        arbitrary_file_identifier=occasion.header.arbitrary_file_identifier,
        reference_classification=occasion.reference,
        segment_of_result=segment,
        error_code=error,
        error_message=error.message if error else None,
        character_code_identifier=CharacterCode.UTF_8,
    )
    return ResultMessage(xml_msg=ResultXmlMsg(message_header=header, message_body=body))


def _framed_reply(
    institution: str, now: datetime, body: SimReplyBody, segment: ResultSegment, error: ResultCode | None
) -> SimReply:
    header = SimReplyHeader(
        process_execution_time=write_moment(now),
        medical_institution_code=institution,
        segment_of_result=segment,
        error_code=error,
        error_message=error.message if error else None,
        character_code_identifier=CharacterCode.UTF_8,
    )
    return SimReply(xml_msg=SimReplyMessage(message_header=header, message_body=body))
