"""A line as the arrays that the kernels and the twin run on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jobone.line.description import Line, Station
from jobone.line.draw_kernels import (
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    GEOMETRIC,
    LOGARITHM,
    OCTAVES,
    STEPS,
    TABLE,
)
from jobone.line.kernels import BLOCK
from jobone.line.times import Times

__all__ = ["Plan", "make_plan", "places_behind", "ring_size"]

_FEW_PLACES: Final = 4
"""With fewer places behind, a station shares its blocks with the next one."""

_NODES: Final = np.array([0.0, 1.0, 2.0, 3.0]) / 3.0
_TO_CUBIC: Final = np.linalg.inv(np.vander(_NODES, 4, increasing=True))


@dataclass(frozen=True)
class Plan:
    """Arrays of a line; all of them are indexed by station in the order of flow.

    Parameters
    ----------
    kinds
        Shape (stations, 3), int64: kind of the cycle, the time between failures and the
        repair, as :mod:`jobone.line.draw_kernels` numbers them. -1 where nothing fails.
    numbers
        Shape (stations, 3, 2), float64: their two parameters.
    starts
        Shape (stations, 3), int64: where in `tables` theirs begins.
    tables
        Shape (any,), float64; it begins with the terms of the logarithm.
    exponents
        Shape (stations, 2), float64: of learning on the cycle and on the scrapped share.
    learns_until
        Shape (stations,), int64.
    repeat, scrap
        Shape (stations,), float64: chances for the first vehicle.
    capacity
        Shape (stations,), int64: places behind a station, the next one's machines included.
    masks
        Shape (stations,), int64: size of the ring that holds enough of a station's
        departures for all who feed it and for a block, a power of two, less one.
    feeds
        Shape (stations,), int64: -1 for the last.
    feeders
        Shape (stations, most feeders), int64: -1 where there are fewer.
    block
        Vehicles that can go through a segment before the next one has its turn.
    segments
        Shape (segments, 3), int64: stations that share a block, from the first to before the
        last, and how many vehicles can go through one of them before the next.
    """

    kinds: NDArray[np.int64]
    numbers: NDArray[np.float64]
    starts: NDArray[np.int64]
    tables: NDArray[np.float64]
    exponents: NDArray[np.float64]
    learns_until: NDArray[np.int64]
    repeat: NDArray[np.float64]
    scrap: NDArray[np.float64]
    capacity: NDArray[np.int64]
    masks: NDArray[np.int64]
    feeds: NDArray[np.int64]
    feeders: NDArray[np.int64]
    block: int
    segments: NDArray[np.int64]


def places_behind(line: Line, station: Station) -> int:
    """Return how many vehicles fit behind a station: in the buffer and the machines there."""
    if station.feeds is None:
        return 1
    return station.buffer_after + line.stations[station.feeds].machines


def ring_size(places: int) -> int:
    """Return the smallest power of two that holds so many, and one more."""
    return 1 << places.bit_length()


def make_plan(line: Line) -> Plan:
    """Turn a line into arrays.

    Parameters
    ----------
    line
        A checked line.
    """
    count = len(line.stations)
    kinds = np.full((count, 3), -1, dtype=np.int64)
    numbers = np.zeros((count, 3, 2))
    starts = np.zeros((count, 3), dtype=np.int64)
    pieces: list[NDArray[np.float64]] = [np.array(LOGARITHM)]
    placed: dict[Times, int] = {}
    length = len(LOGARITHM)
    for here, station in enumerate(line.stations):
        down = station.breakdown
        uses = (station.cycle, down.between, down.repair) if down else (station.cycle,)
        for use, times in enumerate(uses):
            kinds[here, use], numbers[here, use], table = _encoded(times)
            if table.size:
                if times not in placed:
                    placed[times] = length
                    pieces.append(table)
                    length += table.size
                starts[here, use] = placed[times]
    most = max((len(feeders) for feeders in line.feeders), default=0)
    feeders = np.full((count, max(most, 1)), -1, dtype=np.int64)
    for here, places in enumerate(line.feeders):
        feeders[here, : len(places)] = places
    block, segments = _segments(line)
    return Plan(
        kinds=kinds,
        numbers=numbers,
        starts=starts,
        tables=np.concatenate(pieces),
        exponents=np.array(
            [(each.learning_exponent, each.yield_exponent) for each in line.stations]
        ),
        learns_until=np.array(
            [each.learning_vehicles or 2**62 for each in line.stations], dtype=np.int64
        ),
        repeat=np.array([each.repeat for each in line.stations]),
        scrap=np.array([1.0 - each.passing for each in line.stations]),
        capacity=np.array([places_behind(line, each) for each in line.stations], dtype=np.int64),
        masks=np.array(
            [
                ring_size(
                    max([block, *(places_behind(line, line.stations[each]) for each in some)])
                )
                - 1
                for some in line.feeders
            ],
            dtype=np.int64,
        ),
        feeds=np.array(
            [-1 if each.feeds is None else each.feeds for each in line.stations], dtype=np.int64
        ),
        feeders=feeders,
        block=block,
        segments=np.array(segments, dtype=np.int64),
    )


def _segments(line: Line) -> tuple[int, list[tuple[int, int, int]]]:
    """Return the size of a block, and the stations that share one."""
    places = {
        here: places_behind(line, station)
        for here, station in enumerate(line.stations)
        if station.feeds is not None
    }
    block = min([BLOCK, *(each for each in places.values() if each >= _FEW_PLACES)])
    block -= block % 2  # times are drawn in pairs
    segments: list[tuple[int, int, int]] = []
    head = 0
    for tail in range(1, len(line.stations) + 1):
        inside = [each for each in range(head, tail) if each in places and places[each] < block]
        if all((line.stations[each].feeds or 0) < tail for each in inside):
            within = [
                places[each]
                for each in range(head, tail)
                if each in places and (line.stations[each].feeds or 0) < tail
            ]
            segments.append((head, tail, min([block, *within])))
            head = tail
    return block, segments


def _encoded(times: Times) -> tuple[int, tuple[float, float], NDArray[np.float64]]:
    """Return kind, parameters and table of a distribution."""
    nothing = np.zeros(0)
    match times.shape:
        case "fixed":
            return FIXED, (times.mean, 0.0), nothing
        case "exponential":
            return EXPONENTIAL, (times.mean, 0.0), nothing
        case "geometric":
            mean, step = times.parameters
            if mean == step:
                return FIXED, (step, 0.0), nothing
            return GEOMETRIC, (step, -1.0 / math.log1p(-step / mean)), nothing
        case "empirical":
            return EMPIRICAL, (float(len(times.parameters)), 0.0), np.array(times.parameters)
        case _:
            return TABLE, (0.0, 0.0), _cubics(times)


@lru_cache(maxsize=256)
def _cubics(times: Times) -> NDArray[np.float64]:
    """Return the quantile function as cubics through four of its points in each cell.

    Cells halve towards both ends, and each halving has the same number of cells: the
    relative error stays below about one in a million over all of it. Kept, because every
    improvement that is tried has most of its times in common with the line as it is.
    """
    octave = 2.0 ** -(np.arange(OCTAVES)[:, None, None] + 2.0)
    tail = octave * (1.0 + (np.arange(STEPS)[None, :, None] + _NODES) / STEPS)
    values = np.stack([times.quantile(tail), times.quantile(1.0 - tail)])
    return np.asarray(np.maximum(values, 0.0) @ _TO_CUBIC.T, dtype=np.float64).ravel()
