"""Plan files: every mistake names file, line and field, and no secret is repeated."""

from datetime import date
from pathlib import Path

import pytest

from reception.errors import PlanWrong
from reception.plan import read_plan
from reception.plan.plan_file import DeclarationAnswer, DocumentAnswer, FollowUpAnswer, StillInsuredAnswer
from reception.visit.commands import Action
from reception.visit.values import DocumentKind, TaskKind


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "plan.yaml"


def test_a_plan_holds_what_it_says(written: Path) -> None:
    written.write_text(
        """patient: ichiro
date: 2026-05-10
clinic: ume
points: 292
first_visit: true
devices: {reader: down}
steps:
  - receive-card
  - enter-pin: "0000"
  - judge-face: false
  - ask-document: portal-pdf
  - ask-document: {kind: eligibility-notice, has: false}
  - ask-still-insured: false
  - take-declaration: {share: 3}
  - enter-points: 412
  - do-follow-up: {task: call-patient, on: 2026-06-16, found: null}
""",
        "utf-8",
    )
    plan = read_plan(written)
    file = plan.file
    assert (file.patient, file.date, file.clinic, file.points) == ("ichiro", date(2026, 5, 10), "ume", 292)
    assert (file.first_visit, file.devices.reader, file.devices.server) == (True, "down", "ok")
    assert [step.action for step in file.steps] == [
        Action.RECEIVE_CARD,
        Action.ENTER_PIN,
        Action.JUDGE_FACE,
        Action.ASK_DOCUMENT,
        Action.ASK_DOCUMENT,
        Action.ASK_STILL_INSURED,
        Action.TAKE_DECLARATION,
        Action.ENTER_POINTS,
        Action.DO_FOLLOW_UP,
    ]
    assert [step.value for step in file.steps[2:]] == [
        False,
        DocumentAnswer(kind=DocumentKind.PORTAL_PDF),
        DocumentAnswer(kind=DocumentKind.ELIGIBILITY_NOTICE, has=False),
        StillInsuredAnswer(still=False),
        DeclarationAnswer(share=3),
        412,
        FollowUpAnswer(task=TaskKind.CALL_PATIENT, on=date(2026, 6, 16), found=None),
    ]
    assert plan.place(1) == "plan.yaml:9: "
    assert "0000" not in repr(plan)


def test_every_action_is_a_word_of_the_plan(written: Path) -> None:
    written.write_text("steps:\n" + "".join(f"  - {action}\n" for action in Action), "utf-8")
    assert [step.action for step in read_plan(written).file.steps] == list(Action)


def test_an_empty_plan_follows_advice(written: Path) -> None:
    written.write_text("patient: ichiro\n", "utf-8")
    assert read_plan(written).file.steps == ()


WRONG = {
    "unknown action": ("steps:\n  - place-crad\n", 2, "place-card"),
    "unknown field": ("pateint: ichiro\n", 1, "pateint"),
    "two words in one step": ("steps:\n  - {receive-card: null, place-card: null}\n", 2, "one word"),
    "a number as step": ("steps:\n  - receive-card\n  - 12\n", 3, "one word"),
    "a value where there is none": ("steps:\n  - receive-card: yes\n", 2, "receive-card"),
    "a word for a yes or no": ("steps:\n  - judge-face: perhaps\n", 2, "judge-face"),
    "unknown document": ("steps:\n  - receive-card\n  - ask-document: passport\n", 3, "kind"),
    "unknown task": ("steps:\n  - do-follow-up: {task: sleep}\n", 2, "task"),
    "unknown box": ("steps:\n  - take-declaration:\n      shoe_size: 41\n", 3, "shoe_size"),
    "no points": ("steps:\n  - enter-points: 0\n", 2, "enter-points"),
    "no such day": ("date: 2026-02-30\n", 1, "date"),
    "unknown device": ("devices: {printer: down}\n", 1, "printer"),
    "steps are a list": ("steps: receive-card\n", 1, "steps"),
    "not YAML": ("steps: [receive-card\n", 2, "plan.yaml"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_mistake_names_file_line_and_field(what: str, written: Path) -> None:
    text, line, word = WRONG[what]
    written.write_text(text, "utf-8")
    with pytest.raises(PlanWrong) as wrong:
        read_plan(written)
    for message in (wrong.value.ja, wrong.value.en):
        assert f"plan.yaml:{line}" in message
    assert word in wrong.value.en
    assert wrong.value.exit_code == 6
    assert "docs/plans.md" in wrong.value.next_ja


def test_a_plan_that_is_not_there_is_told(written: Path) -> None:
    with pytest.raises(PlanWrong, match=r"plan\.yaml"):
        read_plan(written)


@pytest.mark.parametrize(
    "step",
    [
        "enter-pin: 9057",
        'enter-pin: "90579"',
        'enter-pin: "9057x"',
        "enter-pin: {pin: 9057}",
        "enter-pin: [9057]",
        "start-visual-check: 33101520319057",
        'start-visual-check: "3310152031905"',
        'start-visual-check: "33131520319057"',
    ],
)
def test_a_secret_written_wrongly_is_not_repeated(step: str, written: Path) -> None:
    written.write_text(f"steps:\n  - {step}\n", "utf-8")
    with pytest.raises(PlanWrong) as wrong:
        read_plan(written)
    told = " ".join([wrong.value.ja, wrong.value.en, repr(wrong.value), repr(wrong.value.__context__)])
    assert "9057" not in told
    assert "905" not in told
    assert "plan.yaml:2" in told
