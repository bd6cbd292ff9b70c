"""`reader list` and `reader probe`: what they print and the exit codes they document."""

import io
import json
import subprocess
import sys

import pytest

from reader import CardConnection, Response, SimulatedReader, cli, pcsc
from reader.errors import NoCard
from tests.reader.plain_cards import AnsweringConnection
from tests.reader.script import ascii_hex
from tests.reader.world import NUMBER_B


def test_probe_of_a_simulated_card_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["probe", "--simulated", "ichiro", "--json"]) == cli.OK
    found = json.loads(capsys.readouterr().out)
    assert found["applications"] == ["jpki", "text", "visual", "residence", "common"]
    assert found["tries_left"] == {
        "auth_pin": 3,
        "sign_password": 5,
        "text_pin": 3,
        "text_number_a": 10,
        "text_number_b": 10,
        "visual_number_a": 10,
        "visual_number_b": 10,
        "residence_pin": 3,
    }
    assert set(found["certificate"]) == {"not_before", "not_after"}


def test_probe_in_words_tells_nothing_personal(capsys: pytest.CaptureFixture[str]) -> None:
    from fixtures import load_world

    world = load_world()
    person = world.people["ichiro"]
    assert person.card is not None
    assert cli.main(["--verbose", "probe", "--simulated", person.id]) == cli.OK
    captured = capsys.readouterr()
    assert "公的個人認証AP" in captured.out
    assert "利用者証明用暗証番号 / auth PIN: 3" in captured.out
    personal = [
        world.name(person),
        person.given_name,
        world.households[person.household].address,
        f"{person.birth_date:%Y%m%d}",
        person.card.security_code,
        ascii_hex(person.card.pin),
    ]
    assert [item for item in personal if item in captured.out + captured.err] == []


@pytest.mark.parametrize(("answer", "told"), [("y", True), ("n", False), ("", False)])
def test_something_personal_only_after_a_yes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, told: bool
) -> None:
    """One try of 照合番号B, announced before; `n` and silence read nothing."""
    for as_json in (["--json"], []):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{answer}\n"))
        assert cli.main(["probe", "--simulated", "ichiro", "--personal", *as_json]) == cli.OK
        captured = capsys.readouterr()
        assert ("1980-09-12" in captured.out) is told
        assert "照合番号B" in captured.err


def test_on_a_real_reader_the_number_is_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], loaded: SimulatedReader
) -> None:
    monkeypatch.setattr(pcsc, "pcsc_readers", lambda: ["first"])
    monkeypatch.setattr(pcsc, "PcscReader", lambda name: loaded)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"y\n{NUMBER_B}\n"))
    assert cli.main(["probe", "--personal", "--json"]) == cli.OK
    assert json.loads(capsys.readouterr().out)["personal"]["birth_date"] == "1980-02-17"
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n12345\n"))
    assert cli.main(["probe", "--personal", "--json"]) == cli.OK
    captured = capsys.readouterr()
    assert "personal" not in json.loads(captured.out)
    assert "14桁" in captured.err


@pytest.mark.parametrize(("card", "code"), [("none", cli.NOTHING_FOUND), ("broken", cli.TROUBLE)])
def test_probe_without_a_usable_card(card: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    from fixtures import load_world

    people = load_world().people.values()
    broken = [person.id for person in people if person.card and person.card.chip_broken]
    without = [person.id for person in people if person.card is None]
    person = (broken if card == "broken" else without)[0]
    assert cli.main(["probe", "--simulated", person]) == code
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 4
    assert told[2].startswith("→")


def hardware(monkeypatch: pytest.MonkeyPatch, card: AnsweringConnection | None, *names: str) -> None:
    """Put readers of these names into the machine, with `card` on every one of them."""

    class Hardware(SimulatedReader):
        def wait_for_card(self, timeout: float) -> None:
            if card is None:
                raise NoCard

        def connect(self) -> CardConnection:
            assert card is not None
            return card

    monkeypatch.setattr(pcsc, "pcsc_readers", lambda: list(names))
    monkeypatch.setattr(pcsc, "PcscReader", Hardware)


def test_list_names_the_readers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    hardware(monkeypatch, None, "first", "読取り機")
    assert cli.main(["list"]) == cli.OK
    assert cli.main(["list", "--json"]) == cli.OK
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["first", "読取り機"]
    assert json.loads(lines[2]) == ["first", "読取り機"]


def test_list_without_readers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    hardware(monkeypatch, None)
    assert cli.main(["list"]) == cli.NOTHING_FOUND
    assert "カードリーダーが見つかりません" in capsys.readouterr().err
    assert cli.main(["list", "--json"]) == cli.NOTHING_FOUND
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize("arguments", [["probe"], ["probe", "--reader", "first"], ["probe", "--reader", "other"]])
def test_probe_without_card_or_reader(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    hardware(monkeypatch, None, "first")
    assert cli.main(arguments) == cli.NOTHING_FOUND
    assert capsys.readouterr().err.startswith("カード")


def test_probe_of_another_kind_of_card(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    hardware(monkeypatch, AnsweringConnection({0xA4: Response(b"", 0x6A82)}), "first")
    assert cli.main(["probe"]) == cli.NOTHING_FOUND
    assert "マイナンバーカードではない" in capsys.readouterr().err


def test_probe_of_a_card_with_no_certificate_and_no_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = {0xB0: Response(b"", 0x6A82), 0x20: Response(b"", 0x6A82)}
    hardware(monkeypatch, AnsweringConnection(empty), "first")
    assert cli.main(["probe"]) == cli.OK
    assert "読めません / cannot be read" in capsys.readouterr().out
    assert cli.main(["probe", "--json"]) == cli.OK
    found = json.loads(capsys.readouterr().out)
    assert (found["tries_left"], found["certificate"]) == ({}, None)


def test_a_locked_secret_is_called_so(capsys: pytest.CaptureFixture[str]) -> None:
    from fixtures import load_world

    locked = [person.id for person in load_world().people.values() if person.card and person.card.tries_left == 0]
    assert cli.main(["probe", "--simulated", locked[0]]) == cli.OK
    assert "auth PIN: 0 ロック" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["prove"],
        ["probe", "--simulated", "nobody"],
        ["probe", "--wait", "x"],
        ["probe", "--reader", "a", "--simulated", "b"],
    ],
)
def test_wrong_arguments_are_usage_errors(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == cli.USAGE
    assert "usage: reader" in capsys.readouterr().err


@pytest.mark.parametrize("command", [[], ["list"], ["probe"]])
def test_help_is_worth_reading(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([*command, "--help"])
    assert left.value.code == cli.OK
    assert "/" in capsys.readouterr().out


def test_help_imports_neither_pyscard_nor_the_world() -> None:
    program = (
        "import sys; from reader import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'smartcard', 'fixtures', 'cryptography', 'PIL', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert "終了コード" in run.stdout
