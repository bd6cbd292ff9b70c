"""READ BINARY and READ RECORD (my-number-card §4, §2.4)."""

from reader.apdu import Command
from reader.applications import SHORT_ID
from reader.status_word import SW
from reader.virtual.files import RecordFile, TransparentFile
from reader.virtual.memory import Chip, Refused, require

_RECORD_BY_NUMBER = 0x04


def read_binary(chip: Chip, command: Command) -> bytes:
    """Read a transparent file up to its end: more wanted than there is comes back short with 9000.

    P1 holds either the high bits of a 15-bit offset or `80 | short id`, then P2 alone is the offset.
    """
    if command.le is None or command.data:
        raise Refused(SW.WRONG_LENGTH)
    by_short_id = command.p1 & SHORT_ID
    file = chip.file(command.p1 if by_short_id else SHORT_ID)
    if not isinstance(file, TransparentFile):
        raise Refused(SW.WRONG_STRUCTURE)
    chip.check(file.read)
    offset = command.p2 if by_short_id else command.p1 << 8 | command.p2
    require(offset < len(file.content), SW.WRONG_OFFSET)
    return file.content[offset : offset + command.le]


def read_record(chip: Chip, command: Command) -> bytes:
    """Read a record by number; P2 is `short id << 3 | 4`, short id 0 for the current file."""
    if command.le is None or command.data:
        raise Refused(SW.WRONG_LENGTH)
    require(command.p2 & 0x07 == _RECORD_BY_NUMBER, SW.WRONG_P1P2)
    file = chip.file(SHORT_ID | command.p2 >> 3)
    if not isinstance(file, RecordFile):
        raise Refused(SW.WRONG_STRUCTURE)
    require(1 <= command.p1 <= len(file.records), SW.RECORD_NOT_FOUND)
    return file.records[command.p1 - 1][: command.le]
