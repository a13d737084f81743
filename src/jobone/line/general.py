"""Any line, one replication after the other. Arrays and scalars only.

What the lanes of :mod:`jobone.line.kernels` leave out: parallel machines, scrap, working
hours and failures by the calendar. Vehicles may overtake in parallel machines and be lost,
so that every replication goes its own way. The readable twin is :mod:`jobone.line.twin`,
which says step by step what happens here.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jobone.line.compiling import kernel, part
from jobone.line.draws import GOLDEN, cycle_bits, draw, mix, uniform
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
TimeArrays = tuple[Integers, Floats, Integers, Floats]
Hours = tuple[Floats, Floats, Integers, Floats, Floats, Floats]

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


# Whole arrays and places in them are handed on, never parts of arrays: taking a part costs
# more than all that is reckoned with it.


@kernel
def _last_not_above(values: Floats, low: int, high: int, value: float) -> int:
    """Return the last place from `low` below `high` whose value is not above; or `low` - 1."""
    before = low - 1
    while high - before > 1:
        middle = (before + high) // 2
        if values[middle] <= value:
            before = middle
        else:
            high = middle
    return before


@kernel
def _last_below(values: Floats, low: int, high: int, value: float) -> int:
    """Return the last place from `low` below `high` whose value is below; or `low` - 1."""
    before = low - 1
    while high - before > 1:
        middle = (before + high) // 2
        if values[middle] < value:
            before = middle
        else:
            high = middle
    return before


@part
def _opened(time: float, station: int, hours: Hours) -> float:
    """Return the open time of a station up to a moment."""
    period, total, first, opens, closes, before = hours
    low, high = first[station], first[station + 1]
    if low == high:
        return time
    periods = np.floor(time / period[station])
    rest = time - periods * period[station]
    here = _last_not_above(opens, low, high, rest)
    if here < low:
        return float(periods * total[station])
    within = min(rest, closes[here]) - opens[here]
    return float(periods * total[station] + (before[here] + within))


@part
def _after(time: float, work: float, station: int, hours: Hours) -> float:
    """Return the moment at which so much open time has passed since `time`."""
    period, total, first, opens, _, before = hours
    low, high = first[station], first[station + 1]
    if low == high:
        return time + work
    goal = _opened(time, station, hours) + work
    periods = np.floor(goal / total[station])
    rest = goal - periods * total[station]
    if rest <= 0.0:
        periods -= 1.0
        rest = total[station]
    here = _last_below(before, low, high, rest)
    moment = periods * period[station] + (opens[here] + (rest - before[here]))
    return float(max(time, moment))


@part
def _time(station: int, use: int, bits: np.uint64, times: TimeArrays) -> Any:
    """Draw a station's cycle (0), time between failures (1) or repair (2)."""
    kinds, numbers, starts, tables = times
    return draw(
        kinds[station, use],
        numbers[station, use, 0],
        numbers[station, use, 1],
        starts[station, use],
        tables,
        bits,
    )


@kernel
def _renew(
    station: int, machine: int, machines: Floats, failures: Integers, keys: Words, times: TimeArrays
) -> None:
    """Draw a machine's next failure by the calendar and its repair."""
    counter = np.uint64(failures[machine]) * GOLDEN
    failures[machine] += 1
    between = _time(station, 1, mix(keys[machine, 0] + counter), times)
    repair = _time(station, 2, mix(keys[machine, 1] + counter), times)
    machines[machine, FAILS_AT] = machines[machine, WORKS_AT] + between
    machines[machine, WORKS_AT] = machines[machine, FAILS_AT] + repair


@part
def _idle(
    start: float,
    end: float,
    station: int,
    machine: int,
    tallies: Floats,
    machines: Floats,
    failures: Integers,
    keys: Words,
    times: TimeArrays,
    hours: Hours,
) -> float:
    """Pass time without work; return how much of it, open time, the machine is not down."""
    if end <= start:
        return 0.0
    down = 0.0
    while machines[machine, FAILS_AT] < end:
        first = max(machines[machine, FAILS_AT], start)
        last = min(machines[machine, WORKS_AT], end)
        if last > first:
            down += _opened(last, station, hours) - _opened(first, station, hours)
        if machines[machine, WORKS_AT] > end:
            break
        _renew(station, machine, machines, failures, keys, times)
    tallies[station, DOWN] += down
    return _opened(end, station, hours) - _opened(start, station, hours) - down


@part
def _done(
    start: float,
    work: float,
    station: int,
    machine: int,
    tallies: Floats,
    machines: Floats,
    failures: Integers,
    keys: Words,
    times: TimeArrays,
    hours: Hours,
) -> float:
    """Return when so much work is done that is begun at `start`."""
    if machines[machine, FAILS_AT] == np.inf:
        machines[machine, LEFT] -= work
        repairs = 0.0
        while machines[machine, LEFT] <= 0.0:
            number = np.uint64(failures[machine])
            failures[machine] += 1
            repairs += _time(station, 2, mix(keys[machine, 1] + number * GOLDEN), times)
            bits = mix(keys[machine, 0] + (number + np.uint64(1)) * GOLDEN)
            machines[machine, LEFT] += _time(station, 1, bits, times)
        tallies[station, DOWN] += repairs
        return _after(start, work + repairs, station, hours)
    time = start
    left = work
    while True:
        fails_at = machines[machine, FAILS_AT]
        if fails_at <= time:
            time = max(time, machines[machine, WORKS_AT])
            _renew(station, machine, machines, failures, keys, times)
            continue
        end = _after(time, left, station, hours)
        if end <= fails_at:
            spent = _opened(end, station, hours) - _opened(start, station, hours)
            tallies[station, DOWN] += spent - work
            return end
        left -= _opened(fails_at, station, hours) - _opened(time, station, hours)
        time = fails_at


@kernel
def prepare(
    machines: Floats,
    failures: Integers,
    first_machine: Integers,
    by_calendar: NDArray[np.bool_],
    machine_keys: Words,
    times: TimeArrays,
) -> None:
    """Draw the first failures.

    Parameters
    ----------
    by_calendar
        Shape (stations,): by which clock a station fails.
    machines, failures, first_machine, machine_keys, times
        As for :func:`advance`.
    """
    for station in range(by_calendar.size):
        for here in range(first_machine[station], first_machine[station + 1]):
            machines[here, LEFT] = np.inf
            machines[here, FAILS_AT] = np.inf
            if times[0][station, 1] < 0:
                continue
            if by_calendar[station]:
                _renew(station, here, machines, failures, machine_keys, times)
            else:
                bits = mix(machine_keys[here, 0])
                machines[here, LEFT] = _time(station, 1, bits, times)


@kernel
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
    keys: Words,
    machine_keys: Words,
    times: TimeArrays,
    hours: Hours,
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
    keys, machine_keys
        Shapes (stations, purposes) and (machines, 2).
    times
        ``kinds, numbers, starts, tables`` as in :class:`jobone.line.plan.Plan`.
    hours
        ``period, total, first, opens, closes, before``: of a station its period, the open
        time in it, and where its intervals begin, with one place more at the end; of an
        interval its ends and the open time before it in its period.
    exponents, learns_until, repeat, scrap, capacity, feeds, feeders
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
            first, end_machine = first_machine[station], first_machine[station + 1]
            behind = feeds[station]
            while counts[last_station, DEPARTED] < wanted:
                # When there is a place for the next departure, if that is known already.
                space = 0.0
                known = True
                number = counts[station, DEPARTED] - capacity[station]
                if behind >= 0 and number >= 0:
                    known = number < counts[behind, EXITED]
                    if known:
                        space = exits[ring_of[behind] + (number & masks[behind])]

                if counts[station, UNDER_WORK] == end_machine - first:
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
                    tallies[station, BLOCKED] += _idle(
                        machines[leaving, ENDED],
                        gone,
                        station,
                        leaving,
                        tallies,
                        machines,
                        failures,
                        machine_keys,
                        times,
                        hours,
                    )
                    tallies[station, INSIDE] += gone - machines[leaving, FREE]
                    machines[leaving, FREE] = gone
                    exits[ring_of[station] + (counts[station, EXITED] & masks[station])] = gone
                    counts[station, EXITED] += 1
                    counts[station, UNDER_WORK] -= 1
                    if holds[leaving] == GOOD:
                        if behind >= 0:
                            place = counts[station, DEPARTED] & own_masks[station]
                            departures[own_ring_of[station] + place] = gone
                        else:
                            out[counts[station, DEPARTED] - left_before] = gone
                        counts[station, DEPARTED] += 1
                    holds[leaving] = EMPTY
                    continue

                # A machine is free: the next vehicle starts, if its parts are known.
                if before_service and not known:
                    break
                vehicle = counts[station, STARTED]
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
                tallies[station, STARVED] += _idle(
                    machines[free, FREE],
                    ready,
                    station,
                    free,
                    tallies,
                    machines,
                    failures,
                    machine_keys,
                    times,
                    hours,
                )
                tallies[station, BLOCKED] += _idle(
                    ready,
                    begun,
                    station,
                    free,
                    tallies,
                    machines,
                    failures,
                    machine_keys,
                    times,
                    hours,
                )
                if begun > machines[free, ENDED]:
                    tallies[station, PERIODS] += 1.0
                # How long it takes, and whether it comes out well.
                counter = np.uint64(vehicle) * GOLDEN
                grown = float(min(vehicle + 1, learns_until[station]))
                factor = 1.0
                if exponents[station, 0] != 0.0:
                    factor = grown ** -exponents[station, 0]
                bits = cycle_bits(times[0][station, 0], keys[station, CYCLE], vehicle)
                work = _time(station, 0, bits, times)
                if repeat[station] > 0.0:
                    word = mix(keys[station, REPEAT] + counter)
                    bits = word
                    tries = np.uint64(0)
                    while uniform(bits) < repeat[station]:
                        again = mix(word + (tries + np.uint64(1)) * GOLDEN)
                        work += _time(station, 0, again, times)
                        bits = mix(word + (tries + np.uint64(2)) * GOLDEN)
                        tries += np.uint64(2)
                work *= factor
                tallies[station, WORKED] += work
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
                    station,
                    free,
                    tallies,
                    machines,
                    failures,
                    machine_keys,
                    times,
                    hours,
                )
                machines[free, FREE] = begun
                counts[station, STARTED] += 1
                counts[station, UNDER_WORK] += 1
