"""Distributions of what came over what was said, from weighted past cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

__all__ = ["RatioForecast", "maker_votes", "weighted_ratios"]

Numbers = NDArray[np.float64]

_PARTS = 5
"""Points that stand for the spread around each past case."""


@dataclass(frozen=True)
class RatioForecast:
    """A distribution of a ratio.

    Parameters
    ----------
    values
        In rising order, not negative, shape (n,).
    weights
        Their probabilities, shape (n,); they add to one.
    """

    values: Numbers
    weights: Numbers

    def quantile(self, probability: Numbers) -> Numbers:
        """Return the quantile at each probability in (0, 1), any shape."""
        index = np.searchsorted(np.cumsum(self.weights), probability, side="left")
        return np.asarray(self.values[np.minimum(index, len(self.values) - 1)])

    def chance_of(self, ratio: float) -> float:
        """Return the probability of a ratio at least this high."""
        return float(self.weights[self.values >= ratio].sum())

    def level(self, ratio: float) -> float:
        """Return where a ratio falls in the distribution; ties count half."""
        below = self.weights[self.values < ratio].sum()
        upto = self.weights[self.values <= ratio].sum()
        return float(below + upto) / 2.0


def maker_votes(makers: Sequence[str]) -> Numbers:
    """Return the weight of each case so that a maker with n of them counts as root n."""
    counts = Counter(makers)
    return np.array([counts[maker] ** -0.5 for maker in makers])


def weighted_ratios(ratios: Numbers, weights: Numbers, spread: float) -> RatioForecast:
    """Return the distribution of weighted past ratios.

    Parameters
    ----------
    ratios
        Past cases, shape (n,), n at least 1.
    weights
        Not negative and not all 0, shape (n,).
    spread
        Standard deviation of the lognormal around each, so that the answer is smooth.
    """
    around = np.exp(spread * ndtri((np.arange(_PARTS) + 0.5) / _PARTS))
    values = (ratios[:, None] * around).ravel()
    shares = np.repeat(weights / _PARTS, _PARTS)
    order = np.argsort(values, kind="stable")
    return RatioForecast(values[order], shares[order] / shares.sum())
