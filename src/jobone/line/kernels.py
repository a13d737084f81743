"""The recursion on departure times, replications side by side. Arrays and scalars only.

Vehicle by vehicle and station by station, with every replication in a lane of its own so
that the compiler works on several at once:

    start     = max(departure of the vehicle here from before, departure of the last one here)
    end       = start + time of the cycle + repairs
    departure = max(end, departure behind that frees a place)

No list of events, and memory for one buffer's worth of departures a station (Buzacott and
Shanthikumar 1993, chapter 5; the recursion for blocking: Dallery and Gershwin 1992,
doi:10.1007/BF01158636).

A station that has so many places behind it needs nothing newer from there for as many
vehicles: they go through it in one block, while its sums stay in registers, before the next
station has its turn. Only where there are hardly any places do several stations share a
block, vehicle after vehicle.

The plain lines go this way: one machine a station, no scrap, no hours, no failures by the
calendar. :mod:`jobone.line.general_kernels` does the others, and
:mod:`jobone.line.twin` all of them, readably.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from jobone.lanes.compiling import kernel, part
from jobone.lanes.vectors import (
    WIDTH,
    counted,
    larger,
    lowest,
    reals,
    spent,
    store,
    words,
)
from jobone.line import general_kernels
from jobone.line.draw_kernels import BETWEEN as BETWEEN_KEY
from jobone.line.draw_kernels import CYCLE as CYCLE_KEY
from jobone.line.draw_kernels import (
    EXPONENTIAL,
    FIXED,
    GEOMETRIC,
    GOLDEN,
    PURPOSES,
    TABLE,
    draw,
    fill,
    interpolated,
    logarithm,
    mix,
    stepped,
    uniform,
)
from jobone.line.draw_kernels import REPAIR as REPAIR_KEY
from jobone.line.draw_kernels import REPEAT as REPEAT_KEY

__all__ = [
    "BLOCK",
    "BLOCKED",
    "DOWN",
    "ENDED",
    "GRANTED",
    "IDLED",
    "LEFT",
    "MERGED",
    "RING",
    "ROWS",
    "STEADY",
    "TIMES",
    "WAITED",
    "advance",
    "first_failures",
    "tally",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]

BLOCK: Final = 14
"""Most vehicles that go through a station before the next one has its turn: two less than a
power of two."""
ROWS: Final = BLOCK + 2
"""Vehicles of whom rows are kept while a block is worked on, a power of two: those of a block,
and one at either end, as times are drawn in pairs."""

# Rows of the whole line: row 0 stays 0.
BEFORE: Final = 1
"""What was left until the next failure before a block, where there is one in it."""
READY: Final = 2
"""First of the rows for the moments at which the parts of a merge are there."""
TIMES: Final = READY + ROWS
"""First of the rows for the times of a block, `ROWS` for each station of a segment."""

# Rows of a station's state, each as wide as there are lanes; the ring of departures follows.
LEFT: Final = 0
"""Working time left until the next failure; what was worked, negative, where nothing fails."""
GRANTED: Final = 1
"""Working time between all failures so far and to the next: less what is left, it is worked."""
WAITED: Final = 2
"""Seconds that vehicles waited before the station, where one other feeds it."""
BLOCKED: Final = 3
"""Seconds blocked."""
DOWN: Final = 4
"""Seconds under repair."""
ENDED: Final = 5
"""When the last vehicle was done."""
MERGED: Final = 6
"""Seconds that vehicles waited behind the station for the other parts of a merge."""
IDLED: Final = 7
"""How often the station fell idle, which ends an active period: whole numbers."""
STEADY: Final = 8
"""The time of a cycle where it is fixed."""
RING: Final = 9
"""Where the departures begin."""


@kernel
def _repeated(
    state: Floats,
    place: int,
    lanes: int,
    chance: float,
    kind: int,
    first: float,
    second: float,
    start: int,
    tables: Floats,
    keys: Words,
    key: int,
    counter: np.uint64,
) -> None:
    """Add what vehicles take that are done again on the spot."""
    for lane in range(lanes):
        word = mix(keys[key + lane] + counter)
        bits = word
        tries = np.uint64(0)
        while uniform(bits) < chance:
            time_bits = mix(word + (tries + np.uint64(1)) * GOLDEN)
            state[place + lane] += draw(kind, first, second, start, tables, time_bits)
            bits = mix(word + (tries + np.uint64(2)) * GOLDEN)
            tries += np.uint64(2)


@part
def _exponentials(
    state: Floats,
    area: int,
    lanes: int,
    mean: float,
    tables: Floats,
    keys: Words,
    key: int,
    first: int,
    last: int,
) -> None:
    """Draw the cycles of a block in pairs; the first and the last may not be of the block."""
    terms = (
        tables[0],
        tables[1],
        tables[2],
        tables[3],
        tables[4],
        tables[5],
        tables[6],
        tables[7],
        tables[8],
        tables[9],
        tables[10],
        tables[11],
    )
    for lane in range(0, lanes, WIDTH):
        stream = words(keys, key + lane)
        for pair in range(first >> 1, (last + 1) >> 1):
            word = mix(stream + np.uint64(pair) * GOLDEN)
            even = area + ((2 * pair) & (ROWS - 1)) * lanes + lane
            store(state, even, logarithm(word << np.uint64(32), terms) * -mean)
            store(state, even + lanes, logarithm(word, terms) * -mean)


@part
def _tabled(
    state: Floats,
    area: int,
    lanes: int,
    tables: Floats,
    start: int,
    keys: Words,
    key: int,
    first: int,
    last: int,
) -> None:
    """Draw the cycles of a block from a table of quantiles."""
    for lane in range(0, lanes, WIDTH):
        stream = words(keys, key + lane)
        for number in range(first, last):
            bits = mix(stream + np.uint64(number) * GOLDEN)
            place = area + (number & (ROWS - 1)) * lanes + lane
            store(state, place, interpolated(bits, tables, start))


@part
def _stepped(
    state: Floats,
    area: int,
    lanes: int,
    step: float,
    second: float,
    keys: Words,
    key: int,
    first: int,
    last: int,
) -> None:
    """Draw the cycles of a block that are whole numbers of steps."""
    for lane in range(0, lanes, WIDTH):
        stream = words(keys, key + lane)
        for number in range(first, last):
            bits = mix(stream + np.uint64(number) * GOLDEN)
            place = area + (number & (ROWS - 1)) * lanes + lane
            store(state, place, stepped(bits, step, second))


@kernel
def _fail(
    state: Floats,
    area: int,
    lanes: int,
    lane: int,
    base: int,
    failures: Integers,
    station: int,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
    keys: Words,
    first: int,
    last: int,
) -> None:
    """Add repairs to the times of a lane whose working time to a failure runs out."""
    key = station * PURPOSES * lanes + lane
    left = state[BEFORE * lanes + lane]
    for number in range(first, last):
        place = area + (number & (ROWS - 1)) * lanes + lane
        left -= state[place]
        if left > 0.0:
            continue
        repairs = 0.0
        while left <= 0.0:
            failure = np.uint64(failures[station, lane])
            bits = mix(keys[key + REPAIR_KEY * lanes] + failure * GOLDEN)
            repairs += draw(
                kinds[station, 2],
                numbers[station, 2, 0],
                numbers[station, 2, 1],
                starts[station, 2],
                tables,
                bits,
            )
            bits = mix(keys[key + BETWEEN_KEY * lanes] + (failure + np.uint64(1)) * GOLDEN)
            between = draw(
                kinds[station, 1],
                numbers[station, 1, 0],
                numbers[station, 1, 1],
                starts[station, 1],
                tables,
                bits,
            )
            left += between
            failures[station, lane] += 1
            state[base + GRANTED * lanes + lane] += between
        state[place] += repairs
        state[base + DOWN * lanes + lane] += repairs
    state[base + LEFT * lanes + lane] = left


@part
def _serve(
    state: Floats,
    area: int,
    lanes: int,
    base: int,
    failures: Integers,
    station: int,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
    exponents: Floats,
    learns_until: Integers,
    repeat: Floats,
    keys: Words,
    first: int,
    last: int,
) -> None:
    """Draw how long the vehicles of a block take at a station, repeats and repairs included."""
    kind = kinds[station, 0]
    mean, second, start = numbers[station, 0, 0], numbers[station, 0, 1], starts[station, 0]
    key = (station * PURPOSES + CYCLE_KEY) * lanes
    fails, learns = kinds[station, 1] >= 0, exponents[station, 0] != 0.0
    if kind == EXPONENTIAL:
        _exponentials(state, area, lanes, mean, tables, keys, key, first, last)
    elif kind == TABLE:
        _tabled(state, area, lanes, tables, start, keys, key, first, last)
    elif kind == GEOMETRIC:
        _stepped(state, area, lanes, mean, second, keys, key, first, last)
    elif kind == FIXED:
        for lane in range(0, lanes, WIDTH):
            time = reals(state, base + STEADY * lanes + lane)
            for number in range(first, last):
                store(state, area + (number & (ROWS - 1)) * lanes + lane, time)
    else:
        for number in range(first, last):
            place = area + (number & (ROWS - 1)) * lanes
            counter = np.uint64(number) * GOLDEN
            fill(state, place, lanes, kind, mean, second, start, tables, keys, key, counter)
    if repeat[station] > 0.0:
        for number in range(first, last):
            _repeated(
                state,
                area + (number & (ROWS - 1)) * lanes,
                lanes,
                repeat[station],
                kind,
                mean,
                second,
                start,
                tables,
                keys,
                (station * PURPOSES + REPEAT_KEY) * lanes,
                np.uint64(number) * GOLDEN,
            )
    if learns:
        for number in range(first, last):
            place = area + (number & (ROWS - 1)) * lanes
            vehicles = float(min(number + 1, learns_until[station]))
            factor = vehicles ** -exponents[station, 0]
            for lane in range(lanes):
                state[place + lane] *= factor
    for lane in range(0, lanes, WIDTH):
        left = reals(state, base + LEFT * lanes + lane)
        for number in range(first, last):
            left = left - reals(state, area + (number & (ROWS - 1)) * lanes + lane)
        failing = spent(left) if fails else np.uint64(0)
        if failing != np.uint64(0):
            store(state, BEFORE * lanes + lane, reals(state, base + LEFT * lanes + lane))
        store(state, base + LEFT * lanes + lane, left)
        while failing != np.uint64(0):
            _fail(
                state,
                area,
                lanes,
                lane + lowest(failing),
                base,
                failures,
                station,
                kinds,
                numbers,
                starts,
                tables,
                keys,
                first,
                last,
            )
            failing &= failing - np.uint64(1)


@kernel
def _gather(
    state: Floats,
    lanes: int,
    station: int,
    rows: Integers,
    masks: Integers,
    feeders: Integers,
    first: int,
    last: int,
) -> None:
    """Find when the last part of each vehicle of a block is there."""
    for number in range(first, last):
        ready = (READY + (number & (ROWS - 1))) * lanes
        for lane in range(lanes):
            state[ready + lane] = 0.0
        for place in range(feeders.shape[1]):
            feeder = feeders[station, place]
            if feeder >= 0:
                part = (rows[feeder] + RING + (number & masks[feeder])) * lanes
                for lane in range(lanes):
                    state[ready + lane] = max(state[ready + lane], state[part + lane])


@kernel
def _wait(
    state: Floats,
    lanes: int,
    station: int,
    rows: Integers,
    masks: Integers,
    feeders: Integers,
    space: int,
    space_mask: int,
    capacity: int,
    before_service: bool,
    first: int,
    last: int,
) -> None:
    """Add how long the parts of each vehicle of a block waited for the last one and the start."""
    for number in range(first, last):
        ready = (READY + (number & (ROWS - 1))) * lanes
        own = (rows[station] + RING + ((number - 1) & masks[station])) * lanes
        free = space + ((number - capacity) & space_mask) * lanes
        for place in range(feeders.shape[1]):
            feeder = feeders[station, place]
            if feeder >= 0:
                part = (rows[feeder] + RING + (number & masks[feeder])) * lanes
                merged = (rows[feeder] + MERGED) * lanes
                for lane in range(lanes):
                    begun = max(state[ready + lane], state[own + lane])
                    if before_service:
                        begun = max(begun, state[free + lane])
                    state[merged + lane] += begun - state[part + lane]


@part
def _flow(
    state: Floats,
    whole: Words,
    base: int,
    mask: int,
    before: int,
    before_mask: int,
    space: int,
    space_mask: int,
    capacity: int,
    area: int,
    area_mask: int,
    lanes: int,
    before_service: bool,
    first: int,
    last: int,
) -> None:
    """Send the vehicles of a block through a station.

    Rows are as wide as the lanes, a power of two, and so masks of rows are masks of places.
    """
    ring = base + RING * lanes
    waited_row, blocked_row = base + WAITED * lanes, base + BLOCKED * lanes
    ended_row, idled_row = base + ENDED * lanes, base + IDLED * lanes
    mask, before_mask, space_mask = mask * lanes, before_mask * lanes, space_mask * lanes
    area_mask *= lanes
    for lane in range(0, lanes, WIDTH):
        own = reals(state, ring + (((first - 1) * lanes) & mask) + lane)
        ended = reals(state, ended_row + lane)
        waited = reals(state, waited_row + lane)
        blocked = reals(state, blocked_row + lane)
        periods = words(whole, idled_row + lane)
        for place in range(first * lanes, last * lanes, lanes):
            arrived = reals(state, before + (place & before_mask) + lane)
            free = reals(state, space + ((place - capacity * lanes) & space_mask) + lane)
            time = reals(state, area + (place & area_mask) + lane)
            able = larger(arrived, own)
            if before_service:
                begun = larger(able, free)
                done = begun + time
                own = done
                blocked = blocked + (begun - able)
            else:
                begun = able
                done = begun + time
                own = larger(done, free)
                blocked = blocked + (own - done)
            waited = waited + (begun - arrived)
            periods = counted(periods, begun, ended)
            ended = done
            store(state, ring + (place & mask) + lane, own)
        store(state, ended_row + lane, ended)
        store(state, waited_row + lane, waited)
        store(state, blocked_row + lane, blocked)
        store(whole, idled_row + lane, periods)


@kernel
def advance(
    state: Floats,
    whole: Words,
    failures: Integers,
    rows: Integers,
    masks: Integers,
    segments: Integers,
    keys: Words,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
    exponents: Floats,
    learns_until: Integers,
    repeat: Floats,
    capacity: Integers,
    feeds: Integers,
    feeders: Integers,
    steady: NDArray[np.bool_],
    before_service: bool,
    block: int,
    first: int,
    departures: Floats,
) -> None:
    """Send the next vehicles down the line.

    Parameters
    ----------
    state
        Shape (rows * lanes,): rows of zeros up to `TIMES`, and from there `ROWS` for each
        station of the longest segment; from ``rows[station]`` on, the rows that this module
        names, and a ring of departures. Read and written.
    whole
        The same, where its rows are whole numbers.
    failures
        Shape (stations, lanes): failures so far. Read and written.
    rows, masks
        Shape (stations,): first row of a station, and its ring's size less one; a ring holds
        a block and one more.
    segments
        Shape (segments, 3): stations that share a block, from the first to before the last,
        and how many vehicles go through each of them at a time.
    keys
        Shape (stations * purposes * lanes,).
    kinds, numbers, starts, tables, exponents, learns_until, repeat, capacity, feeds, feeders
        As in :class:`jobone.line.plan.Plan`.
    steady
        Shape (stations,): whether every vehicle takes the same time, that of row `STEADY`.
    before_service
        Whether a station does not start while there is no place behind it.
    block
        Vehicles of a block, at most `BLOCK` and at most the places between two segments.
    first
        Number of the first vehicle, from 0; the state is that after the one before.
    departures
        Shape (vehicles * lanes,), written: when each vehicle leaves the last station.
    """
    lanes = failures.shape[1]
    final = rows.size - 1
    end = first + departures.size // lanes
    begin = first
    while begin < end:
        stop = min(begin + block, end)
        if stop < end and stop - begin > 1:
            stop -= stop & 1  # so that the next block begins with a pair
        for segment in range(segments.shape[0]):
            head, tail, stride = segments[segment]
            for station in range(head, tail):
                if steady[station]:
                    continue
                _serve(
                    state,
                    (TIMES + (station - head) * ROWS) * lanes,
                    lanes,
                    rows[station] * lanes,
                    failures,
                    station,
                    kinds,
                    numbers,
                    starts,
                    tables,
                    exponents,
                    learns_until,
                    repeat,
                    keys,
                    begin,
                    stop,
                )
            for here in range(begin, stop, stride):
                until = min(here + stride, stop)
                for station in range(head, tail):
                    base = rows[station] * lanes
                    # Where there is no station before or behind, row 0 says that it is ready.
                    before, before_mask, space, space_mask = 0, 0, 0, 0
                    if feeds[station] >= 0:
                        space = (rows[feeds[station]] + RING) * lanes
                        space_mask = masks[feeds[station]]
                    area, area_mask = (TIMES + (station - head) * ROWS) * lanes, ROWS - 1
                    if steady[station]:
                        area, area_mask = base + STEADY * lanes, 0
                    merges = feeders.shape[1] > 1 and feeders[station, 1] >= 0
                    if merges:
                        before, before_mask = READY * lanes, ROWS - 1
                        _gather(state, lanes, station, rows, masks, feeders, here, until)
                    elif feeders[station, 0] >= 0:
                        before = (rows[feeders[station, 0]] + RING) * lanes
                        before_mask = masks[feeders[station, 0]]
                    # Told apart here, so that the loop inside need not ask for every vehicle.
                    if before_service:
                        _flow(
                            state,
                            whole,
                            base,
                            masks[station],
                            before,
                            before_mask,
                            space,
                            space_mask,
                            capacity[station],
                            area,
                            area_mask,
                            lanes,
                            True,
                            here,
                            until,
                        )
                    else:
                        _flow(
                            state,
                            whole,
                            base,
                            masks[station],
                            before,
                            before_mask,
                            space,
                            space_mask,
                            capacity[station],
                            area,
                            area_mask,
                            lanes,
                            False,
                            here,
                            until,
                        )
                    if merges:
                        _wait(
                            state,
                            lanes,
                            station,
                            rows,
                            masks,
                            feeders,
                            space,
                            space_mask,
                            capacity[station],
                            before_service,
                            here,
                            until,
                        )
        ring = (rows[final] + RING) * lanes
        for number in range(begin, stop):
            out = (number - first) * lanes
            last = ring + (number & masks[final]) * lanes
            for lane in range(0, lanes, WIDTH):
                store(departures, out + lane, reals(state, last + lane))
        begin = stop
    for station in range(rows.size):
        if steady[station]:
            for lane in range(lanes):
                place = rows[station] * lanes + lane
                state[place + LEFT * lanes] = -end * state[place + STEADY * lanes]


@kernel
def first_failures(
    state: Floats,
    rows: Integers,
    lanes: int,
    keys: Words,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
) -> None:
    """Draw the working time to the first failure of every station that fails."""
    for station in range(rows.size):
        if kinds[station, 1] >= 0:
            for lane in range(lanes):
                bits = mix(keys[(station * PURPOSES + BETWEEN_KEY) * lanes + lane])
                between = draw(
                    kinds[station, 1],
                    numbers[station, 1, 0],
                    numbers[station, 1, 1],
                    starts[station, 1],
                    tables,
                    bits,
                )
                state[(rows[station] + LEFT) * lanes + lane] = between
                state[(rows[station] + GRANTED) * lanes + lane] = between


@kernel
def tally(
    lines: Floats,
    whole: Words,
    rows: Integers,
    masks: Integers,
    feeders: Integers,
    before_service: bool,
    done: int,
    sums: Floats,
) -> None:
    """Write down what the stations have done so far.

    Parameters
    ----------
    lines, whole
        Shape (rows, lanes): the state of :func:`advance`, as reals and as whole numbers.
    rows, masks, feeders, before_service
        As for :func:`advance`.
    done
        Vehicles that have left the line.
    sums
        Shape (7, stations, lanes), zeros, written: in the order that
        :mod:`jobone.line.general_kernels` gives to its columns.
    """
    for station in range(rows.size):
        row, feeder = rows[station], feeders[station, 0]
        alone = feeders.shape[1] == 1 or feeders[station, 1] < 0
        for lane in range(lines.shape[1]):
            worked = lines[row + GRANTED, lane] - lines[row + LEFT, lane]
            down, blocked = lines[row + DOWN, lane], lines[row + BLOCKED, lane]
            gone = lines[row + RING + ((done - 1) & masks[station]), lane]
            sums[general_kernels.WORKED, station, lane] = worked
            sums[general_kernels.DOWN, station, lane] = down
            sums[general_kernels.BLOCKED, station, lane] = blocked
            sums[general_kernels.INSIDE, station, lane] = worked + down
            if not before_service:  # a machine that must not start yet holds no vehicle
                sums[general_kernels.INSIDE, station, lane] += blocked
            sums[general_kernels.PERIODS, station, lane] = whole[row + IDLED, lane]
            sums[general_kernels.WAITED, station, lane] += lines[row + MERGED, lane]
            if feeder >= 0:
                sums[general_kernels.STARVED, station, lane] = gone - (worked + down + blocked)
                if alone:
                    sums[general_kernels.WAITED, feeder, lane] += lines[row + WAITED, lane]
