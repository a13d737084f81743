"""Asking a line: so many replications, or as many as a precision needs."""

from __future__ import annotations

import os
from collections.abc import Callable

from jobone.core.problems import InputError, Problem
from jobone.line.description import Line
from jobone.line.simulation import joined, simulate
from jobone.line.statistics import Answer, summarise

__all__ = ["MOST_REPLICATIONS", "answer_line", "usual_threads"]

MOST_REPLICATIONS = 10_000
_LEAST_REPLICATIONS = 10
"""Fewer say too little of their own spread to stop by it."""


def usual_threads() -> int:
    """Return how many threads this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def answer_line(
    line: Line,
    seed: int,
    replications: int | None = None,
    until_precise: float | None = None,
    threads: int = 1,
    note: Callable[[], None] | None = None,
) -> Answer:
    """Simulate a line and say what comes out.

    Parameters
    ----------
    line
        A checked line.
    seed
        From 0 to 2**64 - 1.
    replications
        How many; left out, the line's own number.
    until_precise
        Go on until the 95 % interval of the throughput is at most this share of it to either
        side; `replications` is then where it starts, at least ten.
    threads
        How many run at a time; no number depends on it.
    note
        Called if the first answer keeps one waiting, as compiling does.

    Returns
    -------
    Answer
        Of all replications.

    Raises
    ------
    InputError
        If the precision is out of reach, or the run too much.
    """
    count = replications or line.replications
    if until_precise is None:
        return summarise(line, simulate(line, range(count), seed, threads, note), seed)
    count = max(count, _LEAST_REPLICATIONS)
    trace = simulate(line, range(count), seed, threads, note)
    while True:
        answer = summarise(line, trace, seed)
        rate = answer.throughput_per_hour
        if rate.half_width <= until_precise * rate.mean:
            return answer
        if count == MOST_REPLICATIONS:
            raise InputError(
                [
                    Problem(
                        line.location,
                        f"after {count:,} replications the interval is still "
                        f"{rate.half_width / rate.mean:.2%} to either side",
                        f"{until_precise:.2%}",
                        "ask for less, or make the run longer",
                    )
                ]
            )
        # Width shrinks with the root; a quarter at least, twice at most, so as not to overshoot.
        wanted = count * (rate.half_width / (until_precise * rate.mean)) ** 2
        more = min(max(int(wanted) + 1, count + max(count // 4, 1)), 2 * count, MOST_REPLICATIONS)
        trace = joined([trace, simulate(line, range(count, more), seed, threads)])
        count = more
