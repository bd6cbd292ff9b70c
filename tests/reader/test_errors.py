"""Every error tells the clerk what happened and what to do next, in both languages."""

import re

import pytest

from reader import errors
from reader.errors import ReaderError

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def _all(kind: type[ReaderError]) -> list[type[ReaderError]]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in _all(child))]


CLASSES = list(dict.fromkeys(_all(ReaderError)))


def _instance(kind: type[ReaderError]) -> ReaderError:
    argument = {
        errors.WrongPin: 2,
        errors.WrongVerificationNumber: 9,
        errors.CardProtocolError: 0x6F00,
        errors.CountersUnavailable: "counters.json",
        errors.PcscdCannotRun: "missing: pcscd",
        errors.VirtualSlotUnavailable: 35963,
        errors.VirtualSlotTaken: 35963,
        errors.UnknownShellCommand: "dog",
        errors.MalformedApdu: "too short",
        errors.MalformedTlv: "too short",
    }.get(kind)
    if kind is errors.RecordingDamaged:
        return errors.RecordingDamaged("dialogue.jsonl", 3, "sw", "too short")
    if kind is errors.ReplayDiverged:
        return errors.ReplayDiverged(3, "recorded 00A4, got 00B0")
    return kind() if argument is None else kind(argument)


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if not kind.__name__.startswith("_")])
def test_each_error_speaks_both_languages(kind: type[ReaderError]) -> None:
    error = _instance(kind)
    assert JAPANESE.search(error.ja)
    assert JAPANESE.search(error.next_ja)
    assert re.search(r"[a-z]{3}", error.en)
    assert re.search(r"[a-z]{3}", error.next_en)
    assert str(error) == error.en


def test_no_two_errors_say_the_same() -> None:
    texts = [kind.ja for kind in CLASSES if not kind.__name__.startswith("_") and "ja" in vars(kind)]
    assert len(texts) == len(set(texts))


def test_the_docstring_draws_the_whole_tree() -> None:
    drawn = errors.__doc__ or ""
    missing = [kind.__name__ for kind in CLASSES if not kind.__name__.startswith("_") and kind.__name__ not in drawn]
    assert missing == []


def test_the_tries_left_are_told() -> None:
    assert errors.WrongPin(1).tries_left == 1
    assert "残り1回" in errors.WrongPin(1).ja
    assert "1 try is left" in errors.WrongPin(1).en
    assert "2 tries are left" in errors.WrongPin(2).en
