"""`reader emulate`: a fictitious person's card in the machine's PC/SC stack, for any program that uses one."""

import argparse
import signal
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from reader.cli.card_choice import known_person
from reader.cli.exit_codes import OK
from reader.cli.output import Commands, remark, write
from reader.virtual.profile import Profile

if TYPE_CHECKING:
    from fixtures import Person, World
    from reader.virtual.card import PoweredCard
    from reader.virtual.emulation import Emulation

_DEFAULT_PORT: Final = 35963
"""Of the first slot of vpcd; spelt out so that `--help` need not import the card."""

_DESCRIPTION: Final = """\
架空の人のカードを、このパソコンのPC/SCに入れます。pcscd、OpenSC、ブラウザなど、どのプログラムからも見えます。
Put the card of a fictitious person into this machine's PC/SC stack; pcscd, OpenSC and any PC/SC program see it.

暗証番号は、データに別の番号がなければ 1234、署名用は TRAIN1234 です(訓練用)。
The training PIN is 1234 unless the person's data say otherwise; the signature password is TRAIN1234.
残り回数はファイルに残ります。Ctrl-C で抜けます。
The tries left are kept in a file. Ctrl-C takes the card out."""

_EPILOG: Final = """\
例 / examples:
  reader emulate --list
  reader emulate ichiro
  reader emulate ichiro --socket /tmp/pcsc       (別のpcscd / a pcscd of one's own)
  reader emulate ichiro --profile locked

カードの種類 / kinds of card:
"""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "emulate",
        help="架空のカードをPC/SCに入れる / put a virtual card into PC/SC",
        description=_DESCRIPTION,
        epilog=_EPILOG + "\n".join(f"  {kind:<9} {kind.ja} / {kind.en}" for kind in Profile),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("person", nargs="?", metavar="PERSON", help="架空の人のid / id of a fictitious person")
    parser.add_argument("--list", action="store_true", help="カードを持つ人の一覧 / list the people with a card")
    parser.add_argument(
        "--profile",
        type=Profile,
        choices=list(Profile),
        metavar="KIND",
        help="カードの種類を変える(下の一覧) / another kind of card, see below",
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="残り回数を残す場所 / where the tries left are kept"
    )
    add_slot_options(parser)
    parser.set_defaults(run=_emulate, usage_error=parser.error)


def add_slot_options(parser: argparse.ArgumentParser) -> None:
    """Add --port and --socket: which slot of which service the card goes into."""
    parser.add_argument(
        "--port", type=_port, metavar="N", help=f"vpcdのポート / port of the vpcd slot ({_DEFAULT_PORT})"
    )
    parser.add_argument(
        "--socket",
        type=Path,
        metavar="DIR",
        help="このフォルダーで自分用のpcscdを動かす / run a pcscd of one's own in this folder",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 0xFFFE:
        raise argparse.ArgumentTypeError(f"1 - 65534: {text}")
    return int(text)


def _emulate(options: argparse.Namespace) -> int:
    from fixtures import load_world

    world = load_world()
    if options.list:
        for person in world.people.values():
            if person.card is not None:
                write(_line(world, person))
        return OK
    if options.person is None:
        options.usage_error("PERSON か --list / PERSON or --list")
    known_person(world, options.person, options)
    return put_in(_card(world, world.people[options.person], options), options)


def _line(world: "World", person: "Person") -> str:
    """`ichiro  訓練田　一郎  1980-09-12`: the id first, for programs."""
    return f"{person.id}\t{world.name(person)}\t{person.birth_date}"


def _card(world: "World", person: "Person", options: argparse.Namespace) -> "PoweredCard":
    from reader.virtual import FileCounters
    from reader.virtual.issuing import issue

    name = f"{person.id}.{options.profile}.json" if options.profile else f"{person.id}.json"
    return issue(world, person, options.profile, FileCounters((options.data_dir or _data_dir()) / "cards" / name))


def _data_dir() -> Path:
    """Return the desk's own folder: a card has one counter, whoever reads it."""
    from platformdirs import user_data_path

    return user_data_path("uketsuke", appauthor=False)


def put_in(card: "PoweredCard", options: argparse.Namespace) -> int:
    """Keep the card in the slot the options name until Ctrl-C or SIGTERM; everything started here ends with it."""
    from reader.virtual.emulation import Emulation

    with ExitStack() as ground:
        port = _private_service(options, ground) if options.socket else _machine_service(options)
        emulation = Emulation(card, port)
        _stop_on_signals(emulation, ground)
        ground.callback(emulation.stop)
        emulation.insert()
        remark(f"カードを入れました(ポート {port})。Ctrl-C で抜けます。", f"Card inserted (port {port}). Ctrl-C ends.")
        emulation.stay(_on_change)
    remark("カードを抜きました。", "Card removed.")
    return OK


def _private_service(options: argparse.Namespace, ground: ExitStack) -> int:
    """Start a pcscd in the folder and print what other programs must set; return the port of its first slot."""
    from reader.virtual.private_pcscd import ENVIRONMENT_VARIABLE, PrivatePcscd

    service = PrivatePcscd(options.socket.resolve(), options.port)
    ground.callback(service.stop)
    service.start()
    write(f"{ENVIRONMENT_VARIABLE}={service.socket}")
    return service.ports[0]


def _machine_service(options: argparse.Namespace) -> int:
    """Return the port; a service that systemd starts on demand is woken, for vpcd listens only while it runs."""
    from reader.errors import ReaderUnavailable
    from reader.pcsc import pcsc_readers

    try:
        pcsc_readers()
    except ReaderUnavailable:
        remark("PC/SCサービスが応答しません。", "The PC/SC service does not answer.")
    return options.port or _DEFAULT_PORT


def _on_change(what: str) -> None:
    if what == "out":
        remark("カードが抜けました。入れ直します。", "The card fell out; putting it back.")
    else:
        remark("入れ直しました。", "The card is back.")


def _stop_on_signals(emulation: "Emulation", ground: ExitStack) -> None:
    """End on Ctrl-C and SIGTERM by the ordinary way out."""

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        emulation.stop()

    for kind in (signal.SIGINT, signal.SIGTERM):
        before: Callable[[int, FrameType | None], object] | int | None = signal.signal(kind, end)
        ground.callback(signal.signal, kind, before)
