"""The closing summary in sections: basis, claim, tasks, what to tell, rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from reception.outcome import closed_visit
from reception.tui.wording.events import BASES
from reception.visit import Visit
from reception.visit.values import ShareSource

_SOURCES = {
    ShareSource.SERVER: "照会の答えから",
    ShareSource.DOCUMENT: "書類から",
    ShareSource.KNOWN: "前回の記録から",
    ShareSource.DECLARATION: "申立書から",
    ShareSource.AGE: "生年月日から",
    ShareSource.SITE_POLICY: "医院の取り決め",
    ShareSource.PUBLIC: "公費",
}


@dataclass(frozen=True)
class Section:
    """A heading and its (label, text) lines."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def summary_sections(visit: Visit, telling: tuple[tuple[str, str], ...]) -> Iterator[Section]:
    """The sections that have something to say; `telling` is what the patient should hear."""
    yield Section("会計", tuple(_money(visit)))
    if visit.claim:
        yield Section("請求（レセプト）", tuple(_claim(visit)))
    if telling:
        yield Section("患者さんに伝えること", telling)
    if visit.closed and visit.closed.tasks:
        done = {one.task for one in visit.done}
        tasks = (("〇 済み" if task.kind in done else "・ これから", task.text) for task in visit.closed.tasks)
        yield Section("診療後の仕事", tuple(tasks))
    yield Section("根拠", (("規則", " ".join(closed_visit(visit)["rules"])),))


def _money(visit: Visit) -> Iterator[tuple[str, str]]:
    if visit.points is not None:
        yield "点数", f"{visit.points:,} 点"
    if visit.share:
        yield "負担割合", f"{visit.share.share}割（{_SOURCES[visit.share.source]}）"
    yield "本人確認", visit.identity_method.label


def _claim(visit: Visit) -> Iterator[tuple[str, str]]:
    if visit.claim is None:
        return
    claim = visit.claim.claim
    yield "種類", BASES[visit.claim.basis]
    yield "保険者番号", claim.insurer_number or "（書かない）"
    yield "記号", claim.symbol or "（書かない）"
    yield "番号", claim.number or "（書かない）"
    if claim.branch:
        yield "枝番", claim.branch
    if claim.remarks:
        yield "摘要欄", claim.remarks
