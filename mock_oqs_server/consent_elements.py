"""What becomes of the patient's consent in an answer: flags, times, and 24 hours (oqs-contract §0 fact 8, §4). Pure."""

from datetime import datetime, timedelta
from typing import Final

from pydantic.alias_generators import to_snake

from mock_oqs_server.person_rows import Elements
from oqs_client.codes import ConsentKind, ConsentState
from oqs_client.sim_message import SimConsent
from oqs_client.wire_format import write_moment

AVAILABLE: Final = timedelta(hours=24)
"""How long medical information agreed to may be seen."""


def consent_elements(consent: SimConsent, now: datetime, *, medical: bool) -> Elements:
    """Return flag, time and end for every kind of medical information, and the flag of 特定疾病.

    `medical` False (certificate in grace, or no valid qualification) closes all medical information, whatever was
    agreed to.
    """
    elements: Elements = {}
    for kind in ConsentKind:
        stem = to_snake(kind.value)
        given = medical and getattr(consent, f"{stem}_cons_flg") == ConsentState.GIVEN
        elements |= _given(stem, now) if given else {f"{stem}_cons_flg": ConsentState.NOT_GIVEN}
    return elements | _specific_diseases(consent, now)


def _given(stem: str, now: datetime) -> Elements:
    return {
        f"{stem}_cons_flg": ConsentState.GIVEN,
        f"{stem}_cons_time": write_moment(now),
        f"{stem}_available_time": write_moment(now + AVAILABLE),
    }


def _specific_diseases(consent: SimConsent, now: datetime) -> Elements:
    flag = consent.specific_diseases_certificate_related_cons_flg or ConsentState.NOT_GIVEN
    elements: Elements = {"specific_diseases_certificate_related_cons_flg": flag}
    if flag == ConsentState.GIVEN:
        elements["specific_diseases_certificate_related_cons_time"] = write_moment(now)
    return elements
