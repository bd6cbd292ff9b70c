"""What can go wrong at the desk itself, in the clerk's words. What goes wrong in a visit is an event, not an error.

    DeskError                   exit code
    ├── VisitIncomplete         1  the visit did not reach its end
    │   └── StepNotOffered      1  the plan asks for a step that is not offered now
    ├── NotOffered              1  a command that is not among the steps; nothing changed
    ├── StillWorking            1  the previous command of this visit has not ended yet
    ├── ReaderOccupied          1  another patient's card lies on the reader
    ├── VerificationNumberNeeded 1 the reader has no camera to read 照合番号B with
    ├── UnknownVisit            1
    ├── NoPatient               2  neither the command line nor the plan names one
    ├── UnknownPatient          2
    ├── UnknownClinic           2
    ├── NotADate                2
    ├── NotAnAddress            2  --server is no http(s) URL
    ├── NoUtf8                  2  the terminal cannot show Japanese
    ├── ReaderMissing           3
    ├── ReaderTrouble           3  the file of a simulated card
    ├── ServerNotStarted        4  the embedded server
    ├── DataFolderUnusable      5
    ├── SettingsWrong           5  settings.toml
    ├── JournalInUse            5  another desk works with this journal
    ├── JournalUnwritable       5
    ├── JournalDamaged          5
    └── WorldWrong, PlanWrong   6  a data file or a plan file

`exit_code` is what `reception` ends with (`reception --help`). No message ever repeats a PIN or a 照合番号.
"""

from typing import ClassVar


class DeskError(Exception):
    """Base: what happened (`ja`, `en`) and what to do next (`next_ja`, `next_en`); braces take the details given."""

    exit_code: ClassVar[int] = 1
    ja: str = ""
    en: str = ""
    next_ja: str = ""
    next_en: str = ""

    def __init__(self, **details: object) -> None:
        for field in ("ja", "en", "next_ja", "next_en"):
            setattr(self, field, getattr(type(self), field).format_map(details))
        super().__init__(self.en)


class NotOffered(DeskError):
    """The command's action, document or task is not among the offered steps. Nothing changed."""

    ja = "いまはその操作（{action}）はできません。"
    en = "{action} is not possible now."
    next_ja = "いまできること: {offered}"
    next_en = "What is possible now: {offered}"


class StillWorking(DeskError):
    """One command of a visit at a time: a second PIN must never follow the first by a double key press."""

    ja = "前の操作がまだ終わっていません。"
    en = "The previous command of this visit has not ended yet."
    next_ja = "終わるまで待つか、取り消してください。"
    next_en = "Wait until it ends, or cancel it."


class ReaderOccupied(DeskError):
    """The card of another visit still lies on the reader."""

    ja = "リーダーには別の方（{patient}）のカードがあります。"
    en = "The card of another patient ({patient}) lies on the reader."
    next_ja = "先にその方のカードをお返ししてください。"
    next_en = "Return that card first."


class VerificationNumberNeeded(DeskError):
    """Without a camera in the reader the clerk has to type 照合番号B from the card face."""

    ja = "このリーダーにはカメラがないので、照合番号Bを読めません。"
    en = "This reader has no camera to read 照合番号B with."
    next_ja = "券面の生年月日（和暦6桁）・有効期限の西暦4桁・セキュリティコード4桁を入力してください。"
    next_en = "Type the birth date (era year, 6 digits), the expiry year (4) and the security code (4) from the card."


class UnknownVisit(DeskError):
    """No visit with this id in the journal."""

    ja = "受付 {visit} は記録にありません。"
    en = "There is no visit {visit} in the journal."
    next_ja = "受付の一覧から選び直してください。"
    next_en = "Choose a visit from the list."


class NoPatient(DeskError):
    """Nobody said whose visit this is."""

    exit_code = 2
    ja = "患者が指定されていません。"
    en = "No patient was named."
    next_ja = "--patient ID を付けるか、計画ファイルに patient: を書いてください。reception patients で一覧が出ます。"
    next_en = "Add --patient ID, or write patient: in the plan. `reception patients` lists everyone."


class ReaderTrouble(DeskError):
    """The simulated card or the reader failed outside of any visit; the words are the reader's own."""

    exit_code = 3
    ja = "{ja}"
    en = "{en}"
    next_ja = "{next_ja}"
    next_en = "{next_en}"


class UnknownPatient(DeskError):
    """No person with this id in the fictitious world."""

    exit_code = 2
    ja = "患者 {patient} はいません。{guess_ja}"
    en = "There is no patient {patient}.{guess_en}"
    next_ja = "reception patients で一覧が出ます。"
    next_en = "`reception patients` lists everyone."


class UnknownClinic(DeskError):
    """No clinic with this id in the fictitious world."""

    exit_code = 2
    ja = "医療機関 {clinic} はありません。"
    en = "There is no clinic {clinic}."
    next_ja = "使える ID: {known}"
    next_en = "Known ids: {known}"


class NotADate(DeskError):
    """The text names no day."""

    exit_code = 2
    ja = "{text} という日はありません。"
    en = "{text} is not a date."
    next_ja = "2026-06-15 のように 年-月-日 で書いてください。"
    next_en = "Write year-month-day, for example 2026-06-15."


class NotAnAddress(DeskError):
    """`--server` is not an http or https URL."""

    exit_code = 2
    ja = "--server {text} は URL ではありません。"
    en = "--server {text} is not a URL."
    next_ja = "http://127.0.0.1:8080 のように書いてください。"
    next_en = "Write it like http://127.0.0.1:8080."


class NoUtf8(DeskError):
    """Standard output cannot be switched to UTF-8."""

    exit_code = 2
    ja = "この端末では日本語（UTF-8）を表示できません。"
    en = "This terminal cannot show UTF-8 text."
    next_ja = "LANG=C.UTF-8 を設定して、もう一度起動してください。"
    next_en = "Set LANG=C.UTF-8 and start again."


class ReaderMissing(DeskError):
    """The PC/SC reader asked for is not there."""

    exit_code = 3
    ja = "カードリーダー {reader} が見つかりません。"
    en = "There is no card reader {reader}."
    next_ja = "見つかったリーダー: {found}。--reader を付けなければ模擬リーダーで動きます。"
    next_en = "Readers found: {found}. Without --reader the simulated reader is used."


class ReadersOutOfReach(DeskError):
    """The PC/SC service does not answer; what it says itself is passed on."""

    exit_code = 3
    ja = "カードリーダー {reader} を使えません。{reason_ja}"
    en = "The card reader {reader} cannot be used. {reason_en}"
    next_ja = "reader doctor で原因を調べます。--reader を付けなければ模擬リーダーで動きます。"
    next_en = "`reader doctor` names the cause. Without --reader the simulated reader is used."


class ServerNotStarted(DeskError):
    """The embedded qualification server does not come up."""

    exit_code = 4
    ja = "内蔵の資格確認サーバーを起動できません（{reason}）。"
    en = "The embedded qualification server does not start ({reason})."
    next_ja = "別の --data-dir を試すか、mock-oqs-server を別に起動して --server で指定してください。"
    next_en = "Try another --data-dir, or start mock-oqs-server yourself and name it with --server."


class DataFolderUnusable(DeskError):
    """The data folder cannot be made or written."""

    exit_code = 5
    ja = "データフォルダ {folder} に書き込めません（{reason}）。"
    en = "The data folder {folder} cannot be written ({reason})."
    next_ja = "書き込めるフォルダを --data-dir で指定してください。"
    next_en = "Name a folder you may write to with --data-dir."


class SettingsWrong(DeskError):
    """`settings.toml` cannot be read or holds a wrong value."""

    exit_code = 5
    ja = "設定ファイル {file} の {field} が正しくありません: {reason_ja}"
    en = "{file}, {field}: {reason_en}"
    next_ja = "その項目を直すか消してください。消せば初期値で動きます。"
    next_en = "Correct or remove that setting; without it the default is used."


class JournalInUse(DeskError):
    """Another desk holds this journal."""

    exit_code = 5
    ja = "この記録（{file}）は、別に開いている受付が使っています。"
    en = "Another desk is working with this journal ({file})."
    next_ja = "先に開いた受付を使うか閉じてください。同時に開くときは別の --data-dir を指定してください。"
    next_en = "Use or close the other desk, or start this one with another --data-dir."


class JournalUnwritable(DeskError):
    """SQLite could not store an entry; the event did not happen for the desk."""

    exit_code = 5
    ja = "記録に書き込めません（{reason}）。画面の内容は最後に記録できたところまでです。"
    en = "The journal cannot be written ({reason}). The screen shows what was stored last."
    next_ja = "ディスクの空きと権限を確かめ、受付を起動し直してください。続きから始まります。"
    next_en = "Check free space and permissions, then start the desk again; it continues where it was."


class JournalDamaged(DeskError):
    """The chain of hashes is broken: somebody changed what was written."""

    exit_code = 5
    ja = "記録の {seq} 番目が、書かれたときと違います。"
    en = "Entry {seq} of the journal is not what was written."
    next_ja = "受付を起動し直してください。この記録は別名で残り、新しい記録が始まります。"
    next_en = "Start the desk again: this journal is kept aside and a new one begins."


class WorldWrong(DeskError):
    """A data file of the fictitious world is wrong."""

    exit_code = 6
    ja = "データの間違いです: {place}: {reason_ja}"
    en = "A data file is wrong: {place}: {reason_en}"
    next_ja = "その行を直して、もう一度起動してください。"
    next_en = "Correct that line and start again."


class PlanWrong(DeskError):
    """A plan file cannot be read, or a field of it is wrong."""

    exit_code = 6
    ja = "計画ファイルの間違いです: {place}: {reason_ja}"
    en = "The plan file is wrong: {place}: {reason_en}"
    next_ja = "その行を直してください。書き方は docs/plans.md にあります。"
    next_en = "Correct that line; docs/plans.md says how a plan is written."


class VisitIncomplete(DeskError):
    """The steps ended before the visit was closed."""

    ja = "{place}受付がまだ終わっていません。"
    en = "{place}the visit is not closed yet."
    next_ja = "残りの手順: {offered}"
    next_en = "What is still to be done: {offered}"


class StepNotOffered(VisitIncomplete):
    """A step of the plan is not offered at this point."""

    ja = "{place}{action} はいまできません（{reason_ja}）。"
    en = "{place}{action} is not offered now ({reason_en})."
    next_ja = "いまできること: {offered}"
    next_en = "Offered instead: {offered}"
