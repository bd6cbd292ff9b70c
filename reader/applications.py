"""Where things are on a My Number Card: application ids, file ids and key references (my-number-card §1.1, §2)."""

from enum import Enum, IntEnum


class Application(Enum):
    """The card applications by their full AID; a shorter one may reach another DF (my-number-card §1.1)."""

    JPKI = bytes.fromhex("D392F000260100000001")
    TEXT = bytes.fromhex("D3921000310001010408")
    VISUAL = bytes.fromhex("D3921000310001010402")
    RESIDENCE = bytes.fromhex("D3921000310001010401")
    COMMON = bytes.fromhex("D3921000310001010100")

    @property
    def aid(self) -> bytes:
        """The application identifier, always all 10 bytes."""
        return self.value

    @property
    def ja(self) -> str:
        """The name in Japanese."""
        return _LABELS[self]


_LABELS = {
    Application.JPKI: "公的個人認証AP",
    Application.TEXT: "券面事項入力補助AP",
    Application.VISUAL: "券面事項確認AP",
    Application.RESIDENCE: "住基AP",
    Application.COMMON: "共通カードAP",
}

ISSUER_SECURITY_DOMAIN = bytes.fromhex("A0000001510000")
"""GlobalPlatform ISD: selecting it restores the power-on state (my-number-card §1.1, §1.3)."""


class Jpki(IntEnum):
    """Elementary files of 公的個人認証AP (my-number-card §2.1)."""

    SIGN_CERTIFICATE = 0x01
    SIGN_CA_CERTIFICATE = 0x02
    TOKEN_INFORMATION = 0x06
    CERTIFICATES_PRESENT = 0x08
    PROTECTED = 0x09
    AUTH_CERTIFICATE = 0x0A
    AUTH_CA_CERTIFICATE = 0x0B
    TERMINAL_CA_KEY = 0x16
    AUTH_KEY = 0x17
    AUTH_PIN = 0x18
    SIGN_KEY = 0x1A
    SIGN_PASSWORD = 0x1B


class Text(IntEnum):
    """Elementary files of 券面事項入力補助AP (my-number-card §2.2)."""

    INDIVIDUAL_NUMBER = 0x01
    ATTRIBUTES = 0x02
    INTEGRITY = 0x03
    CV_CERTIFICATE = 0x04
    BASIC_INFORMATION = 0x05
    SESSION_KEY_PUBLIC = 0x06
    CARD_PUBLIC_KEY = 0x07
    UNKNOWN = 0x08
    PIN = 0x11
    BLOCKED_FROM_ISSUE = 0x12
    CARD_KEY = 0x13
    VERIFICATION_NUMBER_A = 0x14
    VERIFICATION_NUMBER_B = 0x15


class Visual(IntEnum):
    """Elementary files of 券面事項確認AP (my-number-card §2.3): 照合番号B is 0012 here, 0015 in the text AP."""

    AGE_RECORD = 0x01
    CARD_FACE = 0x02
    BASIC_INFORMATION = 0x03
    CV_CERTIFICATE = 0x04
    NUMBER_IMAGE = 0x05
    UNKNOWN = 0x06
    BIRTH_DATE = 0x11
    VERIFICATION_NUMBER_B = 0x12
    VERIFICATION_NUMBER_A = 0x13


class Common(IntEnum):
    """Elementary files of 共通カードAP (my-number-card §2.4)."""

    CARD_RECORD = 0x01
    KEY_REFERENCE = 0x02
    CARD_KEY = 0x19
    RESIDENCE_PIN = 0x1C


class Residence(IntEnum):
    """Elementary files of 住基AP (my-number-card §2.4)."""

    KEY_REFERENCE = 0x02
    RESIDENCE_PIN = 0x1C


class Instruction(IntEnum):
    """Instruction bytes the card knows (my-number-card §1 to §5)."""

    VERIFY = 0x20
    CHANGE_REFERENCE_DATA = 0x24
    PERFORM_SECURITY_OPERATION = 0x2A
    CHANGE_KEY = 0x32
    GET_CHALLENGE = 0x84
    INTERNAL_AUTHENTICATE = 0x88
    VERIFY_CERTIFICATE = 0xA2
    SELECT = 0xA4
    SET_SESSION_KEY = 0xAE
    READ_BINARY = 0xB0
    READ_RECORD = 0xB2
    GET_DATA = 0xCA


SHORT_ID = 0x80
"""P1 or P2 of `80 | short file id` names a file without selecting it; `80` alone means the current one (§3, §4)."""
