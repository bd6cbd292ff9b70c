"""The 摘要欄 of a claim (rulebook §2.4): what the review agency needs to find the insurer."""

from datetime import date

from reception.rules.written import written_date
from reception.visit import Visit
from reception.visit.values import InsuredStatusDeclaration, TaskKind

UNKNOWN = "不明"
NOT_YET_CONTACTED = "未連絡"
FIRST_WORD = "不詳"


def unidentified_remark(visit: Visit, declaration: InsuredStatusDeclaration) -> str:
    """Return the 摘要 of a claim without numbers: 不詳, then the seven items in the order of the notice (W4)."""
    called = contacted_on(visit)
    items = {
        "カナ氏名": declaration.name_kana,
        "保険種別": declaration.scheme,
        "保険者等名称": declaration.insurer_name,
        "事業所名": declaration.employer,
        "住所": declaration.address,
        "連絡先": declaration.contact,
        "患者への連絡を行った日": written_date(called) if called else NOT_YET_CONTACTED,
    }
    return "　".join((FIRST_WORD, *(f"{title}：{text or UNKNOWN}" for title, text in items.items())))


def contacted_on(visit: Visit) -> date | None:
    """The last day on which the patient was called or written to; None while that is still to be done."""
    return max((done.on for done in visit.done if done.task is TaskKind.CALL_PATIENT), default=None)
