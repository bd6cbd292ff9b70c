"""The rules of the desk: pure decisions over (visit, site), each with the ids of the rule book that led to it."""

from reception.rules import numbers
from reception.rules.catalogue import Rule, rule
from reception.rules.certificate import certificate_state
from reception.rules.claim import Filing, claim_basis
from reception.rules.decision import Decision, Level, Situation, Step
from reception.rules.identity import MethodOffer, identity_methods
from reception.rules.ladder import fallback_ladder
from reception.rules.lines import PatientLine, line
from reception.rules.medical_information import medical_information
from reception.rules.share import ShareOf, copayment, copayment_share
from reception.rules.situation import situation
from reception.rules.steps import next_steps
from reception.rules.tasks import follow_ups, open_tasks
from reception.rules.telling import patient_line

__all__ = [
    "Decision",
    "Filing",
    "Level",
    "MethodOffer",
    "PatientLine",
    "Rule",
    "ShareOf",
    "Situation",
    "Step",
    "certificate_state",
    "claim_basis",
    "copayment",
    "copayment_share",
    "fallback_ladder",
    "follow_ups",
    "identity_methods",
    "line",
    "medical_information",
    "next_steps",
    "numbers",
    "open_tasks",
    "patient_line",
    "rule",
    "situation",
]
