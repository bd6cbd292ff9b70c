"""What the newcomer reads while the machine is prepared: one line per step, 日本語 first, on standard error."""

import sys
from dataclasses import dataclass, field
from typing import TextIO


@dataclass
class Report:
    """Writes the steps. On a terminal what is at work within a step shows on one line that is overwritten.

    Standard output stays free for what the command itself prints (`reception visit --json`).
    """

    stream: TextIO = field(default_factory=lambda: sys.stderr)

    def say(self, ja: str, en: str) -> None:
        """Write one step."""
        self.clear()
        self._write(f"{ja} / {en}\n")

    def tell(self, message: str) -> None:
        """Write a message of several lines."""
        self._write(f"{message}\n")

    def progress(self, text: str) -> None:
        """Show what is at work within a step, cut to one line; silent unless the stream is a terminal."""
        if self.stream.isatty():
            self._write(f"\r\x1b[K  {text.strip()[:76]}")

    def clear(self) -> None:
        """Take the progress away."""
        if self.stream.isatty():
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        """Write what the terminal's encoding can show: a Western console loses the Japanese half, never the run."""
        encoding = self.stream.encoding or "utf-8"
        self.stream.write(text.encode(encoding, "replace").decode(encoding))
        self.stream.flush()
