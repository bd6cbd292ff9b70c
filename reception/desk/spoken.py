"""What is said, shown and signed at the desk: commands that are events as they stand, without reader or server."""

from functools import singledispatch

from reception.visit import Event
from reception.visit import commands as c
from reception.visit import events as e


@singledispatch
def spoken_event(_command: object) -> Event | None:
    """Return the event this command amounts to; None when something has to be done first."""
    return None


@spoken_event.register
def _(command: c.ReceiveCard) -> Event:
    return e.CardHanded(face=command.face)


@spoken_event.register
def _(_command: c.NoCard) -> Event:
    return e.CardNotBrought()


@spoken_event.register
def _(_command: c.RestoreMode) -> Event:
    return e.ReaderModeRestored()


@spoken_event.register
def _(_command: c.GiveUpIdentity) -> Event:
    return e.IdentityGivenUp()


@spoken_event.register
def _(command: c.AskConsent) -> Event:
    return e.ConsentGiven(medical=command.medical)


@spoken_event.register
def _(command: c.CompareCardFace) -> Event:
    return e.CardFaceCompared(matches=command.matches)


@spoken_event.register
def _(command: c.AskDocument) -> Event:
    if command.document is None:
        return e.DocumentAbsent(document=command.kind)
    return e.DocumentShown(document=command.document)


@spoken_event.register
def _(command: c.AskStillInsured) -> Event:
    return e.StillInsuredAnswered(document=command.kind, still=command.still)


@spoken_event.register
def _(command: c.AskUnchanged) -> Event:
    return e.UnchangedAnswered(unchanged=command.unchanged)


@spoken_event.register
def _(command: c.TakeDeclaration) -> Event:
    return e.DeclarationTaken(declaration=command.declaration)


@spoken_event.register
def _(command: c.EnterPoints) -> Event:
    return e.PointsEntered(points=command.points)
