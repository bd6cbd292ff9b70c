"""Runs `reception` commands, each in a process of its own, forked from one that has the imports behind it.

    python -m tests.reception.processes      reads one request a line (JSON), answers one line each

A request: `arguments` of the command; `warm_up`: arguments run once beforehand in the parent, so that keys, photos
and imports are there for every child; `kill` [when, n]: the process kills itself (SIGKILL) before or after the n-th
event is stored. The product knows nothing of this.
"""

import io
import json
import logging
import os
import signal
import sys
import tempfile
from contextlib import redirect_stdout
from functools import cache
from typing import Any, NoReturn

from reception import cli
from reception.journal import Entry, Journal
from reception.visit import Event


def main() -> None:
    """Answer requests until the input ends; one visit beforehand fills the caches every child then shares."""
    _warm_up(("visit", "--patient", "ichiro"))
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(json.loads(line)), ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    if request.get("warm_up"):
        _warm_up(tuple(request["warm_up"]))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            _be_child(request)
        _, status = os.waitpid(child, 0)
        texts = [_text(out.fileno()), _text(err.fileno())]
    return {"code": os.waitstatus_to_exitcode(status), "out": texts[0], "err": texts[1]}


def _be_child(request: dict[str, Any]) -> NoReturn:
    if request.get("kill"):
        _arm(*request["kill"])
    code = 1
    try:
        code = cli.main(request["arguments"])
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _arm(when: str, nth: int) -> None:
    """Wrap `Journal.append` so that the process dies around the n-th event."""
    append = Journal.append
    stored = 0

    def deadly(self: Journal, visit_id: str, event: Event, *, command: int) -> Entry:
        nonlocal stored
        stored += 1
        if stored == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        entry = append(self, visit_id, event, command=command)
        if stored == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return entry

    Journal.append = deadly  # type: ignore[method-assign]  # only in this child


def _text(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), encoding="utf-8") as file:
        return file.read()


@cache
def _warm_up(arguments: tuple[str, ...]) -> None:
    """Run a command once for what it leaves in memory; its files and its output are dropped."""
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        cli.main([*arguments, "--data-dir", folder])
        logging.shutdown()
        logging.root.handlers.clear()


if __name__ == "__main__":
    main()
