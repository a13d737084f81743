"""Running a line: replications in groups, batch after batch, on one or several threads.

The state of a group is handed to a kernel for one batch of vehicles at a time. What is kept
between batches is a buffer's worth of departures, so memory does not grow with the number of
vehicles; what is kept of a batch is its last departure and the sums up to it.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from jobone.core.problems import InputError, Problem
from jobone.lanes.vectors import WIDTH
from jobone.line import general_kernels, kernels
from jobone.line.description import Line, Run
from jobone.line.draw_kernels import FIXED, GOLDEN, PURPOSES
from jobone.line.hours import WEEK_SECONDS, Clock, open_hours
from jobone.line.plan import Plan, make_plan, ring_size
from jobone.line.streams import failure_keys, stream_keys

__all__ = ["Trace", "is_plain", "joined", "simulate"]

BATCHES = 64
"""Batches of a run; the warm-up is a number of them."""
CHUNK = 2048
"""Most vehicles handed to a kernel at a time."""
LANES = 32
"""Most replications side by side."""
MOST_WEEKS = 2600
"""Weeks whose output is kept."""
MOST_STEPS = 10**12
"""Vehicles times stations times replications: an hour's work."""
MOST_VEHICLES = 100_000_000
_CACHE_LINE = 64
"""Bytes of one."""
_PATIENCE = 3.0
"""Seconds of silence before a note."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Trace:
    """What is kept of a run.

    Parameters
    ----------
    vehicles
        Shape (batches,): vehicles out by the end of each batch.
    departures
        Shape (replications, batches): when the last of them left, in seconds.
    tallies
        Shape (replications, batches, stations, 7): sums up to then; the columns are those of
        :mod:`jobone.line.general_kernels`.
    weeks
        Shape (replications, weeks): vehicles out in each whole week of the run.
    """

    vehicles: NDArray[np.int64]
    departures: Floats
    tallies: Floats
    weeks: Floats


class _Group(Protocol):
    """Some replications on their way."""

    def advance(self, vehicles: int) -> Floats:
        """Return when the next vehicles leave, shape (vehicles, replications).

        At most `CHUNK` vehicles; what is returned is written over by the next call.
        """
        ...

    def tally(self) -> Floats:
        """Return the sums so far, shape (7, stations, replications)."""
        ...


def is_plain(line: Line) -> bool:
    """Whether a line can go in lanes: one machine a station, no scrap, hours or calendar."""
    return all(
        station.machines == 1
        and station.passing == 1.0
        and not station.week
        and (station.breakdown is None or station.breakdown.clock == "operating")
        for station in line.stations
    )


def _zeros(size: int, kind: type[np.float64] | type[np.uint64]) -> NDArray[Any]:
    """Return zeros that begin where a line of the cache does, so that no vector lies in two."""
    room = np.zeros(8 * size + _CACHE_LINE, dtype=np.uint8)
    start = -room.ctypes.data % _CACHE_LINE
    return room[start : start + 8 * size].view(kind)


class _Lanes:
    """Replications side by side; lanes beyond them run along and are not looked at."""

    def __init__(self, line: Line, plan: Plan, seed: int, replications: range) -> None:
        self._plan, self._before = plan, line.blocking == "before-service"
        self._count, stations = len(replications), len(line.stations)
        lanes = self._lanes = max(WIDTH, 1 << (self._count - 1).bit_length())
        sizes = plan.masks + 1 + kernels.RING
        longest = int((plan.segments[:, 1] - plan.segments[:, 0]).max())
        ends = kernels.TIMES + longest * kernels.ROWS + np.cumsum(sizes)
        self._rows = (ends - sizes).astype(np.int64)
        self._state = _zeros(int(ends[-1]) * lanes, np.float64)
        self._failures = np.zeros((stations, lanes), dtype=np.int64)
        self._keys = _zeros(stations * PURPOSES * lanes, np.uint64)
        keys = stream_keys(seed, replications, stations)
        self._keys.reshape(stations, PURPOSES, lanes)[:, :, : self._count] = keys
        self._departures = _zeros(CHUNK * lanes, np.float64)
        self._done = 0
        self._lines = self._state.reshape(-1, lanes)
        self._lines[self._rows + kernels.STEADY] = plan.numbers[:, 0, :1]
        self._steady = (
            (plan.kinds[:, 0] == FIXED)
            & (plan.kinds[:, 1] < 0)
            & (plan.exponents[:, 0] == 0.0)
            & (plan.repeat == 0.0)
        )
        kernels.first_failures(
            self._state,
            self._rows,
            lanes,
            self._keys,
            plan.kinds,
            plan.numbers,
            plan.starts,
            plan.tables,
        )

    def advance(self, vehicles: int) -> Floats:
        plan = self._plan
        departures = self._departures[: vehicles * self._lanes]
        kernels.advance(
            self._state,
            self._state.view(np.uint64),
            self._failures,
            self._rows,
            plan.masks,
            plan.segments,
            self._keys,
            plan.kinds,
            plan.numbers,
            plan.starts,
            plan.tables,
            plan.exponents,
            plan.learns_until,
            plan.repeat,
            plan.capacity,
            plan.feeds,
            plan.feeders,
            self._steady,
            self._before,
            plan.block,
            self._done,
            departures,
        )
        self._done += vehicles
        return departures.reshape(vehicles, self._lanes)[:, : self._count]

    def tally(self) -> Floats:
        sums = np.zeros((general_kernels.TALLY, self._rows.size, self._lanes))
        kernels.tally(
            self._lines,
            self._lines.view(np.uint64),
            self._rows,
            self._plan.masks,
            self._plan.feeders,
            self._before,
            self._done,
            sums,
        )
        return sums[..., : self._count]


class _General:
    """Replications one after the other."""

    def __init__(self, line: Line, plan: Plan, seed: int, replications: range) -> None:
        stations = line.stations
        self._plan, self._before = plan, line.blocking == "before-service"
        machines = np.array([station.machines for station in stations], dtype=np.int64)
        self._first_machine = _starts(machines)
        self._count, total = len(replications), int(machines.sum())
        count, rows = self._count, self._count * len(stations)
        keys = stream_keys(seed, replications, len(stations)).transpose(2, 0, 1)
        self._keys = np.ascontiguousarray(keys).reshape(rows, PURPOSES)
        self._machine_keys = failure_keys(
            seed, replications, tuple(station.machines for station in stations)
        )
        self._queue_masks = _masks(machines - 1)
        self._own_masks = _masks(plan.capacity)
        self._queues = _starts(self._queue_masks + 1)
        self._rings = _starts(plan.masks + 1)
        self._own_rings = _starts(self._own_masks + 1)
        self._tallies = np.zeros((rows, general_kernels.TALLY))
        self._counts = np.zeros((rows, general_kernels.COUNTS), dtype=np.int64)
        self._machines = np.zeros((count * total, general_kernels.MACHINE))
        self._failures = np.zeros(count * total, dtype=np.int64)
        self._queue = np.zeros(count * int(self._queues[-1]), dtype=np.int64)
        self._exits = np.zeros(count * int(self._rings[-1]))
        self._departures = np.zeros(count * int(self._own_rings[-1]))
        self._works = _zeros(rows * general_kernels.AHEAD, np.float64)
        self._bad = np.zeros(rows, dtype=np.uint64)
        self._shifts = np.tile(
            [(0.0, 0.0) if each.week else (-np.inf, np.inf) for each in stations], (count, 1)
        )
        self._strides = np.arange(WIDTH, dtype=np.uint64) * GOLDEN
        self._times = (plan.kinds, plan.numbers, plan.starts, plan.tables)
        self._hours = _hours(line)
        self._by_calendar = np.array(
            [each.breakdown is not None and each.breakdown.clock == "calendar" for each in stations]
        )
        general_kernels.prepare(
            self._machines,
            self._failures,
            self._first_machine,
            self._by_calendar,
            self._machine_keys,
            self._times,
        )

    def advance(self, vehicles: int) -> Floats:
        plan = self._plan
        out = np.empty((self._count, vehicles))
        general_kernels.advance(
            self._tallies,
            self._counts,
            self._machines,
            self._failures,
            self._queue,
            self._exits,
            self._departures,
            self._works,
            self._bad,
            self._shifts,
            self._first_machine,
            self._queues,
            self._queue_masks,
            self._rings,
            plan.masks,
            self._own_rings,
            self._own_masks,
            self._keys,
            self._machine_keys,
            self._strides,
            self._times,
            self._hours,
            self._by_calendar,
            plan.exponents,
            plan.learns_until,
            plan.repeat,
            plan.scrap,
            plan.capacity,
            plan.feeds,
            plan.feeders,
            self._before,
            out,
        )
        return out.T

    def tally(self) -> Floats:
        return self._tallies.reshape(self._count, -1, general_kernels.TALLY).T.copy()


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where things of these sizes begin that lie one after the other, and their end."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _masks(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sizes, less one, of rings for so many places and one more."""
    return np.array([ring_size(int(each)) - 1 for each in places], dtype=np.int64)


def _hours(line: Line) -> general_kernels.Hours:
    clocks = [
        Clock(open_hours(station.week, line.country, line.starts_on)) for station in line.stations
    ]
    return (
        np.array([clock.period for clock in clocks]),
        np.array([clock.total for clock in clocks]),
        np.cumsum([0, *(len(clock.opens) for clock in clocks)]).astype(np.int64),
        np.array([each for clock in clocks for each in clock.opens], dtype=np.float64),
        np.array([each for clock in clocks for each in clock.closes], dtype=np.float64),
        np.array([each for clock in clocks for each in clock.before], dtype=np.float64),
    )


class _Weeks:
    """Counts the vehicles of each week from the departures of a batch."""

    def __init__(self, replications: int) -> None:
        self._ends: list[list[int]] = [[] for _ in range(replications)]
        self._counted = np.zeros(replications, dtype=np.int64)
        self._before = 0
        self._next = WEEK_SECONDS

    def add(self, departures: Floats, latest: float) -> None:
        self._before += departures.shape[0]
        if latest < self._next:
            return
        weeks = np.minimum(departures[-1] // WEEK_SECONDS, MOST_WEEKS).astype(np.int64)
        for place in np.flatnonzero(weeks > self._counted):
            edges = WEEK_SECONDS * np.arange(self._counted[place] + 1, weeks[place] + 1)
            found = np.searchsorted(departures[:, place], edges, side="left")
            before = self._before - departures.shape[0]
            self._ends[place].extend(int(each) + before for each in found)
        self._counted = weeks
        self._next = (weeks.min() + 1) * WEEK_SECONDS if weeks.min() < MOST_WEEKS else math.inf

    def counts(self, seconds: float) -> list[Floats]:
        most = int(seconds // WEEK_SECONDS) if seconds else MOST_WEEKS
        return [np.diff(np.array([0, *ends[:most]], dtype=np.float64)) for ends in self._ends]


def _batch_size(line: Line) -> int:
    """Return how many vehicles go at a time: the run in some hundred batches."""
    if line.run.vehicles:
        return max(1, -(-line.run.vehicles // BATCHES))
    slowest = max(
        station.cycle.mean * (1.0 + _repair_share(line, place)) / station.machines
        for place, station in enumerate(line.stations)
    )
    return max(1, math.ceil(line.run.seconds / slowest / BATCHES))


def _repair_share(line: Line, place: int) -> float:
    down = line.stations[place].breakdown
    return down.repair.mean / down.between.mean if down else 0.0


def _refuse(line: Line, what: str, remedy: str) -> InputError:
    return InputError([Problem(line.location, what, "", remedy)])


def _check_size(line: Line, replications: int) -> None:
    vehicles = _batch_size(line) * BATCHES
    if not line.run.vehicles and vehicles > MOST_VEHICLES:
        raise _refuse(
            line,
            f"the run is some {vehicles:,} vehicles long",
            f"make it at most {MOST_VEHICLES:,} vehicles: a shorter time",
        )
    steps = vehicles * len(line.stations) * replications
    if steps > MOST_STEPS:
        raise _refuse(
            line,
            f"the run is too long: {steps:.1e} vehicles times stations times replications",
            f"make it at most {MOST_STEPS:.0e}: a shorter run, or fewer replications",
        )


def _run_group(
    line: Line, plan: Plan, seed: int, replications: range, halted: threading.Event
) -> Trace:
    group: _Group = (_Lanes if is_plain(line) else _General)(line, plan, seed, replications)
    size = _batch_size(line)
    weeks = _Weeks(len(replications))
    vehicles: list[int] = []
    last: list[Floats] = []
    tallies: list[Floats] = []
    out = 0
    while True:
        ends = min(out + size, line.run.vehicles or out + size)
        while out < ends:
            if halted.is_set():
                raise InterruptedError
            departures = group.advance(min(CHUNK, ends - out))
            out += departures.shape[0]
            latest = float(departures[-1].max())
            weeks.add(departures, latest)
        if not math.isfinite(latest) or out > MOST_VEHICLES:
            raise _refuse(line, "the run does not come to an end", "a shorter run")
        vehicles.append(out)
        last.append(departures[-1].copy())
        tallies.append(group.tally())
        if out == line.run.vehicles:
            break
        if not line.run.vehicles and departures[-1].min() >= line.run.seconds:
            break
    counted = weeks.counts(line.run.seconds)
    whole = min(len(each) for each in counted)
    return Trace(
        np.array(vehicles, dtype=np.int64),
        np.array(last).T,
        np.moveaxis(np.array(tallies), (3, 0, 2, 1), (0, 1, 2, 3)),
        np.array([each[:whole] for each in counted]).reshape(len(counted), whole),
    )


def joined(traces: list[Trace]) -> Trace:
    """Put traces of the same line together, replications after replications."""
    if len(traces) == 1:
        return traces[0]
    batches = min(trace.vehicles.size for trace in traces)
    weeks = min(trace.weeks.shape[1] for trace in traces)
    return Trace(
        traces[0].vehicles[:batches],
        np.concatenate([trace.departures[:, :batches] for trace in traces]),
        np.concatenate([trace.tallies[:, :batches] for trace in traces]),
        np.concatenate([trace.weeks[:, :weeks] for trace in traces]),
    )


def _groups(replications: range, threads: int) -> list[range]:
    """Cut the replications into groups as full as they can be, at least one a thread."""
    most = min(LANES, -(-len(replications) // threads))
    groups: list[range] = []
    while len(replications):
        size = min(most, len(replications))
        # Lanes come in powers of two: where a quarter would be empty, two groups have fewer.
        wide = 1 << (size - 1).bit_length()
        if wide > WIDTH and 4 * size <= 3 * wide:
            size = wide // 2
        groups.append(replications[:size])
        replications = replications[size:]
    return groups


def simulate(
    line: Line,
    replications: range,
    seed: int,
    threads: int = 1,
    note: Callable[[], None] | None = None,
) -> Trace:
    """Run replications of a line.

    Parameters
    ----------
    line
        A checked line.
    replications
        Which ones, from 0: each has its own random numbers, whoever runs beside it.
    seed
        From 0 to 2**64 - 1.
    threads
        How many run at a time; the answer does not depend on it.
    note
        Called once if it takes longer than compiled code needs, as compiling does.

    Returns
    -------
    Trace
        Of as many batches as every replication has.

    Raises
    ------
    InputError
        If it is too much to run.
    """
    _check_size(line, len(replications))
    plan = make_plan(line)
    groups = _groups(replications, max(threads, 1))
    halted = threading.Event()

    def run(group: range) -> Trace:
        return _run_group(line, plan, seed, group, halted)

    with _told(note):
        if threads <= 1 or len(groups) == 1:
            return joined([run(group) for group in groups])
        # Compiled once, before the threads ask for it all at the same time.
        _run_group(replace(line, run=Run(vehicles=1)), plan, seed, range(1), halted)
        with ThreadPoolExecutor(threads) as pool:
            try:
                return joined(list(pool.map(run, groups)))
            except BaseException:
                halted.set()  # or the others would run on to their end
                raise


@contextmanager
def _told(note: Callable[[], None] | None) -> Iterator[None]:
    timer = threading.Timer(_PATIENCE, note) if note else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        if timer:
            timer.cancel()
