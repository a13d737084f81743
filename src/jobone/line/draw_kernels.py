"""Random bits by counter and times drawn from them, compiled.

Bits are the output function of SplitMix64 (Steele, Lea and Flood 2014,
doi:10.1145/2660193.2660195) at ``key + n * GOLDEN``: a hash of a counter, so that any draw
can be had alone, in any order, and several at once. An exponential time needs 32 bits only,
so that two vehicles in succession share a word.

Arrays and scalars only, and in :func:`mix`, :func:`logarithm` and :func:`interpolated` vectors
of :mod:`jobone.lanes.vectors` too. The readable twin is :mod:`jobone.line.twin`, which gives
the same doubles.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jobone.lanes.compiling import kernel, part
from jobone.lanes.vectors import as_reals, as_words, ceiling, fused, larger, looked_up, smaller

__all__ = [
    "BETWEEN",
    "CYCLE",
    "EMPIRICAL",
    "EXPONENTIAL",
    "FIXED",
    "GEOMETRIC",
    "GOLDEN",
    "LOGARITHM",
    "LOG_2",
    "OCTAVES",
    "PURPOSES",
    "REPAIR",
    "REPEAT",
    "SCRAP",
    "STEPS",
    "TABLE",
    "cycle_bits",
    "draw",
    "exponential",
    "fill",
    "interpolated",
    "logarithm",
    "mix",
    "stepped",
    "uniform",
]

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]

FIXED: Final = 0
EXPONENTIAL: Final = 1
GEOMETRIC: Final = 2
TABLE: Final = 3
EMPIRICAL: Final = 4

# What is drawn for: each has a stream of its own.
CYCLE: Final = 0
BETWEEN: Final = 1
REPAIR: Final = 2
REPEAT: Final = 3
SCRAP: Final = 4
PURPOSES: Final = 5

OCTAVES: Final = 32
"""Halvings of a tail that a table of quantiles resolves; what lies beyond is its end."""
STEPS: Final = 32
"""Cells of such a table in each halving."""

GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_ONE: Final = np.uint64(0x3FF0000000000000)
_MAGIC: Final = np.uint64(0x4330000000000000)
_EXPONENT: Final = np.uint64(0xFFF0000000000000)
_MANTISSA: Final = np.uint64(0x000FFFFFFFFFFFFF)
_QUARTER_ROOT: Final = np.uint64(0x3FD6A09E667F3BCD)
"""Bits of half the root of a half, where the mantissa of the smallest number begins."""
_HALF_WORD: Final = np.uint64(32)

LOGARITHM: Final = (
    1.0000000000349225,
    -0.5000000033054045,
    0.33333331514985903,
    -0.24999933480838232,
    0.20000113353879442,
    -0.16670479000909944,
    0.14285503948348371,
    -0.1241058933592222,
    0.11021143422528022,
    -0.10881178956732053,
    0.10733907905520261,
    -0.05985054502908305,
)
"""Of the polynomial p for which x p(x) is log(1 + x) from the root of a half to the root of
two, within 1e-10 of it: its relative error is the least that eleven degrees allow (Remez)."""
LOG_2: Final = 0.6931471805599453


@part
def mix(word: Any) -> Any:
    """Hash 64 bits into 64 bits."""
    word = (word ^ (word >> np.uint64(30))) * _FIRST
    word = (word ^ (word >> np.uint64(27))) * _SECOND
    return word ^ (word >> np.uint64(31))


@part
def uniform(bits: Any) -> Any:
    """Return a number strictly between 0 and 1, on a grid of 2**-52 shifted by half a step."""
    return as_reals((bits >> np.uint64(12)) | _ONE) - (1.0 - 2.0**-53)


@part
def logarithm(bits: Any, terms: Any) -> Any:
    """Return the logarithm of a uniform number from the upper 32 bits.

    The number is one of 2**32, each in the middle of its share. It is split into
    ``2**e * m`` with m around 1, without a branch so that lanes can share; the polynomial for
    log(m) goes by its even and its odd powers, which need not wait for each other. Its terms
    are those of `LOGARITHM`; in a loop they are better handed on than known, as the compiler
    makes a known number anew whenever it needs it.
    """
    word = as_words(as_reals((bits >> _HALF_WORD) | _MAGIC) - (4503599627370496.0 - 0.5))
    offset = word - _QUARTER_ROOT
    exponent = as_reals((offset >> np.uint64(52)) | _MAGIC) - (4503599627370496.0 + 33.0)
    rest = fused(as_reals(word - (offset & _EXPONENT)), 2.0, -1.0)
    square = rest * rest
    even = fused(square, terms[10], terms[8])
    odd = fused(square, terms[11], terms[9])
    even = fused(even, square, terms[6])
    odd = fused(odd, square, terms[7])
    even = fused(even, square, terms[4])
    odd = fused(odd, square, terms[5])
    even = fused(even, square, terms[2])
    odd = fused(odd, square, terms[3])
    even = fused(even, square, terms[0])
    odd = fused(odd, square, terms[1])
    return fused(rest, fused(odd, rest, even), exponent * LOG_2)


@part
def exponential(bits: np.uint64) -> Any:
    """Return an exponential time of mean 1."""
    return -logarithm(bits, LOGARITHM)


@part
def cycle_bits(kind: int, key: np.uint64, number: int) -> Any:
    """Return the bits of the n-th vehicle's cycle, from 0."""
    if kind != EXPONENTIAL:
        return mix(key + np.uint64(number) * GOLDEN)
    word = mix(key + np.uint64(number >> 1) * GOLDEN)
    return word if number & 1 else word << _HALF_WORD


@part
def interpolated(bits: Any, tables: Floats, start: int) -> Any:
    """Return a quantile from a table of cubics.

    The smaller tail's probability picks the cell by its floating-point exponent and the first
    bits of its mantissa: the tails are resolved as finely as the middle.
    """
    number = uniform(bits)
    word = as_words(smaller(number, 1.0 - number))
    octave = smaller(np.uint64(1021) - (word >> np.uint64(52)), np.uint64(OCTAVES - 1))
    step = (word >> np.uint64(47)) & np.uint64(STEPS - 1)
    fraction = as_reals(((word << np.uint64(5)) & _MANTISSA) | _ONE) - 1.0
    upper = bits >> np.uint64(63)
    cell = (upper * np.uint64(OCTAVES) + octave) * np.uint64(STEPS) + step
    place = cell * np.uint64(4) + np.uint64(start)
    cubic = looked_up(tables, place + np.uint64(3)) * fraction
    cubic = (cubic + looked_up(tables, place + np.uint64(2))) * fraction
    cubic = (cubic + looked_up(tables, place + np.uint64(1))) * fraction
    return cubic + looked_up(tables, place)


@part
def stepped(bits: Any, step: float, second: float) -> Any:
    """Return a geometric time in each lane: :func:`draw` says what `second` is."""
    tries = ceiling(logarithm(bits, LOGARITHM) * -second)
    return larger(tries, 1.0) * step


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
    place: int,
    lanes: int,
    kind: int,
    first: float,
    second: float,
    start: int,
    tables: Floats,
    keys: Words,
    key: int,
    counter: np.uint64,
) -> None:
    """Draw one time for each lane; the parameters are those of :func:`draw`.

    Parameters
    ----------
    times, place, lanes
        Where the times are written, seconds; where in it; and how many.
    keys, key
        The keys of the streams, and where those of the lanes begin.
    counter
        What is added to them: the number of the draw times `GOLDEN`.
    """
    for lane in range(lanes):
        bits = mix(keys[key + lane] + counter)
        times[place + lane] = draw(kind, first, second, start, tables, bits)
