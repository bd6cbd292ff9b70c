"""The commands of the desk. Only the standard library is imported before a command is known: `--help` is fast."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from reception.errors import DataFolderUnusable, DeskError, NotADate, NoUtf8

if TYPE_CHECKING:
    from reception.plan import Plan
    from reception.settings import DeskOptions

    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DONE: Final = 0
READER_TROUBLE: Final = 3
INTERRUPTED: Final = 130

_DESCRIPTION: Final = """受付の練習台（訓練）: マイナンバーカードの資格確認と、困ったときの手順を、架空の患者で。
A clinic's front desk to practise on: My Number Card, online qualification check, every fallback. All fictitious."""

_EPILOG: Final = """例 / examples:
  reception                                   受付を開く / open the desk
  reception --today 2026-05-10                その日の受付として開く / as of that day
  reception patients                          練習用の患者の一覧 / list the practice patients
  reception visit --patient ichiro            おすすめの順に1件受付する / one visit as recommended
  reception visit --patient ichiro --plan fixtures/plans/S01.yaml --json

終了コード / exit codes:
  0   終わった / done
  1   受付が最後まで進まなかった / the visit did not reach its end (or something unforeseen: see desk.log)
  2   指定の誤り（患者・日付・医療機関・URL） / wrong option: patient, date, clinic, URL
  3   カードリーダーがない / the card reader is not there
  4   資格確認サーバーを起動できない / the embedded server does not start
  5   記録・設定・データフォルダの問題 / journal, settings or data folder
  6   データまたは計画ファイルの誤り / a data file or plan file is wrong
 130  Ctrl+C で中断。次の起動で続きから / interrupted; the next start continues"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    sys.excepthook = _unforeseen
    try:
        _speak_utf8()
        options = _parser().parse_args(arguments)
        return int(options.command(options))
    except DeskError as error:
        _tell(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone (`reception patients | head`); Python must not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says. Raises NoUtf8 when a stream refuses."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
            try:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            except (OSError, ValueError, LookupError) as error:
                raise NoUtf8 from error


def _tell(error: DeskError) -> None:
    sys.stderr.write(f"{error.ja}\n{error.en}\n→ {error.next_ja}\n→ {error.next_en}\n")


def _parser() -> argparse.ArgumentParser:
    shared = _shared_options()
    parser = argparse.ArgumentParser(
        "reception",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        parents=[shared],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="版を表示 / show the version")
    parser.set_defaults(command=_desk)
    commands = parser.add_subparsers(title="コマンド / commands", metavar="")
    _add_visit(commands, shared)
    listing = "練習用の患者を一人一行で（最初の語が ID） / list the practice patients, id first"
    patients = commands.add_parser("patients", help=listing, description=listing)
    patients.set_defaults(command=_patients)
    return parser


def _shared_options() -> argparse.ArgumentParser:
    """Options of the desk and of a visit. Absent ones stay absent, so that they may stand before or after `visit`."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    add = shared.add_argument_group("受付の設定 / the desk").add_argument
    add("--server", metavar="URL", help="資格確認サーバー（省略時は内蔵） / default: the embedded one")
    add("--reader", metavar="NAME", help="PC/SC リーダーの名前（省略時は模擬） / default: the simulated reader")
    add("--today", metavar="DATE", type=_day, help="受診日 2026-06-15（省略時は練習日） / visit date")
    add(
        "--data-dir",
        metavar="DIR",
        type=Path,
        help="記録の置き場所（省略時は利用者のフォルダ） / where the journal lies",
    )
    add("--clinic", metavar="ID", help="医療機関の ID（省略時は sakura） / default: sakura")
    add("--seed", metavar="N", type=int, help="同じ数なら同じ動き / the same number repeats a run")
    return shared


def _add_visit(commands: "_Commands", shared: argparse.ArgumentParser) -> None:
    text = """画面なしで1件の受付を最後まで行います。途中で止まった同じ受付があれば、その続きから始めます。
Runs one visit to its end without a screen; the same visit left open is continued.
計画ファイルの書き方: docs/plans.md / how to write a plan"""
    visit = commands.add_parser(
        "visit",
        parents=[shared],
        help="画面なしで1件受付する / one visit without a screen",
        description=text,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    visit.add_argument("--patient", metavar="ID", help="患者の ID（計画に書いてあれば省略可） / the practice patient")
    visit.add_argument(
        "--plan", metavar="FILE", type=Path, help="手順の計画（省略時はおすすめの順） / default: as recommended"
    )
    visit.add_argument("--json", action="store_true", help="結果を JSON で / print the closed visit as one JSON object")
    visit.set_defaults(command=_visit)


def _day(text: str) -> date:
    """Read a date as the command line gives it. Raises NotADate."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADate(text=text) from None


def _desk(given: argparse.Namespace) -> int:
    if given.version:
        return _version()
    options = _desk_options(given)
    _log_to_file(options.data_dir)
    from reception.tui import app

    return app.run(options)


def _version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        sys.stdout.write(f"uketsuke {version('uketsuke')}\n")
    except PackageNotFoundError:
        sys.stdout.write("uketsuke\n")
    return DONE


def _patients(_given: argparse.Namespace) -> int:
    from reception.world import the_world

    world = the_world()
    for person in world.people.values():
        born = f"{person.birth_date:%Y-%m-%d}"
        sys.stdout.write(f"{person.id}\t{world.name(person)}\t{born}\t{person.practice.focus}\n")
    return DONE


def _visit(given: argparse.Namespace) -> int:
    from reception.errors import NoPatient
    from reception.headless import run_headless
    from reception.outcome import closed_visit, in_words
    from reception.plan import NO_PLAN, read_plan

    plan = read_plan(given.plan) if given.plan else NO_PLAN
    patient_id = given.patient or plan.file.patient
    if patient_id is None:
        raise NoPatient
    options = _desk_options(given, plan)
    _log_to_file(options.data_dir)
    visit = run_headless(options, patient_id, plan, lambda notice: sys.stderr.write(f"{notice}\n"))
    sys.stdout.write(json.dumps(closed_visit(visit), ensure_ascii=False) if given.json else in_words(visit))
    sys.stdout.write("\n")
    return DONE


def _desk_options(given: argparse.Namespace, plan: "Plan | None" = None) -> "DeskOptions":
    """Merge: the command line before the plan before `settings.toml` before the defaults."""
    from reception.plan import NO_PLAN
    from reception.settings import DeskOptions, Outages, default_data_dir, read_settings

    data_dir = getattr(given, "data_dir", None) or default_data_dir()
    settings = read_settings(data_dir)
    file = (plan or NO_PLAN).file
    return DeskOptions(
        data_dir=data_dir,
        server_url=getattr(given, "server", None),
        reader_name=getattr(given, "reader", None),
        today=getattr(given, "today", None) or file.date,
        clinic=getattr(given, "clinic", None) or file.clinic or settings.clinic or DeskOptions.clinic,
        seed=getattr(given, "seed", 0),
        policy=settings.policy,
        theme=settings.theme,
        keys=settings.keys,
        outages=Outages(reader=file.devices.reader == "down", server=file.devices.server == "down"),
    )


def _log_to_file(data_dir: Path) -> None:
    """Keep the log beside the journal: the screen of the desk is no place for it."""
    from logging.handlers import RotatingFileHandler

    from reception.opening import make_private

    make_private(data_dir)
    try:
        log = RotatingFileHandler(data_dir / "desk.log", maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError as error:
        raise DataFolderUnusable(folder=data_dir, reason=error.strerror or str(error)) from error
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", handlers=[log])


def _unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say it in words; the traceback goes to the log."""
    logging.getLogger(__name__).critical("unforeseen", exc_info=(kind, error, trace))
    sys.stderr.write(
        "予期しない問題で止まりました。ここまでの記録は残っています。\n"
        "Something unforeseen happened; the journal is safe.\n"
        "→ もう一度起動すると続きから始まります。くわしくはデータフォルダの desk.log にあります。\n"
        "→ Start again to continue; details are in desk.log in the data folder.\n"
    )
