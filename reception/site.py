"""The site as the rules see it: the clinic, and the settings where the rules leave a choice."""

from dataclasses import dataclass, field

from fixtures import Clinic
from reception.policy import Policy


@dataclass(frozen=True)
class Site:
    """Where the desk stands and what it has decided for itself."""

    clinic: Clinic
    policy: Policy = field(default_factory=Policy)
