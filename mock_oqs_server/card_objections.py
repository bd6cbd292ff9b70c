"""Why a proof of a card is not accepted: one ordered table of objections, the first that holds is the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cryptography import x509

from fixtures.people import Registration
from mock_oqs_server.certificate import CardCertificate, has_signed, is_for_user_authentication, issuer_of
from mock_oqs_server.challenges import IssuedChallenge
from mock_oqs_server.records import CardRecord
from mock_oqs_server.result_codes import ResultCode
from oqs_client.certificate_window import CertificateWindow, certificate_window
from oqs_client.codes import IdentityMethod


@dataclass(frozen=True)
class Evidence:
    """Everything a proof is judged by. `card` is None when the registry does not know the certificate."""

    challenge: IssuedChallenge
    certificate: CardCertificate
    signature: bytes
    method: IdentityMethod
    card: CardRecord | None
    today: date
    authorities: Sequence[x509.Certificate]

    @property
    def window(self) -> CertificateWindow:
        """Where today lies in the certificate's life."""
        return certificate_window(self.certificate.not_after, self.today)


Objection = tuple[ResultCode, Callable[[Evidence], bool]]


def _other_card(evidence: Evidence) -> bool:
    return evidence.challenge.serial != evidence.certificate.serial


def _ca_unknown(evidence: Evidence) -> bool:
    return issuer_of(evidence.certificate, evidence.authorities) is None


def _wrong_purpose(evidence: Evidence) -> bool:
    return not is_for_user_authentication(evidence.certificate)


def _signature_wrong(evidence: Evidence) -> bool:
    return not has_signed(evidence.certificate, evidence.signature, evidence.challenge.nonce)


def _not_yet_valid(evidence: Evidence) -> bool:
    return evidence.today < evidence.certificate.not_before


def _dead(evidence: Evidence) -> bool:
    return evidence.window is CertificateWindow.DEAD


def _revoked(evidence: Evidence) -> bool:
    revoked_on = evidence.card.revoked_on if evidence.card else None
    return revoked_on is not None and revoked_on <= evidence.today


def _unknown(evidence: Evidence) -> bool:
    return evidence.card is None


def _blocked(evidence: Evidence) -> bool:
    return evidence.card is not None and evidence.card.registration == Registration.BLOCKED


def _cancelled(evidence: Evidence) -> bool:
    """A cancellation works from the end of month N+1 on (UNR-03) until the card is registered anew."""
    card = evidence.card
    if card is None or card.works_until is None or evidence.today <= card.works_until:
        return False
    return not (card.registered_on and card.works_until < card.registered_on <= evidence.today)


def _unregistered(evidence: Evidence) -> bool:
    card = evidence.card
    if card is None or card.registration != Registration.NO:
        return card is None
    return card.registered_on is None or evidence.today < card.registered_on


def _method_not_allowed(evidence: Evidence) -> bool:
    """Rulebook §2.9: no PIN on a PIN-less card, no face to compare without a photo, a phone only in full validity."""
    card = evidence.card
    match evidence.method:
        case IdentityMethod.PIN:
            return card is not None and card.pinless
        case IdentityMethod.FACE | IdentityMethod.VISUAL:
            return card is not None and not card.photo
        case IdentityMethod.PHONE:
            return evidence.window is CertificateWindow.GRACE
        case IdentityMethod.NONE:
            return True


def _phone(evidence: Evidence) -> bool:
    """初回登録 needs the card itself (oqs-contract §6)."""
    return evidence.method is IdentityMethod.PHONE


_TO_EVERY_PROOF: Final[tuple[Objection, ...]] = (
    (ResultCode.OTHER_CARD, _other_card),
    (ResultCode.CA_UNKNOWN, _ca_unknown),
    (ResultCode.NOT_AUTHENTICATION, _wrong_purpose),
    (ResultCode.SIGNATURE_WRONG, _signature_wrong),
    (ResultCode.CERTIFICATE_NOT_YET_VALID, _not_yet_valid),
    (ResultCode.CERTIFICATE_DEAD, _dead),
    (ResultCode.CERTIFICATE_REVOKED, _revoked),
    (ResultCode.REGISTRATION_BLOCKED, _blocked),
)

TO_A_CHECK: Final = (
    *_TO_EVERY_PROOF,
    (ResultCode.REGISTRATION_CANCELLED, _cancelled),
    (ResultCode.CARD_NOT_REGISTERED, _unregistered),
    (ResultCode.METHOD_NOT_ALLOWED, _method_not_allowed),
)
"""Objections to a qualification check, in order."""

TO_A_REGISTRATION: Final = (
    *_TO_EVERY_PROOF,
    (ResultCode.CARD_NOT_REGISTERED, _unknown),
    (ResultCode.METHOD_NOT_ALLOWED, _method_not_allowed),
    (ResultCode.METHOD_NOT_ALLOWED, _phone),
)
"""Objections to 初回登録, in order."""


def first_objection(evidence: Evidence, objections: Sequence[Objection]) -> ResultCode | None:
    """Return the code of the first objection that holds; None when the proof is accepted."""
    return next((code for code, holds in objections if holds(evidence)), None)
