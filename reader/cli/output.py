"""What a command writes: results to standard output, troubles to standard error, Japanese first."""

import argparse
import sys
from typing import TypeAlias

from reader.errors import ReaderError

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `add_subparsers` returns; it has no public name."""


def write(text: str) -> None:
    """Write a result, at once: whoever reads a pipe waits for the line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def tell(error: ReaderError) -> None:
    """Say what happened and what to do next."""
    lines = (error.ja, error.en, f"→ {error.next_ja}", f"→ {error.next_en}")
    sys.stderr.write("".join(f"{line}\n" for line in lines))


def remark(ja: str, en: str) -> None:
    """Tell the person at the keyboard something that is no result."""
    sys.stderr.write(f"{ja}\n{en}\n")
    sys.stderr.flush()
