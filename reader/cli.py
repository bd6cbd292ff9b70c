"""`reader list` and `reader probe`: is the hardware there, and what lies on it.

Neither pyscard nor the fictitious world is imported before a command needs it, so `--help` is quick.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from reader.connection import CardReader
from reader.errors import NoCard, NoReader, NotMyNumberCard, PersonHasNoCard, ReaderError

if TYPE_CHECKING:
    from reader.probe import CardProbe

OK, NOTHING_FOUND, USAGE, TROUBLE = 0, 1, 2, 3
"""Exit codes: done; no reader, no card, or no My Number Card; wrong arguments; reader, service or card trouble."""

_NOT_FOUND: Final = (NoReader, NoCard, NotMyNumberCard, PersonHasNoCard)

_DESCRIPTION: Final = """\
カードリーダーとマイナンバーカードの確認 / Look at card readers and the card on them.

カードの暗証番号の回数は減りません。氏名・住所・写真・個人番号は読みません。
No PIN try is used. No name, address, photo or number is read."""

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
    options = _parser().parse_args(arguments)
    if options.verbose:
        logging.basicConfig(level=logging.DEBUG, format="%(name)s %(message)s")
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except ReaderError as error:
        _tell(error)
        return NOTHING_FOUND if isinstance(error, _NOT_FOUND) else TROUBLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "reader", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--verbose", action="store_true", help="APDUを記録(秘密は伏せる) / log APDUs, secrets masked")
    commands = parser.add_subparsers(required=True, metavar="list | probe")
    listing = commands.add_parser("list", help="リーダーの一覧 / list the readers")
    listing.set_defaults(run=_list)
    probing = commands.add_parser("probe", help="カードを調べる / look at the card")
    probing.set_defaults(run=_probe)
    which = probing.add_mutually_exclusive_group()
    which.add_argument("--reader", metavar="NAME", help="リーダーの名前(省略時は最初) / reader name, default the first")
    which.add_argument("--simulated", metavar="PERSON", help="架空の人のカード / the card of a fictitious person")
    probing.add_argument(
        "--wait", type=float, default=10.0, metavar="SECONDS", help="カードを待つ秒数 / wait for a card (%(default)s)"
    )
    for command in (listing, probing):
        command.add_argument("--json", action="store_true", help="JSONで出力 / print JSON")
    return parser


def _list(options: argparse.Namespace) -> int:
    from reader.pcsc import pcsc_readers  # pyscard only when hardware is wanted

    names = pcsc_readers()
    if not names and not options.json:
        raise NoReader
    _print(json.dumps(names, ensure_ascii=False) if options.json else "\n".join(names))
    return OK if names else NOTHING_FOUND


def _probe(options: argparse.Namespace) -> int:
    from reader.probe import probe
    from reader.tracing import TracedConnection

    reader = _simulated_reader(options.simulated) if options.simulated else _hardware_reader(options.reader)
    reader.wait_for_card(options.wait)
    connection = TracedConnection(reader.connect())
    try:
        found = probe(connection)
    finally:
        connection.close()
    _print(_as_json(found) if options.json else _as_text(found))
    return OK


def _hardware_reader(name: str | None) -> CardReader:
    """Return the named reader, else the first. Raises NoReader."""
    from reader.pcsc import PcscReader, pcsc_readers

    names = pcsc_readers()
    if not names or name not in (None, *names):
        raise NoReader
    return PcscReader(name or names[0])


def _simulated_reader(person_id: str) -> CardReader:
    """Return a simulated reader with the person's card in it. Exits with 2 when nobody is called so."""
    from fixtures import load_world
    from reader.simulated import Holder, SimulatedReader
    from reader.virtual.mint import mint

    world = load_world()
    if person_id not in world.people:
        _parser().error(f"その人はいません / unknown person: {person_id} ({', '.join(world.people)})")
    reader = SimulatedReader()
    reader.insert(mint(world, world.people[person_id]), Holder())
    return reader


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


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _tell(error: ReaderError) -> None:
    """Say what happened and what to do next, Japanese first."""
    lines = (error.ja, error.en, f"→ {error.next_ja}", f"→ {error.next_en}")
    sys.stderr.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
