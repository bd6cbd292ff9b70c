"""The system behind the endpoints: takes messages, gives messages; knows nothing of HTTP.

What day it is: `today` when the server was given one, else the day a question asks about, so that the simulated time of
a desk travels with its questions. The life of a challenge runs on the real clock.

Log lines name the operation, the institution and the outcome; never a person, a number, a certificate or a signature.
"""

import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cryptography import x509

from mock_oqs_server import answers
from mock_oqs_server.answers import Occasion
from mock_oqs_server.card_objections import TO_A_CHECK, TO_A_REGISTRATION, Evidence, Objection, first_objection
from mock_oqs_server.certificate import read_certificate
from mock_oqs_server.challenges import ChallengeBook
from mock_oqs_server.consent_elements import consent_elements
from mock_oqs_server.errors import RegistryError
from mock_oqs_server.lookup import AsOf, Found, by_card, by_number, narrowed
from mock_oqs_server.person_rows import Elements, assistance_row, insurance_row, limit_elements
from mock_oqs_server.records import CardRecord, CoverageRecord
from mock_oqs_server.registry import Registry
from mock_oqs_server.result_codes import ResultCode
from mock_oqs_server.world_rows import comparable
from oqs_client.certificate_window import CertificateWindow
from oqs_client.codes import Classification, IdentityMethod, LimitConsent, ProcessingStatus, Reference, Validity
from oqs_client.message import (
    NumberRequest,
    QualificationConfirmSearchInfo,
    RequestHeader,
    ResultBody,
    ResultEntry,
    ResultMessage,
)
from oqs_client.sim_message import (
    SimCardProof,
    SimCardRequest,
    SimChallengeRequest,
    SimConsent,
    SimRegistrationRequest,
    SimReply,
    SimReplyBody,
)
from oqs_client.wire_format import JST, read_day, write_day, write_moment

_log = logging.getLogger(__name__)

_NOTICES: Final = {
    CertificateWindow.ALERT: ResultCode.CERTIFICATE_ENDS_SOON,
    CertificateWindow.GRACE: ResultCode.CERTIFICATE_IN_GRACE,
}


@dataclass(frozen=True)
class AcceptedCard:
    """A card whose proof holds, and where today lies in its certificate's life."""

    card: CardRecord
    serial: int
    window: CertificateWindow


class QualificationSystem:
    """Answers challenges, checks by card and number, and registrations.

    `clock` is the real time (aware); `today` fixes the system's day, None lets it travel with the questions.
    """

    def __init__(
        self,
        registry: Registry,
        challenges: ChallengeBook,
        authorities: Sequence[x509.Certificate],
        clock: Callable[[], datetime],
        today: date | None,
    ) -> None:
        self._registry = registry
        self._challenges = challenges
        self._authorities = authorities
        self._clock = clock
        self._today = today

    def challenge(self, request: SimChallengeRequest) -> SimReply:
        """Issue a challenge. Whether the card is known is not told before it has proved itself."""
        institution = request.xml_msg.message_header.medical_institution_code
        serial = int(request.xml_msg.message_body.sim_certificate_serial, 16)
        now = self._clock()
        issued = self._challenges.issue(serial, institution, now)
        _log.info("challenge: institution %s", institution)
        body = SimReplyBody(
            processing_result_status=ProcessingStatus.NORMAL,
            sim_challenge_id=issued.challenge_id,
            sim_nonce=b64encode(issued.nonce).decode(),
            sim_challenge_expiry=write_moment(issued.expires_at),
        )
        return answers.reply(institution, now, body)

    def check_by_card(self, request: SimCardRequest) -> ResultMessage:
        """Check a card's holder: proof, registration, then the qualification."""
        body = request.xml_msg.message_body
        occasion = self._occasion(request.xml_msg.message_header, Reference.CARD)
        try:
            accepted = self._accept(body.sim_card_proof, occasion, TO_A_CHECK)
            if isinstance(accepted, ResultCode):
                _log.info("card: institution %s, %s", occasion.institution, accepted)
                return answers.refusal(occasion, accepted)
            return self._holder(accepted, occasion, body.sim_consent)
        except RegistryError as error:
            _log.error("card: %s", error)
            return answers.fault(occasion, ResultCode.REGISTRY_FAULT)

    def check_by_number(self, request: NumberRequest) -> ResultMessage:
        """Check a 記号・番号."""
        search = request.xml_msg.message_body.qualification_confirm_search_info
        occasion = self._occasion(request.xml_msg.message_header, Reference.NUMBER)
        try:
            found = self._found_by_number(search, occasion.as_of)
            limit = search.limit_application_certificate_related_cons_flg == LimitConsent.GIVEN
            rows = self._rows(found, occasion, {}, limit=limit)
        except RegistryError as error:
            _log.error("number: %s", error)
            return answers.fault(occasion, ResultCode.REGISTRY_FAULT)
        _log.info("number: institution %s, %s", occasion.institution, found.validity.word)
        body = ResultBody(
            processing_result_status=ProcessingStatus.NORMAL,
            qualification_validity=found.validity,
            qualification_confirm_search_info=search,
            result_list=rows,
        )
        return answers.answer(occasion, body)

    def register(self, request: SimRegistrationRequest) -> SimReply:
        """Register a card as an insurance card (初回登録). Registering it again changes nothing."""
        occasion = self._occasion(request.xml_msg.message_header, Reference.CARD)
        try:
            accepted = self._accept(request.xml_msg.message_body.sim_card_proof, occasion, TO_A_REGISTRATION)
            if isinstance(accepted, ResultCode):
                _log.info("registration: institution %s, %s", occasion.institution, accepted)
                return answers.reply_refusal(occasion.institution, occasion.now, accepted)
            self._registry.register(accepted.serial, occasion.as_of.known_on)
        except RegistryError as error:
            _log.error("registration: %s", error)
            return answers.reply_fault(occasion.institution, occasion.now, ResultCode.REGISTRY_FAULT)
        _log.info("registration: institution %s, done", occasion.institution)
        notice = _NOTICES.get(accepted.window)
        body = SimReplyBody(
            processing_result_status=ProcessingStatus.NORMAL,
            processing_result_code=notice,
            processing_result_message=notice.message if notice else None,
            sim_certificate_serial=f"{accepted.serial:x}",
            sim_registration_date=write_day(occasion.as_of.known_on),
        )
        return answers.reply(occasion.institution, occasion.now, body)

    def _occasion(self, header: RequestHeader, reference: Reference) -> Occasion:
        """Fix day and time: the system's day with the real time of day."""
        on = read_day(header.qualification_confirmation_date)
        known_on = self._today or on
        now = datetime.combine(known_on, self._clock().astimezone(JST).time(), tzinfo=JST)
        return Occasion(header=header, reference=reference, as_of=AsOf(on=on, known_on=known_on), now=now)

    def _accept(
        self, proof: SimCardProof, occasion: Occasion, objections: Sequence[Objection]
    ) -> AcceptedCard | ResultCode:
        """Use the challenge up and judge the proof."""
        challenge = self._challenges.take(proof.sim_challenge_id, occasion.institution, self._clock())
        if isinstance(challenge, ResultCode):
            return challenge
        certificate = read_certificate(b64decode(proof.sim_certificate))
        if certificate is None:
            return ResultCode.NOT_AUTHENTICATION
        card = self._registry.card(certificate.serial)
        evidence = Evidence(
            challenge=challenge,
            certificate=certificate,
            signature=b64decode(proof.sim_signature),
            method=IdentityMethod.parse(proof.sim_identity_method) or IdentityMethod.NONE,
            card=card,
            today=occasion.as_of.known_on,
            authorities=self._authorities,
        )
        objection = first_objection(evidence, objections)
        if objection is not None or card is None:
            return objection or ResultCode.CARD_NOT_REGISTERED
        return AcceptedCard(card, certificate.serial, evidence.window)

    def _holder(self, accepted: AcceptedCard, occasion: Occasion, consent: SimConsent) -> ResultMessage:
        """Answer for the card's holder, with consent, limit and the certificate's notice."""
        found = by_card(self._registry.coverages(accepted.card.person_id), occasion.as_of)
        medical = accepted.window is not CertificateWindow.GRACE and found.validity is not Validity.INVALID
        consents = consent_elements(consent, occasion.now, medical=medical)
        notice = _NOTICES.get(accepted.window)
        _log.info("card: institution %s, %s, notice %s", occasion.institution, found.validity.word, notice)
        body = ResultBody(
            processing_result_status=ProcessingStatus.NORMAL,
            processing_result_code=notice,
            processing_result_message=notice.message if notice else None,
            qualification_validity=found.validity,
            prescription_issue_select=consent.prescription_issue_select,
            result_list=self._rows(found, occasion, consents, limit=True),
        )
        return answers.answer(occasion, body)

    def _found_by_number(self, search: QualificationConfirmSearchInfo, as_of: AsOf) -> Found:
        insurer = _insurer(search.insurer_number)
        key = comparable(search.insured_identification_number)
        bearing = self._registry.coverages_with_number(insurer, key, read_day(search.birthdate))
        matching = narrowed(bearing, symbol=search.insured_card_symbol, branch=search.insured_branch_number)
        of_person = self._registry.coverages(matching[0].person_id) if matching else ()
        return by_number(matching, of_person, as_of)

    def _rows(self, found: Found, occasion: Occasion, consents: Elements, *, limit: bool) -> tuple[ResultEntry, ...]:
        """The rows of an answer. The consents are the person's, so they stand in each."""
        alone = len(found.rows) == 1
        return tuple(self._row(row, occasion, consents, limit=limit, alone=alone) for row in found.rows)

    def _row(
        self, row: CoverageRecord, occasion: Occasion, consents: Elements, *, limit: bool, alone: bool
    ) -> ResultEntry:
        person = self._registry.person(row.person_id)
        if row.classification == Classification.MEDICAL_ASSISTANCE:
            block = assistance_row(row, person, occasion, consents, alone=alone)
        else:
            extra = limit_elements(row, occasion, consent=limit) | consents
            block = insurance_row(row, person, occasion, extra)
        return ResultEntry(result_of_qualification_confirmation=block)


def _insurer(written: str) -> str:
    """The number without its padding: spaces, or the zeros some senders write (oqs-contract §2.1)."""
    number = written.strip()
    return number[2:] if len(number) == 8 and number.startswith("00") else number
