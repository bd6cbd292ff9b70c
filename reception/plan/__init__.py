"""A visit without a screen: a plan file says what the clerk does, the practice patient answers (docs/plans.md)."""

from reception.plan.plan_file import NO_PLAN, Plan, read_plan
from reception.plan.running import run_visit

__all__ = ["NO_PLAN", "Plan", "read_plan", "run_visit"]
