"""What goes wrong becomes words and a next step; nothing is lost."""

import asyncio
from pathlib import Path

import pytest

from fixtures import load_world
from reception.embedded import embedded_server
from reception.practice import PracticePatient
from reception.settings import Outages
from reception.tui.dialogs.pin import PinPad, PinPanel
from reception.tui.dialogs.question import Question
from reception.tui.screens.desk import DeskScreen
from reception.tui.screens.too_small import TooSmall
from reception.visit.commands import Action
from reception.visit.values import FailureCause
from tests.reception.tui.driving import Driver, driving


async def _to_the_pin(run: Driver, patient_id: str) -> None:
    await run.call(patient_id)
    await run.choose(Action.RECEIVE_CARD)
    await run.choose(Action.PLACE_CARD)
    await run.choose(Action.ENTER_PIN)
    assert isinstance(run.app.screen, PinPanel)


async def test_a_wrong_pin_then_the_right_one(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await _to_the_pin(run, "ichiro")
        assert "残り3回" in run.text
        await run.type("0000")
        await run.press("enter")
        assert run.visit.pin_tries_left == 2
        assert "残り2回" in run.text
        await run.choose(Action.ENTER_PIN)
        await run.press("f9")
        assert run.visit.identity is not None


async def test_a_malformed_pin_never_reaches_the_card(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await _to_the_pin(run, "ichiro")
        await run.type("12a")
        assert "数字だけ入力できます" in run.text
        await run.press("f12")
        assert "今は2桁" in run.text
        await run.press("escape")
        assert run.visit.pin_tries_left == 3
        assert run.desk.counter.log()[-1].kind == "card-presented"


async def test_the_last_try_asks_and_nothing_typed_is_shown_or_kept(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await _to_the_pin(run, "ichiro")
        for tries in (2, 1):
            await run.type("0000")
            await run.press("enter")
            assert run.visit.pin_tries_left == tries
            await run.choose(Action.ENTER_PIN)
        assert "残り1回" in run.text
        panel = run.app.screen
        await run.type("９８７６")
        assert "9876" not in run.text
        assert "＊" in run.text
        await run.press("enter")
        assert isinstance(run.app.screen, Question)
        await run.press("n")
        assert run.app.screen is panel
        assert run.visit.pin_tries_left == 1
        assert "＿" in run.text
        await run.press("escape")
        assert "9876" not in repr(vars(panel.query_one(PinPad)) if panel.is_attached else vars(panel))


async def test_a_patient_who_forgot_the_pin_says_so(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await _to_the_pin(run, "takeshi")
        await run.press("f9")
        assert "忘れてしまいました" in run.text
        await run.press("escape")
        assert run.visit.pin_tries_left == 2


async def test_a_card_pulled_in_the_middle_is_placed_again(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.call("ichiro")
        await run.choose(Action.RECEIVE_CARD)
        await run.choose(Action.PLACE_CARD)
        run.reader.pull_after(0)
        await run.choose(Action.ENTER_PIN)
        await run.press("f9")
        assert not run.visit.card_on_reader
        await run.choose(Action.PLACE_CARD)
        assert run.visit.card_on_reader
        await run.choose(Action.CHECK_FACE)
        assert run.visit.identity is not None


async def test_a_dead_reader_leads_down_the_ladder(tmp_path: Path) -> None:
    async with driving(tmp_path, outages=Outages(reader=True)) as run:
        await run.call("noboru")
        await run.choose(Action.RECEIVE_CARD)
        await run.choose(Action.PLACE_CARD)
        assert run.visit.failure is not None
        assert run.visit.failure.cause is FailureCause.READER_DOWN
        assert run.desk.view is not None
        assert run.desk.view.steps


async def test_a_server_that_stops_is_told_and_can_be_asked_again(tmp_path: Path) -> None:
    world = await asyncio.to_thread(load_world)
    server = embedded_server(world, tmp_path / "registry.sqlite")
    url = await asyncio.to_thread(server.__enter__)
    async with driving(tmp_path, server_url=url) as run:
        await run.call("ichiro")
        await run.choose(Action.RECEIVE_CARD)
        await run.choose(Action.PLACE_CARD)
        await run.choose(Action.CHECK_FACE)
        await asyncio.to_thread(server.__exit__, None, None, None)
        await run.choose(Action.ASK_CONSENT)
        await run.press("enter")
        assert run.visit.failure is not None
        assert run.visit.failure.cause is FailureCause.SERVER_UNREACHABLE
        assert Action.SEND_CHECK in run.actions


async def test_waiting_shows_what_for_and_for_how_long_and_can_be_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(tmp_path) as run:
        await run.call("ichiro")
        await run.choose(Action.RECEIVE_CARD)
        monkeypatch.setattr(PracticePatient, "put_card", lambda _patient, _reader: None)  # the patient does not move
        await run.send("1")
        await run.until_shown("カードが置かれるのを待っています")
        await run.until_shown("F7で中止できます")
        assert "秒" in run.text
        await run.until(lambda: run.desk.is_working)
        await run.press("f7")
        await run.until_shown("中止しました")
        assert Action.PLACE_CARD in run.actions


async def test_too_small_a_screen_asks_for_room_and_loses_nothing(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await _to_the_pin(run, "ichiro")
        await run.type("12")
        await run.pilot.resize_terminal(79, 24)
        await run.until_shown("画面を80桁24行以上に広げてください")
        assert "（今は79桁24行）" in run.text
        await run.send("3", "f12", "escape")
        assert isinstance(run.app.screen, TooSmall)
        await run.pilot.resize_terminal(80, 23)
        await run.until_shown("（今は80桁23行）")
        await run.pilot.resize_terminal(80, 24)
        await run.until(lambda: isinstance(run.app.screen, PinPanel))
        assert run.app.screen.query_one(PinPad).filled == 2


async def test_a_dialog_that_comes_while_the_screen_is_too_small_waits_too(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.call("ichiro")
        await run.choose(Action.RECEIVE_CARD)
        await run.choose(Action.PLACE_CARD)
        await run.pilot.resize_terminal(70, 24)
        await run.until_shown("広げてください")
        run.desk.action_perform_number(2)
        await run.until(lambda: sum(isinstance(screen, PinPanel) for screen in run.app.screen_stack) == 1)
        assert "広げてください" in run.text
        await run.pilot.resize_terminal(80, 24)
        await run.until(lambda: isinstance(run.app.screen, PinPanel))
        await run.press("escape")
        await run.until(lambda: isinstance(run.app.screen, DeskScreen))


async def test_quit_asks_while_a_visit_is_open_and_the_next_start_goes_on(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.call("ichiro")
        await run.choose(Action.RECEIVE_CARD)
        await run.press("ctrl+q")
        assert isinstance(run.app.screen, Question)
        await run.press("n")
        assert isinstance(run.app.screen, DeskScreen)
        await run.press("q")
        await run.send("y")
    async with driving(tmp_path) as run:
        assert "途中の受診があります" in run.text
        await run.call("ichiro")
        assert "対応中" in run.text
        await run.choose(Action.PLACE_CARD)
        kinds = [event.kind for event in run.desk.counter.log()]
        assert kinds[:4] == ["visit-opened", "card-handed", "session-resumed", "card-presented"]


async def test_a_damaged_journal_is_kept_aside_and_told(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"not a journal")
    async with driving(tmp_path) as run:
        status = run.text.splitlines()[-4:]
        assert any("！" in line for line in status)
        await run.call("ichiro")
        await run.press("f1", "end")
        await run.until_shown("お知らせ")
        assert len(list(tmp_path.glob("journal*"))) >= 2


async def test_the_banner_and_the_keys_are_there_at_every_size(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.call("sora")
        for size in [(80, 24), (81, 25), (95, 30), (109, 31), (110, 32), (120, 36), (200, 60)]:
            await run.resize(size)
            lines = run.text.splitlines()
            assert lines[0].startswith(" 【訓練】")
            assert lines[0].endswith("2026年6月15日（月）")
            assert "F1ヘルプ" in lines[-1]
