"""Invariants of the pure look-up, over any history (oqs-contract §0 fact 10)."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_oqs_server.lookup import AsOf, by_card, by_number
from mock_oqs_server.records import CoverageRecord
from oqs_client.codes import Validity

DAYS = st.sampled_from([date(2026, 1, day) for day in range(1, 13)])


@st.composite
def coverages(draw: st.DrawFn) -> CoverageRecord:
    ended = draw(st.none() | DAYS)
    return CoverageRecord(
        person_id="p",
        insurer_number="01990019",
        insurer_name="架空",
        scheme="kyokai",
        symbol=None,
        number=draw(st.sampled_from(["1", "2"])),
        branch=None,
        relation="self",
        insured_name=None,
        share=3,
        qualified_on=draw(DAYS),
        disqualified_on=ended,
        loss_reason=None,
        registered_on=draw(DAYS),
        loss_registered_on=draw(st.none() | DAYS) if ended else None,
        classification=draw(st.sampled_from(["01", "A1"])),
        ticket_registered=draw(st.booleans()),
        limit_classification=None,
        limit_flag=None,
        limit_from=None,
        limit_until=None,
    )


HISTORIES = st.lists(coverages(), max_size=4)
AS_OF = st.builds(AsOf, on=DAYS, known_on=DAYS)


@settings(max_examples=60)
@given(HISTORIES, AS_OF)
def test_a_card_never_hears_of_numbers(history: list[CoverageRecord], as_of: AsOf) -> None:
    found = by_card(history, as_of)
    assert found.validity not in (Validity.REPLACED, Validity.MULTIPLE)
    assert all(as_of.sees(row) for row in found.rows)
    lost = [as_of.lost(row) for row in found.rows]
    assert lost == ([True] if found.validity is Validity.INVALID else [False] * len(lost))


@settings(max_examples=60)
@given(HISTORIES, AS_OF)
def test_a_card_is_answered_unless_the_system_knows_nothing(history: list[CoverageRecord], as_of: AsOf) -> None:
    found = by_card(history, as_of)
    assert (found.validity is Validity.NOT_FOUND) == (not any(as_of.sees(row) for row in history))


@settings(max_examples=60)
@given(HISTORIES, AS_OF)
def test_a_number_is_answered_about_itself_alone(history: list[CoverageRecord], as_of: AsOf) -> None:
    bearing = [row for row in history if row.number == "1"]
    found = by_number(bearing, history, as_of)
    assert all(row.number == "1" for row in found.rows)
    open_rows = [row for row in bearing if as_of.sees(row) and not as_of.lost(row)]
    assert (found.validity in (Validity.VALID, Validity.UNREGISTERED)) == bool(open_rows)
    if found.validity is Validity.REPLACED:
        assert by_card(history, as_of).validity is Validity.VALID
