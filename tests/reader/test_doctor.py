"""`reader doctor`: each usual cause is found, said in both languages, and the command that mends it is named."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader import CardConnection, CardReader, Response, SimulatedReader, cli
from reader.doctor import CardProgram, Health, examine, machine
from reader.doctor.machine import Machine
from reader.errors import (
    CardTimedOut,
    LinkProtocolError,
    ReaderAccessDenied,
    ReaderBusy,
    ReaderError,
    ReaderUnavailable,
    ReaderUnplugged,
    ServiceUnavailable,
)
from reader.virtual.vpcd import VpcdSlot
from tests.reader.cards import adult_holder, fresh
from tests.reader.plain_cards import AnsweringConnection
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT, BROKEN

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
NAME = "Reader \"'$(x) 00 00"
"""Reader names hold any characters; a command shown must survive them."""


class Card(SimulatedReader):
    """A reader with a card on it; connecting gives what the test says: an error, or another connection."""

    def __init__(self, name: str, says: ReaderError | CardConnection | None = None) -> None:
        super().__init__(name)
        self._says = says
        self.insert(fresh(ADULT), adult_holder())

    def connect(self) -> CardConnection:
        if isinstance(self._says, ReaderError):
            raise self._says
        return super().connect() if self._says is None else self._says


@dataclass
class FakeMachine:
    """A Debian machine with everything in place, unless told otherwise."""

    system: str = "linux"
    user: str = "uketsuke"
    installer: str | None = "apt-get"
    service_socket: str | None = None
    library: bool = True
    service: bool = True
    systemd: bool = True
    remote: bool = False
    installed: frozenset[str] = frozenset({"ccid", "vpcd"})
    usb: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    programs: tuple[CardProgram, ...] = ()
    trouble: ReaderError | None = None
    connected: dict[str, SimulatedReader] = field(default_factory=dict)

    def library_loads(self) -> bool:
        return self.library

    def service_installed(self) -> bool:
        return self.service

    def has_systemd(self) -> bool:
        return self.systemd

    def remote_session(self) -> bool:
        return self.remote

    def drivers(self) -> frozenset[str]:
        return self.installed

    def usb_readers(self) -> tuple[str, ...]:
        return self.usb

    def grabbing_modules(self) -> tuple[str, ...]:
        return self.modules

    def card_programs(self) -> tuple[CardProgram, ...]:
        return self.programs

    def readers(self) -> list[str]:
        if self.trouble is not None:
            raise self.trouble
        return list(self.connected)

    def reader(self, name: str) -> CardReader:
        return self.connected[name]


def with_card(says: ReaderError | CardConnection | None = None, **changes: object) -> FakeMachine:
    found = FakeMachine(connected={NAME: Card(NAME, says)})
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def mute() -> FakeMachine:
    reader = SimulatedReader(NAME)
    reader.insert(fresh(BROKEN), adult_holder())
    return FakeMachine(connected={NAME: reader})


def dead() -> FakeMachine:
    reader = SimulatedReader(NAME)
    reader.out_of_order = True
    return FakeMachine(connected={NAME: reader})


DOWN, REFUSED = ServiceUnavailable(), ReaderAccessDenied()
SCDAEMON, BROWSER = CardProgram("scdaemon", 41), CardProgram("firefox", 42)
RULE = "/etc/polkit-1/rules.d/50-pcscd.rules"

CAUSES: dict[str, tuple[FakeMachine, str, str | None]] = {
    "library": (FakeMachine(library=False), "library_missing", "sudo apt-get install -y libpcsclite1"),
    "library, Fedora": (
        FakeMachine(library=False, installer="dnf"),
        "library_missing",
        "sudo dnf install -y pcsc-lite-libs",
    ),
    "library, unknown system": (FakeMachine(library=False, installer=None), "library_missing", None),
    "service missing": (
        FakeMachine(trouble=DOWN, service=False),
        "service_missing",
        "sudo apt-get install -y pcscd",
    ),
    "service stopped": (FakeMachine(trouble=DOWN), "service_stopped", "sudo systemctl enable --now pcscd.socket"),
    "service stopped, no systemd": (FakeMachine(trouble=DOWN, systemd=False), "service_stopped", "sudo pcscd"),
    "service stopped, Windows": (FakeMachine(trouble=DOWN, system="win32"), "service_stopped", "sc start SCardSvr"),
    "service stopped, macOS": (FakeMachine(trouble=DOWN, system="darwin"), "service_stopped", None),
    "service failing": (
        FakeMachine(trouble=ReaderUnavailable()),
        "service_failing",
        "sudo systemctl restart pcscd",
    ),
    "stale socket": (
        FakeMachine(trouble=DOWN, service_socket="/tmp/pcsc/pcscd.comm"),  # noqa: S108  # no file of ours
        "socket_stale",
        "unset PCSCLITE_CSOCK_NAME",
    ),
    "driver": (FakeMachine(installed=frozenset()), "driver_missing", "sudo apt-get install -y libccid"),
    "kernel": (
        FakeMachine(modules=("pn533_usb",)),
        "reader_grabbed",
        "sudo modprobe -r pn533_usb && printf 'blacklist pn533_usb\\n' | sudo tee /etc/modprobe.d/card-readers.conf",
    ),
    "unseen": (FakeMachine(usb=("SCR331",)), "reader_unseen", "sudo systemctl restart pcscd"),
    "unseen, no systemd": (
        FakeMachine(usb=("SCR331",), systemd=False),
        "reader_unseen",
        "sudo sh -c 'pkill -x pcscd; pcscd'",
    ),
    "no reader": (FakeMachine(), "no_reader", None),
    "busy": (with_card(ReaderBusy(), programs=(BROWSER,)), "reader_busy", "kill 42"),
    "busy with GnuPG": (with_card(ReaderBusy(), programs=(SCDAEMON,)), "reader_busy", "gpgconf --kill scdaemon"),
    "busy with both": (
        with_card(ReaderBusy(), programs=(SCDAEMON, BROWSER)),
        "reader_busy",
        "gpgconf --kill scdaemon; kill 42",
    ),
    "busy with another user": (
        with_card(ReaderBusy()),
        "reader_busy",
        "sudo grep -l libpcsclite /proc/[0-9]*/maps",
    ),
    "busy on Windows": (with_card(ReaderBusy(), system="win32"), "reader_busy", None),
    "mute": (mute(), "card_mute", None),
    "hangs": (with_card(CardTimedOut()), "card_hangs", None),
    "unplugged just now": (with_card(ReaderUnplugged()), "card_failing", None),
    "another protocol": (with_card(LinkProtocolError()), "not_my_number_card", None),
}


@pytest.mark.parametrize("name", CAUSES)
def test_each_cause_is_found_and_its_remedy_named(name: str) -> None:
    surroundings, code, command = CAUSES[name]
    to_mend = [finding for finding in examine(surroundings) if finding.health is Health.MEND]
    assert [(finding.code, finding.command) for finding in to_mend] == [(code, command)]
    assert JAPANESE.search(to_mend[0].ja)
    assert re.search(r"[a-z]{3}", to_mend[0].en)


@pytest.mark.parametrize("remote", [True, False])
def test_a_refusal_names_the_rule_that_lets_this_user_in(remote: bool) -> None:
    (found,) = examine(FakeMachine(trouble=REFUSED, remote=remote))
    assert found.code == "service_refused"
    assert found.command is not None
    assert found.command.endswith(f"| sudo tee {RULE}")
    assert 'action.id.indexOf("org.debian.pcsc-lite.") == 0 && subject.user == "uketsuke"' in found.command
    assert ("ネットワーク" in found.ja) is remote


def test_another_kind_of_card() -> None:
    *_, found = examine(with_card(AnsweringConnection({0xA4: Response(b"", 0x6A82)})))
    assert (found.code, found.health) == ("not_my_number_card", Health.MEND)


def test_all_is_well() -> None:
    found = list(examine(with_card()))
    assert [finding.code for finding in found] == ["service", "readers", "card"]
    assert {finding.health for finding in found} == {Health.FINE}
    assert "残り3回" in found[-1].ja


@pytest.mark.parametrize("surroundings", [FakeMachine(connected={NAME: SimulatedReader(NAME)}), dead()])
def test_an_empty_reader_is_worth_knowing_and_no_fault(surroundings: FakeMachine) -> None:
    *_, found = examine(surroundings)
    assert (found.code, found.health, found.command) == ("no_card", Health.NOTE, "reader watch")


@pytest.mark.parametrize("wanted", ["empty", None])
def test_the_card_lies_on_the_other_reader(wanted: str | None) -> None:
    *_, found = examine(FakeMachine(connected={"empty": SimulatedReader("empty"), NAME: Card(NAME)}), wanted)
    assert (found.code, found.health) == ("other_slot", Health.MEND)
    assert found.command == "reader probe --reader 'Reader \"'\"'\"'$(x) 00 00'"


def test_the_wanted_reader_is_looked_at_even_when_another_comes_first() -> None:
    *_, found = examine(FakeMachine(connected={"empty": SimulatedReader("empty"), NAME: Card(NAME)}), NAME)
    assert found.code == "card"


def test_a_reader_nobody_has() -> None:
    *_, found = examine(with_card(), "nobody's")
    assert (found.code, found.health) == ("reader_unknown", Health.MEND)


def test_the_virtual_driver_is_offered_where_there_is_no_reader() -> None:
    *_, found = examine(FakeMachine(installed=frozenset({"ccid"})))
    assert (found.health, found.command) == (Health.NOTE, "sudo apt-get install -y vsmartcard-vpcd")
    *_, found = examine(FakeMachine(installed=frozenset({"ccid"}), installer="pacman"))
    assert found.command is None


def lay_out(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def test_what_the_machine_tells_by_its_files(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist": "",
            "sys/bus/usb/devices/1-2:1.0/bInterfaceClass": "0b\n",
            "sys/bus/usb/devices/1-2/product": "CIR415A\n",
            "sys/bus/usb/devices/1-3:1.0/bInterfaceClass": "03\n",
            "sys/bus/usb/devices/1-4:1.0/bInterfaceClass": "0b\n",
            "sys/module/port100/refcnt": "0",
            "run/systemd/system/x": "",
            "proc/41/comm": "scdaemon\n",
            "proc/41/maps": "7f00 r-xp /usr/lib/x86_64-linux-gnu/libpcsclite.so.1.0.0\n",
            "proc/42/comm": "bash\n",
            "proc/42/maps": "",
            "proc/43/comm": "closed\n",
        },
    )
    here = Machine(tmp_path, {"SSH_CONNECTION": "x", "PCSCLITE_CSOCK_NAME": "/run/x"})
    assert here.drivers() == {"ccid"}
    assert here.usb_readers() == ("CIR415A", "1-4")
    assert here.grabbing_modules() == ("port100",)
    assert here.card_programs() == (SCDAEMON,)
    assert here.has_systemd()
    assert here.remote_session()
    assert here.service_socket == "/run/x"
    elsewhere = Machine(tmp_path / "empty", {"PATH": ""})
    assert (elsewhere.drivers(), elsewhere.usb_readers(), elsewhere.card_programs()) == (frozenset(), (), ())
    assert not elsewhere.has_systemd()
    assert not elsewhere.remote_session()
    assert elsewhere.service_socket is None


def test_a_missing_library_is_found_without_pyscard_printing_to_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_LIBRARY", "libnosuch.so.1")
    assert not Machine().library_loads()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, str]]]:
    code = cli.main(["doctor", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_on_a_real_service(service: PrivatePcscd, slot: VpcdSlot, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run(capsys)
    assert (code, [finding["code"] for finding in found]) == (0, ["service", "readers", "card"])
    code, found = run(capsys, "--reader", SLOTS[1])
    assert (code, found[-1]["code"]) == (1, "other_slot")
    assert found[-1]["command"] == f"reader probe --reader '{SLOTS[0]}'"
    assert cli.main(["doctor", "--reader", SLOTS[1]]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("○ 正常")
    assert lines[-3].startswith("× 対処")
    assert lines[-1].strip() == f"→ reader probe --reader '{SLOTS[0]}'"


def test_the_real_one_finds_the_stopped_service(service: PrivatePcscd, capsys: pytest.CaptureFixture[str]) -> None:
    service.stop()
    try:
        code, found = run(capsys)
    finally:
        service.start()
    assert (code, found[0]["code"], found[0]["command"]) == (1, "socket_stale", "unset PCSCLITE_CSOCK_NAME")
