"""The desk: a command is refused or becomes events, and every event is on disk before anyone sees it."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from fixtures import World
from oqs_client.codes import IdentityMethod, Validity
from reader.credentials import Pin, VerificationNumberB
from reception.errors import JournalUnwritable, NotOffered, ReaderOccupied, UnknownVisit
from reception.visit import Event, Visit, fold
from reception.visit import commands as c
from reception.visit.values import Basis, DocumentKind, FailureCause, Insurance, TaskKind
from tests.reception.desks import BY_EYE, BY_PIN, Counter, open_counter, pin_of


@pytest.fixture
async def counter(world: World, server_url: str, tmp_path: Path) -> AsyncIterator[Counter]:
    async with open_counter(world, server_url, tmp_path) as counter:
        yield counter


async def received(counter: Counter, patient_id: str) -> Visit:
    """A patient whose card lies on the reader."""
    patient = counter.patient(patient_id)
    face = patient.printed_face()
    assert face is not None
    return await counter.do(await counter.arrives(patient), c.ReceiveCard(face), c.PlaceCard(), patient=patient)


async def test_a_visit_by_pin_closes_with_share_claim_and_yen(counter: Counter) -> None:
    """S01: 412 points at 3割 are 1,240 yen."""
    patient = counter.patient("ichiro")
    visit = await counter.finish(await counter.arrives(patient), patient, prefer=BY_PIN)
    assert visit.identity_method is IdentityMethod.PIN
    assert visit.card_answer is not None
    assert visit.card_answer.validity is Validity.VALID
    assert visit.share is not None
    assert visit.claim is not None
    assert visit.copayment is not None
    assert (visit.share.share, visit.claim.basis, visit.copayment.yen) == (3, Basis.CURRENT, 1240)


async def test_what_is_shown_is_the_fold_of_what_is_stored(counter: Counter) -> None:
    patient = counter.patient("sora")
    visit = await counter.finish(await counter.arrives(patient), patient)
    assert visit == fold(counter.events(visit))


async def test_listeners_are_told_after_the_event_is_on_disk(counter: Counter, tmp_path: Path) -> None:
    seen: list[int] = []

    def listen(visit: Visit, event: Event) -> None:
        with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as other:
            (stored,) = other.execute("SELECT count(*) FROM entry").fetchone()
            (last,) = other.execute("SELECT kind FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
        assert last == event.kind
        seen.append(stored)

    counter.desk.subscribe(listen)
    await received(counter, "ichiro")
    assert seen == [1, 2, 3]


async def test_a_command_that_is_not_offered_changes_nothing(counter: Counter) -> None:
    visit = await counter.arrives(counter.patient("ichiro"))
    with pytest.raises(NotOffered) as refused:
        await counter.desk.perform(visit.id, c.EnterPin(Pin("9057")))
    assert "receive-card" in refused.value.next_ja
    assert "9057" not in f"{refused.value} {refused.value.ja} {refused.value.next_ja}"
    assert counter.kinds(visit) == ["visit-opened"]
    assert counter.desk.visit(visit.id) == visit


async def test_a_document_that_is_not_asked_for_is_not_offered(counter: Counter) -> None:
    visit = await received(counter, "daisuke")
    visit = await counter.do(visit, pin_of(counter.patient("daisuke")), c.AskConsent(medical=True))
    with pytest.raises(NotOffered):
        await counter.desk.perform(visit.id, c.AskDocument(DocumentKind.INSURANCE_CARD, None))


async def test_an_event_that_cannot_be_stored_is_not_shown(counter: Counter) -> None:
    visit = await counter.arrives(counter.patient("ichiro"))
    told: list[Event] = []
    counter.desk.subscribe(lambda _, event: told.append(event))
    counter.journal.close()
    with pytest.raises(JournalUnwritable):
        await counter.desk.perform(visit.id, c.NoCard())
    assert counter.desk.visit(visit.id) == visit
    assert told == []


async def test_an_unknown_visit_is_said_to_be_unknown(counter: Counter) -> None:
    with pytest.raises(UnknownVisit):
        counter.desk.visit("2026-06-15-nobody-1")


async def test_the_second_visit_of_a_day_has_an_id_of_its_own(counter: Counter) -> None:
    patient = counter.patient("ichiro")
    first, second = await counter.arrives(patient), await counter.arrives(patient)
    assert (first.id, second.id) == ("2026-06-15-ichiro-1", "2026-06-15-ichiro-2")
    assert [visit.id for visit in counter.desk.visits()] == [first.id, second.id]


async def test_a_wrong_pin_is_one_try_and_no_more(counter: Counter) -> None:
    visit = await received(counter, "ichiro")
    for left in (2, 1, 0):
        visit = await counter.do(visit, c.EnterPin(Pin("9057")))
        assert visit.pin_tries_left == left
    with pytest.raises(NotOffered):
        await counter.desk.perform(visit.id, c.EnterPin(Pin("9057")))
    assert counter.kinds(visit).count("pin-rejected") == 3


async def test_a_locked_pin_leaves_the_other_ways_open(counter: Counter) -> None:
    """§2.9: a lock does not stop face or visual check."""
    visit = await received(counter, "ichiro")
    visit = await counter.do(visit, *[c.EnterPin(Pin("9057"))] * 3)
    visit = await counter.finish(visit, counter.patient("ichiro"), prefer=BY_EYE)
    assert visit.identity_method is IdentityMethod.VISUAL
    assert visit.copayment is not None
    assert visit.copayment.yen == 1240


async def test_the_photo_is_there_while_the_visual_check_is_open_and_never_stored(
    counter: Counter, tmp_path: Path
) -> None:
    visit = await received(counter, "takeshi")
    assert counter.desk.photo is None
    visit = await counter.do(visit, c.StartVisualCheck())
    photo = counter.desk.photo
    assert photo is not None
    assert photo.startswith(bytes.fromhex("0000000C6A5020200D0A870A"))
    await counter.do(visit, c.JudgeFace(matches=True))
    assert counter.desk.photo is None
    assert photo[:64] not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


async def test_a_stranger_is_refused_by_eye_and_the_visit_goes_on(counter: Counter) -> None:
    visit = await received(counter, "takeshi")
    visit = await counter.do(visit, c.StartVisualCheck(), c.JudgeFace(matches=False))
    assert counter.desk.photo is None
    assert visit.refused_methods == {IdentityMethod.VISUAL}
    assert counter.desk.steps(visit)


async def test_the_camera_that_does_not_recognise_refuses(counter: Counter) -> None:
    visit = await received(counter, "takeshi")
    visit = await counter.do(visit, c.CheckFace())
    assert counter.kinds(visit)[-1] == "face-refused"
    assert visit.refused_methods == {IdentityMethod.FACE}


async def test_a_wrong_verification_number_costs_a_try_and_opens_nothing(counter: Counter) -> None:
    visit = await received(counter, "takeshi")
    visit = await counter.do(visit, c.StartVisualCheck(VerificationNumberB("33101520310000")))
    assert counter.desk.photo is None
    assert visit.verification_tries_left == 9
    visit = await counter.do(visit, c.StartVisualCheck(counter.patient("takeshi").verification_number()))
    assert counter.desk.photo is not None


async def test_two_cards_do_not_lie_on_one_reader(counter: Counter) -> None:
    await received(counter, "ichiro")
    patient = counter.patient("takeshi")
    face = patient.printed_face()
    assert face is not None
    other = await counter.do(await counter.arrives(patient), c.ReceiveCard(face))
    with pytest.raises(ReaderOccupied) as refused:
        await counter.desk.perform(other.id, c.PlaceCard())
    assert "訓練田　一郎" in refused.value.ja
    assert counter.kinds(other) == ["visit-opened", "card-handed"]


async def test_the_card_of_somebody_else_never_becomes_the_patients_claim(counter: Counter) -> None:
    """The answer names another person than the one at the desk: compare name and birth date (§6 step 5)."""
    patient, other = counter.patient("ichiro"), counter.patient("sachiko")
    face = patient.printed_face()
    assert face is not None
    visit = await counter.do(await counter.arrives(patient), c.ReceiveCard(face))
    visit = await counter.do(visit, c.PlaceCard(), pin_of(other), c.AskConsent(medical=True), patient=other)
    assert visit.card_answer is not None
    assert visit.card_answer.insurance is not None
    assert visit.card_answer.insurance.number == "40881"
    visit = await counter.finish(visit, patient)
    assert visit.claim is not None
    assert visit.claim.claim.number != "40881"


async def test_the_registration_offered_is_done_and_the_check_follows_by_itself(counter: Counter) -> None:
    """S07, REG-02: registered at the window, then checked again."""
    person = next(one for one in counter.world.people.values() if one.card and one.card.registration == "no")
    patient = counter.patient(person.id)
    visit = await counter.finish(await counter.arrives(patient), patient, prefer=BY_PIN)
    kinds = counter.kinds(visit)
    assert "card-registered" in kinds
    assert kinds[kinds.index("card-registered") + 1] == "qualification-received"
    assert visit.claim is not None
    assert visit.claim.basis is Basis.CURRENT


async def test_a_number_that_cannot_be_written_on_the_wire_is_a_failed_look_up(counter: Counter) -> None:
    patient = counter.patient("kazuko")
    paper = patient.document(DocumentKind.ELIGIBILITY_CERTIFICATE)
    assert paper is not None
    spoilt = paper.model_copy(update={"insurance": paper.insurance.model_copy(update={"insurer_number": "12"})})
    visit = await received(counter, "kazuko")
    visit = await counter.do(visit, c.CompareCardFace(matches=True), c.AskDocument(spoilt.kind, spoilt))
    if any(step.action is c.Action.LOOK_UP_NUMBER for step in counter.desk.steps(visit)):
        visit = await counter.do(visit, c.LookUpNumber(spoilt.kind))
        assert visit.failures[-1].cause is FailureCause.REFUSED
        assert visit.failures[-1].document is DocumentKind.ELIGIBILITY_CERTIFICATE
    assert counter.desk.steps(visit)


async def test_a_number_found_after_hours_turns_the_claim_into_the_current_one(counter: Counter) -> None:
    """§2.4: a number known before billing is refiled as C1."""
    patient = counter.patient("sora")
    visit = await counter.finish(await counter.arrives(patient), patient, prefer=BY_PIN)
    assert visit.claim is not None
    assert visit.claim.basis is Basis.UNIDENTIFIED
    found = Insurance(insurer_number="01990027", symbol="50390002", number="19", branch="00", share=3)
    visit = await counter.do(visit, c.DoFollowUp(TaskKind.CALL_PATIENT, patient.on, found))
    assert counter.kinds(visit)[-2:] == ["follow-up-done", "claim-decided"]
    assert visit.claim is not None
    assert (visit.claim.basis, visit.claim.claim.number) == (Basis.CURRENT, "19")


async def test_commands_are_numbered_and_automatic_steps_belong_to_the_command_before(counter: Counter) -> None:
    visit = await received(counter, "ichiro")
    visit = await counter.do(visit, pin_of(counter.patient("ichiro")), c.AskConsent(medical=False))
    numbers = {entry.event.kind: entry.command for entry in counter.journal.entries(visit.id)}
    assert numbers == {
        "visit-opened": 0,
        "card-handed": 1,
        "card-presented": 2,
        "identity-confirmed": 3,
        "consent-given": 4,
        "qualification-received": 4,
    }


async def test_progress_tells_what_is_waited_for(counter: Counter) -> None:
    visit = await received(counter, "hiroshi")
    phrases: list[str] = []
    await counter.desk.perform(visit.id, pin_of(counter.patient("hiroshi")), progress=phrases.append)
    assert phrases == ["資格確認システムにつないでいます", "カードが署名しています", "資格確認システムに照会しています"]
