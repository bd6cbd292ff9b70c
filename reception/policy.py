"""The settings where the rules leave a choice. Standard library only: read before the first screen is painted."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Policy:
    """Settings for what the sources leave open (rulebook §7). None of them is ever graded.

    `lenient_until`: last day on which an expired card alone or an お知らせ alone is accepted after a look-up (§2.7).
    `month_end`: the three months after expiry count from the end of the month (§2.9).
    `elderly_share`: share in tenths when a patient of 75 or more does not know theirs (§2.2).
    `unknown_number_accepted`: False when the receipt computer refuses 77777777, so that 77777779 is written (§2.4).
    `lost_remark`: text of the 摘要欄 for a claim on the lost qualification (§2.4, wording not published).
    """

    lenient_until: date = date(2026, 3, 31)
    month_end: bool = True
    elderly_share: int = 2
    unknown_number_accepted: bool = True
    lost_remark: str = "旧資格"
