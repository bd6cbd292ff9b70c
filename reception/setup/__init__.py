"""Prepares the machine and the checkout's `.venv`, then hands over. Standard library only, nothing imported here.

The locks beside this file hold every Python package with its hashes: `build.lock` (what building needs), `desk.lock`
(what the desk needs), `tests.lock` (the desk and the checks).
"""
