"""What every rule returns: a value together with the ids of the rules that led to it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from reception.visit.commands import Action
from reception.visit.values import DocumentKind, TaskKind

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Decision(Generic[T_co]):
    """A value and why: `rules` are ids of the rule book, in the order in which they applied."""

    value: T_co
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One thing the clerk can do next.

    `note` is one Japanese sentence for this very state ("残り2回です" …); `line` the id of the patient line to say;
    `automatic` steps are done by the desk at once, without a key.
    """

    action: Action
    rules: tuple[str, ...]
    note: str = ""
    line: str | None = None
    document: DocumentKind | None = None
    task: TaskKind | None = None
    automatic: bool = False


class Level(StrEnum):
    """How a situation feels: told by sign and word, colour only underlines."""

    INFO = "info"
    GOOD = "good"
    CARE = "care"
    STOP = "stop"


@dataclass(frozen=True)
class Situation:
    """Where the visit stands: a big word, one sentence of detail, and the warnings to keep in mind."""

    level: Level
    word: str
    detail: str
    rules: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
