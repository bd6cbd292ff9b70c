"""What a card is and how it stands, found out without costing a try and without reading anything personal."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from reader.applications import Application, Jpki, Residence, Text, Visual
from reader.connection import CardConnection
from reader.errors import CertificateUnreadable, NotMyNumberCard, PinRequired
from reader.my_number_card import MyNumberCard
from reader.session import CardSession

_Key = tuple[Application, int, str, str, str]

_KEYS: Final[tuple[_Key, ...]] = (
    (Application.JPKI, Jpki.AUTH_PIN, "auth_pin", "利用者証明用暗証番号", "auth PIN"),
    (Application.JPKI, Jpki.SIGN_PASSWORD, "sign_password", "署名用暗証番号", "signature password"),
    (Application.TEXT, Text.PIN, "text_pin", "券面事項入力補助用暗証番号", "text application PIN"),
    (Application.TEXT, Text.VERIFICATION_NUMBER_A, "text_number_a", "照合番号A(入力補助)", "照合番号A, text"),
    (Application.TEXT, Text.VERIFICATION_NUMBER_B, "text_number_b", "照合番号B(入力補助)", "照合番号B, text"),
    (Application.VISUAL, Visual.VERIFICATION_NUMBER_A, "visual_number_a", "照合番号A(券面確認)", "照合番号A, visual"),
    (Application.VISUAL, Visual.VERIFICATION_NUMBER_B, "visual_number_b", "照合番号B(券面確認)", "照合番号B, visual"),
    (Application.RESIDENCE, Residence.RESIDENCE_PIN, "residence_pin", "住民基本台帳用暗証番号", "residence PIN"),
)
"""The keys worth asking for; text 0012 is blocked on every card from issue (my-number-card §10.18), so not that."""


@dataclass(frozen=True)
class KeyState:
    """One secret of the card: its name and the tries left (0 = locked or never set)."""

    key: str
    ja: str
    en: str
    tries_left: int


@dataclass(frozen=True)
class CardProbe:
    """What was found. The dates are None when no auth certificate can be read, or none without PIN (phones)."""

    applications: tuple[Application, ...]
    keys: tuple[KeyState, ...]
    certificate_not_before: date | None
    certificate_not_after: date | None


def probe(connection: CardConnection) -> CardProbe:
    """Look at every application and key of the card. Raises NotMyNumberCard when there is no 公的個人認証AP."""
    session = CardSession(connection)
    applications = tuple(application for application in Application if _has(session, application))
    if Application.JPKI not in applications:
        raise NotMyNumberCard
    keys = tuple(state for key in _KEYS if key[0] in applications for state in _state(session, key))
    not_before, not_after = _certificate_days(connection)
    return CardProbe(applications, keys, not_before, not_after)


def _has(session: CardSession, application: Application) -> bool:
    try:
        session.select(application)
    except NotMyNumberCard:
        return False
    return True


def _state(session: CardSession, key: _Key) -> list[KeyState]:
    """Ask one key; a key the card does not have, or does not count, gives nothing."""
    application, fid, name, ja, en = key
    session.select(application)
    tries = session.query_tries(fid).status.tries_left
    return [] if tries is None else [KeyState(name, ja, en, tries)]


def _certificate_days(connection: CardConnection) -> tuple[date | None, date | None]:
    try:
        certificate = MyNumberCard(connection).auth_certificate()
    except (CertificateUnreadable, PinRequired):
        return None, None
    return certificate.not_before, certificate.not_after
