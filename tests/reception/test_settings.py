"""`settings.toml`: what it may hold, and a clear word about what it may not."""

from datetime import date
from pathlib import Path

import pytest

from reception.errors import SettingsWrong
from reception.policy import Policy
from reception.settings import Settings, read_settings


def test_without_a_file_everything_is_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()
    assert read_settings(tmp_path / "not there") == Settings()


def test_what_the_file_says_is_taken(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        'clinic = "ume"\ntheme = "light"\nkeys = "orca"\n[policy]\nlenient_until = 2026-07-31\nmonth_end = false\n'
        'elderly_share = 3\nunknown_number_accepted = false\nlost_remark = "旧資格請求"\n',
        "utf-8",
    )
    policy = Policy(
        date(2026, 7, 31), month_end=False, elderly_share=3, unknown_number_accepted=False, lost_remark="旧資格請求"
    )
    assert read_settings(tmp_path) == Settings("ume", "light", "orca", policy)


WRONG = {
    "unknown": ("colour = 1\n", "colour"),
    "unknown policy": ("[policy]\ngenerous = true\n", "policy.generous"),
    "not text": ("clinic = 3\n", "clinic"),
    "no such theme": ('theme = "pink"\n', "theme"),
    "policy is no table": ("policy = 3\n", "policy"),
    "a text for a date": ('[policy]\nlenient_until = "2026-03-31"\n', "policy.lenient_until"),
    "a time for a date": ("[policy]\nlenient_until = 2026-03-31T00:00:00\n", "policy.lenient_until"),
    "a number for yes or no": ("[policy]\nmonth_end = 1\n", "policy.month_end"),
    "a share nobody pays": ("[policy]\nelderly_share = 4\n", "policy.elderly_share"),
    "not TOML": ("clinic =\n", "TOML"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_mistake_names_file_and_field(what: str, tmp_path: Path) -> None:
    text, field = WRONG[what]
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsWrong) as wrong:
        read_settings(tmp_path)
    assert field in wrong.value.ja
    assert field in wrong.value.en
    assert "settings.toml" in wrong.value.ja
    assert wrong.value.exit_code == 5


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsWrong):
        read_settings(tmp_path)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(SettingsWrong):
        read_settings(tmp_path)
