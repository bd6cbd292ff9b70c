"""`reader trace`: a dialogue in words, live or from a recording, with what it would cost on a real reader."""

import argparse
from pathlib import Path
from typing import Final

from reader.apdu import Command, Response
from reader.cli.dialogue_choice import add_dialogue_options, chosen_connection, have_dialogue
from reader.cli.exit_codes import OK
from reader.cli.output import Commands, write
from reader.cost import LINKS, apdu_time, total_time
from reader.decoding import Decoder, shown_bytes
from reader.errors import ReaderError
from reader.observation import ObservedConnection

_DESCRIPTION: Final = """\
カードとのやり取り(APDU)を言葉で示します。暗証番号・照合番号は伏せ、応答の中身は長さだけを示します。
Show the dialogue with a card in words. Secrets are masked, of answers only the length is shown.

FILE は reader record の記録です。なければカードとやり取りします。
FILE is a recording of `reader record`; without it, a card is talked to."""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "trace",
        help="APDUを言葉で示す / show APDUs in words",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="記録 / a recording")
    parser.add_argument("--cost", action="store_true", help="実機での時間の目安 / estimate the time on a real reader")
    add_dialogue_options(parser)
    parser.set_defaults(run=_trace)


class Trace:
    """Writes each exchange as it comes, and the sums at the end."""

    def __init__(self, *, cost: bool) -> None:
        self._cost = cost
        self._decoder = Decoder()
        self._exchanges: list[tuple[Command, Response]] = []
        self._count = 0

    def seen(self, command: Command, answer: Response | ReaderError) -> None:
        """Write one exchange."""
        self._count += 1
        words = self._decoder.command(command)
        write(f"{self._count:3} > {shown_bytes(command)}")
        write(f"      {words.ja} / {words.en}")
        if isinstance(answer, ReaderError):
            write(f"    ! {answer.ja} / {answer.en}")
            return
        self._exchanges.append((command, answer))
        said = self._decoder.response(command, answer)
        write(f"    < {answer.sw:04X} {said.ja} / {said.en}")
        if self._cost:
            write("      " + ", ".join(f"{link.name} {apdu_time(link, command, answer):.1f} ms" for link in LINKS))

    def finish(self) -> None:
        """Write the sums."""
        sent = sum(len(command.encode()) for command, _ in self._exchanges)
        received = sum(len(response.encode()) for _, response in self._exchanges)
        write(f"{self._count} APDU, {sent} + {received} バイト / bytes")
        if self._cost:
            for link in LINKS:
                write(f"  {link.name}: {total_time(link, self._exchanges):.0f} ms (目安 / estimate)")


def _trace(options: argparse.Namespace) -> int:
    trace = Trace(cost=options.cost)
    try:
        if options.file is not None:
            _recorded(options.file, trace)
        else:
            have_dialogue(ObservedConnection(chosen_connection(options), trace.seen), options)
    finally:
        trace.finish()
    return OK


def _recorded(path: Path, trace: Trace) -> None:
    from reader.errors import CardMute, CardRemoved
    from reader.recording.format import read

    for exchange in read(path).exchanges:
        lost = CardMute() if exchange.lost == "mute" else CardRemoved()
        trace.seen(exchange.as_command(), exchange.as_response() or lost)
