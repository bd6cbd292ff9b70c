"""The desk: the rules, the visit, the journal, what the clerk sees, and the commands.

Nothing is imported here: `python3 -m reception` starts on a bare interpreter and prepares the rest (`reception.setup`).
"""
