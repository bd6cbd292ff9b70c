"""Whatever goes wrong on reader or line, as the event it becomes. Tables, looked up from the most special class."""

from collections.abc import Mapping
from typing import Final

from oqs_client.errors import NoAnswer, OqsError, ServerTimeout, SystemFault
from oqs_client.refusal import Refusal, RefusalReason
from reader.errors import (
    CardRemoved,
    NoCard,
    NoReader,
    NotMyNumberCard,
    PinOutcomeUnknown,
    PinRequired,
    ReaderError,
    ReaderUnavailable,
)
from reception.desk.card_thread import CardNeverAnswered
from reception.visit.events import CheckFailed
from reception.visit.values import FailureCause

CardTrouble = (ReaderError, CardNeverAnswered)
"""What a job on the card may end with besides its result."""

OF_CARD: Final[Mapping[type[Exception], FailureCause]] = {
    ReaderUnavailable: FailureCause.READER_DOWN,
    NoReader: FailureCause.READER_DOWN,
    NoCard: FailureCause.CARD_REMOVED,
    CardRemoved: FailureCause.CARD_REMOVED,
    # A chip that wants the PIN again was reset behind our back: what it held is gone, as if it had been pulled.
    PinRequired: FailureCause.CARD_REMOVED,
    NotMyNumberCard: FailureCause.NOT_MY_NUMBER_CARD,
    ReaderError: FailureCause.CARD_UNREADABLE,
    CardNeverAnswered: FailureCause.CARD_UNREADABLE,
}

OF_LINE: Final[Mapping[type[OqsError], FailureCause]] = {
    ServerTimeout: FailureCause.SERVER_TIMEOUT,
    NoAnswer: FailureCause.SERVER_UNREACHABLE,
    OqsError: FailureCause.SERVER_FAULT,
}

OF_REFUSAL: Final[Mapping[RefusalReason, FailureCause]] = {
    RefusalReason.SIGNATURE_WRONG: FailureCause.REFUSED,
    RefusalReason.CHALLENGE_OF_OTHER_CARD: FailureCause.REFUSED,
    RefusalReason.CHALLENGE_UNKNOWN: FailureCause.REFUSED,
    RefusalReason.CHALLENGE_EXPIRED: FailureCause.REFUSED,
    RefusalReason.CERTIFICATE_DEAD: FailureCause.CERTIFICATE_DEAD,
    RefusalReason.CERTIFICATE_NOT_YET_VALID: FailureCause.CERTIFICATE_REFUSED,
    RefusalReason.CERTIFICATE_REVOKED: FailureCause.CERTIFICATE_REFUSED,
    RefusalReason.CA_UNKNOWN: FailureCause.CERTIFICATE_REFUSED,
    RefusalReason.NOT_AUTHENTICATION_CERTIFICATE: FailureCause.CERTIFICATE_REFUSED,
    RefusalReason.CARD_NOT_REGISTERED: FailureCause.NOT_REGISTERED,
    RefusalReason.REGISTRATION_BLOCKED: FailureCause.REGISTRATION_BLOCKED,
    RefusalReason.REGISTRATION_CANCELLED: FailureCause.REGISTRATION_CANCELLED,
    RefusalReason.METHOD_NOT_ALLOWED: FailureCause.IDENTITY_IMPOSSIBLE,
    RefusalReason.OTHER: FailureCause.REFUSED,
}


def card_failed(trouble: ReaderError | CardNeverAnswered) -> CheckFailed:
    """Return the event for trouble with reader or card; of a lost VERIFY, for what cut it off."""
    below = trouble.__cause__ if isinstance(trouble, PinOutcomeUnknown) else None
    return CheckFailed(cause=_nearest(OF_CARD, type(below or trouble)))


def line_failed(error: OqsError) -> CheckFailed:
    """Return the event for trouble with the system; its own code and message are kept where it gave any."""
    code, message = (error.code, error.message) if isinstance(error, SystemFault) else (None, None)
    return CheckFailed(cause=_nearest(OF_LINE, type(error)), code=code, message=message)


def refused(refusal: Refusal) -> CheckFailed:
    """Return the event for the system's no."""
    return CheckFailed(cause=OF_REFUSAL[refusal.reason], code=refusal.code, message=refusal.message)


def _nearest(table: Mapping[type, FailureCause], kind: type) -> FailureCause:
    return next(table[base] for base in kind.__mro__ if base in table)
