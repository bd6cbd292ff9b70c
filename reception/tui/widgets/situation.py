"""Where the visit stands: the block one cannot overlook."""

from rich.cells import cell_len
from textual.content import Content

from reception.rules.decision import Level, Situation
from reception.tui.widgets.prose import Prose
from reception.tui.wording.steps import SIGNS

_SPACED = 12


def spaced(word: str) -> str:
    """A short word set wide, so that it is seen from afar."""
    return "　".join(word) if cell_len(word) <= _SPACED and word.isascii() is False else word


class SituationBlock(Prose):
    """Sign and big word, one sentence, warnings. The ground underlines the level."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__("", id="situation")

    def show(self, situation: Situation) -> None:
        """Show this situation."""
        for level in Level:
            self.set_class(level is situation.level, f"-{level.value}")
        head = Content.assemble((f"{SIGNS[situation.level]}　{spaced(situation.word)}", "bold"))
        warnings = [Content.assemble(("！", "bold"), text) for text in situation.warnings]
        self.update(Content("\n").join([head, Content(situation.detail), *warnings]))
