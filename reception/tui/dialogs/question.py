"""A question with two answers. The usual answer needs one key; Esc leaves everything as it is."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from reception.tui.commands import Scope, When, bindings
from reception.tui.screens.keyed import Page
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose


class Question(Page[bool]):
    """Result: True for the first answer, False for the second, None to go back."""

    over = True
    scopes = (Scope.PAGE, Scope.QUESTION)
    BINDINGS = bindings(Scope.PAGE, Scope.QUESTION)

    def __init__(
        self, text: str, *, yes: str = "はい", no: str = "いいえ", say: str = "", answer: bool | None = None
    ) -> None:
        """`say` is what the clerk says; `answer` what the practice patient answers (None: the clerk decides alone)."""
        super().__init__()
        self._text = text
        self._words = (yes, no)
        self._say = say
        self._answer = answer

    def compose(self) -> ComposeResult:
        """Question, words to say, the patient's answer, the two answers as buttons."""
        yield Banner(self.reception.place)
        with Vertical(classes="box", id="question"):
            yield Prose(self._text, classes="title")
            if self._say:
                yield Prose(Content.assemble(("声かけ　", "$quiet"), f"「{self._say}」"))
            if self._answer is not None:
                yield Prose(
                    Content.assemble(("患者さん　", "$quiet"), (f"「{self._words[not self._answer]}」", "bold"))
                )
            with Horizontal(classes="answers"):
                yield AnswerButton("Y", self._words[0], "yes")
                yield AnswerButton("N", self._words[1], "no")
        yield KeyLine()

    def holds(self) -> frozenset[When]:
        """The patient answers."""
        return frozenset() if self._answer is None else frozenset({When.ANSWER})

    def action_yes(self) -> None:
        """The first answer."""
        self.dismiss(result=True)

    def action_no(self) -> None:
        """The second answer."""
        self.dismiss(result=False)

    def action_as_answered(self) -> None:
        """What the patient answered."""
        self.dismiss(bool(self._answer))


class AnswerButton(Static):
    """A key and a word; a click does the same."""

    def __init__(self, key: str, word: str, action: str) -> None:
        """`action` of the screen."""
        super().__init__(Content.assemble(" ", (key, "bold $strong"), f" {word} "))
        self._action = action

    async def on_click(self) -> None:
        """The screen's action."""
        await self.screen.run_action(self._action)
