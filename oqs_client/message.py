"""The messages of the qualification check in the JSON mirror (oqs-contract §1.6, §2.1, §2.3).

Root `XmlMsg` with `MessageHeader` and `MessageBody`; every value a string; absent means the key is missing.
"""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from oqs_client import codes
from oqs_client.element import Array, Block
from oqs_client.person_block import ResultOfQualificationConfirmation
from oqs_client.wire_format import (
    LIBERAL,
    Branch,
    Day,
    Institution,
    InsurerField,
    LongText,
    Moment,
    Number,
    Symbol,
    Text,
    coded,
)

MessageT = TypeVar("MessageT", bound=Block)


def read_liberally(kind: type[MessageT], given: Mapping[str, Any]) -> MessageT:
    """Read a message of any hand: any order, empty elements, unknown elements, over-long values.

    Raises pydantic.ValidationError when an element that must be there is missing or is no string.
    """
    return kind.model_validate(given, context=LIBERAL)


class QualificationConfirmSearchInfo(Block):
    """記号・番号等: what a look-up by number asks with, and what its answer echoes."""

    insurer_number: InsurerField
    insured_card_symbol: Symbol | None = None
    insured_identification_number: Number
    insured_branch_number: Branch | None = None
    birthdate: Day
    limit_application_certificate_related_cons_flg: Annotated[str, coded(*codes.LimitConsent)] | None = None
    arbitrary_identifier: Text | None = None


class RequestHeader(Block):
    """Header of a question: the day asked for, and who asks."""

    qualification_confirmation_date: Day
    medical_institution_code: Institution
    arbitrary_file_identifier: Text | None = None


class NumberRequestBody(Block):
    """Body of OQSsiquc01req."""

    qualification_confirm_search_info: QualificationConfirmSearchInfo


class NumberRequestMessage(Block):
    """The two halves of OQSsiquc01req."""

    message_header: RequestHeader
    message_body: NumberRequestBody


class NumberRequest(Block):
    """OQSsiquc01req: 資格確認 by 記号・番号."""

    xml_msg: NumberRequestMessage


class ResultHeader(Block):
    """Header of an answer, with the first of its three layers, `SegmentOfResult`."""

    process_execution_time: Moment
    qualification_confirmation_date: Day
    medical_institution_code: Institution
    arbitrary_file_identifier: Text | None = None
    reference_classification: Annotated[str, coded(*codes.Reference)]
    segment_of_result: Annotated[str, coded(*codes.ResultSegment)]
    error_code: Text | None = None
    error_message: LongText | None = None
    character_code_identifier: Annotated[str, coded(*codes.CharacterCode)]


class ResultEntry(Block):
    """One entry of `ResultList`."""

    result_of_qualification_confirmation: ResultOfQualificationConfirmation


class ResultBody(Block):
    """Body of an answer, with the second and third layer. Empty when the first says 異常."""

    processing_result_status: Annotated[str, coded(*codes.ProcessingStatus)] | None = None
    processing_result_code: Text | None = None
    processing_result_message: LongText | None = None
    qualification_validity: Annotated[str, coded(*codes.Validity)] | None = None
    prescription_issue_select: Annotated[str, coded(*codes.PrescriptionIssue)] | None = None
    qualification_confirm_search_info: QualificationConfirmSearchInfo | None = None
    result_list: Annotated[tuple[ResultEntry, ...], Array] = ()


class ResultXmlMsg(Block):
    """The two halves of an answer."""

    message_header: ResultHeader
    message_body: ResultBody


class ResultMessage(Block):
    """OQSsiquc01res: the answer to a check by card and to a look-up by number."""

    xml_msg: ResultXmlMsg


class SegmentHeader(Block):
    """The first layer alone: all that a system fault must say."""

    segment_of_result: str
    error_code: str | None = None
    error_message: str | None = None


class SegmentXmlMsg(Block):
    """The half in which the first layer stands."""

    message_header: SegmentHeader


class FirstLayer(Block):
    """Any answer, read no further than `SegmentOfResult`."""

    xml_msg: SegmentXmlMsg


class StatusBody(Block):
    """The second layer alone."""

    processing_result_status: str
    processing_result_code: str | None = None
    processing_result_message: str | None = None


class StatusXmlMsg(Block):
    """The half in which the second layer stands."""

    message_body: StatusBody


class SecondLayer(Block):
    """Any answer, read no further than `ProcessingResultStatus`."""

    xml_msg: StatusXmlMsg
