"""Typing and breaking Japanese."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Static

from reception.tui.japanese_input import JapaneseInput, composed, half_width
from reception.tui.line_breaking import wrap
from reception.tui.widgets.queue import QueueState, Waiting, queue_line

TEXT = st.text(st.sampled_from("訓練太郎、。「」（）ーっぁabc123- 　＊ＡＢ"), max_size=80)


@given(TEXT, st.integers(min_value=2, max_value=60))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(Content(text), width)
    assert all(cell_len(line.plain) <= width for line in lines)
    assert "".join("".join(line.plain.split()) for line in lines) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("カードを置きます。", 16, ["カードを置きま", "す。"]),
        ("保険「健保」です", 6, ["保険", "「健", "保」で", "す"]),
        ("規則FLOW-01です", 8, ["規則", "FLOW-01", "です"]),
        ("ＶＡＮ　ＡＮ", 8, ["ＶＡＮ", "ＡＮ"]),
        ("上の行\n\n下の行", 20, ["上の行", "", "下の行"]),
        ("ABCDEFGHIJ", 4, ["ABCD", "EFGH", "IJ"]),
    ],
)
def test_lines_break_as_japanese_does(text: str, width: int, lines: list[str]) -> None:
    assert [line.plain for line in wrap(Content(text), width)] == lines


@given(TEXT)
def test_composing_twice_changes_nothing(text: str) -> None:
    assert composed(composed(text)) == composed(text)


def test_what_composing_joins_and_what_it_leaves() -> None:
    assert composed("か\u3099") == "が"
    assert composed("葛\U000e0100城") == "葛\U000e0100城"
    kami = "\ufa19"
    assert unicodedata.normalize("NFC", kami) != kami
    assert composed(kami) == kami


def test_numbers_in_full_width() -> None:
    assert half_width(" ０１９９００１９　") == "01990019"


class _Form(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("上", id="above")
        yield JapaneseInput(id="name")


async def _type(pilot: Pilot[None], text: str) -> None:
    """What the driver makes of each character (Pilot has no names for some of them)."""
    for character in text:
        pilot.app.query_one(JapaneseInput).post_message(events.Key(_character_to_key(character), character))
    await pilot.pause()


async def test_the_full_width_space_can_be_typed() -> None:
    async with _Form().run_test() as pilot:
        await _type(pilot, "訓練\u3000空")
        assert pilot.app.query_one(JapaneseInput).value == "訓練\u3000空"


async def test_a_sound_mark_joins_its_kana_wherever_the_caret_is() -> None:
    async with _Form().run_test() as pilot:
        field = pilot.app.query_one(JapaneseInput)
        await pilot.press("か", "い", "left")
        await _type(pilot, "\u3099")
        assert field.value == "がい"
        assert field.cursor_position == 1
        await pilot.press("と")
        assert field.value == "がとい"


async def test_a_pasted_name_is_composed() -> None:
    async with _Form().run_test() as pilot:
        field = pilot.app.query_one(JapaneseInput)
        field.insert_text_at_cursor("か\u3099っこう")
        assert field.value == "がっこう"


async def test_the_input_method_follows_the_field_when_the_layout_moves() -> None:
    async with _Form().run_test() as pilot:
        field = pilot.app.query_one(JapaneseInput)
        await pilot.press("訓", "練")
        before = pilot.app.cursor_position
        pilot.app.query_one("#above", Static).update("一\n二\n三")
        await pilot.pause()
        assert pilot.app.cursor_position == before + Offset(0, 2)
        assert pilot.app.cursor_position == field.cursor_screen_offset


async def test_a_slip_of_the_hand_does_not_replace_the_field() -> None:
    async with _Form().run_test() as pilot:
        field = pilot.app.query_one(JapaneseInput)
        field.value = "訓練　空"
        await pilot.press("tab", "shift+tab", "end", "子")
        assert field.value == "訓練　空子"


@pytest.mark.parametrize("width", [18, 20, 24])
def test_a_queue_line_never_cuts_a_name(width: int) -> None:
    for name in ("訓練島　空", "訓練ＮＧＵＹＥＮ　ＶＡＮ　ＡＮ"):
        for state in QueueState:
            lines = queue_line(Waiting("id", name, state), width).plain.split("\n")
            assert all(cell_len(line) <= width for line in lines)
            shown = "".join("".join(lines).split())
            assert "".join(name.split()) in shown
            assert shown.endswith(state.value[1])
