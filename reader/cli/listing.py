"""`reader list`: the names of the connected readers."""

import argparse
import json

from reader.cli.exit_codes import NOTHING_FOUND, OK
from reader.cli.output import Commands, write
from reader.errors import NoReader


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("list", help="リーダーの一覧 / list the readers")
    parser.add_argument("--json", action="store_true", help="JSONで出力 / print JSON")
    parser.set_defaults(run=_list)


def _list(options: argparse.Namespace) -> int:
    from reader.pcsc import pcsc_readers  # pyscard only when hardware is wanted

    names = pcsc_readers()
    if not names and not options.json:
        raise NoReader
    write(json.dumps(names, ensure_ascii=False) if options.json else "\n".join(names))
    return OK if names else NOTHING_FOUND
