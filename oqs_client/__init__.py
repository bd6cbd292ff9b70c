"""The wire contract of the qualification check (official element names and code lists) and the client that speaks it.

Public names are loaded when first asked for: a screen that only needs `Validity` does not wait for httpx. Only
`certificate_window` is there at once, for a module has the same name and must not take its place.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from oqs_client.certificate_window import CertificateWindow, certificate_window

if TYPE_CHECKING:
    from oqs_client.client import OqsClient, Timeouts
    from oqs_client.codes import ConsentKind, IdentityMethod, Validity
    from oqs_client.enquiry import CardProof, Challenge, Consent, NumberEnquiry
    from oqs_client.errors import (
        ContractBroken,
        Disconnected,
        HttpStatus,
        NotJson,
        OqsError,
        ReplyTooLarge,
        ServerTimeout,
        ServerUnreachable,
        StillProcessing,
        SystemFault,
        UnreachableCause,
        WrongEncoding,
    )
    from oqs_client.qualification import Qualification, QualificationAnswer
    from oqs_client.refusal import Notice, Refusal, RefusalReason, Registered

__all__ = [
    "CardProof",
    "CertificateWindow",
    "Challenge",
    "Consent",
    "ConsentKind",
    "ContractBroken",
    "Disconnected",
    "HttpStatus",
    "IdentityMethod",
    "NotJson",
    "Notice",
    "NumberEnquiry",
    "OqsClient",
    "OqsError",
    "Qualification",
    "QualificationAnswer",
    "Refusal",
    "RefusalReason",
    "Registered",
    "ReplyTooLarge",
    "ServerTimeout",
    "ServerUnreachable",
    "StillProcessing",
    "SystemFault",
    "Timeouts",
    "UnreachableCause",
    "Validity",
    "WrongEncoding",
    "certificate_window",
]

_HOMES = {
    "client": ("OqsClient", "Timeouts"),
    "codes": ("ConsentKind", "IdentityMethod", "Validity"),
    "enquiry": ("CardProof", "Challenge", "Consent", "NumberEnquiry"),
    "qualification": ("Qualification", "QualificationAnswer"),
    "refusal": ("Notice", "Refusal", "RefusalReason", "Registered"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name from the module it lives in; what is not listed there is an error class."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'errors')}"), name)
