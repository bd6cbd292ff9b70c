"""SIGKILL between any two events, then the same command again: the same end, nothing in the journal lost or doubled."""

import json
import signal
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reception.journal import Journal
from tests.reception.conftest import ROOT, Ended, Reception

IN_THE_CHIP = frozenset(
    {"card-presented", "identity-confirmed", "visual-check-started", "consent-given", "card-returned"}
)
"""What an interruption takes away: it may happen again (or, for returning the card, need not)."""

PIN_PLAN, VISUAL_PLAN, DECLARATION_PLAN, OUTAGE_PLAN = "S01", "S03", "S15", "outage"
EVENTS = {PIN_PLAN: 12, VISUAL_PLAN: 15, DECLARATION_PLAN: 20, OUTAGE_PLAN: 17}
"""Events of an uninterrupted run (asserted below, so that the kills cover every one)."""

Row = tuple[int, str, str, dict[str, Any]]


OUTAGE = """patient: noboru
devices: {server: down}
steps:
  - receive-card
  - place-card
  - enter-pin
  - ask-consent
  - send-check
  - ask-document: portal-screen
  - ask-document: portal-pdf
  - ask-document: eligibility-notice
  - ask-still-insured
  - enter-points
  - return-card
  - close-visit
"""
"""The identity is known, the system is not reached, the お知らせ decides (RES-03, DOC-03)."""

WRONG_PIN_PLAN = "wrong-pin"
WRONG_PIN = """patient: ichiro
steps:
  - receive-card
  - place-card
  - enter-pin: "0000"
  - check-face
  - ask-consent
  - enter-points
  - return-card
  - close-visit
"""

WRITTEN = {OUTAGE_PLAN: OUTAGE, WRONG_PIN_PLAN: WRONG_PIN}
"""Plans of these tests alone."""

Run = Callable[..., Ended]
Uninterrupted = Mapping[str, tuple[dict[str, Any], list[Row]]]


@pytest.fixture(scope="module")
def run(reception: Reception, server_url: str) -> Run:
    """Run a plan in a data folder; the server lives on while the desk is killed, as it does in a clinic."""

    def run_plan(plan: str, folder: Path, kill: tuple[str, int] | None = None) -> Ended:
        file = ROOT / "fixtures" / "plans" / f"{plan}.yaml"
        if plan in WRITTEN:
            file = folder.parent / f"{plan}.yaml"
            file.write_text(WRITTEN[plan], "utf-8")
        words = ["visit", "--plan", str(file), "--json", "--server", server_url]
        return reception(*words, "--data-dir", folder, warm_up=words, kill=kill)

    return run_plan


def stored(folder: Path) -> list[Row]:
    with closing(sqlite3.connect(folder / "journal.sqlite")) as database:
        rows = database.execute("SELECT seq, visit_id, kind, body FROM entry ORDER BY seq").fetchall()
    return [(seq, visit_id, kind, json.loads(body)) for seq, visit_id, kind, body in rows]


def outside_the_chip(rows: list[Row]) -> list[tuple[str, dict[str, Any] | None]]:
    """What must happen exactly once; an answer counts by its kind, for it carries the time it was given.

    A failed question may be asked again when its card had to be placed again.
    """
    return [
        (kind, None if kind == "qualification-received" else body)
        for _, _, kind, body in rows
        if kind not in IN_THE_CHIP | {"session-resumed", "check-failed"}
    ]


@pytest.fixture(scope="module")
def uninterrupted(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Uninterrupted:
    ends = {}
    for plan in EVENTS:
        folder = tmp_path_factory.mktemp(plan)
        ends[plan] = run(plan, folder).json(), stored(folder)
    return ends


def test_the_kills_below_cover_every_event(uninterrupted: Uninterrupted) -> None:
    assert {plan: len(rows) for plan, (_, rows) in uninterrupted.items()} == EVENTS


@pytest.mark.parametrize(
    ("plan", "when", "nth"),
    [(plan, "after", nth) for plan, count in EVENTS.items() if plan != OUTAGE_PLAN for nth in range(1, count)]
    + [(OUTAGE_PLAN, "after", nth) for nth in (4, 6, 7, 10, 13)]  # identity, failures, a paper, a decision
    + [(PIN_PLAN, "before", nth) for nth in (3, 4, 6, 10)],  # the chip, the PIN, the answer, a decision
)
def test_killed_at_an_event_the_visit_ends_as_if_it_had_never_stopped(
    plan: str,
    when: str,
    nth: int,
    run: Run,
    tmp_path: Path,
    uninterrupted: Uninterrupted,
) -> None:
    end, rows = uninterrupted[plan]
    assert run(plan, tmp_path, kill=(when, nth)).code == -signal.SIGKILL
    before = stored(tmp_path)
    assert len(before) == (nth if when == "after" else nth - 1)

    again = run(plan, tmp_path)

    assert (again.code, again.err) == (0, "")
    assert again.json() == end
    after = stored(tmp_path)
    assert after[: len(before)] == before
    assert len({visit_id for _, visit_id, _, _ in after}) == 1
    assert outside_the_chip(after) == outside_the_chip(rows)
    with Journal.open(tmp_path / "journal.sqlite", lambda: datetime.now(UTC)) as journal:
        assert journal.notice is None
        journal.verify()


def test_a_wrong_pin_the_chip_has_counted_is_not_sent_again(run: Run, tmp_path: Path) -> None:
    """Killed when the chip had answered and the journal did not know yet, and again when resuming: one try is spent."""
    folder = tmp_path / "data"
    assert run(WRONG_PIN_PLAN, folder, kill=("before", 4)).code == -signal.SIGKILL
    assert run(WRONG_PIN_PLAN, folder, kill=("after", 2)).code == -signal.SIGKILL

    assert (ended := run(WRONG_PIN_PLAN, folder)).code == 0, ended.err
    assert ended.json()["identity_method"] == "face"
    rows = stored(folder)
    presented = [body["card"]["pin_tries_left"] for _, _, kind, body in rows if kind == "card-presented"]
    assert presented[0] == 3
    assert set(presented[1:]) == {2}
    assert "pin-rejected" not in {kind for _, _, kind, _ in rows}
