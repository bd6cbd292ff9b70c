"""The dialogs, each typed by its result: the clerk's command, or None when the clerk goes back."""
