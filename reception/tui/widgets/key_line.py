"""The last line of every screen: the keys that work now, from the table, clickable."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widgets import Static

from reception.tui.commands import Entry, Preset

if TYPE_CHECKING:
    from reception.tui.screens.keyed import Keyed

_ROOMY = 100


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
        """F1ヘルプ Enter実行 and so on, cut between entries at the width."""
        gap = " " * self._gap
        return Content(gap).join(_hint(entry, self._preset) for _, entry in self._placed())

    @property
    def _gap(self) -> int:
        return 2 if self.size.width >= _ROOMY else 1

    def _placed(self) -> Iterator[tuple[int, Entry]]:
        """The entries that fit, each with the column where it begins."""
        column = 0
        for entry in self._entries:
            size = cell_len(entry.key_name(self._preset) + entry.ja)
            if entry.hint and column + size <= self.content_size.width:
                yield column, entry
                column += size + self._gap

    async def on_click(self, event: Click) -> None:
        """A click does the same as the key."""
        offset = event.get_content_offset(self)
        for column, entry in self._placed():
            size = cell_len(entry.key_name(self._preset) + entry.ja)
            if offset and column <= offset.x < column + size and not entry.takes_key:
                await self.screen.run_action(entry.target)


def _hint(entry: Entry, preset: Preset) -> Content:
    return Content.assemble((entry.key_name(preset), "bold $strong"), entry.ja)
