"""The messages: official names, strict writing, liberal reading (oqs-contract §0 facts 5 and 7, §1.6, §2)."""

import json
import random
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from oqs_client.element import Block
from oqs_client.message import (
    NumberRequest,
    QualificationConfirmSearchInfo,
    ResultBody,
    ResultEntry,
    ResultHeader,
    ResultMessage,
    ResultXmlMsg,
    read_liberally,
)
from oqs_client.person_block import ResultOfQualificationConfirmation
from oqs_client.sim_message import SimCardRequest, SimChallengeRequest, SimRegistrationRequest, SimReply
from tests.oqs_client.blocks import form_of, message, values

MESSAGES = [NumberRequest, ResultMessage, SimCardRequest, SimChallengeRequest, SimRegistrationRequest, SimReply]

OFFICIAL_HEADER = """ProcessExecutionTime QualificationConfirmationDate MedicalInstitutionCode ArbitraryFileIdentifier
ReferenceClassification SegmentOfResult ErrorCode ErrorMessage CharacterCodeIdentifier"""

OFFICIAL_BODY = """ProcessingResultStatus ProcessingResultCode ProcessingResultMessage QualificationValidity
PrescriptionIssueSelect QualificationConfirmSearchInfo ResultList"""

OFFICIAL_PERSON = """InsuredCardClassification InsurerNumber InsuredCardSymbol InsuredIdentificationNumber
InsuredBranchNumber PersonalFamilyClassification InsuredName InsurerName Name NameOfOther NameKana NameOfOtherKana Sex1
Sex2 Birthdate Address PostNumber QualificationDate DisqualificationDate InsuredCertificateIssuanceDate
InsuredCardValidDate InsuredCardExpirationDate InsuredPartialContributionRatio PreschoolClassification ReasonOfLoss
ElderlyRecipientCertificateInfo LimitApplicationCertificateRelatedConsFlg LimitApplicationCertificateRelatedConsTime
LimitApplicationCertificateRelatedInfo SpecificDiseasesCertificateRelatedConsFlg
SpecificDiseasesCertificateRelatedConsTime SpecificDiseasesCertificateList PublicExpenseResultList
SpecificHealthCheckupsInfoConsFlg SpecificHealthCheckupsInfoConsTime SpecificHealthCheckupsInfoAvailableTime
PharmacistsInfoConsFlg PharmacistsInfoConsTime PharmacistsInfoAvailableTime DiagnosisInfoConsFlg DiagnosisInfoConsTime
DiagnosisInfoAvailableTime OperationInfoConsFlg OperationInfoConsTime OperationInfoAvailableTime DiagnosisNameConsFlg
DiagnosisNameConsTime DiagnosisNameAvailableTime InfectiousInfoConsFlg InfectiousInfoConsTime
InfectiousInfoAvailableTime AllergyInfoConsFlg AllergyInfoConsTime AllergyInfoAvailableTime ContraindicationInfoConsFlg
ContraindicationInfoConsTime ContraindicationInfoAvailableTime TestInfoConsFlg TestInfoConsTime TestInfoAvailableTime
PrescriptionInfoConsFlg PrescriptionInfoConsTime PrescriptionInfoAvailableTime ReferenceNumber ArbitraryIdentifier
QualificationConfirmationKey PrescriptionIssueSelect"""

OFFICIAL_SEARCH = """InsurerNumber InsuredCardSymbol InsuredIdentificationNumber InsuredBranchNumber Birthdate
LimitApplicationCertificateRelatedConsFlg ArbitraryIdentifier"""


def answer(*people: dict[str, Any], **body: str) -> dict[str, Any]:
    """A synthetic answer after oqs-contract §2.4."""
    header = {
        "ProcessExecutionTime": "20260401090000",
        "CharacterCodeIdentifier": "0",
        "SegmentOfResult": "1",
        "QualificationConfirmationDate": "20260401",
        "ReferenceClassification": "1",
        "MedicalInstitutionCode": "9919900010",
    }
    rows = [{"ResultOfQualificationConfirmation": dict(person)} for person in people]
    normal = {"ProcessingResultStatus": "1", "QualificationValidity": "1", "ResultList": rows}
    return {"XmlMsg": {"MessageHeader": header, "MessageBody": normal | body}}


def names(kind: type[Block]) -> list[str]:
    return [field.alias or "" for field in kind.model_fields.values()]


@pytest.mark.parametrize(
    ("kind", "official"),
    [
        (ResultHeader, OFFICIAL_HEADER),
        (ResultBody, OFFICIAL_BODY),
        (ResultOfQualificationConfirmation, OFFICIAL_PERSON),
        (QualificationConfirmSearchInfo, OFFICIAL_SEARCH),
    ],
)
def test_elements_have_their_official_names_in_schema_order(kind: type[Block], official: str) -> None:
    assert names(kind) == official.split()


@pytest.mark.parametrize("kind", [SimCardRequest, SimChallengeRequest, SimRegistrationRequest, SimReply])
def test_every_element_that_is_not_official_is_marked_sim(kind: type[Block]) -> None:
    lists = (OFFICIAL_HEADER, OFFICIAL_BODY, OFFICIAL_PERSON, OFFICIAL_SEARCH, "XmlMsg MessageHeader MessageBody")
    official = {name for names in lists for name in names.split()}
    strangers = _all_names(kind) - official
    assert strangers
    assert all(name.startswith("Sim") for name in strangers)


def _all_names(kind: type[Block]) -> set[str]:
    schema = kind.model_json_schema(by_alias=True)
    blocks = [schema, *schema["$defs"].values()]
    return {name for block in blocks for name in block["properties"]}


@pytest.mark.parametrize("kind", MESSAGES)
@given(chance=st.randoms(use_true_random=True))
def test_what_is_written_reads_back_the_same(kind: type[Block], chance: random.Random) -> None:
    written = message(kind, chance)
    wire = json.loads(json.dumps(written.to_wire(), ensure_ascii=False))
    assert kind.model_validate(wire) == written
    assert read_liberally(kind, wire) == written


@given(data=st.data())
def test_every_value_that_fits_survives_the_wire(data: st.DataObject) -> None:
    hints = get_type_hints(ResultOfQualificationConfirmation, include_extras=True)
    forms = {name: form for name, hint in hints.items() if (form := form_of(hint)) is not None}
    name = data.draw(st.sampled_from(sorted(forms)))
    row = ResultOfQualificationConfirmation(**{name: data.draw(values(forms[name]))})
    wire = json.loads(json.dumps(row.to_wire()))
    assert read_liberally(ResultOfQualificationConfirmation, wire) == row


@given(chance=st.randoms(use_true_random=True))
def test_order_empty_elements_and_strangers_do_not_matter(chance: random.Random) -> None:
    written = message(ResultMessage, chance)
    assert read_liberally(ResultMessage, _untidied(written.to_wire(), chance)) == written


def _untidied(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - JSON
    """Shuffle a block, add empty elements under names it lacks, and elements nobody knows."""
    if isinstance(value, (list, tuple)):
        return [_untidied(entry, chance) for entry in value]
    if not isinstance(value, dict):
        return value
    items = [(name, _untidied(below, chance)) for name, below in value.items()]
    strangers = [("PharmaceuticalInfoConsFlg", "1"), ("Unbekannt", {"a": ["b"]})]
    empty = [
        (name, chance.choice(["", " ", None]))
        for name in ("NameOfOther", "ErrorCode", "ResultList")
        if name not in value
    ]
    items += strangers + empty
    chance.shuffle(items)
    return dict(items)


def test_every_value_is_a_string_and_nothing_is_null() -> None:
    wire = read_liberally(
        ResultMessage, answer({"InsurerNumber": "  990010", "Name": "訓練　花子", "Sex2": None})
    ).to_wire()
    assert all(isinstance(leaf, str) for leaf in _leaves(wire))
    assert list(wire["XmlMsg"]["MessageBody"]["ResultList"]) == [
        {"ResultOfQualificationConfirmation": {"InsurerNumber": "  990010", "Name": "訓練　花子"}}
    ]


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for below in value.values() for leaf in _leaves(below)]
    if isinstance(value, (list, tuple)):
        return [leaf for below in value for leaf in _leaves(below)]
    return [value]


def test_a_list_of_one_may_come_without_its_array() -> None:
    given = answer()
    given["XmlMsg"]["MessageBody"]["ResultList"] = {"ResultOfQualificationConfirmation": {"Name": "訓練　花子"}}
    rows = read_liberally(ResultMessage, given).xml_msg.message_body.result_list
    assert [row.result_of_qualification_confirmation.name for row in rows] == ["訓練　花子"]


def test_a_number_where_a_string_belongs_is_an_error() -> None:
    """1990019 as a number would have lost its leading zero."""
    with pytest.raises(ValidationError):
        read_liberally(ResultMessage, answer({"InsurerNumber": 1990019}))


@pytest.mark.parametrize(
    ("element", "wrong"),
    [
        ("insurer_number", "990010"),
        ("insurer_number", "990010  "),
        ("insured_card_symbol", "あ" * 21),
        ("insured_identification_number", "1" * 21),
        ("insured_branch_number", "1"),
        ("birthdate", "20260230"),
        ("birthdate", "2026-02-03"),
        ("post_number", "9990025"),
        ("sex1", "9"),
        ("name_kana", "クンレン　ハナコ"),
        ("name_kana", "ｸﾝﾚﾝ　ﾊﾅｺ"),
        ("insured_partial_contribution_ratio", "3"),
        ("insured_partial_contribution_ratio", "015"),
        ("insured_card_classification", "09"),
        ("pharmacists_info_cons_time", "20260401"),
        ("pharmacists_info_cons_time", "20260401246000"),
        ("name", "訓練\n花子"),
    ],
)
def test_what_does_not_fit_is_not_written_but_read(element: str, wrong: str) -> None:
    with pytest.raises(ValidationError):
        ResultOfQualificationConfirmation(**{element: wrong})
    field = ResultOfQualificationConfirmation.model_fields[element]
    read = read_liberally(ResultMessage, answer({str(field.alias): wrong}))
    row = read.xml_msg.message_body.result_list[0].result_of_qualification_confirmation
    assert getattr(row, element) == wrong


def test_an_empty_body_is_still_written() -> None:
    """oqs-contract §11: body on Segment 9 is an empty MessageBody."""
    header = ResultHeader(
        process_execution_time="20260401090000",
        qualification_confirmation_date="20260401",
        medical_institution_code="9919900010",
        reference_classification="1",
        segment_of_result="9",
        character_code_identifier="0",
    )
    wire = ResultMessage(xml_msg=ResultXmlMsg(message_header=header, message_body=ResultBody())).to_wire()
    assert wire["XmlMsg"]["MessageBody"] == {}


def test_rows_keep_their_order() -> None:
    rows = tuple(
        ResultEntry(result_of_qualification_confirmation=ResultOfQualificationConfirmation(name=name))
        for name in ("一", "二", "三")
    )
    wire = ResultBody(processing_result_status="1", result_list=rows).to_wire()
    assert [row["ResultOfQualificationConfirmation"]["Name"] for row in wire["ResultList"]] == ["一", "二", "三"]
