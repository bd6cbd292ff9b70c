"""Which of the three methods of checking a site uses, and what each allows (rulebook §1.2)."""

from collections.abc import Mapping
from enum import StrEnum

from fixtures import Clinic, FacilityType
from oqs_client.codes import IdentityMethod
from reception.rules.decision import Decision


class CheckMethod(StrEnum):
    """The methods 1, 2 and 3 of FAC-01 to FAC-03."""

    FULL = "full"
    HOME_CONSENT = "home-consent"
    QUALIFICATION_ONLY = "qualification-only"


IDENTITY_METHODS: Mapping[CheckMethod, tuple[IdentityMethod, ...]] = {
    CheckMethod.FULL: (IdentityMethod.FACE, IdentityMethod.PIN, IdentityMethod.VISUAL),
    CheckMethod.HOME_CONSENT: (IdentityMethod.PIN, IdentityMethod.VISUAL),
    CheckMethod.QUALIFICATION_ONLY: (IdentityMethod.PIN, IdentityMethod.VISUAL),
}
"""Ways of checking the identity that a method has at all (FAC-01, FAC-02, FAC-03)."""

METHOD_RULE: Mapping[CheckMethod, str] = {
    CheckMethod.FULL: "FAC-01",
    CheckMethod.HOME_CONSENT: "FAC-02",
    CheckMethod.QUALIFICATION_ONLY: "FAC-03",
}

_BY_TYPE: Mapping[FacilityType, tuple[CheckMethod, str]] = {
    FacilityType.INSURED_CLINIC: (CheckMethod.FULL, "FAC-04"),
    FacilityType.COMPANY_CLINIC: (CheckMethod.FULL, "FAC-05"),
    FacilityType.HOME_VISIT: (CheckMethod.HOME_CONSENT, "FAC-06"),
    FacilityType.CHECKUP: (CheckMethod.QUALIFICATION_ONLY, "FAC-09"),
    FacilityType.MIDWIFE: (CheckMethod.QUALIFICATION_ONLY, "FAC-10"),
    FacilityType.PAPER_CLAIM: (CheckMethod.QUALIFICATION_ONLY, "FAC-11"),
    FacilityType.THERAPIST: (CheckMethod.QUALIFICATION_ONLY, "FAC-12"),
}
_LIMITED_MEANWHILE = frozenset({2, 4, 6})
_HOME_VISITS_ONLY = 3


def check_method(clinic: Clinic) -> Decision[CheckMethod]:
    """Return the method the site uses; a transitional site by its reason (FAC-07, FAC-08)."""
    if clinic.facility_type is FacilityType.TRANSITIONAL:
        return _transitional(clinic.transitional_reason)
    method, rule = _BY_TYPE[clinic.facility_type]
    return Decision(method, (rule, METHOD_RULE[method]))


def gives_medical_information(method: CheckMethod) -> bool:
    """Whether the method can open medical information at all."""
    return method is not CheckMethod.QUALIFICATION_ONLY


def registers_cards(method: CheckMethod) -> bool:
    """初回登録 on the spot needs the face reader of method 1 (REG-02)."""
    return method is CheckMethod.FULL


def _transitional(reason: int | None) -> Decision[CheckMethod]:
    if reason in _LIMITED_MEANWHILE:
        return Decision(CheckMethod.QUALIFICATION_ONLY, ("FAC-08", "FAC-03"))
    if reason == _HOME_VISITS_ONLY:
        return Decision(CheckMethod.HOME_CONSENT, ("FAC-07", "FAC-02"))
    return Decision(CheckMethod.FULL, ("FAC-07", "FAC-01"))
