"""The scenarios of the rule book (§4.1) run by `reception visit`: basis, share, yen and claim as the book says."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.reception.conftest import ROOT, Reception


@dataclass(frozen=True)
class Expected:
    """What rulebook §4.1 says of a scenario; `claim` is (insurer number, symbol, number, branch)."""

    patient: str
    identity: str
    validity: str | None
    basis: str
    claim: tuple[str, str, str, str]
    share: int
    yen: int
    tasks: frozenset[str] = frozenset()


NOTHING = ("", "", "", "")

SCENARIOS = {
    "S01": Expected("ichiro", "pin", "valid", "current", ("01990019", "21700023", "1045", "00"), 3, 1240),
    "S03": Expected("takeshi", "visual", "valid", "current", ("990010", "訓国", "0012345", "01"), 3, 1500),
    "S09": Expected("sachiko", "pin", "valid", "current", ("06990014", "312", "40881", "00"), 3, 440),
    "S10": Expected("hiroshi", "pin", "valid", "current", ("01990019", "31120008", "77", "00"), 3, 1240),
    "S11": Expected("kazuko", "visual", "valid", "current", ("01990027", "50210011", "308", "00"), 3, 880),
    "S12": Expected("kenji", "visual", None, "current", ("01990019", "21800140", "56", "00"), 3, 2190),
    "S13": Expected("yui", "pin", "invalid", "current", ("06990022", "見本１２", "3316", "00"), 3, 2720),
    "S14": Expected(
        "daisuke",
        "pin",
        "invalid",
        "lost",
        ("01990019", "21900077", "412", "00"),
        3,
        1240,
        frozenset({"keep-declaration"}),
    ),
    "S15": Expected(
        "sora",
        "pin",
        "not-found",
        "unidentified",
        ("77777777", "", "777777777", ""),
        3,
        1500,
        frozenset({"keep-declaration", "tell-accounting"}),
    ),
    "S16": Expected(
        "midori",
        "pin",
        "not-found",
        "current",
        ("01990019", "31450016", "231", "00"),
        3,
        260,
        frozenset({"look-up-again"}),
    ),
    "S18": Expected("noboru", "visual", None, "current", ("06990022", "見本５", "1207", "00"), 3, 880),
    "S20a": Expected("ayumi", "none", None, "none", NOTHING, 10, 2920, frozenset({"settle-when-proved"})),
    "S20b": Expected("ayumi", "none", "valid", "current", ("01990019", "21650031", "905", "00"), 3, 880),
    "S20c": Expected("ayumi", "none", None, "none", NOTHING, 10, 2920, frozenset({"settle-when-proved"})),
}

KEYS = [
    "patient",
    "date",
    "identity_method",
    "validity",
    "basis",
    "claim",
    "copayment_share",
    "copayment_yen",
    "tasks",
    "rules",
]


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_plan_of_a_scenario_ends_as_the_rule_book_says(name: str, reception: Reception, tmp_path: Path) -> None:
    expected = SCENARIOS[name]
    plan = ROOT / "fixtures" / "plans" / f"{name}.yaml"
    ended = reception("visit", "--plan", plan, "--json", "--data-dir", tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("\n") == 1
    end = ended.json()
    assert list(end) == KEYS
    assert end["patient"] == expected.patient
    assert (end["identity_method"], end["validity"]) == (expected.identity, expected.validity)
    claim = end["claim"]
    assert end["basis"] == expected.basis
    assert (claim["insurer_number"], claim["symbol"], claim["number"], claim["branch"]) == expected.claim
    assert (end["copayment_share"], end["copayment_yen"]) == (expected.share, expected.yen)
    assert expected.tasks <= {task["kind"] for task in end["tasks"]}
    assert all(set(task) == {"kind", "text", "rules"} for task in end["tasks"])
    assert len(end["rules"]) == len(set(end["rules"])) > 0


def test_the_unidentified_claim_carries_what_the_payer_asks_for(reception: Reception, tmp_path: Path) -> None:
    """§2.4: 不詳, then カナ氏名, 保険種別, 保険者等名称, 事業所名, 住所, 連絡先, 患者への連絡を行った日."""
    plan = ROOT / "fixtures" / "plans" / "S15.yaml"
    remarks = reception("visit", "--plan", plan, "--json", "--data-dir", tmp_path).json()["claim"]["remarks"]
    assert remarks.startswith("不詳")
    wanted = [
        "クンレンジマ",
        "わからない",
        "保険者等名称",
        "カフェ見本",
        "架空県訓練市港町",
        "000-0000-0000",
        "2026年6月16日",
    ]
    places = [remarks.index(word) for word in wanted]
    assert places == sorted(places)


def test_a_scenario_file_exists_for_every_expectation_and_says_its_story() -> None:
    plans = {path.stem: path.read_text("utf-8") for path in (ROOT / "fixtures" / "plans").glob("*.yaml")}
    assert set(plans) == set(SCENARIOS)
    assert all(text.startswith("# S") for text in plans.values())
