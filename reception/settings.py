"""What the desk is opened with: the command line before `settings.toml` before the defaults.

`settings.toml` lies in the data folder and may hold any of:

    clinic = "sakura"
    theme = "dark"            # or "light"
    keys = "standard"         # or "orca"

    [policy]                  # what the rules leave open (reception.policy.Policy); never graded
    lenient_until = 2026-03-31
    month_end = true
    elderly_share = 2
    unknown_number_accepted = true
    lost_remark = "旧資格"
"""

import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from reception.errors import SettingsWrong
from reception.policy import Policy

FILE_NAME: Final = "settings.toml"
THEMES: Final = ("dark", "light")


@dataclass(frozen=True)
class Outages:
    """What does not work today: for drills."""

    reader: bool = False
    server: bool = False


@dataclass(frozen=True)
class DeskOptions:
    """Everything `open_desk` needs. None means: the embedded server, the simulated reader, the world's own date.

    `seed` 0 makes every run different; any other number repeats nonces and the order of elements.
    """

    data_dir: Path
    server_url: str | None = None
    reader_name: str | None = None
    today: date | None = None
    clinic: str = "sakura"
    seed: int = 0
    policy: Policy = field(default_factory=Policy)
    theme: str | None = None
    keys: str | None = None
    outages: Outages = field(default_factory=Outages)


@dataclass(frozen=True)
class Settings:
    """The content of `settings.toml`; None where it says nothing."""

    clinic: str | None = None
    theme: str | None = None
    keys: str | None = None
    policy: Policy = field(default_factory=Policy)


def default_data_dir() -> Path:
    """Return the platform's folder for this user's data."""
    from platformdirs import user_data_path

    return user_data_path("uketsuke", appauthor=False)


def read_settings(data_dir: Path) -> Settings:
    """Read `settings.toml` in the data folder; defaults when there is none. Raises SettingsWrong."""
    path = data_dir / FILE_NAME
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise _wrong(path, "", f"読めない（{error.strerror}）", f"cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, "", f"TOML の書き方が正しくない（{error}）", f"not valid TOML ({error})") from error
    return Settings(
        clinic=_text(path, given, "clinic"),
        theme=_one_of(path, given, "theme", THEMES),
        keys=_text(path, given, "keys"),
        policy=_policy(path, _known(path, given).get("policy", {})),
    )


def _known(path: Path, given: dict[str, Any]) -> dict[str, Any]:
    for name in given:
        if name not in {known.name for known in fields(Settings)}:
            raise _wrong(path, name, "知らない項目", "unknown setting")
    return given


def _text(path: Path, given: dict[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise _wrong(path, name, "文字で書く", "must be text")
    return value


def _one_of(path: Path, given: dict[str, Any], name: str, choices: tuple[str, ...]) -> str | None:
    value = _text(path, given, name)
    if value is not None and value not in choices:
        expected = ", ".join(choices)
        raise _wrong(path, name, f"使える値は {expected}", f"must be one of {expected}")
    return value


def _policy(path: Path, given: object) -> Policy:
    """Check every value against the type of its default, for that is its type."""
    if not isinstance(given, dict):
        raise _wrong(path, "policy", "[policy] の表で書く", "must be a table")
    defaults = {known.name: getattr(Policy(), known.name) for known in fields(Policy)}
    for name, value in given.items():
        if name not in defaults:
            raise _wrong(path, f"policy.{name}", "知らない項目", "unknown setting")
        if type(value) is not type(defaults[name]):
            kind = type(defaults[name]).__name__
            raise _wrong(path, f"policy.{name}", f"{_KINDS[kind]}で書く", f"must be of type {kind}")
    if not 1 <= given.get("elderly_share", 1) <= 3:
        raise _wrong(path, "policy.elderly_share", "1 から 3（割）で書く", "must be 1, 2 or 3 tenths")
    return Policy(**given)


_KINDS: Final = {"date": "日付", "bool": "true か false", "int": "整数", "str": "文字"}


def _wrong(path: Path, name: str, ja: str, en: str) -> SettingsWrong:
    return SettingsWrong(file=path, field=name or "-", reason_ja=ja, reason_en=en)
