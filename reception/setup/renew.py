"""`python3 -m reception.setup.renew`: resolve pyproject.toml anew and rewrite the three locks. For developers.

One resolution serves all: `tests.lock` is the largest, the others are held to its versions. The locks are universal
(Python 3.11 to 3.13, Linux, macOS, Windows; markers tell them apart) and name no package registry.
"""

import subprocess
import sys

from reception.setup.environment import BUILD_LOCK, Environment, Purpose
from reception.setup.report import Report
from reception.setup.start import ROOT

UV = "uv>=0.13,<0.14"
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
PROJECT = str(ROOT / "pyproject.toml")
HELD = ("--constraint", str(Purpose.TESTS.lock))

RESOLUTIONS = (
    (Purpose.TESTS.lock, (PROJECT, "--group", "dev", "--group", "build")),
    (Purpose.DESK.lock, (PROJECT, *HELD)),
    (BUILD_LOCK, ("--group", "build", *HELD)),
)
"""Which lock is resolved from what, in this order."""


def main() -> int:
    """Rewrite the locks; `--upgrade` and any other option goes to every `uv pip compile`. The exit code is uv's."""
    environment, report = Environment(ROOT), Report()
    uv = environment.program("uv")
    if not uv.exists():
        report.say("uv を入れます", "installing uv")
        subprocess.run((str(environment.program("python")), "-m", "pip", "install", "-q", UV), check=True)
    for lock, sources in RESOLUTIONS:
        code = subprocess.call((uv, "pip", "compile", *sources, *OPTIONS, "-o", lock, *sys.argv[1:]), cwd=ROOT)
        if code:
            return code
        report.say(f"{lock.name} を書きました", f"{lock.name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
