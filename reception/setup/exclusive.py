"""One preparation at a time: two starts in one checkout wait for each other."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes], *, wait: bool) -> bool:
        """Lock the first byte; msvcrt's own wait gives up after 10 s, so waiting repeats it."""
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True

else:
    import fcntl

    def _lock(file: IO[bytes], *, wait: bool) -> bool:
        """Lock the file; the system releases it when the process ends, however it ends."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


@contextmanager
def exclusively(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold `path` alone; `on_wait` is called once when another process holds it. OSError when it cannot be written."""
    with path.open("ab") as file:
        if not _lock(file, wait=False):
            on_wait()
            _lock(file, wait=True)
        yield
