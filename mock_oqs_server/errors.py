"""What can keep the mock server from starting or answering, each with what to do next.

MockServerError
├── RegistryError               the database failed while in use
│   └── RegistryRefusedError    the database was not opened, and not changed
└── PortTakenError              another program listens there
"""

from typing import ClassVar


class MockServerError(Exception):
    """Base: what happened (`ja`, `en`), what to do (`next_ja`, `next_en`), and the one thing it happened to."""

    ja: ClassVar[str] = "模擬サーバーの異常です。"
    en: ClassVar[str] = "The mock server failed."
    next_ja: ClassVar[str] = "起動し直してください。"
    next_en: ClassVar[str] = "Start it again."

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(f"{self.en} {detail}")


class RegistryError(MockServerError):
    """The database failed while in use."""

    ja = "資格情報の台帳を読み書きできません。"
    en = "The registry cannot be read or written."
    next_ja = "ディスクの空きと権限を確かめ、模擬サーバーを起動し直してください。"
    next_en = "Check free space and permissions, then start the mock server again."


class RegistryRefusedError(RegistryError):
    """The database was not opened, and not changed. `detail` names the file and says why."""

    ja = "台帳のファイルを開けません（変更はしていません）。"
    en = "The registry file was not opened, and not changed."
    next_ja = "別のファイルを --database に指定するか、このファイルを別の場所に移してください。"
    next_en = "Give another file to --database, or move this one away."


class PortTakenError(MockServerError):
    """Nothing can listen at this address. `detail` names it."""

    ja = "その番号では待ち受けできません（ほかのプログラムが使用中か、許可がありません）。"
    en = "The address cannot be listened at: taken by another program, or not permitted."
    next_ja = "--port に別の番号を指定してください（0 なら空いている番号を選びます）。"
    next_en = "Give another number to --port (0 picks a free one)."
