"""From a step of the plan to the clerk's command: the patient's own answer, or what the plan puts in its place."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from reception.desk.unasked import command_of
from reception.plan.plan_file import DeclarationAnswer, DocumentAnswer, FollowUpAnswer, PlanStep, StillInsuredAnswer
from reception.practice import PracticePatient
from reception.rules.decision import Step
from reception.visit import commands as c
from reception.visit.commands import Action, Command
from reception.visit.values import Document, DocumentKind, Insurance

_IN_INSURANCE: Final = frozenset(Insurance.model_fields)
_NOT_PRINTED: Final = frozenset({"kind", "has"})

_PLAIN: Final[Mapping[Action, Callable[[Any], Command]]] = {
    Action.ENTER_PIN: c.EnterPin,
    Action.START_VISUAL_CHECK: c.StartVisualCheck,
    Action.JUDGE_FACE: c.JudgeFace,
    Action.REGISTER_CARD: c.RegisterCard,
    Action.ASK_CONSENT: c.AskConsent,
    Action.COMPARE_CARD_FACE: c.CompareCardFace,
    Action.ASK_UNCHANGED: c.AskUnchanged,
    Action.ENTER_POINTS: c.EnterPoints,
}


def command_for(planned: PlanStep, offered: Step, patient: PracticePatient) -> Command | None:
    """Return the command of a planned step that is offered; None when the patient has no answer to it."""
    value = planned.value
    if isinstance(value, DocumentAnswer) and offered.document is not None:
        return c.AskDocument(offered.document, _document(value, offered.document, patient))
    if isinstance(value, StillInsuredAnswer | FollowUpAnswer | DeclarationAnswer):
        return _adjusted(value, patient.respond(offered))
    plain = _PLAIN.get(planned.action)
    if value is not None and plain is not None:
        return plain(value)
    return patient.respond(offered) or command_of(offered)


def _adjusted(value: StillInsuredAnswer | FollowUpAnswer | DeclarationAnswer, own: Command | None) -> Command | None:
    """Return the patient's own command with what the plan says in its place."""
    match value, own:
        case StillInsuredAnswer(), c.AskStillInsured():
            return own if value.still is None else c.AskStillInsured(own.kind, value.still)
        case FollowUpAnswer(), c.DoFollowUp():
            return c.DoFollowUp(own.task, value.on or own.on, value.found)
        case DeclarationAnswer(), c.TakeDeclaration():
            return c.TakeDeclaration(own.declaration.model_copy(update=value.model_dump(exclude_unset=True)))
    return own


def _document(value: DocumentAnswer, kind: DocumentKind, patient: PracticePatient) -> Document | None:
    """Return the patient's paper with what the plan changes on it; a paper they do not have is made from the plan."""
    if value.has is False:
        return None
    changes = value.model_dump(exclude_unset=True, exclude=set(_NOT_PRINTED))
    own = patient.document(kind)
    if own is None and "number" not in changes:
        return None
    insurance = {name: change for name, change in changes.items() if name in _IN_INSURANCE}
    printed = {name: change for name, change in changes.items() if name not in _IN_INSURANCE}
    identity = patient.identity()
    before = own or Document(
        kind=kind,
        name=identity.name,
        birth_date=identity.birth_date,
        insurance=Insurance(insurer_number="", number=""),
    )
    after = before.model_dump() | printed | {"insurance": before.insurance.model_dump() | insurance}
    return Document.model_validate(after)
