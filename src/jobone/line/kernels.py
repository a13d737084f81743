"""The recursion on departure times, replications side by side. Arrays and scalars only.

Vehicle by vehicle and station by station, with every replication in a lane of its own so
that the compiler works on several at once:

    start     = max(departure of the vehicle here from before, departure of the last one here)
    end       = start + time of the cycle + repairs
    departure = max(end, departure behind that frees a place)

No list of events, and memory for one buffer's worth of departures a station (Buzacott and
Shanthikumar 1993, chapter 5; the recursion for blocking: Dallery and Gershwin 1992,
doi:10.1007/BF01158636). The plain lines go this way: one machine a station, no scrap, no
hours, no failures by the calendar. :mod:`jobone.line.general` does the others, and
:mod:`jobone.line.twin` all of them, readably.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from jobone.line.compiling import kernel, part
from jobone.line.draws import (
    EXPONENTIAL,
    FIXED,
    GOLDEN,
    LANES,
    draw,
    fill,
    mix,
    uniform,
)
from jobone.line.streams import BETWEEN as BETWEEN_KEY
from jobone.line.streams import CYCLE as CYCLE_KEY
from jobone.line.streams import PURPOSES
from jobone.line.streams import REPAIR as REPAIR_KEY
from jobone.line.streams import REPEAT as REPEAT_KEY
from jobone.line.vectors import (
    WIDTH,
    exponentials,
    hashed,
    larger,
    none_left,
    ones_above,
    reals,
    store,
    words,
)

__all__ = [
    "BLOCKED",
    "DOWN",
    "ENDED",
    "LANES",
    "LEFT",
    "MERGED",
    "PERIODS",
    "RING",
    "WAITED",
    "WORKED",
    "advance",
    "first_failures",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]

# Rows of a station's state, each `LANES` wide; the ring of departures follows.
LEFT: Final = 0
"""Working time left until the next failure."""
WORKED: Final = 1
"""Seconds worked."""
WAITED: Final = 2
"""Seconds that vehicles waited before the station, where one other feeds it."""
BLOCKED: Final = 3
"""Seconds blocked."""
PERIODS: Final = 4
"""How often the station fell idle, which ends an active period."""
DOWN: Final = 5
"""Seconds under repair."""
ENDED: Final = 6
"""When the last vehicle was done."""
MERGED: Final = 7
"""Seconds that vehicles waited behind the station for the other parts of a merge."""
RING: Final = 8
"""Where the departures begin."""


@part
def _repeated(
    scratch: Floats,
    chance: float,
    kind: int,
    first: float,
    second: float,
    start: int,
    tables: Floats,
    keys: Words,
    key: int,
    counter: np.uint64,
    factor: float,
) -> None:
    """Add what vehicles take that are done again on the spot."""
    for lane in range(LANES):
        word = mix(keys[key + lane] + counter)
        bits = word
        tries = np.uint64(0)
        while uniform(bits) < chance:
            time_bits = mix(word + (tries + np.uint64(1)) * GOLDEN)
            scratch[lane] += draw(kind, first, second, start, tables, time_bits) * factor
            bits = mix(word + (tries + np.uint64(2)) * GOLDEN)
            tries += np.uint64(2)


@part
def _fail(
    scratch: Floats,
    state: Floats,
    base: int,
    failures: Integers,
    station: int,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
    keys: Words,
) -> None:
    """Add repairs where the working time to a failure has run out."""
    key = station * PURPOSES * LANES
    for lane in range(LANES):
        left = state[base + LEFT * LANES + lane]
        if left > 0.0:
            continue
        repairs = 0.0
        while left <= 0.0:
            number = np.uint64(failures[station * LANES + lane])
            bits = mix(keys[key + REPAIR_KEY * LANES + lane] + number * GOLDEN)
            repairs += draw(
                kinds[station, 2],
                numbers[station, 2, 0],
                numbers[station, 2, 1],
                starts[station, 2],
                tables,
                bits,
            )
            bits = mix(keys[key + BETWEEN_KEY * LANES + lane] + (number + np.uint64(1)) * GOLDEN)
            left += draw(
                kinds[station, 1],
                numbers[station, 1, 0],
                numbers[station, 1, 1],
                starts[station, 1],
                tables,
                bits,
            )
            failures[station * LANES + lane] += 1
        state[base + LEFT * LANES + lane] = left
        scratch[lane] += repairs
        state[base + DOWN * LANES + lane] += repairs


@part
def _merge(
    scratch: Floats,
    state: Floats,
    own: int,
    space: int,
    before_service: bool,
    number: int,
    station: int,
    rows: Integers,
    masks: Integers,
    feeders: Integers,
) -> None:
    """Find when the last part is there, and how long the others waited for it."""
    ready = LANES
    for lane in range(LANES):
        scratch[ready + lane] = 0.0
    for place in range(feeders.shape[1]):
        feeder = feeders[station, place]
        if feeder >= 0:
            part = (rows[feeder] + RING + (number & masks[feeder])) * LANES
            for lane in range(LANES):
                scratch[ready + lane] = max(scratch[ready + lane], state[part + lane])
    for place in range(feeders.shape[1]):
        feeder = feeders[station, place]
        if feeder >= 0:
            part = (rows[feeder] + RING + (number & masks[feeder])) * LANES
            waited = (rows[feeder] + MERGED) * LANES
            for lane in range(LANES):
                begun = max(scratch[ready + lane], state[own + lane])
                if before_service:
                    begun = max(begun, state[space + lane])
                state[waited + lane] += begun - state[part + lane]


@kernel
def advance(
    state: Floats,
    failures: Integers,
    rows: Integers,
    masks: Integers,
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
    before_service: bool,
    first: int,
    departures: Floats,
    scratch: Floats,
) -> None:
    """Send the next vehicles down the line.

    Parameters
    ----------
    state
        Shape (rows * LANES,): row 0 stays 0; from ``rows[station]`` on, the rows that this
        module names, and a ring of departures. Read and written.
    failures
        Shape (stations * LANES,): failures so far. Read and written.
    rows, masks
        Shape (stations,): first row of a station, and its ring's size less one.
    keys
        Shape (stations * purposes * LANES,).
    kinds, numbers, starts, tables, exponents, learns_until, repeat, capacity, feeds, feeders
        As in :class:`jobone.line.plan.Plan`.
    before_service
        Whether a station does not start while there is no place behind it.
    first
        Number of the first vehicle, from 0; the state is that after the one before.
    departures
        Shape (vehicles * LANES,), written: when each vehicle leaves the last station.
    scratch
        Shape (2 * LANES,), written over.
    """
    stations = rows.size
    for number in range(first, first + departures.size // LANES):
        counter = np.uint64(number) * GOLDEN
        for station in range(stations):
            base = rows[station] * LANES
            key = (station * PURPOSES + CYCLE_KEY) * LANES
            kind = kinds[station, 0]
            fails = kinds[station, 1] >= 0
            factor = 1.0
            if exponents[station, 0] != 0.0:
                factor = float(min(number + 1, learns_until[station])) ** -exponents[station, 0]
            if kind == FIXED:
                time = numbers[station, 0, 0] * factor
                for lane in range(0, LANES, WIDTH):
                    store(scratch, lane, reals(state, lane) + time)
            elif kind == EXPONENTIAL:
                mean = numbers[station, 0, 0]
                for lane in range(0, LANES, WIDTH):
                    drawn = exponentials(hashed(words(keys, key + lane), counter))
                    store(scratch, lane, drawn * mean * factor)
            else:
                fill(
                    scratch,
                    kind,
                    numbers[station, 0, 0],
                    numbers[station, 0, 1],
                    starts[station, 0],
                    tables,
                    keys,
                    key,
                    counter,
                    factor,
                )
            if repeat[station] > 0.0:
                _repeated(
                    scratch,
                    repeat[station],
                    kind,
                    numbers[station, 0, 0],
                    numbers[station, 0, 1],
                    starts[station, 0],
                    tables,
                    keys,
                    (station * PURPOSES + REPEAT_KEY) * LANES,
                    counter,
                    factor,
                )
            worked, left = base + WORKED * LANES, base + LEFT * LANES
            failing = False
            for lane in range(0, LANES, WIDTH):
                times = reals(scratch, lane)
                store(state, worked + lane, reals(state, worked + lane) + times)
                if fails:
                    rest = reals(state, left + lane) - times
                    store(state, left + lane, rest)
                    failing |= none_left(rest)
            if failing:
                _fail(
                    scratch,
                    state,
                    base,
                    failures,
                    station,
                    kinds,
                    numbers,
                    starts,
                    tables,
                    keys,
                )

            ring = base + RING * LANES
            own = ring + ((number - 1) & masks[station]) * LANES
            new = ring + (number & masks[station]) * LANES
            space = 0
            if feeds[station] >= 0:
                behind = feeds[station]
                slot = (number - capacity[station]) & masks[behind]
                space = (rows[behind] + RING + slot) * LANES
            merged = False
            before = own
            if feeders[station, 0] >= 0:
                feeder = feeders[station, 0]
                before = (rows[feeder] + RING + (number & masks[feeder])) * LANES
            if feeders.shape[1] > 1 and feeders[station, 1] >= 0:
                _merge(
                    scratch,
                    state,
                    own,
                    space,
                    before_service,
                    number,
                    station,
                    rows,
                    masks,
                    feeders,
                )
                merged = True
            waited, blocked = base + WAITED * LANES, base + BLOCKED * LANES
            periods, ended = base + PERIODS * LANES, base + ENDED * LANES
            for lane in range(0, LANES, WIDTH):
                arrived = reals(scratch, LANES + lane) if merged else reals(state, before + lane)
                able = larger(arrived, reals(state, own + lane))
                begun = larger(able, reals(state, space + lane)) if before_service else able
                done = begun + reals(scratch, lane)
                gone = done if before_service else larger(done, reals(state, space + lane))
                idle = ones_above(begun, reals(state, ended + lane))
                store(state, waited + lane, reals(state, waited + lane) + (begun - arrived))
                lost = (begun - able) + (gone - done)
                store(state, blocked + lane, reals(state, blocked + lane) + lost)
                store(state, periods + lane, reals(state, periods + lane) + idle)
                store(state, ended + lane, done)
                store(state, new + lane, gone)
        out = (number - first) * LANES
        last = (rows[stations - 1] + RING + (number & masks[stations - 1])) * LANES
        for lane in range(0, LANES, WIDTH):
            store(departures, out + lane, reals(state, last + lane))


@kernel
def first_failures(
    state: Floats,
    rows: Integers,
    keys: Words,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
) -> None:
    """Draw the working time to the first failure of every station that fails."""
    for station in range(rows.size):
        if kinds[station, 1] >= 0:
            for lane in range(LANES):
                bits = mix(keys[(station * PURPOSES + BETWEEN_KEY) * LANES + lane])
                state[(rows[station] + LEFT) * LANES + lane] = draw(
                    kinds[station, 1],
                    numbers[station, 1, 0],
                    numbers[station, 1, 1],
                    starts[station, 1],
                    tables,
                    bits,
                )
