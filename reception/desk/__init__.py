"""The shell of the desk: it performs the clerk's commands on reader, server and journal, and nothing else decides less.

Everything it learns becomes an event; the event is on disk before the visit shows it; what may come next is the rules'
answer, never the desk's own.
"""

from reception.desk.card_thread import Patience
from reception.desk.desk import Desk

__all__ = ["Desk", "Patience"]
