"""A real terminal: the program runs behind a pty, pyte keeps what it painted."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pyte

PATIENCE = 30.0
START = "import sys; from reception.cli import main; sys.exit(main(sys.argv[1:]))"


class Ended(Exception):
    """The program has closed its terminal."""


class Terminal:
    """`reception` in a terminal of the given size. A context manager; leaving it ends the program."""

    def __init__(self, data_dir: Path, *, size: tuple[int, int] = (80, 24), **environment: str) -> None:
        self.output = bytearray()
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        self._program: subprocess.Popen[bytes] | None = None
        self.resize(size)
        inherited = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
        variables = {**inherited, "TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor", **environment}
        self._program = subprocess.Popen(
            [sys.executable, "-c", START, "--data-dir", str(data_dir)],
            stdin=slave, stdout=slave, stderr=slave, env=variables, start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._program:
            self._program.kill()
            self._program.wait()
        os.close(self._master)

    def resize(self, size: tuple[int, int]) -> None:
        """Change the size, as dragging the window does."""
        columns, rows = size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)
        if self._program:
            self._program.send_signal(signal.SIGWINCH)

    def send(self, keys: str) -> None:
        """Type, or commit from an input method: all bytes at once."""
        os.write(self._master, keys.encode())

    @property
    def lines(self) -> list[str]:
        """What stands in each row."""
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        return ["".join(row[column].data for column in range(self._screen.columns)).rstrip() for row in rows]

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.lines)

    @property
    def caret(self) -> tuple[int, int]:
        """Column and row of the terminal's cursor, where an input method opens its window."""
        return self._screen.cursor.x, self._screen.cursor.y

    def until(self, holds: Callable[[], object]) -> None:
        """Read what the program paints until it holds."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            ready, _, _ = select.select([self._master], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise AssertionError(f"did not come:\n{self.text}")
            self._read()

    def _read(self) -> None:
        try:
            read = os.read(self._master, 65536)
        except OSError as closed:  # Linux tells so that the other side has gone
            raise Ended from closed
        self.output += read
        self._stream.feed(read)

    def until_shown(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        self.until(lambda: words in self.text)

    def until_ended(self) -> int:
        """Read to the end; return the program's exit code."""
        try:
            self.until(lambda: False)
        except Ended:
            return self._program.wait(PATIENCE) if self._program else 0
        raise AssertionError("it goes on")
