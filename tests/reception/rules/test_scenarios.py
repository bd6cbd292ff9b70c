"""The drills of the rule book §4.1 as visits: every step taken was on offer, and the end has the book's yen."""

from datetime import date

from oqs_client.codes import IdentityMethod, Validity
from reception.policy import Policy
from reception.rules import certificate_state, claim_basis, medical_information, next_steps
from reception.visit import Action
from reception.visit import events as e
from reception.visit.values import Basis, DocumentKind, FailureCause, Insurance, ShareSource, TaskKind
from tests.reception.rules.builders import (
    KYOKAI,
    OLD,
    PIN,
    SITE,
    VISUAL,
    absent,
    answer,
    asked_for,
    declaration,
    failed,
    handed,
    opened,
    presented,
    row,
    shown,
    site_with,
)
from tests.reception.rules.clerk import Clerk

SCREEN, PDF = DocumentKind.PORTAL_SCREEN, DocumentKind.PORTAL_PDF
NOTICE, CERTIFICATE = DocumentKind.ELIGIBILITY_NOTICE, DocumentKind.ELIGIBILITY_CERTIFICATE
CONSENT = e.ConsentGiven(medical=True)


def at_the_reader(opening: e.VisitOpened, card: e.CardPresented | None = None) -> Clerk:
    clerk = Clerk(opening, SITE)
    clerk.take(Action.RECEIVE_CARD, handed(opening))
    return clerk.take(Action.PLACE_CARD, card or presented())


def by_pin(opening: e.VisitOpened, reply: e.QualificationReceived, card: e.CardPresented | None = None) -> Clerk:
    clerk = at_the_reader(opening, card)
    clerk.take(Action.ENTER_PIN, PIN)
    clerk.take(Action.ASK_CONSENT, CONSENT)
    assert clerk.steps[0].automatic
    return clerk.take(Action.SEND_CHECK, reply)


def nothing_on_paper(clerk: Clerk) -> Clerk:
    for kind in (SCREEN, NOTICE, CERTIFICATE):
        clerk.take(Action.ASK_DOCUMENT, *absent(kind), document=kind)
    return clerk


def test_s01_plain_valid_check() -> None:
    opening = opened(45)
    outcome = by_pin(opening, answer(Validity.VALID, row(KYOKAI, opening))).finish(412)
    assert (outcome.basis, outcome.share, outcome.yen) == (Basis.CURRENT, 3, 1240)
    assert (outcome.claim.insurer_number, outcome.claim.symbol, outcome.claim.number) == ("01990019", "1234", "567")
    assert outcome.claim.branch == "01"
    assert outcome.tasks == frozenset()


def test_s03_face_fails_and_the_visual_check_comes_before_a_third_miss() -> None:
    opening = opened(67)
    clerk = at_the_reader(opening, presented(tries=2))
    clerk.take(Action.CHECK_FACE, e.FaceRefused(method=IdentityMethod.FACE))
    assert clerk.first() is Action.START_VISUAL_CHECK
    clerk.take(Action.START_VISUAL_CHECK, e.VisualCheckStarted()).take(Action.JUDGE_FACE, VISUAL)
    clerk.take(Action.ASK_CONSENT, CONSENT).take(Action.SEND_CHECK, answer(Validity.VALID, row(KYOKAI, opening)))
    clerk.take(Action.ENTER_POINTS, e.PointsEntered(points=500))
    assert Action.CLOSE_VISIT not in [step.action for step in clerk.steps], "the mode is not restored yet"
    clerk.take(Action.RESTORE_MODE, e.ReaderModeRestored()).take(Action.RETURN_CARD, e.CardReturned())
    clerk.take(Action.CLOSE_VISIT)
    outcome = clerk.close()
    assert (outcome.basis, outcome.share, outcome.yen) == (Basis.CURRENT, 3, 1500)


def test_s03_variant_a_locked_pin_leaves_the_eyes() -> None:
    clerk = at_the_reader(opened(67), presented(tries=0))
    offers = [step.action for step in clerk.steps]
    assert Action.ENTER_PIN not in offers
    assert offers[0] is Action.START_VISUAL_CHECK


def test_s07_an_unregistered_card_is_registered_and_asked_again_by_itself() -> None:
    opening = opened(30)
    clerk = at_the_reader(opening).take(Action.ENTER_PIN, PIN).take(Action.ASK_CONSENT, CONSENT)
    clerk.take(Action.SEND_CHECK, failed(FailureCause.NOT_REGISTERED))
    clerk.take(Action.REGISTER_CARD, e.CardRegistered())
    assert (clerk.first(), clerk.steps[0].automatic) == (Action.SEND_CHECK, True)
    clerk.take(Action.SEND_CHECK, answer(Validity.VALID, row(KYOKAI, opening)))
    assert clerk.finish(292).yen == 880


def test_s08_a_blocked_card_goes_to_the_certificate_and_nothing_names_the_reason() -> None:
    opening = opened(36)
    clerk = at_the_reader(opening).take(Action.ENTER_PIN, PIN).take(Action.ASK_CONSENT, CONSENT)
    clerk.take(Action.SEND_CHECK, failed(FailureCause.REGISTRATION_BLOCKED))
    assert Action.REGISTER_CARD not in [step.action for step in clerk.steps]
    assert asked_for(clerk.steps) == [CERTIFICATE, NOTICE]
    clerk.take(Action.ASK_DOCUMENT, shown(CERTIFICATE, opening), document=CERTIFICATE)
    found = answer(Validity.VALID, row(KYOKAI, opening, address=None), document=CERTIFICATE)
    clerk.take(Action.LOOK_UP_NUMBER, found, document=CERTIFICATE)
    outcome = clerk.finish(500)
    assert (outcome.basis, outcome.yen, outcome.tasks) == (Basis.CURRENT, 1500, frozenset())


def test_s09_alert_two_months_before_expiry_is_full_service() -> None:
    opening = opened(52, known=KYOKAI)
    clerk = by_pin(opening, answer(Validity.VALID, row(KYOKAI, opening)), presented(date(2026, 8, 15)))
    assert medical_information(clerk.visit, SITE).value
    clerk.take(Action.ENTER_POINTS, e.PointsEntered(points=145)).take(Action.RETURN_CARD, e.CardReturned())
    assert clerk.steps[0].line == "certificate-alert"
    clerk.take(Action.CLOSE_VISIT)
    outcome = clerk.close()
    assert (outcome.basis, outcome.yen) == (Basis.CURRENT, 440)


def test_s10_one_month_after_expiry_checks_without_a_consent_screen() -> None:
    opening = opened(52, known=KYOKAI)
    clerk = at_the_reader(opening, presented(date(2026, 5, 15))).take(Action.ENTER_PIN, PIN)
    assert (clerk.first(), clerk.steps[0].automatic) == (Action.SEND_CHECK, True), "no consent is asked in the grace"
    clerk.take(Action.SEND_CHECK, answer(Validity.VALID, row(KYOKAI, opening)))
    assert medical_information(clerk.visit, SITE).value is False
    assert medical_information(clerk.visit, SITE).rules == ("CERT-03",)
    outcome = clerk.finish(412)
    assert (outcome.basis, outcome.yen) == (Basis.CURRENT, 1240)


def test_s11_dead_certificate_and_the_mailed_certificate() -> None:
    opening = opened(60)
    clerk = at_the_reader(opening, presented(date(2026, 2, 3)))
    state = certificate_state(clerk.visit, SITE)
    assert state is not None
    assert state.rules == ("CERT-05", "CERT-06")
    clerk.take(Action.COMPARE_CARD_FACE, e.CardFaceCompared(matches=True))
    assert asked_for(clerk.steps)[0] is CERTIFICATE
    assert "CERT-07" in clerk.steps[0].rules
    clerk.take(Action.ASK_DOCUMENT, shown(CERTIFICATE, opening), document=CERTIFICATE)
    found = answer(Validity.VALID, row(KYOKAI, opening), document=CERTIFICATE)
    clerk.take(Action.LOOK_UP_NUMBER, found, document=CERTIFICATE)
    outcome = clerk.finish(292)
    assert (outcome.basis, outcome.yen, outcome.tasks) == (Basis.CURRENT, 880, frozenset())


def test_s12_dead_certificate_and_the_pdf_on_the_patients_phone() -> None:
    opening = opened(41)
    clerk = at_the_reader(opening, presented(date(2026, 2, 3)))
    clerk.take(Action.COMPARE_CARD_FACE, e.CardFaceCompared(matches=True))
    assert SCREEN not in asked_for(clerk.steps), "the portal does not open with a dead certificate"
    clerk.take(Action.ASK_DOCUMENT, shown(PDF, opening), document=PDF)
    clerk.take(Action.ASK_STILL_INSURED, e.StillInsuredAnswered(document=PDF, still=True), document=PDF)
    outcome = clerk.finish(730)
    assert (outcome.basis, outcome.yen) == (Basis.CURRENT, 2190)
    assert TaskKind.LOOK_UP_AGAIN in outcome.tasks


def test_s12_trap_the_pdf_on_a_friends_phone_proves_nothing() -> None:
    opening = opened(41)
    clerk = at_the_reader(opening, presented(date(2026, 2, 3)))
    clerk.take(Action.COMPARE_CARD_FACE, e.CardFaceCompared(matches=True))
    clerk.take(Action.ASK_DOCUMENT, shown(PDF, opening, own_phone=False), document=PDF)
    assert claim_basis(clerk.visit, SITE) is None
    assert Action.ASK_STILL_INSURED not in [step.action for step in clerk.steps]


def test_s13_invalid_but_the_portal_already_has_the_new_number() -> None:
    opening = opened(29)
    clerk = by_pin(opening, answer(Validity.INVALID, row(OLD, opening)))
    assert clerk.steps[0].document is SCREEN
    clerk.take(Action.ASK_DOCUMENT, shown(SCREEN, opening), document=SCREEN)
    clerk.take(Action.ASK_STILL_INSURED, e.StillInsuredAnswered(document=SCREEN, still=True), document=SCREEN)
    outcome = clerk.finish(905)
    assert (outcome.basis, outcome.yen) == (Basis.CURRENT, 2720)
    assert outcome.claim.insurer_number == KYOKAI.insurer_number, "the new number, not the lost one"


def test_s14_invalid_first_visit_nothing_else() -> None:
    opening = opened(33)
    clerk = nothing_on_paper(by_pin(opening, answer(Validity.INVALID, row(OLD, opening))))
    clerk.take(Action.TAKE_DECLARATION, declaration(opening, scheme="協会けんぽ", share=3))
    outcome = clerk.finish(412)
    assert (outcome.basis, outcome.share, outcome.source) == (Basis.LOST, 3, ShareSource.DECLARATION)
    assert outcome.yen == 1240
    assert (outcome.claim.insurer_number, outcome.claim.number) == (OLD.insurer_number, OLD.number)
    assert outcome.claim.remarks == Policy().lost_remark
    assert {TaskKind.CALL_PATIENT, TaskKind.KEEP_DECLARATION, TaskKind.LOOK_UP_AGAIN} <= outcome.tasks


def test_s15_not_found_and_the_patient_does_not_know() -> None:
    opening = opened(24)
    clerk = nothing_on_paper(by_pin(opening, answer(Validity.NOT_FOUND)))
    clerk.take(Action.TAKE_DECLARATION, declaration(opening, employer="訓練商店"))
    outcome = clerk.finish(500)
    assert (outcome.basis, outcome.share, outcome.source) == (Basis.UNIDENTIFIED, 3, ShareSource.AGE)
    assert outcome.yen == 1500
    assert (outcome.claim.insurer_number, outcome.claim.symbol, outcome.claim.number) == ("77777777", "", "777777777")
    assert outcome.tasks == {
        TaskKind.CALL_PATIENT,
        TaskKind.RECORD_CONTACT_IN_REMARKS,
        TaskKind.LOOK_UP_AGAIN,
        TaskKind.TELL_ACCOUNTING,
        TaskKind.KEEP_DECLARATION,
    }


def test_s15_the_call_goes_into_the_remarks_and_a_number_found_ends_the_search() -> None:
    opening = opened(24)
    clerk = nothing_on_paper(by_pin(opening, answer(Validity.NOT_FOUND)))
    clerk.take(Action.TAKE_DECLARATION, declaration(opening, employer="訓練商店"))
    before = clerk.finish(500).claim.remarks
    assert before == (
        "不詳　カナ氏名：クンレンダ　ハナコ　保険種別：わからない　保険者等名称：不明　事業所名：訓練商店　"
        "住所：訓練県架空市1-1　連絡先：000-0000-0000　患者への連絡を行った日：未連絡"
    )
    clerk.take(Action.DO_FOLLOW_UP, e.FollowUpDone(task=TaskKind.CALL_PATIENT, on=date(2026, 6, 16)))
    called = claim_basis(clerk.visit, SITE)
    assert called is not None
    assert called.value.claim.remarks.endswith("患者への連絡を行った日：2026年6月16日")
    clerk.take(Action.DO_FOLLOW_UP, e.FollowUpDone(task=TaskKind.LOOK_UP_AGAIN, on=date(2026, 6, 30), found=KYOKAI))
    found = claim_basis(clerk.visit, SITE)
    assert found is not None
    assert (found.value.basis, found.value.claim.insurer_number) == (Basis.CURRENT, "01990019")
    left = [step.task for step in clerk.steps]
    assert left == [TaskKind.REFILE_AS_CURRENT, TaskKind.KEEP_DECLARATION]


def test_s15_variants_of_the_unknown_numbers() -> None:
    opening = opened(76)
    clerk = nothing_on_paper(by_pin(opening, answer(Validity.NOT_FOUND)))
    clerk.take(Action.TAKE_DECLARATION, declaration(opening, scheme="後期高齢者医療"))
    filing = claim_basis(clerk.visit, site_with(Policy(unknown_number_accepted=False)))
    assert filing is not None
    assert (filing.value.claim.insurer_number, filing.value.claim.number) == ("77777779", "77777777")


def test_s16_a_returning_patient_needs_no_paper() -> None:
    known = Insurance(**(KYOKAI.model_dump() | {"share": 3}))
    opening = opened(58, known=known)
    clerk = nothing_on_paper(by_pin(opening, answer(Validity.NOT_FOUND)))
    assert Action.TAKE_DECLARATION not in [step.action for step in clerk.steps], "a regular is asked first"
    clerk.take(Action.ASK_UNCHANGED, e.UnchangedAnswered(unchanged=True))
    outcome = clerk.finish(88)
    assert (outcome.basis, outcome.source, outcome.yen) == (Basis.CURRENT, ShareSource.KNOWN, 260)
    assert outcome.tasks == {TaskKind.LOOK_UP_AGAIN}


def test_a_returning_patient_who_has_changed_falls_back_to_the_past_number() -> None:
    opening = opened(58, known=OLD)
    clerk = nothing_on_paper(by_pin(opening, answer(Validity.NOT_FOUND)))
    clerk.take(Action.ASK_UNCHANGED, e.UnchangedAnswered(unchanged=False))
    clerk.take(Action.TAKE_DECLARATION, declaration(opening))
    outcome = clerk.finish(88)
    assert (outcome.basis, outcome.claim.number, outcome.share) == (Basis.LOST, OLD.number, 3)


def test_s18_reader_dead_and_the_cut_out_notice() -> None:
    opening = opened(47)
    clerk = Clerk(opening, SITE).take(Action.RECEIVE_CARD, handed(opening))
    clerk.take(Action.PLACE_CARD, failed(FailureCause.READER_DOWN))
    assert [step.action for step in clerk.steps] == [Action.PLACE_CARD, Action.COMPARE_CARD_FACE]
    clerk.take(Action.PLACE_CARD, failed(FailureCause.READER_DOWN))
    assert clerk.first() is Action.COMPARE_CARD_FACE, "restart once, no long queue"
    clerk.take(Action.COMPARE_CARD_FACE, e.CardFaceCompared(matches=True))
    clerk.take(Action.ASK_DOCUMENT, shown(NOTICE, opening, birth_date=None), document=NOTICE)
    clerk.take(Action.ASK_STILL_INSURED, e.StillInsuredAnswered(document=NOTICE, still=True), document=NOTICE)
    outcome = clerk.finish(292)
    assert (outcome.basis, outcome.source, outcome.yen) == (Basis.CURRENT, ShareSource.AGE, 880)
    assert outcome.tasks == {TaskKind.LOOK_UP_AGAIN, TaskKind.REQUEST_OUTAGE_MODE}


def notice_alone(on: date) -> Clerk:
    opening = opened(38, on)
    clerk = Clerk(opening, SITE).take(Action.NO_CARD, e.CardNotBrought())
    clerk.take(Action.ASK_DOCUMENT, *absent(CERTIFICATE), document=CERTIFICATE)
    if DocumentKind.INSURANCE_CARD in asked_for(clerk.steps):
        old = DocumentKind.INSURANCE_CARD
        clerk.take(Action.ASK_DOCUMENT, *absent(old), document=old)
    return clerk.take(Action.ASK_DOCUMENT, shown(NOTICE, opening), document=NOTICE)


def test_s20_notice_alone_is_let_pass_in_february_2026() -> None:
    clerk = notice_alone(date(2026, 2, 10))
    opening = clerk.events[0]
    assert isinstance(opening, e.VisitOpened)
    clerk.take(Action.LOOK_UP_NUMBER, answer(Validity.VALID, row(KYOKAI, opening), document=NOTICE), document=NOTICE)
    clerk.take(Action.ENTER_POINTS, e.PointsEntered(points=292))
    assert clerk.steps[0].line == "next-time"
    outcome = clerk.close()
    assert (outcome.basis, outcome.yen) == (Basis.CURRENT, 880)


def test_s20_notice_alone_is_not_enough_before_and_after() -> None:
    for on in (date(2025, 6, 10), date(2026, 5, 10)):
        clerk = notice_alone(on)
        offers = [step.action for step in clerk.steps]
        assert Action.TAKE_DECLARATION not in offers
        assert Action.LOOK_UP_NUMBER not in offers
        outcome = clerk.finish(292)
        assert (outcome.basis, outcome.share, outcome.yen) == (Basis.NONE, 10, 2920)
        assert outcome.source is ShareSource.SITE_POLICY
        assert outcome.tasks == {TaskKind.SETTLE_WHEN_PROVED}


def test_s23_a_certificate_of_a_former_employer_is_found_out_by_the_look_up() -> None:
    opening = opened(44)
    clerk = Clerk(opening, SITE).take(Action.NO_CARD, e.CardNotBrought())
    clerk.take(Action.ASK_DOCUMENT, shown(CERTIFICATE, opening, OLD), document=CERTIFICATE)
    clerk.take(Action.LOOK_UP_NUMBER, answer(Validity.REPLACED, document=CERTIFICATE), document=CERTIFICATE)
    clerk.take(Action.ASK_DOCUMENT, *absent(NOTICE), document=NOTICE)
    filing = claim_basis(clerk.visit, SITE)
    assert filing is not None
    assert filing.value.basis is Basis.NONE
    assert Action.TAKE_DECLARATION not in [step.action for step in clerk.steps], "no card was used"


def test_s24_a_typing_error_is_read_again_before_anything_is_concluded() -> None:
    opening = opened(63)
    clerk = Clerk(opening, SITE).take(Action.NO_CARD, e.CardNotBrought())
    clerk.take(Action.ASK_DOCUMENT, shown(CERTIFICATE, opening), document=CERTIFICATE)
    clerk.take(Action.LOOK_UP_NUMBER, answer(Validity.NOT_FOUND, document=CERTIFICATE), document=CERTIFICATE)
    assert (clerk.first(), clerk.steps[0].document) == (Action.ASK_DOCUMENT, CERTIFICATE)
    clerk.take(Action.ASK_DOCUMENT, shown(CERTIFICATE, opening), document=CERTIFICATE)
    found = answer(Validity.VALID, row(KYOKAI, opening), document=CERTIFICATE)
    clerk.take(Action.LOOK_UP_NUMBER, found, document=CERTIFICATE)
    assert clerk.finish(412).yen == 1240


def test_s25_a_patient_of_81_with_both_proofs_is_asked_for_the_certificate_first() -> None:
    opening = opened(81, date(2026, 3, 10))
    clerk = at_the_reader(opening).take(Action.GIVE_UP_IDENTITY, e.IdentityGivenUp())
    clerk.take(Action.COMPARE_CARD_FACE, e.CardFaceCompared(matches=True))
    assert clerk.steps[0].document is CERTIFICATE
    two_tenths = Insurance(insurer_number="39990015", number="00000018", share=2)
    clerk.take(Action.ASK_DOCUMENT, shown(CERTIFICATE, opening, two_tenths), document=CERTIFICATE)
    found = answer(Validity.VALID, row(two_tenths, opening), document=CERTIFICATE)
    clerk.take(Action.LOOK_UP_NUMBER, found, document=CERTIFICATE)
    outcome = clerk.finish(1235)
    assert (outcome.share, outcome.source, outcome.yen) == (2, ShareSource.SERVER, 2470)


def test_s29_welfare_alone_is_public_and_free() -> None:
    opening = opened(61)
    office = Insurance(insurer_number="12990016", insurer_name="訓練福祉事務所", number="0000018")
    outcome = by_pin(opening, answer(Validity.VALID, row(office, opening, classification="A1"))).finish(500)
    assert (outcome.basis, outcome.share, outcome.yen) == (Basis.PUBLIC, 0, 0)
    assert outcome.claim.insurer_number == "12990016"


def test_s37_special_medical_pays_all() -> None:
    opening = opened(46)
    clerk = by_pin(opening, answer(Validity.VALID, row(KYOKAI, opening, classification="05")))
    outcome = clerk.finish(500)
    assert (outcome.basis, outcome.share, outcome.yen) == (Basis.CURRENT, 10, 5000)


def test_what_is_sent_by_itself_stands_first_and_alone() -> None:
    opening = opened(45)
    clerk = at_the_reader(opening).take(Action.ENTER_PIN, PIN).take(Action.ASK_CONSENT, CONSENT)
    assert [(step.action, step.automatic) for step in next_steps(clerk.visit, SITE)] == [(Action.SEND_CHECK, True)]
