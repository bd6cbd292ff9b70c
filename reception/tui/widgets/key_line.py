"""The last line of every screen: the keys that work now, from the table, clickable."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from reception.tui.commands import Entry, Preset, Scope

if TYPE_CHECKING:
    from reception.tui.screens.keyed import Keyed


class KeyLine(Static):
    """Shows as many of the working keys as fit, in the order of the table; ヘルプ has them all."""

    def __init__(self) -> None:
        """Without content until the screen tells which commands work."""
        super().__init__(id="key-line")
        self._entries: tuple[Entry, ...] = ()
        self._preset = Preset.STANDARD

    def on_mount(self) -> None:
        """Follow the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow(self.screen)

    def _follow(self, screen: Screen[object]) -> None:
        keyed: Keyed[object] = screen  # type: ignore[assignment]  # only Keyed screens compose a KeyLine
        self._entries, self._preset = keyed.working(), keyed.preset
        self.refresh()

    def render(self) -> Content:
        """F1 ヘルプ  Enter 実行 …, cut between entries at the width."""
        parts: list[Content] = []
        room = self.size.width
        for part in _hints(self._entries, self._preset):
            room -= part.cell_length
            if room < 0:
                break
            parts.append(part)
        return Content("").join(parts)


def _hints(entries: Iterable[Entry], preset: Preset) -> Iterable[Content]:
    for entry in entries:
        if entry.hint:
            yield hint(entry, preset)


def hint(entry: Entry, preset: Preset) -> Content:
    """One key and its word; a click does the same as the key."""
    key, word = entry.key_name(preset), entry.ja
    if entry.takes_key:
        return Content.from_markup("[$strong]$key[/]$word ", key=key, word=word)
    target = "app" if entry.scope is Scope.EVERYWHERE else "screen"
    return Content.from_markup(f"[@click={target}.{entry.action}][$strong]$key[/]$word[/] ", key=key, word=word)
