"""How far the card on the reader has come, and which failures one may try again (rulebook §6 steps 2 to 5)."""

from oqs_client.certificate_window import CertificateWindow
from oqs_client.codes import IdentityMethod
from reception.rules.certificate import is_in
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import FailureCause

DEVICE_TROUBLE = frozenset({FailureCause.READER_DOWN, FailureCause.CARD_UNREADABLE})
"""Reader or chip does not answer: one restart may help, a queue must not wait for more (§2.8, S18)."""

CARD_MISPLACED = frozenset({FailureCause.CARD_REMOVED, FailureCause.NOT_MY_NUMBER_CARD})
"""The right card is not on the reader: putting it there is all that is needed."""

SERVER_TROUBLE = frozenset(
    {
        FailureCause.SERVER_UNREACHABLE,
        FailureCause.SERVER_TIMEOUT,
        FailureCause.SERVER_FAULT,
        FailureCause.REFUSED,
    }
)
"""The question was not answered: asking again may help."""


def is_reading_over(visit: Visit, site: Site) -> bool:
    """Whether the reader has said all it can: an answer, a failure, a dead certificate, given up, or no reader."""
    if not site.clinic.reader or visit.identity_given_up:
        return True
    if visit.card_answer is not None or visit.failure is not None:
        return True
    return is_in(visit, site, CertificateWindow.DEAD)


def has_failed(visit: Visit, *causes: FailureCause) -> bool:
    """Whether the check by card stands at one of these failures."""
    return visit.failure is not None and visit.failure.cause in causes


def times_failed(visit: Visit, causes: frozenset[FailureCause]) -> int:
    """How often the check by card failed for one of these causes in this visit."""
    return sum(failure.cause in causes and failure.document is None for failure in visit.failures)


def can_ask(visit: Visit) -> bool:
    """Whether a question about the card can be sent: it lies on the reader and its holder is known."""
    return visit.card_on_reader and visit.identity is not None


def identity_is_known(visit: Visit) -> bool:
    """Whether anybody or anything has compared the patient with the card."""
    return visit.identity_method is not IdentityMethod.NONE
