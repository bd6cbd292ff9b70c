"""`reader doctor`: why the reader or the card does not work, and the command that mends it."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from reader.cli.output import Commands, write

if TYPE_CHECKING:
    from reader.doctor import Finding

HEALTHY, TO_MEND = 0, 1
"""Exit codes of this command."""

_SIGNS: Final = {"fine": "○", "note": "△", "mend": "×"}

_DESCRIPTION: Final = """\
リーダーやカードが使えない原因を調べ、直すコマンドを示します。何も変えません。暗証番号の回数は減りません。
Find out why the reader or the card does not work, and show the command that mends it.
Nothing is changed, no PIN try is used."""

_EPILOG: Final = """\
終了コード / exit codes:
  0  問題なし(カードが置かれていないだけのときも) / healthy, also when merely no card lies there
  1  直すことがある / something to mend"""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "doctor",
        help="使えない原因を調べる / find out what is wrong",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--reader", metavar="NAME", help="使いたいリーダー(省略時は最初) / the reader to be used")
    parser.add_argument("--json", action="store_true", help="JSONで出力 / print JSON")
    parser.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from reader.doctor import Health, examine
    from reader.doctor.machine import Machine

    findings = list(examine(Machine(), options.reader))
    if options.json:
        write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        write("\n".join(_lines(finding) for finding in findings))
    return TO_MEND if any(finding.health is Health.MEND for finding in findings) else HEALTHY


def _lines(finding: "Finding") -> str:
    lines = [f"{_SIGNS[finding.health]} {finding.health.ja}  {finding.ja}", f"         {finding.en}"]
    return "\n".join(lines + ([f"         → {finding.command}"] if finding.command else []))
