"""Why the selected step, and what to say to the patient."""

from enum import Enum

from textual.content import Content

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
    """なぜ: the sentences of the rules behind the selected step."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__("", id="why")

    def show(self, reasons: tuple[tuple[str, str], ...]) -> None:
        """`reasons` are (rule id, sentence)."""
        parts = [Content.assemble((f"{rule} ", "$quiet"), sentence) for rule, sentence in reasons]
        self.update(Content("\n").join(parts))


class Say(Prose):
    """声かけ: the words to say."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__("", id="say")

    def show(self, text: str) -> None:
        """Show the words in quotation marks; nothing where nothing need be said."""
        self.update(Content(f"「{text}」" if text else "（特に決まった言い方はありません）"))
