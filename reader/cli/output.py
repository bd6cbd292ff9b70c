"""What a command writes: results to standard output, troubles to standard error, Japanese first."""

import argparse
import sys
from typing import Final, TypeAlias
from unicodedata import category

from reader.errors import ReaderError

_COMMANDING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `add_subparsers` returns; it has no public name."""


def harmless(text: str) -> str:
    """Return `text` with whatever could command a terminal spelt out: names of readers come from their makers.

    Control characters, overrides of the writing direction, lone surrogates; line ends and tabs stay.
    """
    return "".join(sign if sign in "\n\t" or category(sign) not in _COMMANDING else ascii(sign)[1:-1] for sign in text)


def write(text: str) -> None:
    """Write a result, at once: whoever reads a pipe waits for the line."""
    sys.stdout.write(harmless(text) + "\n")
    sys.stdout.flush()


def tell(error: ReaderError) -> None:
    """Say what happened and what to do next."""
    lines = (error.ja, error.en, f"→ {error.next_ja}", f"→ {error.next_en}")
    sys.stderr.write("".join(f"{harmless(line)}\n" for line in lines))


def remark(ja: str, en: str) -> None:
    """Tell the person at the keyboard something that is no result."""
    sys.stderr.write(harmless(f"{ja}\n{en}\n"))
    sys.stderr.flush()
