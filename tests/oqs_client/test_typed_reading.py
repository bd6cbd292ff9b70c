"""From messages to typed results (oqs-contract §2.3, §3)."""

import random
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oqs_client.codes import (
    Classification,
    ConsentKind,
    ConsentState,
    LimitFlag,
    PrescriptionIssue,
    Reference,
    Validity,
)
from oqs_client.errors import ContractBroken
from oqs_client.message import ResultMessage, read_liberally
from oqs_client.qualification import Qualification, QualificationAnswer
from oqs_client.refusal import Notice, Refusal, RefusalReason, Registered
from oqs_client.typed_reading import read_answer
from oqs_client.wire_format import JST
from tests.oqs_client.blocks import message
from tests.oqs_client.test_messages import answer

PERSON = {
    "Address": "架空県訓練市北町１",
    "PharmacistsInfoConsFlg": "1",
    "PharmacistsInfoConsTime": "20260401090000",
    "PharmacistsInfoAvailableTime": "20260402090000",
    "DiagnosisInfoConsFlg": "0",
    "Name": "模擬　花子",
    "NameKana": "ﾓｷﾞ ﾊﾅｺ",
    "Sex1": "2",
    "InsurerNumber": "  990010",
    "InsuredCardSymbol": "12-34",
    "InsuredIdentificationNumber": "0071034",
    "InsuredBranchNumber": "01",
    "InsuredCardClassification": "01",
    "Birthdate": "19881021",
    "QualificationDate": "20210701",
}


def read(*people: dict[str, Any], **body: str) -> QualificationAnswer:
    return read_answer(read_liberally(ResultMessage, answer(*people, **body)))


def only(person: dict[str, Any]) -> Qualification:
    return read(PERSON | person).qualifications[0]


def test_a_whole_answer() -> None:
    given = read(PERSON)
    assert given.processed_at == datetime(2026, 4, 1, 9, tzinfo=JST)
    assert given.confirmed_for == date(2026, 4, 1)
    assert (given.reference, given.validity) == (Reference.CARD, Validity.VALID)
    person = given.insurance
    assert person is not None
    assert (person.insurer_number, person.symbol, person.number, person.branch) == ("990010", "12-34", "0071034", "01")
    assert (person.name, person.name_kana) == ("模擬　花子", "モギ　ハナコ")
    assert (person.birth_date, person.qualified_on) == (date(1988, 10, 21), date(2021, 7, 1))
    assert (person.share, person.preschool, person.special_medical) == (None, False, False)


def test_consents_say_what_is_open_until_when() -> None:
    given = read(PERSON)
    assert {consent.kind: consent.state for consent in given.consents} == {
        ConsentKind.MEDICINES: ConsentState.GIVEN,
        ConsentKind.DIAGNOSES: ConsentState.NOT_GIVEN,
    }
    assert given.medical_information_until == datetime(2026, 4, 2, 9, tzinfo=JST)
    assert read(PERSON | {"PharmacistsInfoConsFlg": "0"}).medical_information_until is None


@pytest.mark.parametrize(
    ("elements", "share"),
    [
        ({"InsuredPartialContributionRatio": "010"}, 1),
        ({"ElderlyRecipientCertificateInfo": {"ElderlyRecipientContributionRatio": "020"}}, 2),
        ({"InsuredPartialContributionRatio": "100"}, 10),
        ({}, None),
    ],
)
def test_share_is_in_tenths_wherever_it_stands(elements: dict[str, Any], share: int | None) -> None:
    assert only(elements).share == share


def test_classes_that_change_what_is_paid() -> None:
    assert only({"InsuredCardClassification": "05"}).special_medical
    assert only({"PreschoolClassification": "1"}).preschool
    assert only({"InsuredCardClassification": "A1"}).is_medical_assistance


def test_insurance_and_medical_assistance_are_told_apart() -> None:
    both = read(PERSON, PERSON | {"InsuredCardClassification": "A1", "InsurerNumber": "12990016"})
    assert both.insurance is not None
    assert both.insurance.insurer_number == "990010"
    assert both.medical_assistance is not None
    assert both.medical_assistance.insurer_number == "12990016"


def test_limit_tickets_and_diseases() -> None:
    limit = {"LimitApplicationCertificateClassification": "01", "LimitApplicationCertificateClassificationFlag": "A03"}
    ticket = {"TicketType": "01", "SelfPayAmount": "0", "MedicalTicketValidDate": "20260401"}
    disease = {"SpecificDiseasesDiseaseCategory": "1", "SpecificDiseasesSelfPay": "10000"}
    row = only(
        {
            "LimitApplicationCertificateRelatedInfo": limit,
            "PublicExpenseResultList": [{"MedicalTicketInfo": ticket}],
            "SpecificDiseasesCertificateList": [{"SpecificDiseasesCertificateInfo": disease}],
        }
    )
    assert row.limit is not None
    assert row.limit.flag is LimitFlag.A03
    assert [(one.self_pay, one.valid_from) for one in row.tickets] == [(0, date(2026, 4, 1))]
    assert [one.self_pay for one in row.specific_diseases] == [10000]


@pytest.mark.parametrize("place", ["body", "person"])
def test_the_prescription_choice_is_found_in_both_places(place: str) -> None:
    chosen = {"PrescriptionIssueSelect": "1"}
    given = read(PERSON, **chosen) if place == "body" else read(PERSON | chosen)
    assert given.prescription is PrescriptionIssue.ELECTRONIC


def test_a_notice_stands_beside_a_normal_end() -> None:
    given = read(PERSON, ProcessingResultCode="SIM-N201", ProcessingResultMessage="まもなく")
    assert given.notice == Notice(code="SIM-N201", message="まもなく")
    assert read(PERSON).notice is None


def test_codes_newer_than_our_lists_are_left_open() -> None:
    row = only({"InsuredCardClassification": "08", "ReasonOfLoss": "04"})
    assert (row.classification, row.loss_reason) == (None, None)


@pytest.mark.parametrize(
    ("elements", "named"),
    [
        ({"DisqualificationDate": "20260230"}, "DisqualificationDate"),
        ({"Birthdate": "S6310"}, "Birthdate"),
        ({"InsuredPartialContributionRatio": "３割"}, "ContributionRatio"),
        ({"InsuredPartialContributionRatio": "015"}, "ContributionRatio"),
        ({"PharmacistsInfoAvailableTime": "20260402"}, "PharmacistsInfoAvailableTime"),
        (
            {
                "SpecificDiseasesCertificateList": [
                    {"SpecificDiseasesCertificateInfo": {"SpecificDiseasesSelfPay": "一"}}
                ]
            },
            "SpecificDiseasesSelfPay",
        ),
    ],
)
def test_what_would_change_the_meaning_is_not_guessed(elements: dict[str, Any], named: str) -> None:
    with pytest.raises(ContractBroken, match=named) as caught:
        only(elements)
    assert all(str(value) not in str(caught.value) for value in elements.values())


@pytest.mark.parametrize("validity", ["7", ""])
def test_an_unknown_validity_is_an_error(validity: str) -> None:
    with pytest.raises(ContractBroken, match="QualificationValidity"):
        read(PERSON, QualificationValidity=validity)


@pytest.mark.parametrize("validity", ["1", "6"])
def test_valid_without_a_person_is_an_error(validity: str) -> None:
    with pytest.raises(ContractBroken, match="ResultOfQualificationConfirmation"):
        read(QualificationValidity=validity)


@pytest.mark.parametrize("validity", ["2", "3", "4", "5"])
def test_the_other_validities_may_come_without_a_person(validity: str) -> None:
    assert read(QualificationValidity=validity).qualifications == ()


@given(chance=st.randoms(use_true_random=True))
def test_answers_survive_the_journal(chance: random.Random) -> None:
    written = message(ResultMessage, chance)
    body = written.xml_msg.message_body
    assume(body.qualification_validity and (body.result_list or body.qualification_validity in "2345"))
    given = read_answer(written)
    assert QualificationAnswer.model_validate_json(given.model_dump_json()) == given


def test_refusals_and_registrations_survive_the_journal() -> None:
    refusal = Refusal.of("SIM-E105", "失効")
    assert refusal.reason is RefusalReason.CERTIFICATE_REVOKED
    assert Refusal.model_validate_json(refusal.model_dump_json()) == refusal
    done = Registered(
        processed_at=datetime(2026, 4, 1, 9, tzinfo=JST), registered_on=date(2026, 4, 1), certificate_serial="1f"
    )
    assert Registered.model_validate_json(done.model_dump_json()) == done


def test_a_code_of_another_system_is_kept_with_its_words() -> None:
    assert Refusal.of("E0042", "別の理由") == Refusal(code="E0042", message="別の理由", reason=RefusalReason.OTHER)


def test_every_reason_says_what_to_do_in_both_languages() -> None:
    assert all(reason.next_ja and reason.next_en for reason in RefusalReason)
    assert Classification.SPECIAL_MEDICAL.label == "特別療養費"
