"""A mock of the online qualification check system (訓練用模擬): the contract of `oqs_client`, only fiction.

`create_app` makes the ASGI app, `EmbeddedServer` runs one inside another program, `mock-oqs-server` is the command.
Public names are loaded when first asked for, so that `mock-oqs-server --help` does not wait for FastAPI.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_oqs_server.app import create_app
    from mock_oqs_server.errors import MockServerError, PortTakenError, RegistryRefusedError
    from mock_oqs_server.serving import EmbeddedServer

__all__ = ["EmbeddedServer", "MockServerError", "PortTakenError", "RegistryRefusedError", "create_app"]

_HOME = {"create_app": "app", "EmbeddedServer": "serving"}


def __getattr__(name: str) -> object:
    """Load a public name from the module it lives in; what is not listed there is an error class."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'errors')}"), name)
