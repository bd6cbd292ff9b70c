"""An after-hours task is done: when, and whether it brought the current insurance."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from reception.rules import numbers
from reception.rules.numbers import InputProblem
from reception.tui.calendar import short_date
from reception.tui.dialogs import reading
from reception.tui.dialogs.form import Draft, Field, Form
from reception.tui.widgets.banner import Banner
from reception.tui.widgets.key_line import KeyLine
from reception.tui.widgets.prose import Prose
from reception.tui.wording.steps import task_title
from reception.visit.commands import DoFollowUp
from reception.visit.values import Insurance, TaskKind

BRINGS_INSURANCE = {TaskKind.CALL_PATIENT, TaskKind.LOOK_UP_AGAIN, TaskKind.SETTLE_WHEN_PROVED}
"""Tasks that may bring the current insurance (CLM-01: then the claim is C1)."""


class FollowUpForm(Form[DoFollowUp]):
    """Result: the task as done."""

    over = True

    def __init__(self, task: TaskKind, on: date, found: Insurance | None, draft: Draft) -> None:
        """`found` is what the practice patient tells; None: nothing new."""
        super().__init__(draft)
        self._kind = task
        self._on = on
        self._found = found

    def compose(self) -> ComposeResult:
        """The day, and the insurance where the task may bring one."""
        yield Banner(self.reception.place)
        with Vertical(classes="box -broad", id="follow-up"):
            yield Static(task_title(self._kind), classes="title")
            yield Prose(self._lead(), classes="quiet")
            yield from self.rows()
        yield KeyLine()

    def _lead(self) -> str:
        if self._kind not in BRINGS_INSURANCE:
            return "済んだ日を確かめて、F12で記録します。"
        if self._found is None:
            return "新しい保険はまだわかりません。わかったときだけ、下の欄に入力します。"
        return "新しい保険がわかりました。確かめてF12で記録すると、現在の資格での請求に変わります。"

    def fields(self) -> tuple[Field, ...]:
        """済んだ日 and the insurance."""
        day = Field("on", "済んだ日", reading.needed("済んだ日", numbers.date_of), short_date(self._on))
        return (day, *self._insurance()) if self._kind in BRINGS_INSURANCE else (day,)

    def _insurance(self) -> tuple[Field, ...]:
        found = self._found
        return (
            Field(
                "insurer", "保険者番号", reading.optional(numbers.insurer_number), found.insurer_number if found else ""
            ),
            Field("insurer-name", "保険者名", reading.words, found.insurer_name if found else ""),
            Field("symbol", "記号", numbers.symbol, (found and found.symbol) or ""),
            Field("number", "番号", reading.optional(numbers.insured_number), found.number if found else ""),
            Field("branch", "枝番", numbers.branch, (found and found.branch) or ""),
            Field(
                "share",
                "負担割合",
                reading.share,
                reading.share_word(found.share if found else None),
                tuple(reading.SHARES),
            ),
        )

    def made(self, values: Mapping[str, object]) -> DoFollowUp:
        """The task, with the insurance when its number was given."""
        on = cast("date", values["on"])
        if not values.get("insurer"):
            return DoFollowUp(self._kind, on)
        text = cast("Mapping[str, str]", values)
        insurance = Insurance(
            insurer_number=text["insurer"],
            insurer_name=text["insurer-name"],
            symbol=text["symbol"],
            number=text["number"],
            branch=text["branch"],
            share=cast("int | None", values["share"]),
        )
        return DoFollowUp(self._kind, on, insurance)

    def problems(self, values: Mapping[str, object]) -> Mapping[str, InputProblem]:
        """With a 保険者番号 the 番号 is needed too."""
        if values.get("insurer") and not values.get("number"):
            return {"number": InputProblem("番号を入力してください。", "The number is needed.")}
        return {}
