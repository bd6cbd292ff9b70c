"""The command `reader`: is the hardware there, what lies on it, and virtual cards for the programs of others.

One module per command; each has `register(commands)`, which adds its parser and sets `run`. Neither pyscard nor the
fictitious world is imported before a command needs it, so `--help` is quick.
"""

import argparse
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from reader.cli import doctor, emulating, listing, probing, recording, shell, tracing, watching
from reader.cli.exit_codes import NOTHING_FOUND, OK, TROUBLE, USAGE, exit_code
from reader.cli.output import tell
from reader.errors import ReaderError

__all__ = ["NOTHING_FOUND", "OK", "TROUBLE", "USAGE", "main"]

_COMMANDS: Final = (listing, probing, watching, doctor, emulating, tracing, recording, shell)

_DESCRIPTION: Final = """\
カードリーダーとマイナンバーカードの確認 / Look at card readers and the card on them.

頼まれて確かめたとき(--personal, --allow-verify, --dialogue)を除き、暗証番号の回数は減らず、個人の情報は読みません。
Unless you ask for it and confirm, no try is used and nothing personal is read."""

_EPILOG: Final = """\
終了コード / exit codes:
  0  できた / done
  1  リーダー・カードがない、マイナンバーカードではない / no reader, no card, or another kind of card
  2  引数の誤り / wrong arguments
  3  リーダー・サービス・カードの不調 / reader, service or card trouble

例 / examples:
  reader list
  reader probe --wait 30
  reader probe --simulated PERSON --json"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    _spell_out_what_the_console_lacks()
    options = _parser().parse_args(arguments)
    if options.verbose:
        logging.basicConfig(level=logging.DEBUG, format="%(name)s %(message)s")
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except ReaderError as error:
        tell(error)
        return exit_code(error)
    except BrokenPipeError:
        # Whoever reads our output has seen enough (`| head`); nothing may be written any more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _spell_out_what_the_console_lacks() -> None:
    """Write the number of a character where the console does not have it, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "reader", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--verbose", action="store_true", help="APDUを記録(秘密は伏せる) / log APDUs, secrets masked")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="コマンド / commands")
    for command in _COMMANDS:
        command.register(commands)
    return parser
