"""Two themes, light and dark: every text stands on its ground with a contrast of at least 4.5 (WCAG 2 AA).

Colour only underlines. What a colour says is always said by a sign and a word too.
"""

from textual.theme import Theme

_SIGNALS = {
    "signal-text": "#ffffff",
    "info": "#1f4e8c",
    "good": "#17663a",
    "care": "#8a4b00",
    "stop": "#a01818",
    "banner": "#17346b",
    "banner-simulated": "#5b2a86",
    "banner-text": "#ffffff",
}

DARK = Theme(
    name="uketsuke-dark",
    primary="#7fb2ff",
    foreground="#e8ebef",
    background="#12161b",
    surface="#12161b",
    panel="#1c232b",
    dark=True,
    variables={
        **_SIGNALS,
        "quiet": "#c0cad4",
        "strong": "#ffd479",
        "field": "#2a343f",
        "field-focus": "#34445a",
        "chosen": "#27456b",
        "chosen-text": "#ffffff",
        "paper": "#f4efdf",
        "paper-text": "#22201a",
        "wrong": "#ffb4a8",
    },
)

LIGHT = Theme(
    name="uketsuke-light",
    primary="#1f4e8c",
    foreground="#16191d",
    background="#fafaf7",
    surface="#fafaf7",
    panel="#eceef1",
    dark=False,
    variables={
        **_SIGNALS,
        "quiet": "#4d5660",
        "strong": "#7a3d00",
        "field": "#dfe3e8",
        "field-focus": "#c9d8ee",
        "chosen": "#bcd3f2",
        "chosen-text": "#0d1b2e",
        "paper": "#fffdf2",
        "paper-text": "#22201a",
        "wrong": "#a01818",
    },
)


def other(name: str) -> str:
    """The name of the theme one switches to from `name`."""
    return LIGHT.name if name == DARK.name else DARK.name
