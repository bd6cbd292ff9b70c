"""Plans that do not fit the visit: the line, what is offered instead, and why; and plans that are taken up."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reception.conftest import Ended, Reception


@pytest.fixture
def run(reception: Reception, server_url: str, tmp_path: Path) -> Callable[..., Ended]:
    """Write a plan and run it; the data folder is the test's own."""

    def run_plan(text: str, *more: str, name: str = "plan.yaml") -> Ended:
        (tmp_path / name).write_text(text, "utf-8")
        words = ["visit", "--plan", tmp_path / name, "--json", "--server", server_url]
        return reception(*words, "--data-dir", tmp_path / "data", *more)

    return run_plan


def test_a_step_that_is_not_offered_names_line_reason_and_what_is_offered(run: Callable[..., Ended]) -> None:
    ended = run('patient: ichiro\nsteps:\n  - receive-card\n  - enter-pin: "9057"\n')
    assert (ended.code, ended.out) == (1, "")
    japanese, english, next_ja, next_en = ended.err.splitlines()
    assert japanese.startswith("plan.yaml:4: enter-pin はいまできません（いまは「")
    assert english.startswith("plan.yaml:4: enter-pin is not offered now")
    assert next_ja == "→ いまできること: place-card"
    assert next_en == "→ Offered instead: place-card"
    assert "9057" not in ended.err


def test_a_plan_that_ends_too_early_says_what_is_left(run: Callable[..., Ended]) -> None:
    ended = run("patient: ichiro\nsteps:\n  - receive-card\n")
    assert (ended.code, ended.out) == (1, "")
    assert "受付がまだ終わっていません" in ended.err
    assert "残りの手順: place-card" in ended.err


def test_an_answer_the_patient_does_not_have_must_be_written(run: Callable[..., Ended]) -> None:
    ended = run("patient: takeshi\nsteps:\n  - receive-card\n  - place-card\n  - enter-pin\n")
    assert ended.code == 6
    assert "plan.yaml:5: enter-pin" in ended.err


def test_a_card_of_nobody_cannot_be_placed(run: Callable[..., Ended]) -> None:
    ended = run("patient: ichiro\nsteps:\n  - receive-card\n  - place-card: nobody\n")
    assert ended.code == 2
    assert "nobody" in ended.err


def test_a_first_visit_forgets_the_chart(run: Callable[..., Ended]) -> None:
    ended = run("patient: midori\nfirst_visit: true\n")
    assert ended.code == 0
    assert ended.json()["basis"] != "current"


def test_a_return_visit_needs_a_record(run: Callable[..., Ended]) -> None:
    ended = run("patient: ichiro\nfirst_visit: false\n")
    assert ended.code == 6
    assert "first_visit" in ended.err


def test_the_points_of_the_plan_are_billed(run: Callable[..., Ended]) -> None:
    """905 points at 3割: 2,715 yen are 2,720 (§3.5)."""
    ended = run("patient: ichiro\npoints: 905\n")
    assert ended.json()["copayment_yen"] == 2720


def test_a_paper_can_be_changed_by_the_plan(run: Callable[..., Ended]) -> None:
    """DOC-13: a 資格確認書 past its date is no proof; without anything else the visit goes further down the ladder."""
    ended = run(
        "patient: kazuko\nsteps:\n  - receive-card\n  - place-card\n  - compare-card-face\n"
        "  - ask-document: {kind: eligibility-certificate, valid_until: 2026-05-31}\n  - enter-points\n"
    )
    assert ended.code == 1
    assert "plan.yaml:7" in ended.err


def test_an_interrupted_plan_goes_on_where_it_stopped(run: Callable[..., Ended]) -> None:
    """Stopped by its own shortness, lengthened, started again: one visit."""
    begun = "patient: ichiro\nsteps:\n  - receive-card\n  - place-card\n  - enter-pin\n"
    assert run(begun).code == 1
    ended = run(begun + "  - ask-consent\n  - enter-points\n  - return-card\n  - close-visit\n")
    assert (ended.code, ended.json()["copayment_yen"]) == (0, 1240)


def test_another_plan_begins_a_visit_of_its_own(run: Callable[..., Ended], tmp_path: Path) -> None:
    assert run("patient: ichiro\nsteps:\n  - receive-card\n", name="one.yaml").code == 1
    assert run("patient: ichiro\nsteps:\n  - no-card\n", name="two.yaml").code == 1
    ended = run("patient: ichiro\n", name="three.yaml")
    assert ended.code == 0
    assert ended.json()["basis"] == "none"


def test_without_a_server_the_plan_still_comes_to_its_end(reception: Reception, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("patient: noboru\ndevices: {server: down}\n", "utf-8")
    ended = reception("visit", "--plan", tmp_path / "plan.yaml", "--json", "--data-dir", tmp_path / "data")
    assert (ended.code, ended.json()["copayment_yen"], ended.json()["basis"]) == (0, 880, "current")
