"""`reader watch`: what happens on the readers, one line for each change, as it happens."""

import argparse
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from threading import Event
from typing import Any, Final

from reader import watcher
from reader.cli.exit_codes import OK
from reader.cli.output import Commands, remark, write
from reader.watcher import Change

_DESCRIPTION: Final = """\
リーダーとカードの変化を、起きるたびに1行ずつ表示します。サービスが止まっても、戻るまで待ち続けます。
Show what happens on the readers, one line for each change. It waits on when the service stops.

Ctrl-C で終わります(終了コード 0)。 / Ctrl-C ends it (exit code 0)."""

_WORDS: Final[dict[type[Change], tuple[str, str]]] = {
    watcher.ServiceLost: ("サービスが止まりました", "service lost"),
    watcher.ServiceBack: ("サービスが戻りました", "service back"),
    watcher.MachineResumed: ("スリープから戻りました", "machine resumed"),
    watcher.ReaderAppeared: ("リーダーがつながりました", "reader appeared"),
    watcher.ReaderGone: ("リーダーが外れました", "reader gone"),
    watcher.CardInserted: ("カードが置かれました", "card inserted"),
    watcher.CardRemoved: ("カードが離れました", "card removed"),
    watcher.CardFellSilent: ("カードが応答しなくなりました", "card fell silent"),
    watcher.CardAnswers: ("カードが応答しました", "card answers"),
    watcher.CardHeldElsewhere: ("ほかのプログラムがカードを使っています", "card held elsewhere"),
    watcher.CardFree: ("カードが空きました", "card free"),
}


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "watch",
        help="変化を見張る / watch readers and cards",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="1行に1つのJSON / one JSON object a line")
    parser.set_defaults(run=_watch)


def _watch(options: argparse.Namespace) -> int:
    from reader.pcsc import watch  # pyscard only when hardware is wanted

    line: Callable[[Change, datetime], str] = _as_json if options.json else _as_text
    remark("見張っています。Ctrl-C で終わります。", "Watching; Ctrl-C ends it.")
    with suppress(KeyboardInterrupt):
        for change in watch(Event()):
            write(line(change, datetime.now().astimezone()))
    return OK


def _as_json(change: Change, at: datetime) -> str:
    """Return `{"at": ..., "change": "card inserted", ...}` with the fields of the change."""
    fields = {name: _plain(value) for name, value in asdict(change).items()}
    told = {"at": at.isoformat(timespec="milliseconds"), "change": _WORDS[type(change)][1].replace(" ", "_")}
    return json.dumps(told | fields, ensure_ascii=False)


def _as_text(change: Change, at: datetime) -> str:
    """Return `10:15:30  カードが置かれました / card inserted: NAME (ATR 3B...)`."""
    ja, en = _WORDS[type(change)]
    return f"{at:%H:%M:%S}  {ja} / {en}{_details(change)}"


def _details(change: Change) -> str:
    match change:
        case watcher.ServiceLost(reason):
            return f": {reason.ja} → reader doctor"
        case watcher.MachineResumed(seconds):
            return f": {seconds:.0f} s"
        case watcher.CardInserted(reader, _, True):
            return f": {reader} (応答なし / mute)"
        case watcher.CardInserted(reader, atr):
            return f": {reader} (ATR {atr.hex().upper()})"
        case watcher.CardHeldElsewhere(reader, exclusive):
            return f": {reader} ({'占有 / exclusive' if exclusive else '共有 / shared'})"
        case watcher.ServiceBack():
            return ""
    return f": {change.reader}"


def _plain(value: Any) -> Any:  # noqa: ANN401  # the fields of a change: text, numbers, bytes, an error class
    if isinstance(value, bytes):
        return value.hex().upper()
    return value.__name__ if isinstance(value, type) else value
