"""The plan file: YAML, checked field by field; every mistake names file, line and field, and no secret is repeated.

A step is an action word, bare (`place-card`: the patient answers by their own data) or with a value that replaces the
patient's answer (`judge-face: false`). docs/plans.md explains every word.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from fixtures.errors import FixtureError, Misfit
from fixtures.institutions import Fixture
from fixtures.loading import load_document
from reader.credentials import Pin, VerificationNumberB
from reader.errors import MalformedPin, MalformedVerificationNumber
from reception.errors import PlanWrong
from reception.visit.commands import Action
from reception.visit.values import DocumentKind, Insurance, Share, TaskKind


def _pin(value: object) -> Pin | None:
    """Read a PIN; the value itself is never part of the message."""
    try:
        return None if value is None else Pin(value if isinstance(value, str) else "")
    except MalformedPin:
        raise Misfit((), "暗証番号は引用符で囲んだ数字4桁で書く", "a PIN is four digits in quotes") from None


def _number_b(value: object) -> VerificationNumberB | None:
    """Read a 照合番号B; the value itself is never part of the message."""
    try:
        return None if value is None else VerificationNumberB(value if isinstance(value, str) else "")
    except MalformedVerificationNumber:
        raise Misfit((), "照合番号Bは引用符で囲んだ数字14桁で書く", "照合番号B is fourteen digits in quotes") from None


def _short(field: str) -> BeforeValidator:
    """Let a plain value stand for a mapping with this one field."""
    return BeforeValidator(lambda value: value if value is None or isinstance(value, Mapping) else {field: value})


class DocumentAnswer(Fixture):
    """What is shown when the desk asks for a document; what is not said comes from the patient's own paper.

    `has: false` means the patient cannot show it. The other fields replace what the paper prints.
    """

    kind: DocumentKind | None = None
    has: bool | None = None
    name: str | None = None
    birth_date: dt.date | None = None
    insurer_number: str | None = None
    insurer_name: str | None = None
    symbol: str | None = None
    number: str | None = None
    branch: str | None = None
    share: Share | None = None
    issued: dt.date | None = None
    valid_until: dt.date | None = None
    as_of: dt.date | None = None
    own_phone: bool | None = None
    contents_changed: bool | None = None


class StillInsuredAnswer(Fixture):
    """Answer to その保険は今も続いていますか."""

    kind: DocumentKind | None = None
    still: bool | None = None


class DeclarationAnswer(Fixture):
    """Boxes of the 被保険者資格申立書 that differ from what the patient would write."""

    scheme: str | None = None
    insurer_name: str | None = None
    employer: str | None = None
    issued_when: str | None = None
    share: Share | None = None
    address: str | None = None
    contact: str | None = None


class FollowUpAnswer(Fixture):
    """An after-hours task done `on` a day (None: the day of the visit); `found` is the insurance it brought."""

    task: TaskKind | None = None
    on: dt.date | None = None
    found: Insurance | None = None


class PlanStep(Fixture):
    """One step: exactly one of the action words, with or without a value."""

    model_config = ConfigDict(
        alias_generator=lambda name: name.replace("_", "-"), arbitrary_types_allowed=True, hide_input_in_errors=True
    )

    receive_card: None = None
    no_card: None = None
    place_card: str | None = None
    enter_pin: Annotated[Pin | None, BeforeValidator(_pin)] = None
    check_face: None = None
    start_visual_check: Annotated[VerificationNumberB | None, BeforeValidator(_number_b)] = None
    judge_face: bool | None = None
    restore_mode: None = None
    give_up_identity: None = None
    register_card: bool | None = None
    ask_consent: bool | None = None
    send_check: None = None
    compare_card_face: bool | None = None
    ask_document: Annotated[DocumentAnswer | None, _short("kind")] = None
    look_up_number: DocumentKind | None = None
    ask_still_insured: Annotated[StillInsuredAnswer | None, _short("still")] = None
    ask_unchanged: bool | None = None
    take_declaration: DeclarationAnswer | None = None
    enter_points: Annotated[int, Field(ge=1)] | None = None
    return_card: None = None
    close_visit: None = None
    do_follow_up: Annotated[FollowUpAnswer | None, _short("task")] = None

    @model_validator(mode="before")
    @classmethod
    def _one_word(cls, given: Any) -> Any:  # noqa: ANN401 - before validation a value can be anything
        """Read a bare word as a mapping without value, and refuse anything but one known action."""
        step = {given: None} if isinstance(given, str) else given
        if not isinstance(step, Mapping) or len(step) != 1:
            raise Misfit((), "手順は一つの言葉、または 言葉: 値 で書く", "a step is one word, or one word: value")
        word = str(next(iter(step)))
        if word not in set(Action):
            near = get_close_matches(word, list(Action), n=1)
            ja, en = (f"（{near[0]} のことですか）", f"; did you mean {near[0]}?") if near else ("", "")
            raise Misfit((), f"{word} という手順はない{ja}", f"there is no step {word}{en}")
        return step

    @property
    def action(self) -> Action:
        """Which action this step is."""
        (name,) = self.model_fields_set
        return Action(name.replace("_", "-"))

    @property
    def value(self) -> Any:  # noqa: ANN401 - each action has its own kind of value
        """The value of the action; None when it is written bare."""
        (name,) = self.model_fields_set
        return getattr(self, name)

    @property
    def document(self) -> DocumentKind | None:
        """The document this step names, if any."""
        return self.value if isinstance(self.value, DocumentKind) else getattr(self.value, "kind", None)

    @property
    def task(self) -> TaskKind | None:
        """The task this step names, if any."""
        return getattr(self.value, "task", None)


class Devices(Fixture):
    """What works on this day."""

    reader: Literal["ok", "down"] = "ok"
    server: Literal["ok", "down"] = "ok"


class PlanFile(Fixture):
    """A plan as written. Without `steps` the recommended step is taken each time."""

    patient: str | None = None
    date: dt.date | None = None
    clinic: str | None = None
    points: Annotated[int, Field(ge=1)] | None = None
    first_visit: bool | None = None
    devices: Devices = Devices()
    steps: tuple[PlanStep, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A plan and where each of its steps is written. The empty plan takes every step as recommended."""

    file: PlanFile = field(default_factory=PlanFile)
    name: str = ""
    lines: tuple[int, ...] = ()

    def place(self, index: int) -> str:
        """Return `name:line: ` of a step, to begin a message with; empty without a file."""
        return f"{self.name}:{self.lines[index]}: " if index < len(self.lines) else ""


NO_PLAN: Final = Plan()


def read_plan(path: Path) -> Plan:
    """Read and check a plan file. Raises PlanWrong with the first mistake."""
    try:
        document = load_document(path.parent, path.name, PlanFile)
    except FixtureError as error:
        place = f"{path.name}:{error.line}" + (f" ({error.field})" if error.field else "")
        raise PlanWrong(place=place, reason_ja=error.ja, reason_en=error.en) from None
    lines = tuple(document.lines["steps", index] for index in range(len(document.content.steps)))
    return Plan(document.content, path.name, lines)
