"""What the OpenAPI page says, Japanese first. Whatever is ours, not the real system's, is marked SIM."""

from dataclasses import dataclass
from typing import Any, Final

TITLE: Final = "オンライン資格確認等システム 訓練用模擬 / OQS mock for training"

ABOUT: Final = """
**訓練用の模擬サーバーです。** 人も保険者も医療機関もすべて架空です（都道府県番号 99）。実在のシステムとは接続しません。
要素名は公式の綴り、公開されていない部分はこの模擬の独自のもので、名前に `Sim`・`SIM-` が付きます。

*A mock for training: people, insurers and institutions are fictitious. Element names are the official ones; what is not
public in the real system is ours and is named `Sim...` or `SIM-...`.*

返事は三段階です / An answer has three layers:
`SegmentOfResult` 1 → `ProcessingResultStatus` 1 → `QualificationValidity`.
拒否は HTTP 200 の `ProcessingResultStatus` 2、システムの異常は HTTP 200 の `SegmentOfResult` 9 で返ります。
読めないメッセージは HTTP 422 です。

「今日」は `--today` があればその日、なければ `QualificationConfirmationDate` の日です /
*Today is `--today`, else the day asked about.*
"""


@dataclass(frozen=True)
class Operation:
    """One operation on the page."""

    summary: str
    description: str
    tag: str = "OQS"

    @property
    def shown(self) -> dict[str, Any]:
        """The arguments of the endpoint."""
        malformed = "メッセージの形が正しくありません / The message is malformed: the elements at fault are named"
        return {
            "summary": self.summary,
            "description": self.description,
            "tags": [self.tag],
            "responses": {422: {"description": malformed}},
        }


CHALLENGE: Final = Operation(
    "SIM 認証要求の発行 / Issue a challenge",
    "利用者証明用電子証明書の番号と医療機関に結び付き、5分間、一度だけ使えます。\n\n"
    "Bound to one certificate serial and one institution; single use, five minutes. SIM: ours.",
    "SIM",
)
BY_CARD: Final = Operation(
    "マイナンバーカードによる資格確認 / Check by card",
    "返事は公式の要素名です。カードの証明（`SimCardProof`）と同意（`SimConsent`）は SIM: 独自です。\n\n"
    "The answer has the official elements; the card's proof and the consent are SIM (ours). "
    "Refusals: SIM-E101 … SIM-E113. Notices: SIM-N201 (ends within 3 months), SIM-N202 (has ended).",
)
BY_NUMBER: Final = Operation(
    "記号・番号等による資格確認 / Check by number",
    "OQSsiquc01req と同じ要素です。限度額は同意（`LimitApplicationCertificateRelatedConsFlg` 1）があれば返します。\n\n"
    "The elements of OQSsiquc01req. The limit certificate is shown only with consent.",
)
REGISTRATION: Final = Operation(
    "SIM 初回登録 / Register a card as an insurance card",
    "カードの証明を確かめ、健康保険証として使えるようにします。繰り返しても変わりません。\n\n"
    "Checks the card's proof and makes it an insurance card; repeating it changes nothing. SIM: ours.",
    "SIM",
)
HEALTH: Final = Operation(
    "SIM 動作確認 / Health", "動いていれば `ok` を返します。\n\nSays `ok` while the server runs.", "SIM"
)
