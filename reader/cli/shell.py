"""`reader shell`: APDUs by hand, with completion, and without a way to spend a try by accident."""

import argparse
import sys
from collections.abc import Iterator
from typing import Final

from reader.cli.asking import confirmed, secret
from reader.cli.card_choice import add_options, chosen_reader
from reader.cli.exit_codes import OK
from reader.cli.output import Commands, remark, tell, write
from reader.errors import CardMute, CardRemoved, ReaderError, ReaderUnavailable
from reader.shell.language import completions, history_line
from reader.shell.session import ShellSession

_PROMPT: Final = "reader> "
_LINK_LOST: Final = (CardRemoved, CardMute, ReaderUnavailable)

_DESCRIPTION: Final = """\
カードにAPDUを1つずつ送ります。help で使い方、Tab で補完、quit で終わり。
Send APDUs one by one. `help` tells how, Tab completes, `quit` leaves.

暗証番号の照合と変更は --allow-verify のときだけ、残り回数を示し、確かめてから1回だけ送ります。
VERIFY and CHANGE go out only with --allow-verify, once, after the tries left were shown and you said yes."""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "shell",
        help="APDUを手で送る / send APDUs by hand",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--allow-verify", action="store_true", help="暗証番号の照合・変更を許す / allow VERIFY and CHANGE"
    )
    add_options(parser)
    parser.set_defaults(run=_shell)


class _PersonAtKeyboard:
    """Decides about tries."""

    def confirmed(self, tries_left: int | None) -> bool:
        """Ask; the last try is called so."""
        left = "?" if tries_left is None else str(tries_left)
        last = ("最後の1回です。", "the last try. ") if tries_left == 1 else ("", "")
        return confirmed(f"{last[0]}残り{left}回です。送りますか。", f"{last[1]}{left} tries left. Send it?")

    def secret(self) -> str:
        """Ask for the secret."""
        return secret("暗証番号・照合番号", "secret")


def _shell(options: argparse.Namespace) -> int:
    session = ShellSession(chosen_reader(options).connect(), _PersonAtKeyboard(), write, options.allow_verify)
    try:
        for line in _lines(session):
            if not _carried_out(session, line):
                break
    finally:
        session.close()
    return OK


def _carried_out(session: ShellSession, line: str) -> bool:
    """Carry a line out; what goes wrong is told and does not end the shell, unless the card is gone."""
    try:
        return session.line(line)
    except _LINK_LOST:
        raise
    except ReaderError as error:
        tell(error)
        return True


def _lines(session: ShellSession) -> Iterator[str]:
    """Yield the lines typed, or those of a pipe."""
    if not sys.stdin.isatty():
        while line := sys.stdin.readline():
            yield line
        return
    remark("help で使い方 / quit で終わり", "help tells how, quit leaves")
    keep = _line_editing(session)
    while True:
        try:
            line = input(_PROMPT)
        except (EOFError, KeyboardInterrupt):
            return
        keep(line)
        yield line


def _line_editing(session: ShellSession) -> "_History":
    """Switch Tab on, and the history by itself off: it keeps only what holds no secret."""
    history = _History(session)
    try:
        import readline  # not on Windows, where the console edits lines itself
    except ImportError:
        return history
    readline.set_auto_history(False)
    readline.set_completer_delims(" ")
    readline.set_completer(lambda _, state: next(iter(_completed(session, readline.get_line_buffer())[state:]), None))
    readline.parse_and_bind("tab: complete")
    return history


def _completed(session: ShellSession, line: str) -> list[str]:
    return [f"{word} " for word in completions(line, session.application)]


class _History:
    """Lives as long as the shell; nothing is written to a file."""

    def __init__(self, session: ShellSession) -> None:
        self._session = session

    def __call__(self, line: str) -> None:
        kept = history_line(line, self._session.application)
        readline = sys.modules.get("readline")
        if kept is not None and readline is not None:
            readline.add_history(kept)
