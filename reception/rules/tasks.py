"""What remains for after hours (rulebook §1.6, §1.9, §2.4, §2.8, §6 step 8)."""

from collections.abc import Iterator

from oqs_client.codes import Validity
from reception.rules.answer import confirms
from reception.rules.claim import claim_basis
from reception.rules.decision import Decision
from reception.rules.ladder import proof
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import Basis, FailureCause, FollowUp, TaskKind

OUTAGE = frozenset(
    {
        FailureCause.READER_DOWN,
        FailureCause.CARD_UNREADABLE,
        FailureCause.SERVER_UNREACHABLE,
        FailureCause.SERVER_TIMEOUT,
        FailureCause.SERVER_FAULT,
    }
)
"""Troubles for which システム障害時モード may be asked for: reader, broken chip, line, system (§2.8)."""

_MOOT_ONCE_FOUND = frozenset(
    {
        TaskKind.CALL_PATIENT,
        TaskKind.LOOK_UP_AGAIN,
        TaskKind.RECORD_CONTACT_IN_REMARKS,
        TaskKind.REQUEST_OUTAGE_MODE,
        TaskKind.TELL_ACCOUNTING,
    }
)

CALL_PATIENT = FollowUp(
    kind=TaskKind.CALL_PATIENT,
    text="患者さんに連絡し、今の保険の番号をたずねます。連絡した日を控えます。",
    rules=("FLOW-07", "CLM-01"),
)
RECORD_CONTACT = FollowUp(
    kind=TaskKind.RECORD_CONTACT_IN_REMARKS,
    text="患者さんへ連絡を行った日が、摘要欄に入ったか確かめます。",
    rules=("CLM-03",),
)
LOOK_UP_AGAIN = FollowUp(
    kind=TaskKind.LOOK_UP_AGAIN,
    text="請求の前に、もう一度オンラインで資格を照会します。",
    rules=("RES-07", "REG-06"),
)
ASK_WELFARE_OFFICE = FollowUp(
    kind=TaskKind.LOOK_UP_AGAIN,
    text="福祉事務所に医療券を確かめ、登録されたらもう一度照会します。",
    rules=("AUX-03", "AUX-04"),
)
TELL_ACCOUNTING = FollowUp(
    kind=TaskKind.TELL_ACCOUNTING,
    text="入金まで時間がかかることを会計に伝えます。",
    rules=("CLM-05", "CLM-06"),
)
KEEP_DECLARATION = FollowUp(
    kind=TaskKind.KEEP_DECLARATION,
    text="申立書は、診療報酬が支払われるまで保管します。",
    rules=("DOC-16",),
)
SETTLE_WHEN_PROVED = FollowUp(
    kind=TaskKind.SETTLE_WHEN_PROVED,
    text="資格のわかるものを持って来られたら、お支払いを精算します。",
    rules=("FLOW-05", "DOC-11"),
)
REQUEST_OUTAGE_MODE = FollowUp(
    kind=TaskKind.REQUEST_OUTAGE_MODE,
    text="コールセンターに電話してシステム障害時モードを頼み、氏名・生年月日・性別・住所で検索します。",
    rules=("RES-06", "RES-03"),
)
REFILE_AS_CURRENT = FollowUp(
    kind=TaskKind.REFILE_AS_CURRENT,
    text="わかった番号で、現在の資格として請求し直します。",
    rules=("CLM-01", "RES-07"),
)


def follow_ups(visit: Visit, site: Site) -> Decision[tuple[FollowUp, ...]]:
    """Return what remains after hours if the visit were closed now; empty while the basis is undecided."""
    filing = claim_basis(visit, site)
    if filing is None:
        return Decision((), ())
    tasks = (*_to_confirm(visit, site, filing.value.basis), *_of_basis(filing.value.basis))
    return Decision(tasks, tuple(dict.fromkeys(rule for task in tasks for rule in task.rules)))


def open_tasks(visit: Visit) -> tuple[FollowUp, ...]:
    """Return the tasks of a closed visit not done yet; a number found adds refiling and ends the search for it."""
    if visit.closed is None:
        return ()
    done = {follow_up.task for follow_up in visit.done}
    found = any(follow_up.found for follow_up in visit.done)
    left = [task for task in visit.closed.tasks if not (found and task.kind in _MOOT_ONCE_FOUND)]
    tasks = (REFILE_AS_CURRENT, *left) if found else tuple(left)
    return tuple(task for task in tasks if task.kind not in done)


def _of_basis(basis: Basis) -> tuple[FollowUp, ...]:
    """C2 and C3 have a declaration to keep; C3 needs the call's date and waits for its money."""
    return {
        Basis.LOST: (CALL_PATIENT, KEEP_DECLARATION),
        Basis.UNIDENTIFIED: (CALL_PATIENT, RECORD_CONTACT, TELL_ACCOUNTING, KEEP_DECLARATION),
        Basis.NONE: (SETTLE_WHEN_PROVED,),
    }.get(basis, ())


def _to_confirm(visit: Visit, site: Site, basis: Basis) -> Iterator[FollowUp]:
    """Whatever the system has not confirmed is looked up again, after an outage with the special mode."""
    if basis is Basis.NONE:
        return
    if basis is Basis.PUBLIC:
        yield from (ASK_WELFARE_OFFICE,) if _ticket_is_missing(visit) else ()
        return
    if _is_confirmed_online(visit, site):
        return
    if any(failure.cause in OUTAGE for failure in visit.failures):
        yield REQUEST_OUTAGE_MODE
    yield LOOK_UP_AGAIN


def _ticket_is_missing(visit: Visit) -> bool:
    return visit.card_answer is not None and visit.card_answer.validity is Validity.UNREGISTERED


def _is_confirmed_online(visit: Visit, site: Site) -> bool:
    shown = proof(visit, site)
    looked_up = shown is not None and confirms(visit.lookup(shown[0].kind))
    return looked_up or confirms(visit.card_answer)
