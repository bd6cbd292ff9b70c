"""Where an interrupted plan goes on: what is done is not done again, except what only lived in the chip.

The journal numbers each event with the plan's step, so the last number tells how far the plan came. Whatever the fold
would hold had the program never stopped, and does not hold now, was in the chip: those steps are performed once more if
the next one cannot be done without them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from oqs_client.codes import IdentityMethod
from reader.my_number_card import PIN_TRIES
from reception.journal import Entry
from reception.plan.plan_file import Plan
from reception.visit import Visit, fold
from reception.visit import events as e
from reception.visit.commands import Action

_IDENTITY_STEPS = {
    IdentityMethod.PIN: (Action.ENTER_PIN,),
    IdentityMethod.FACE: (Action.CHECK_FACE,),
    IdentityMethod.VISUAL: (Action.START_VISUAL_CHECK, Action.JUDGE_FACE),
}


_MAY_BECOME: Final[Mapping[Action, frozenset[str]]] = {
    Action.RECEIVE_CARD: frozenset({"card-handed"}),
    Action.NO_CARD: frozenset({"card-not-brought"}),
    Action.PLACE_CARD: frozenset({"card-presented", "check-failed"}),
    Action.ENTER_PIN: frozenset({"identity-confirmed", "pin-rejected", "pin-outcome-unknown", "check-failed"}),
    Action.CHECK_FACE: frozenset(
        {"identity-confirmed", "face-refused", "verification-number-rejected", "check-failed"}
    ),
    Action.START_VISUAL_CHECK: frozenset({"visual-check-started", "verification-number-rejected", "check-failed"}),
    Action.JUDGE_FACE: frozenset({"identity-confirmed", "face-refused", "check-failed"}),
    Action.RESTORE_MODE: frozenset({"reader-mode-restored"}),
    Action.GIVE_UP_IDENTITY: frozenset({"identity-given-up"}),
    Action.REGISTER_CARD: frozenset({"card-registered", "registration-declined", "check-failed"}),
    Action.ASK_CONSENT: frozenset({"consent-given"}),
    Action.SEND_CHECK: frozenset({"qualification-received", "check-failed"}),
    Action.COMPARE_CARD_FACE: frozenset({"card-face-compared"}),
    Action.ASK_DOCUMENT: frozenset({"document-shown", "document-absent"}),
    Action.LOOK_UP_NUMBER: frozenset({"qualification-received", "check-failed"}),
    Action.ASK_STILL_INSURED: frozenset({"still-insured-answered"}),
    Action.ASK_UNCHANGED: frozenset({"unchanged-answered"}),
    Action.TAKE_DECLARATION: frozenset({"declaration-taken"}),
    Action.ENTER_POINTS: frozenset({"points-entered"}),
    Action.RETURN_CARD: frozenset({"card-returned"}),
    Action.CLOSE_VISIT: frozenset({"share-decided", "claim-decided", "copayment-decided", "visit-closed"}),
    Action.DO_FOLLOW_UP: frozenset({"follow-up-done"}),
}
"""The kinds of event a command can begin with."""


@dataclass(frozen=True)
class Resumption:
    """How an open visit stands to its plan: steps before `next_index` are done.

    `again` are those of them that the next one may need to be performed once more.
    """

    next_index: int
    again: tuple[int, ...]


def follows(plan: Plan, entries: Sequence[Entry]) -> bool:
    """Whether the entries of a visit can have come from this plan; any visit can have come from advice alone."""
    first: dict[int, str] = {}
    for entry in entries:
        if not isinstance(entry.event, e.VisitOpened | e.SessionResumed):
            first.setdefault(entry.command, entry.event.kind)
    steps = plan.file.steps
    if not steps:
        return True
    return all(
        1 <= number <= len(steps) and kind in _MAY_BECOME[steps[number - 1].action] for number, kind in first.items()
    )


def resumption(plan: Plan, visit: Visit, entries: Sequence[Entry]) -> Resumption:
    """Compare the journal of an open visit with the plan it followed."""
    steps = plan.file.steps
    done = min(max((entry.command for entry in entries), default=0), len(steps))
    if done and steps[done - 1].action is Action.CLOSE_VISIT and visit.closed is None:
        done -= 1  # interrupted between the decisions of the closing
    uninterrupted = fold(entry.event for entry in entries if not isinstance(entry.event, e.SessionResumed))
    again = {_last(plan, done, action) for action in _lost(uninterrupted, visit)}
    return Resumption(done, tuple(sorted(index for index in again if index is not None)))


def tries_unaccounted(entries: Sequence[Entry], tries_left: int) -> int:
    """Return how many PIN tries the chip has counted that the journal does not know of.

    The program was stopped between VERIFY and its event. A card placed anew tells its tries, and is no account of them.
    """
    expected: int | None = None
    for entry in entries:
        match entry.event:
            case e.CardPresented(card=card) if expected is None:
                expected = card.pin_tries_left
            case e.PinRejected(tries_left=left):
                expected = left
            case e.IdentityConfirmed(method=IdentityMethod.PIN):
                expected = PIN_TRIES
    return max(0, expected - tries_left) if expected is not None else 0


def _lost(before: Visit, now: Visit) -> Iterator[Action]:
    """Yield the actions whose effect went with the chip: all that came after placing the card, until it answered."""
    if now.closed is not None or now.card_answer is not None or not before.card_on_reader:
        return
    yield Action.PLACE_CARD
    if before.identity is not None:
        yield from _IDENTITY_STEPS.get(before.identity, ())
    elif before.photo_read:
        yield Action.START_VISUAL_CHECK
    if before.consent is not None:
        yield Action.ASK_CONSENT


def _last(plan: Plan, done: int, action: Action) -> int | None:
    """Return the index of the last step done with this action."""
    return next((index for index in reversed(range(done)) if plan.file.steps[index].action is action), None)
