"""Any line, one replication after the other. Arrays and scalars only.

What the lanes of :mod:`jobone.line.kernels` leave out: parallel machines, scrap, working
hours that differ between stations and failures by the calendar. Vehicles may overtake in
parallel machines and be lost, so that every replication goes its own way; a station goes on
until its parts or its places run out. What a vehicle draws does not depend on its way: a
station draws for many vehicles at once, in vectors. The readable twin is
:mod:`jobone.line.twin`, which says step by step what happens here.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jobone.lanes.compiling import kernel, part
from jobone.lanes.vectors import WIDTH, lowest, spent, store, words
from jobone.line.draw_kernels import (
    CYCLE,
    EXPONENTIAL,
    FIXED,
    GEOMETRIC,
    GOLDEN,
    LOGARITHM,
    REPEAT,
    SCRAP,
    TABLE,
    draw,
    interpolated,
    logarithm,
    mix,
    stepped,
    uniform,
)

__all__ = [
    "AHEAD",
    "BLOCKED",
    "COUNTS",
    "DEPARTED",
    "DOWN",
    "EXITED",
    "INSIDE",
    "MACHINE",
    "PERIODS",
    "STARTED",
    "STARVED",
    "TALLY",
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
Wear = tuple[Floats, Floats, Integers, Words, TimeArrays, Hours]
"""What failures by the calendar need: shifts, machines, failures, machine keys, times, hours."""

AHEAD: Final = 2 * WIDTH
"""Vehicles that a station draws for at a time, a power of two. The even ones stand first, and
then the odd ones: a vehicle and the next share a word of random bits."""
_HALF: Final = WIDTH.bit_length() - 1

# Columns of a station's tally, in seconds; the last counts.
WORKED: Final = 0
DOWN: Final = 1
BLOCKED: Final = 2
STARVED: Final = 3
WAITED: Final = 4
INSIDE: Final = 5
PERIODS: Final = 6
TALLY: Final = 7

# Columns of a station's counts.
STARTED: Final = 0
EXITED: Final = 1
DEPARTED: Final = 2
UNDER_WORK: Final = 3
BAD: Final = 4
"""Vehicles under work that will be scrapped."""
FIRST: Final = 5
"""Where in its queue the vehicle stands that is done first."""
EMPTY: Final = 6
"""The machine that the last vehicle left."""
COUNTS: Final = 7

# Columns of a machine.
FREE: Final = 0
"""When it was left, or the vehicle in it was begun."""
ENDED: Final = 1
LEFT: Final = 2
FAILS_AT: Final = 3
WORKS_AT: Final = 4
MACHINE: Final = 5


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


@kernel
def _opened(time: float, station: int, hours: Hours) -> float:
    """Return the open time of a station up to a moment."""
    period, total, first, opens, closes, before = hours
    low, high = first[station], first[station + 1]
    periods = np.floor(time / period[station])
    rest = time - periods * period[station]
    here = _last_not_above(opens, low, high, rest)
    if here < low:
        return float(periods * total[station])
    within = min(rest, closes[here]) - opens[here]
    return float(periods * total[station] + (before[here] + within))


@kernel
def _locate(time: float, station: int, row: int, shifts: Floats, hours: Hours) -> None:
    """Note the open hours, from and to, in which a moment lies, or that are the last before it."""
    period, _, first, opens, closes, _ = hours
    low, high = first[station], first[station + 1]
    if low == high:
        return
    begin = np.floor(time / period[station]) * period[station]
    here = _last_not_above(opens, low, high, time - begin)
    if here >= low:
        shifts[row, 0] = begin + opens[here]
        shifts[row, 1] = begin + closes[here]


@kernel
def _span(start: float, end: float, station: int, row: int, shifts: Floats, hours: Hours) -> float:
    """Return the open time of a station between two moments."""
    _locate(start, station, row, shifts, hours)
    if shifts[row, 0] <= start and end <= shifts[row, 1]:
        return end - start
    return _opened(end, station, hours) - _opened(start, station, hours)


@kernel
def _after(time: float, work: float, station: int, row: int, shifts: Floats, hours: Hours) -> float:
    """Return the moment at which so much open time has passed since `time`."""
    _locate(time, station, row, shifts, hours)
    if shifts[row, 0] <= time and time + work <= shifts[row, 1]:
        return time + work
    period, total, first, opens, _, before = hours
    low, high = first[station], first[station + 1]
    goal = _opened(time, station, hours) + work
    periods = np.floor(goal / total[station])
    rest = goal - periods * total[station]
    if rest <= 0.0:
        periods -= 1.0
        rest = total[station]
    here = _last_below(before, low, high, rest)
    moment = max(time, periods * period[station] + (opens[here] + (rest - before[here])))
    _locate(moment, station, row, shifts, hours)
    return float(moment)


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


@kernel
def _repaired(
    station: int, machine: int, machines: Floats, failures: Integers, keys: Words, times: TimeArrays
) -> float:
    """Return the repairs that fall into the work of a machine that has just run out."""
    repairs = 0.0
    while machines[machine, LEFT] <= 0.0:
        number = np.uint64(failures[machine])
        failures[machine] += 1
        repairs += _time(station, 2, mix(keys[machine, 1] + number * GOLDEN), times)
        bits = mix(keys[machine, 0] + (number + np.uint64(1)) * GOLDEN)
        machines[machine, LEFT] += _time(station, 1, bits, times)
    return repairs


@kernel
def _broken(
    start: float,
    end: float,
    station: int,
    row: int,
    machine: int,
    wear: Wear,
) -> float:
    """Pass time without work; return how much of it, open time, the machine is down."""
    shifts, machines, failures, keys, times, hours = wear
    down = 0.0
    while machines[machine, FAILS_AT] < end:
        first = max(machines[machine, FAILS_AT], start)
        last = min(machines[machine, WORKS_AT], end)
        if last > first:
            down += _span(first, last, station, row, shifts, hours)
        if machines[machine, WORKS_AT] > end:
            break
        _renew(station, machine, machines, failures, keys, times)
    return down


@kernel
def _done(
    start: float,
    work: float,
    station: int,
    row: int,
    machine: int,
    wear: Wear,
) -> float:
    """Return when so much work is done that is begun at `start`, with failures by the calendar."""
    shifts, machines, failures, keys, times, hours = wear
    time = start
    left = work
    while True:
        fails_at = machines[machine, FAILS_AT]
        if fails_at <= time:
            time = max(time, machines[machine, WORKS_AT])
            _renew(station, machine, machines, failures, keys, times)
            continue
        end = _after(time, left, station, row, shifts, hours)
        if end <= fails_at:
            return end
        left -= _span(time, fails_at, station, row, shifts, hours)
        time = fails_at


@part
def _draw_ahead(
    works: Floats,
    bad: Words,
    row: int,
    station: int,
    first: int,
    keys: Words,
    strides: Words,
    times: TimeArrays,
    exponents: Floats,
    learns_until: Integers,
    repeat: Floats,
    scrap: Floats,
) -> None:
    """Draw how long the next vehicles take, repeats included, and which are to be scrapped."""
    kinds, numbers, starts, tables = times
    kind, mean, second = kinds[station, 0], numbers[station, 0, 0], numbers[station, 0, 1]
    place, start = row * AHEAD, starts[station, 0]
    counter = np.uint64(first) * GOLDEN
    even = words(strides, 0)
    double = even + even
    if kind == EXPONENTIAL:
        word = mix(even + (keys[row, CYCLE] + np.uint64(first >> 1) * GOLDEN))
        store(works, place, logarithm(word << np.uint64(32), LOGARITHM) * -mean)
        store(works, place + WIDTH, logarithm(word, LOGARITHM) * -mean)
    elif kind == FIXED:
        for each in range(place, place + AHEAD):
            works[each] = mean
    else:
        for half in range(2):
            here = place + half * WIDTH
            bits = mix(double + (keys[row, CYCLE] + (counter + np.uint64(half) * GOLDEN)))
            if kind == TABLE:
                store(works, here, interpolated(bits, tables, start))
            elif kind == GEOMETRIC:
                store(works, here, stepped(bits, mean, second))
            else:
                for lane in range(WIDTH):
                    number = np.uint64(first + 2 * lane + half)
                    word = mix(keys[row, CYCLE] + number * GOLDEN)
                    works[here + lane] = tables[start + np.int64(uniform(word) * mean)]
    chance = repeat[station]
    if chance > 0.0:
        for half in range(2):
            bits = mix(double + (keys[row, REPEAT] + (counter + np.uint64(half) * GOLDEN)))
            again = spent(uniform(bits) - chance)
            while again != np.uint64(0):
                lane = lowest(again)
                again &= again - np.uint64(1)
                number = np.uint64(first + 2 * lane + half)
                word = mix(keys[row, REPEAT] + number * GOLDEN)
                tries = np.uint64(0)
                lot = word
                while uniform(lot) < chance:
                    once = mix(word + (tries + np.uint64(1)) * GOLDEN)
                    works[place + half * WIDTH + lane] += _time(station, 0, once, times)
                    lot = mix(word + (tries + np.uint64(2)) * GOLDEN)
                    tries += np.uint64(2)
    if exponents[station, 0] != 0.0:
        for each in range(AHEAD):
            vehicles = float(min(first + each + 1, learns_until[station]))
            works[place + (each & 1) * WIDTH + (each >> 1)] *= vehicles ** -exponents[station, 0]
    chance = scrap[station]
    if chance > 0.0:
        bad[row] = np.uint64(0)
        for half in range(2):
            bits = mix(double + (keys[row, SCRAP] + (counter + np.uint64(half) * GOLDEN)))
            # The chance of the first vehicle is the largest.
            doubtful = spent(uniform(bits) - chance)
            while doubtful != np.uint64(0):
                lane = lowest(doubtful)
                doubtful &= doubtful - np.uint64(1)
                number = first + 2 * lane + half
                own = chance
                if exponents[station, 1] != 0.0:
                    own *= float(min(number + 1, learns_until[station])) ** -exponents[station, 1]
                if uniform(mix(keys[row, SCRAP] + np.uint64(number) * GOLDEN)) < own:
                    bad[row] |= np.uint64(1) << np.uint64(half * WIDTH + lane)


@kernel
def _bring_forward(
    queue: Integers,
    begin: int,
    mask: int,
    head: int,
    count: int,
    first: int,
    machines: Floats,
    space: float,
) -> None:
    """Bring the vehicle to the front that leaves next, of those to be scrapped and others."""
    chosen, gone = -1, np.inf
    for place in range(count):
        entry = queue[begin + ((head + place) & mask)]
        if entry & 1 == 0:
            chosen = place
            gone = max(machines[first + (entry >> 1), ENDED], space)
            break
    for place in range(count):
        entry = queue[begin + ((head + place) & mask)]
        if entry & 1 == 1:
            if machines[first + (entry >> 1), ENDED] < gone:
                chosen = place
            break
    entry = queue[begin + ((head + chosen) & mask)]
    for place in range(chosen, 0, -1):
        before = queue[begin + ((head + place - 1) & mask)]
        queue[begin + ((head + place) & mask)] = before
    queue[begin + head] = entry


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
    total = first_machine[by_calendar.size]
    for begin in range(0, failures.size, total):
        for station in range(by_calendar.size):
            for machine in range(first_machine[station], first_machine[station + 1]):
                here = begin + machine
                machines[here, LEFT] = np.inf
                machines[here, FAILS_AT] = np.inf
                if times[0][station, 1] < 0:
                    continue
                if by_calendar[station]:
                    _renew(station, here, machines, failures, machine_keys, times)
                else:
                    machines[here, LEFT] = _time(station, 1, mix(machine_keys[here, 0]), times)


@kernel
def advance(
    tallies: Floats,
    counts: Integers,
    machines: Floats,
    failures: Integers,
    queue: Integers,
    exits: Floats,
    departures: Floats,
    works: Floats,
    bad: Words,
    shifts: Floats,
    first_machine: Integers,
    queue_of: Integers,
    queue_masks: Integers,
    ring_of: Integers,
    masks: Integers,
    own_ring_of: Integers,
    own_masks: Integers,
    keys: Words,
    machine_keys: Words,
    strides: Words,
    times: TimeArrays,
    hours: Hours,
    by_calendar: NDArray[np.bool_],
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
    """Run every replication until so many more vehicles have left the line.

    Where an array has something of each station or machine, those of the first replication
    come first, then those of the second.

    Parameters
    ----------
    tallies
        Shape (replications * stations, 7); columns as this module names them. Read and
        written, as are the next nine.
    counts
        Shape (replications * stations, 7).
    machines, failures
        Shapes (replications * machines, 5) and (replications * machines,): state, and
        failures so far.
    queue
        Rings of a station's vehicles under work in the order in which they are done: twice
        the number of the machine, one more where the vehicle will be scrapped.
    exits, departures
        Rings of the moments at which vehicles left a station at all, and for the next one.
    works, bad
        Shapes (replications * stations * `AHEAD`,) and (replications * stations,): how long
        the next vehicles take, and the bits of those that will be scrapped.
    shifts
        Shape (replications * stations, 2): the open hours that a station was last in; without
        end where it works round the clock.
    first_machine
        Shape (stations + 1,).
    queue_of, queue_masks, ring_of, masks, own_ring_of, own_masks
        Where the rings of `queue`, `exits` and `departures` begin, shape (stations + 1,), and
        their sizes less one, shape (stations,).
    keys, machine_keys
        Shapes (replications * stations, purposes) and (replications * machines, 2).
    strides
        Shape (`WIDTH`,): multiples of `GOLDEN`, from none on.
    times
        ``kinds, numbers, starts, tables`` as in :class:`jobone.line.plan.Plan`.
    hours
        ``period, total, first, opens, closes, before``: of a station its period, the open
        time in it, and where its intervals begin, with one place more at the end; of an
        interval its ends and the open time before it in its period.
    by_calendar
        Shape (stations,): whether a station fails by the calendar.
    exponents, learns_until, repeat, scrap, capacity, feeds, feeders
        As in :class:`jobone.line.plan.Plan`.
    before_service
        Whether a station does not start while there is no place behind it.
    out
        Shape (replications, vehicles), written: when each leaves the last station.
    """
    stations = feeds.size
    wear = (shifts, machines, failures, machine_keys, times, hours)
    for replication in range(out.shape[0]):
        top = replication * stations
        last_row = top + stations - 1
        left_before = counts[last_row, DEPARTED]
        wanted = left_before + out.shape[1]
        while counts[last_row, DEPARTED] < wanted:
            for station in range(stations):
                row, behind = top + station, feeds[station]
                first = replication * first_machine[stations] + first_machine[station]
                count = first_machine[station + 1] - first_machine[station]
                line_up = replication * queue_of[stations] + queue_of[station]
                queue_mask = queue_masks[station]
                ring = replication * ring_of[stations] + ring_of[station]
                own_ring = replication * own_ring_of[stations] + own_ring_of[station]
                mask, own_mask = masks[station], own_masks[station]
                calendar = by_calendar[station]
                started, exited = counts[row, STARTED], counts[row, EXITED]
                departed, under = counts[row, DEPARTED], counts[row, UNDER_WORK]
                bad_ones, head = counts[row, BAD], counts[row, FIRST]
                free = counts[row, EMPTY]
                opens, closes = shifts[row, 0], shifts[row, 1]
                worked, down, blocked = 0.0, 0.0, 0.0
                starved, inside, periods = 0.0, 0.0, 0.0

                # What others will not change meanwhile: parts that are there, places behind.
                supply, goal, room, room_mask = 2**62, wanted, 0, 0
                for place in range(feeders.shape[1]):
                    feeder = feeders[station, place]
                    if feeder >= 0:
                        supply = min(supply, counts[top + feeder, DEPARTED])
                if behind >= 0:
                    goal = counts[top + behind, EXITED] + capacity[station]
                    room = replication * ring_of[stations] + ring_of[behind]
                    room_mask = masks[behind]

                while True:
                    known = departed < goal
                    space = 0.0
                    if known and behind >= 0 and departed >= capacity[station]:
                        space = exits[room + ((departed - capacity[station]) & room_mask)]
                    if under == count:
                        # All machines are full: the next vehicle leaves.
                        if not known and bad_ones < count:
                            break
                        if bad_ones > 0:
                            _bring_forward(
                                queue, line_up, queue_mask, head, count, first, machines, space
                            )
                        entry = queue[line_up + head]
                        head = (head + 1) & queue_mask
                        free = entry >> 1
                        machine = first + free
                        ended = gone = machines[machine, ENDED]
                        if entry & 1 == 0:
                            gone = max(ended, space)
                        if gone > ended:
                            idle = gone - ended
                            if ended < opens or gone > closes:
                                idle = _span(ended, gone, station, row, shifts, hours)
                            if calendar and machines[machine, FAILS_AT] < gone:
                                lost = _broken(ended, gone, station, row, machine, wear)
                                idle -= lost
                                down += lost
                            blocked += idle
                        inside += gone - machines[machine, FREE]
                        machines[machine, FREE] = gone
                        exits[ring + (exited & mask)] = gone
                        exited += 1
                        under -= 1
                        if entry & 1 == 1:
                            bad_ones -= 1
                            continue
                        if behind >= 0:
                            departures[own_ring + (departed & own_mask)] = gone
                        else:
                            out[replication, departed - left_before] = gone
                        departed += 1
                        if behind < 0 and departed == wanted:
                            break
                        continue

                    # A machine is free: the next vehicle starts, if its parts are known.
                    if started >= supply or (before_service and not known):
                        break
                    if exited == 0:
                        free = under
                    machine = first + free
                    left = machines[machine, FREE]
                    ready = left
                    for place in range(feeders.shape[1]):
                        feeder = feeders[station, place]
                        if feeder >= 0:
                            came = departures[
                                replication * own_ring_of[stations]
                                + own_ring_of[feeder]
                                + (started & own_masks[feeder])
                            ]
                            ready = max(ready, came)
                    begun = ready
                    if before_service:
                        begun = max(ready, space)
                    for place in range(feeders.shape[1]):
                        feeder = feeders[station, place]
                        if feeder >= 0:
                            came = departures[
                                replication * own_ring_of[stations]
                                + own_ring_of[feeder]
                                + (started & own_masks[feeder])
                            ]
                            tallies[top + feeder, WAITED] += begun - came
                    if calendar:
                        if ready > left and machines[machine, FAILS_AT] < ready:
                            lost = _broken(left, ready, station, row, machine, wear)
                            down += lost
                            starved -= lost
                        if begun > ready and machines[machine, FAILS_AT] < begun:
                            lost = _broken(ready, begun, station, row, machine, wear)
                            down += lost
                            blocked -= lost
                    if opens <= left and begun <= closes:
                        starved += ready - left
                        blocked += begun - ready
                    else:
                        starved += _span(left, ready, station, row, shifts, hours)
                        blocked += _span(ready, begun, station, row, shifts, hours)
                    if begun > machines[machine, ENDED]:
                        periods += 1.0

                    # How long it takes, and whether it comes out well.
                    if started & (AHEAD - 1) == 0:
                        _draw_ahead(
                            works,
                            bad,
                            row,
                            station,
                            started,
                            keys,
                            strides,
                            times,
                            exponents,
                            learns_until,
                            repeat,
                            scrap,
                        )
                    drawn = ((started & 1) << _HALF) + ((started >> 1) & (WIDTH - 1))
                    work = works[row * AHEAD + drawn]
                    worked += work
                    if calendar:
                        ended = begun + work
                        fails_at = machines[machine, FAILS_AT]
                        undisturbed = begun < fails_at and ended <= fails_at
                        if not undisturbed or begun < opens or ended > closes:
                            ended = _done(begun, work, station, row, machine, wear)
                            down += _span(begun, ended, station, row, shifts, hours) - work
                            opens, closes = shifts[row, 0], shifts[row, 1]
                    else:
                        machines[machine, LEFT] -= work
                        repairs = 0.0
                        if machines[machine, LEFT] <= 0.0:
                            repairs = _repaired(
                                station, machine, machines, failures, machine_keys, times
                            )
                            down += repairs
                        ended = begun + (work + repairs)
                        if begun < opens or ended > closes:
                            ended = _after(begun, work + repairs, station, row, shifts, hours)
                            opens, closes = shifts[row, 0], shifts[row, 1]
                    machines[machine, FREE] = begun
                    machines[machine, ENDED] = ended

                    # It queues up behind those that are done before it.
                    entry = 2 * free
                    if scrap[station] > 0.0 and bad[row] >> np.uint64(drawn) & np.uint64(1):
                        entry += 1
                        bad_ones += 1
                    position = under
                    while position > 0:
                        other = queue[line_up + ((head + position - 1) & queue_mask)]
                        before = machines[first + (other >> 1), ENDED]
                        if before < ended or (before == ended and other < entry):
                            break
                        queue[line_up + ((head + position) & queue_mask)] = other
                        position -= 1
                    queue[line_up + ((head + position) & queue_mask)] = entry
                    under += 1
                    started += 1

                counts[row, STARTED], counts[row, EXITED] = started, exited
                counts[row, DEPARTED], counts[row, UNDER_WORK] = departed, under
                counts[row, BAD], counts[row, FIRST] = bad_ones, head
                counts[row, EMPTY] = free
                tallies[row, WORKED] += worked
                tallies[row, DOWN] += down
                tallies[row, BLOCKED] += blocked
                tallies[row, STARVED] += starved
                tallies[row, INSIDE] += inside
                tallies[row, PERIODS] += periods
