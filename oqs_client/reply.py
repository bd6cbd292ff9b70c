"""From bytes to a message of this exchange: encoding, JSON, the first two layers, and whether it answers our question.

Pure; every way in which a reply can be unusable is one error of `errors`.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from oqs_client.codes import ProcessingStatus, Reference, ResultSegment
from oqs_client.element import Block
from oqs_client.errors import ContractBroken, NotJson, StillProcessing, SystemFault, WrongEncoding
from oqs_client.message import FirstLayer, ResultHeader, ResultMessage, SecondLayer, read_liberally
from oqs_client.refusal import Refusal
from oqs_client.wire_format import write_day

MessageT = TypeVar("MessageT", bound=Block)

_FAULTS_NAMED = 3


def read_json(body: bytes) -> Mapping[str, Any]:
    """Decode a body. Raises WrongEncoding, NotJson, or ContractBroken when it is no JSON object."""
    try:
        parsed = json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise WrongEncoding(f"byte {error.start} of {len(body)}") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise NotJson(f"{len(body)} bytes") from error
    if not isinstance(parsed, Mapping):
        raise ContractBroken("XmlMsg is missing")
    return parsed


def read_message(kind: type[MessageT], body: bytes) -> MessageT | Refusal:
    """Read a body through its first two layers.

    Raises SystemFault or StillProcessing as the first layer says, ContractBroken when the rest is not `kind`, and
    whatever `read_json` raises. Returns a Refusal when the second layer says エラー.
    """
    given = read_json(body)
    _first_layer(given)
    status = _parse(SecondLayer, given).xml_msg.message_body
    if ProcessingStatus.parse(status.processing_result_status) is ProcessingStatus.ERROR:
        return Refusal.of(status.processing_result_code or "", status.processing_result_message or "")
    if ProcessingStatus.parse(status.processing_result_status) is None:
        raise ContractBroken("ProcessingResultStatus is unknown")
    return _parse(kind, given)


def _first_layer(given: Mapping[str, Any]) -> None:
    """Let only 正常 pass."""
    header = _parse(FirstLayer, given).xml_msg.message_header
    match ResultSegment.parse(header.segment_of_result):
        case ResultSegment.FAULT:
            raise SystemFault(header.error_code, header.error_message)
        case ResultSegment.IN_PROCESS:
            raise StillProcessing
        case None:
            raise ContractBroken("SegmentOfResult is unknown")


def demand_answer_to(message: ResultMessage, *, institution: str, on: date, by: Reference) -> None:
    """Raise ContractBroken when the answer belongs to another institution, day or kind of question."""
    header: ResultHeader = message.xml_msg.message_header
    expected = {
        "medical_institution_code": institution,
        "qualification_confirmation_date": write_day(on),
        "reference_classification": by.value,
    }
    wrong = [name for name, value in expected.items() if getattr(header, name) != value]
    if wrong:
        raise ContractBroken("answers another question: " + ", ".join(wrong))


def _parse(kind: type[MessageT], given: Mapping[str, Any]) -> MessageT:
    """Read liberally; ContractBroken names the elements at fault."""
    try:
        return read_liberally(kind, given)
    except ValidationError as error:
        faults = [".".join(map(str, fault["loc"])) + f": {fault['msg']}" for fault in error.errors()[:_FAULTS_NAMED]]
        raise ContractBroken("; ".join(faults)) from None
