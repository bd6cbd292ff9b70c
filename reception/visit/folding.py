"""From events to the visit: what each of them changes. Pure, and the only way a `Visit` comes to be."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce, singledispatch

from reception.visit import events as e
from reception.visit.values import FailureCause
from reception.visit.visit import Visit

CHIP_GONE = frozenset({FailureCause.CARD_REMOVED, FailureCause.READER_DOWN, FailureCause.CARD_UNREADABLE})
"""Failures after which whatever the chip held (PIN verified, photo opened) is gone."""


def apply(visit: Visit, event: e.Event) -> Visit:
    """Return the visit after `event`. `VisitOpened` starts a visit and cannot be applied to one."""
    return _after(event, visit)


def fold(events: Iterable[e.Event]) -> Visit:
    """Build the visit from its events, the first of which must be `VisitOpened` (ValueError otherwise)."""
    first, *rest = events
    if not isinstance(first, e.VisitOpened):
        raise ValueError(f"a visit starts with visit-opened, not {first.kind}")
    opened = Visit(
        id=first.visit_id,
        patient_id=first.patient_id,
        patient=first.patient,
        date=first.date,
        clinic_code=first.clinic_code,
        known=first.known,
    )
    return reduce(apply, rest, opened)


@singledispatch
def _after(event: object, visit: Visit) -> Visit:
    raise TypeError(f"{event!r} is no event of an open visit {visit.id}")


@_after.register
def _(_event: e.SessionResumed, visit: Visit) -> Visit:
    """The chip was reset: an identity that has led neither to an answer nor to a failure is gone, and its consent too.

    After a failure the visit goes on without the reader, and that the patient was identified stays true.
    """
    kept = visit.card_answer is not None or visit.failure is not None
    return replace(
        visit,
        card_on_reader=False,
        photo_read=False,
        identity=visit.identity if kept else None,
        consent=visit.consent if kept else None,
    )


@_after.register
def _(event: e.CardHanded, visit: Visit) -> Visit:
    return replace(visit, brought_card=True, face=event.face)


@_after.register
def _(_event: e.CardNotBrought, visit: Visit) -> Visit:
    return replace(visit, brought_card=False)


@_after.register
def _(event: e.CardPresented, visit: Visit) -> Visit:
    """A chip powered anew knows of no PIN: without an answer the identity has to be checked again."""
    kept = visit.card_answer is not None
    return replace(
        visit,
        identity=visit.identity if kept else None,
        consent=visit.consent if kept else None,
        brought_card=True,
        card=event.card,
        card_on_reader=True,
        pin_tries_left=event.card.pin_tries_left,
        pin_outcome_unknown=False,
        failure=None,
    )


@_after.register
def _(event: e.PinRejected, visit: Visit) -> Visit:
    return replace(visit, pin_tries_left=event.tries_left)


@_after.register
def _(_event: e.PinOutcomeUnknown, visit: Visit) -> Visit:
    return replace(visit, pin_outcome_unknown=True, pin_tries_left=None)


@_after.register
def _(_event: e.VisualCheckStarted, visit: Visit) -> Visit:
    return replace(visit, visual_mode=True, photo_read=True)


@_after.register
def _(event: e.VerificationNumberRejected, visit: Visit) -> Visit:
    return replace(visit, verification_tries_left=event.tries_left)


@_after.register
def _(event: e.FaceRefused, visit: Visit) -> Visit:
    return replace(visit, refused_methods=visit.refused_methods | {event.method}, photo_read=False)


@_after.register
def _(event: e.IdentityConfirmed, visit: Visit) -> Visit:
    return replace(visit, identity=event.method, photo_read=False)


@_after.register
def _(_event: e.IdentityGivenUp, visit: Visit) -> Visit:
    return replace(visit, identity_given_up=True)


@_after.register
def _(_event: e.ReaderModeRestored, visit: Visit) -> Visit:
    return replace(visit, visual_mode=False)


@_after.register
def _(event: e.CardFaceCompared, visit: Visit) -> Visit:
    return replace(visit, card_face_matches=event.matches)


@_after.register
def _(event: e.ConsentGiven, visit: Visit) -> Visit:
    return replace(visit, consent=event.medical)


@_after.register
def _(_event: e.CardRegistered, visit: Visit) -> Visit:
    return replace(visit, registered_here=True, failure=None)


@_after.register
def _(_event: e.RegistrationDeclined, visit: Visit) -> Visit:
    return replace(visit, registration_declined=True)


@_after.register
def _(event: e.QualificationReceived, visit: Visit) -> Visit:
    if event.document is None:
        return replace(visit, card_answer=event.answer, failure=None)
    return replace(
        visit,
        lookups=(*visit.lookups, (event.document, event.answer)),
        lookups_failed=visit.lookups_failed - {event.document},
    )


@_after.register
def _(event: e.CheckFailed, visit: Visit) -> Visit:
    """A pulled card takes the chip's security status with it; a look-up that failed says nothing about the card."""
    if event.document is not None:
        return replace(visit, failures=(*visit.failures, event), lookups_failed=visit.lookups_failed | {event.document})
    lost = event.cause in CHIP_GONE and visit.card_answer is None
    return replace(
        visit,
        failure=event,
        failures=(*visit.failures, event),
        card_on_reader=visit.card_on_reader and event.cause not in CHIP_GONE,
        identity=None if lost else visit.identity,
        consent=None if lost else visit.consent,
        photo_read=False if lost else visit.photo_read,
    )


@_after.register
def _(event: e.DocumentShown, visit: Visit) -> Visit:
    """A paper shown again is read anew: what was asked and looked up about the earlier reading no longer holds."""
    kind = event.document.kind
    return replace(
        visit,
        documents=(*visit.documents, event.document),
        absent=visit.absent - {kind},
        lookups=tuple(lookup for lookup in visit.lookups if lookup[0] is not kind),
        lookups_failed=visit.lookups_failed - {kind},
        still_insured=tuple(answer for answer in visit.still_insured if answer[0] is not kind),
    )


@_after.register
def _(event: e.DocumentAbsent, visit: Visit) -> Visit:
    return replace(visit, absent=visit.absent | {event.document})


@_after.register
def _(event: e.StillInsuredAnswered, visit: Visit) -> Visit:
    return replace(visit, still_insured=(*visit.still_insured, (event.document, event.still)))


@_after.register
def _(event: e.UnchangedAnswered, visit: Visit) -> Visit:
    return replace(visit, unchanged=event.unchanged)


@_after.register
def _(event: e.DeclarationTaken, visit: Visit) -> Visit:
    return replace(visit, declaration=event.declaration)


@_after.register
def _(event: e.PointsEntered, visit: Visit) -> Visit:
    return replace(visit, points=event.points)


@_after.register
def _(event: e.ShareDecided, visit: Visit) -> Visit:
    return replace(visit, share=event)


@_after.register
def _(event: e.ClaimDecided, visit: Visit) -> Visit:
    return replace(visit, claim=event)


@_after.register
def _(event: e.CopaymentDecided, visit: Visit) -> Visit:
    return replace(visit, copayment=event)


@_after.register
def _(_event: e.CardReturned, visit: Visit) -> Visit:
    return replace(visit, card_on_reader=False, card_returned=True)


@_after.register
def _(event: e.VisitClosed, visit: Visit) -> Visit:
    return replace(visit, closed=event)


@_after.register
def _(event: e.FollowUpDone, visit: Visit) -> Visit:
    return replace(visit, done=(*visit.done, event))
