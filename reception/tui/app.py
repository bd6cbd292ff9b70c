"""The app: paints first and loads after.

Only Textual is imported here. World, desk, server, photos and everything pydantic come in a worker once the first
screen stands; `reception.tui.screens.desk` is imported there too.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, datetime
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import App
from textual.geometry import Size
from textual.message import Message
from textual.scrollbar import ScrollBar
from textual.worker import Worker, WorkerState

from reception.tui import theme as themes
from reception.tui.commands import Preset, keymap
from reception.tui.errors import in_words
from reception.tui.plain_scrollbar import PlainScrollBar
from reception.tui.screens.start import StartScreen
from reception.tui.screens.too_small import MINIMUM, TooSmall
from reception.tui.widgets.banner import Place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from reception.opening import Bench
    from reception.settings import DeskOptions

Opener = Callable[[], "AbstractAsyncContextManager[Bench]"]


def _load_desk_screen() -> ModuleType:
    """Import the desk's screen and with it everything heavy."""
    return import_module("reception.tui.screens.desk")


class ReceptionApp(App[int], inherit_bindings=False):
    """The desk on screen. Exit code: 0 left by the clerk, otherwise that of what kept the desk from opening."""

    CSS_PATH = ["app.tcss"]  # noqa: RUF012  # App declares it so
    TITLE = "受付"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012

    class Opened(Message):
        """The desk stands behind the screen."""

        def __init__(self, bench: "Bench") -> None:
            super().__init__()
            self.bench = bench

    def __init__(
        self,
        opener: Opener,
        *,
        real_today: date,
        theme: str | None = None,
        keys: str | None = None,
        load: Callable[[], object] = _load_desk_screen,
    ) -> None:
        """`opener` opens desk, reader and server; `real_today` is the machine's date, for the banner only.

        `theme` is dark or light, `keys` standard or orca; `load` imports the desk's screen and is called in a thread.
        """
        super().__init__()
        ScrollBar.renderer = PlainScrollBar
        self.preset = Preset.STANDARD
        self.place: Place | None = None
        self.about: tuple[tuple[str, str], ...] = ()
        self.real_today = real_today
        self._opener = opener
        self._load = load
        self._leaving = asyncio.Event()
        self._bench_closed = asyncio.Event()
        self._bench_closed.set()
        self._bench_worker: Worker[None] | None = None
        for one in (themes.DARK, themes.LIGHT):
            self.register_theme(one)
        self.theme = themes.LIGHT.name if theme == "light" else themes.DARK.name
        self.use_preset(Preset(keys) if keys in set(Preset) else Preset.STANDARD)

    async def on_mount(self) -> None:
        """Show the lean screen; load once it is painted."""
        await self.push_screen(StartScreen())
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        self._bench_worker = self._hold_bench()

    @work(group="bench", exit_on_error=False)
    async def _hold_bench(self) -> None:
        """Keep the bench open until the app leaves: opened and closed by one task."""
        self._bench_closed.clear()
        try:
            await asyncio.to_thread(self._load)
            async with self._opener() as bench:
                self.post_message(self.Opened(bench))
                await self._leaving.wait()
        finally:
            self._bench_closed.set()

    @on(Opened)
    async def _show_desk(self, message: Opened) -> None:
        bench, desk = message.bench, _load_desk_screen()
        self.place = Place(bench.desk.site.clinic.name, bench.today, self.real_today)
        notices = (("お知らせ", notice) for notice in bench.notices)
        self.about = (*notices, ("リーダー", bench.reader.name), ("サーバー", bench.server_url))
        if isinstance(self.screen, TooSmall):
            await self.pop_screen()
        await self.switch_screen(desk.DeskScreen(bench, self.place))
        self.fit(self.size)

    @on(Worker.StateChanged)
    def _bench_failed(self, message: Worker.StateChanged) -> None:
        """The desk could not be opened: say so on the first screen."""
        if message.worker is not self._bench_worker or message.state is not WorkerState.ERROR:
            return
        words, code = in_words(message.worker.error), getattr(message.worker.error, "exit_code", 1)
        for screen in self.screen_stack:
            if isinstance(screen, StartScreen):
                screen.fail(*words, code)

    def on_resize(self, event: events.Resize) -> None:
        """Below 80x24 ask for room; what was on screen waits underneath."""
        self.fit(event.size)

    def fit(self, size: Size) -> None:
        """Put the request for room on top, or take it away."""
        small = size.width < MINIMUM.width or size.height < MINIMUM.height
        if small is not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall()) if small else self.pop_screen()

    def leave(self, code: int = 0) -> None:
        """Leave the desk; open visits stay in the journal."""
        self.exit(code)

    async def on_unmount(self) -> None:
        """However the app ends, the bench is closed before the process goes."""
        self._leaving.set()
        await self._bench_closed.wait()

    def action_help(self) -> None:
        """Show what can be done on the screen that is open."""
        help_page = import_module("reception.tui.screens.help")
        self.push_screen(help_page.HelpPage(self.screen, self.about))

    def action_theme(self) -> None:
        """Light or dark."""
        self.theme = themes.other(self.theme)

    def use_preset(self, preset: Preset) -> None:
        """Change the keys."""
        self.preset = preset
        self.set_keymap(keymap(preset))


def run(options: "DeskOptions") -> int:
    """Open the desk on this terminal and return the exit code."""
    today = datetime.now().astimezone().date()
    app = ReceptionApp(opener(options), real_today=today, theme=options.theme, keys=options.keys)
    return app.run() or 0


def opener(options: "DeskOptions") -> Opener:
    """Import the heavy part only when it is asked for, and off the event loop."""

    @asynccontextmanager
    async def opening() -> "AsyncIterator[Bench]":
        module = await asyncio.to_thread(import_module, "reception.opening")
        async with module.open_desk(options) as bench:
            yield bench

    return opening
