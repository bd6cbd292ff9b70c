"""An input into which Japanese can be typed.

Textual's own drops the full-width space (for Python it is not printable), keeps か and its sound mark apart when
they arrive as two code points, and leaves the input method's window behind when the layout moves.
"""

import re
import unicodedata

from textual import events
from textual.screen import Screen
from textual.widgets import Input

_COMPATIBILITY_IDEOGRAPHS = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_COMPOSABLE = re.compile(f"[^{_COMPATIBILITY_IDEOGRAPHS}]+")
_FULL_WIDTH_SPACE = "\u3000"


def composed(text: str) -> str:
    """`text` in NFC. Variation selectors stay; so do compatibility ideographs (神 is a name, not a misspelt 神)."""
    return _COMPOSABLE.sub(lambda run: unicodedata.normalize("NFC", run[0]), text)


def half_width(text: str) -> str:
    """Full-width digits, letters and hyphens as ASCII, blanks stripped: for fields that hold numbers."""
    return unicodedata.normalize("NFKC", text).strip()


class JapaneseInput(Input):
    """A one-line field for names, addresses and numbers."""

    def __init__(self, value: str = "", *, id: str | None = None, placeholder: str = "", max_length: int = 120) -> None:  # noqa: A002  # Textual's word
        """`max_length` counts code points after composition."""
        super().__init__(
            value=composed(value),
            id=id,
            placeholder=placeholder,
            max_length=max_length,
            compact=True,
            select_on_focus=False,
        )
        self.cursor_blink = False

    def on_mount(self) -> None:
        """Follow the layout."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._place_caret, immediate=True)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """The full-width space is this field's, not a binding's."""
        return character == _FULL_WIDTH_SPACE or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """Take the full-width space as the character it is."""
        if event.character == _FULL_WIDTH_SPACE:
            event.stop()
            event.prevent_default()
            self.replace(_FULL_WIDTH_SPACE, *self.selection)
        else:
            await super()._on_key(event)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in place of `start:end`, composing it with the character before."""
        low, high = sorted((start, end))
        before = composed(self.value[:low] + text)
        kept = _common_prefix(before, self.value[:low])
        super().replace(before[kept:], kept, high)

    def _place_caret(self, _screen: Screen[object]) -> None:
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset


def _common_prefix(one: str, two: str) -> int:
    """Length of the common prefix."""
    length = min(len(one), len(two))
    return next((index for index in range(length) if one[index] != two[index]), length)
