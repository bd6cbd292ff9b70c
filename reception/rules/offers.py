"""Every step a clerk can be offered: its rules, its sentence for this very state, and the line to say."""

from collections.abc import Mapping

from oqs_client.certificate_window import CertificateWindow
from oqs_client.codes import IdentityMethod
from reception.rules.card import card_counts
from reception.rules.certificate import is_in
from reception.rules.decision import Decision, Step
from reception.rules.documents import DOCUMENT_RULE, DocumentReading, DocumentState, is_lenient
from reception.site import Site
from reception.visit import Visit
from reception.visit.commands import Action
from reception.visit.values import DocumentKind, FollowUp

_TRIES_NOTE: Mapping[int, str] = {
    3: "残り3回です。",
    2: "残り2回です。自信がなければ、目視確認にしましょう。",
    1: "残り1回、これが最後です。まちがえると暗証番号がロックされます。",
}

_IDENTITY_ACTION: Mapping[IdentityMethod, tuple[Action, str, tuple[str, ...]]] = {
    IdentityMethod.FACE: (Action.CHECK_FACE, "check-face", ("ID-01",)),
    IdentityMethod.PIN: (Action.ENTER_PIN, "enter-pin", ("ID-01", "ID-03")),
    IdentityMethod.VISUAL: (Action.START_VISUAL_CHECK, "face-fails", ("ID-02", "ID-04")),
}

_PAPER_NOTE: Mapping[DocumentKind, str] = {
    DocumentKind.PORTAL_SCREEN: "ご本人のスマートフォンの画面と、カードがいります。",
    DocumentKind.PORTAL_PDF: "ご本人のスマートフォンに保存したPDFと、カードがいります。",
    DocumentKind.ELIGIBILITY_NOTICE: "カードと一緒に使う紙です。名前と期限を見ます。",
    DocumentKind.ELIGIBILITY_CERTIFICATE: "これだけで確認できます。名前と期限を見て、番号を照会します。",
    DocumentKind.INSURANCE_CARD: "期限内で、内容が変わっていないものに限ります。",
}
_PAPER_LINE: Mapping[DocumentKind, str] = {
    DocumentKind.PORTAL_SCREEN: "portal",
    DocumentKind.PORTAL_PDF: "portal-pdf",
    DocumentKind.ELIGIBILITY_NOTICE: "eligibility-notice",
    DocumentKind.ELIGIBILITY_CERTIFICATE: "eligibility-certificate",
    DocumentKind.INSURANCE_CARD: "insurance-card",
}
_ALONE_NOTE: Mapping[DocumentKind, str] = {
    DocumentKind.ELIGIBILITY_NOTICE: "カードがないときは、番号の照会で有効と出た場合だけ使えます。",
    DocumentKind.INSURANCE_CARD: "期限切れでも、番号の照会で有効と出れば今日は使えます。",
}


def receive_card() -> Step:
    """Ask for the card."""
    return Step(Action.RECEIVE_CARD, ("FLOW-01",), "おもて面だけを見ます。うら面の番号は見ません。", "hand-card")


def no_card() -> Step:
    """The patient has none."""
    return Step(Action.NO_CARD, ("FLOW-05",), "カードがないときは、資格確認書などをお願いします。", "no-card")


def place_card(note: str = "", *rules: str) -> Step:
    """Put the card on the reader, the first time or again."""
    return Step(Action.PLACE_CARD, ("FLOW-01", *rules), note, "start" if not note else "place-again")


def check_identity(method: IdentityMethod, visit: Visit, why: str) -> Step:
    """One way of checking the identity; the PIN says how many tries are left."""
    action, line, rules = _IDENTITY_ACTION[method]
    if method is not IdentityMethod.PIN:
        return Step(action, rules, why, line)
    tries = visit.pin_tries_left
    note = why if tries is None else _TRIES_NOTE.get(tries, f"残り{tries}回です。")
    return Step(action, rules, note, "pin-last-try" if tries == 1 else line)


def judge_face() -> Step:
    """Compare the chip's photo with the patient."""
    return Step(Action.JUDGE_FACE, ("ID-02", "ID-04"), "画面の写真とご本人を見比べます。", "judge-face")


def give_up_identity() -> Step:
    """Leave the reader and go down the ladder."""
    return Step(Action.GIVE_UP_IDENTITY, ("FLOW-02",), "どの方法もできないとき、書類での確認に進みます。", "by-papers")


def register_card() -> Step:
    """Offer 初回登録 on the spot."""
    return Step(
        Action.REGISTER_CARD,
        ("REG-01", "REG-02"),
        "この場で登録できます。登録しないときは資格確認書をお願いします。",
        "register",
    )


def ask_consent() -> Step:
    """Let the patient choose."""
    return Step(Action.ASK_CONSENT, ("ID-08", "ID-07"), "ご本人が選びます。同意しなくても受診できます。", "consent")


def send_check(*, again: bool = False) -> Step:
    """Ask the system: by itself the first time, by key after a failure."""
    if again:
        return Step(Action.SEND_CHECK, ("RES-03",), "カードは置いたままで、もう一度問い合わせます。", "wait")
    return Step(Action.SEND_CHECK, ("RES-01",), "オンラインで資格を問い合わせます。", "wait", automatic=True)


def compare_card_face() -> Step:
    """Compare the printed photo with the patient, without the reader."""
    return Step(
        Action.COMPARE_CARD_FACE, ("ID-04", "ID-06"), "カードのおもて面の写真とご本人を見比べます。", "judge-face"
    )


def ask_document(kind: DocumentKind, visit: Visit, site: Site) -> Step:
    """Ask for a paper or screen; the note says what it needs."""
    rules = ("FLOW-02" if card_counts(visit) else "FLOW-05", DOCUMENT_RULE[kind], *_why_expected(kind, visit, site))
    return Step(Action.ASK_DOCUMENT, rules, _paper_note(kind, visit, site), _PAPER_LINE[kind], kind)


def ask_again(kind: DocumentKind) -> Step:
    """Take up once more a paper already asked for."""
    return Step(
        Action.ASK_DOCUMENT, (DOCUMENT_RULE[kind],), "あとから見つかったとき、読み直すときに。", _PAPER_LINE[kind], kind
    )


def about_document(kind: DocumentKind, reading: Decision[DocumentReading]) -> tuple[Step, ...]:
    """What a shown document still needs before it is a proof."""
    why = reading.value.why
    look_up = Step(Action.LOOK_UP_NUMBER, reading.rules, why, "look-up", kind)
    if reading.value.state is DocumentState.LOOK_UP:
        return (look_up,)
    if reading.value.state is DocumentState.READ_AGAIN:
        return (Step(Action.ASK_DOCUMENT, reading.rules, why, "read-again", kind), look_up)
    return (Step(Action.ASK_STILL_INSURED, reading.rules, why, "still-insured", kind),)


def ask_unchanged() -> Step:
    """A returning patient's word."""
    return Step(
        Action.ASK_UNCHANGED,
        ("FLOW-03", "DOC-17"),
        "前回の保険と負担割合のままかを聞きます。申立書はいりません。",
        "unchanged",
    )


def take_declaration(visit: Visit) -> Step:
    """The last rung."""
    rule = "FLOW-04" if visit.first_visit else "DOC-17"
    return Step(
        Action.TAKE_DECLARATION,
        (rule, "DOC-16", "FLOW-06"),
        "カードと一緒に。わかる欄だけでよく、連絡先は必ず。",
        "declaration",
    )


def enter_points() -> Step:
    """The bill of the day."""
    return Step(Action.ENTER_POINTS, ("PAY-01",), "今日の診療の点数（1点は10円）を入れます。")


def restore_mode() -> Step:
    """Back to the unattended mode."""
    return Step(Action.RESTORE_MODE, ("ID-02",), "戻さないと、次の人が顔認証を使えません。")


def return_card(*, somebody_elses: bool = False) -> Step:
    """Give the card back."""
    note = "このカードでは受け付けられません。お返しします。" if somebody_elses else "カードを忘れずにお返しします。"
    line = "not-your-card" if somebody_elses else "return-card"
    return Step(Action.RETURN_CARD, ("ID-06",) if somebody_elses else ("FLOW-01",), note, line)


def close_visit(rules: tuple[str, ...], line: str) -> Step:
    """Decide share, claim and yen."""
    return Step(Action.CLOSE_VISIT, rules, "負担割合、請求、お支払いを決めて受付を終わります。", line)


def follow_up(task: FollowUp) -> Step:
    """One after-hours task."""
    return Step(Action.DO_FOLLOW_UP, task.rules, task.text, task=task.kind)


def _why_expected(kind: DocumentKind, visit: Visit, site: Site) -> tuple[str, ...]:
    sent = kind is DocumentKind.ELIGIBILITY_CERTIFICATE and is_in(visit, site, CertificateWindow.DEAD)
    return ("CERT-05", "CERT-07") if sent else ()


def _paper_note(kind: DocumentKind, visit: Visit, site: Site) -> str:
    if card_counts(visit):
        return _PAPER_NOTE[kind]
    if kind is DocumentKind.ELIGIBILITY_NOTICE and not is_lenient(visit.date, site):
        return "カードがないので、この紙だけでは確認できません。"
    alone = _ALONE_NOTE.get(kind) if is_lenient(visit.date, site) else None
    return alone or _PAPER_NOTE[kind]
