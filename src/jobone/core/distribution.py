"""Probability distributions of uncertain numbers, by quantile and by cumulative.

All draws are made by quantile from one uniform number, so that the same uniform
number under a changed distribution moves the draw and nothing else (common
random numbers).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

__all__ = [
    "Distribution",
    "constant",
    "lognormal_interval",
    "normal",
    "one_of",
    "split_lognormal",
    "triangular",
    "uniform",
]

Shape = Literal[
    "constant", "lognormal", "split lognormal", "uniform", "triangular", "normal", "one of"
]

_Z90 = 1.2815515655446004
"""Standard normal quantile at 0.9: half the width of an 80 % interval."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution of one number.

    Parameters
    ----------
    shape
        The family.
    parameters
        ``constant``: (value,). ``lognormal``: (p10, p90). ``split lognormal``: (p10,
        p50, p90), a lognormal on either side of its middle. ``uniform``: (low, high).
        ``triangular``: (low, mode, high). ``normal``: (mean, standard deviation).
        ``one of``: the values, equally likely, ascending.
    """

    shape: Shape
    parameters: tuple[float, ...]

    @property
    def support(self) -> tuple[float, float]:
        """The stated range: hard ends, or the 80 % interval where the ends are soft."""
        if self.shape == "constant":
            return self.parameters[0], self.parameters[0]
        if self.shape == "normal":
            mean, deviation = self.parameters
            return mean - _Z90 * deviation, mean + _Z90 * deviation
        return self.parameters[0], self.parameters[-1]

    def quantile(self, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the quantile at each probability.

        Parameters
        ----------
        probability
            Numbers in (0, 1), any shape.

        Returns
        -------
        ndarray
            Same shape as `probability`.
        """
        values = np.asarray(probability, dtype=np.float64)
        if self.shape == "constant":
            return np.full(values.shape, self.parameters[0])
        if self.shape == "lognormal":
            centre, spread = self._log_moments()
            return np.exp(centre + spread * np.asarray(ndtri(values), dtype=np.float64))
        if self.shape == "split lognormal":
            middle, below, above = self._split_moments()
            deviations = np.asarray(ndtri(values), dtype=np.float64)
            return np.exp(middle + np.where(deviations < 0.0, below, above) * deviations)
        if self.shape == "normal":
            mean, deviation = self.parameters
            return mean + deviation * np.asarray(ndtri(values), dtype=np.float64)
        if self.shape == "uniform":
            low, high = self.parameters
            return low + (high - low) * values
        if self.shape == "triangular":
            low, mode, high = self.parameters
            share = (mode - low) / (high - low)
            rising = low + np.sqrt(values * (high - low) * (mode - low))
            falling = high - np.sqrt((1.0 - values) * (high - low) * (high - mode))
            return np.where(values < share, rising, falling)
        choices = np.asarray(self.parameters)
        index = np.minimum((values * len(choices)).astype(np.int64), len(choices) - 1)
        return choices[index]

    def cumulative(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of a number at most `value`.

        Parameters
        ----------
        value
            Any numbers, any shape.

        Returns
        -------
        ndarray
            Same shape, in [0, 1].
        """
        x = np.asarray(value, dtype=np.float64)
        if self.shape == "constant":
            return np.where(x >= self.parameters[0], 1.0, 0.0)
        if self.shape == "lognormal":
            centre, spread = self._log_moments()
            positive = np.maximum(x, np.finfo(np.float64).tiny)
            return np.where(x > 0.0, ndtr((np.log(positive) - centre) / spread), 0.0)
        if self.shape == "split lognormal":
            middle, below, above = self._split_moments()
            distance = np.log(np.maximum(x, np.finfo(np.float64).tiny)) - middle
            return np.where(x > 0.0, ndtr(distance / np.where(distance < 0.0, below, above)), 0.0)
        if self.shape == "normal":
            mean, deviation = self.parameters
            return np.asarray(ndtr((x - mean) / deviation))
        if self.shape == "uniform":
            low, high = self.parameters
            return np.clip((x - low) / (high - low), 0.0, 1.0)
        if self.shape == "triangular":
            low, mode, high = self.parameters
            inside = np.clip(x, low, high)
            rising = (inside - low) ** 2 / ((high - low) * max(mode - low, 1e-300))
            falling = 1.0 - (high - inside) ** 2 / ((high - low) * max(high - mode, 1e-300))
            return np.where(inside < mode, rising, falling)
        choices = np.asarray(self.parameters)
        return np.searchsorted(choices, x, side="right") / len(choices)

    def quantile_beyond(
        self, probability: NDArray[np.float64], floor: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return quantiles of the distribution given that the number exceeds `floor`.

        Parameters
        ----------
        probability
            Numbers in (0, 1).
        floor
            Same shape; what is already known to have been exceeded.

        Returns
        -------
        ndarray
            Same shape; where the distribution leaves nothing beyond the floor,
            the floor itself (the number is overdue).
        """
        below = self.cumulative(floor)
        left = 1.0 - below
        possible = left > 1e-12
        shifted = np.where(possible, below + probability * left, 0.5)
        drawn = self.quantile(np.minimum(shifted, np.nextafter(1.0, 0.0)))
        return np.where(possible, np.maximum(drawn, floor), floor)

    def _log_moments(self) -> tuple[float, float]:
        low, high = self.parameters
        centre = (math.log(low) + math.log(high)) / 2.0
        return centre, (math.log(high) - math.log(low)) / (2.0 * _Z90)

    def _split_moments(self) -> tuple[float, float, float]:
        low, middle, high = (math.log(value) for value in self.parameters)
        return middle, (middle - low) / _Z90, (high - middle) / _Z90

    def __str__(self) -> str:
        if self.shape == "split lognormal":
            low, middle, high = self.parameters
            return f"{low:g} to {high:g}, middle {middle:g}"
        if self.shape == "constant":
            return f"{self.parameters[0]:g}"
        if self.shape == "lognormal":
            return f"{self.parameters[0]:g} to {self.parameters[1]:g}"
        return f"{self.shape}({', '.join(f'{value:g}' for value in self.parameters)})"


def _finite(*values: float) -> None:
    if not all(math.isfinite(value) for value in values):
        raise ValueError("a number is not finite")


def constant(value: float) -> Distribution:
    """Return the distribution of a number that is known."""
    _finite(value)
    return Distribution("constant", (float(value),))


def lognormal_interval(p10: float, p90: float) -> Distribution:
    """Return the lognormal whose 80 % interval runs from `p10` to `p90`.

    Raises
    ------
    ValueError
        If `p10` is not positive or `p90` lies below it.
    """
    _finite(p10, p90)
    if p10 == p90:
        return constant(p10)
    if p10 <= 0.0:
        raise ValueError(f"'a to b' needs positive ends, not {p10:g}")
    if p90 < p10:
        raise ValueError(f"'{p10:g} to {p90:g}' runs backwards")
    return Distribution("lognormal", (float(p10), float(p90)))


def split_lognormal(p10: float, p90: float, p50: float) -> Distribution:
    """Return a lognormal on either side of a middle: the interval of `lognormal_interval`.

    Raises
    ------
    ValueError
        If the numbers are not positive and in ascending order.
    """
    _finite(p10, p50, p90)
    if not 0.0 < p10 < p50 < p90:
        raise ValueError(f"'{p10:g} to {p90:g}, middle {p50:g}' needs positive, ascending numbers")
    return Distribution("split lognormal", (float(p10), float(p50), float(p90)))


def uniform(low: float, high: float) -> Distribution:
    """Return the uniform distribution on [low, high].

    Raises
    ------
    ValueError
        If `high` lies below `low`.
    """
    _finite(low, high)
    if low == high:
        return constant(low)
    if high < low:
        raise ValueError(f"uniform({low:g}, {high:g}) runs backwards")
    return Distribution("uniform", (float(low), float(high)))


def triangular(low: float, mode: float, high: float) -> Distribution:
    """Return the triangular distribution on [low, high] with the given mode.

    Raises
    ------
    ValueError
        If the three are not in ascending order.
    """
    _finite(low, mode, high)
    if low == high == mode:
        return constant(low)
    if not low <= mode <= high:
        raise ValueError(f"triangular({low:g}, {mode:g}, {high:g}) is not in ascending order")
    return Distribution("triangular", (float(low), float(mode), float(high)))


def normal(mean: float, deviation: float) -> Distribution:
    """Return the normal distribution.

    Raises
    ------
    ValueError
        If the standard deviation is negative.
    """
    _finite(mean, deviation)
    if deviation < 0.0:
        raise ValueError(f"a standard deviation of {deviation:g} is negative")
    return constant(mean) if deviation == 0.0 else Distribution("normal", (mean, deviation))


def one_of(*values: float) -> Distribution:
    """Return the distribution of one of several values, equally likely."""
    _finite(*values)
    if not values:
        raise ValueError("'one of' needs at least one value")
    if len(set(values)) == 1:
        return constant(values[0])
    return Distribution("one of", tuple(sorted(float(value) for value in values)))
