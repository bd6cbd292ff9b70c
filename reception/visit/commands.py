"""What a clerk can do. Each command names the `Action` by which the rules offer it and the screen shows it.

Commands are the one vocabulary of the TUI, the plan runner and the drills. They are never stored: a command may
hold a PIN, an event never does.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from reader.credentials import Pin, VerificationNumberB
from reception.visit.values import Document, DocumentKind, Insurance, InsuredStatusDeclaration, PrintedFace, TaskKind


class Action(StrEnum):
    """The moves of the desk, in words a plan file uses."""

    RECEIVE_CARD = "receive-card"
    NO_CARD = "no-card"
    PLACE_CARD = "place-card"
    ENTER_PIN = "enter-pin"
    CHECK_FACE = "check-face"
    START_VISUAL_CHECK = "start-visual-check"
    JUDGE_FACE = "judge-face"
    RESTORE_MODE = "restore-mode"
    GIVE_UP_IDENTITY = "give-up-identity"
    REGISTER_CARD = "register-card"
    ASK_CONSENT = "ask-consent"
    SEND_CHECK = "send-check"
    COMPARE_CARD_FACE = "compare-card-face"
    ASK_DOCUMENT = "ask-document"
    LOOK_UP_NUMBER = "look-up-number"
    ASK_STILL_INSURED = "ask-still-insured"
    ASK_UNCHANGED = "ask-unchanged"
    TAKE_DECLARATION = "take-declaration"
    ENTER_POINTS = "enter-points"
    RETURN_CARD = "return-card"
    CLOSE_VISIT = "close-visit"
    DO_FOLLOW_UP = "do-follow-up"


@dataclass(frozen=True)
class ReceiveCard:
    """Take the card and look at its front."""

    face: PrintedFace
    action: ClassVar[Action] = Action.RECEIVE_CARD


@dataclass(frozen=True)
class NoCard:
    """The patient has no card with them."""

    action: ClassVar[Action] = Action.NO_CARD


@dataclass(frozen=True)
class PlaceCard:
    """The card is put on the reader (also: put on again after it was pulled)."""

    action: ClassVar[Action] = Action.PLACE_CARD


@dataclass(frozen=True)
class EnterPin:
    """One confirmed PIN attempt on the reader panel."""

    pin: Pin
    action: ClassVar[Action] = Action.ENTER_PIN


@dataclass(frozen=True)
class CheckFace:
    """The reader's camera compares the face with the chip's photo."""

    action: ClassVar[Action] = Action.CHECK_FACE


@dataclass(frozen=True)
class StartVisualCheck:
    """Switch to 目視確認; `number` None lets the reader's camera read the printed face of the card."""

    number: VerificationNumberB | None = None
    action: ClassVar[Action] = Action.START_VISUAL_CHECK


@dataclass(frozen=True)
class JudgeFace:
    """The clerk's own eyes: does the photo show the patient?"""

    matches: bool
    action: ClassVar[Action] = Action.JUDGE_FACE


@dataclass(frozen=True)
class RestoreMode:
    """Switch the reader back to its default mode."""

    action: ClassVar[Action] = Action.RESTORE_MODE


@dataclass(frozen=True)
class GiveUpIdentity:
    """No identity method is possible: go down the ladder."""

    action: ClassVar[Action] = Action.GIVE_UP_IDENTITY


@dataclass(frozen=True)
class RegisterCard:
    """Offer 初回登録; `agreed` is the patient's answer."""

    agreed: bool
    action: ClassVar[Action] = Action.REGISTER_CARD


@dataclass(frozen=True)
class AskConsent:
    """The patient's choice on the consent screen."""

    medical: bool
    action: ClassVar[Action] = Action.ASK_CONSENT


@dataclass(frozen=True)
class SendCheck:
    """Ask the online system about the card on the reader."""

    action: ClassVar[Action] = Action.SEND_CHECK


@dataclass(frozen=True)
class CompareCardFace:
    """Without the reader: compare the printed photo with the patient."""

    matches: bool
    action: ClassVar[Action] = Action.COMPARE_CARD_FACE


@dataclass(frozen=True)
class AskDocument:
    """Ask for a paper or screen; `document` None means the patient does not have it."""

    kind: DocumentKind
    document: Document | None
    action: ClassVar[Action] = Action.ASK_DOCUMENT


@dataclass(frozen=True)
class LookUpNumber:
    """Look up the numbers of a shown document online."""

    kind: DocumentKind
    action: ClassVar[Action] = Action.LOOK_UP_NUMBER


@dataclass(frozen=True)
class AskStillInsured:
    """その保険は今も続いていますか — about this document."""

    kind: DocumentKind
    still: bool
    action: ClassVar[Action] = Action.ASK_STILL_INSURED


@dataclass(frozen=True)
class AskUnchanged:
    """A returning patient: is everything as last time?"""

    unchanged: bool
    action: ClassVar[Action] = Action.ASK_UNCHANGED


@dataclass(frozen=True)
class TakeDeclaration:
    """Take the signed 被保険者資格申立書."""

    declaration: InsuredStatusDeclaration
    action: ClassVar[Action] = Action.TAKE_DECLARATION


@dataclass(frozen=True)
class EnterPoints:
    """Enter the bill of the day in points."""

    points: int
    action: ClassVar[Action] = Action.ENTER_POINTS


@dataclass(frozen=True)
class ReturnCard:
    """Take the card from the reader and give it back."""

    action: ClassVar[Action] = Action.RETURN_CARD


@dataclass(frozen=True)
class CloseVisit:
    """Decide share, claim and yen, and close the visit."""

    action: ClassVar[Action] = Action.CLOSE_VISIT


@dataclass(frozen=True)
class DoFollowUp:
    """An after-hours task is done; `found` is the current insurance if the call or look-up brought it."""

    task: TaskKind
    on: date
    found: Insurance | None = None
    action: ClassVar[Action] = Action.DO_FOLLOW_UP


Command = (
    ReceiveCard
    | NoCard
    | PlaceCard
    | EnterPin
    | CheckFace
    | StartVisualCheck
    | JudgeFace
    | RestoreMode
    | GiveUpIdentity
    | RegisterCard
    | AskConsent
    | SendCheck
    | CompareCardFace
    | AskDocument
    | LookUpNumber
    | AskStillInsured
    | AskUnchanged
    | TakeDeclaration
    | EnterPoints
    | ReturnCard
    | CloseVisit
    | DoFollowUp
)
