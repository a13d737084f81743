"""What each improvement of a line is worth: the run again with one thing changed.

The changed line draws the same numbers, so that the difference is the change's effect and
not luck.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from jobone.line.description import Line, Run, Station
from jobone.line.simulation import is_plain, simulate
from jobone.line.statistics import Answer, Estimate, estimate, rates_per_second

__all__ = ["Improvement", "improvements"]

_STEPS_PLAIN, _STEPS_GENERAL = 60_000_000, 6_000_000
"""Vehicles times stations times replications that all changed runs take together."""
_REPLICATIONS = 8
_MOST_STATIONS = 12
"""Only the busiest are changed."""
_CYCLE_STEP, _REPAIR_STEP = 0.01, 0.1
"""By which share a cycle and a repair are shortened to see what it does."""

Kind = Literal["cycle", "repair", "buffer"]


@dataclass(frozen=True)
class Improvement:
    """One change and what it brings.

    Parameters
    ----------
    kind
        ``cycle``: a second less for each vehicle. ``repair``: a minute less for each repair.
        ``buffer``: one place more behind the station.
    station
        Where.
    vehicles_per_hour
        Change of the throughput for that, from a small step scaled up.
    """

    kind: Kind
    station: str
    vehicles_per_hour: Estimate


def _busiest(answer: Answer) -> set[str]:
    ranked = sorted(answer.stations, key=lambda share: -(share.working + share.down))
    return {share.name for share in ranked[:_MOST_STATIONS]}


def _with(line: Line, place: int, station: Station) -> Line:
    stations = (*line.stations[:place], station, *line.stations[place + 1 :])
    return replace(line, stations=stations)


def _changes(line: Line, busy: set[str]) -> Iterator[tuple[Kind, str, Line, float]]:
    """Yield each change with the number of its units that the step makes."""
    for place, station in enumerate(line.stations):
        behind = line.stations[station.feeds] if station.feeds is not None else None
        if station.name in busy:
            faster = replace(station, cycle=station.cycle.scaled(1.0 - _CYCLE_STEP))
            yield (
                "cycle",
                station.name,
                _with(line, place, faster),
                _CYCLE_STEP * (station.cycle.mean),
            )
            if station.breakdown is not None:
                repair = station.breakdown.repair
                down = replace(station.breakdown, repair=repair.scaled(1.0 - _REPAIR_STEP))
                changed = _with(line, place, replace(station, breakdown=down))
                yield "repair", station.name, changed, _REPAIR_STEP * repair.mean / 60.0
        if behind is not None and busy & {station.name, behind.name}:
            larger = replace(station, buffer_after=station.buffer_after + 1)
            yield "buffer", station.name, _with(line, place, larger), 1.0


def improvements(
    line: Line, answer: Answer, seed: int, threads: int = 1
) -> tuple[Improvement, ...]:
    """Return what shorter cycles, shorter repairs and larger buffers are worth, best first.

    Parameters
    ----------
    line
        The line.
    answer
        What it does as it is.
    seed
        From 0 to 2**64 - 1.
    threads
        How many run at a time.

    Returns
    -------
    tuple of Improvement
        Of the busiest stations, at most twelve, and the buffers beside them; runs are
        shorter than the main one where there are many.
    """
    changes = list(_changes(line, _busiest(answer)))
    replications = max(2, min(_REPLICATIONS, answer.replications))
    steps = _STEPS_PLAIN if is_plain(line) else _STEPS_GENERAL
    share = steps // ((len(changes) + 1) * len(line.stations) * replications)
    vehicles = max(200, min(answer.vehicles, share))
    run = Run(vehicles=vehicles)
    # As much is left out as in the main run, but at most half of this shorter one.
    skipped = min(max(answer.warm_up.vehicles / vehicles, 0.1), 0.5)

    def rates(changed: Line) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        trace = simulate(replace(changed, run=run), range(replications), seed)
        cut = int(np.searchsorted(trace.vehicles, skipped * vehicles))
        return rates_per_second(replace(changed, run=run), trace, cut) * 3600.0

    # Each run is short: whole runs side by side leave less to wait for than parts of one.
    base = rates(line)  # alone, as its kernel may have to be compiled
    pool = ThreadPoolExecutor(threads)
    try:
        found = [
            Improvement(kind, name, estimate((changed - base) / units))
            for (kind, name, _, units), changed in zip(
                changes, pool.map(rates, [changed for _, _, changed, _ in changes]), strict=True
            )
        ]
    finally:
        pool.shutdown(cancel_futures=True)
    return tuple(sorted(found, key=lambda each: -each.vehicles_per_hour.mean))
