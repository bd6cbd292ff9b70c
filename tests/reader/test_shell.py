"""`reader shell`: lines in, APDUs out, and no try spent that was not allowed, shown and confirmed."""

import io
import os
import pty
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import Response, SimulatedReader, cli
from reader.applications import Application
from reader.connection import CardConnection
from reader.errors import ReaderError, UnknownShellCommand, VerifyNotAllowed
from reader.shell.language import Other, completions, history_line, understand
from reader.shell.session import ShellSession
from tests.reader.conftest import LONG
from tests.reader.plain_cards import AnsweringConnection, RecordingConnection
from tests.reader.script import ascii_hex
from tests.reader.world import PIN, SIGN_PASSWORD

VERIFY_HEX = f"0020009804{ascii_hex(PIN)}"


@dataclass
class Person:
    """Says yes or no, and knows one secret."""

    says_yes: bool = True
    knows: str = PIN
    asked: list[int | None] = field(default_factory=list)

    def confirmed(self, tries_left: int | None) -> bool:
        self.asked.append(tries_left)
        return self.says_yes

    def secret(self) -> str:
        return self.knows


def shell(connection: CardConnection, person: Person, *, allow: bool) -> tuple[ShellSession, list[str]]:
    shown: list[str] = []
    return ShellSession(connection, person, shown.append, allow), shown


def test_named_commands_and_hex_reach_the_card(connection: CardConnection) -> None:
    session, shown = shell(connection, Person(), allow=False)
    for line in ("", "select jpki", "tries auth_pin", "read auth_certificate", "challenge", "00 B0 8A 00 00 01 00"):
        assert session.line(line)
    assert [line for line in shown if line.startswith("<")] == [
        "< 9000  正常終了 / done",
        "< 63C3  残り3回 / 3 tries left",
        "< 9000  2048バイト 正常終了 / 2048 bytes, done",
        "< 9000  8バイト 正常終了 / 8 bytes, done",
        "< 9000  256バイト 正常終了 / 256 bytes, done",
    ]
    assert any("(+1984)" in line for line in shown)
    assert session.line("reset")
    assert session.application is None
    assert not session.line("quit")


def test_without_the_switch_nothing_is_sent(connection: CardConnection) -> None:
    watched = RecordingConnection(connection)
    session, _ = shell(watched, person := Person(), allow=False)
    session.line("select jpki")
    for line in ("verify auth_pin", VERIFY_HEX, f"0024019804{ascii_hex(PIN)}", f"8032009C04{ascii_hex(PIN)}"):
        with pytest.raises(VerifyNotAllowed):
            session.line(line)
    assert len(watched.sent) == 1
    assert person.asked == []


@pytest.mark.parametrize("line", ["verify auth_pin", VERIFY_HEX])
def test_with_it_the_tries_are_shown_and_one_is_sent(connection: CardConnection, line: str) -> None:
    watched = RecordingConnection(connection)
    session, shown = shell(watched, person := Person(), allow=True)
    session.line("select jpki")
    session.line(line)
    assert person.asked == [3]
    assert watched.count(0x20) == 1
    assert shown[-1] == "< 9000  正常終了 / done"
    assert [item for item in shown if PIN in item or ascii_hex(PIN) in item] == []


def test_who_says_no_keeps_the_try(connection: CardConnection) -> None:
    watched = RecordingConnection(connection)
    session, _ = shell(watched, Person(says_yes=False), allow=True)
    session.line("select jpki")
    with pytest.raises(VerifyNotAllowed):
        session.line("verify auth_pin")
    assert watched.count(0x20) == 0


COSTLY_HEX = [f"00{ins}009804{ascii_hex(PIN)}" for ins in ("20", "21", "24", "25", "2C", "2D", "82")]
FREE_LINES = ["select jpki", "select text", "tries auth_pin", "read 0A", "reset", "challenge", "help", ""]
LINES = st.sampled_from([*FREE_LINES, *COSTLY_HEX, "verify auth_pin", f"8032009C04{ascii_hex(PIN)}"])
SW = st.sampled_from([0x9000, 0x63C2, 0x63C0, 0x6984, 0x6A82, 0x6F00])


@settings(max_examples=200)
@given(st.lists(LINES | st.text(max_size=20), max_size=15), st.booleans(), st.booleans(), SW)
def test_no_lines_spend_more_tries_than_were_confirmed(lines: list[str], allow: bool, says_yes: bool, sw: int) -> None:
    card = AnsweringConnection({ins: Response(b"", sw) for ins in range(256)})
    session, shown = shell(card, person := Person(says_yes), allow=allow)
    for line in lines:
        with suppress(ReaderError):
            session.line(line)
    spent = sum(
        bool(command.data) and command.ins in (0x20, 0x21, 0x24, 0x25, 0x2C, 0x2D, 0x32, 0x82) for command in card.sent
    )
    assert spent <= (len(person.asked) if allow and says_yes else 0)
    assert not any(ascii_hex(PIN) in item for item in shown)


@pytest.mark.parametrize(
    "line", ["select dog", "read dog", "read 1F", "read 0", "verify 1234", "00A4", "00A4040C0", "0020009805AA", "1234"]
)
def test_lines_that_mean_nothing_are_told_without_their_digits(line: str) -> None:
    with pytest.raises(UnknownShellCommand) as unknown:
        understand(line, Application.JPKI)
    assert not any(character.isdigit() for character in unknown.value.ja)


def test_names_want_an_application() -> None:
    with pytest.raises(UnknownShellCommand):
        understand("read auth_certificate", None)
    assert understand("read 0A", None) == understand("read auth_certificate", Application.JPKI)
    assert understand("  ", None) == Other("nothing")


@pytest.mark.parametrize(
    ("line", "application", "words"),
    [
        ("", None, ["challenge", "help", "quit", "read", "reset", "select", "tries", "verify"]),
        ("re", None, ["read", "reset"]),
        ("select ", None, ["jpki", "text", "visual", "residence", "common"]),
        ("select j", None, ["jpki"]),
        ("read auth", Application.JPKI, ["auth_certificate", "auth_ca_certificate", "auth_key", "auth_pin"]),
        ("tries verif", Application.VISUAL, ["verification_number_b", "verification_number_a"]),
        ("read x", None, []),
        ("quit now", None, []),
    ],
)
def test_completion(line: str, application: Application | None, words: list[str]) -> None:
    assert list(completions(line, application)) == words


@pytest.mark.parametrize(
    "secret", [VERIFY_HEX, f"00 20 00 9B 09 {ascii_hex(SIGN_PASSWORD)}", "1234", "verify 1234", ""]
)
def test_the_history_keeps_no_secret(secret: str) -> None:
    assert history_line(secret, Application.JPKI) is None
    assert history_line(" select jpki ", None) == "select jpki"


def test_from_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed = "select jpki\nverify auth_pin\nnonsense\ny\nverify auth_pin\nn\nquit\nread 0A\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert cli.main(["shell", "--simulated", "ichiro"]) == cli.OK
    captured = capsys.readouterr()
    assert captured.out.count("<") == 1
    assert captured.err.count("--allow-verify") == 4
    assert "(nonsense)" in captured.err


def test_a_confirmed_try_from_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("select jpki\nverify auth_pin\ny\n1234\n"))
    assert cli.main(["shell", "--simulated", "ichiro", "--allow-verify"]) == cli.OK
    captured = capsys.readouterr()
    assert "残り3回です。送りますか。" in captured.err
    assert captured.out.splitlines()[-1] == "< 9000  正常終了 / done"
    assert "1234" not in captured.out + captured.err


def test_a_pulled_card_ends_the_shell(loaded: SimulatedReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cli.shell.chosen_reader", lambda options: loaded)
    monkeypatch.setattr(sys, "stdin", io.StringIO("select jpki\nselect text\n"))
    loaded.pull_after(2)
    assert cli.main(["shell"]) == cli.TROUBLE


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_at_a_terminal_tab_completes_and_the_history_is_clean() -> None:
    """Run in a terminal of its own: a secret typed as an APDU does not come back with the cursor key."""
    terminal, ours = pty.openpty()
    command = [sys.executable, "-m", "reader.cli", "shell", "--simulated", "ichiro"]
    running = subprocess.Popen(command, stdin=ours, stdout=ours, stderr=ours)
    os.close(ours)
    with running, os.fdopen(terminal, "rb+", buffering=0) as screen:
        _read_until(screen, b"reader> ")
        screen.write(b"sel\tj\t\n")
        _read_until(screen, b"9000")
        screen.write(VERIFY_HEX.encode() + b"\n")
        _read_until(screen, b"answer y.\r\nreader> ")
        screen.write(b"\x1b[A\n")
        assert b"D392F000260100000001" in _read_until(screen, b"9000")
        screen.write(b"quit\n")
        assert running.wait(LONG) == cli.OK


def _read_until(screen: io.RawIOBase, wanted: bytes) -> bytes:
    seen = b""
    while wanted not in seen:
        part = screen.read(1024)
        assert part, seen
        seen += part
    return seen
