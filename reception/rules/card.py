"""Does the card in hand count? A foreign or expired card is no card (rulebook §2.9, §6 steps 1 and 2)."""

from enum import StrEnum

from oqs_client.codes import IdentityMethod
from reception.rules import person
from reception.rules.answer import assistance_in_force, insurance_in_force
from reception.rules.decision import Decision
from reception.rules.person import Likeness
from reception.visit import Visit
from reception.visit.values import FailureCause


class CardStanding(StrEnum):
    """What the card is worth as proof of who the patient is."""

    NOT_ASKED = "not-asked"
    ABSENT = "absent"
    EXPIRED = "expired"
    NOT_THE_PATIENTS = "not-the-patients"
    COUNTS = "counts"


def card_standing(visit: Visit) -> Decision[CardStanding]:
    """Return what the card is worth now, with the rules that say so."""
    if visit.brought_card is None:
        return Decision(CardStanding.NOT_ASKED, ("FLOW-01",))
    if not visit.brought_card:
        return Decision(CardStanding.ABSENT, ("FLOW-05",))
    if is_somebody_elses(visit):
        return Decision(CardStanding.NOT_THE_PATIENTS, ("ID-06", "FLOW-05"))
    if has_expired(visit):
        return Decision(CardStanding.EXPIRED, ("FLOW-05",))
    return Decision(CardStanding.COUNTS, ("FLOW-01",))


def card_counts(visit: Visit) -> bool:
    """Whether the patient handed over a card that is theirs and in date."""
    return card_standing(visit).value is CardStanding.COUNTS


def has_expired(visit: Visit) -> bool:
    """Whether the card itself (not its certificate) is past its printed date: no proof of anything (§2.9)."""
    told = visit.failure is not None and visit.failure.cause is FailureCause.CARD_EXPIRED
    return told or (visit.face is not None and visit.face.expires < visit.date)


def is_somebody_elses(visit: Visit) -> bool:
    """Whether the eye, the printed birth date or the system says that the card is not this patient's."""
    refused = IdentityMethod.VISUAL in visit.refused_methods or visit.card_face_matches is False
    return refused or _printed_otherwise(visit) or answers_for_somebody_else(visit)


def answers_for_somebody_else(visit: Visit) -> bool:
    """Whether the system's answer to the card carries another birth date than the patient's."""
    rows = (insurance_in_force(visit.card_answer), assistance_in_force(visit.card_answer))
    return any(row and person.of_row(visit.patient, row) is Likeness.BIRTH_DATE_DIFFERS for row in rows)


def has_photo(visit: Visit) -> bool:
    """Whether there is a photo to compare: an infant's card has none (§2.9)."""
    return visit.face is None or visit.face.has_photo


def is_pinless(visit: Visit) -> bool:
    """Whether the card is a 顔認証マイナンバーカード, as the extra field prints (ID-05)."""
    return visit.face is not None and visit.face.pinless


def _printed_otherwise(visit: Visit) -> bool:
    return visit.face is not None and person.of_face(visit.patient, visit.face) is Likeness.BIRTH_DATE_DIFFERS
