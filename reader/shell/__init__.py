"""`reader shell`: APDUs by hand. `language` reads a line, `session` carries it out; both know nothing of terminals."""
