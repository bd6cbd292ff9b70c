"""What is asked of the qualification check system, as events. No error of the line leaves here."""

from collections.abc import AsyncGenerator

from oqs_client.errors import OqsError
from oqs_client.refusal import Refusal
from reception.desk.failures import CardTrouble, card_failed, line_failed, refused
from reception.desk.online_check import OnlineCheck, Unwritable
from reception.desk.progress import Progress
from reception.visit import Event, Visit
from reception.visit import events as e
from reception.visit.values import Document, FailureCause

Events = AsyncGenerator[Event, None]


class OnlineActs:
    """Everything `check` can be asked, told as events."""

    def __init__(self, check: OnlineCheck) -> None:
        self._check = check

    async def send_check(self, visit: Visit, progress: Progress) -> Events:
        """Check by the card on the reader."""
        try:
            answer = await self._check.by_card(visit, progress)
        except CardTrouble as trouble:
            yield card_failed(trouble)
        except OqsError as error:
            yield line_failed(error)
        else:
            yield refused(answer) if isinstance(answer, Refusal) else e.QualificationReceived(answer=answer)

    async def register(self, visit: Visit, *, agreed: bool, progress: Progress) -> Events:
        """Register the card as an insurance card, if the patient agrees."""
        if not agreed:
            yield e.RegistrationDeclined()
            return
        try:
            answer = await self._check.register(visit, progress)
        except CardTrouble as trouble:
            yield card_failed(trouble)
        except OqsError as error:
            yield line_failed(error)
        else:
            yield refused(answer) if isinstance(answer, Refusal) else e.CardRegistered()

    async def look_up(self, visit: Visit, document: Document, progress: Progress) -> Events:
        """Look up the numbers of a paper."""
        try:
            answer = await self._check.by_number(visit, document, progress)
        except Unwritable:
            failed = e.CheckFailed(cause=FailureCause.REFUSED, message=Unwritable.ja)
        except OqsError as error:
            failed = line_failed(error)
        else:
            if not isinstance(answer, Refusal):
                yield e.QualificationReceived(answer=answer, document=document.kind)
                return
            failed = refused(answer)
        yield failed.model_copy(update={"document": document.kind})
