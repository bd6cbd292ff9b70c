"""A visit as a value: the events, the `Visit` folded from them, and the commands a clerk can give."""

from reception.visit.commands import Action, Command
from reception.visit.events import EVENT, Event
from reception.visit.folding import apply, fold
from reception.visit.visit import Visit

__all__ = ["EVENT", "Action", "Command", "Event", "Visit", "apply", "fold"]
