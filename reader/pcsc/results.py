"""What a PC/SC result code means to the desk: one table for Linux, macOS and Windows (facts pcsc §4).

| state            | error              | seen as                                                              |
|------------------|--------------------|----------------------------------------------------------------------|
| no service       | ServiceUnavailable | no pcscd, or it died; a context of the service before the restart     |
| service refused  | ReaderAccessDenied | polkit without an active session; more than 199 contexts              |
| no reader        | NoReader           | nothing is connected                                                  |
| reader gone      | ReaderUnplugged    | the name was known a moment ago                                       |
| no card          | NoCard             | connecting to an empty reader                                         |
| card removed     | CardRemoved        | pulled, swapped, reset by another program, contact lost               |
| card mute        | CardMute           | a card that gives no answer to reset                                  |
| shared elsewhere | ReaderBusy         | another program holds the card                                        |
| protocol         | LinkProtocolError  | a card without T=1, an answer without a status word                   |
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from reader.errors import (
    CardMute,
    CardRemoved,
    LinkProtocolError,
    NoCard,
    NoReader,
    ReaderAccessDenied,
    ReaderBusy,
    ReaderError,
    ReaderUnavailable,
    ReaderUnplugged,
    ServiceUnavailable,
)

OK: Final = 0
CANCELLED: Final = 0x80100002
UNKNOWN_READER: Final = 0x80100009
TIMEOUT: Final = 0x8010000A
PROTO_MISMATCH: Final = 0x8010000F
NOT_TRANSACTED: Final = 0x80100016
NO_READERS: Final = 0x8010002E


class Call(Enum):
    """What was asked when the result came: the same code means another thing to someone who holds a card."""

    ESTABLISH = auto()
    """A context is wanted."""
    ASK = auto()
    """Lists and states, in a context the service gave."""
    CONNECT = auto()
    """A card is to be held."""
    EXCHANGE = auto()
    """A card was held."""


_MEANINGS: Final[Mapping[int, type[ReaderError]]] = {
    0x06: ServiceUnavailable,  # ERROR_INVALID_HANDLE: a context of the service before (Windows)
    0x1F: CardRemoved,  # ERROR_GEN_FAILURE: the driver lost the card (Windows)
    0x6D: ServiceUnavailable,  # ERROR_BROKEN_PIPE: remote desktop, service gone (Windows)
    0x45D: CardRemoved,  # ERROR_IO_DEVICE (Windows)
    0x80100003: ServiceUnavailable,  # INVALID_HANDLE: a context of the service before
    0x80100006: ServiceUnavailable,  # NO_MEMORY
    UNKNOWN_READER: ReaderUnplugged,
    0x8010000B: ReaderBusy,  # SHARING_VIOLATION
    0x8010000C: NoCard,  # NO_SMARTCARD
    PROTO_MISMATCH: LinkProtocolError,
    0x80100010: CardMute,  # NOT_READY
    0x80100012: ServiceUnavailable,  # SYSTEM_CANCELLED: the service ends, or the user logs off (Windows)
    0x80100013: ServiceUnavailable,  # F_COMM_ERROR: the service died
    NOT_TRANSACTED: CardRemoved,
    0x80100017: ReaderUnplugged,  # READER_UNAVAILABLE
    0x8010001D: ServiceUnavailable,  # NO_SERVICE
    0x8010001E: ServiceUnavailable,  # SERVICE_STOPPED
    NO_READERS: NoReader,
    0x8010002F: CardRemoved,  # COMM_DATA_LOST
    0x80100031: ReaderAccessDenied,  # SERVER_TOO_BUSY: too many programs at once
    0x80100065: LinkProtocolError,  # UNSUPPORTED_CARD: an answer to reset that breaks the rules
    0x80100066: CardMute,  # UNRESPONSIVE_CARD
    0x80100067: CardMute,  # UNPOWERED_CARD
    0x80100068: CardRemoved,  # RESET_CARD: another program did it; our PIN state is gone
    0x80100069: CardRemoved,  # REMOVED_CARD
    0x8010006A: ReaderAccessDenied,  # SECURITY_VIOLATION: polkit, or too many contexts
}

_IN_CALL: Final[Mapping[tuple[Call, type[ReaderError]], type[ReaderError]]] = {
    (Call.CONNECT, CardRemoved): NoCard,
    (Call.EXCHANGE, NoCard): CardRemoved,
    # Who was let in is not refused later: pcsc-lite says so, now and then, when the service dies in mid-call.
    (Call.ASK, ReaderAccessDenied): ServiceUnavailable,
    (Call.EXCHANGE, ReaderAccessDenied): ServiceUnavailable,
}
"""Where a result means another thing in one call than in the others."""

_LONG_COMMAND_REFUSED: Final = frozenset(
    {
        0x32,  # ERROR_NOT_SUPPORTED (Windows)
        0x57,  # ERROR_INVALID_PARAMETER (Windows)
        0x80100004,  # INVALID_PARAMETER
        0x80100008,  # INSUFFICIENT_BUFFER
        0x80100011,  # INVALID_VALUE
        NOT_TRANSACTED,  # pcsc-lite with a reader that exchanges short APDUs
        0x8010001F,  # UNSUPPORTED_FEATURE of pcsc-lite
        0x80100022,  # UNSUPPORTED_FEATURE
    }
)
"""What comes of an extended APDU where the reader or its driver carries only short ones."""


def code_of(result: int) -> int:
    """Return the code as documented: Windows hands it over as a negative number (facts pcsc §5.12)."""
    return result & 0xFFFFFFFF


def meaning(result: int, call: Call = Call.ASK) -> type[ReaderError]:
    """Return the error for a result that is not OK; an unknown one says that the reader cannot be used."""
    error = _MEANINGS.get(code_of(result), ReaderUnavailable)
    return _IN_CALL.get((call, error), error)


def check(result: int, call: Call = Call.ASK) -> None:
    """Raise the error a result means, unless it is OK."""
    if code_of(result) != OK:
        raise meaning(result, call)


def refuses_long_commands(result: int) -> bool:
    """Tell whether the result may mean: not in the extended form."""
    return code_of(result) in _LONG_COMMAND_REFUSED
