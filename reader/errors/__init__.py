"""What can go wrong between the desk and the chip, in the clerk's words.

    ReaderError
    ├── ReaderUnavailable      the reader or the PC/SC service is dead
    │   ├── ReaderBusy         another program holds the reader
    │   ├── ReaderAccessDenied the system does not let this user use readers
    │   ├── ReaderNameUnusable pyscard cannot ask about a reader of this name
    │   └── ServiceUnavailable the PC/SC service does not run
    ├── NoReader               no reader (of this name) is connected
    │   └── ReaderUnplugged    it was there and is gone (also a ReaderUnavailable)
    ├── NoCard                 the reader is empty
    ├── CardRemoved            the link to the card was lost
    ├── CardMute               a card is there and does not answer
    │   └── CardTimedOut       it took a command and did not answer in time
    ├── LinkProtocolError      no T=1, or an answer without a status word
    ├── ExtendedLengthUnsupported  the reader carries only short APDUs: the driver turns to these
    ├── NotMyNumberCard        another kind of card
    ├── CardProtocolError      an answer the driver did not expect (.status)
    ├── PinError
    │   ├── MalformedPin       not four digits: nothing was sent, no try lost
    │   ├── PinRequired        the chip wants the PIN first (6982)
    │   ├── WrongPin           .tries_left
    │   ├── PinLocked
    │   ├── UnconfirmedAttempt nobody confirmed it: not sent
    │   │   └── VerifyNotAllowed   ... in the shell
    │   └── PinOutcomeUnknown  link lost during VERIFY: the try may have counted
    ├── VerificationNumberError                       the same for 照合番号B
    │   ├── MalformedVerificationNumber
    │   ├── WrongVerificationNumber    .tries_left
    │   ├── VerificationNumberLocked
    │   └── VerificationOutcomeUnknown  (also a PinOutcomeUnknown)
    ├── UnreadableCardData
    │   ├── CertificateUnreadable
    │   │   ├── CertificateKeyUnknown          not RSA-2048
    │   │   └── CertificateOfAnotherAuthority  not JPKI
    │   ├── CardFaceUnreadable
    │   └── PhotoUnreadable
    ├── CountersUnavailable    the file of a virtual card's try counters
    ├── PersonHasNoCard        a fixture without a card was to be minted
    ├── PcscdCannotRun         a private PC/SC service was wanted
    ├── VirtualSlotUnavailable no vpcd driver at the port
    │   └── VirtualSlotTaken   ... or it has a card already
    ├── RecordingDamaged       a recorded dialogue cannot be read or written: .line, .field
    ├── UnknownShellCommand    a line of `reader shell` that means nothing
    ├── ReplayDiverged         the program sends what was not recorded
    └── MalformedApdu, MalformedTlv    bytes that are no APDU, no TLV

Every class carries `ja`, `en` (what happened) and `next_ja`, `next_en` (what to do next). None of them ever carries a
PIN, a 照合番号 or card data.
"""

from reader.errors.base import ReaderError
from reader.errors.credentials import (
    MalformedPin,
    MalformedVerificationNumber,
    PinError,
    PinLocked,
    PinOutcomeUnknown,
    PinRequired,
    UnconfirmedAttempt,
    VerificationNumberError,
    VerificationNumberLocked,
    VerificationOutcomeUnknown,
    VerifyNotAllowed,
    WrongPin,
    WrongVerificationNumber,
)
from reader.errors.data import (
    CardFaceUnreadable,
    CardProtocolError,
    CertificateKeyUnknown,
    CertificateOfAnotherAuthority,
    CertificateUnreadable,
    MalformedApdu,
    MalformedTlv,
    NotMyNumberCard,
    PhotoUnreadable,
    UnreadableCardData,
)
from reader.errors.link import (
    CardMute,
    CardRemoved,
    CardTimedOut,
    ExtendedLengthUnsupported,
    LinkProtocolError,
    NoCard,
    NoReader,
    ReaderAccessDenied,
    ReaderBusy,
    ReaderNameUnusable,
    ReaderUnavailable,
    ReaderUnplugged,
    ServiceUnavailable,
)
from reader.errors.tools import RecordingDamaged, ReplayDiverged, UnknownShellCommand
from reader.errors.virtual import (
    CountersUnavailable,
    PcscdCannotRun,
    PersonHasNoCard,
    VirtualSlotTaken,
    VirtualSlotUnavailable,
)

__all__ = [
    "CardFaceUnreadable",
    "CardMute",
    "CardProtocolError",
    "CardRemoved",
    "CardTimedOut",
    "CertificateKeyUnknown",
    "CertificateOfAnotherAuthority",
    "CertificateUnreadable",
    "CountersUnavailable",
    "ExtendedLengthUnsupported",
    "LinkProtocolError",
    "MalformedApdu",
    "MalformedPin",
    "MalformedTlv",
    "MalformedVerificationNumber",
    "NoCard",
    "NoReader",
    "NotMyNumberCard",
    "PcscdCannotRun",
    "PersonHasNoCard",
    "PhotoUnreadable",
    "PinError",
    "PinLocked",
    "PinOutcomeUnknown",
    "PinRequired",
    "ReaderAccessDenied",
    "ReaderBusy",
    "ReaderError",
    "ReaderNameUnusable",
    "ReaderUnavailable",
    "ReaderUnplugged",
    "RecordingDamaged",
    "ReplayDiverged",
    "ServiceUnavailable",
    "UnconfirmedAttempt",
    "UnknownShellCommand",
    "UnreadableCardData",
    "VerificationNumberError",
    "VerificationNumberLocked",
    "VerificationOutcomeUnknown",
    "VerifyNotAllowed",
    "VirtualSlotTaken",
    "VirtualSlotUnavailable",
    "WrongPin",
    "WrongVerificationNumber",
]
