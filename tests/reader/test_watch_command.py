"""`reader watch`: a line for each change while it happens, and a clean end."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from reader import cli, pcsc
from reader.errors import ServiceUnavailable
from reader.pcsc import PcscReader
from reader.virtual.vpcd import VpcdSlot
from reader.watcher import (
    CardAnswers,
    CardFellSilent,
    CardFree,
    CardHeldElsewhere,
    CardInserted,
    CardRemoved,
    Change,
    MachineResumed,
    ReaderAppeared,
    ReaderGone,
    ServiceBack,
    ServiceLost,
)
from tests.reader.cards import fresh
from tests.reader.conftest import LONG
from tests.reader.private_pcscd import SLOTS, PrivatePcscd
from tests.reader.world import ADULT

ATR = bytes.fromhex("3BE000")
CHANGES: dict[str, Change] = {
    "サービスが止まりました / service lost": ServiceLost(ServiceUnavailable),
    "サービスが戻りました / service back": ServiceBack(),
    "スリープから戻りました / machine resumed: 60 s": MachineResumed(60.2),
    "リーダーがつながりました / reader appeared: r": ReaderAppeared("r"),
    "リーダーが外れました / reader gone: r": ReaderGone("r"),
    "カードが置かれました / card inserted: r (ATR 3BE000)": CardInserted("r", ATR),
    "カードが置かれました / card inserted: r (応答なし / mute)": CardInserted("r", b"", mute=True),
    "カードが離れました / card removed: r": CardRemoved("r"),
    "カードが応答しなくなりました / card fell silent: r": CardFellSilent("r"),
    "カードが応答しました / card answers: r": CardAnswers("r", ATR),
    "ほかのプログラムがカードを使っています / card held elsewhere: r (占有 / exclusive)": CardHeldElsewhere(
        "r", exclusive=True
    ),
    "ほかのプログラムがカードを使っています / card held elsewhere: r (共有 / shared)": CardHeldElsewhere(
        "r", exclusive=False
    ),
    "カードが空きました / card free: r": CardFree("r"),
}


def told(monkeypatch: pytest.MonkeyPatch, *changes: Change) -> None:
    """Let the watcher tell these, then the user press Ctrl-C."""

    def watch(stop: object) -> Iterator[Change]:
        yield from changes
        raise KeyboardInterrupt

    monkeypatch.setattr(pcsc, "watch", watch)


@pytest.mark.parametrize("text", CHANGES)
def test_each_change_has_its_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    told(monkeypatch, CHANGES[text])
    assert cli.main(["watch"]) == cli.OK
    time, _, line = capsys.readouterr().out.splitlines()[0].partition("  ")
    assert re.fullmatch(r"\d\d:\d\d:\d\d", time)
    assert line == text or line.startswith(f"{text}: ")


def test_each_change_has_its_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    told(monkeypatch, *CHANGES.values())
    assert cli.main(["watch", "--json"]) == cli.OK
    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(datetime.fromisoformat(item.pop("at")).tzinfo is not None for item in objects)
    assert objects[0] == {"change": "service_lost", "reason": "ServiceUnavailable"}
    assert objects[5] == {"change": "card_inserted", "reader": "r", "atr": "3BE000", "mute": False}
    assert objects[10] == {"change": "card_held_elsewhere", "reader": "r", "exclusive": True}


@contextmanager
def watching() -> Iterator[subprocess.Popen[str]]:
    program = [sys.executable, "-m", "reader.cli", "watch", "--json"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def test_a_service_killed_while_the_command_watches(service: PrivatePcscd) -> None:
    assert all(PcscReader(name).wait_for_removal(LONG) for name in SLOTS)
    with watching() as running:
        assert running.stdout is not None

        def next_changes(count: int) -> list[str]:
            assert running.stdout is not None
            return [json.loads(running.stdout.readline())["change"] for _ in range(count)]

        assert next_changes(2) == ["reader_appeared"] * 2
        with VpcdSlot(fresh(ADULT), service.ports[0]):
            assert next_changes(1) == ["card_inserted"]
            service.stop(signal.SIGKILL)
            assert next_changes(1) == ["service_lost"]
        service.start()
        assert next_changes(3) == ["service_back", "reader_appeared", "reader_appeared"]
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=LONG)
    assert (running.returncode, out) == (0, "")
    assert "Traceback" not in err
