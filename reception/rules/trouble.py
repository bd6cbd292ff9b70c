"""The word for each thing that goes wrong with the card, and for each answer that confirms nothing (rulebook §1.6)."""

from collections.abc import Mapping

from oqs_client.codes import Validity
from reception.rules.decision import Level, Situation
from reception.visit.values import FailureCause

DEAD_CERTIFICATE = Situation(
    Level.CARE,
    "証明書の期限切れ",
    "オンラインでは確認できませんが、保険はそのままです。資格確認書が届いていないか聞きます。",
    ("CERT-05", "CERT-06", "CERT-07"),
)
NO_READER = Situation(
    Level.CARE,
    "読み取り機なし",
    "この施設ではカードだけでは確認できません。カードと、お知らせかマイナポータルの画面で確認します。",
    ("FAC-13",),
)
GIVEN_UP = Situation(
    Level.CARE,
    "書類で確認",
    "カードリーダーでの本人確認はできませんでした。カードと書類で確認します。",
    ("FLOW-02", "RES-03"),
)
NO_CARD = Situation(
    Level.CARE,
    "カードなし",
    "資格確認書など、それだけで確認できるものをお願いします。申立書は使えません。",
    ("FLOW-05",),
)
EXPIRED_CARD = Situation(
    Level.CARE,
    "カードの期限切れ",
    "カードそのものの期限が過ぎています。カードがないときと同じように、書類で確認します。",
    ("FLOW-05",),
)
SOMEBODY_ELSES_CARD = Situation(
    Level.STOP,
    "ちがう人のカード",
    "このカードでは受け付けられません。カードをお返しし、ご本人の書類で確認します。",
    ("ID-06", "FLOW-05"),
)
CANNOT_REGISTER_HERE = Situation(
    Level.CARE,
    "未登録",
    "ここでは登録できません。マイナポータル、セブン銀行ATM、市区町村で登録できます。今日は書類で確認します。",
    ("REG-01", "REG-02", "REG-03"),
)
REGISTRATION_DECLINED = Situation(
    Level.CARE,
    "未登録",
    "登録しないと決められました。資格確認書をお願いします。",
    ("REG-01", "FLOW-05"),
)

FAILED: Mapping[FailureCause, Situation] = {
    FailureCause.READER_DOWN: Situation(
        Level.CARE,
        "リーダー故障",
        "カードリーダーが動きません。再起動は一度だけにして、カードと書類で確認します。",
        ("RES-03", "RES-06"),
    ),
    FailureCause.CARD_UNREADABLE: Situation(
        Level.CARE,
        "カードを読めない",
        "ICが読めません。一度だけ置き直し、だめならカードのおもて面と書類で確認します。",
        ("RES-03", "RES-06"),
    ),
    FailureCause.CARD_REMOVED: Situation(
        Level.CARE,
        "カードが離れた",
        "途中でカードが離れました。置き直すと、はじめから確認できます。",
        ("RES-03",),
    ),
    FailureCause.NOT_MY_NUMBER_CARD: Situation(
        Level.CARE,
        "別の種類のカード",
        "マイナンバーカードではありません。マイナンバーカードを置き直してもらいます。",
        ("RES-03", "FLOW-01"),
    ),
    FailureCause.CARD_EXPIRED: EXPIRED_CARD,
    FailureCause.IDENTITY_IMPOSSIBLE: Situation(
        Level.CARE,
        "本人確認できない",
        "このリーダーではその確認方法を使えません。暗証番号か、カードと書類で確認します。",
        ("RES-03", "ID-01"),
    ),
    FailureCause.CERTIFICATE_DEAD: DEAD_CERTIFICATE,
    FailureCause.CERTIFICATE_REFUSED: Situation(
        Level.CARE,
        "証明書が使えない",
        "このカードの電子証明書は受け付けられませんでした。カードと書類で確認します。",
        ("RES-03", "FLOW-02"),
    ),
    FailureCause.NOT_REGISTERED: Situation(
        Level.CARE,
        "未登録",
        "このカードはまだ健康保険証として登録されていません。この場で登録できます。",
        ("REG-01", "REG-02"),
    ),
    FailureCause.REGISTRATION_BLOCKED: Situation(
        Level.CARE,
        "書類で確認",
        "今日は資格確認書などで確認します。理由はたずねず、住所や電話番号は声に出しません。",
        ("DOC-11", "FLOW-05"),
    ),
    FailureCause.REGISTRATION_CANCELLED: Situation(
        Level.CARE,
        "登録解除ずみ",
        "カードの保険証利用は解除されています。資格確認書が届いているはずです。",
        ("REG-07", "ISS-03"),
    ),
    FailureCause.SERVER_UNREACHABLE: Situation(
        Level.CARE,
        "つながらない",
        "システムにつながりません。カードと書類で確認し、あとで照会します。",
        ("RES-03", "RES-06"),
    ),
    FailureCause.SERVER_TIMEOUT: Situation(
        Level.CARE,
        "返事がない",
        "システムから時間内に返事がありません。カードと書類で確認し、あとで照会します。",
        ("RES-03", "RES-06"),
    ),
    FailureCause.SERVER_FAULT: Situation(
        Level.CARE,
        "システム障害",
        "システムの側で障害が起きています。カードと書類で確認し、あとで照会します。",
        ("RES-03", "RES-06"),
    ),
    FailureCause.REFUSED: Situation(
        Level.CARE,
        "受け付けられない",
        "システムが問い合わせを受け付けませんでした。もう一度試すか、カードと書類で確認します。",
        ("RES-03", "FLOW-02"),
    ),
}

UNCONFIRMED: Mapping[Validity, Situation] = {
    Validity.INVALID: Situation(
        Level.CARE,
        "無効",
        "前の保険は終わっています。新しい保険の登録がまだ届いていないようです。",
        ("RES-02", "REG-06"),
    ),
    Validity.REPLACED: Situation(
        Level.CARE,
        "無効（新しい資格あり）",
        "新しい保険があります。新しい資格確認書かカードで確認します。",
        ("RES-02", "RET-03"),
    ),
    Validity.NOT_FOUND: Situation(
        Level.CARE,
        "資格情報なし",
        "登録が見つかりません。まだ届いていないようです。カードと書類で確認します。",
        ("RES-02", "REG-06", "RES-05"),
    ),
    Validity.MULTIPLE: Situation(
        Level.CARE,
        "複数該当",
        "ひとりに決まりません。枝番や生年月日のわかる書類で確認します。",
        ("RES-02", "FLOW-02"),
    ),
}
