"""`python -m reader.cli` is `reader`."""

import sys

from reader.cli import main

sys.exit(main())
