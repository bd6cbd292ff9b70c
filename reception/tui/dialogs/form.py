"""Forms: labelled fields, errors in words at the field, and drafts that outlive errors and closing."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from reception.rules.numbers import InputProblem
from reception.tui.commands import Scope, bindings
from reception.tui.japanese_input import JapaneseInput
from reception.tui.screens.keyed import Page
from reception.tui.widgets.choice import ChoiceField
from reception.tui.widgets.prose import Prose

Result = TypeVar("Result")
Draft = MutableMapping[str, str]
"""What was typed, by field id. Kept by the desk until the step is done."""


@dataclass(frozen=True)
class Field:
    """One field. `read` turns the text into its value, or tells the problem; `choices` makes it a choice."""

    id: str
    label: str
    read: Callable[[str], object]
    initial: str = ""
    choices: tuple[str, ...] = ()
    placeholder: str = ""


class FieldRow(Vertical):
    """Label, field, and below it the problem in words."""

    class Left(Message):
        """Enter was pressed in a text field."""

    def __init__(self, field: Field, value: str) -> None:
        super().__init__(classes="field-row")
        self.field = field
        self._value = value

    def compose(self) -> ComposeResult:
        """One line, and one more when something is wrong."""
        with Horizontal():
            yield Static(self.field.label, classes="label")
            yield self._entry()
        yield Prose("", classes="problem")

    def _entry(self) -> JapaneseInput | ChoiceField:
        if self.field.choices:
            return ChoiceField(self.field.choices, self._value, id=self.field.id)
        return JapaneseInput(self._value, id=self.field.id, placeholder=self.field.placeholder)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._widget.value

    @property
    def _widget(self) -> JapaneseInput | ChoiceField:
        found = self.query_one(f"#{self.field.id}")
        if not isinstance(found, JapaneseInput | ChoiceField):
            raise TypeError(found)
        return found

    def fill(self, text: str) -> None:
        """Put `text` into the field."""
        self._widget.value = text

    def value(self) -> object:
        """The value, or the InputProblem, which is shown at once."""
        value = self.field.read(self.text)
        self.problem(value.ja if isinstance(value, InputProblem) else "")
        return value

    def problem(self, text: str) -> None:
        """Tell what is wrong here; empty: nothing."""
        self.query_one(".problem", Prose).update(text and f"！{text}")
        self.set_class(bool(text), "-wrong")

    def enter(self) -> None:
        """Put the caret here."""
        self._widget.focus()


class Form(Page[Result]):
    """Fields, F12 to confirm. Subclasses tell the fields and what the values make."""

    scopes: ClassVar[tuple[Scope, ...]] = (Scope.FORM, Scope.PAGE)
    BINDINGS = bindings(Scope.FORM, Scope.PAGE)

    def __init__(self, draft: Draft) -> None:
        """`draft` holds what was typed here before and takes what is typed now."""
        super().__init__()
        self.draft = draft

    def fields(self) -> tuple[Field, ...]:
        """The fields from top to bottom."""
        raise NotImplementedError

    def made(self, values: Mapping[str, object]) -> Result:
        """The result of values without problems."""
        raise NotImplementedError

    def rows(self) -> ComposeResult:
        """The field rows, with the draft where there is one."""
        for field in self.fields():
            yield FieldRow(field, self.draft.get(field.id, field.initial))

    def on_mount(self) -> None:
        """The caret in the first field."""
        first = next(iter(self.query(FieldRow)), None)
        if first is not None:
            first.enter()

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        """Every key is kept."""
        if message.input.id:
            self.draft[message.input.id] = message.value

    @on(ChoiceField.Changed)
    def _chosen(self, message: ChoiceField.Changed) -> None:
        self.draft[message.field_id] = message.value

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts into the fields by id."""
        for row in self.query(FieldRow):
            row.fill(texts.get(row.field.id, ""))
            row.problem("")

    def problems(self, values: Mapping[str, object]) -> Mapping[str, InputProblem]:
        """Problems between fields, by the id of the field where they are told."""
        del values
        return {}

    def action_confirm(self) -> None:
        """Read all fields; stay with the first problem, or leave with the result."""
        rows = {row.field.id: row for row in self.query(FieldRow)}
        values = {name: row.value() for name, row in rows.items()}
        wrong = {name: value for name, value in values.items() if isinstance(value, InputProblem)} or self.problems(
            values
        )
        if not wrong:
            self.dismiss(self.made(values))
            return
        for name, problem in wrong.items():
            rows[name].problem(problem.ja)
        first = rows[next(iter(wrong))]
        first.enter()
        first.scroll_visible(animate=False)
