"""Cards and readers: APDUs, the My Number Card driver, the virtual card, PC/SC, the simulated reader.

Importing this package is cheap: pyscard stays in `reader.pcsc`, RSA and pictures in `reader.virtual`.

    connection = some_reader.connect()
    card = MyNumberCard(connection)
    card.pin_tries_left()
    card.verify_pin(Pin("1234"))
    signature = card.sign(nonce)
"""

from reader.apdu import Command, Response
from reader.card_face import CardFace, Sex
from reader.certificate import AuthCertificate
from reader.connection import Camera, CardConnection, CardReader, InstitutionTerminal
from reader.credentials import Pin, VerificationNumberB
from reader.errors import ReaderError
from reader.my_number_card import MyNumberCard
from reader.simulated import Holder, SimulatedReader
from reader.status_word import SW, StatusWord
from reader.tracing import TracedConnection

__all__ = [
    "SW",
    "AuthCertificate",
    "Camera",
    "CardConnection",
    "CardFace",
    "CardReader",
    "Command",
    "Holder",
    "InstitutionTerminal",
    "MyNumberCard",
    "Pin",
    "ReaderError",
    "Response",
    "Sex",
    "SimulatedReader",
    "StatusWord",
    "TracedConnection",
    "VerificationNumberB",
]
