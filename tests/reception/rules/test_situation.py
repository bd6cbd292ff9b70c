"""The big word, the warnings and the line, for the states a clerk meets."""

from datetime import date

import pytest

from fixtures import FacilityType
from oqs_client.codes import IdentityMethod, LimitFlag, Validity
from oqs_client.qualification import LimitCertificate, MedicalTicket
from oqs_client.refusal import Notice
from reception.rules import line, patient_line, situation
from reception.rules.decision import Level, Situation
from reception.visit import Visit
from reception.visit import events as e
from reception.visit.values import DocumentKind, FailureCause, Insurance
from tests.reception.rules.builders import (
    KYOKAI,
    OLD,
    PIN,
    SITE,
    absent,
    answer,
    declaration,
    doubtful,
    failed,
    handed,
    opened,
    presented,
    row,
    shown,
    site,
    visit_of,
)
from tests.reception.rules.clerk import Clerk

OPENING = opened()
AT_READER = (OPENING, handed(OPENING), presented())
ASKED = (*AT_READER, PIN, e.ConsentGiven(medical=True))
NOTICE, CERTIFICATE = DocumentKind.ELIGIBILITY_NOTICE, DocumentKind.ELIGIBILITY_CERTIFICATE
PAPERS = absent(DocumentKind.PORTAL_SCREEN, NOTICE, CERTIFICATE)


def seen(*events: e.Event) -> Situation:
    return situation(visit_of(*events), SITE)


STATES = [
    ((OPENING,), "受付", Level.INFO, None),
    ((OPENING, handed(OPENING)), "カードを預かった", Level.INFO, None),
    (AT_READER, "本人確認", Level.INFO, None),
    ((*AT_READER, e.PinRejected(tries_left=2)), "暗証番号ちがい（残り2回）", Level.CARE, None),
    ((*AT_READER, e.PinRejected(tries_left=0)), "暗証番号ロック", Level.CARE, "pin-locked"),
    ((*AT_READER, e.PinOutcomeUnknown()), "結果がわからない", Level.CARE, None),
    ((*AT_READER, e.FaceRefused(method=IdentityMethod.FACE)), "お顔が一致しない", Level.CARE, None),
    ((*AT_READER, e.VerificationNumberRejected(tries_left=9)), "照合番号ちがい", Level.CARE, None),
    ((*AT_READER, e.VisualCheckStarted()), "写真を見る", Level.INFO, None),
    ((*AT_READER, e.SessionResumed()), "カードを置き直す", Level.CARE, None),
    ((*AT_READER, PIN), "本人確認ずみ", Level.GOOD, None),
    (ASKED, "照会中", Level.INFO, None),
    ((*ASKED, answer(Validity.VALID, row(KYOKAI, OPENING))), "有効", Level.GOOD, "closed"),
    ((*ASKED, answer(Validity.INVALID, row(OLD, OPENING))), "無効", Level.CARE, "invalid"),
    ((*ASKED, answer(Validity.NOT_FOUND)), "資格情報なし", Level.CARE, "invalid"),
    ((*ASKED, answer(Validity.MULTIPLE)), "複数該当", Level.CARE, "invalid"),
    ((*ASKED, failed(FailureCause.NOT_REGISTERED)), "未登録", Level.CARE, "unregistered"),
    ((*ASKED, failed(FailureCause.REGISTRATION_BLOCKED)), "書類で確認", Level.CARE, "discreet"),
    ((*ASKED, failed(FailureCause.REGISTRATION_CANCELLED)), "登録解除ずみ", Level.CARE, "unregistered"),
    ((*ASKED, failed(FailureCause.SERVER_UNREACHABLE)), "つながらない", Level.CARE, "outage"),
    ((*ASKED, failed(FailureCause.SERVER_TIMEOUT)), "返事がない", Level.CARE, "outage"),
    ((*ASKED, failed(FailureCause.SERVER_FAULT)), "システム障害", Level.CARE, "outage"),
    ((*ASKED, failed(FailureCause.CERTIFICATE_REFUSED)), "証明書が使えない", Level.CARE, "by-papers"),
    ((*ASKED, failed(FailureCause.CARD_REMOVED)), "カードが離れた", Level.CARE, "place-again"),
    ((OPENING, handed(OPENING), failed(FailureCause.READER_DOWN)), "リーダー故障", Level.CARE, "outage"),
    ((OPENING, handed(OPENING), presented(date(2026, 2, 3))), "証明書の期限切れ", Level.CARE, "certificate-dead"),
    ((*AT_READER, e.IdentityGivenUp()), "書類で確認", Level.CARE, "by-papers"),
    ((OPENING, e.CardNotBrought()), "カードなし", Level.CARE, "no-card"),
    ((OPENING, handed(OPENING, expires=date(2026, 6, 1))), "カードの期限切れ", Level.CARE, "card-expired"),
    ((*AT_READER, e.FaceRefused(method=IdentityMethod.VISUAL)), "ちがう人のカード", Level.STOP, "not-your-card"),
    ((*ASKED, answer(Validity.NOT_FOUND), *PAPERS, declaration(OPENING)), "申立書で受付", Level.CARE, "after-visit"),
    ((OPENING, e.CardNotBrought(), *PAPERS), "確認できるものなし", Level.CARE, "no-proof"),
]


@pytest.mark.parametrize(("events", "word", "level", "said"), STATES, ids=[state[1] for state in STATES])
def test_each_state_has_its_word_and_line(
    events: tuple[e.Event, ...], word: str, level: Level, said: str | None
) -> None:
    scene = seen(*events)
    assert (scene.word, scene.level) == (word, level)
    assert scene.detail
    assert scene.rules
    assert doubtful(scene.word + scene.detail) == set()
    assert patient_line(visit_of(*events), SITE) == said


def test_the_blocked_card_is_spoken_of_without_a_reason() -> None:
    scene = seen(*ASKED, failed(FailureCause.REGISTRATION_BLOCKED))
    assert "REG-04" not in scene.rules
    assert line("discreet").quiet


def test_valid_names_insurer_and_share() -> None:
    scene = seen(*ASKED, answer(Validity.VALID, row(KYOKAI, OPENING)))
    assert "訓練協会けんぽ" in scene.detail
    assert "3割" in scene.detail


def test_special_medical_is_not_said_in_the_big_word() -> None:
    visit = visit_of(*ASKED, answer(Validity.VALID, row(KYOKAI, OPENING, classification="05")))
    scene = situation(visit, SITE)
    assert (scene.word, scene.level) == ("有効", Level.CARE)
    assert "全額" not in scene.detail
    assert any("小さな声" in warning for warning in scene.warnings)
    assert patient_line(visit, SITE) == "special-medical"


def warned(word: str, *events: e.Event) -> bool:
    return any(word in warning for warning in seen(*events).warnings)


def test_warnings_about_the_card() -> None:
    assert warned("2026年8月1日まで", OPENING, handed(OPENING), presented(date(2026, 8, 1)))
    assert warned("2026年8月31日までに更新", OPENING, handed(OPENING), presented(date(2026, 5, 15)))
    assert warned("もう一度の登録", OPENING, handed(OPENING), presented(date(2026, 2, 3)))
    assert warned("2026年6月1日でした", OPENING, handed(OPENING, expires=date(2026, 6, 1)))
    assert warned("受付の名前と違います", OPENING, handed(OPENING, name="旧姓　花子"))


def test_warnings_about_pin_and_mode() -> None:
    assert warned("市区町村の窓口で解除", *AT_READER, e.PinRejected(tries_left=0))
    assert warned("残り1回", *AT_READER, e.PinRejected(tries_left=1))
    assert warned("数えられたかもしれません", *AT_READER, e.PinOutcomeUnknown())
    seen_by_eye = e.IdentityConfirmed(method=IdentityMethod.VISUAL)
    assert warned("目視確認モードのまま", *AT_READER, e.VisualCheckStarted(), seen_by_eye)


def test_warnings_about_the_name_in_the_answer() -> None:
    circles = row(KYOKAI, OPENING, name="訓練田　●子")
    assert warned("黒丸", *ASKED, answer(Validity.VALID, circles))
    assert not warned("受付の名前と違います", *ASKED, answer(Validity.VALID, circles))
    married = row(KYOKAI, OPENING, name="旧姓　花子", name_kana="ｷｭｳｾｲ ﾊﾅｺ")
    assert warned("受付の名前と違います", *ASKED, answer(Validity.VALID, married))


def test_warnings_about_papers() -> None:
    assert warned("カードも必要", OPENING, e.CardNotBrought(), shown(NOTICE, OPENING))
    down = failed(FailureCause.SERVER_FAULT, CERTIFICATE)
    assert warned("照会できませんでした", OPENING, e.CardNotBrought(), shown(CERTIFICATE, OPENING), down)
    february = opened(on=date(2026, 2, 10))
    found = answer(Validity.VALID, row(KYOKAI, february), document=NOTICE)
    assert warned("今回だけ", february, e.CardNotBrought(), shown(NOTICE, february), found)


def test_welfare_at_a_site_without_the_function() -> None:
    office = Insurance(insurer_number="12990016", number="0000018")
    welfare = answer(Validity.VALID, row(office, OPENING, classification="A1"))
    scene = seen(*ASKED, welfare)
    assert scene.word == "有効（医療扶助）"
    assert any("紙の医療券" in warning for warning in scene.warnings)
    missing = seen(*ASKED, answer(Validity.UNREGISTERED))
    assert missing.word == "有効（未登録）"


def test_money_matters_that_came_with_the_answer() -> None:
    limited = row(KYOKAI, OPENING, limit=LimitCertificate(flag=LimitFlag.A03))
    assert warned("認定証は求めません", *ASKED, answer(Validity.VALID, limited))
    office = Insurance(insurer_number="12990016", number="0000018")
    ticket = row(office, OPENING, classification="A1", tickets=(MedicalTicket(self_pay=2500),))
    assert warned("本人支払額は2,500円", *ASKED, answer(Validity.VALID, ticket))


def test_a_baby_whose_pin_nobody_knows() -> None:
    scene = seen(OPENING, handed(OPENING, has_photo=False), presented(), e.IdentityGivenUp())
    assert "写真のないカード" in scene.detail


def test_the_systems_own_notice_is_passed_on() -> None:
    valid = answer(Validity.VALID, row(KYOKAI, OPENING))
    noticed = valid.answer.model_copy(update={"notice": Notice(code="SIM-N1", message="訓練の通知")})
    assert warned("訓練の通知", *ASKED, e.QualificationReceived(answer=noticed))


def test_a_closed_visit_shows_the_sum_and_what_is_left() -> None:
    clerk = Clerk(OPENING, SITE)
    clerk.events.extend([*ASKED[1:], answer(Validity.NOT_FOUND), *PAPERS, declaration(OPENING)])
    clerk.finish(412)
    scene = situation(clerk.visit, SITE)
    assert scene.word == "お支払い 1,240円"
    assert "残りの仕事が5件" in scene.detail
    assert scene.level is Level.CARE
    assert "CLM-03" in scene.rules


def test_a_reader_less_site_and_one_that_cannot_register() -> None:
    handed_over = visit_of(OPENING, handed(OPENING))
    assert situation(handed_over, site(reader=False)).word == "読み取り機なし"
    unregistered: Visit = visit_of(*AT_READER, PIN, failed(FailureCause.NOT_REGISTERED))
    assert "セブン銀行" in situation(unregistered, site(FacilityType.THERAPIST)).detail
    declined = visit_of(*ASKED, failed(FailureCause.NOT_REGISTERED), e.RegistrationDeclined())
    assert "資格確認書" in situation(declined, SITE).detail
