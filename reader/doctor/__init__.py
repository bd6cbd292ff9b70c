"""Why does the reader not work? The usual causes, from the service up to the card, each with what mends it.

`diagnosis` is pure: it asks a `Surroundings` and returns findings. `machine` is the real one, `remedies` knows the
commands of this system.
"""

from reader.doctor.diagnosis import examine
from reader.doctor.finding import Finding, Health
from reader.doctor.surroundings import CardProgram, Surroundings

__all__ = ["CardProgram", "Finding", "Health", "Surroundings", "examine"]
