"""From what a run left to answers: throughput, states, bottleneck, work in process, weeks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jobone.core.problems import InputError, Problem
from jobone.line.description import Line
from jobone.line.general_kernels import BLOCKED, DOWN, INSIDE, PERIODS, STARVED, WAITED, WORKED
from jobone.line.hours import Clock, open_hours
from jobone.line.quantiles import student_quantile
from jobone.line.simulation import Trace

__all__ = [
    "Answer",
    "Estimate",
    "StationShare",
    "WarmUp",
    "estimate",
    "rates_per_second",
    "summarise",
    "warm_up",
]

Floats = NDArray[np.float64]

_LEAST_BATCHES = 10
"""With fewer no warm-up is looked for."""


@dataclass(frozen=True)
class Estimate:
    """A mean over replications with its 95 % confidence interval (Student's t).

    `interval` is None where there is one replication only.
    """

    mean: float
    interval: tuple[float, float] | None
    standard_deviation: float = 0.0

    @property
    def half_width(self) -> float:
        """Half of the interval's width; infinite where there is none."""
        return (self.interval[1] - self.interval[0]) / 2.0 if self.interval else math.inf


@dataclass(frozen=True)
class StationShare:
    """Shares of a station's open time; the first four add to one.

    `active_s` is the mean time between two idle moments (working or down), infinite where it
    never fell idle; `buffer` the mean number of vehicles in the buffer behind it.
    """

    name: str
    working: float
    blocked: float
    starved: float
    down: float
    active_s: float
    buffer: float
    buffer_places: int
    feeds: str | None


@dataclass(frozen=True)
class WarmUp:
    """What is left out at the start.

    `batches` of the run, in which so many `vehicles` left the line in `seconds` on average.
    `settled` is false where the detection would have wanted more than half the run.
    """

    how: Literal["none", "stated", "detected"]
    batches: int
    vehicles: int
    seconds: float
    settled: bool = True


@dataclass(frozen=True)
class Answer:
    """What a simulation says of a line.

    Parameters
    ----------
    throughput_per_hour
        Vehicles after the warm-up in an hour that the last station works.
    hours_per_day
        How many such hours there are in a day, nights and holidays averaged in.
    stations
        In the order of flow.
    bottleneck, bottleneck_share
        The station with the longest mean active period (Roser, Nakano and Tanaka 2001,
        doi:10.1109/WSC.2001.977388), and in which share of the replications it was that.
    work_in_process
        Vehicles in the line's longest branch, buffers included.
    lead_time_s
        Mean time from entering the first station of that branch to leaving the line.
    little
        Work in process over throughput times lead time: near 1 by Little's law (Little
        1961, doi:10.1287/opre.9.3.383), unless vehicles are scrapped.
    time_to_finish_s
        Time to the last vehicle of the run; None where the run ends by time.
    course
        Shape (batches, 2): hours from the start, and vehicles a working hour in the batch that
        ended then, means over the replications.
    weeks
        Shape (replications, weeks): vehicles out in each whole week from the start.
    vehicles, replications, seed
        What was run; vehicles out a replication.
    """

    line: Line
    throughput_per_hour: Estimate
    hours_per_day: float
    stations: tuple[StationShare, ...]
    bottleneck: str
    bottleneck_share: float
    work_in_process: float
    lead_time_s: float
    little: float
    time_to_finish_s: Estimate | None
    warm_up: WarmUp
    course: Floats
    weeks: Floats
    vehicles: int
    replications: int
    seed: int


def estimate(values: Floats) -> Estimate:
    """Return mean and interval of independent values, shape (replications,)."""
    count = values.size
    mean = float(values.mean())
    if count < 2:
        return Estimate(mean, None)
    deviation = float(values.std(ddof=1))
    half = student_quantile(count - 1, 0.975) * deviation / math.sqrt(count)
    return Estimate(mean, (mean - half, mean + half), deviation)


def _whole_batches(line: Line, trace: Trace) -> int:
    """Return how many batches count: those that every replication ended within the time."""
    if line.run.vehicles:
        return trace.vehicles.size
    within = int((trace.departures.max(axis=0) <= line.run.seconds).sum())
    if within == 0:
        what = "the run is over before a vehicle has left in each replication"
        raise InputError([Problem(line.location, what, "", "make the run longer")])
    return within


def warm_up(line: Line, trace: Trace) -> WarmUp:
    """Return what to leave out at the start.

    Detected by the marginal standard error rule (White 1997,
    doi:10.1177/003754979706900601; in batches, as MSER-5: White, Cobb and Spratt 2000,
    doi:10.1109/WSC.2000.899182) on the mean time between departures of each batch, over the
    replications: the cut that makes the standard error of what remains smallest.

    Parameters
    ----------
    line
        The line that was run.
    trace
        Its run.
    """
    count = _whole_batches(line, trace)
    ends = trace.departures[:, :count].mean(axis=0)
    if line.warm_up == 0.0 or count < 2:
        return WarmUp("none", 0, 0, 0.0)
    settled = True
    how: Literal["stated", "detected"] = "stated"
    if line.warm_up == "detect":
        how = "detected"
        if count < _LEAST_BATCHES:
            return WarmUp("none", 0, 0, 0.0)
        sizes = np.diff(trace.vehicles[:count], prepend=0)
        opened = _opened(line, trace.departures[:, :count]).mean(axis=0)
        between = np.diff(opened, prepend=0.0) / sizes
        errors = [
            float(((between[cut:] - between[cut:].mean()) ** 2).sum()) / (count - cut) ** 2
            for cut in range(count - 5)
        ]
        cut = int(np.argmin(errors))
        settled = cut <= count // 2
        cut = min(cut, count // 2)
    else:
        cut = int(np.searchsorted(ends, line.warm_up))
        settled = cut < count - 1
        cut = min(cut, count - 2) + 1 if settled else count // 2
    if cut == 0:
        return WarmUp(how, 0, 0, 0.0, settled)
    return WarmUp(how, cut, int(trace.vehicles[cut - 1]), float(ends[cut - 1]), settled)


def _last_clock(line: Line) -> Clock:
    """Return the working hours of the last station, in which the throughput is told."""
    return Clock(open_hours(line.stations[-1].week, line.country, line.starts_on))


def _opened(line: Line, moments: Floats) -> Floats:
    """Return the last station's open time up to each moment."""
    clock = _last_clock(line)
    if not clock.opens:
        return moments
    return np.array([clock.opened(float(each)) for each in moments.flat]).reshape(moments.shape)


def rates_per_second(line: Line, trace: Trace, cut: int) -> Floats:
    """Return each replication's throughput after a number of batches, shape (replications,).

    In vehicles a second of the last station's working hours: where a run happens to end in a
    night or a day says nothing of the line.
    """
    last = _whole_batches(line, trace) - 1
    vehicles, seconds = trace.vehicles[last], _opened(line, trace.departures[:, last])
    if cut:
        vehicles = vehicles - trace.vehicles[cut - 1]
        seconds = seconds - _opened(line, trace.departures[:, cut - 1])
    return np.asarray(vehicles / seconds, dtype=np.float64)


def _course(line: Line, trace: Trace) -> Floats:
    """Return the throughput batch by batch."""
    count = _whole_batches(line, trace)
    moments = trace.departures[:, :count].mean(axis=0)
    opened = _opened(line, trace.departures[:, :count]).mean(axis=0)
    sizes = np.diff(trace.vehicles[:count], prepend=0)
    rates = sizes / np.maximum(np.diff(opened, prepend=0.0), 1e-9)
    return np.column_stack([moments / 3600.0, rates * 3600.0])


def _active(tallies: Floats) -> Floats:
    """Return mean active periods, shape (replications, stations)."""
    busy = tallies[:, :, WORKED] + tallies[:, :, DOWN]
    periods = tallies[:, :, PERIODS]
    return np.where(periods > 0, busy / np.maximum(periods, 1.0), np.inf)


def summarise(line: Line, trace: Trace, seed: int) -> Answer:
    """Return what a run says.

    Parameters
    ----------
    line
        The line that was run.
    trace
        Its run.
    seed
        The seed it was run with.
    """
    warm = warm_up(line, trace)
    cut, last = warm.batches, _whole_batches(line, trace) - 1
    rates = rates_per_second(line, trace, cut)
    tallies = trace.tallies[:, last]
    elapsed = trace.departures[:, last]
    vehicles = trace.vehicles[last]
    if cut:
        tallies = tallies - trace.tallies[:, cut - 1]
        elapsed = elapsed - trace.departures[:, cut - 1]
        vehicles = vehicles - trace.vehicles[cut - 1]
    shares, buffers = _shares(line, tallies, elapsed)
    active = _active(tallies)
    pooled = _active(tallies.sum(axis=0, keepdims=True))[0]
    # Of stations that never fell idle, the one that had least slack: it worked or was down most.
    order = np.lexsort((shares[:, 0] + shares[:, 3], pooled))
    binding = int(order[-1])
    longest = active.max(axis=1)
    branch = list(line.longest_branch)
    spent = tallies[:, branch][:, :, [INSIDE, WAITED]].sum(axis=(1, 2))
    work_in_process = float((spent / elapsed).mean())
    lead_time = float((spent / vehicles).mean())
    finish = estimate(trace.departures[:, last]) if line.run.vehicles else None
    throughput = estimate(rates * 3600.0)
    return Answer(
        line=line,
        throughput_per_hour=throughput,
        hours_per_day=24.0 * _last_clock(line).open_share,
        stations=tuple(
            StationShare(
                name=station.name,
                working=float(shares[place, 0]),
                blocked=float(shares[place, 1]),
                starved=float(shares[place, 2]),
                down=float(shares[place, 3]),
                active_s=float(pooled[place]),
                buffer=float(buffers[place]),
                buffer_places=station.buffer_after,
                feeds=None if station.feeds is None else line.stations[station.feeds].name,
            )
            for place, station in enumerate(line.stations)
        ),
        bottleneck=line.stations[binding].name,
        bottleneck_share=float((active[:, binding] >= longest).mean()),
        work_in_process=work_in_process,
        lead_time_s=lead_time,
        little=work_in_process / (float((vehicles / elapsed).mean()) * lead_time),
        time_to_finish_s=finish,
        warm_up=warm,
        course=_course(line, trace),
        weeks=trace.weeks,
        vehicles=int(trace.vehicles[last]),
        replications=trace.departures.shape[0],
        seed=seed,
    )


def _shares(line: Line, tallies: Floats, elapsed: Floats) -> tuple[Floats, Floats]:
    """Return working, blocked, starved and down of each station, and mean buffer contents."""
    states = tallies[:, :, [WORKED, BLOCKED, STARVED, DOWN]]
    # Sums of differences may end a rounding below zero.
    shares = np.maximum(states / states.sum(axis=2, keepdims=True), 0.0).mean(axis=0)
    shares /= shares.sum(axis=1, keepdims=True)
    waited = (tallies[:, :, WAITED] / elapsed[:, None]).mean(axis=0)
    return shares, np.asarray(waited, dtype=np.float64)
