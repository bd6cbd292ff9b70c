"""Is it the same person? Names compared as a desk compares them (rulebook §2.9: the ● rule, 通称, kana)."""

import unicodedata
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from oqs_client.qualification import Qualification
from reception.visit.values import Document, PatientIdentity, PrintedFace

BLACK_CIRCLE = "\N{BLACK CIRCLE}"
"""What the system sends for a character outside the shared set: it stands for any one character."""

_VARIANTS = str.maketrans("髙﨑德邊邉齋齊濵濱桒", "高崎徳辺辺斎斎浜浜桑")
_LARGE_KANA = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")


class Likeness(StrEnum):
    """How a name and a birth date fit the patient."""

    SAME = "same"
    NAME_DIFFERS = "name-differs"
    BIRTH_DATE_DIFFERS = "birth-date-differs"


def of_row(patient: PatientIdentity, row: Qualification) -> Likeness:
    """Compare the patient with the person in a server's answer; the kana or the 通称 may stand for the name."""
    if _differs(patient.birth_date, row.birth_date):
        return Likeness.BIRTH_DATE_DIFFERS
    if row.name is None and row.name_kana is None:
        return Likeness.SAME
    named = _is_called(patient, row.name, row.other_name) or _reads_alike(patient.name_kana, row.name_kana)
    return Likeness.SAME if named else Likeness.NAME_DIFFERS


def of_document(patient: PatientIdentity, document: Document) -> Likeness:
    """Compare the patient with the name (and the birth date, where one is printed) of a paper or screen."""
    if _differs(patient.birth_date, document.birth_date):
        return Likeness.BIRTH_DATE_DIFFERS
    return Likeness.SAME if _is_called(patient, document.name) else Likeness.NAME_DIFFERS


def of_face(patient: PatientIdentity, face: PrintedFace) -> Likeness:
    """Compare the patient with what is printed on the front of the card."""
    if _differs(patient.birth_date, face.birth_date):
        return Likeness.BIRTH_DATE_DIFFERS
    return Likeness.SAME if _is_called(patient, face.name) else Likeness.NAME_DIFFERS


def same_name(one: str, other: str) -> bool:
    """Whether two names agree but for spaces, width, old forms of a character, and ● for any one character."""
    letters = zip_longest(_plain(one), _plain(other), fillvalue="")
    return all(a == b or (BLACK_CIRCLE in (a, b) and a and b) for a, b in letters)


def _differs(known: date, read: date | None) -> bool:
    return read is not None and read != known


def _is_called(patient: PatientIdentity, *names: str | None) -> bool:
    own = [name for name in (patient.name, patient.other_name) if name]
    return any(same_name(name, read) for name in own for read in names if read)


def _reads_alike(kana: str, read: str | None) -> bool:
    return read is not None and _plain(kana).translate(_LARGE_KANA) == _plain(read).translate(_LARGE_KANA)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).translate(_VARIANTS).split())
