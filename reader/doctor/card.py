"""The card on a reader: held by another program, silent, of another kind, or as it should be."""

from collections.abc import Callable, Mapping
from typing import Final

from reader.doctor import remedies
from reader.doctor.finding import Finding, fine, mend
from reader.doctor.surroundings import Surroundings
from reader.errors import (
    CardMute,
    CardTimedOut,
    LinkProtocolError,
    NotMyNumberCard,
    ReaderBusy,
    ReaderError,
)
from reader.my_number_card import MyNumberCard


def card_on(machine: Surroundings, name: str) -> Finding:
    """Ask the card on reader `name` for its tries left, which costs none."""
    try:
        connection = machine.reader(name).connect()
        try:
            tries = MyNumberCard(connection).pin_tries_left()
        finally:
            connection.close()
    except ReaderError as error:
        return _trouble(machine, error)
    return fine(
        "card",
        f"マイナンバーカードが応答します(暗証番号の残り{tries}回)。",
        f"The My Number Card answers ({tries} PIN tries left).",
    )


def _trouble(machine: Surroundings, error: ReaderError) -> Finding:
    kinds = (kind for kind in type(error).__mro__ if kind in _CAUSES)
    cause = _CAUSES.get(next(kinds, ReaderError))
    return cause(machine, error) if cause else mend("card_failing", f"{error.ja}{error.next_ja}", _en(error))


def _busy(machine: Surroundings, error: ReaderError) -> Finding:
    """Name the programs that may hold the card."""
    programs = machine.card_programs() if machine.system == "linux" else ()
    names = ", ".join(f"{program.name} ({program.pid})" for program in programs) or "?"
    command = remedies.end_programs(programs) if machine.system == "linux" else None
    return mend("reader_busy", f"{error.ja}カードを使えるプログラム: {names}", f"{error.en} May be: {names}", command)


def _said(code: str) -> Callable[[Surroundings, ReaderError], Finding]:
    """Return a cause that no command mends: what the error itself says, and its next step."""
    return lambda _, error: mend(code, f"{error.ja}{error.next_ja}", _en(error))


def _en(error: ReaderError) -> str:
    return f"{error.en} {error.next_en}"


_CAUSES: Final[Mapping[type[ReaderError], Callable[[Surroundings, ReaderError], Finding]]] = {
    ReaderBusy: _busy,
    CardTimedOut: _said("card_hangs"),
    CardMute: _said("card_mute"),
    NotMyNumberCard: _said("not_my_number_card"),
    LinkProtocolError: _said("not_my_number_card"),
}
