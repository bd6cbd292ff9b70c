"""What developers meet: recordings that are damaged or not followed, and lines of the shell that mean nothing."""

from reader.errors.base import ReaderError


class RecordingDamaged(ReaderError):
    """A recording cannot be read or written; `line` counts from 1, 0 and an empty `field` mean the whole file."""

    ja = "記録ファイルが正しくありません。"
    en = "The recording is damaged."
    next_ja = "その行を直すか、reader record で記録し直してください。形式は docs/recordings.md にあります。"
    next_en = "Mend that line, or record anew with `reader record`. The format is in docs/recordings.md."

    def __init__(self, path: str, line: int, field: str, reason: str) -> None:
        super().__init__(path, line, field, reason)
        self.path, self.line, self.field, self.reason = path, line, field, reason
        place_ja = f"{line}行目" * bool(line) + f"の {field}" * bool(field)
        place_en = f", line {line}" * bool(line) + f", field {field}" * bool(field)
        self.ja = f"記録ファイルが正しくありません: {path} {place_ja} ({reason})"
        self.en = f"The recording is damaged: {path}{place_en} ({reason})"


class ReplayDiverged(ReaderError):
    """A command came that was not recorded at this place; `line` is that of the recorded one."""

    ja = "記録にない命令です。"
    en = "This command was not recorded."
    next_ja = "同じ手順で使うか、その手順を reader record で記録してください。"
    next_en = "Repeat the recorded steps, or record these with `reader record`."

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line, self.reason = line, reason
        self.ja = f"記録にない命令です(記録の{line}行目: {reason})。"
        self.en = f"This command was not recorded (line {line} of the recording: {reason})."


class UnknownShellCommand(ReaderError):
    """A line of the shell is no command, names no file or application, or is no APDU. It never repeats a secret."""

    ja = "この行は分かりません。"
    en = "This line means nothing here."
    next_ja = "help で使い方が出ます。ファイルの名前は select のあとで使えます。"
    next_en = "`help` tells how. Names of files are known after `select`."

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.ja = f"この行は分かりません({word})。"
        self.en = f"This line means nothing here ({word})."
