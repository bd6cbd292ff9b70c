"""What the desk asks with: consent, proof of the card, the numbers on a paper. Wrong values fail when they are made."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field

from oqs_client.codes import ConsentKind, IdentityMethod, PrescriptionIssue
from oqs_client.value import Value


class Consent(Value):
    """What the patient agreed to on the reader. Without any of it the qualification is answered all the same."""

    kinds: tuple[ConsentKind, ...] = ()
    specific_diseases: bool = False
    prescription: PrescriptionIssue | None = None

    @classmethod
    def to_all(cls) -> Self:
        """Return the answer "all" on the 包括同意 screen."""
        return cls(kinds=tuple(ConsentKind), specific_diseases=True)

    @classmethod
    def to_none(cls) -> Self:
        """Return the answer "none"."""
        return cls()


class Challenge(Value):
    """A nonce to be signed by the card whose certificate it was asked for. Single use; dead after `expires_at`."""

    challenge_id: str
    nonce: bytes = Field(repr=False)
    expires_at: datetime


class CardProof(Value):
    """Proof that the card was there.

    `signature` is the card's PKCS#1 v1.5 SHA-256 signature over `Challenge.nonce`; `certificate_der` its
    利用者証明用 certificate. Neither appears in a repr: a proof belongs on the wire and nowhere else.
    """

    challenge_id: str
    certificate_der: bytes = Field(repr=False, min_length=1)
    signature: bytes = Field(repr=False, min_length=1)
    method: IdentityMethod


class NumberEnquiry(Value):
    """記号・番号等 as read from a paper. `limit_consent`: the patient agrees that 限度額 is shown (OQSCD001)."""

    insurer_number: Annotated[str, Field(pattern=r"^(?:[0-9]{6}|[0-9]{8})$")]
    symbol: Annotated[str, Field(min_length=1, max_length=20)] | None = None
    number: Annotated[str, Field(min_length=1, max_length=20)]
    branch: Annotated[str, Field(pattern=r"^[0-9]{2}$")] | None = None
    birth_date: date
    limit_consent: bool = False
