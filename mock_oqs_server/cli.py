"""The command `mock-oqs-server`: reads its options, says where it listens, serves until it is told to stop."""

import argparse
import logging
import signal
import sys
from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fastapi import FastAPI

DONE: Final = 0
USAGE: Final = 2
PORT_TAKEN: Final = 3
DATABASE_REFUSED: Final = 4
FIXTURES_WRONG: Final = 5

_DESCRIPTION = """オンライン資格確認等システムの訓練用模擬サーバーです。人も保険者も医療機関もすべて架空です。
A mock of the online qualification check system, for training. All people, insurers and institutions are fictitious."""

_EPILOG = """終了コード / exit codes:
  0  停止した / stopped when told to
  2  指定の誤り / wrong option
  3  その番号で待ち受けできない / the address is taken or not permitted
  4  台帳を開けない(変更はしない) / the database was refused, and not changed
  5  架空データの誤り / the fixtures are wrong

例 / examples:
  mock-oqs-server
  mock-oqs-server --port 0 --database ./registry.sqlite --today 2026-05-10
  mock-oqs-server --seed 7      要素の順と認証要求を毎回同じに / same element order and nonces in every run"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Japanese still gets the English half
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, _leave)
    try:
        return _run(options)
    except KeyboardInterrupt:
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "mock-oqs-server",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="待ち受けるアドレス / address to listen at (%(default)s)")
    add(
        "--port", type=_port, default=8765, help="待ち受ける番号、0 は空き番号 / port, 0 picks a free one (%(default)s)"
    )
    add(
        "--database",
        default=":memory:",
        metavar="URL_OR_PATH",
        help="台帳(SQLite)のファイルか URL。省略時はメモリー上で、初回登録は終了時に消える"
        " / registry file or SQLAlchemy URL; by default in memory, so registrations end with the server",
    )
    add(
        "--seed",
        type=int,
        default=0,
        help="0 以外なら毎回同じ動き / other than 0: the same run every time (%(default)s)",
    )
    add(
        "--today",
        type=_day,
        metavar="DATE",
        help="サーバーの「今日」(例 2026-05-10)。省略時は質問の確認日 / the server's day; default the day asked about",
    )
    add("--fixtures", type=Path, metavar="DIR", help="架空データのフォルダー / folder of another fictitious world")
    return parser


def _run(options: argparse.Namespace) -> int:
    """Build the app, then serve it. The heavy imports wait until the options are known to be right."""
    from fixtures.errors import FixtureError
    from mock_oqs_server.errors import PortTakenError, RegistryRefusedError
    from mock_oqs_server.serving import bound_socket, quiet_server

    try:
        listener = bound_socket(options.host, options.port)
        with listener:
            app = _app(options)
            _say(_greeting(options.host, listener.getsockname()[1], options.today))
            quiet_server(app).run(sockets=[listener])
    except PortTakenError as error:
        return _refuse(PORT_TAKEN, f"{error.ja} {error.next_ja} / {error.en} {error.next_en}: {error.detail}")
    except RegistryRefusedError as error:
        return _refuse(DATABASE_REFUSED, f"{error.ja} {error.next_ja} / {error.en} {error.next_en}: {error.detail}")
    except FixtureError as error:
        return _refuse(FIXTURES_WRONG, f"{error} {error.next_ja} / {error.next_en}")
    return DONE


def _app(options: argparse.Namespace) -> "FastAPI":
    from fixtures.world import DATA, load_world
    from mock_oqs_server.app import create_app

    return create_app(
        world=load_world(options.fixtures or DATA),
        database_url=_url(options.database),
        seed=options.seed,
        today=options.today,
    )


def _url(database: str) -> str:
    """An SQLAlchemy URL as it stands; anything else is a path (or `:memory:`)."""
    return database if "://" in database else f"sqlite+pysqlite:///{database}"


def _greeting(host: str, port: int, today: date | None) -> str:
    base = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    day = f"{today}" if today else "質問の確認日 / the day asked about"
    return (
        "【訓練】オンライン資格確認等システム 模擬サーバー。すべて架空です / mock for training, all fictitious\n"
        f"  待ち受け / listening   {base}\n"
        f"  説明     / OpenAPI     {base}/docs\n"
        f"  今日     / today       {day}\n"
        "  終了     / stop        Ctrl-C\n"
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"0-65535 の番号にしてください / must be 0 to 65535: {text}")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"日付は 2026-05-10 の形にしてください / a date looks like 2026-05-10: {text}"
        raise argparse.ArgumentTypeError(message) from None


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _refuse(code: int, line: str) -> int:
    sys.stderr.write(f"mock-oqs-server: {line}\n")
    return code


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """A polite request to stop is not an error."""
    raise SystemExit(DONE)


if __name__ == "__main__":
    raise SystemExit(main())
