"""What the clerk's eyes get: the photo on the card, and the practice patient as they look today.

Drawing takes some 20 ms and imports Pillow: call these in a thread.
"""

from reception.practice import PracticePatient
from reception.tui.dialogs.faces import Sight


def of_chip(photo: bytes | None, patient: PracticePatient | None) -> Sight:
    """The photo the chip gave."""
    return Sight("カードのICチップの写真", photo, _features(patient, today=False))


def of_card(patient: PracticePatient | None) -> Sight:
    """The photo printed on the card; an infant's card has none."""
    from fixtures import face

    printed = patient.printed_face() if patient else None
    photo = face.card_photo(patient.person.face) if patient and printed and printed.has_photo else None
    return Sight("カードに印刷された写真", photo, _features(patient, today=False))


def of_patient(patient: PracticePatient | None) -> Sight:
    """The person before the desk."""
    return Sight("目の前の患者さん", patient.portrait() if patient else None, _features(patient, today=True))


def _features(patient: PracticePatient | None, *, today: bool) -> tuple[str, ...]:
    from fixtures import face

    return face.features(patient.person.face, today=today) if patient else ()
