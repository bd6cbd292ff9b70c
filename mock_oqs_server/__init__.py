"""A mock of the online qualification check system (訓練用模擬): the contract of `oqs_client`, only fiction.

`create_app` makes the ASGI app, `EmbeddedServer` runs one inside another program, `mock-oqs-server` is the command.
"""

from mock_oqs_server.app import create_app
from mock_oqs_server.errors import RegistryRefusedError
from mock_oqs_server.serving import EmbeddedServer

__all__ = ["EmbeddedServer", "RegistryRefusedError", "create_app"]
