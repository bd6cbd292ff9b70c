"""Drives the real desk: real journal, real simulated reader, real HTTP to the embedded server."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

from textual import events
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

from reader.simulated import SimulatedReader
from reception.settings import DeskOptions, Outages
from reception.tui.app import ReceptionApp, opener
from reception.tui.screens.desk import DeskScreen
from reception.tui.widgets.queue import Queue
from reception.visit import Visit
from reception.visit.commands import Action
from tests.reception.tui import screen_text

REAL_TODAY = date(2026, 6, 15)
PATIENCE = 30.0


class Driver:
    """A running desk under test, driven by keys."""

    def __init__(self, app: ReceptionApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def desk(self) -> DeskScreen:
        """The main screen, wherever it is on the stack."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, DeskScreen))

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return screen_text.text(self.app)

    async def until(self, holds: Callable[[], object], *, look: float = 0.005) -> None:
        """Wait until it holds; look every `look` seconds."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds():
                    await self.pilot.pause(look)
        except TimeoutError:
            raise AssertionError(f"did not come:\n{self.text}") from None
        await self.quiet()

    async def until_shown(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        await self.until(lambda: words in self.text, look=0.03)

    async def quiet(self) -> None:
        """Wait until no message is under way and the screen is laid out.

        Pilot's own waiting asks for an idle process; here a server lives in it, so that would take a second a key.
        """
        async with asyncio.timeout(PATIENCE):
            settled = 0
            while settled < 2 and not self.app._exit:
                for _ in range(6):
                    await asyncio.sleep(0)
                await self.pilot.pause(0)
                settled = settled + 1 if self._at_rest() else 0

    def _at_rest(self) -> bool:
        """No message is waiting, and no layout of the screen in front is due."""
        screen = self.app.screen
        laid_out = not (screen._layout_required or screen._scroll_required)
        return laid_out and all(pump._message_queue.empty() for pump in self._pumps())

    def _pumps(self) -> Iterator[MessagePump]:
        yield self.app
        for screen in self.app.screen_stack:
            yield from screen.walk_children(with_self=True)

    async def send(self, *keys: str) -> None:
        """Send keys as the terminal does."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            driver.send_message(events.Key(name, key if len(key) == 1 else None))
            await self.quiet()

    async def resize(self, size: tuple[int, int]) -> None:
        """Drag the window to this size."""
        await self.pilot.resize_terminal(*size)
        await self.until(lambda: self.app.size == size and "を読んでいます" not in self.text)

    async def press(self, *keys: str) -> None:
        """Send keys, then wait until no move is under way or the desk asks something."""
        await self.send(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait until the desk is at rest or asks something."""
        await self.until(lambda: not self.desk.is_working or self.app.screen is not self.desk)

    async def type(self, text: str) -> None:
        """Type text key by key."""
        await self.send(*text)

    @property
    def actions(self) -> list[Action]:
        """The offered steps, in order."""
        return [step.action for step in self.desk.view.steps] if self.desk.view else []

    async def choose(self, action: Action) -> None:
        """Press the number of the first step with this action."""
        assert action in self.actions, self.actions
        await self.press(str(self.actions.index(action) + 1))

    @property
    def visit(self) -> Visit:
        """The visit in hand."""
        visit = self.desk.counter.visit
        assert visit is not None
        return visit

    @property
    def reader(self) -> SimulatedReader:
        """The simulated reader."""
        reader = self.desk.counter.bench.reader
        assert isinstance(reader, SimulatedReader)
        return reader

    async def call(self, patient_id: str) -> None:
        """Call a patient from the queue with Enter."""
        await self.press("f2")
        self.desk.query_one(Queue).point_at(patient_id)
        await self.press("enter")


def _unseen(screen: Screen[object]) -> None:
    """Nobody watches this terminal: what stands on the screen is rendered when a test asks (test_pty.py watches)."""
    screen._compositor._dirty_regions.clear()
    screen._dirty_widgets.clear()


@asynccontextmanager
async def driving(
    data_dir: Path,
    size: tuple[int, int] = (80, 24),
    *,
    outages: Outages | None = None,
    server_url: str | None = None,
    today: date | None = None,
) -> AsyncIterator[Driver]:
    """Open the desk and wait until it stands."""
    options = DeskOptions(data_dir=data_dir, outages=outages or Outages(), server_url=server_url, today=today)
    app = ReceptionApp(opener(options), real_today=REAL_TODAY)
    with patch.object(Screen, "_compositor_refresh", _unseen):
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: isinstance(app.screen, DeskScreen))
            await driver.settle()
            yield driver
