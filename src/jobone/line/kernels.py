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

from jobone.line.compiling import kernel
from jobone.line.draws import GOLDEN, draw, fill, mix, uniform
from jobone.line.streams import BETWEEN as BETWEEN_KEY
from jobone.line.streams import CYCLE as CYCLE_KEY
from jobone.line.streams import REPAIR as REPAIR_KEY
from jobone.line.streams import REPEAT as REPEAT_KEY

__all__ = ["BLOCKED", "DOWN", "ENDED", "LEFT", "PERIODS", "RING", "WAITED", "WORKED", "advance"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]

# Rows of a station's state, each as wide as there are lanes; the ring of departures follows.
LEFT: Final = 0
"""Working time left until the next failure."""
WORKED: Final = 1
"""Seconds worked."""
WAITED: Final = 2
"""Seconds that vehicles waited in the buffer behind the station."""
BLOCKED: Final = 3
"""Seconds blocked."""
PERIODS: Final = 4
"""How often the station fell idle, which ends an active period."""
DOWN: Final = 5
"""Seconds under repair."""
ENDED: Final = 6
"""When the last vehicle was done."""
RING: Final = 7
"""Where the departures begin."""


@kernel
def _repeated(
    times: Floats,
    chance: float,
    kind: int,
    numbers: Floats,
    start: int,
    tables: Floats,
    keys: Words,
    counter: np.uint64,
    factor: float,
) -> None:
    """Add what vehicles take that are done again on the spot."""
    for lane in range(times.size):
        word = mix(keys[lane] + counter)
        bits = word
        tries = np.uint64(0)
        while uniform(bits) < chance:
            time_bits = mix(word + (tries + np.uint64(1)) * GOLDEN)
            times[lane] += draw(kind, numbers[0], numbers[1], start, tables, time_bits) * factor
            bits = mix(word + (tries + np.uint64(2)) * GOLDEN)
            tries += np.uint64(2)


@kernel
def _fail(
    times: Floats,
    left: Floats,
    down: Floats,
    failures: Integers,
    kinds: Integers,
    numbers: Floats,
    starts: Integers,
    tables: Floats,
    keys: Words,
) -> None:
    """Add repairs where the working time to a failure has run out."""
    for lane in range(times.size):
        repairs = 0.0
        while left[lane] <= 0.0:
            number = np.uint64(failures[lane])
            bits = mix(keys[REPAIR_KEY, lane] + number * GOLDEN)
            repairs += draw(kinds[2], numbers[2, 0], numbers[2, 1], starts[2], tables, bits)
            bits = mix(keys[BETWEEN_KEY, lane] + (number + np.uint64(1)) * GOLDEN)
            left[lane] += draw(kinds[1], numbers[1, 0], numbers[1, 1], starts[1], tables, bits)
            failures[lane] += 1
        times[lane] += repairs
        down[lane] += repairs


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
        Shape (rows, lanes): row 0 stays 0; from ``rows[station]`` on, the rows that this
        module names, and a ring of departures. Read and written.
    failures
        Shape (stations, lanes): failures so far. Read and written.
    rows, masks
        Shape (stations,): first row of a station, and its ring's size less one.
    keys
        Shape (stations, purposes, lanes).
    kinds, numbers, starts, tables, exponents, learns_until, repeat, capacity, feeds, feeders
        As in :class:`jobone.line.plan.Plan`.
    before_service
        Whether a station does not start while there is no place behind it.
    first
        Number of the first vehicle, from 0; the state is that after the one before.
    departures
        Shape (vehicles, lanes), written: when each vehicle leaves the last station.
    scratch
        Shape (3, lanes), written over.
    """
    lanes = state.shape[1]
    times = scratch[0]
    ready = scratch[1]
    nothing = state[0]
    for number in range(first, first + departures.shape[0]):
        counter = np.uint64(number)
        for station in range(rows.size):
            row = rows[station]
            factor = 1.0
            if exponents[station, 0] != 0.0:
                factor = float(min(number + 1, learns_until[station])) ** -exponents[station, 0]
            kind = kinds[station, 0]
            fill(
                times,
                kind,
                numbers[station, 0, 0],
                numbers[station, 0, 1],
                starts[station, 0],
                tables,
                keys[station, CYCLE_KEY],
                counter,
                factor,
            )
            if repeat[station] > 0.0:
                _repeated(
                    times,
                    repeat[station],
                    kind,
                    numbers[station, 0],
                    starts[station, 0],
                    tables,
                    keys[station, REPEAT_KEY],
                    counter * GOLDEN,
                    factor,
                )
            worked = state[row + WORKED]
            if kinds[station, 1] >= 0:
                left = state[row + LEFT]
                failing = 0
                for lane in range(lanes):
                    time = times[lane]
                    worked[lane] += time
                    rest = left[lane] - time
                    left[lane] = rest
                    failing += rest <= 0.0
                if failing > 0:
                    _fail(
                        times,
                        left,
                        state[row + DOWN],
                        failures[station],
                        kinds[station],
                        numbers[station],
                        starts[station],
                        tables,
                        keys[station],
                    )
            else:
                for lane in range(lanes):
                    worked[lane] += times[lane]

            ring = row + RING
            own = state[ring + ((number - 1) & masks[station])]
            new = state[ring + (number & masks[station])]
            space = nothing
            if feeds[station] >= 0:
                behind = feeds[station]
                space = state[rows[behind] + RING + ((number - capacity[station]) & masks[behind])]
            feeder = feeders[station, 0]
            before = own
            waited = scratch[2]
            if feeder >= 0:
                before = state[rows[feeder] + RING + (number & masks[feeder])]
                waited = state[rows[feeder] + WAITED]
            if feeders.shape[1] > 1 and feeders[station, 1] >= 0:
                # A merge: it starts when the last of its parts is there.
                for lane in range(lanes):
                    ready[lane] = before[lane]
                for place in range(1, feeders.shape[1]):
                    if feeders[station, place] >= 0:
                        other = feeders[station, place]
                        part = state[rows[other] + RING + (number & masks[other])]
                        for lane in range(lanes):
                            ready[lane] = max(ready[lane], part[lane])
                for place in range(feeders.shape[1]):
                    if feeders[station, place] >= 0:
                        other = feeders[station, place]
                        part = state[rows[other] + RING + (number & masks[other])]
                        part_waited = state[rows[other] + WAITED]
                        for lane in range(lanes):
                            begun = max(ready[lane], own[lane])
                            if before_service:
                                begun = max(begun, space[lane])
                            part_waited[lane] += begun - part[lane]
                before = ready
                waited = scratch[2]
            blocked = state[row + BLOCKED]
            periods = state[row + PERIODS]
            ended = state[row + ENDED]
            if before_service:
                for lane in range(lanes):
                    able = max(before[lane], own[lane])
                    begun = max(able, space[lane])
                    waited[lane] += begun - before[lane]
                    blocked[lane] += begun - able
                    periods[lane] += 1.0 if begun > ended[lane] else 0.0
                    done = begun + times[lane]
                    ended[lane] = done
                    new[lane] = done
            else:
                for lane in range(lanes):
                    arrived = before[lane]
                    free = own[lane]
                    begun = max(arrived, free)
                    done = begun + times[lane]
                    gone = max(done, space[lane])
                    waited[lane] += begun - arrived
                    blocked[lane] += gone - done
                    periods[lane] += 1.0 if begun > ended[lane] else 0.0
                    ended[lane] = done
                    new[lane] = gone
        last = rows.size - 1
        out = state[rows[last] + RING + (number & masks[last])]
        for lane in range(lanes):
            departures[number - first, lane] = out[lane]


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
            for lane in range(state.shape[1]):
                bits = mix(keys[station, BETWEEN_KEY, lane])
                state[rows[station] + LEFT, lane] = draw(
                    kinds[station, 1],
                    numbers[station, 1, 0],
                    numbers[station, 1, 1],
                    starts[station, 1],
                    tables,
                    bits,
                )
