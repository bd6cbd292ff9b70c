"""The title of every step, and what doing it needs."""

from reception.rules.decision import Level, Step
from reception.visit.commands import Action
from reception.visit.values import DocumentKind, TaskKind

_TITLES = {
    Action.RECEIVE_CARD: "マイナンバーカードを預かる",
    Action.NO_CARD: "カードを持っていない",
    Action.PLACE_CARD: "カードをリーダーに置く",
    Action.ENTER_PIN: "暗証番号を入力してもらう",
    Action.CHECK_FACE: "顔認証で確認する",
    Action.START_VISUAL_CHECK: "目視確認に切り替える",
    Action.JUDGE_FACE: "写真とお顔を見比べる",
    Action.RESTORE_MODE: "リーダーを元のモードに戻す",
    Action.GIVE_UP_IDENTITY: "リーダーでの本人確認をやめる",
    Action.REGISTER_CARD: "保険証の利用登録をすすめる",
    Action.ASK_CONSENT: "情報提供の同意を選んでもらう",
    Action.SEND_CHECK: "資格を照会する",
    Action.COMPARE_CARD_FACE: "券面の写真とお顔を見比べる",
    Action.ASK_STILL_INSURED: "保険が今も続いているか聞く",
    Action.ASK_UNCHANGED: "前回から変わりないか聞く",
    Action.TAKE_DECLARATION: "被保険者資格申立書を受け取る",
    Action.ENTER_POINTS: "診療の点数を入力する",
    Action.RETURN_CARD: "カードをお返しする",
    Action.CLOSE_VISIT: "会計を決めて受付を終える",
}

SHORT_LABELS = {
    DocumentKind.PORTAL_SCREEN: "ポータルの画面",
    DocumentKind.PORTAL_PDF: "ポータルのPDF",
    DocumentKind.ELIGIBILITY_NOTICE: "資格情報のお知らせ",
    DocumentKind.ELIGIBILITY_CERTIFICATE: "資格確認書",
    DocumentKind.INSURANCE_CARD: "健康保険証（旧）",
}

_TASKS = {
    TaskKind.CALL_PATIENT: "患者さんに連絡する",
    TaskKind.LOOK_UP_AGAIN: "もう一度照会する",
    TaskKind.REFILE_AS_CURRENT: "現在の資格で請求し直す",
    TaskKind.TELL_ACCOUNTING: "会計係に伝える",
    TaskKind.KEEP_DECLARATION: "申立書を保管する",
    TaskKind.SETTLE_WHEN_PROVED: "証明が届いたら精算する",
    TaskKind.REQUEST_OUTAGE_MODE: "障害時モードを申し込む",
    TaskKind.RECORD_CONTACT_IN_REMARKS: "連絡した日を摘要欄に書く",
}

_WORKING = {
    Action.PLACE_CARD: "カードを読んでいます",
    Action.ENTER_PIN: "暗証番号をカードで確かめています",
    Action.CHECK_FACE: "カメラで顔を見比べています",
    Action.START_VISUAL_CHECK: "カードから写真を読んでいます",
    Action.REGISTER_CARD: "利用登録をしています",
    Action.SEND_CHECK: "資格を照会しています",
    Action.LOOK_UP_NUMBER: "番号で照会しています",
}

SIGNS = {Level.INFO: "＞", Level.GOOD: "〇", Level.CARE: "！", Level.STOP: "止"}
"""A sign for each level: every one two cells wide in every terminal, none of ambiguous width."""


def title(step: Step) -> str:
    """What the clerk does, as short as a key label."""
    if step.action is Action.ASK_DOCUMENT and step.document:
        return f"{SHORT_LABELS[step.document]}を見せてもらう"
    if step.action is Action.LOOK_UP_NUMBER and step.document:
        return f"{SHORT_LABELS[step.document]}の番号で照会する"
    if step.action is Action.DO_FOLLOW_UP and step.task:
        return task_title(step.task)
    return _TITLES[step.action]


def task_title(task: TaskKind) -> str:
    """What is to be done after hours."""
    return _TASKS[task]


def working(action: Action) -> str:
    """What is going on while the desk works on this."""
    return _WORKING.get(action, "記録しています")
