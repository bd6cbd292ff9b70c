"""Where the visit stands, in one big word and one sentence; for every state there is."""

from collections.abc import Mapping
from dataclasses import replace

from oqs_client.certificate_window import CertificateWindow
from oqs_client.codes import IdentityMethod, Validity
from reception.rules import trouble
from reception.rules.answer import insurance_in_force
from reception.rules.card import CardStanding, card_standing, has_photo
from reception.rules.cautions import cautions
from reception.rules.certificate import is_in
from reception.rules.claim import Filing, claim_basis
from reception.rules.decision import Decision, Level, Situation
from reception.rules.facility import check_method, registers_cards
from reception.rules.identity import identity_methods, is_pin_locked
from reception.rules.ladder import proof
from reception.rules.medical_information import medical_information
from reception.rules.reading import has_failed, is_reading_over
from reception.rules.share import copayment_share
from reception.rules.tasks import open_tasks
from reception.rules.written import written_share, written_yen
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import Basis, FailureCause

FILED_ON: Mapping[Basis, str] = {
    Basis.CURRENT: "今の保険で請求します。",
    Basis.LOST: "前の保険（旧資格）で請求します。",
    Basis.UNIDENTIFIED: "「不詳」として請求します。",
    Basis.PUBLIC: "公費（医療扶助）で請求します。",
    Basis.NONE: "請求は、資格がわかってからです。",
}
"""What happens to the claim, in words."""


def situation(visit: Visit, site: Site) -> Situation:
    """Return the word, the sentence and the warnings for this state."""
    return replace(_scene(visit, site), warnings=cautions(visit, site))


def _scene(visit: Visit, site: Site) -> Situation:
    if visit.closed is not None:
        return _closed(visit, site)
    standing = card_standing(visit).value
    if standing is CardStanding.NOT_ASKED:
        return Situation(Level.INFO, "受付", "マイナンバーカードをリーダーに置いてもらいます。", ("FLOW-01",))
    if standing is CardStanding.NOT_THE_PATIENTS and visit.card_on_reader:
        return trouble.SOMEBODY_ELSES_CARD
    if standing is CardStanding.COUNTS and not is_reading_over(visit, site):
        return _reading(visit, site)
    filing = claim_basis(visit, site)
    return _on_the_ladder(visit, site, standing) if filing is None else _decided(visit, site, filing)


def _closed(visit: Visit, site: Site) -> Situation:
    filing = claim_basis(visit, site)
    basis = filing.value.basis if filing else Basis.NONE
    share = written_share(visit.share.share) if visit.share else ""
    word = f"お支払い {written_yen(visit.copayment.yen)}" if visit.copayment else "受付終了"
    left = len(open_tasks(visit))
    rest = f"残りの仕事が{left}件あります。" if left else "残りの仕事はありません。"
    level = Level.GOOD if basis in {Basis.CURRENT, Basis.PUBLIC} else Level.CARE
    return Situation(level, word, f"{share}。{FILED_ON[basis]}{rest}", filing.rules if filing else ())


def _reading(visit: Visit, site: Site) -> Situation:
    if not visit.card_on_reader:
        if visit.card is None:
            return Situation(Level.INFO, "カードを預かった", "カードリーダーに置いてもらいます。", ("FLOW-01",))
        return Situation(
            Level.CARE, "カードを置き直す", "カードがリーダーにありません。置き直すと続けられます。", ("FLOW-01",)
        )
    if visit.photo_read:
        return Situation(Level.INFO, "写真を見る", "画面の写真がご本人かどうか、目で見て決めます。", ("ID-02", "ID-04"))
    if visit.identity is None:
        return _identifying(visit, site)
    return _identified(visit, site)


def _identifying(visit: Visit, site: Site) -> Situation:
    offers = identity_methods(visit, site)
    if visit.pin_outcome_unknown:
        detail = "暗証番号の確認中に通信が切れました。カードを置き直すと、残りの回数がわかります。"
        return Situation(Level.CARE, "結果がわからない", detail, offers.rules)
    ways = "、".join(offer.method.label for offer in offers.value if offer.possible)
    can = f"{ways}で確認できます。" if ways else "使える方法がありません。カードと書類で確認します。"
    word, level = _identity_word(visit)
    return Situation(level, word, can, offers.rules)


def _identity_word(visit: Visit) -> tuple[str, Level]:
    if is_pin_locked(visit):
        return "暗証番号ロック", Level.CARE
    if IdentityMethod.FACE in visit.refused_methods:
        return "お顔が一致しない", Level.CARE
    if visit.verification_tries_left is not None:
        return "照合番号ちがい", Level.CARE
    if visit.card and visit.pin_tries_left is not None and visit.pin_tries_left < visit.card.pin_tries_left:
        return f"暗証番号ちがい（残り{visit.pin_tries_left}回）", Level.CARE
    return "本人確認", Level.INFO


def _identified(visit: Visit, site: Site) -> Situation:
    method = visit.identity_method.label
    medical = medical_information(visit, site)
    if medical.value and visit.consent is None:
        return Situation(Level.GOOD, "本人確認ずみ", f"{method}で確認しました。次は同意の画面です。", medical.rules)
    return Situation(Level.INFO, "照会中", "オンラインで資格を問い合わせています。", ("RES-01",))


def _decided(visit: Visit, site: Site, filing: Decision[Filing]) -> Situation:
    share = written_share(copayment_share(visit, site).value.share)
    basis = filing.value.basis
    if basis is Basis.CURRENT and insurance_in_force(visit.card_answer):
        return _valid(visit, share, filing)
    word, level, how = _decision_word(visit, site, basis)
    return Situation(level, word, f"{how}負担は{share}。{FILED_ON[basis]}", filing.rules)


def _valid(visit: Visit, share: str, filing: Decision[Filing]) -> Situation:
    row = insurance_in_force(visit.card_answer)
    if row is not None and row.special_medical:
        detail = "今日のお支払いの割合が、いつもと違います。注意書きを見て、小さな声で伝えます。"
        return Situation(Level.CARE, "有効", detail, (*filing.rules, "PAY-02"))
    insurer = row.insurer_name if row and row.insurer_name else "保険者"
    return Situation(Level.GOOD, "有効", f"{insurer}。負担は{share}。{FILED_ON[Basis.CURRENT]}", filing.rules)


def _decision_word(visit: Visit, site: Site, basis: Basis) -> tuple[str, Level, str]:
    if basis is Basis.PUBLIC:
        missing = visit.card_answer is not None and visit.card_answer.validity is Validity.UNREGISTERED
        return ("有効（未登録）", Level.CARE, "") if missing else ("有効（医療扶助）", Level.GOOD, "")
    if basis is Basis.CURRENT:
        shown = proof(visit, site)
        how = f"{shown[0].kind.label}で確認しました。" if shown else "前回のままと確認しました。"
        return "確認できた", Level.GOOD, how
    if basis is Basis.NONE:
        return "確認できるものなし", Level.CARE, "資格を示すものがありません。今日は施設のきまりで、後で精算します。"
    return "申立書で受付", Level.CARE, "申立書を預かりました。"


def _on_the_ladder(visit: Visit, site: Site, standing: CardStanding) -> Situation:
    if standing is not CardStanding.COUNTS:
        return _WITHOUT_CARD[standing]
    if visit.card_answer is not None:
        return trouble.UNCONFIRMED.get(visit.card_answer.validity, trouble.UNCONFIRMED[Validity.NOT_FOUND])
    if visit.failure is not None:
        return _failed(visit, site, visit.failure.cause)
    if not site.clinic.reader:
        return trouble.NO_READER
    return trouble.DEAD_CERTIFICATE if is_in(visit, site, CertificateWindow.DEAD) else _given_up(visit)


def _failed(visit: Visit, site: Site, cause: FailureCause) -> Situation:
    if not has_failed(visit, FailureCause.NOT_REGISTERED):
        return trouble.FAILED[cause]
    if visit.registration_declined:
        return trouble.REGISTRATION_DECLINED
    here = registers_cards(check_method(site.clinic).value)
    return trouble.FAILED[cause] if here else trouble.CANNOT_REGISTER_HERE


def _given_up(visit: Visit) -> Situation:
    if has_photo(visit):
        return trouble.GIVEN_UP
    return replace(
        trouble.GIVEN_UP, detail="写真のないカードです。暗証番号がわからなければ、カードと書類で確認します。"
    )


_WITHOUT_CARD: Mapping[CardStanding, Situation] = {
    CardStanding.ABSENT: trouble.NO_CARD,
    CardStanding.EXPIRED: trouble.EXPIRED_CARD,
    CardStanding.NOT_THE_PATIENTS: replace(trouble.SOMEBODY_ELSES_CARD, level=Level.CARE),
}
