"""Where the visit date lies in the life of the card's certificate, and what that leaves open (rulebook §1.5)."""

from collections.abc import Mapping

from oqs_client.certificate_window import CertificateWindow, certificate_window
from reception.rules.decision import Decision
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import FailureCause

_RULES: Mapping[CertificateWindow, tuple[str, ...]] = {
    CertificateWindow.OK: ("CERT-01",),
    CertificateWindow.ALERT: ("CERT-02",),
    CertificateWindow.GRACE: ("CERT-03", "CERT-08"),
    CertificateWindow.DEAD: ("CERT-05", "CERT-06"),
}


def certificate_state(visit: Visit, site: Site) -> Decision[CertificateWindow] | None:
    """Return the window of the certificate on the card; None while no certificate was read."""
    if visit.failure is not None and visit.failure.cause is FailureCause.CERTIFICATE_DEAD:
        return Decision(CertificateWindow.DEAD, _RULES[CertificateWindow.DEAD])
    if visit.card is None:
        return None
    month_end = site.policy.month_end
    window = certificate_window(visit.card.certificate_expires, visit.date, month_end=month_end)
    return Decision(window, _RULES[window])


def is_in(visit: Visit, site: Site, window: CertificateWindow) -> bool:
    """Whether a certificate was read and the visit date lies in this window of it."""
    state = certificate_state(visit, site)
    return state is not None and state.value is window
