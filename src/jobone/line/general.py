"""Any line, one replication after the other. Arrays and scalars only.

What the lanes of :mod:`jobone.line.kernels` leave out: parallel machines, scrap, working
hours and failures by the calendar. Vehicles may overtake in parallel machines and be lost,
so that every replication goes its own way. The readable twin is :mod:`jobone.line.twin`,
which says step by step what happens here.
"""

from __future__ import annotations

from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

from jobone.line.draws import GOLDEN, draw, mix, uniform
from jobone.line.streams import CYCLE, REPEAT, SCRAP

__all__ = [
    "BLOCKED",
    "DEPARTED",
    "DOWN",
    "EXITED",
    "INSIDE",
    "PERIODS",
    "STARTED",
    "STARVED",
    "WAITED",
    "WORKED",
    "advance",
    "prepare",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]

# Columns of a station's tally, in seconds; the last counts.
WORKED: Final = 0
DOWN: Final = 1
BLOCKED: Final = 2
STARVED: Final = 3
WAITED: Final = 4
INSIDE: Final = 5
PERIODS: Final = 6

# Columns of a station's counts.
STARTED: Final = 0
EXITED: Final = 1
DEPARTED: Final = 2
UNDER_WORK: Final = 3

# Columns of a machine.
FREE: Final = 0
ENDED: Final = 1
LEFT: Final = 2
FAILS_AT: Final = 3
WORKS_AT: Final = 4

# What a machine holds.
EMPTY: Final = 0
GOOD: Final = 1
BAD: Final = 2


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _opened(time: float, period: float, hours: Floats) -> float:
    """Return the open time up to a moment; the rows of `hours`: opens, closes, open before."""
    count = hours.shape[1]
    if count == 0:
        return time
    periods = np.floor(time / period)
    rest = time - periods * period
    total = hours[2, count - 1] + (hours[1, count - 1] - hours[0, count - 1])
    here = np.searchsorted(hours[0], rest, side="right") - 1
    if here < 0:
        return float(periods * total)
    within = min(rest, hours[1, here]) - hours[0, here]
    return float(periods * total + (hours[2, here] + within))


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _after(time: float, work: float, period: float, hours: Floats) -> float:
    """Return the moment at which so much open time has passed since `time`."""
    count = hours.shape[1]
    if count == 0:
        return time + work
    total = hours[2, count - 1] + (hours[1, count - 1] - hours[0, count - 1])
    goal = _opened(time, period, hours) + work
    periods = np.floor(goal / total)
    rest = goal - periods * total
    if rest <= 0.0:
        periods -= 1.0
        rest = total
    here = np.searchsorted(hours[2], rest, side="left") - 1
    moment = periods * period + (hours[0, here] + (rest - hours[2, here]))
    return float(max(time, moment))


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _renew(
    machine: Floats,
    failures: Integers,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
    keys: Words,
) -> None:
    """Draw a machine's next failure by the calendar and its repair."""
    counter = np.uint64(failures[0]) * GOLDEN
    failures[0] += 1
    bits = mix(keys[0] + counter)
    between = draw(kinds[1], numbers[1, 0], numbers[1, 1], starts[1], tables, bits)
    bits = mix(keys[1] + counter)
    repair = draw(kinds[2], numbers[2, 0], numbers[2, 1], starts[2], tables, bits)
    machine[FAILS_AT] = machine[WORKS_AT] + between
    machine[WORKS_AT] = machine[FAILS_AT] + repair


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _idle(
    start: float,
    end: float,
    tally: Floats,
    period: float,
    hours: Floats,
    machine: Floats,
    failures: Integers,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
    keys: Words,
) -> float:
    """Pass time without work; return how much of it, open time, the machine is not down."""
    down = 0.0
    while machine[FAILS_AT] < end:
        first = max(machine[FAILS_AT], start)
        last = min(machine[WORKS_AT], end)
        if last > first:
            down += _opened(last, period, hours) - _opened(first, period, hours)
        if machine[WORKS_AT] > end:
            break
        _renew(machine, failures, kinds, numbers, starts, tables, keys)
    tally[DOWN] += down
    return _opened(end, period, hours) - _opened(start, period, hours) - down


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _done(
    start: float,
    work: float,
    tally: Floats,
    period: float,
    hours: Floats,
    machine: Floats,
    failures: Integers,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
    keys: Words,
) -> float:
    """Return when so much work is done that is begun at `start`."""
    if machine[FAILS_AT] == np.inf:
        machine[LEFT] -= work
        repairs = 0.0
        while machine[LEFT] <= 0.0:
            number = np.uint64(failures[0])
            failures[0] += 1
            bits = mix(keys[1] + number * GOLDEN)
            repairs += draw(kinds[2], numbers[2, 0], numbers[2, 1], starts[2], tables, bits)
            bits = mix(keys[0] + (number + np.uint64(1)) * GOLDEN)
            machine[LEFT] += draw(kinds[1], numbers[1, 0], numbers[1, 1], starts[1], tables, bits)
        tally[DOWN] += repairs
        return _after(start, work + repairs, period, hours)
    time = start
    left = work
    while True:
        if machine[FAILS_AT] <= time:
            time = max(time, machine[WORKS_AT])
            _renew(machine, failures, kinds, numbers, starts, tables, keys)
            continue
        end = _after(time, left, period, hours)
        if end <= machine[FAILS_AT]:
            tally[DOWN] += _opened(end, period, hours) - _opened(start, period, hours) - work
            return end
        left -= _opened(machine[FAILS_AT], period, hours) - _opened(time, period, hours)
        time = machine[FAILS_AT]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def prepare(
    machines: Floats,
    failures: Integers,
    first_machine: Integers,
    by_calendar: NDArray[np.bool_],
    machine_keys: Words,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
) -> None:
    """Draw the first failures.

    Parameters
    ----------
    by_calendar
        Shape (stations,): by which clock a station fails.
    machines, failures, first_machine, machine_keys, kinds, numbers, starts, tables
        As for :func:`advance`.
    """
    for station in range(kinds.shape[0]):
        for here in range(first_machine[station], first_machine[station + 1]):
            machines[here, LEFT] = np.inf
            machines[here, FAILS_AT] = np.inf
            if kinds[station, 1] < 0:
                continue
            if by_calendar[station]:
                _renew(
                    machines[here],
                    failures[here : here + 1],
                    kinds[station],
                    numbers[station],
                    starts[station],
                    tables,
                    machine_keys[here],
                )
            else:
                machines[here, LEFT] = draw(
                    kinds[station, 1],
                    numbers[station, 1, 0],
                    numbers[station, 1, 1],
                    starts[station, 1],
                    tables,
                    mix(machine_keys[here, 0]),
                )


@numba.njit(cache=True, nogil=True, error_model="numpy")
def advance(
    tallies: Floats,
    counts: Integers,
    machines: Floats,
    failures: Integers,
    holds: Integers,
    exits: Floats,
    departures: Floats,
    first_machine: Integers,
    ring_of: Integers,
    masks: Integers,
    own_ring_of: Integers,
    own_masks: Integers,
    periods: Floats,
    first_hours: Integers,
    all_hours: Floats,
    keys: Words,
    machine_keys: Words,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
    exponents: Floats,
    learns_until: Integers,
    repeat: Floats,
    scrap: Floats,
    capacity: Integers,
    feeds: Integers,
    feeders: Integers,
    before_service: bool,
    out: Floats,
) -> None:
    """Run until so many more vehicles have left the line.

    Parameters
    ----------
    tallies
        Shape (stations, 7); columns as this module names them. Read and written, as are the
        next six.
    counts
        Shape (stations, 4).
    machines, failures, holds
        Shapes (machines, 5), (machines,) and (machines,): state, failures so far, and what
        each holds.
    exits, departures
        Rings of the moments at which vehicles left a station at all, and for the next one.
    first_machine
        Shape (stations + 1,).
    ring_of, masks, own_ring_of, own_masks
        Shape (stations,): where the rings of `exits` and `departures` begin, and their sizes
        less one.
    periods, first_hours, all_hours
        Shapes (stations,), (stations + 1,) and (3, any): working hours.
    keys, machine_keys
        Shapes (stations, purposes) and (machines, 2).
    kinds, numbers, starts, tables, exponents, learns_until, repeat, scrap, capacity, feeds, feeders
        As in :class:`jobone.line.plan.Plan`.
    before_service
        Whether a station does not start while there is no place behind it.
    out
        Shape (vehicles,), written: when each leaves the last station.
    """
    last_station = feeds.size - 1
    left_before = counts[last_station, DEPARTED]
    wanted = left_before + out.size
    while counts[last_station, DEPARTED] < wanted:
        for station in range(feeds.size):
            tally = tallies[station]
            count = counts[station]
            first, end_machine = first_machine[station], first_machine[station + 1]
            hours = all_hours[:, first_hours[station] : first_hours[station + 1]]
            period = periods[station]
            behind = feeds[station]
            while counts[last_station, DEPARTED] < wanted:
                # When there is a place for the next departure, if that is known already.
                space = 0.0
                known = True
                number = count[DEPARTED] - capacity[station]
                if behind >= 0 and number >= 0:
                    known = number < counts[behind, EXITED]
                    if known:
                        space = exits[ring_of[behind] + (number & masks[behind])]

                if count[UNDER_WORK] == end_machine - first:
                    # All machines are full: the next vehicle leaves.
                    good, bad = -1, -1
                    for machine in range(first, end_machine):
                        if holds[machine] == GOOD:
                            if good < 0 or machines[machine, ENDED] < machines[good, ENDED]:
                                good = machine
                        elif bad < 0 or machines[machine, ENDED] < machines[bad, ENDED]:
                            bad = machine
                    if good >= 0 and not known:
                        break
                    gone = np.inf
                    leaving = good
                    if good >= 0:
                        gone = max(machines[good, ENDED], space)
                    if bad >= 0 and (good < 0 or machines[bad, ENDED] < gone):
                        leaving = bad
                        gone = machines[bad, ENDED]
                    tally[BLOCKED] += _idle(
                        machines[leaving, ENDED],
                        gone,
                        tally,
                        period,
                        hours,
                        machines[leaving],
                        failures[leaving : leaving + 1],
                        kinds[station],
                        numbers[station],
                        starts[station],
                        tables,
                        machine_keys[leaving],
                    )
                    tally[INSIDE] += gone - machines[leaving, FREE]
                    machines[leaving, FREE] = gone
                    exits[ring_of[station] + (count[EXITED] & masks[station])] = gone
                    count[EXITED] += 1
                    count[UNDER_WORK] -= 1
                    if holds[leaving] == GOOD:
                        if behind >= 0:
                            place = count[DEPARTED] & own_masks[station]
                            departures[own_ring_of[station] + place] = gone
                        else:
                            out[count[DEPARTED] - left_before] = gone
                        count[DEPARTED] += 1
                    holds[leaving] = EMPTY
                    continue

                # A machine is free: the next vehicle starts, if its parts are known.
                if before_service and not known:
                    break
                vehicle = count[STARTED]
                free = -1
                for machine in range(first, end_machine):
                    if holds[machine] == EMPTY and (
                        free < 0 or machines[machine, FREE] < machines[free, FREE]
                    ):
                        free = machine
                ready = machines[free, FREE]
                fed = True
                for place in range(feeders.shape[1]):
                    feeder = feeders[station, place]
                    if feeder >= 0:
                        if counts[feeder, DEPARTED] <= vehicle:
                            fed = False
                            break
                        came = departures[own_ring_of[feeder] + (vehicle & own_masks[feeder])]
                        ready = max(ready, came)
                if not fed:
                    break
                begun = max(ready, space) if before_service else ready
                for place in range(feeders.shape[1]):
                    feeder = feeders[station, place]
                    if feeder >= 0:
                        came = departures[own_ring_of[feeder] + (vehicle & own_masks[feeder])]
                        tallies[feeder, WAITED] += begun - came
                tally[STARVED] += _idle(
                    machines[free, FREE],
                    ready,
                    tally,
                    period,
                    hours,
                    machines[free],
                    failures[free : free + 1],
                    kinds[station],
                    numbers[station],
                    starts[station],
                    tables,
                    machine_keys[free],
                )
                tally[BLOCKED] += _idle(
                    ready,
                    begun,
                    tally,
                    period,
                    hours,
                    machines[free],
                    failures[free : free + 1],
                    kinds[station],
                    numbers[station],
                    starts[station],
                    tables,
                    machine_keys[free],
                )
                if begun > machines[free, ENDED]:
                    tally[PERIODS] += 1.0
                # How long it takes, and whether it comes out well.
                counter = np.uint64(vehicle) * GOLDEN
                grown = float(min(vehicle + 1, learns_until[station]))
                factor = 1.0
                if exponents[station, 0] != 0.0:
                    factor = grown ** -exponents[station, 0]
                kind = kinds[station, 0]
                start = starts[station, 0]
                one, two = numbers[station, 0, 0], numbers[station, 0, 1]
                bits = mix(keys[station, CYCLE] + counter)
                work = draw(kind, one, two, start, tables, bits) * factor
                if repeat[station] > 0.0:
                    word = mix(keys[station, REPEAT] + counter)
                    bits = word
                    tries = np.uint64(0)
                    while uniform(bits) < repeat[station]:
                        again = mix(word + (tries + np.uint64(1)) * GOLDEN)
                        work += draw(kind, one, two, start, tables, again) * factor
                        bits = mix(word + (tries + np.uint64(2)) * GOLDEN)
                        tries += np.uint64(2)
                tally[WORKED] += work
                holds[free] = GOOD
                if scrap[station] > 0.0:
                    chance = scrap[station]
                    if exponents[station, 1] != 0.0:
                        chance *= grown ** -exponents[station, 1]
                    if uniform(mix(keys[station, SCRAP] + counter)) < chance:
                        holds[free] = BAD
                machines[free, ENDED] = _done(
                    begun,
                    work,
                    tally,
                    period,
                    hours,
                    machines[free],
                    failures[free : free + 1],
                    kinds[station],
                    numbers[station],
                    starts[station],
                    tables,
                    machine_keys[free],
                )
                machines[free, FREE] = begun
                count[STARTED] += 1
                count[UNDER_WORK] += 1
