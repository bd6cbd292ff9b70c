"""Where a Japanese line may break: 禁則処理 in the small, and Latin words kept whole (after JIS X 4051)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len
from textual.content import Content

_NOT_FIRST = frozenset("、。，．・：；？！）」』】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々゛゜,.!?)]:;")
_NOT_LAST = frozenset("（「『【〔〈《([")
_UNIT = re.compile(r"[!-~]+|[Ａ-Ｚａ-ｚ]+|\s|.", re.DOTALL)


@lru_cache(maxsize=1024)
def break_offsets(text: str, width: int) -> tuple[int, ...]:
    """Offsets at which `text` (no line breaks inside) is cut so that no line is wider than `width` cells.

    A line never starts with a closing mark or small kana and never ends with an opening mark, unless nothing else fits.
    Blanks at the end of a line may hang over the edge.
    """
    offsets: list[int] = []
    start = used = 0
    units = list(_units(text, max(2, width)))
    for index, (at, unit) in enumerate(units):
        size = cell_len(unit)
        if used + size > width and at > start and not unit.isspace():
            start = _good_break(units[: index + 1], start, width)
            offsets.append(start)
            used = cell_len(text[start:at])
        used += size
    return tuple(offsets)


def _units(text: str, width: int) -> Iterator[tuple[int, str]]:
    """What must stay together: a Latin word (cut when longer than a line), or one character."""
    for match in _UNIT.finditer(text):
        word = match[0]
        most = max(1, width * len(word) // max(1, cell_len(word)))
        for cut in range(0, len(word), most):
            yield match.start() + cut, word[cut : cut + most]


def _good_break(units: list[tuple[int, str]], start: int, width: int) -> int:
    """The offset of the last unit that may start a line with all that follows; the very last when there is none."""
    carried = 0
    for (_, before), (at, unit) in zip(units[-2:-6:-1], units[:-5:-1], strict=False):
        carried += cell_len(unit)
        if at <= start or carried > width:
            break
        if unit[0] not in _NOT_FIRST and before[-1] not in _NOT_LAST and not unit.isspace():
            return at
    return units[-1][0]


def wrap(content: Content, width: int) -> list[Content]:
    """The lines of `content` at `width` cells; spans keep their styles, blanks hang over the edge and are dropped."""
    lines: list[Content] = []
    for paragraph in content.split("\n", allow_blank=True):
        pieces = paragraph.divide(break_offsets(paragraph.plain, width))
        lines += [piece.rstrip() for piece in pieces]
    return lines
