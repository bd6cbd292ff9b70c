"""The question to the qualification check system: by the card on the reader, or by the numbers on a paper."""

from pydantic import ValidationError

from oqs_client import CardProof, Consent, NumberEnquiry, OqsClient
from oqs_client.codes import IdentityMethod
from oqs_client.qualification import QualificationAnswer
from oqs_client.refusal import Refusal, Registered
from reception.desk.card_thread import CardThread
from reception.desk.progress import Progress
from reception.visit import Visit
from reception.visit.values import Document


class Unwritable(ValueError):
    """The numbers on the paper cannot be written on the wire, so nothing was asked."""

    ja = "書類の番号の形が正しくないため、照会できません。"


class OnlineCheck:
    """Asks `client`, with proofs made by `card`. Methods raise OqsError, and where the card signs CardTrouble."""

    def __init__(self, client: OqsClient, card: CardThread) -> None:
        self._client = client
        self._card = card

    async def by_card(self, visit: Visit, progress: Progress) -> QualificationAnswer | Refusal:
        """Check the holder of the card; what the patient agreed to goes with the question."""
        proof = await self._proof(visit, progress)
        progress("資格確認システムに照会しています")
        consent = Consent.to_all() if visit.consent else Consent.to_none()
        return await self._client.check_by_card(proof, on=visit.date, consent=consent)

    async def register(self, visit: Visit, progress: Progress) -> Registered | Refusal:
        """Register the card as an insurance card."""
        proof = await self._proof(visit, progress)
        progress("初回登録を申し込んでいます")
        return await self._client.register_card(proof, on=visit.date)

    async def by_number(self, visit: Visit, document: Document, progress: Progress) -> QualificationAnswer | Refusal:
        """Look up the numbers of a paper. Raises Unwritable."""
        enquiry = _enquiry(visit, document)
        progress("記号・番号を照会しています")
        return await self._client.check_by_number(enquiry, on=visit.date)

    async def _proof(self, visit: Visit, progress: Progress) -> CardProof:
        """Let the card sign a fresh challenge."""
        progress("資格確認システムにつないでいます")
        certificate = await self._card.run(lambda card: card.certificate)
        challenge = await self._client.challenge(certificate.serial)
        progress("カードが署名しています")
        signature = await self._card.run(lambda card: card.sign(challenge.nonce))
        return CardProof(
            challenge_id=challenge.challenge_id,
            certificate_der=certificate.der,
            signature=signature,
            method=visit.identity or IdentityMethod.NONE,
        )


def _enquiry(visit: Visit, document: Document) -> NumberEnquiry:
    shown = document.insurance
    try:
        return NumberEnquiry(
            insurer_number=shown.insurer_number,
            symbol=shown.symbol,
            number=shown.number,
            branch=shown.branch,
            birth_date=document.birth_date or visit.patient.birth_date,
            limit_consent=True,
        )
    except ValidationError:
        raise Unwritable from None
