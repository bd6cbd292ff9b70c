"""What an answer of the system is good for: the rows one may file on, and the rows one may only remember (§1.6)."""

from oqs_client.codes import Validity
from oqs_client.qualification import Qualification, QualificationAnswer
from reception.visit.values import Insurance

_IN_FORCE = frozenset({Validity.VALID, Validity.UNREGISTERED})


def insurance_in_force(answer: QualificationAnswer | None) -> Qualification | None:
    """The insurance row that is valid on the day asked about; None when there is none one could file on."""
    return _fileable(answer.insurance) if answer and answer.validity in _IN_FORCE else None


def assistance_in_force(answer: QualificationAnswer | None) -> Qualification | None:
    """The 医療扶助 row that is valid, with or without a ticket (AUX-03)."""
    return answer.medical_assistance if answer and answer.validity in _IN_FORCE else None


def lost_insurance(answer: QualificationAnswer | None) -> Qualification | None:
    """The qualification lost last, which 無効 shows for reference (RES-02)."""
    return _fileable(answer.insurance) if answer and answer.validity is Validity.INVALID else None


def insurance_of(row: Qualification) -> Insurance:
    """The numbers of a row, as a claim needs them."""
    return Insurance(
        insurer_number=row.insurer_number or "",
        insurer_name=row.insurer_name or "",
        symbol=row.symbol,
        number=row.number or "",
        branch=row.branch,
        share=row.share,
    )


def confirms(answer: QualificationAnswer | None) -> bool:
    """Whether the answer settles the qualification online (RES-01)."""
    return insurance_in_force(answer) is not None or assistance_in_force(answer) is not None


def _fileable(row: Qualification | None) -> Qualification | None:
    """A row without insurer or number cannot be filed on."""
    return row if row and row.insurer_number and row.number else None
