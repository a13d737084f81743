"""Random bits by counter and times drawn from them, compiled.

Bits are the output function of SplitMix64 (Steele, Lea and Flood 2014,
doi:10.1145/2660193.2660195) at ``key + n * GOLDEN``: a hash of a counter, so that any draw
can be had alone, in any order, and several at once. Arrays and scalars only; the
readable twin is :mod:`jobone.line.twin`, which gives the same doubles.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jobone.line.compiling import inlined, kernel, part

__all__ = [
    "EMPIRICAL",
    "EXPONENTIAL",
    "FIXED",
    "GEOMETRIC",
    "GOLDEN",
    "LANES",
    "OCTAVES",
    "STEPS",
    "TABLE",
    "draw",
    "exponential",
    "fill",
    "mix",
    "uniform",
]

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]

FIXED: Final = 0
EXPONENTIAL: Final = 1
GEOMETRIC: Final = 2
TABLE: Final = 3
EMPIRICAL: Final = 4

LANES: Final = 16
"""Replications side by side: a constant, so that the compiler knows what cannot overlap."""

OCTAVES: Final = 32
"""Halvings of a tail that a table of quantiles resolves; what lies beyond is its end."""
STEPS: Final = 32
"""Cells of such a table in each halving."""

GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_ONE: Final = np.uint64(0x3FF0000000000000)
_MAGIC: Final = np.uint64(0x4330000000000000)
_ROOT_HALF: Final = np.uint64(0x3FE6A09E667F3BCD)
_EXPONENT: Final = np.uint64(0xFFF0000000000000)
_LOG_2: Final = 0.6931471805599453


@inlined
def mix(word: np.uint64) -> np.uint64:
    """Hash 64 bits into 64 bits."""
    word = (word ^ (word >> np.uint64(30))) * _FIRST
    word = (word ^ (word >> np.uint64(27))) * _SECOND
    return word ^ (word >> np.uint64(31))


@inlined
def uniform(bits: np.uint64) -> np.float64:
    """Return a number strictly between 0 and 1, on a grid of 2**-52 shifted by half a step."""
    return np.uint64((bits >> np.uint64(12)) | _ONE).view(np.float64) - (1.0 - 2.0**-53)


@inlined
def exponential(bits: np.uint64) -> np.float64:
    """Return minus the logarithm of a uniform number, without a branch so that lanes can share.

    The number is split into ``2**e * m`` with m around 1, and ``log(m)`` is the series of
    ``2 atanh((m - 1) / (m + 1))``, cut where it is below 1e-13 of the whole.
    """
    word = np.float64(uniform(bits)).view(np.uint64)
    offset = word - _ROOT_HALF
    biased = ((offset >> np.uint64(52)) ^ np.uint64(0x800)) & np.uint64(0xFFF)
    exponent = np.uint64(biased | _MAGIC).view(np.float64) - (4503599627370496.0 + 2048.0)
    mantissa = np.uint64(word - (offset & _EXPONENT)).view(np.float64)
    ratio = (mantissa - 1.0) / (mantissa + 1.0)
    square = ratio * ratio
    series = 2.0 / 15.0
    series = series * square + 2.0 / 13.0
    series = series * square + 2.0 / 11.0
    series = series * square + 2.0 / 9.0
    series = series * square + 2.0 / 7.0
    series = series * square + 2.0 / 5.0
    series = series * square + 2.0 / 3.0
    series = series * square + 2.0
    return -(exponent * _LOG_2 + ratio * series)


@inlined
def interpolated(bits: np.uint64, tables: Floats, start: int) -> Any:
    """Return a quantile from a table of cubics.

    The smaller tail's probability picks the cell by its floating-point exponent and the first
    bits of its mantissa: the tails are resolved as finely as the middle.
    """
    number = uniform(bits)
    tail = min(number, 1.0 - number)
    word = np.float64(tail).view(np.uint64)
    octave: Any = min(np.int64(1021) - np.int64(word >> np.uint64(52)), OCTAVES - 1)
    step = np.int64((word >> np.uint64(47)) & np.uint64(31))
    fraction = (
        np.uint64(((word << np.uint64(5)) & np.uint64(0x000FFFFFFFFFFFFF)) | _ONE).view(np.float64)
        - 1.0
    )
    upper = OCTAVES * STEPS if number > 0.5 else 0
    cell = start + 4 * (upper + octave * STEPS + step)
    return tables[cell] + fraction * (
        tables[cell + 1] + fraction * (tables[cell + 2] + fraction * tables[cell + 3])
    )


@part
def draw(
    kind: int, first: float, second: float, start: int, tables: Floats, bits: np.uint64
) -> Any:
    """Return one time.

    Parameters
    ----------
    kind
        One of the constants of this module.
    first, second
        ``FIXED``: the time. ``EXPONENTIAL``: the mean. ``GEOMETRIC``: the step, and minus
        one over the logarithm of the chance of another step. ``EMPIRICAL``: the number of
        values.
    start
        Where in `tables` its cells or values begin.
    tables
        All tables, one after the other.
    bits
        64 random bits.
    """
    if kind == FIXED:
        return first
    if kind == EXPONENTIAL:
        return first * exponential(bits)
    if kind == GEOMETRIC:
        return first * max(np.ceil(exponential(bits) * second), 1.0)
    if kind == TABLE:
        return interpolated(bits, tables, start)
    return tables[start + np.int64(uniform(bits) * first)]


@kernel
def fill(
    times: Floats,
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
    """Draw one time for each lane; the parameters are those of :func:`draw`.

    Parameters
    ----------
    times
        Shape (at least `LANES`,); its beginning is written: seconds.
    keys, key
        The keys of the streams, and where those of the lanes begin.
    counter
        What is added to them: the number of the draw times `GOLDEN`.
    factor
        What the times are multiplied by.
    """
    if kind == TABLE:
        for lane in range(LANES):
            times[lane] = interpolated(mix(keys[key + lane] + counter), tables, start) * factor
    else:
        for lane in range(LANES):
            bits = mix(keys[key + lane] + counter)
            times[lane] = draw(kind, first, second, start, tables, bits) * factor
