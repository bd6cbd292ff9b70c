"""No string of the screen has a character whose width a terminal may see differently; nothing lacks its word."""

import ast
import unicodedata
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from reception.rules.decision import Step
from reception.tui import calendar
from reception.tui.wording import events as event_words
from reception.tui.wording import steps as step_words
from reception.visit.commands import Action
from reception.visit.events import Event
from reception.visit.values import Basis, DocumentKind, FailureCause, TaskKind

PACKAGE = Path(step_words.__file__).parents[1]
MODULES = sorted(PACKAGE.rglob("*.py"))
HALF_BLOCK = "▀"


def _strings(module: Path) -> list[str]:
    """Every string of a module but the docstrings."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    silent = {
        id(node.value)
        for parent in ast.walk(tree)
        if isinstance(parent, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for node in parent.body
        if isinstance(node, ast.Expr)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [node.value for node in constants if isinstance(node.value, str) and id(node) not in silent]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_no_ambiguous_width_in_any_string(module: Path) -> None:
    wrong = {
        character
        for text in _strings(module)
        for character in text
        if unicodedata.east_asian_width(character) == "A" and character != HALF_BLOCK
    }
    assert wrong == set()


def test_the_half_block_stands_in_one_module_only() -> None:
    holders = [module.stem for module in MODULES if any(HALF_BLOCK in text for text in _strings(module))]
    assert holders == ["half_block"]


def test_every_event_has_its_sentence() -> None:
    kinds = set(get_args(get_args(Event)[0]))
    assert set(event_words._SENTENCES) == kinds


def test_every_step_task_cause_basis_and_paper_has_its_word() -> None:
    for action in Action:
        step = Step(action, (), document=DocumentKind.PORTAL_PDF, task=TaskKind.CALL_PATIENT)
        assert step_words.title(step)
        assert step_words.working(action)
    assert all(step_words.task_title(task) for task in TaskKind)
    assert set(step_words.SHORT_LABELS) == set(DocumentKind)
    assert set(event_words.CAUSES) == set(FailureCause)
    assert set(event_words.BASES) == set(Basis)


@pytest.mark.parametrize(
    ("day", "era"),
    [
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1911, 1, 1), "1911年1月1日"),
    ],
)
def test_dates_in_eras(day: date, era: str) -> None:
    assert calendar.era_date(day) == era


def test_dates_and_ages() -> None:
    assert calendar.long_date(date(2026, 5, 10)) == "2026年5月10日（日）"
    assert calendar.short_date(date(2026, 5, 1)) == "2026/05/01"
    assert calendar.age(date(1980, 9, 12), date(2026, 9, 11)) == 45
    assert calendar.age(date(1980, 9, 12), date(2026, 9, 12)) == 46
