"""What a command loads before it is known: nothing heavy, so that `--help` answers at once (style.md §6)."""

import subprocess
import sys

import pytest

HEAVY = {"textual", "rich", "httpx", "pydantic", "smartcard", "sqlalchemy", "fastapi", "cryptography", "PIL", "yaml"}


def loaded_by(code: str) -> set[str]:
    """The top-level modules in a fresh interpreter that has run `code`, which may end itself."""
    probe = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nsys.stderr.write(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, encoding="utf-8", check=True)
    return {module.split(".")[0] for module in run.stderr.split()}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["visit", "--help"], ["--today", "no date"]])
def test_the_command_line_answers_without_loading_the_desk(arguments: list[str]) -> None:
    loaded = loaded_by(f"from reception.cli import main; main({arguments!r})")
    assert "reception" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("program", ["reader", "mock_oqs_server"])
def test_the_other_commands_explain_themselves_as_lightly(program: str) -> None:
    assert loaded_by(f"from {program}.cli import main; main(['--help'])") & HEAVY == set()


def test_the_rules_and_the_visit_reach_no_machine() -> None:
    loaded = loaded_by("import reception.rules, reception.visit")
    assert loaded & {"textual", "httpx", "smartcard", "sqlalchemy", "sqlite3", "mock_oqs_server"} == set()


def test_a_visit_without_a_screen_needs_no_screen() -> None:
    assert loaded_by("import reception.headless") & {"textual", "smartcard"} == set()


def test_the_card_driver_needs_neither_desk_nor_server() -> None:
    assert (
        loaded_by("import reader, reader.my_number_card") & {"reception", "oqs_client", "httpx", "smartcard"} == set()
    )
