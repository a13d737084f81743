"""Exact answers for small lines, from their Markov chain.

Exponential and Erlang times make a chain on a continuous clock, fixed and geometric ones a
chain in steps. Both are built state by state (`jobone.line.states`) and solved by sparse
linear algebra (`jobone.line.markov`); nothing is drawn and nothing is approximated. The
method is as old as the field (Hunt 1956, doi:10.1287/opre.4.6.674; Buzacott 1967,
doi:10.1080/00207546708929751; reviewed by Dallery and Gershwin 1992,
doi:10.1007/BF01158636); what limits it is the number of states, which is counted before
any is built.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from jobone.core.problems import InputError, Problem
from jobone.line.chains import chain_of
from jobone.line.description import Line, Station
from jobone.line.markov import Moves, NotSolved, closed_class, long_run, passage
from jobone.line.stages import Integers, Numbers, Table, tabulate
from jobone.line.states import MarkovLine, Space, count_states, explore

__all__ = ["MOST_STATES", "ExactAnswer", "ExactShares", "Moments", "solve"]

MOST_STATES = 400_000
"""A chain with more states is refused."""

MOST_MOVES = 5_000_000
"""So is one with more moves between them: on a discrete clock each state has many."""

MOST_OF_A_STATION = 1_000
"""States of one station by itself."""

MOST_WORK = 100_000_000
"""Stations times states times vehicles of a run from empty, which is less than a minute; a
tenth of it where learning makes every vehicle another chain."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Of a time, in seconds.

    Parameters
    ----------
    mean
        Expected value.
    sd
        Standard deviation.
    """

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class ExactShares:
    """Shares of time of a station, averaged over its machines; the first four add to one.

    Parameters
    ----------
    name
        Of the station.
    working
        At work on a vehicle.
    blocked
        Up, and kept by what lies behind: after service with a finished vehicle, before
        service with one that may not be started.
    starved
        Up, with nothing to work on.
    down
        Under repair, whatever it holds.
    active_s
        Mean time at work or under repair between two idle moments, in seconds; infinite
        where it never falls idle. None for parallel machines on a discrete clock: which of
        them goes on when two end in one step is not in the chain.
    buffer
        Vehicles behind it that the next station has not begun, on average.
    """

    name: str
    working: float
    blocked: float
    starved: float
    down: float
    active_s: float | None
    buffer: float


@dataclass(frozen=True, slots=True)
class ExactAnswer:
    """What a line does, without chance.

    Parameters
    ----------
    throughput_per_hour
        Vehicles that leave the line. In the long run, or, for a run from empty, the
        vehicles of the run over its expected length.
    stations
        In the order of the line; shares of the same time.
    bottleneck
        The station with the longest mean active period (Roser, Nakano and Tanaka 2001,
        doi:10.1109/WSC.2001.977388); of equals the one at work or down most. None where
        one of these periods is.
    work_in_process
        Vehicles in the line's longest branch, buffers included, on average.
    lead_time_s
        `work_in_process` over the throughput (Little 1961, doi:10.1287/opre.9.3.383).
    time_to_finish_s
        For a run from empty (``warm_up = "none"``): time until its last vehicle leaves.
    vehicles
        Of a run from empty; None in the long run.
    states, moves
        Size of the chain.
    step_s
        Length of a step, on a discrete clock.
    method
        How the equations were solved.
    residual
        Of the equations in the long run, relative to the flow; None for a run from empty.
    """

    throughput_per_hour: float
    stations: tuple[ExactShares, ...]
    bottleneck: str | None
    work_in_process: float
    lead_time_s: float
    time_to_finish_s: Moments | None
    vehicles: int | None
    states: int
    moves: int
    step_s: float | None
    method: str
    residual: float | None


def solve(line: Line, most_states: int = MOST_STATES) -> ExactAnswer:
    """Solve a line exactly.

    With ``warm_up = "none"`` the run of `line` is solved from empty to its last vehicle;
    with any other warm-up the long run.

    Parameters
    ----------
    line
        A checked line.
    most_states
        Refuse beyond so many.

    Returns
    -------
    ExactAnswer
        To about ten digits.

    Raises
    ------
    InputError
        With every reason why the line has no chain, or how many states it would take.
    """
    chain, step = chain_of(line)
    transient = line.warm_up == 0.0
    tables = _tables(line, chain)
    _check_size(line, chain, tables, most_states)
    space = explore(chain, tables)
    return _from_empty(line, space, step) if transient else _in_the_long_run(line, space, step)


def _tables(line: Line, chain: MarkovLine) -> tuple[Table, ...]:
    """Enumerate the stations; refuse one that is too large by itself."""
    tables: list[Table] = []
    problems: list[Problem] = []
    for station, described in zip(chain.stations, line.stations, strict=True):
        table = tabulate(station, chain.discrete, MOST_OF_A_STATION)
        if table is not None:
            tables.append(table)
            continue
        problems.append(
            Problem(
                described.location,
                f"--exact: {described.name!r} alone has more than {MOST_OF_A_STATION:,} states",
                "fewer machines, or fewer phases or steps",
                "simulate instead",
            )
        )
    if problems:
        raise InputError(problems)
    return tuple(tables)


def _check_size(line: Line, chain: MarkovLine, tables: tuple[Table, ...], most_states: int) -> None:
    states = count_states(chain, tables)
    each = math.prod(
        int(np.sum([move.weight > 0.0 for move in table.moves], axis=0).max()) for table in tables
    )
    if states > most_states or (chain.discrete and states * each > MOST_MOVES):
        moves = f" and {_number(states * each)} moves between them" if chain.discrete else ""
        raise InputError(
            [
                Problem(
                    line.location,
                    f"--exact would take {_number(states)} states{moves}",
                    f"at most {most_states:,} states"
                    + (f" and {MOST_MOVES:,} moves" if chain.discrete else ""),
                    "take smaller buffers or fewer stations or phases, or simulate",
                )
            ]
        )
    different = any(station.learning_exponent > 0.0 for station in line.stations)
    work = (200 + states * len(tables)) * line.run.vehicles * (10 if different else 1)
    if line.warm_up == 0.0 and work > MOST_WORK:
        raise InputError(
            [
                Problem(
                    line.location,
                    f"--exact would take {line.run.vehicles:,} times {_number(states)} states "
                    "from empty",
                    f"at most {int(MOST_WORK * line.run.vehicles / work):,} vehicles here",
                    "shorten the run, leave warm_up out for the long run, or simulate",
                )
            ]
        )


def _number(states: float) -> str:
    if math.isinf(states):
        return "more than 1e300"
    return f"{states:,.0f}" if states < 1e15 else f"{states:.1e}"


def _moves(space: Space) -> Moves:
    return Moves(
        space.states,
        space.source,
        space.target,
        space.weight,
        space.delivered,
        space.line.discrete,
    )


_REWARDS = 7
"""Of a station, by unit time: machines at work, blocked, starved and down, machines that fall
idle, vehicles that wait behind it, vehicles in it."""


def _rewards(space: Space, weight: Numbers) -> Numbers:
    """Return what each station earns in each state, shape (states, stations * 7)."""
    columns: list[Numbers | Integers] = []
    for station, described in enumerate(space.line.stations):
        empty, finished, serving, working, down = (
            space.per_state(column, station)
            for column in ("empty", "finished", "serving", "working", "down")
        )
        inside = serving + finished
        # Only a machine alone can be down without a vehicle in service.
        if described.breakdown is not None and described.breakdown.always:
            empty, finished = empty * (1 - down), finished * (1 - down)
        fed = np.ones(space.states, dtype=np.bool_)
        for feeder in space.line.upstream[station]:
            fed &= space.waiting[feeder] > 0
        kept = np.where(fed, empty, 0)  # not started although it could: no room behind
        falls = np.maximum(serving[space.source] - serving[space.target], 0)
        falling = np.bincount(space.source, weight * falls, minlength=space.states)
        columns += [working, finished + kept, empty - kept, down, falling]
        columns += [space.waiting[station], inside]
    return np.column_stack(columns).astype(np.float64)


def _in_the_long_run(line: Line, space: Space, step: float | None) -> ExactAnswer:
    moves = _moves(space)
    try:
        lasting = closed_class(moves, space.start)
        within = moves.restricted(lasting)
        found = long_run(within, within.states / (1 + int(space.waiting.max())))
    except NotSolved as failure:
        raise InputError(
            [Problem(line.location, f"--exact: {failure}", "", "simulate instead")]
        ) from failure
    departures = np.bincount(within.source, within.weight * within.levels, minlength=within.states)
    rate = float(found.probabilities @ departures)
    means = found.probabilities @ _rewards(space, space.weight)[lasting]
    return _answer(line, space, step, rate, means, method=found.method, residual=found.residual)


def _from_empty(line: Line, space: Space, step: float | None) -> ExactAnswer:
    found = passage(
        _moves(space),
        space.start,
        line.run.vehicles,
        partial(_rewards, space),
        _learning(line, space),
    )
    seconds = step or 1.0
    return _answer(
        line,
        space,
        step,
        line.run.vehicles / found.mean,
        found.accrued / found.mean,
        Moments(found.mean * seconds, found.standard_deviation * seconds),
        "sparse LU, vehicle by vehicle",
    )


def _learning(line: Line, space: Space) -> Callable[[int], Numbers] | None:
    """Return the rate of each move by number of vehicles delivered, if they differ."""
    if not any(station.learning_exponent > 0.0 for station in line.stations):
        return None
    progress = space.station >= 0
    exponent = np.array([station.learning_exponent for station in line.stations])[space.station]
    until = np.array([float(station.learning_vehicles or math.inf) for station in line.stations])
    last = until[space.station]
    exponent = np.where(progress, exponent, 0.0)

    def weight_at(delivered: int) -> Numbers:
        number = np.minimum(delivered + 1.0 + space.ahead, last)
        weight: Numbers = space.weight * number**exponent
        return weight

    return weight_at


def _answer(
    line: Line,
    space: Space,
    step: float | None,
    rate: float,
    means: Numbers,
    time_to_finish: Moments | None = None,
    method: str = "",
    residual: float | None = None,
) -> ExactAnswer:
    """Name the means; `rate` is per second or per step."""
    seconds = step or 1.0
    stations = tuple(
        _shares(station, earned, step)
        for station, earned in zip(line.stations, means.reshape(-1, _REWARDS), strict=True)
    )
    inside = means.reshape(-1, _REWARDS)[list(line.longest_branch), 5:].sum()
    return ExactAnswer(
        throughput_per_hour=3600.0 * rate / seconds,
        stations=stations,
        bottleneck=_bottleneck(stations),
        work_in_process=float(inside),
        lead_time_s=float(inside) / rate * seconds,
        time_to_finish_s=time_to_finish,
        vehicles=line.run.vehicles if time_to_finish else None,
        states=space.states,
        moves=len(space.source),
        step_s=step,
        method=method,
        residual=residual,
    )


def _bottleneck(stations: tuple[ExactShares, ...]) -> str | None:
    # Rounded, so that of stations alike the first is named and not a rounding.
    ranks = [
        (float(f"{station.active_s:.9g}"), round(station.working + station.down, 9))
        for station in stations
        if station.active_s is not None
    ]
    return stations[ranks.index(max(ranks))].name if len(ranks) == len(stations) else None


def _shares(station: Station, earned: Numbers, step: float | None) -> ExactShares:
    working, blocked, starved, down, falls, buffer, _ = map(float, earned)
    active_s = None
    if step is None or station.machines == 1:
        active_s = (working + down) / falls * (step or 1.0) if falls > 0.0 else math.inf
    return ExactShares(
        name=station.name,
        working=working / station.machines,
        blocked=blocked / station.machines,
        starved=starved / station.machines,
        down=down / station.machines,
        active_s=active_s,
        buffer=buffer,
    )
