"""The journal: durable, append-only, chained; a file that cannot be continued is kept aside, never touched."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reception.errors import DataFolderUnusable, DeskError, JournalDamaged, JournalInUse, JournalUnwritable
from reception.journal import Journal
from reception.visit import Event
from reception.visit.events import CheckFailed, PointsEntered, SessionResumed, VisitOpened
from reception.visit.values import FailureCause, PatientIdentity

AT = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)


def clock() -> datetime:
    return AT


def opened(visit_id: str) -> VisitOpened:
    patient = PatientIdentity(name="訓練　花子", name_kana="クンレン　ハナコ", birth_date=date(1980, 1, 1))
    return VisitOpened(
        visit_id=visit_id, patient_id="hanako", patient=patient, date=date(2026, 6, 15), clinic_code="9919900010"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal.open(path, clock) as journal:
        yield journal


def write(path: Path, *events: Event, visit_id: str = "v1") -> None:
    with Journal.open(path, clock) as journal:
        for number, event in enumerate(events):
            journal.append(visit_id, event, command=number)


def test_what_is_appended_is_read_back_in_order_with_time_and_command(journal: Journal) -> None:
    journal.append("v1", opened("v1"), command=0)
    journal.append("v2", opened("v2"), command=0)
    journal.append("v1", PointsEntered(points=292), command=1)
    first, second = journal.entries("v1")
    assert (first.seq, first.command, first.at, first.event) == (1, 0, AT, opened("v1"))
    assert (second.seq, second.command, second.event) == (3, 1, PointsEntered(points=292))
    assert journal.visits() == ("v1", "v2")
    assert journal.entries("nobody") == ()


def test_an_entry_is_on_disk_when_append_returns(path: Path, journal: Journal) -> None:
    journal.append("v1", opened("v1"), command=0)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM entry").fetchone() == (1,)
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_journal_is_continued_by_the_next_start(path: Path) -> None:
    write(path, opened("v1"))
    with Journal.open(path, clock) as journal:
        assert journal.notice is None
        journal.append("v1", PointsEntered(points=1), command=1)
        assert [entry.seq for entry in journal.entries("v1")] == [1, 2]
        journal.verify()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=st.lists(st.text(), max_size=4))
def test_any_text_survives_and_the_chain_holds(messages: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    encodable = [message.encode("utf-8", "ignore").decode() for message in messages]
    events = [CheckFailed(cause=FailureCause.REFUSED, message=message) for message in encodable]
    write(path, opened("v1"), *events)
    with Journal.open(path, clock) as journal:
        assert journal.notice is None
        assert [entry.event for entry in journal.entries("v1")] == [opened("v1"), *events]
        journal.verify()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = '{}'",
        "UPDATE entry SET hash = hash",
        "DELETE FROM entry",
        "INSERT OR REPLACE INTO entry SELECT seq, visit_id, at, command, kind, '{}', previous, 'other' FROM entry",
        "INSERT INTO entry SELECT seq + 7, visit_id, at, command, kind, body, previous, 'other' FROM entry",
    ],
)
def test_the_file_itself_refuses_anything_but_appending(statement: str, path: Path) -> None:
    write(path, opened("v1"))
    with closing(sqlite3.connect(path)) as other, pytest.raises(sqlite3.IntegrityError):
        other.execute(statement)


TAMPERED = {
    "body": "UPDATE entry SET body = replace(body, '292', '293') WHERE seq = 2",
    "time": "UPDATE entry SET at = '2026-06-15T09:31:00+00:00' WHERE seq = 2",
    "command": "UPDATE entry SET command = 9 WHERE seq = 2",
    "visit": "UPDATE entry SET visit_id = 'v9' WHERE seq = 2",
    "hash": "UPDATE entry SET hash = upper(hash) WHERE seq = 2",
    "missing": "DELETE FROM entry WHERE seq = 2",
}


def tamper(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as other:
        for trigger in ("entry_stays", "entry_remains"):
            other.execute(f"DROP TRIGGER {trigger}")
        other.execute(statement)
        other.commit()


@pytest.mark.parametrize("what", TAMPERED)
def test_verify_finds_the_entry_that_was_changed(what: str, path: Path) -> None:
    write(path, opened("v1"), PointsEntered(points=292), SessionResumed())
    with Journal.open(path, clock) as journal:
        tamper(path, TAMPERED[what])
        with pytest.raises(JournalDamaged, match="2"):
            journal.verify()


def header(at: int, value: int) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[at : at + 4] = value.to_bytes(4)
        path.write_bytes(content)

    return change


def overwrite_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 + 8 : 8192] = b"\xa5" * (4096 - 8)
    path.write_bytes(content)


def change_one_byte(path: Path) -> None:
    content = path.read_bytes()
    assert content.count(b'"points":292') == 1
    path.write_bytes(content.replace(b'"points":292', b'"points":293'))


def unreadable_event(path: Path) -> None:
    """An event this version does not know, chained as it should be."""
    from reception.journal_file import GENESIS, Row

    row = Row(1, "v1", AT.isoformat(), 0, "visit-opened", '{"kind":"from-the-future"}')
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TRIGGER entry_remains")
        other.execute("DELETE FROM entry")
        other.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, GENESIS, row.digest(GENESIS)))
        other.commit()


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
        other.commit()


def replaced_by(content: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_bytes(content)

    return change


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "no database at all": (replaced_by(b"\x00garbage" * 99), "damaged"),
    "empty": (replaced_by(b""), "damaged"),
    "cut short": (cut_short, "damaged"),
    "a page overwritten": (overwrite_middle, "damaged"),
    "one byte changed": (change_one_byte, "entry 2"),
    "another program's": (of_another_program, "another program"),
    "other application id": (header(68, 0x12345678), "another program"),
    "older": (header(60, 0), "older version"),
    "newer": (header(60, 2), "newer version"),
    "event unknown": (unreadable_event, "cannot be read"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_file_that_cannot_be_continued_is_kept_aside_as_it_is(kind: str, path: Path) -> None:
    spoil, reason = SPOILT[kind]
    write(path, opened("v1"), PointsEntered(points=292))
    spoil(path)
    found = path.read_bytes()

    with Journal.open(path, clock) as journal:
        assert journal.notice is not None
        japanese, english = journal.notice.split("\n")
        assert "journal-kept-aside-20260615-093000.sqlite" in japanese
        assert reason in english
        assert journal.visits() == ()
        journal.append("v1", opened("v1"), command=0)
    (aside,) = path.parent.glob("journal-kept-aside-*.sqlite")
    assert aside.read_bytes() == found


def test_two_spoilt_files_in_one_second_do_not_overwrite_each_other(path: Path) -> None:
    path.parent.mkdir()
    for content in (b"first", b"second"):
        path.write_bytes(content)
        Journal.open(path, clock).close()
    kept = sorted(path.parent.glob("journal-kept-aside-*"))
    assert [file.read_bytes() for file in kept] == [b"second", b"first"]


def test_a_write_ahead_log_without_its_journal_is_kept_aside_too(path: Path) -> None:
    path.parent.mkdir()
    path.with_name("journal.sqlite-wal").write_bytes(b"left behind")
    with Journal.open(path, clock) as journal:
        assert journal.notice is not None
    (aside,) = path.parent.glob("journal-kept-aside-*-wal")
    assert aside.read_bytes() == b"left behind"


def test_two_desks_do_not_share_one_journal(path: Path, journal: Journal) -> None:
    journal.append("v1", opened("v1"), command=0)
    with pytest.raises(JournalInUse) as refused:
        Journal.open(path, clock)
    assert refused.value.exit_code == 5
    assert "--data-dir" in refused.value.next_ja
    assert len(journal.entries("v1")) == 1


def test_a_journal_closed_can_be_opened_again_at_once(path: Path) -> None:
    for _ in range(2):
        Journal.open(path, clock).close()


def test_the_data_folder_is_made_for_its_owner_only(path: Path, journal: Journal) -> None:
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(DataFolderUnusable) as refused:
        Journal.open(tmp_path / "data" / "journal.sqlite", clock)
    assert str(tmp_path / "data") in refused.value.ja


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DataFolderUnusable):
        Journal.open(tmp_path / "journal.sqlite", clock)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody can write to")
def test_a_folder_nobody_can_write_to_is_told_in_words() -> None:
    with pytest.raises(DataFolderUnusable):
        Journal.open(Path("/proc/self/journal.sqlite"), clock)


def test_a_folder_where_the_journal_should_be_is_told_and_left_alone(path: Path) -> None:
    (path / "inside").mkdir(parents=True)
    with pytest.raises(DeskError):
        Journal.open(path, clock)
    assert (path / "inside").is_dir()


def test_an_event_that_cannot_be_stored_is_an_error_and_is_not_there(path: Path) -> None:
    with Journal.open(path, clock) as journal:
        journal.append("v1", opened("v1"), command=0)
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'disk full'); END")
            other.commit()
        with pytest.raises(JournalUnwritable, match="disk full"):
            journal.append("v1", PointsEntered(points=1), command=1)
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TRIGGER full")
            other.commit()
        journal.append("v1", PointsEntered(points=2), command=1)
        assert [entry.event for entry in journal.entries("v1")][1:] == [PointsEntered(points=2)]
        journal.verify()
