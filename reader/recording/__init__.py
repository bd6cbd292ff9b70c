"""Dialogues with a card on file: recorded without anything secret or personal, read back, and played as a card.

`format` is the file (docs/recordings.md), `recorder` writes one while a driver talks, `replay` makes a card of it.
"""
