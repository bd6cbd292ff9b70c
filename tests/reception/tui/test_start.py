"""Painted first, loaded after; what keeps the desk from opening is told on the first screen."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.pilot import Pilot

from reception.errors import ReaderMissing
from reception.settings import DeskOptions
from reception.tui.app import ReceptionApp, opener
from reception.tui.errors import UNFORESEEN, in_words
from reception.tui.screens.start import StartScreen
from tests.reception.tui import screen_text
from tests.reception.tui.driving import driving

if TYPE_CHECKING:
    from reception.opening import Bench

HEAVY = {"pydantic", "httpx", "sqlalchemy", "fastapi", "PIL", "cryptography", "yaml", "smartcard", "reception.desk"}
TODAY = date(2026, 6, 15)

PAINT = f"""
import asyncio, sys
from contextlib import asynccontextmanager
from datetime import date
from reception.settings import DeskOptions
from reception.tui.app import ReceptionApp

@asynccontextmanager
async def never():
    await asyncio.Event().wait()
    yield

async def main():
    app = ReceptionApp(never, real_today=date(2026, 6, 15), load=lambda: None)
    async with app.run_test() as pilot:
        await pilot.pause(0)
        assert "準備" in str(app.screen.query_one("#start-title").content)
        print(sorted(set(sys.modules) & {HEAVY!r}))

asyncio.run(main())
"""


def test_the_first_screen_stands_before_anything_heavy_is_imported() -> None:
    done = subprocess.run([sys.executable, "-c", PAINT], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_kitty_protocol_is_off_before_textual_is_imported() -> None:
    code = "import sys, os, reception.tui; print('textual' in sys.modules, os.environ['TEXTUAL_DISABLE_KITTY_KEY'])"
    environment = {name: value for name, value in os.environ.items() if name != "TEXTUAL_DISABLE_KITTY_KEY"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["False", "1"]


@asynccontextmanager
async def _starting(error: Exception) -> AsyncIterator[tuple[ReceptionApp, Pilot[int]]]:
    @asynccontextmanager
    async def failing() -> AsyncIterator["Bench"]:
        await asyncio.sleep(0)
        raise error
        yield

    app = ReceptionApp(failing, real_today=TODAY)
    async with app.run_test() as pilot:
        async with asyncio.timeout(30):
            while not app.screen.has_class("-failed"):
                await pilot.pause(0.01)
        yield app, pilot


async def test_what_keeps_the_desk_from_opening_is_told_with_the_next_step() -> None:
    missing = ReaderMissing(reader="ACME", found="-")
    async with _starting(missing) as (app, pilot):
        shown = "".join(screen_text.text(app).split())
        assert "受付を開けませんでした" in shown
        assert "".join(missing.ja.split()) in shown
        assert "".join(missing.next_ja.split())[:20] in shown
        await pilot.press("q")
    assert app.return_value == missing.exit_code


async def test_an_unforeseen_error_is_no_traceback_on_screen(caplog: pytest.LogCaptureFixture) -> None:
    async with _starting(ZeroDivisionError("boom")) as (app, _):
        text = screen_text.text(app)
        assert UNFORESEEN[0] in text
        assert "Traceback" not in text
        assert "boom" not in text
    assert "unforeseen" in caplog.text
    assert caplog.records[-1].exc_info is not None


def test_errors_with_words_keep_them() -> None:
    missing = ReaderMissing(reader="ACME", found="-")
    assert in_words(missing) == (missing.ja, missing.next_ja)


async def test_leaving_while_the_desk_opens_closes_what_was_opened(tmp_path: Path) -> None:
    app = ReceptionApp(opener(DeskOptions(data_dir=tmp_path)), real_today=TODAY)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, StartScreen)
        await pilot.press("q")
    async with driving(tmp_path) as run:
        assert "待合" in run.text


async def test_another_date_than_today_changes_the_banner(tmp_path: Path) -> None:
    async with driving(tmp_path, today=date(2026, 5, 10)) as run:
        first = run.text.splitlines()[0]
        assert "模擬日付 2026年5月10日（日）" in first
        assert run.desk.query_one("#banner").has_class("-simulated")
    async with driving(tmp_path) as run:
        assert "模擬日付" not in run.text.splitlines()[0]


@pytest.mark.parametrize(("keys", "theme"), [("orca", "light"), ("standard", "dark"), (None, None)])
async def test_settings_choose_keys_and_theme(tmp_path: Path, keys: str | None, theme: str | None) -> None:
    app = ReceptionApp(opener(DeskOptions(data_dir=tmp_path)), real_today=TODAY, theme=theme, keys=keys)
    async with app.run_test():
        assert app.preset.value == (keys or "standard")
        assert app.theme == f"uketsuke-{theme or 'dark'}"
