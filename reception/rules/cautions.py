"""What to keep in mind beside the word of the moment: expiry dates, locked PINs, the mode, quiet matters."""

from collections.abc import Callable, Iterator

from oqs_client.certificate_window import CertificateWindow, grace_ends
from oqs_client.codes import Validity
from oqs_client.qualification import Qualification
from reception.rules import person
from reception.rules.answer import assistance_in_force, insurance_in_force
from reception.rules.card import card_counts, has_expired, is_somebody_elses
from reception.rules.certificate import certificate_state
from reception.rules.documents import NEEDS_CARD, DocumentState, document_reading, last_day
from reception.rules.identity import has_few_tries, is_pin_locked
from reception.rules.ladder import proof
from reception.rules.person import BLACK_CIRCLE, Likeness
from reception.rules.written import written_date, written_yen
from reception.site import Site
from reception.visit import Visit


def cautions(visit: Visit, site: Site) -> tuple[str, ...]:
    """Return the warnings of this moment in Japanese, the most pressing first."""
    return tuple(text for caution in _CAUTIONS for text in caution(visit, site))


def _mode(visit: Visit, _site: Site) -> Iterator[str]:
    if visit.visual_mode and not visit.photo_read:
        yield "目視確認モードのままです。戻さないと次の人が顔認証を使えません。"


def _pin(visit: Visit, _site: Site) -> Iterator[str]:
    if visit.pin_outcome_unknown:
        yield "暗証番号の１回が数えられたかもしれません。"
    if is_pin_locked(visit):
        yield "暗証番号のロックは、市区町村の窓口で解除できます。"
    elif has_few_tries(visit) and visit.identity is None:
        yield f"暗証番号は残り{visit.pin_tries_left}回です。"


def _certificate(visit: Visit, site: Site) -> Iterator[str]:
    state = certificate_state(visit, site)
    if state is None or visit.card is None or is_somebody_elses(visit):
        return
    last = visit.card.certificate_expires
    if state.value is CertificateWindow.ALERT:
        yield f"電子証明書は{written_date(last)}までです。市区町村の窓口で更新できます（無料）。"
    if state.value is CertificateWindow.GRACE:
        ends = written_date(grace_ends(last, month_end=site.policy.month_end))
        yield f"電子証明書の期限が過ぎています。今日はお薬の情報は見られません。{ends}までに更新を。"
    if state.value is CertificateWindow.DEAD:
        yield "カードを保険証として使うには、電子証明書の更新と、もう一度の登録が必要です。"


def _card(visit: Visit, _site: Site) -> Iterator[str]:
    if visit.face is None:
        return
    if has_expired(visit):
        yield f"カードの有効期限は{written_date(visit.face.expires)}でした。市区町村の窓口で新しくできます。"
    elif person.of_face(visit.patient, visit.face) is Likeness.NAME_DIFFERS:
        yield "カードの名前が受付の名前と違います。生年月日と写真で確かめます。"


def _name(visit: Visit, _site: Site) -> Iterator[str]:
    row = _row_by_card(visit)
    if row is None:
        return
    if BLACK_CIRCLE in (row.name or ""):
        yield "名前に、表せない文字をしめす黒丸があります。このまま請求できます。"
    if person.of_row(visit.patient, row) is Likeness.NAME_DIFFERS:
        yield "登録の名前が受付の名前と違います。生年月日とカナと写真で確かめます。"


def _money(visit: Visit, _site: Site) -> Iterator[str]:
    row = _row_by_card(visit)
    if row is None:
        return
    if row.special_medical:
        yield "特別療養の表示があります。全額のお支払いを小さな声で伝え、後の手続きは市区町村へ。"
    if row.limit is not None:
        yield "限度額の情報があります。限度額の認定証は求めません。"


def _assistance(visit: Visit, site: Site) -> Iterator[str]:
    row = assistance_in_force(visit.card_answer)
    if row is not None and not site.clinic.medical_assistance:
        yield "この施設には医療扶助の機能がありません。紙の医療券を確かめます。"
    if visit.card_answer is not None and visit.card_answer.validity is Validity.UNREGISTERED:
        yield "医療券がまだ登録されていません。福祉事務所に確かめます。"
    for ticket in row.tickets if row else ():
        if ticket.self_pay:
            yield f"医療券の本人支払額は{written_yen(ticket.self_pay)}です。"


def _papers(visit: Visit, site: Site) -> Iterator[str]:
    """Why a shown paper does not count; a kind read twice speaks only for its last reading."""
    for kind in dict.fromkeys(document.kind for document in visit.documents):
        document = visit.document(kind)
        reading = document_reading(document, visit, site).value if document else None
        if reading is not None and reading.state is DocumentState.NO_PROOF:
            yield f"{kind.label}：{reading.why}"
        if kind in visit.lookups_failed:
            yield f"{kind.label}：番号を照会できませんでした。"


def _next_time(visit: Visit, site: Site) -> Iterator[str]:
    """Whoever got through by the leniency is told what to bring (§2.7)."""
    shown = proof(visit, site)
    if shown is None or card_counts(visit):
        return
    last = last_day(shown[0])
    if shown[0].kind in NEEDS_CARD or (last is not None and last < visit.date):
        yield "今回だけの扱いです。次はマイナンバーカードか資格確認書をお願いします。"


def _notice(visit: Visit, _site: Site) -> Iterator[str]:
    if visit.card_answer is not None and visit.card_answer.notice is not None:
        yield f"システムから：{visit.card_answer.notice.message}"


def _row_by_card(visit: Visit) -> Qualification | None:
    return insurance_in_force(visit.card_answer) if card_counts(visit) else None


_CAUTIONS: tuple[Callable[[Visit, Site], Iterator[str]], ...] = (
    _mode,
    _pin,
    _name,
    _money,
    _assistance,
    _certificate,
    _card,
    _papers,
    _next_time,
    _notice,
)
