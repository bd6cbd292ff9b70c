"""Why the selected step, and what to say to the patient."""

from enum import Enum

from textual.content import Content

from reception.tui.line_breaking import wrap
from reception.tui.widgets.prose import Prose


class Language(Enum):
    """In which language the clerk speaks; the value is the field of a PatientLine and the word on screen."""

    JAPANESE = ("ja", "日本語")
    PLAIN = ("plain", "やさしい日本語")
    ENGLISH = ("en", "English")

    @property
    def following(self) -> "Language":
        """The next one round."""
        order = list(Language)
        return order[(order.index(self) + 1) % len(order)]


class Why(Prose):
    """なぜ: the sentences of the rules behind the selected step, as many as there is room for, each one whole."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__("", id="why")
        self._reasons: tuple[tuple[str, str], ...] = ()

    def show(self, reasons: tuple[tuple[str, str], ...]) -> None:
        """`reasons` are (rule id, sentence)."""
        self._reasons = reasons
        self.reflow()

    def lines(self, width: int) -> list[Content]:
        """At least the first sentence; F4 has them all."""
        most = 6 if self.screen.has_class("-high") else 3
        lines: list[Content] = []
        for number, (rule, sentence) in enumerate(self._reasons):
            more = wrap(Content.assemble((f"{rule} ", "$quiet"), sentence), width)
            if number and len(lines) + len(more) > most:
                break
            lines += more
        return lines or [Content("")]


class Say(Prose):
    """声かけ: the words to say."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__("", id="say")

    def show(self, text: str) -> None:
        """Show the words in quotation marks; nothing where nothing need be said."""
        self.update(Content(f"「{text}」" if text else "（特に決まった言い方はありません）"))
