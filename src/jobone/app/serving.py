"""Serving the page on the loopback address until it is interrupted."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from datetime import date

import uvicorn

from jobone.app.server import make_app
from jobone.app.state import State
from jobone.app.study import Study
from jobone.app.work import Desk

__all__ = ["LOOPBACK", "serve"]

LOOPBACK = "127.0.0.1"
_MOST_CONNECTIONS = 200
_LONGEST_HEAD = 32_768


def serve(
    study: Study,
    port: int,
    announce: Callable[[str], None],
    today: Callable[[], date] = date.today,
) -> None:
    """Serve a study until it is interrupted.

    Parameters
    ----------
    study
        The programme.
    port
        0 for any free one.
    announce
        Told the address once it answers.
    today
        Tells the day on which an export is written.

    Raises
    ------
    OSError
        If the port is taken.
    KeyboardInterrupt
        When it is interrupted.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(128)
        taken = listening.getsockname()[1]
        names = (f"{LOOPBACK}:{taken}", f"localhost:{taken}")
        desk = Desk()
        app = make_app(study, desk, names, today)
        config = uvicorn.Config(
            app,
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
        server = uvicorn.Server(config)
        announce(f"http://{LOOPBACK}:{taken}/")
        warming = threading.Thread(target=_warm, args=(study,), daemon=True)
        warming.start()
        try:
            server.run(sockets=[listening])
        finally:
            desk.close()


def _warm(study: Study) -> None:
    """Answer once before anybody asks, so that kernels and drawing engine are loaded."""
    from jobone.app.rendering import Renderer

    now = study.answer(State(study.span.opened), lambda _: None)
    Renderer(study).ramp(now, now, "both")
