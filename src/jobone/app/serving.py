"""Serving the page on the loopback address until it is interrupted."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable
from datetime import date
from types import FrameType

import uvicorn

from jobone.app.rendering import Renderer
from jobone.app.server import make_app
from jobone.app.study import Study
from jobone.app.work import Desk

__all__ = ["LOOPBACK", "Serving", "listen", "serve", "warm"]

LOOPBACK = "127.0.0.1"
_MOST_CONNECTIONS = 200
_LONGEST_HEAD = 32_768


class _Server(uvicorn.Server):
    """A server that remembers whether it was interrupted."""

    interrupted = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note an interruption on the way out."""
        self.interrupted = self.interrupted or sig == signal.SIGINT
        super().handle_exit(sig, frame)


class Serving:
    """A server on a socket that listens.

    Parameters
    ----------
    study
        The programme.
    listening
        Bound to the loopback address.
    today
        Tells the day on which an export is written.
    """

    def __init__(
        self, study: Study, listening: socket.socket, today: Callable[[], date] = date.today
    ) -> None:
        port = listening.getsockname()[1]
        self.desk = Desk()
        self.address = f"http://{LOOPBACK}:{port}/"
        self._listening = listening
        names = (f"{LOOPBACK}:{port}", f"localhost:{port}")
        self._server = _Server(
            uvicorn.Config(
                make_app(study, self.desk, names, today),
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                http="h11",
                server_header=False,
                limit_concurrency=_MOST_CONNECTIONS,
                h11_max_incomplete_event_size=_LONGEST_HEAD,
                timeout_graceful_shutdown=1,
            )
        )

    def run(self) -> None:
        """Answer until :meth:`end` is called or the process is interrupted."""
        try:
            self._server.run(sockets=[self._listening])
        finally:
            self.desk.close()
        # Told to the server's own loop again, an interruption may come when that is done.
        if self._server.interrupted:
            raise KeyboardInterrupt

    def end(self) -> None:
        """Let :meth:`run` return soon."""
        self._server.should_exit = True


def listen(port: int) -> socket.socket:
    """Return a socket that listens on the loopback address.

    Parameters
    ----------
    port
        0 for any free one.

    Raises
    ------
    OSError
        If the port is taken.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def serve(study: Study, port: int, announce: Callable[[str], None]) -> None:
    """Serve a study until it is interrupted.

    Parameters
    ----------
    study
        The programme.
    port
        0 for any free one.
    announce
        Told the address once it can be asked.

    Raises
    ------
    OSError
        If the port is taken.
    KeyboardInterrupt
        When it is interrupted.
    """
    with listen(port) as listening:
        serving = Serving(study, listening)
        announce(serving.address)
        threading.Thread(target=warm, args=(study,), daemon=True).start()
        serving.run()


def warm(study: Study) -> None:
    """Answer once before anybody asks, so that kernels and drawing engine are loaded."""
    now = study.answer(study.opened, lambda _: None)
    Renderer(study).ramp(now, now, "both")
