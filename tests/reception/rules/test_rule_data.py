"""The catalogue and the lines: complete, cited correctly, and drawable everywhere."""

import ast
import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

import reception.rules
from reception.rules import line, rule
from reception.rules.catalogue import catalogue
from reception.rules.data_file import RuleDataError, load_entries
from reception.rules.lines import PatientLine, lines
from tests.reception.rules.builders import doubtful

FOLDER = Path(reception.rules.__file__).parent
COUNT_OF_IDS = {
    "DT": 7,
    "FAC": 14,
    "ID": 8,
    "REG": 7,
    "CERT": 8,
    "RES": 7,
    "DOC": 18,
    "FLOW": 8,
    "CLM": 8,
    "PAY": 3,
    "AUX": 4,
    "SP": 8,
    "ISS": 8,
    "UNR": 7,
    "INS": 5,
    "RET": 3,
    "SEC": 5,
    "BEN": 2,
    "ST": 6,
}
"""How many ids each group of rulebook §1 has; they count from 01 without a gap."""
IDS = [f"{group}-{number:02d}" for group, count in COUNT_OF_IDS.items() for number in range(1, count + 1)]
MOMENTS = [
    "start",
    "face-fails",
    "invalid",
    "portal",
    "still-insured",
    "declaration",
    "after-visit",
    "notice-alone",
    "certificate-alert",
    "certificate-grace",
    "special-medical",
]
"""The moments of rulebook §5.4."""


def constants(module: str) -> set[str]:
    tree = ast.parse((FOLDER / module).read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_the_catalogue_has_exactly_the_ids_of_the_book() -> None:
    assert list(catalogue()) == IDS


@pytest.mark.parametrize("rule_id", IDS)
def test_each_rule_is_one_sentence_in_both_languages(rule_id: str) -> None:
    found = rule(rule_id)
    assert found.id == rule_id
    assert found.ja.endswith("。")
    assert found.ja.count("。") == 1
    assert found.en.endswith(".")
    assert found.en.isascii()
    assert found.source


def test_every_rule_cited_in_the_code_exists() -> None:
    cited = {
        constant
        for module in FOLDER.glob("*.py")
        for constant in constants(module.name)
        if re.fullmatch(r"[A-Z]{2,4}-\d\d", constant)
    }
    assert cited
    assert cited <= set(IDS)


def test_every_line_named_in_the_code_exists() -> None:
    named = {word for module in ("offers.py", "telling.py") for word in constants(module)}
    ids = {word for word in named if re.fullmatch(r"[a-z]+(-[a-z]+)*", word)}
    assert ids
    assert ids <= set(lines())


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_book_has_a_line_for_this_moment(moment: str) -> None:
    said = line(moment)
    assert said.ja
    assert said.plain
    assert said.en.isascii()


@pytest.mark.parametrize("line_id", list(lines()))
def test_each_line_speaks_three_ways(line_id: str) -> None:
    said = line(line_id)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", line_id)
    assert said.ja.endswith(("。", "？"))
    assert " " in said.plain, "plain Japanese is written with spaces between words"
    assert said.en.endswith((".", "?"))


@pytest.mark.parametrize("line_id", ["special-medical", "discreet", "no-proof", "welfare", "not-your-card"])
def test_what_concerns_nobody_else_is_said_quietly(line_id: str) -> None:
    assert line(line_id).quiet


@pytest.mark.parametrize("file", ["catalogue.yaml", "lines.yaml"])
def test_no_sign_is_of_doubtful_width(file: str) -> None:
    assert doubtful((FOLDER / file).read_text(encoding="utf-8")) == set()


def test_no_sentence_of_the_code_is_of_doubtful_width() -> None:
    for module in ("offers.py", "trouble.py", "situation.py", "cautions.py", "identity.py", "tasks.py", "numbers.py"):
        shown = {text for text in constants(module) if not text.isascii() and "§" not in text and '"' not in text}
        documentation = {text for text in shown if re.search(r"[A-Za-z]{4}", text)}
        assert doubtful("".join(shown - documentation)) == set(), module


def test_protection_is_never_spelled_out() -> None:
    """A patient may see the screen: nothing on it names why somebody's data are closed (REG-04, SP-06)."""
    words = re.compile("DV|ＤＶ|虐待|暴力|abuse|violence")
    for text in (
        *(found.ja + found.en for found in catalogue().values()),
        *(said.ja + said.en for said in lines().values()),
    ):
        assert not words.search(text)
    for module in FOLDER.glob("*.py"):
        assert not any(words.search(text) for text in constants(module.name))


def test_unknown_ids_are_key_errors() -> None:
    with pytest.raises(KeyError):
        rule("DOC-99")
    with pytest.raises(KeyError):
        line("nothing")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("start: {ja: あ, plain: あ}", "start.en"),
        ("start: {ja: あ, plain: あ, en: a, fr: a}", "start.fr"),
        ('start: {ja: "", plain: あ, en: a}', "start.ja"),
        ("- just a list", ""),
        ("start: [unclosed", ""),
    ],
)
def test_a_mistake_in_a_file_names_file_and_key(tmp_path: Path, content: str, key: str) -> None:
    (tmp_path / "lines.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(RuleDataError) as caught:
        load_entries("lines.yaml", TypeAdapter(dict[str, PatientLine]), tmp_path)
    assert (caught.value.file, caught.value.key) == ("lines.yaml", key)
    assert "lines.yaml" in caught.value.ja
    assert "lines.yaml" in str(caught.value)


def test_a_missing_file_is_told() -> None:
    with pytest.raises(RuleDataError, match=r"absent\.yaml"):
        load_entries("absent.yaml", TypeAdapter(dict[str, PatientLine]))
