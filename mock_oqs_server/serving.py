"""Running the app: on a socket that is already bound, so that a taken port is known before anything else happens."""

import logging
import os
import socket
from threading import Event, Thread
from types import TracebackType
from typing import Final

import uvicorn
from fastapi import FastAPI

from mock_oqs_server.errors import MockServerError, PortTakenError

_log = logging.getLogger(__name__)

LOOPBACK: Final = "127.0.0.1"
_STOPS_WITHIN: Final = 10.0


class NotStartedError(MockServerError):
    """The embedded server did not come up."""

    ja = "模擬サーバーを起動できませんでした。"
    en = "The embedded mock server did not start."


def bound_socket(host: str, port: int) -> socket.socket:
    """Listen at an address (`port` 0: any free one). Raises PortTakenError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere the option lets two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise PortTakenError(f"{host}:{port} ({error})") from error
    return listener


def quiet_server(app: FastAPI) -> uvicorn.Server:
    """Return a server without access log and without a say in the program's logging."""
    return uvicorn.Server(
        uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="on", timeout_graceful_shutdown=2)
    )


class EmbeddedServer:
    """The app in a thread of this program, on a free loopback port; a context manager that gives the base URL."""

    def __init__(self, app: FastAPI) -> None:
        self._server = _Announcing(quiet_server(app).config)
        self._thread: Thread | None = None

    def start(self) -> str:
        """Start serving and return the base URL. Raises NotStartedError, PortTakenError."""
        listener = bound_socket(LOOPBACK, 0)
        port = listener.getsockname()[1]
        self._thread = Thread(target=self._run, args=(listener,), name="mock-oqs-server", daemon=True)
        self._thread.start()
        self._server.settled.wait()
        if not self._server.started:
            self.stop()
            raise NotStartedError(f"{LOOPBACK}:{port}")
        return f"http://{LOOPBACK}:{port}"

    def stop(self) -> None:
        """Stop serving and wait for the end; stopping twice does no harm."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(_STOPS_WITHIN)
            self._thread = None

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, listener: socket.socket) -> None:
        try:
            with listener:
                self._server.run(sockets=[listener])
        except SystemExit as error:  # how uvicorn says that the app did not start; `start` tells the caller
            _log.error("the embedded mock server ended with %s", error.code)
        finally:
            self._server.settled.set()


class _Announcing(uvicorn.Server):
    """Tells when it has started, or has failed to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.settled = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.settled.set()
