"""Which packages are installed, by which right, and what is said where none may be."""

import platform
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reception.setup import apt, privilege, system_packages
from reception.setup.errors import NetworkUnreachable, NotPermitted, PackageManagerFailed, PackagesMissing, SetupError
from reception.setup.running import Outcome
from reception.setup.system_packages import DESK, TESTS
from tests.setup.machine import DEBIAN, FEDORA, USER, FakeRunner, Screen, package

LOG = Path("setup.log")
NO_SUDO = (("sudo",), Outcome(127))
ASKS = (("sudo", "-n"), Outcome(1, "sudo: a password is required"))


def test_only_what_is_absent_is_installed_after_one_refresh() -> None:
    headers = package("libpcsclite-dev")
    there = package("gcc", present=lambda: True)
    run, screen = FakeRunner(), Screen()
    absent = apt.missing([there, headers])
    with pytest.raises(PackageManagerFailed):
        apt.provide(absent, DEBIAN, run, screen.report, LOG)
    assert [command[-1] for command in run.commands] == ["update", "libpcsclite-dev"]
    assert "--no-install-recommends" in run.commands[1]
    assert "DEBIAN_FRONTEND=noninteractive" in run.commands[1]


def test_a_package_that_arrives_is_no_failure() -> None:
    installed: list[str] = []
    run = FakeRunner(on_run=lambda command: installed.extend(command))
    absent = (package("gcc", present=lambda: "gcc" in installed),)
    screen = Screen()
    apt.provide(absent, DEBIAN, run, screen.report, LOG)
    assert screen.text.startswith("パッケージを入れます: gcc / installing")


@pytest.mark.parametrize(
    ("root", "terminal", "plan", "expected"),
    [
        (True, False, [NO_SUDO], ()),
        (False, False, [], ("sudo", "-n")),
        (False, True, [ASKS], ("sudo",)),
        (False, False, [ASKS], None),
        (False, True, [NO_SUDO], None),
    ],
    ids=["root", "sudo without password", "sudo on a terminal", "password but nobody to ask", "no sudo"],
)
def test_the_right_to_install(
    root: bool, terminal: bool, plan: list[tuple[tuple[str, ...], Outcome]], expected: tuple[str, ...] | None
) -> None:
    assert privilege.prefix(FakeRunner(plan), root=root, terminal=terminal) == expected


def test_sudo_stands_before_every_apt_command() -> None:
    commands = apt.commands(("sudo", "-n"), [package("gcc")])
    assert [command[:3] for command in commands] == [("sudo", "-n", "env")] * 2


def test_without_any_right_the_message_names_the_command_for_an_administrator() -> None:
    with pytest.raises(NotPermitted) as refused:
        apt.provide((package("gcc"), package("font", needed=False)), USER, FakeRunner([NO_SUDO]), Screen().report, LOG)
    assert refused.value.next_en.startswith(
        "ask an administrator to run as root: apt-get install --no-install-recommends gcc font;"
    )
    assert "gcc日本語" in refused.value.ja
    assert "font日本語" not in refused.value.ja
    assert refused.value.exit_code == 77


def test_another_distribution_is_told_its_own_names() -> None:
    run = FakeRunner()
    with pytest.raises(PackagesMissing) as refused:
        apt.provide((package("pcsc"),), FEDORA, run, Screen().report, LOG)
    assert refused.value.next_en == "install these, then type the same command again: pcsc-devel"
    assert run.commands == []


@pytest.mark.parametrize("machine", [USER, FEDORA], ids=["no right", "no apt"])
def test_what_is_only_comfort_stops_nobody(machine: apt.Machine) -> None:
    screen = Screen()
    apt.provide((package("font", needed=False),), machine, FakeRunner([NO_SUDO]), screen.report, LOG)
    assert screen.text == "font日本語 (font) なしで続けます / going on without font in English\n"


@pytest.mark.parametrize(
    ("printed", "expected", "exit_code"),
    [
        ("E: Failed to fetch gcc.deb  Temporary failure resolving 'x'", NetworkUnreachable, 75),
        ("E: dpkg was interrupted, you must manually run 'dpkg --configure -a'", PackageManagerFailed, 69),
    ],
)
def test_no_network_is_told_from_a_broken_apt(printed: str, expected: type[SetupError], exit_code: int) -> None:
    run = FakeRunner([(("install",), Outcome(100, f"Reading package lists...\n{printed}\n"))])
    with pytest.raises(expected) as failed:
        apt.provide((package("gcc"),), DEBIAN, run, Screen().report, LOG)
    assert failed.value.exit_code == exit_code
    assert (printed in failed.value.ja) is (expected is PackageManagerFailed)


def test_lists_that_could_not_be_refreshed_on_an_empty_machine_mean_no_network() -> None:
    plan = [
        (("update",), Outcome(0, "W: Failed to fetch http://example.invalid/InRelease  Could not resolve 'x'\n")),
        (("install",), Outcome(100, "E: Unable to locate package gcc\n")),
    ]
    with pytest.raises(NetworkUnreachable):
        apt.provide((package("gcc"),), DEBIAN, FakeRunner(plan), Screen().report, LOG)


def test_an_optional_package_unknown_here_does_not_keep_the_needed_ones_away() -> None:
    installed: list[str] = []

    def run_apt(command: object) -> None:
        assert isinstance(command, tuple)
        if "install" in command and "vpcd" not in command:
            installed.extend(command)

    unknown = (("install", "vpcd"), Outcome(100, "E: Unable to locate package vpcd\n"))
    screen = Screen()
    absent = (package("gcc", present=lambda: "gcc" in installed), package("vpcd", needed=False))
    apt.provide(absent, DEBIAN, FakeRunner([unknown], on_run=run_apt), screen.report, LOG)
    assert "going on without vpcd in English" in screen.text


def test_the_desk_needs_what_compiling_pyscard_needs_and_the_tests_need_openssl_besides() -> None:
    desk, tests = ({each.debian for each in packages if each.needed} for packages in (DESK, TESTS))
    python = f"python3.{sys.version_info.minor}"
    assert desk == {f"{python}-venv", "gcc", "libc6-dev", f"{python}-dev", "libpcsclite-dev"}
    assert tests - desk == {"openssl"}


def test_family_names_fall_back_to_debian() -> None:
    font = replace(system_packages.FONT, fedora="")
    assert font.name_in("fedora") == "fonts-morisawa-bizud-gothic"
    assert system_packages.PCSC_HEADERS.name_in("fedora") == "pcsc-lite-devel"
    assert system_packages.PCSC_HEADERS.name_in("arch") == "pcsclite"


@pytest.mark.skipif(platform.system() != "Linux", reason="elsewhere pyscard comes as a wheel")
def test_this_machine_has_what_it_was_prepared_with() -> None:
    assert system_packages.ensurepip()
    assert apt.missing(each for each in DESK if each.needed) == ()
