"""照合番号B: the three fields printed on the card, typed by the clerk or read by the reader's camera."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from reader.credentials import VerificationNumberB
from reception.rules.numbers import InputProblem
from reception.tui.commands import Scope, bindings
from reception.tui.dialogs.form import Field, Form
from reception.tui.japanese_input import half_width
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose
from reception.visit.commands import StartVisualCheck


class CardFacePanel(Form[StartVisualCheck]):
    """Result: the command with the number, or without it when the camera reads. No draft: the number is a secret."""

    over = True
    scopes: ClassVar[tuple[Scope, ...]] = (Scope.CARD_FACE, Scope.FORM, Scope.PAGE)
    BINDINGS = bindings(Scope.CARD_FACE, Scope.FORM, Scope.PAGE)

    def __init__(self, tries_left: int | None) -> None:
        """`tries_left` of the 照合番号B as far as the chip has told."""
        super().__init__({})
        self._tries_left = tries_left

    def compose(self) -> ComposeResult:
        """Three fields as printed."""
        yield Banner(self.reception.place)
        with Vertical(classes="box", id="card-face"):
            yield Static("照合番号B（カードの表に印刷された3つ）", classes="title")
            if self._tries_left is not None:
                yield Prose(f"！ 前の番号はちがいました。残り{self._tries_left}回です。", classes="-care")
            yield from self.rows()
            yield Prose("カメラのあるリーダーでは、F9でカードの表を読み取れます。裏は見ません。", classes="quiet")
        yield KeyLine()

    def fields(self) -> tuple[Field, ...]:
        """生年月日, 有効期限の年, セキュリティコード."""
        return (
            Field("birth", "生年月日", _digits(6), placeholder="6桁（和暦の年・月・日）"),
            Field("expiry", "有効期限の年", _digits(4), placeholder="4桁（西暦）"),
            Field("code", "セキュリティコード", _digits(4), placeholder="4桁"),
        )

    def made(self, values: Mapping[str, object]) -> StartVisualCheck:
        """The 14 digits."""
        return StartVisualCheck(VerificationNumberB(f"{values['birth']}{values['expiry']}{values['code']}"))

    def action_camera_reads(self) -> None:
        """Let the camera read the card."""
        self.dismiss(StartVisualCheck())


def _digits(length: int) -> Callable[[str], str | InputProblem]:
    def read(text: str) -> str | InputProblem:
        digits = half_width(text)
        if digits.isascii() and digits.isdigit() and len(digits) == length:
            return digits
        return InputProblem(f"数字{length}桁で入力してください。", f"Type {length} digits.")

    return read
