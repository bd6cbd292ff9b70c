"""Real readers through PC/SC (pcsc-lite, macOS, Windows).

`resource_manager` alone imports pyscard, and only its thin `scard` layer: pyscard's own connection objects do PC/SC
calls in `__del__` and raise there, their exceptions have two roots, and its monitors die with the service
(facts pcsc §4, §5). `results` says what every result code means; `watching` tells what changes on the readers.
"""

from reader.pcsc.card_connection import PcscConnection
from reader.pcsc.card_reader import PcscReader, pcsc_readers
from reader.pcsc.watching import watch

__all__ = ["PcscConnection", "PcscReader", "pcsc_readers", "watch"]
