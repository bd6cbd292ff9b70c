"""Exit codes of every `reader` command, and the errors that mean "nothing found"."""

from typing import Final

from reader.errors import NoCard, NoReader, NotMyNumberCard, PersonHasNoCard, ReaderError

OK, NOTHING_FOUND, USAGE, TROUBLE = 0, 1, 2, 3
"""Done; no reader, no card, or no My Number Card; wrong arguments; reader, service or card trouble."""

_NOT_FOUND: Final = (NoReader, NoCard, NotMyNumberCard, PersonHasNoCard)


def exit_code(error: ReaderError) -> int:
    """Return the exit code of a command that ended with `error`."""
    return NOTHING_FOUND if isinstance(error, _NOT_FOUND) else TROUBLE
