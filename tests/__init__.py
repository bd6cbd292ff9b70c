"""The proofs, one folder per package. `python3 -m tests` runs every check."""
