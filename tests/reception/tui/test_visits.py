"""Whole visits by keys alone, on real APDUs, a real journal and real HTTP."""

from pathlib import Path

from oqs_client.codes import IdentityMethod
from reception.tui.dialogs.declaration import DeclarationForm
from reception.tui.dialogs.faces import FacesPage
from reception.tui.dialogs.follow_up import FollowUpForm
from reception.tui.dialogs.paper import PaperPage
from reception.tui.dialogs.pin import PinPanel
from reception.tui.dialogs.points import PointsForm
from reception.tui.dialogs.question import Question
from reception.tui.screens.pages import SummaryPage
from reception.tui.screens.papers import PapersPage
from reception.visit.commands import Action
from reception.visit.values import Basis, TaskKind
from tests.reception.tui.driving import Driver, driving


async def _to_the_card(run: Driver, patient_id: str) -> None:
    await run.call(patient_id)
    await run.choose(Action.RECEIVE_CARD)
    await run.choose(Action.PLACE_CARD)


async def _finish(run: Driver) -> None:
    """Points as the practice suggests, card back, visit closed, by the recommended steps."""
    await run.choose(Action.ENTER_POINTS)
    assert isinstance(run.app.screen, PointsForm)
    await run.press("enter")
    while run.visit.closed is None:
        await run.press("f12")
    await run.until(lambda: isinstance(run.app.screen, SummaryPage))


async def test_by_pin_to_a_claim_on_the_current_insurance(tmp_path: Path) -> None:
    """S01: 412 points, 3割: 1,240 yen, C1."""
    async with driving(tmp_path) as run:
        await _to_the_card(run, "ichiro")
        await run.choose(Action.ENTER_PIN)
        assert isinstance(run.app.screen, PinPanel)
        await run.press("f9")
        assert run.visit.identity is IdentityMethod.PIN
        await run.choose(Action.ASK_CONSENT)
        assert isinstance(run.app.screen, Question)
        await run.press("enter")
        await run.until_shown("有　効")
        await _finish(run)
        assert "１，２４０ 円" in run.text
        assert "C1 現在の資格" in run.text
        assert run.visit.copayment is not None
        assert run.visit.copayment.yen == 1240
        assert not run.reader.card_present()


async def test_by_visual_check_with_the_mode_restored(tmp_path: Path) -> None:
    """S03: 500 points, 3割: 1,500 yen, and the reader back in its mode."""
    async with driving(tmp_path) as run:
        await _to_the_card(run, "takeshi")
        await run.choose(Action.START_VISUAL_CHECK)
        await run.press("f9")
        await run.until_shown("目視確認モード" if run.visit.identity else "写　真　を　見　る")
        await run.choose(Action.JUDGE_FACE)
        await run.until(lambda: isinstance(run.app.screen, FacesPage))
        await run.until_shown("▀")
        await run.press("y")
        assert run.visit.identity is IdentityMethod.VISUAL
        await run.choose(Action.ASK_CONSENT)
        await run.press("enter")
        await run.until_shown("有　効")
        await run.choose(Action.RESTORE_MODE)
        assert not run.visit.visual_mode
        await _finish(run)
        assert "１，５００ 円" in run.text


async def test_by_declaration_to_an_unidentified_claim_and_its_follow_up(tmp_path: Path) -> None:
    """S15: no qualification found, no papers: 申立書, C3, and the call after hours."""
    async with driving(tmp_path) as run:
        await _to_the_card(run, "sora")
        await run.choose(Action.ENTER_PIN)
        await run.press("f9")
        await run.choose(Action.ASK_CONSENT)
        await run.press("enter")
        await run.until_shown("資　格　情　報　な　し")
        while Action.TAKE_DECLARATION not in run.actions:
            await run.choose(Action.ASK_DOCUMENT)
            assert isinstance(run.app.screen, Question)
            await run.press("enter")
        await run.choose(Action.TAKE_DECLARATION)
        assert isinstance(run.app.screen, DeclarationForm)
        assert "カフェ見本（訓練）" in run.text
        await run.press("f12")
        await _finish(run)
        assert "１，５００ 円" in run.text
        assert "C3 不詳" in run.text
        assert "777777777" in run.text
        assert run.visit.claim is not None
        assert run.visit.claim.basis is Basis.UNIDENTIFIED
        await run.press("escape", "f8")
        await run.until_shown("患者さんに連絡する")
        tasks = [line for line in run.text.splitlines() if line.strip().startswith("・")]
        await run.press(*["down"] * next(n for n, line in enumerate(tasks) if "患者さんに連絡する" in line), "enter")
        await run.until(lambda: isinstance(run.app.screen, FollowUpForm))
        await run.press("f12")
        assert TaskKind.CALL_PATIENT in {done.task for done in run.visit.done}


async def test_a_closed_visit_can_be_practised_again_with_the_card_as_issued(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await _to_the_card(run, "ichiro")
        await run.choose(Action.ENTER_PIN)
        await run.type("0000")
        await run.press("f12")
        await run.until(lambda: run.visit.pin_tries_left == 2)
        await run.choose(Action.CHECK_FACE)
        await run.choose(Action.ASK_CONSENT)
        await run.press("enter")
        await run.until_shown("有　効")
        await _finish(run)
        closed = run.visit
        await run.press("escape", "a")
        await run.until(lambda: run.visit.id != closed.id)
        assert run.visit.patient_id == "ichiro"
        await run.choose(Action.RECEIVE_CARD)
        await run.choose(Action.PLACE_CARD)
        assert run.visit.pin_tries_left == 3


async def test_a_paper_is_taken_over_and_a_slip_is_told_at_the_field(tmp_path: Path) -> None:
    """S13: 無効, then the new number from the portal; a wrong digit is refused in words and nothing typed is lost."""
    async with driving(tmp_path) as run:
        await _to_the_card(run, "yui")
        await run.choose(Action.CHECK_FACE)
        await run.choose(Action.ASK_CONSENT)
        await run.press("enter")
        await run.until_shown("無　効")
        await run.press("f9")
        assert isinstance(run.app.screen, PapersPage)
        await run.press("enter")
        await run.until(lambda: isinstance(run.app.screen, PaperPage))
        await run.press("tab", "tab", "end", "backspace")
        await run.type("３")
        await run.press("f12")
        assert "検証番号が合い" in run.text
        await run.press("escape")
        assert not run.visit.documents
        await run.choose(Action.ASK_DOCUMENT)
        assert "0699002３" in run.text
        await run.press("f9", "f12")
        assert run.visit.documents[0].insurance.insurer_number == "06990022"
        await run.choose(Action.ASK_STILL_INSURED)
        await run.press("enter")
        await _finish(run)
        assert "C1 現在の資格" in run.text


async def test_fields_can_be_emptied_for_practice(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.call("haru")
        await run.choose(Action.NO_CARD)
        await run.choose(Action.ASK_DOCUMENT)
        assert isinstance(run.app.screen, PaperPage)
        await run.press("f8", "f12")
        assert "氏名を入力してください。" in run.text
        await run.press("f9", "f12")
        assert len(run.visit.documents) == 1


async def test_a_card_the_patient_did_not_bring(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.call("haru")
        await run.choose(Action.RECEIVE_CARD)
        assert "持っていない" in run.text
        await run.press("enter")
        assert run.visit.brought_card is False


async def test_what_was_typed_outlives_closing_the_dialog(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await _to_the_card(run, "ichiro")
        await run.choose(Action.CHECK_FACE)
        await run.choose(Action.ASK_CONSENT)
        await run.press("enter")
        await run.choose(Action.ENTER_POINTS)
        await run.press("end", "backspace", "backspace", "backspace")
        await run.type("９８")
        await run.press("escape")
        assert run.visit.points is None
        await run.choose(Action.ENTER_POINTS)
        assert "９８" in run.text
        await run.press("f12")
        assert run.visit.points == 98


async def test_the_words_to_say_in_three_languages(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.call("ichiro")
        await run.choose(Action.RECEIVE_CARD)
        assert "カードをこの台に置いてください" in run.text
        await run.press("f3")
        assert "カードを ここに おいて ください" in run.text.replace("\n", "")
        await run.press("f3")
        assert "Please put your card here" in run.text
        await run.press("f3")
        assert "カードをこの台に置いてください" in run.text
