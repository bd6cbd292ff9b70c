"""The practice patient: papers as printed, answers as their data say, a card that remembers its tries."""

from datetime import date
from pathlib import Path

import pytest

from fixtures import World
from reader.simulated import SimulatedReader
from reader.virtual import FileCounters
from reception.practice import PracticePatient
from reception.rules.decision import Step
from reception.visit import commands as c
from reception.visit.commands import Action, Command
from reception.visit.values import DocumentKind, TaskKind


def patient(world: World, person_id: str, on: date | None = None) -> PracticePatient:
    return PracticePatient(world, world.people[person_id], on or world.practice_date)


def test_the_slip_says_who_the_patient_is(world: World) -> None:
    identity = patient(world, "ichiro").identity()
    assert (identity.name, identity.name_kana) == ("訓練田　一郎", "クンレンダ　イチロウ")
    assert identity.birth_date == date(1980, 9, 12)


def test_the_face_of_the_card_is_read_without_its_chip(world: World) -> None:
    face = patient(world, "ichiro").printed_face()
    assert face is not None
    assert (face.name, face.sex, face.expires) == ("訓練田　一郎", "男", date(2032, 9, 12))
    assert face.has_photo
    assert not face.pinless


def test_who_brought_no_card_hands_none_over(world: World) -> None:
    assert patient(world, "ayumi").printed_face() is None


def test_the_paper_card_of_kyokai_prints_no_share(world: World) -> None:
    """DOC-07."""
    notice = patient(world, "ayumi").document(DocumentKind.ELIGIBILITY_NOTICE)
    assert notice is not None
    assert notice.insurance.share is None
    assert (notice.insurance.insurer_number, notice.insurance.symbol, notice.insurance.number) == (
        "01990019",
        "21650031",
        "905",
    )


def test_the_notice_of_a_union_prints_the_share(world: World) -> None:
    notice = patient(world, "noboru").document(DocumentKind.ELIGIBILITY_NOTICE)
    assert notice is not None
    assert notice.insurance.share == 3


def test_a_paper_does_not_exist_before_it_was_issued(world: World) -> None:
    """和子's 資格確認書 was issued on 2026-04-10."""
    kind = DocumentKind.ELIGIBILITY_CERTIFICATE
    assert patient(world, "kazuko", date(2026, 4, 9)).document(kind) is None
    paper = patient(world, "kazuko", date(2026, 4, 10)).document(kind)
    assert paper is not None
    assert paper.valid_until == date(2030, 9, 30)


def test_a_pdf_shows_the_day_it_was_saved_and_a_screen_the_day_it_is_opened(world: World) -> None:
    pdf = patient(world, "kenji").document(DocumentKind.PORTAL_PDF)
    assert pdf is not None
    assert pdf.as_of == date(2026, 1, 20)
    assert patient(world, "kenji").document(DocumentKind.PORTAL_SCREEN) is None
    screen = patient(world, "yui", date(2026, 6, 9)).document(DocumentKind.PORTAL_SCREEN)
    assert screen is not None
    assert screen.as_of == date(2026, 6, 9)


def test_the_new_insurance_is_on_no_screen_before_it_began(world: World) -> None:
    """結衣's new insurance begins on 2026-06-08."""
    assert patient(world, "yui", date(2026, 6, 7)).document(DocumentKind.PORTAL_SCREEN) is None


def test_the_chart_knows_only_earlier_visits(world: World) -> None:
    assert patient(world, "ichiro").known() is None
    known = patient(world, "midori").known()
    assert known is not None
    assert (known.insurer_number, known.number, known.share) == ("01990019", "231", 3)
    assert patient(world, "midori", date(2026, 5, 17)).known() is None


def test_the_declaration_holds_what_the_patient_can_write(world: World) -> None:
    declaration = patient(world, "sora").declaration()
    assert (declaration.scheme, declaration.insurer_name, declaration.employer) == (
        "わからない",
        None,
        "カフェ見本（訓練）",
    )
    assert (declaration.name_kana, declaration.contact) == ("クンレンジマ　ソラ", "000-0000-0000")
    assert declaration.signed_on == world.practice_date


def answer(world: World, person_id: str, action: Action, document: DocumentKind | None = None) -> Command | None:
    return patient(world, person_id).respond(Step(action, (), document=document))


def test_who_forgot_the_pin_cannot_enter_it(world: World) -> None:
    assert answer(world, "takeshi", Action.ENTER_PIN) is None
    assert isinstance(answer(world, "ichiro", Action.ENTER_PIN), c.EnterPin)


def test_a_card_without_a_pin_has_none_to_enter(world: World) -> None:
    pinless = next(one.id for one in world.people.values() if one.card and one.card.kind == "pinless")
    assert answer(world, pinless, Action.ENTER_PIN) is None


def test_the_patient_hands_over_the_card_or_says_there_is_none(world: World) -> None:
    assert isinstance(answer(world, "ichiro", Action.RECEIVE_CARD), c.ReceiveCard)
    assert answer(world, "ichiro", Action.NO_CARD) is None
    assert answer(world, "ayumi", Action.RECEIVE_CARD) is None
    assert answer(world, "ayumi", Action.NO_CARD) == c.NoCard()


def test_a_document_asked_for_is_shown_or_missed(world: World) -> None:
    kind = DocumentKind.PORTAL_PDF
    assert answer(world, "ichiro", Action.ASK_DOCUMENT, kind) == c.AskDocument(kind, None)
    shown = answer(world, "kenji", Action.ASK_DOCUMENT, kind)
    assert isinstance(shown, c.AskDocument)
    assert shown.document is not None


@pytest.mark.parametrize("matches", [True, False])
def test_the_clerk_sees_whether_it_is_the_holder(matches: bool, world: World) -> None:
    wanted = "stranger" if not matches else "match"
    person = next(one for one in world.people.values() if one.conduct.face == wanted)
    assert answer(world, person.id, Action.JUDGE_FACE) == c.JudgeFace(matches)
    assert answer(world, person.id, Action.COMPARE_CARD_FACE) == c.CompareCardFace(matches)


def test_answers_follow_the_conduct(world: World) -> None:
    assert answer(world, "naoko", Action.ASK_CONSENT) == c.AskConsent(medical=False)
    assert answer(world, "daisuke", Action.ASK_UNCHANGED) == c.AskUnchanged(unchanged=False)
    kind = DocumentKind.PORTAL_SCREEN
    assert answer(world, "daisuke", Action.ASK_STILL_INSURED, kind) == c.AskStillInsured(kind, still=False)
    assert answer(world, "ichiro", Action.ENTER_POINTS) == c.EnterPoints(412)


def test_every_action_has_an_answer_of_somebody(world: World) -> None:
    """No action leaves the whole world speechless: a step nobody could ever answer would be a dead end."""
    steps = [Step(action, (), document=DocumentKind.PORTAL_PDF, task=TaskKind.CALL_PATIENT) for action in Action]
    everyone = [patient(world, person_id) for person_id in world.people]
    assert all(any(one.respond(step) is not None for one in everyone) for step in steps)


def test_the_portrait_is_a_picture(world: World) -> None:
    assert patient(world, "ichiro").portrait().startswith(b"\x89PNG")


def test_the_card_goes_on_the_reader_and_back(world: World) -> None:
    reader = SimulatedReader()
    one = patient(world, "ichiro")
    one.put_card(reader)
    assert reader.card_present()
    one.take_card(reader)
    assert not reader.card_present()


def test_the_card_remembers_its_tries_from_one_program_to_the_next(world: World, tmp_path: Path) -> None:
    from reader.credentials import Pin
    from reader.errors import WrongPin
    from reader.my_number_card import MyNumberCard

    for left in (2, 1):
        person = world.people["ichiro"]
        one = PracticePatient(world, person, world.practice_date, FileCounters(tmp_path / "ichiro.json"))
        reader = SimulatedReader()
        one.put_card(reader)
        connection = reader.connect()
        with pytest.raises(WrongPin) as wrong:
            MyNumberCard(connection).verify_pin(Pin("9057"))
        assert wrong.value.tries_left == left
        connection.close()
