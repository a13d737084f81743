"""The states of a small line, how many there are, and how it moves between them.

A state says what each station's machines do (`jobone.line.stages`) and how many vehicles
wait between one station and the next. What takes no time has happened already: a finished
vehicle that can leave has left, and an empty machine that can start has started. Of the
two the first makes room for others and so goes from the end of the line upwards; a start
changes neither room nor supply of another station.

Waiting vehicles fill the places of the buffer and then the empty machines beyond it, so
that between two stations there is room for ``places + empty machines`` of them. In a row of
single stations this is seen only before a merge, where a part waits for its partner in the
machine that will join them, and with blocking before service, where a vehicle that may not
be started waits in its machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jobone.line.stages import Integers, MarkovStation, Numbers, Table

__all__ = ["MarkovLine", "Space", "count_states", "explore"]


@dataclass(frozen=True, slots=True)
class MarkovLine:
    """Stations that lead to one end; the first ones are never starved, the end never blocked.

    Parameters
    ----------
    stations
        In any order; each but one names the station that it feeds.
    discrete
        Whether time goes in steps, in which every machine moves at once.
    before_service
        Whether a machine starts a vehicle only when there is room behind it (blocking
        before service), and not one that keeps a finished vehicle until there is room
        (blocking after service).
    """

    stations: tuple[MarkovStation, ...]
    discrete: bool = False
    before_service: bool = False

    @property
    def upstream(self) -> tuple[tuple[int, ...], ...]:
        """The stations that feed each station."""
        stations = self.stations
        return tuple(
            tuple(index for index, other in enumerate(stations) if other.feeds == station)
            for station in range(len(stations))
        )

    @property
    def from_the_end(self) -> tuple[int, ...]:
        """The stations, each after the one that it feeds."""
        order = [index for index, station in enumerate(self.stations) if station.feeds is None]
        for index in order:
            order.extend(self.upstream[index])
        return tuple(order)


@dataclass(frozen=True, slots=True)
class Space:
    """The states that a line reaches from empty, and its moves between them.

    Parameters
    ----------
    line, tables
        What was explored.
    levels
        State of each station, shape (stations, states).
    waiting
        Vehicles between each station and the next, shape (stations, states).
    start
        The state of an empty line whose first stations have just started.
    source, target
        Of each move, shape (moves,).
    weight
        Rate of each move, or its probability a step.
    delivered
        Vehicles that leave the line by each move.
    station
        The station whose service progressed; -1 for all else and on a discrete clock.
    ahead
        Vehicles of that station that have passed it and not left the line.
    """

    line: MarkovLine
    tables: tuple[Table, ...]
    levels: Integers
    waiting: Integers
    start: int
    source: Integers
    target: Integers
    weight: Numbers
    delivered: Integers
    station: Integers
    ahead: Integers

    @property
    def states(self) -> int:
        """Number of states."""
        return len(self.waiting[0])

    def per_state(self, column: str, station: int) -> Integers:
        """Return a column of a station's table by state of the line."""
        values: Integers = getattr(self.tables[station], column)[self.levels[station]]
        return values


def _room(line: MarkovLine, tables: Sequence[Table], station: int) -> int:
    """Return the most vehicles that can wait behind a station."""
    following = line.stations[station].feeds
    if following is None:
        return 0
    return line.stations[station].places + line.stations[following].machines


def count_states(line: MarkovLine, tables: Sequence[Table]) -> float:
    """Count the settled states of a line without visiting them.

    Goes down the line and keeps, for each state of a station, in how many ways what lies
    upstream can stand beside it. A line reaches all of these or fewer: fixed times keep
    some of them out of reach.

    Parameters
    ----------
    line
        The line.
    tables
        Of its stations.

    Returns
    -------
    float
        Number of states; exact up to 2^53, infinite beyond all floating-point numbers.
    """
    ways: dict[int, tuple[Numbers, Numbers]] = {}
    with np.errstate(over="ignore", invalid="ignore"):
        for station in reversed(line.from_the_end):
            all_fed = np.ones(tables[station].states)
            any_fed = np.ones(tables[station].states)
            for feeder in line.upstream[station]:
                none, some = _ways_behind(line, tables, feeder, *ways.pop(feeder))
                all_fed *= some
                any_fed *= none + some
            if not np.isfinite(any_fed).all():
                return math.inf
            ways[station] = any_fed - all_fed, all_fed
    ((end, (starved, fed)),) = ways.items()
    free = tables[end].finished == 0
    return float(starved[free].sum() + fed[free & (tables[end].empty == 0)].sum())


def _ways_behind(
    line: MarkovLine, tables: Sequence[Table], station: int, starved: Numbers, fed: Numbers
) -> tuple[Numbers, Numbers]:
    """Count what can stand before each state of the next station: none waiting, or some.

    `starved` and `fed` say in how many ways what lies upstream can stand before each state
    of this one, without and with something for it to start on.
    """
    table = tables[station]
    following = line.stations[station].feeds
    assert following is not None
    places, beyond = line.stations[station].places, tables[following]
    # With more room than machines nothing holds the station back, however much more it is.
    ample = max(places - line.stations[station].machines - 1, 1)
    none = some = np.zeros(beyond.states)
    for waiting in (0, *range(ample, _room(line, tables, station) + 1)):
        # Shape (states of this station, states of the next).
        room = np.tile(places + beyond.empty - waiting, (table.states, 1))
        starts = table.empty[:, None] > 0
        if line.before_service:
            reserved = table.serving[:, None]
            fits = (room >= reserved) & (table.finished[:, None] == 0)
            starts = starts & (room > reserved)
        else:
            fits = (room == 0) | ((room > 0) & (table.finished[:, None] == 0))
        found = starved @ fits.astype(float) + fed @ (fits & ~starts).astype(float)
        if waiting == 0:
            none = found
        else:
            some = some + found * (ample if waiting == ample else 1)
    return none, some


@dataclass(frozen=True, slots=True)
class _Coding:
    """Between states in columns and states as one integer each."""

    radices: tuple[int, ...]

    def encode(self, levels: Integers, waiting: Integers) -> Integers:
        code = np.zeros(levels.shape[1], dtype=np.int64)
        for digits, radix in zip((*levels, *waiting), self.radices, strict=True):
            code *= radix
            code += digits
        return code

    def decode(self, code: Integers) -> tuple[Integers, Integers]:
        digits = np.empty((len(self.radices), len(code)), dtype=np.int64)
        rest = code
        for row in range(len(self.radices) - 1, -1, -1):
            rest, digits[row] = np.divmod(rest, self.radices[row])
        half = len(self.radices) // 2
        return digits[:half], digits[half:]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What happens in no time."""

    line: MarkovLine
    tables: tuple[Table, ...]

    def settle(self, levels: Integers, waiting: Integers) -> Integers:
        """Move what can move, in place; return how many vehicles left the line."""
        delivered = np.zeros(levels.shape[1], dtype=np.int64)
        upstream = self.line.upstream
        for station in self.line.from_the_end:
            table = self.tables[station]
            while True:
                moving = table.finished[levels[station]] > 0
                if self.line.stations[station].feeds is not None:
                    moving &= self._room(station, levels, waiting) > 0
                if not moving.any():
                    break
                levels[station, moving] = table.release[levels[station, moving]]
                if self.line.stations[station].feeds is None:
                    delivered += moving
                else:
                    waiting[station] += moving
        for station, table in enumerate(self.tables):
            while True:
                moving = table.empty[levels[station]] > 0
                for feeder in upstream[station]:
                    moving &= waiting[feeder] > 0
                if self.line.before_service and self.line.stations[station].feeds is not None:
                    room = self._room(station, levels, waiting)
                    moving &= room > table.serving[levels[station]]
                if not moving.any():
                    break
                levels[station, moving] = table.load[levels[station, moving]]
                for feeder in upstream[station]:
                    waiting[feeder] -= moving
        return delivered

    def _room(self, station: int, levels: Integers, waiting: Integers) -> Integers:
        following = self.line.stations[station].feeds
        assert following is not None
        empty = self.tables[following].empty[levels[following]]
        room: Integers = self.line.stations[station].places + empty - waiting[station]
        return room

    def ahead(self, station: int, levels: Integers, waiting: Integers) -> Integers:
        """Count the vehicles that have passed a station and not left the line."""
        count: Integers = self.tables[station].finished[levels[station]]
        while (following := self.line.stations[station].feeds) is not None:
            table = self.tables[following]
            held = table.serving[levels[following]]
            if self.line.stations[following].feeds is not None:
                held = held + table.finished[levels[following]]
            count = count + waiting[station] + held
            station = following
        return count


_Moves = tuple[Integers, Integers, Integers, Numbers, Integers]
"""Source, levels, waiting, weight, station of each move of a frontier."""


def _one_at_a_time(tables: Sequence[Table], levels: Integers, waiting: Integers) -> _Moves:
    sources, stations, weights, targets = [], [], [], []
    for station, table in enumerate(tables):
        for move in table.moves:
            of = levels[station]
            happening = np.flatnonzero((move.weight[of] > 0.0) & (move.target[of] != of))
            moved = levels[:, happening]
            of = of[happening]
            moved[station] = move.target[of]
            sources.append(happening)
            targets.append(moved)
            weights.append(move.weight[of])
            stations.append(np.where(move.progress[of], station, -1))
    source = np.concatenate(sources)
    return (
        source,
        np.concatenate(targets, axis=1),
        waiting[:, source],
        np.concatenate(weights),
        np.concatenate(stations),
    )


def _all_at_once(tables: Sequence[Table], levels: Integers, waiting: Integers) -> _Moves:
    source = np.arange(levels.shape[1])
    weight = np.ones(levels.shape[1])
    for station, table in enumerate(tables):
        kept, targets, weights = [], [], []
        of = levels[station]
        for move in table.moves:
            happening = np.flatnonzero(move.weight[of] > 0.0)
            kept.append(happening)
            targets.append(move.target[of[happening]])
            weights.append(weight[happening] * move.weight[of[happening]])
        index = np.concatenate(kept)
        source, levels, weight = source[index], levels[:, index], np.concatenate(weights)
        levels[station] = np.concatenate(targets)
    return source, levels, waiting[:, source], weight, np.full(len(source), -1)


def explore(line: MarkovLine, tables: Sequence[Table]) -> Space:
    """Find every state that a line reaches from empty, breadth first.

    Parameters
    ----------
    line
        The line; count its states first.
    tables
        Of its stations.

    Returns
    -------
    Space
        The states, in order of their codes, and the moves.

    Raises
    ------
    OverflowError
        If the codes do not fit 63 bits.
    """
    stations = range(len(tables))
    radices = (
        *(table.states for table in tables),
        *(_room(line, tables, station) + 1 for station in stations),
    )
    if math.prod(radices) >= 2**63:
        raise OverflowError("the states of the line have codes beyond 63 bits")
    coding, rules = _Coding(radices), _Rules(line, tuple(tables))
    happen = _all_at_once if line.discrete else _one_at_a_time

    levels = np.zeros((len(tables), 1), dtype=np.int64)
    waiting = np.zeros((len(tables), 1), dtype=np.int64)
    rules.settle(levels, waiting)
    first = coding.encode(levels, waiting)
    frontier = known = first
    found: list[tuple[Any, ...]] = []
    while len(frontier):
        levels, waiting = coding.decode(frontier)
        source, to_levels, to_waiting, weight, station = happen(tables, levels, waiting)
        ahead = np.zeros(len(source), dtype=np.int64)
        for one in stations:
            progressed = np.flatnonzero(station == one)
            if len(progressed):
                whence = source[progressed]
                ahead[progressed] = rules.ahead(one, levels[:, whence], waiting[:, whence])
        delivered = rules.settle(to_levels, to_waiting)
        code = coding.encode(to_levels, to_waiting)
        found.append((frontier[source], code, weight, delivered, station, ahead))
        fresh = np.unique(code)
        place = np.minimum(np.searchsorted(known, fresh), len(known) - 1)
        frontier = fresh[known[place] != fresh]
        # Two runs in order: a stable sort merges them.
        known = np.sort(np.concatenate([known, frontier]), kind="stable")
    source, target, weight, delivered, station, ahead = map(
        np.concatenate, zip(*found, strict=True)
    )
    levels, waiting = coding.decode(known)
    return Space(
        line,
        tuple(tables),
        levels,
        waiting,
        int(np.searchsorted(known, first[0])),
        np.searchsorted(known, source),
        np.searchsorted(known, target),
        weight,
        delivered,
        station,
        ahead,
    )
