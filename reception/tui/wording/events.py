"""Every event in one Japanese sentence, for the 経過."""

from collections.abc import Callable
from typing import Any

from reception.tui.calendar import short_date
from reception.tui.wording.steps import task_title
from reception.visit import events as e
from reception.visit.values import Basis, FailureCause

BASES = {
    Basis.CURRENT: "C1 現在の資格",
    Basis.LOST: "C2 旧資格",
    Basis.UNIDENTIFIED: "C3 不詳",
    Basis.PUBLIC: "公費のみ",
    Basis.NONE: "保険請求なし",
}

CAUSES = {
    FailureCause.READER_DOWN: "カードリーダーが動きません",
    FailureCause.CARD_UNREADABLE: "カードのICチップが読めません",
    FailureCause.CARD_REMOVED: "カードが途中で外れました",
    FailureCause.NOT_MY_NUMBER_CARD: "マイナンバーカードではありません",
    FailureCause.CARD_EXPIRED: "カードの有効期限が切れています",
    FailureCause.IDENTITY_IMPOSSIBLE: "本人確認ができませんでした",
    FailureCause.CERTIFICATE_DEAD: "電子証明書の期限切れで照会できません",
    FailureCause.CERTIFICATE_REFUSED: "電子証明書が受け付けられませんでした",
    FailureCause.NOT_REGISTERED: "保険証としての利用登録がありません",
    FailureCause.REGISTRATION_BLOCKED: "このカードは利用登録できません",
    FailureCause.REGISTRATION_CANCELLED: "利用登録は解除されています",
    FailureCause.SERVER_UNREACHABLE: "サーバーにつながりません",
    FailureCause.SERVER_TIMEOUT: "サーバーの返事が間に合いません",
    FailureCause.SERVER_FAULT: "サーバーが異常を返しました",
    FailureCause.REFUSED: "照会が断られました",
}


def _still(event: e.StillInsuredAnswered) -> str:
    return f"{event.document.label}: 保険は今も{'続いている' if event.still else '続いていない'}と聞いた"


def _received(event: e.QualificationReceived) -> str:
    about = f"{event.document.label}の番号で" if event.document else ""
    return f"{about}照会の答え: {event.answer.validity.label}"


def _consent(event: e.ConsentGiven) -> str:
    return f"診療情報の提供: {'同意する' if event.medical else '同意しない'}"


_SENTENCES: dict[type, Callable[[Any], str]] = {
    e.VisitOpened: lambda event: f"受付を始めた（{short_date(event.date)}）",
    e.SessionResumed: lambda _: "受付を開き直して、続きから始めた",
    e.CardHanded: lambda _: "カードを預かった",
    e.CardNotBrought: lambda _: "カードを持っていない",
    e.CardPresented: lambda event: f"カードがリーダーで応答した（暗証番号は残り{event.card.pin_tries_left}回）",
    e.PinRejected: lambda event: f"暗証番号がちがった（残り{event.tries_left}回）",
    e.PinOutcomeUnknown: lambda _: "暗証番号の途中で切れた（1回と数えられたかもしれない）",
    e.VisualCheckStarted: lambda _: "目視確認に切り替え、写真を読んだ",
    e.VerificationNumberRejected: lambda event: f"照合番号Bがちがった（残り{event.tries_left}回）",
    e.FaceRefused: lambda event: f"同じ人だと確認できなかった（{event.method.label}）",
    e.IdentityConfirmed: lambda event: f"本人だと確認した（{event.method.label}）",
    e.IdentityGivenUp: lambda _: "リーダーでの本人確認をやめた",
    e.ReaderModeRestored: lambda _: "リーダーを元のモードに戻した",
    e.CardFaceCompared: lambda event: f"券面の写真とお顔: {'同じ人' if event.matches else '同じ人と言えない'}",
    e.ConsentGiven: _consent,
    e.CardRegistered: lambda _: "保険証の利用登録をした",
    e.RegistrationDeclined: lambda _: "利用登録はしないと答えた",
    e.QualificationReceived: _received,
    e.CheckFailed: lambda event: f"照会できなかった: {CAUSES[event.cause]}",
    e.DocumentShown: lambda event: f"{event.document.kind.label}を確認した",
    e.DocumentAbsent: lambda event: f"{event.document.label}は持っていない",
    e.StillInsuredAnswered: _still,
    e.UnchangedAnswered: lambda event: f"前回から変わりは{'ない' if event.unchanged else 'ある'}と聞いた",
    e.DeclarationTaken: lambda _: "被保険者資格申立書を受け取った",
    e.PointsEntered: lambda event: f"診療は {event.points:,} 点",
    e.ShareDecided: lambda event: f"負担割合 {event.share}割",
    e.ClaimDecided: lambda event: f"請求の種類 {BASES[event.basis]}",
    e.CopaymentDecided: lambda event: f"今日のお支払い {event.yen:,} 円",
    e.CardReturned: lambda _: "カードをお返しした",
    e.VisitClosed: lambda _: "受付を終えた",
    e.FollowUpDone: lambda event: f"診療後の仕事が済んだ: {task_title(event.task)}（{short_date(event.on)}）",
}


def sentence(event: e.Event) -> str:
    """What happened."""
    return _SENTENCES[type(event)](event)
