"""Both themes: enough contrast everywhere; colour never says anything alone."""

import re
from itertools import product

import pytest
from rich.cells import cell_len
from textual.color import Color
from textual.theme import Theme

from reception.rules.decision import Level
from reception.tui.theme import DARK, LIGHT, other
from reception.tui.widgets.queue import QueueState
from reception.tui.wording.steps import SIGNS

GROUNDS = ("background", "panel", "field", "field-focus")
INKS = ("foreground", "quiet", "strong", "wrong")
PAIRS = [
    *product(INKS, GROUNDS),
    ("chosen-text", "chosen"), ("quiet", "chosen"), ("strong", "chosen"), ("foreground", "chosen"),
    ("paper-text", "paper"),
    *(("signal-text", level.value) for level in Level),
    ("banner-text", "banner"), ("banner-text", "banner-simulated"),
]  # fmt: skip


def _luminance(colour: Color) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def _contrast(one: Color, two: Color) -> float:
    """WCAG 2: relative luminance, (L1 + 0.05) / (L2 + 0.05)."""
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _colour(theme: Theme, name: str) -> Color:
    return Color.parse(theme.variables.get(name) or getattr(theme, name))


def test_the_measure_itself() -> None:
    assert _contrast(Color.parse("#ffffff"), Color.parse("#000000")) == pytest.approx(21.0)
    assert _contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_stands_out(theme: Theme, ink: str, ground: str) -> None:
    assert _contrast(_colour(theme, ink), _colour(theme, ground)) >= 4.5


def test_one_key_goes_to_and_fro() -> None:
    assert other(DARK.name) == LIGHT.name
    assert other(LIGHT.name) == DARK.name


def test_levels_and_queue_states_are_told_apart_without_colour() -> None:
    assert set(SIGNS) == set(Level)
    assert len(set(SIGNS.values())) == len(Level)
    assert len({state.value for state in QueueState}) == len(QueueState)
    for sign in (*SIGNS.values(), *(state.value[0] for state in QueueState)):
        assert cell_len(sign) == 2
        assert re.fullmatch(r"\S", sign)
