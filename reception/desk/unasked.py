"""Steps that need no answer from anybody: their command follows from the step itself."""

from collections.abc import Callable, Mapping
from typing import Final

from reception.rules.decision import Step
from reception.visit import commands as c
from reception.visit.commands import Action, Command

_PLAIN: Final[Mapping[Action, Callable[[], Command]]] = {
    Action.NO_CARD: c.NoCard,
    Action.PLACE_CARD: c.PlaceCard,
    Action.CHECK_FACE: c.CheckFace,
    Action.START_VISUAL_CHECK: c.StartVisualCheck,
    Action.RESTORE_MODE: c.RestoreMode,
    Action.GIVE_UP_IDENTITY: c.GiveUpIdentity,
    Action.SEND_CHECK: c.SendCheck,
    Action.RETURN_CARD: c.ReturnCard,
    Action.CLOSE_VISIT: c.CloseVisit,
}


def command_of(step: Step) -> Command | None:
    """Return the command of a step that asks nothing; None when clerk or patient have to answer something first."""
    if step.action is Action.LOOK_UP_NUMBER and step.document is not None:
        return c.LookUpNumber(step.document)
    plain = _PLAIN.get(step.action)
    return plain() if plain else None


def offers(step: Step, command: Command) -> bool:
    """Whether `command` is what `step` offers: same action, and the same document or task where the step names one."""
    kind, task = getattr(command, "kind", None), getattr(command, "task", None)
    return step.action is command.action and step.document in (None, kind) and step.task in (None, task)


def words(steps: tuple[Step, ...]) -> str:
    """List offered steps as their action words."""
    return "、".join(dict.fromkeys(f"{step.action}{f' {step.document}' if step.document else ''}" for step in steps))
