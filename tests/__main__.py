"""`python3 -m tests [PYTEST ARGUMENTS]`: prepare what is missing, then run every check of the project.

Without arguments: format, lint, types, contracts, tests, stopping at the first that fails. With arguments: only
pytest, with them. Every module reached before the interpreter is known to be supported runs on Python 3.8.
"""

import sys

from reception.setup import interpreter


def main() -> int:
    """Run the checks; the last of them replaces this process and does not return."""
    interpreter.require("tests")
    from tests import checks

    return checks.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
