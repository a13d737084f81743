"""Work asked for by pages: the newest request of a page wins, and a closed page stops its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

__all__ = ["BusyError", "Desk", "StoppedError"]

Result = TypeVar("Result")

_WORKERS = 2
_MOST_WAITING = 64
_GLANCE_S = 0.05
"""How often it is looked whether anybody still waits for the answer."""


class StoppedError(Exception):
    """A newer request took the place of this one, or nobody waits for it any more."""


class BusyError(Exception):
    """More work is asked for than is taken on."""


class Asker(Protocol):
    """Who waits for an answer."""

    async def is_disconnected(self) -> bool:
        """Whether it has gone."""


class _Job:
    """One piece of work, stopped from outside and noticed from within."""

    def __init__(self, page: str, turn: int, lane: str) -> None:
        self.page, self.turn, self.lane = page, turn, lane
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    def check(self, _: object = None) -> None:
        """End the work here if it was stopped."""
        if self._stopped.is_set():
            raise StoppedError


class Desk:
    """Runs a bounded amount of work beside the server.

    Parameters
    ----------
    workers
        Pieces of work done at a time.
    most_waiting
        Pieces taken on at a time, those being done among them.
    """

    def __init__(self, workers: int = _WORKERS, most_waiting: int = _MOST_WAITING) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="what-if")
        self._jobs: set[_Job] = set()
        self._most_waiting = most_waiting

    @property
    def waiting(self) -> int:
        """Pieces of work taken on and not done."""
        return len(self._jobs)

    @contextmanager
    def _taken_on(self, page: str, turn: int, lane: str) -> Iterator[_Job]:
        mine = [job for job in self._jobs if page and job.page == page]
        if any(job.turn > turn and job.lane in (lane, "main") for job in mine):
            raise StoppedError
        for job in mine:
            # A new state makes everything else that the page asked for pointless.
            if job.turn <= turn and (job.lane == lane or lane == "main"):
                job.stop()
        if len(self._jobs) >= self._most_waiting:
            raise BusyError
        job = _Job(page, turn, lane)
        self._jobs.add(job)
        try:
            yield job
        finally:
            job.stop()
            self._jobs.discard(job)

    async def do(
        self,
        asker: Asker,
        page: str,
        turn: int,
        lane: str,
        work: Callable[[Callable[[object], None]], Result],
    ) -> Result:
        """Do a piece of work in a thread and wait for it.

        Parameters
        ----------
        asker
            Who waits; when it goes, the work is stopped.
        page
            Which page asks; empty for nobody in particular.
        turn
            Number of the request, rising within a page.
        lane
            Within one lane of a page the newest request wins; one in the lane ``main``
            wins over all lanes.
        work
            Called with a function that it has to call now and then.

        Raises
        ------
        StoppedError
            If something newer took its place, or the asker went.
        BusyError
            If too much is asked for already.
        """
        with self._taken_on(page, turn, lane) as job:

            def run() -> Result:
                job.check()
                return work(job.check)

            future = asyncio.get_running_loop().run_in_executor(self._pool, run)
            # Its end is looked at even where the server has given up on the asker.
            future.add_done_callback(lambda done: done.cancelled() or done.exception())
            while not future.done():
                await asyncio.wait({future}, timeout=_GLANCE_S)
                if not future.done() and await asker.is_disconnected():
                    job.stop()
            return future.result()

    def close(self) -> None:
        """Stop everything."""
        for job in list(self._jobs):
            job.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)
