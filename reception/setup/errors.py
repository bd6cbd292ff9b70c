"""Why the machine cannot be prepared, in the clerk's words.

    SetupError
    ├── UnsupportedPython       69  another Python has to be installed
    ├── PackagesMissing         69  not a Debian family machine: install by hand
    ├── PackageManagerFailed    69  apt ran and failed
    ├── EnvironmentFailed       70  .venv cannot be made
    ├── BuildFailed             70  pyscard did not compile
    ├── InstallFailed           70  pip failed for another reason
    ├── ReadOnlyCheckout        73  .venv cannot be written
    ├── DiskFull                74  no space left
    ├── NetworkUnreachable      75  the same command continues later
    ├── WrongHash               76  a download is not what the lock says
    └── NotPermitted            77  neither root nor sudo

The numbers are the exit codes (sysexits.h). This module runs on Python 3.8: see `reception.__main__`.
"""


class SetupError(Exception):
    """The machine cannot be prepared.

    `ja` and `en` say what happened, `next_ja` and `next_en` what to do; the braces are filled with the details given.
    """

    exit_code = 70
    ja = ""
    en = ""
    next_ja = ""
    next_en = ""

    def __init__(self, **details: str) -> None:
        for field in ("ja", "en", "next_ja", "next_en"):
            setattr(self, field, getattr(type(self), field).format(**details))
        super().__init__(self.en)

    @property
    def message(self) -> str:
        """The four sentences as the terminal shows them, 日本語 first, without a closing newline."""
        return "\n".join(
            (
                f"準備できませんでした: {self.ja}",
                f"  → {self.next_ja}",
                f"Not ready: {self.en}",
                f"  → {self.next_en}",
            )
        )


class UnsupportedPython(SetupError):
    """The interpreter is older than 3.11 or newer than 3.13, and no other one is on PATH."""

    exit_code = 69
    ja = "この Python は {found} です。3.11・3.12・3.13 のどれかが必要です。"
    en = "this is Python {found}; Python 3.11, 3.12 or 3.13 is needed."
    next_ja = (
        "Debian 12 / 13・Ubuntu 24.04: sudo apt-get install python3  macOS: brew install python@3.13  "
        "Windows: winget install Python.Python.3.13  そのあと: python3.13 -m {module}"
    )
    next_en = (
        "Debian 12 / 13, Ubuntu 24.04: sudo apt-get install python3; macOS: brew install python@3.13; "
        "Windows: winget install Python.Python.3.13. Then: python3.13 -m {module}"
    )


class PackagesMissing(SetupError):
    """Not a machine with apt, and something that is needed to build the card reader library is missing."""

    exit_code = 69
    ja = "この OS には自動で入れられません。足りないもの: {what_ja}"
    en = "this system has no apt to install with. Missing: {what_en}"
    next_ja = "次を入れてから、同じコマンドをもう一度: {packages}"
    next_en = "install these, then type the same command again: {packages}"


class PackageManagerFailed(SetupError):
    """Running apt-get failed for a reason that is not the network."""

    exit_code = 69
    ja = "apt-get が失敗しました。{last}"
    en = "apt-get failed. {last}"
    next_ja = "root で次を実行して原因を直してから、同じコマンドをもう一度: apt-get install {packages}  (記録: {log})"
    next_en = (
        "as root run and repair: apt-get install {packages}; then type the same command again (full record: {log})"
    )


class EnvironmentFailed(SetupError):
    """`python -m venv` failed."""

    ja = ".venv を作れません。{last}"
    en = ".venv cannot be made. {last}"
    next_ja = "Python の venv を入れてから ({hint})、同じコマンドをもう一度。 (記録: {log})"
    next_en = "install Python's venv ({hint}), then type the same command again (full record: {log})"


class BuildFailed(SetupError):
    """The card reader library (pyscard) has no wheel for Linux and did not compile."""

    ja = "カードリーダーのライブラリー pyscard を組み立てられません。{last}"
    en = "the card reader library pyscard does not build. {last}"
    next_ja = "gcc・Python のヘッダー・PC/SC のヘッダーを確かめてから、同じコマンドをもう一度。 (記録: {log})"
    next_en = "check gcc, Python's headers and the PC/SC headers, then type the same command again (full record: {log})"


class InstallFailed(SetupError):
    """Running pip failed for a reason not told apart."""

    ja = "pip が失敗しました。{last}"
    en = "pip failed. {last}"
    next_ja = "同じコマンドをもう一度。直らなければ .venv フォルダを消してからもう一度。 (記録: {log})"
    next_en = "type the same command again; if it fails again, delete the folder .venv and repeat (full record: {log})"


class ReadOnlyCheckout(SetupError):
    """The folder `.venv` cannot be made or written in the checkout."""

    exit_code = 73
    ja = "{folder} に書き込めません ({reason})。"
    en = "{folder} cannot be written ({reason})."
    next_ja = "このフォルダを書き込める場所へ写し、そこで同じコマンドをもう一度。"
    next_en = "copy this checkout to a place you may write to and type the same command there."


class DiskFull(SetupError):
    """No space left while installing (the environment takes about 160 MB, with the tests 280 MB)."""

    exit_code = 74
    ja = "ディスクの空きが足りません。"
    en = "the disk is full."
    next_ja = "約 500 MB を空けてから、同じコマンドをもう一度。"
    next_en = "free about 500 MB, then type the same command again."


class NetworkUnreachable(SetupError):
    """Either apt or pip could not fetch (the tool is named)."""

    exit_code = 75
    ja = "ネットワークにつながりません ({tool} がダウンロードできません)。"
    en = "the network cannot be reached ({tool} cannot download)."
    next_ja = "接続 (プロキシの設定も) を確かめてから、同じコマンドをもう一度。続きから始まります。 (記録: {log})"
    next_en = (
        "check the connection (and proxy settings), then type the same command again; it continues (full record: {log})"
    )


class WrongHash(SetupError):
    """A downloaded package is not the one the lock names; nothing of it was installed."""

    exit_code = 76
    ja = "ダウンロードしたパッケージが、記録された指紋 (ハッシュ) と違います。安全のため止めました。"
    en = "a downloaded package does not match its recorded hash; stopped for safety."
    next_ja = "会社のプロキシや pip の設定 (pip config list) を確かめてください。 (記録: {log})"
    next_en = "check your proxy or pip settings (pip config list) (full record: {log})"


class NotPermitted(SetupError):
    """Something needed is missing and this user is neither root nor in sudo."""

    exit_code = 77
    ja = "足りないパッケージがありますが、入れる権限がありません: {what_ja}"
    en = "packages are missing and this user may not install them: {what_en}"
    next_ja = (
        "管理者に root で次を頼み、そのあと同じコマンドをもう一度: apt-get install --no-install-recommends {packages}"
    )
    next_en = (
        "ask an administrator to run as root: apt-get install --no-install-recommends {packages}; "
        "then type the same command again."
    )
