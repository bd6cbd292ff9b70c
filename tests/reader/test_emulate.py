"""`reader emulate`: a fictitious card in a real PC/SC stack, from the command line, and clean to its end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fixtures import load_world
from reader import cli
from reader.errors import PcscdCannotRun, VirtualSlotTaken
from reader.pcsc import PcscReader
from reader.virtual.emulation import Emulation
from reader.virtual.private_pcscd import PrivatePcscd as AnyPcscd
from reader.virtual.vpcd import VpcdSlot
from tests.reader.cards import fresh
from tests.reader.conftest import LONG
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT

PERSON = "ichiro"


@contextmanager
def command(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Run the command beside the test; it is gone when the test is."""
    program = [sys.executable, "-m", "reader.cli", *map(str, arguments)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def probe(environment: str) -> subprocess.CompletedProcess[str]:
    """Probe from another process, the way the printed line says."""
    name, _, value = environment.strip().partition("=")
    program = [sys.executable, "-m", "reader.cli", "probe", "--json"]
    return subprocess.run(program, env=os.environ | {name: value}, capture_output=True, text=True, check=False)


def wait_until_inserted(running: subprocess.Popen[str]) -> None:
    assert running.stderr is not None
    for line in running.stderr:
        if line.startswith("Card inserted"):
            return
    pytest.fail("the card was not inserted")


def test_the_list_names_everybody_with_a_card_id_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["emulate", "--list"]) == cli.OK
    lines = capsys.readouterr().out.splitlines()
    with_card = [person for person in load_world().people.values() if person.card is not None]
    assert [line.split()[0] for line in lines] == [person.id for person in with_card]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_card_in_a_private_service_until_it_is_told_to_stop(
    service: PrivatePcscd, tmp_path: Path, how: signal.Signals
) -> None:
    """`service` only says that a private service can run here; the command starts its own."""
    options = (PERSON, "--socket", tmp_path / "pcsc", "--data-dir", tmp_path / "data")
    with command("emulate", *options) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        assert line == f"PCSCLITE_CSOCK_NAME={tmp_path / 'pcsc' / 'run' / 'pcscd.comm'}\n"
        wait_until_inserted(running)
        probed = probe(line)
        assert probed.returncode == cli.OK, probed.stderr
        assert '"auth_pin": 3' in probed.stdout
        running.send_signal(how)
        _, told = running.communicate(timeout=LONG)
        assert running.returncode == cli.OK
        assert "Card removed." in told
    assert not (tmp_path / "pcsc" / "run" / "pcscd.comm").exists()


def test_another_kind_of_card(service: PrivatePcscd, tmp_path: Path) -> None:
    options = ("--socket", tmp_path / "pcsc", "--data-dir", tmp_path / "data", "--profile", "foreign")
    with command("emulate", PERSON, *options) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        wait_until_inserted(running)
        assert probe(line).returncode == cli.NOTHING_FOUND


def test_no_driver_at_the_port(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.virtual.emulation._START_UP", 0.0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        assert cli.main(["emulate", PERSON, "--port", str(port)]) == cli.TROUBLE
    told = capsys.readouterr().err
    assert f"ポート{port}に仮想リーダー(vpcd)がありません" in told
    assert "--socket DIR" in told


def test_something_else_at_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener that never asks for the card is no vpcd, or has a card already."""
    monkeypatch.setattr("reader.virtual.emulation._PATIENCE", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as other:
        emulation = Emulation(fresh(ADULT), other.getsockname()[1])
        with pytest.raises(VirtualSlotTaken):
            emulation.insert()


def test_a_taken_slot(service: PrivatePcscd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.virtual.emulation._PATIENCE", 1.0)
    with VpcdSlot(fresh(ADULT), service.ports[1]) as slot:
        assert slot.wait_until_seen(LONG)
        with pytest.raises(VirtualSlotTaken):
            Emulation(fresh(ADULT), service.ports[1]).insert()
    assert PcscReader(SLOTS[1]).wait_for_removal(LONG)


def test_a_taken_port_of_a_private_service(service: PrivatePcscd, tmp_path: Path) -> None:
    with pytest.raises(PcscdCannotRun, match="is taken"):
        AnyPcscd(tmp_path, service.ports[0])


@pytest.mark.parametrize("slot", [0, 1])
def test_a_port_lost_in_the_meantime_is_replaced(service: PrivatePcscd, tmp_path: Path, slot: int) -> None:
    other = AnyPcscd(tmp_path)
    lost = other.ports
    with socket.create_server(("", lost[slot])):
        other.start()
    try:
        assert lost[slot] not in other.ports
        with VpcdSlot(fresh(ADULT), other.ports[0]) as inserted:
            assert inserted.wait_until_seen(LONG)
    finally:
        other.stop()


def test_a_folder_that_is_in_use_or_is_none(service: PrivatePcscd, tmp_path: Path) -> None:
    with pytest.raises(PcscdCannotRun, match="another service uses"):
        AnyPcscd(service.folder).start()
    (tmp_path / "file").touch()
    with pytest.raises(PcscdCannotRun, match=r"file: "):
        AnyPcscd(tmp_path / "file").start()


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("reader.virtual.private_pcscd.shutil.which", lambda *_, **__: None)
    with pytest.raises(PcscdCannotRun, match=r"missing: pcscd, unshare"):
        AnyPcscd(tmp_path)


def test_the_card_goes_back_in_when_the_service_restarts(service: PrivatePcscd) -> None:
    told: list[str] = []
    emulation = Emulation(fresh(ADULT), service.ports[0])

    def note(what: str) -> None:
        """Restart the service when the card is out, stop when it is back."""
        told.append(what)
        if what == "out":
            service.start()
        else:
            emulation.stop()

    emulation.insert()
    service.stop(signal.SIGKILL)
    emulation.stay(note)
    assert told == ["out", "in"]
    assert PcscReader(SLOTS[0]).wait_for_removal(LONG)


@pytest.mark.parametrize("wrong", [[], ["nobody"], [PERSON, "--profile", "dog"], [PERSON, "--port", "0"]])
def test_wrong_arguments(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["emulate", *wrong])
    assert left.value.code == cli.USAGE
    assert "usage: reader emulate" in capsys.readouterr().err


def test_somebody_without_a_card(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    cardless = next(person.id for person in load_world().people.values() if person.card is None)
    for profile in ([], ["--profile", "adult"]):
        assert cli.main(["emulate", cardless, "--data-dir", str(tmp_path), *profile]) == cli.NOTHING_FOUND
    assert "マイナンバーカードを持っていません" in capsys.readouterr().err
