"""What occurs within a window or by chance, and lasts for a time: path by path."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from jobone.core.days import DayInterval
from jobone.core.quantity import DAYS_PER_YEAR, Quantity
from jobone.outlook.frame import Frame
from jobone.outlook.sampling import NEVER, Days, Sampler

__all__ = ["as_columns", "occurrences"]


def occurrences(
    frame: Frame,
    sampler: Sampler,
    kind: str,
    place: int,
    window: DayInterval | None,
    per_year: float,
    takes: Quantity,
) -> Iterator[tuple[Days, Days]]:
    """Draw when something begins and is over, counted from the first day of the frame.

    Parameters
    ----------
    frame, sampler
        The days, and the run of paths.
    kind, place
        What it is, and its place among its kind.
    window
        Where it is planned: the days within which it begins, once.
    per_year
        Else how often it comes in a year on average; a Poisson process.
    takes
        How long it lasts.

    Yields
    ------
    tuple
        For each time, one number a path: the first day, and the day after the last.
    """
    base = frame.first.toordinal()
    events: list[Days] = []
    if window is not None:
        low, high = (day.toordinal() for day in window.closed)
        drawn = sampler.uniform(kind, "begins", place)
        events.append(low + (drawn * (high - low + 1)).astype(np.int64))
    elif per_year > 0.0:
        # Chance begins tomorrow: what has happened is told, not drawn.
        day = np.full(sampler.count, float(sampler.today + 1))
        years = max(base + frame.day_count - sampler.today, 0) / DAYS_PER_YEAR
        for number in range(_most_events(per_year * years)):
            # Gaps of a Poisson process: exponential, by inversion.
            drawn = sampler.uniform(kind, "gap", place, number)
            day = day - np.log(drawn) * (DAYS_PER_YEAR / per_year)
            events.append(np.minimum(day, NEVER).astype(np.int64))
    for number, begins in enumerate(events):
        lasts = takes.amount.quantile(sampler.uniform(kind, "takes", place, number))
        length = np.maximum(np.floor(lasts + 0.5), 0.0).astype(np.int64)
        yield begins - base, begins - base + length


def _most_events(expected: float) -> int:
    """Return a number of events that a Poisson process exceeds hardly ever (8 deviations)."""
    return math.ceil(expected + 8.0 * math.sqrt(expected) + 12.0)


def as_columns(rows: Sequence[Days], count: int) -> Days:
    """Return rows of a number a path as columns, shape (paths, rows)."""
    if not rows:
        return np.zeros((count, 0), dtype=np.int64)
    return np.ascontiguousarray(np.stack(rows, axis=1))
