"""`reader record` and `reader replay`: a dialogue on file, and the file as a card."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.cli.card_choice import known_person
from reader.cli.dialogue_choice import add_dialogue_options, chosen_connection, have_dialogue
from reader.cli.emulating import add_slot_options, put_in
from reader.cli.exit_codes import OK
from reader.cli.output import Commands, remark

if TYPE_CHECKING:
    from reader.virtual import VirtualCard

_NOTE: Final = "訓練: すべてのデータは架空の人のものです / training: all data are those of a fictitious person"

_RECORD: Final = """\
カードとのやり取りをファイルに記録します。暗証番号・照合番号は残さず、個人のデータは架空の人のものに置き換えます。
Record a dialogue with a card. Secrets are left out, personal data are replaced by those of a fictitious person.

形式は docs/recordings.md にあります。 / The format is in docs/recordings.md."""

_REPLAY: Final = """\
記録されたやり取りをカードとしてPC/SCに入れます。記録と違う命令には 6F00 を返します。
Put a recorded dialogue into the PC/SC stack as a card. Commands that were not recorded get 6F00."""


def register(commands: Commands) -> None:
    """Add both commands."""
    record = commands.add_parser(
        "record",
        help="やり取りを記録する / record a dialogue",
        description=_RECORD,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    record.add_argument("file", type=Path, metavar="FILE", help="記録先 / where to")
    record.add_argument(
        "--as", dest="stand_in", metavar="PERSON", help="データを置き換える人 / whose data replace the card's (ichiro)"
    )
    add_dialogue_options(record)
    record.set_defaults(run=_record)
    replay = commands.add_parser(
        "replay",
        help="記録をカードにする / a recording becomes a card",
        description=_REPLAY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    replay.add_argument("file", type=Path, metavar="FILE", help="記録 / a recording")
    add_slot_options(replay)
    replay.set_defaults(run=_replay)


def _record(options: argparse.Namespace) -> int:
    from reader.recording.recorder import RecordingConnection
    from reader.virtual.stand_in import VirtualStandIn

    stand_in = _stand_in(options)
    connection = RecordingConnection(chosen_connection(options), VirtualStandIn(stand_in))
    try:
        have_dialogue(connection, options)
    finally:
        recording = connection.recording(stand_in.atr, options.dialogue, _NOTE)
        recording.write(options.file)
        remark(
            f"{len(recording.exchanges)}件を {options.file} に記録しました。",
            f"{len(recording.exchanges)} exchanges recorded in {options.file}.",
        )
    return OK


def _stand_in(options: argparse.Namespace) -> "VirtualCard":
    """Mint the card of the person whose data the recording will hold."""
    from fixtures import load_world
    from reader.virtual.mint import assemble, personalise

    world = load_world()
    person_id = options.stand_in or options.simulated or "ichiro"
    known_person(world, person_id, options)
    return assemble(personalise(world, world.people[person_id]))


def _replay(options: argparse.Namespace) -> int:
    from reader.recording.format import read
    from reader.recording.replay import ReplayedCard

    return put_in(ReplayedCard(read(options.file)), options)
