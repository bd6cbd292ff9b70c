"""The questions to the patient that have two answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reception.rules.decision import Step
from reception.visit import commands as c
from reception.visit.commands import Action, Command
from reception.visit.values import DocumentKind


@dataclass(frozen=True)
class Asked:
    """One question: its text and answers; `answer` reads the patient's, `command` is what an answer leads to."""

    text: str
    yes: str
    no: str
    answer: Callable[[Any], bool]
    command: Callable[[Step, bool], Command]


def _still_insured(step: Step, still: bool) -> Command:  # noqa: FBT001  # an answer
    return c.AskStillInsured(step.document or DocumentKind.PORTAL_SCREEN, still)


QUESTIONS: Mapping[Action, Asked] = {
    Action.REGISTER_CARD: Asked(
        "このカードは、まだ保険証として登録されていません。ここで登録できます。",
        "登録する",
        "登録しない",
        lambda command: command.agreed,
        lambda _, agreed: c.RegisterCard(agreed),
    ),
    Action.ASK_CONSENT: Asked(
        "過去の診療、薬剤、健診の情報を、医師に見せてよいですか。どちらでも受診できます。",
        "同意する",
        "同意しない",
        lambda command: command.medical,
        lambda _, medical: c.AskConsent(medical),
    ),
    Action.ASK_STILL_INSURED: Asked(
        "その保険は、今も続いていますか。",
        "続いている",
        "続いていない",
        lambda command: command.still,
        _still_insured,
    ),
    Action.ASK_UNCHANGED: Asked(
        "保険の内容は、前回から変わっていませんか。",
        "変わっていない",
        "変わった",
        lambda command: command.unchanged,
        lambda _, unchanged: c.AskUnchanged(unchanged),
    ),
}
