"""暗証番号 on the reader's panel: masked, four digits, the tries left first, nothing kept."""

import unicodedata

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from reader.credentials import Pin
from reception.tui.commands import Scope, When, bindings
from reception.tui.dialogs.question import Question
from reception.tui.screens.keyed import Page
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose

LENGTH = 4


class PinPad(Static, can_focus=True):
    """Four places. Takes digits only, half or full width; tells at once what it does not take."""

    filled = reactive(0)

    class Refused(Message):
        """A key that is no digit."""

    def __init__(self) -> None:
        super().__init__("", id="pin-pad")
        self._digits = ""

    def render(self) -> Content:
        """＊ for a digit, ＿ for an empty place."""
        places = ("＊" if place < self.filled else "＿" for place in range(LENGTH))
        return Content("  ").join(Content.styled(f"  {place}  ", "bold $foreground on $field") for place in places)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Digits and 消す belong to the panel."""
        del key
        return character is not None and _digit(character) is not None

    def on_key(self, event: events.Key) -> None:
        """A digit, or Backspace."""
        if event.key == "backspace":
            self._set(self._digits[:-1])
        elif event.character and event.is_printable:
            self._type(event.character)
        else:
            return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """An input method commits as one text."""
        event.stop()
        for character in event.text.strip():
            self._type(character)

    def _type(self, character: str) -> None:
        digit = _digit(character)
        if digit is None:
            self.post_message(self.Refused())
        elif len(self._digits) < LENGTH:
            self._set(self._digits + digit)

    def _set(self, digits: str) -> None:
        self._digits = digits
        self.filled = len(digits)

    def erase(self) -> None:
        """Forget what was typed."""
        self._set("")

    def take(self) -> Pin:
        """Give the PIN away once and forget it. Raises MalformedPin."""
        digits = self._digits
        self.erase()
        return Pin(digits)


def _digit(character: str) -> str | None:
    """The ASCII digit; None for anything else."""
    value = unicodedata.digit(character, None)
    return None if value is None else str(value)


class PinPanel(Page[Pin]):
    """The reader's panel. Result: the PIN for exactly one try."""

    over = True
    scopes = (Scope.PAGE, Scope.PIN)
    BINDINGS = bindings(Scope.PAGE, Scope.PIN)

    def __init__(self, tries_left: int | None, remembered: Pin | None, *, practice: bool) -> None:
        """`remembered` is what the practice patient would type (None: forgotten); `practice` False: a real person."""
        super().__init__()
        self._tries_left = tries_left
        self._remembered = remembered
        self._practice = practice

    def compose(self) -> ComposeResult:
        """Tries left, pad, message."""
        yield Banner(self.reception.place)
        with Vertical(classes="box", id="pin-panel"):
            yield Static("暗証番号（利用者証明用・数字4桁）", classes="title")
            yield Prose(tries_text(self._tries_left), id="tries", classes=tries_class(self._tries_left))
            yield PinPad()
            yield Prose("患者さんが自分で入力します。声には出しません。", id="pin-message")
        yield KeyLine()

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one(PinPad).focus()

    def holds(self) -> frozenset[When]:
        """The practice patient can type."""
        return frozenset({When.ANSWER}) if self._practice else frozenset()

    def on_pin_pad_refused(self) -> None:
        """No digit."""
        self._tell("数字だけ入力できます。")

    def action_erase_pin(self) -> None:
        """Start again; no try is used."""
        self.query_one(PinPad).erase()

    def action_patient_enters(self) -> None:
        """Let the practice patient type."""
        if self._remembered is None:
            self._tell("患者さん「暗証番号を忘れてしまいました。」 Escで戻り、ほかの方法に進みます。")
        else:
            self._send(self._remembered)

    def action_confirm_pin(self) -> None:
        """Check the format first: a malformed PIN never reaches the card."""
        pad = self.query_one(PinPad)
        if pad.filled < LENGTH:
            self._tell(f"数字{LENGTH}桁で入力してください（今は{pad.filled}桁）。カードには送っていません。")
        else:
            self._send(pad.take())

    def _send(self, pin: Pin) -> None:
        if self._tries_left == 1:
            self.app.push_screen(
                Question(LAST_TRY, yes="送る", no="やめる"), lambda sure: self._decided(pin, sure=sure)
            )
        else:
            self._leave(pin)

    def _decided(self, pin: Pin, *, sure: bool | None) -> None:
        if sure:
            self._leave(pin)

    def _leave(self, pin: Pin) -> None:
        self._remembered = None
        self.dismiss(pin)

    def on_unmount(self) -> None:
        """Nothing typed outlives the panel."""
        self._remembered = None

    def _tell(self, text: str) -> None:
        self.query_one("#pin-message", Prose).update(text)
        self.query_one("#pin-message").add_class("-told")


LAST_TRY = (
    "これが最後の1回です。まちがえると暗証番号はロックされ、解除は市区町村の窓口になります。"
    "ロックされても、顔認証と目視確認は使えます。この番号を送りますか。"
)


def tries_text(tries_left: int | None) -> str:
    """How many tries the card has left, before anything is typed."""
    if tries_left is None:
        return "残り回数はわかりません（途中でカードが外れました）。"
    if tries_left == 1:
        return "！ 残り1回です。まちがえるとロックされます。"
    return f"残り{tries_left}回まで入力できます。"


def tries_class(tries_left: int | None) -> str:
    """The ground that underlines it."""
    return "-care" if tries_left in {None, 1} else "-info"
