"""The walks whose screens are kept as goldens and shown in the README: each yields the name of what is on screen."""

from collections.abc import AsyncIterator, Callable, Mapping

from reception.tui.dialogs.faces import FacesPage
from reception.tui.screens.pages import SummaryPage
from reception.visit.commands import Action
from tests.reception.tui.driving import Driver

Walk = Callable[[Driver], AsyncIterator[str]]


async def pin(run: Driver) -> AsyncIterator[str]:
    """S01: by PIN to C1."""
    yield "nobody"
    await run.call("ichiro")
    yield "called"
    await run.choose(Action.RECEIVE_CARD)
    await run.choose(Action.PLACE_CARD)
    yield "identity"
    await run.choose(Action.ENTER_PIN)
    yield "pin"
    await run.press("f9")
    await run.choose(Action.ASK_CONSENT)
    yield "consent"
    await run.press("enter")
    yield "valid"
    await run.press("f4")
    yield "reasons"
    await run.press("escape", "f1")
    yield "help"
    await run.press("escape", "f10")
    yield "palette"
    await run.press("escape")
    async for name in _end(run):
        yield f"pin-{name}"


async def visual(run: Driver) -> AsyncIterator[str]:
    """S03: by eye to C1."""
    await run.call("takeshi")
    await run.choose(Action.RECEIVE_CARD)
    await run.choose(Action.PLACE_CARD)
    await run.choose(Action.START_VISUAL_CHECK)
    yield "card-face"
    await run.press("f9")
    await run.choose(Action.JUDGE_FACE)
    await run.until(lambda: isinstance(run.app.screen, FacesPage))
    await run.until_shown("▀")
    await run.until(lambda: "写真を読んでいます" not in run.text)
    yield "faces"
    await run.press("t")
    yield "faces-in-words"
    await run.press("y")
    await run.choose(Action.ASK_CONSENT)
    await run.press("enter")
    yield "mode-to-restore"


async def declaration(run: Driver) -> AsyncIterator[str]:
    """S15: by 申立書 to C3."""
    await run.call("sora")
    await run.choose(Action.RECEIVE_CARD)
    await run.choose(Action.PLACE_CARD)
    await run.choose(Action.ENTER_PIN)
    await run.press("f9")
    await run.choose(Action.ASK_CONSENT)
    await run.press("enter")
    yield "ladder"
    await run.press("f9")
    yield "papers"
    await run.press("escape")
    while Action.TAKE_DECLARATION not in run.actions:
        await run.choose(Action.ASK_DOCUMENT)
        await run.press("enter")
    await run.choose(Action.TAKE_DECLARATION)
    yield "declaration"
    await run.press("f12")
    async for name in _end(run):
        yield f"declaration-{name}"
    await run.press("escape", "f8")
    yield "tasks"


async def paper(run: Driver) -> AsyncIterator[str]:
    """S13: 無効, and the new number from the portal."""
    await run.call("yui")
    await run.choose(Action.RECEIVE_CARD)
    await run.choose(Action.PLACE_CARD)
    await run.choose(Action.CHECK_FACE)
    await run.choose(Action.ASK_CONSENT)
    await run.press("enter")
    await run.choose(Action.ASK_DOCUMENT)
    yield "paper"
    await run.press("tab", "tab", "end", "backspace", "3", "f12")
    yield "paper-wrong"


async def _end(run: Driver) -> AsyncIterator[str]:
    """Points, and on to the end by the recommended steps."""
    await run.choose(Action.ENTER_POINTS)
    yield "points"
    await run.press("enter")
    while run.visit.closed is None:
        await run.press("f12")
    await run.until(lambda: isinstance(run.app.screen, SummaryPage))
    yield "summary"


WALKS: Mapping[str, Walk] = {"pin": pin, "visual": visual, "declaration": declaration, "paper": paper}
