"""`python3 -m reception [ARGUMENTS]`: prepare what is missing, then open the desk.

Every module this one reaches before the interpreter is known to be supported parses on Python 3.8, so that an
interpreter that is too old still says what to do instead of failing with a syntax error.
"""

import sys

from reception.setup import interpreter


def main() -> int:
    """Open the desk; on success the process becomes `.venv/bin/reception` and does not return."""
    interpreter.require("reception")
    from reception.setup import start

    return start.open_desk(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
