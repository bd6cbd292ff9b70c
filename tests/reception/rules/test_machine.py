"""Whatever happens at the desk: there is always a next step, the ladder keeps its order, and the money its rules."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fixtures import FacilityType
from oqs_client.certificate_window import CertificateWindow
from oqs_client.codes import IdentityMethod
from reception.rules import (
    certificate_state,
    claim_basis,
    copayment_share,
    fallback_ladder,
    identity_methods,
    line,
    medical_information,
    next_steps,
    open_tasks,
    patient_line,
    situation,
)
from reception.rules import rule as rule_of
from reception.rules.card import card_counts
from reception.rules.decision import Step
from reception.rules.facility import CheckMethod, check_method
from reception.site import Site
from reception.visit import Action, Event, Visit
from reception.visit import events as e
from reception.visit.values import Basis, DocumentKind
from tests.reception.rules.builders import OLD, TODAY, clinic, doubtful, opened
from tests.reception.rules.clerk import Clerk
from tests.reception.rules.outcomes import happenings, worst

MUST = {DocumentKind.ELIGIBILITY_NOTICE, DocumentKind.ELIGIBILITY_CERTIFICATE}
DATES = (date(2025, 6, 10), date(2025, 9, 1), date(2025, 12, 2), date(2026, 2, 10), TODAY)
LONGEST_ENDING = 60


class Desk(RuleBasedStateMachine):
    """Takes any step on offer with any outcome; the end is always within reach."""

    @initialize(
        age=st.sampled_from((0, 4, 24, 45, 72, 81)),
        on=st.sampled_from(DATES),
        known=st.sampled_from((None, OLD)),
        kind=st.sampled_from(FacilityType),
        reader=st.booleans(),
    )
    def open(self, *, age: int, on: date, known: object, kind: FacilityType, reader: bool) -> None:
        reason = 4 if kind is FacilityType.TRANSITIONAL else None
        place = Site(clinic(kind, reason, reader=reader))
        self.clerk = Clerk(opened(age, on, OLD if known else None), place)

    @property
    def visit(self) -> Visit:
        return self.clerk.visit

    @property
    def site(self) -> Site:
        return self.clerk.site

    @rule(data=st.data())
    def take_any_step(self, data: st.DataObject) -> None:
        steps = self.clerk.steps
        if not steps:
            return
        automatic = [step for step in steps if step.automatic]
        self._take(data.draw(st.sampled_from(automatic or steps)), data)

    @rule()
    def restart(self) -> None:
        if self.visit.closed is None:
            self.clerk.events.append(e.SessionResumed())

    def _take(self, step: Step, data: st.DataObject) -> None:
        if step.action is Action.CLOSE_VISIT:
            self.clerk.close()
            return
        events: list[Event] = data.draw(happenings(step, self.visit))
        self.clerk.events.extend(events)

    @invariant()
    def there_is_a_next_step_until_all_is_done(self) -> None:
        steps = self.clerk.steps
        assert steps or (self.visit.closed is not None and not open_tasks(self.visit))

    @invariant()
    def everything_shown_can_be_explained(self) -> None:
        scene = situation(self.visit, self.site)
        assert scene.word
        assert scene.detail
        for cited in (*scene.rules, *(rule_id for step in self.clerk.steps for rule_id in step.rules)):
            rule_of(cited)
        for said in (patient_line(self.visit, self.site), *(step.line for step in self.clerk.steps)):
            if said is not None:
                line(said)

    @invariant()
    def no_sign_is_of_doubtful_width(self) -> None:
        scene = situation(self.visit, self.site)
        shown = (scene.word, scene.detail, *scene.warnings, *(step.note for step in self.clerk.steps))
        assert doubtful("".join(shown)) == set()

    @invariant()
    def automatic_steps_stand_first(self) -> None:
        flags = [step.automatic for step in self.clerk.steps]
        assert flags == sorted(flags, reverse=True)

    @invariant()
    def no_step_is_offered_twice(self) -> None:
        offers = [(step.action, step.document, step.task) for step in self.clerk.steps]
        assert len(offers) == len(set(offers))

    @invariant()
    def the_declaration_needs_the_card_and_every_rung_above(self) -> None:
        if Action.TAKE_DECLARATION not in [step.action for step in self.clerk.steps]:
            return
        visit = self.visit
        assert card_counts(visit)
        asked = visit.absent | {document.kind for document in visit.documents}
        assert asked >= MUST
        assert visit.known is None or visit.unchanged is False

    @invariant()
    def the_word_of_a_regular_comes_after_the_papers(self) -> None:
        if Action.ASK_UNCHANGED in [step.action for step in self.clerk.steps]:
            asked = self.visit.absent | {document.kind for document in self.visit.documents}
            assert asked >= MUST
            assert self.visit.known is not None

    @invariant()
    def unidentified_claims_have_a_card_and_a_declaration(self) -> None:
        filing = claim_basis(self.visit, self.site)
        if filing is not None and filing.value.basis in {Basis.UNIDENTIFIED, Basis.LOST}:
            assert card_counts(self.visit)
            assert self.visit.declaration is not None

    @invariant()
    def the_whole_bill_is_only_for_special_medical_or_no_proof(self) -> None:
        if copayment_share(self.visit, self.site).value.share < 10:
            return
        filing = claim_basis(self.visit, self.site)
        answers = [self.visit.card_answer, *(found for _, found in self.visit.lookups)]
        special = any(row.special_medical for found in answers if found for row in found.qualifications)
        assert special or (filing is not None and filing.value.basis is Basis.NONE)

    @invariant()
    def medical_information_stays_shut_in_the_grace_and_at_method_three(self) -> None:
        state = certificate_state(self.visit, self.site)
        lapsed = state is not None and state.value in {CertificateWindow.GRACE, CertificateWindow.DEAD}
        limited = check_method(self.site.clinic).value is CheckMethod.QUALIFICATION_ONLY
        if lapsed or limited:
            assert not medical_information(self.visit, self.site).value
            assert Action.ASK_CONSENT not in [step.action for step in self.clerk.steps]

    @invariant()
    def a_method_is_offered_only_where_it_can_be_used(self) -> None:
        offers = {offer.method: offer.possible for offer in identity_methods(self.visit, self.site).value}
        offered = [step.action for step in self.clerk.steps]
        assert Action.CHECK_FACE not in offered or offers[IdentityMethod.FACE]
        assert Action.START_VISUAL_CHECK not in offered or offers[IdentityMethod.VISUAL]
        assert Action.ENTER_PIN not in offered or offers[IdentityMethod.PIN]

    @invariant()
    def nobody_closes_with_the_mode_changed_or_the_card_on_the_reader(self) -> None:
        if Action.CLOSE_VISIT in [step.action for step in self.clerk.steps]:
            assert not self.visit.visual_mode
            assert not self.visit.card_on_reader

    @invariant()
    def a_closed_visit_has_basis_share_yen_and_reasons(self) -> None:
        visit = self.visit
        if visit.closed is None:
            return
        assert visit.claim is not None
        assert visit.share is not None
        assert visit.copayment is not None
        assert visit.claim.rules
        assert visit.share.rules

    @invariant()
    def the_ladder_is_part_of_what_is_offered(self) -> None:
        if self.visit.closed is None and claim_basis(self.visit, self.site) is None:
            assert set(fallback_ladder(self.visit, self.site)) <= set(self.clerk.steps) or self._something_first()

    def _something_first(self) -> bool:
        first = self.clerk.first()
        return first in {Action.REGISTER_CARD, Action.RETURN_CARD, Action.RESTORE_MODE, Action.JUDGE_FACE}

    def teardown(self) -> None:
        """From wherever the walk has led, a clerk with a hapless patient gets to the end by the recommended steps."""
        if not hasattr(self, "clerk"):
            return
        for _ in range(LONGEST_ENDING):
            steps = next_steps(self.visit, self.site)
            if not steps:
                break
            if steps[0].action is Action.CLOSE_VISIT:
                self.clerk.close()
            else:
                self.clerk.events.extend(worst(steps[0], self.visit))
        assert self.visit.closed is not None
        assert next_steps(self.visit, self.site) == ()


Desk.TestCase.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
TestDesk = Desk.TestCase
