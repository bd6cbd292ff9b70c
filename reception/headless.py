"""One visit without a screen: opens a desk, runs the visit, closes the desk."""

import asyncio
from collections.abc import Callable

from reader.errors import ReaderError
from reception.errors import ReaderTrouble
from reception.opening import open_desk
from reception.plan import Plan, run_visit
from reception.settings import DeskOptions
from reception.visit import Visit


def run_headless(options: DeskOptions, patient_id: str, plan: Plan, notify: Callable[[str], object]) -> Visit:
    """Run the visit of one patient to its end and return it closed; `notify` gets the notices. Raises DeskError."""
    return asyncio.run(_run(options, patient_id, plan, notify))


async def _run(options: DeskOptions, patient_id: str, plan: Plan, notify: Callable[[str], object]) -> Visit:
    try:
        async with open_desk(options) as bench:
            for notice in bench.notices:
                notify(notice)
            return await run_visit(bench, bench.patient(patient_id), plan)
    except ReaderError as error:
        raise ReaderTrouble(ja=error.ja, en=error.en, next_ja=error.next_ja, next_en=error.next_en) from error
