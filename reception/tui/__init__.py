"""What the clerk sees: the Textual desk, Japanese first.

`reception.tui.app.run(options)` opens it. Importing this package switches off the kitty key protocol before Textual is
imported anywhere: under that protocol Textual turns input-method commits of five or more characters into garbage.
"""

import os

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
