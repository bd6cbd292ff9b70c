"""`reader probe`: what lies on the reader, without a try and without anything personal."""

import argparse
import json
from typing import TYPE_CHECKING

from reader.cli.card_choice import add_options, chosen_reader
from reader.cli.exit_codes import OK
from reader.cli.output import Commands, write

if TYPE_CHECKING:
    from reader.probe import CardProbe


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("probe", help="カードを調べる / look at the card")
    add_options(parser)
    parser.add_argument("--json", action="store_true", help="JSONで出力 / print JSON")
    parser.set_defaults(run=_probe)


def _probe(options: argparse.Namespace) -> int:
    from reader.probe import probe
    from reader.tracing import TracedConnection

    connection = TracedConnection(chosen_reader(options).connect())
    try:
        found = probe(connection)
    finally:
        connection.close()
    write(_as_json(found) if options.json else _as_text(found))
    return OK


def _as_json(found: "CardProbe") -> str:
    first, last = found.certificate_not_before, found.certificate_not_after
    return json.dumps(
        {
            "applications": [application.name.lower() for application in found.applications],
            "tries_left": {key.key: key.tries_left for key in found.keys},
            "certificate": {"not_before": str(first), "not_after": str(last)} if first and last else None,
        }
    )


def _as_text(found: "CardProbe") -> str:
    lines = ["マイナンバーカードです / This is a My Number Card", "", "アプリケーション / applications:"]
    lines += [f"  {application.ja} ({application.name.lower()})" for application in found.applications]
    lines += ["", "残り回数 / tries left:"]
    lines += [
        f"  {key.ja} / {key.en}: {key.tries_left or '0 ロック・未設定 locked or never set'}" for key in found.keys
    ]
    lines += ["", "利用者証明用電子証明書 / auth certificate:"]
    if found.certificate_not_after:
        lines.append(f"  {found.certificate_not_before} ～ {found.certificate_not_after}")
    else:
        lines.append("  読めません / cannot be read")
    return "\n".join(lines)
