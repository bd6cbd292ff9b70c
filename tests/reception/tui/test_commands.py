"""One table: no command without help, reading or key; footer, palette and help show exactly what it says."""

import re
from collections import Counter
from pathlib import Path

import pytest

from reception.tui.commands import COMMANDS, Entry, Preset, Scope, When, binding_id, bindings, keymap, of
from reception.tui.dialogs.card_face import CardFacePanel
from reception.tui.dialogs.declaration import DeclarationForm
from reception.tui.dialogs.faces import FacesPage
from reception.tui.dialogs.paper import PaperPage
from reception.tui.dialogs.pin import PinPanel
from reception.tui.dialogs.points import PointsForm
from reception.tui.dialogs.question import Question
from reception.tui.screens.desk import DeskScreen
from reception.tui.screens.help import HelpPage
from reception.tui.screens.keyed import Keyed
from reception.tui.screens.pages import LogPage, ReasonsPage, SummaryPage
from reception.tui.screens.palette import Palette, found
from reception.tui.screens.papers import PapersPage
from reception.tui.screens.start import StartScreen
from reception.tui.screens.tasks import TasksPage
from reception.tui.widgets.key_line import KeyLine
from tests.reception.tui.driving import driving

SCREENS = (
    StartScreen, DeskScreen, HelpPage, LogPage, ReasonsPage, SummaryPage, Palette, PapersPage, TasksPage, PinPanel,
    CardFacePanel, FacesPage, Question, PaperPage, DeclarationForm, PointsForm,
)  # fmt: skip
KANA = re.compile(r"[ぁ-んー ]+")
ROMAJI = re.compile(r"[a-z ]+")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: f"{entry.scope}.{entry.id}")
def test_no_command_lacks_words_readings_or_keys(entry: Entry) -> None:
    assert JAPANESE.search(entry.ja)
    assert entry.en
    assert KANA.fullmatch(entry.kana)
    assert ROMAJI.fullmatch(entry.romaji)
    assert entry.help.endswith("。")
    for preset in Preset:
        assert entry.keys_in(preset)
        assert entry.all_key_names(preset).strip()


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_on_one_screen_a_key_means_one_thing(screen: type[Keyed[object]], preset: Preset) -> None:
    entries = of(*screen.scopes, Scope.EVERYWHERE)
    keys = Counter(key for entry in entries for key in entry.keys_in(preset))
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_every_row_of_a_screen_has_its_action_and_its_binding(screen: type[Keyed[object]]) -> None:
    for entry in of(*screen.scopes):
        assert callable(getattr(screen, f"action_{entry.action}"))
    bound = {binding.id: binding for binding in screen.BINDINGS if not isinstance(binding, tuple)}
    rows = of(*screen.scopes, Scope.EVERYWHERE)
    assert {f"{entry.id}-{key}" for entry in rows if entry.takes_key for key in entry.keys} | {
        binding_id(entry) for entry in rows if not entry.takes_key
    } == set(bound)


def test_every_scope_is_some_screens() -> None:
    assert {scope for screen in SCREENS for scope in screen.scopes} | {Scope.EVERYWHERE} == set(Scope)


def test_ids_are_unique_within_a_scope() -> None:
    assert len({(entry.scope, entry.id) for entry in COMMANDS}) == len(COMMANDS)


def test_hot_actions_are_never_on_escape() -> None:
    assert {entry.id for entry in COMMANDS if "escape" in entry.keys} == {"back", "cancel"}


def test_the_presets_differ_where_a_clerk_of_the_other_program_expects_it() -> None:
    keys = keymap(Preset.ORCA)
    assert "f1" in keys["page.back"].split(",")
    assert "f1" not in keys["everywhere.help"].split(",")
    assert keymap(Preset.STANDARD)["everywhere.help"] == "f1"


@pytest.mark.parametrize(
    ("sought", "first"),
    [("待合", "queue"), ("まちあい", "queue"), ("machiai", "queue"), ("マチアイ", "queue"), ("ﾏﾁｱｲ", "queue"),
     ("MACHI", "queue"), ("診療", "tasks"), ("しゅうりょう", "quit"), ("owaru", "quit"), ("くらい", "")],
)  # fmt: skip
def test_the_palette_finds_by_kanji_kana_and_romaji(sought: str, first: str) -> None:
    hits = found(of(Scope.DESK, Scope.EVERYWHERE), sought)
    assert (hits[0].id if hits else "") == first


def test_bindings_of_everywhere_run_on_the_app() -> None:
    targets = {binding.action for binding in bindings(Scope.PAGE) if not isinstance(binding, tuple)}
    assert {"app.help", "app.theme", "back"} <= targets


async def test_key_line_palette_and_help_show_exactly_the_table(tmp_path: Path) -> None:
    async with driving(tmp_path, size=(200, 50)) as run:
        await run.call("ichiro")
        desk = run.desk
        working = [
            entry
            for entry in of(Scope.DESK, Scope.EVERYWHERE)
            if entry.when is When.ALWAYS or entry.when in desk.holds()
        ]
        assert list(desk.working()) == working
        line = str(desk.query_one(KeyLine).render())
        assert line == "  ".join(f"{entry.key_name(Preset.STANDARD)}{entry.ja}" for entry in working if entry.hint)
        await run.press("f10")
        palette = run.app.screen
        assert isinstance(palette, Palette)
        assert list(palette.found) == [entry for entry in working if entry.palette]
        await run.press("escape", "f1")
        for entry in of(Scope.DESK, Scope.EVERYWHERE):
            assert f"{entry.ja}　{entry.help}" in run.text.replace("\n", "")


async def test_what_cannot_be_done_now_is_neither_shown_nor_done(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        assert "実行" not in run.text.splitlines()[-1]
        await run.press("f12")
        assert run.desk.view is None
        await run.press("f4")
        assert run.app.screen is run.desk


async def test_a_click_on_the_key_line_does_the_same_as_the_key(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.pilot.click("#key-line", offset=(2, 0))
        await run.until_shown("キー配置: 標準")


async def test_the_palette_runs_what_it_found(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.press("f10")
        await run.type("meian")
        theme = run.app.theme
        await run.press("enter")
        await run.until(lambda: run.app.theme != theme)


async def test_under_the_other_preset_f1_goes_back(tmp_path: Path) -> None:
    async with driving(tmp_path) as run:
        await run.press("ctrl+k")
        assert "日レセ風" in run.text
        await run.press("f8")
        await run.until_shown("残っている仕事はありません")
        await run.press("f1")
        assert run.app.screen is run.desk
        await run.press("question_mark")
        await run.until_shown("キー配置: 日レセ風")
