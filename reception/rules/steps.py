"""What comes next at the desk (rulebook §6): one reading of the visit, from the greeting to the last open task."""

from oqs_client.codes import IdentityMethod
from reception.rules import offers
from reception.rules.card import CardStanding, card_counts, card_standing
from reception.rules.claim import claim_basis
from reception.rules.decision import Step
from reception.rules.facility import check_method, registers_cards
from reception.rules.identity import identity_methods
from reception.rules.ladder import fallback_ladder, second_thoughts
from reception.rules.medical_information import medical_information
from reception.rules.reading import (
    CARD_MISPLACED,
    DEVICE_TROUBLE,
    SERVER_TROUBLE,
    can_ask,
    has_failed,
    is_reading_over,
    times_failed,
)
from reception.rules.share import copayment_share
from reception.rules.tasks import open_tasks
from reception.rules.telling import parting_line
from reception.site import Site
from reception.visit import Visit
from reception.visit.values import Basis, FailureCause


def next_steps(visit: Visit, site: Site) -> tuple[Step, ...]:
    """Return what the clerk can do now, the recommended step first; automatic steps are done without a key.

    Never empty before the visit is closed and its last task done.
    """
    if visit.closed is not None:
        return tuple(offers.follow_up(task) for task in open_tasks(visit))
    standing = card_standing(visit).value
    if standing is CardStanding.NOT_ASKED:
        return (offers.receive_card(), offers.no_card())
    if standing is CardStanding.COUNTS:
        return _with_card(visit, site)
    return _hand_back(visit, standing) or _without_card(visit, site, standing)


def _with_card(visit: Visit, site: Site) -> tuple[Step, ...]:
    if not is_reading_over(visit, site):
        return (*_reading(visit, site), *_mode_to_restore(visit, site))
    if claim_basis(visit, site) is not None:
        return _finish(visit, site)
    return (*_around_the_ladder(visit, site), *second_thoughts(visit, site), *_mode_to_restore(visit, site))


def _reading(visit: Visit, site: Site) -> tuple[Step, ...]:
    """The card on the reader: placed, its holder identified, consent, and the question to the system."""
    if not visit.card_on_reader:
        return (offers.place_card(),)
    if visit.photo_read:
        return (offers.judge_face(),)
    if visit.identity is None:
        return _identify(visit, site)
    if visit.consent is None and medical_information(visit, site).value:
        return (offers.ask_consent(),)
    return (offers.send_check(),)


def _identify(visit: Visit, site: Site) -> tuple[Step, ...]:
    if visit.pin_outcome_unknown:
        again = offers.place_card("置き直すと、暗証番号の残りの回数がわかります。", "ID-01")
        return (again, offers.give_up_identity())
    methods = identity_methods(visit, site).value
    possible = (offers.check_identity(offer.method, visit, offer.why) for offer in methods if offer.possible)
    return (*possible, offers.give_up_identity())


def _around_the_ladder(visit: Visit, site: Site) -> tuple[Step, ...]:
    """A first failure of machine or line is tried again before the ladder, a second one after it (§2.8)."""
    if _may_register(visit, site):
        return (offers.register_card(),)
    again, ladder = _again(visit, site), fallback_ladder(visit, site)
    failed_before = max(times_failed(visit, DEVICE_TROUBLE), times_failed(visit, SERVER_TROUBLE)) > 1
    return (*ladder, *again) if failed_before else (*again, *ladder)


def _may_register(visit: Visit, site: Site) -> bool:
    """登録 is offered once, on a face reader, while the holder of the card on it is known (REG-02)."""
    open_to_it = has_failed(visit, FailureCause.NOT_REGISTERED) and not visit.registration_declined
    return open_to_it and can_ask(visit) and registers_cards(check_method(site.clinic).value)


def _again(visit: Visit, site: Site) -> tuple[Step, ...]:
    """What may be tried once more after a failure."""
    if not site.clinic.reader or visit.card_answer is not None or visit.identity_given_up:
        return ()
    if has_failed(visit, *CARD_MISPLACED):
        return (offers.place_card("マイナンバーカードを置き直すと、はじめから確認できます。", "RES-03"),)
    if has_failed(visit, *DEVICE_TROUBLE):
        return (offers.place_card("リーダーを一度だけ再起動し、カードを置き直します。", "RES-03"),)
    if has_failed(visit, *SERVER_TROUBLE):
        return (_ask_again(visit),)
    if has_failed(visit, FailureCause.IDENTITY_IMPOSSIBLE):
        return _other_identity(visit, site)
    return _registration_again(visit, site)


def _ask_again(visit: Visit) -> Step:
    return offers.send_check(again=True) if can_ask(visit) else offers.place_card("置き直して、はじめから。", "RES-03")


def _other_identity(visit: Visit, site: Site) -> tuple[Step, ...]:
    """Where the reader knows no other way, the PIN may still open the chip."""
    if visit.identity is IdentityMethod.PIN:
        return (_ask_again(visit),)
    pin = next(offer for offer in identity_methods(visit, site).value if offer.method is IdentityMethod.PIN)
    return (offers.check_identity(pin.method, visit, pin.why),) if visit.card_on_reader and pin.possible else ()


def _registration_again(visit: Visit, site: Site) -> tuple[Step, ...]:
    """A card taken from the reader before the patient answered: placed again, it can still be registered."""
    left_open = has_failed(visit, FailureCause.NOT_REGISTERED) and not visit.registration_declined
    if not left_open or can_ask(visit) or not registers_cards(check_method(site.clinic).value):
        return ()
    return (offers.place_card("登録するには、カードを置き直して本人確認からやり直します。", "REG-02"),)


def _hand_back(visit: Visit, standing: CardStanding) -> tuple[Step, ...]:
    """Somebody else's card leaves the desk before anything else."""
    if standing is not CardStanding.NOT_THE_PATIENTS or not visit.card_on_reader:
        return ()
    mode = (offers.restore_mode(),) if visit.visual_mode else ()
    return (*mode, offers.return_card(somebody_elses=True))


def _without_card(visit: Visit, site: Site, standing: CardStanding) -> tuple[Step, ...]:
    """Papers alone; a card found in the bag after all is welcome until the end (FLOW-05)."""
    late_card = (offers.receive_card(),) if standing is CardStanding.ABSENT else ()
    filing = claim_basis(visit, site)
    if filing is None:
        return (*fallback_ladder(visit, site), *late_card, *_mode_to_restore(visit, site))
    if filing.value.basis is not Basis.NONE:
        return _finish(visit, site)
    return (*_finish(visit, site), *fallback_ladder(visit, site), *second_thoughts(visit, site), *late_card)


def _finish(visit: Visit, site: Site) -> tuple[Step, ...]:
    """Points, mode, card, and only then the end: a forgotten mode shuts the next patient out (S03)."""
    left = [
        (visit.points is None, offers.enter_points()),
        (visit.visual_mode, offers.restore_mode()),
        (visit.card_on_reader, offers.return_card()),
    ]
    steps = tuple(step for is_left, step in left if is_left)
    return steps or (offers.close_visit(_deciding_rules(visit, site), parting_line(visit, site)),)


def _deciding_rules(visit: Visit, site: Site) -> tuple[str, ...]:
    filing = claim_basis(visit, site)
    claim = filing.rules if filing else ()
    return tuple(dict.fromkeys((*claim, *copayment_share(visit, site).rules)))


def _mode_to_restore(visit: Visit, site: Site) -> tuple[Step, ...]:
    """The reader may go back to its normal mode as soon as the eyes have done their work."""
    done = visit.identity is not None or is_reading_over(visit, site) or not card_counts(visit)
    return (offers.restore_mode(),) if visit.visual_mode and done else ()
