"""Through a real pty: the traps of Japanese, and what only real bytes can show."""

import re
import unicodedata
from pathlib import Path

from reception.tui.half_block import SMALL
from tests.reception.tui.terminal import Terminal

F9, F10, F12, ENTER = "\x1b[20~", "\x1b[21~", "\x1b[24~", "\r"
ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|[()][AB0]|[P\]^_].*?(\x1b\\|\x07)|.)", re.DOTALL)


def test_japanese_is_typed_and_committed_as_it_is_and_the_input_method_follows(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.until_shown("待合")
        terminal.send(F10)
        terminal.until_shown("漢字・かな・ローマ字で探す")
        terminal.send("訓練")
        terminal.until_shown("訓練")
        terminal.send("\u3000")
        terminal.send("太郎")
        terminal.until_shown("訓練\u3000太郎")
        terminal.send("被保険者資格申立書受付")
        terminal.until_shown("太郎被保険者資格申立書受付")
        terminal.send("か\u3099")
        terminal.until_shown("受付が")
        assert b"\x1b[>1u" not in terminal.output

        def at_the_field() -> bool:
            column, row = terminal.caret
            return "太郎被保険者資格申立書受付が" in terminal.lines[row] and column > 30

        terminal.until(at_the_field)
        before = terminal.caret
        terminal.resize((110, 40))
        terminal.until(lambda: at_the_field() and terminal.caret != before)


def test_from_a_terminal_that_is_too_small_to_a_first_visit_and_out_again(tmp_path: Path) -> None:
    with Terminal(tmp_path, size=(60, 20)) as terminal:
        terminal.until_shown("画面を80桁24行以上に広げてください")
        assert "（今は60桁20行）" in terminal.text
        terminal.resize((80, 24))
        terminal.until_shown("基本の流れ")
        terminal.send(ENTER)
        terminal.until_shown("マイナンバーカードを預かる")
        terminal.send("1")
        terminal.until_shown("カードをリーダーに置く")
        terminal.send(F12)
        terminal.until_shown("暗証番号を入力してもらう")
        terminal.send("3")
        terminal.until_shown("照合番号B")
        terminal.send(F9)
        terminal.until_shown("写真とお顔を見比べる")
        terminal.send("1")
        terminal.until(lambda: sum("▀" * SMALL[0] in line for line in terminal.lines) == SMALL[1])
        terminal.send("y")
        terminal.until_shown("本　人　確　認　ず　み")
        terminal.send("q")
        terminal.until_shown("受付を終わりますか")
        terminal.send("y")
        assert terminal.until_ended() == 0
        assert b"\x1b[?1049l" in terminal.output
        shown = ESCAPES.sub("", terminal.output.decode())
        ambiguous = {one for one in shown if unicodedata.east_asian_width(one) == "A"}
        assert ambiguous <= {"▀"}


def test_without_colour_every_state_is_still_told(tmp_path: Path) -> None:
    with Terminal(tmp_path, NO_COLOR="1") as terminal:
        terminal.until_shown("＞　受　付")
        terminal.send(ENTER)
        terminal.until_shown("対応中")
        terminal.send("1")
        terminal.until_shown("＞　カードを預かった")
        assert any(line.lstrip().startswith("＞訓練田") for line in terminal.lines)
        assert "＞1 推奨" in terminal.text
        colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.output)
        assert all(red == green == blue for red, green, blue in colours)
