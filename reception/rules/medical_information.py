"""May the doctor see medicines and past treatment? Only with method, certificate and consent (§1.2, §1.5, ID-07)."""

from oqs_client.certificate_window import CertificateWindow
from reception.rules.answer import confirms
from reception.rules.card import card_counts
from reception.rules.certificate import is_in
from reception.rules.decision import Decision
from reception.rules.facility import check_method, gives_medical_information
from reception.rules.reading import is_reading_over
from reception.site import Site
from reception.visit import Visit


def medical_information(visit: Visit, site: Site) -> Decision[bool]:
    """Say whether medical information may be given here, with this card, today; a refused consent closes it."""
    way = check_method(site.clinic)
    if not gives_medical_information(way.value):
        return Decision(value=False, rules=way.rules)
    if not card_counts(visit):
        return Decision(value=False, rules=("DOC-11",))
    return _by_card(visit, site, way.rules)


def _by_card(visit: Visit, site: Site, way_rules: tuple[str, ...]) -> Decision[bool]:
    if is_in(visit, site, CertificateWindow.DEAD):
        return Decision(value=False, rules=("CERT-05",))
    if is_in(visit, site, CertificateWindow.GRACE):
        return Decision(value=False, rules=("CERT-03",))
    if is_reading_over(visit, site) and not confirms(visit.card_answer):
        return Decision(value=False, rules=("RES-02", "RES-03"))
    if visit.consent is False:
        return Decision(value=False, rules=("ID-07", "ID-08"))
    return Decision(value=True, rules=(*way_rules, "ID-08"))
