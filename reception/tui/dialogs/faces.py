"""Card photo and the person in front of you, side by side: the clerk's own eyes decide."""

import asyncio
from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from reception.tui.commands import Scope, When, bindings
from reception.tui.dialogs.question import AnswerButton
from reception.tui.half_block import LARGE, SMALL, half_blocks
from reception.tui.photo import PhotoUnreadable, decode
from reception.tui.screens.keyed import Page
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose


@dataclass(frozen=True)
class Sight:
    """One of the two faces: its photo (JPEG 2000 or PNG; None: nothing to see) and its features in words."""

    caption: str
    photo: bytes | None
    features: tuple[str, ...]


class FaceView(Vertical):
    """A face: the picture, or its features in words."""

    def __init__(self, sight: Sight) -> None:
        super().__init__(classes="face")
        self._sight = sight

    def compose(self) -> ComposeResult:
        """Caption, picture, words."""
        yield Static(self._sight.caption, classes="caption")
        yield Static("写真を読んでいます", classes="picture")
        yield Prose("\n".join(self._sight.features), classes="words")

    async def show(self, cells: tuple[int, int]) -> str:
        """Draw the photo in `cells`; return what is wrong with it, empty when nothing."""
        picture = self.query_one(".picture", Static)
        if self._sight.photo is None:
            picture.update("写真がありません")
            return ""
        try:
            grey = await asyncio.to_thread(decode, self._sight.photo, cells)
        except PhotoUnreadable as error:
            picture.update("写真を表示できません")
            return f"{error.ja}{error.next_ja}"
        picture.update(half_blocks(grey))
        return ""


class FacesPage(Page[bool]):
    """Result: True when both are the same person, False when one cannot say so. No answer is preset."""

    scopes = (Scope.FACES, Scope.PAGE)
    BINDINGS = bindings(Scope.FACES, Scope.PAGE)

    def __init__(self, card: Sight, person: Sight) -> None:
        super().__init__()
        self._sights = (card, person)

    def compose(self) -> ComposeResult:
        """The two faces, and the question beside them."""
        yield Banner(self.reception.place)
        with Horizontal(id="faces"):
            for sight in self._sights:
                yield FaceView(sight)
            with Vertical(id="judgement"):
                yield Prose(Content.styled("同じ人ですか", "bold"), classes="ask")
                yield Prose("眉、鼻、口、ほくろを見比べます。髪やひげ、めがねは変わります。")
                yield AnswerButton("Y", "同じ人", "same_person")
                yield AnswerButton("N", "言えない", "other_person")
                yield AnswerButton("T", "ことば", "features")
                yield Prose("", id="photo-problem")
        yield KeyLine()

    def on_resize(self) -> None:
        """As large as there is room; decoded off the loop."""
        self._draw()

    @work(group="photo", exclusive=True)
    async def _draw(self) -> None:
        cells = LARGE if self.has_class("-wide") and self.has_class("-high") else SMALL
        problems = [await view.show(cells) for view in self.query(FaceView)]
        self.query_one("#photo-problem", Prose).update("".join(problems))

    def holds(self) -> frozenset[When]:
        """There are pictures to swap for words."""
        return frozenset({When.PHOTOS})

    def action_features(self) -> None:
        """Pictures or words."""
        self.toggle_class("-words")

    def action_same_person(self) -> None:
        """The clerk is sure."""
        self.dismiss(result=True)

    def action_other_person(self) -> None:
        """The clerk cannot say so."""
        self.dismiss(result=False)
