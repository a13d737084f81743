"""Proper scores of forecasts, and how sure their differences are.

The continuous ranked probability score is the fair ensemble estimate (Ferro 2014,
doi:10.1002/qj.2270) as ``scoringrules`` computes it: unbiased whatever the number of
members. Differences are resampled by whole makers, because promises of one maker share
their fate (cluster bootstrap, Field and Welsh 2007, doi:10.1111/j.1467-9868.2007.00593.x).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobone.core.streams import Purpose, uniforms

__all__ = ["Difference", "brier", "crps", "log_score", "resampled_difference"]

Numbers = NDArray[np.float64]

_LEAST_CHANCE = 0.01
"""Nearest that a stated chance may come to certainty in the log score."""

_RESAMPLES = 2000


@dataclass(frozen=True)
class Difference:
    """A difference of mean scores: negative where the first is better.

    Parameters
    ----------
    mean
        The difference.
    low, high
        Ends of its 95 % interval.
    relative
        The difference over the mean score of the second.
    """

    mean: float
    low: float
    high: float
    relative: float


def crps(observed: Numbers, members: Numbers) -> Numbers:
    """Return the fair CRPS of each forecast.

    Parameters
    ----------
    observed
        Shape (n,).
    members
        Shape (n, m): draws, in any order.

    Returns
    -------
    ndarray, shape (n,)
        In the unit of `observed`; smaller is better.
    """
    import scoringrules

    scores = scoringrules.crps_ensemble(observed, members, estimator="fair", backend="numba")
    return np.asarray(scores, dtype=np.float64)


def brier(happened: NDArray[np.bool_], chance: Numbers) -> Numbers:
    """Return the squared distance of each chance from what happened (Brier 1950)."""
    return np.asarray((chance - happened) ** 2)


def log_score(happened: NDArray[np.bool_], chance: Numbers) -> Numbers:
    """Return minus the log of the chance given to what happened.

    Chances are kept 0.01 from certainty: a forecast that was sure and wrong once would
    otherwise score infinity.
    """
    bounded = np.clip(chance, _LEAST_CHANCE, 1.0 - _LEAST_CHANCE)
    return np.asarray(-np.log(np.where(happened, bounded, 1.0 - bounded)))


def resampled_difference(
    one: Numbers, other: Numbers, makers: Sequence[str], seed: int
) -> Difference:
    """Return the mean difference of two scores with its 95 % interval.

    Parameters
    ----------
    one, other
        Scores of the same forecasts, shape (n,), n at least 1.
    makers
        Whose each is.
    seed
        For the resampling.
    """
    difference = one - other
    names = sorted(set(makers))
    place = np.array([names.index(maker) for maker in makers])
    sums = np.bincount(place, weights=difference, minlength=len(names))
    counts = np.bincount(place, minlength=len(names)).astype(float)
    drawn = uniforms(seed, Purpose("score", "resample", 0), 0, _RESAMPLES * len(names))
    chosen = (drawn * len(names)).astype(np.int64).reshape(_RESAMPLES, len(names))
    means = sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    base = float(other.mean())
    mean = float(difference.mean())
    return Difference(mean, float(low), float(high), mean / base if base else 0.0)
