"""How long the machine has slept: cards lose their power then, and nobody sees one swapped."""

import sys
import time


def seconds_asleep() -> float:
    """Return the seconds this machine has been suspended since it started; 0.0 where the system does not tell.

    Two clocks, one of which stops while the machine sleeps. Windows tells the resource manager, which reports every
    card as taken and placed anew; nothing to find out there.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(time.CLOCK_UPTIME_RAW)
    return 0.0
