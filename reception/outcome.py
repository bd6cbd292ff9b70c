"""A closed visit as one JSON object: what `reception visit --json` prints."""

from itertools import chain
from typing import Any, Final

from oqs_client.codes import Validity
from reception.rules import open_tasks
from reception.visit import Visit
from reception.visit.values import Basis

_BASES: Final = {
    Basis.CURRENT: "現在の資格",
    Basis.LOST: "旧資格",
    Basis.UNIDENTIFIED: "不詳",
    Basis.PUBLIC: "公費のみ",
    Basis.NONE: "請求しない",
}


def closed_visit(visit: Visit) -> dict[str, Any]:
    """Return the visit's end as plain JSON values.

    `validity` is the word of the system's latest answer, None when it never answered; `copayment_share` is in tenths;
    `tasks` are those still to be done after hours; `rules` are all rules that decided something, each once, in the
    order in which they did. Fields not decided yet are None.
    """
    claim = visit.claim
    validity = _validity(visit)
    return {
        "patient": visit.patient_id,
        "date": visit.date.isoformat(),
        "identity_method": visit.identity_method.value,
        "validity": validity.word if validity else None,
        "basis": (claim.basis if claim else Basis.NONE).value,
        "claim": claim.claim.model_dump(mode="json") if claim else None,
        "copayment_share": visit.share.share if visit.share else None,
        "copayment_yen": visit.copayment.yen if visit.copayment else None,
        "tasks": [task.model_dump(mode="json") for task in open_tasks(visit)],
        "rules": _rules(visit),
    }


def _validity(visit: Visit) -> Validity | None:
    if visit.lookups:
        return visit.lookups[-1][1].validity
    return visit.card_answer.validity if visit.card_answer else None


def _rules(visit: Visit) -> list[str]:
    decided = (visit.share, visit.claim, visit.copayment, visit.closed)
    of_tasks = (task.rules for task in (visit.closed.tasks if visit.closed else ()))
    return list(dict.fromkeys(chain(*(decision.rules for decision in decided if decision), *of_tasks)))


def in_words(visit: Visit) -> str:
    """Return the visit's end as a few Japanese lines for a terminal."""
    end = closed_visit(visit)
    claim = end["claim"] or {}
    lines = [
        f"【訓練】{visit.patient.name} 様　{end['date']}",
        f"本人確認: {visit.identity_method.label}",
        f"請求: {_BASES[Basis(end['basis'])]}　{' '.join(filter(None, claim.values()))}",
        f"負担割合: {end['copayment_share']}割　お支払い: {end['copayment_yen']}円",
        *(f"診療後: {task['text']}" for task in end["tasks"]),
        f"根拠: {' '.join(end['rules'])}",
    ]
    return "\n".join(lines)
