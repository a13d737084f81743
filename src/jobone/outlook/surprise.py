"""Whether what was counted could be expected: a check of what was said against the rows.

A rate that was said too narrowly does not keep the paths from fitting. The rate goes to its
end, the months are taken to stray further, and both together take up what neither would
alone. What gives it away is how unlikely the rows were before they were let in: how far
their level lies from what was expected, beside how far they scatter around it. The chance
of a level as far out is taken over all that was said, months at every size of straying
included (prior predictive check: Box 1980, doi:10.2307/2982063; Evans and Moshonov 2006,
doi:10.1214/06-BA129). For rows that come about as was said that chance is uniform, so that
a threshold is also how often a fair programme falls below it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from jobone.core.streams import Purpose, uniforms
from jobone.outlook.pace import LEAST_EXPECTED, Likelihood

__all__ = ["SURPRISING", "level_chance"]

Numbers = NDArray[np.float64]

SURPRISING = 5e-4
"""Chance below which the rows contradict what was said: one fair programme in two thousand."""

_DRAWS = 20_000
_LEAST_ROWS = 3
"""Fewer rows than this have no scatter to speak of."""


def level_chance(
    expected: Numbers, level: NDArray[np.int64], likelihoods: Sequence[Likelihood], seed: int
) -> float:
    """Return the chance of a level of all rows as far out as it came, on either side.

    The level is the mean logarithm of the rows over what was expected of them in the middle,
    each weighed by that, as a multiple of their scatter around it.

    Parameters
    ----------
    expected
        Shape (paths, rows): vehicles of each row on the smooth curve of paths drawn from what
        was said alone.
    level
        Shape (paths,): the size of straying of each of them.
    likelihoods
        What the rows say at each size.
    seed
        From 0 to 2**64 - 1.

    Returns
    -------
    float
        Above 0, at most 1; a rank among some 20,000 draws.
    """
    expected = np.maximum(expected, LEAST_EXPECTED)
    paths, rows = expected.shape
    middle = np.median(expected, axis=0)
    weights = middle / middle.sum()
    lower = [np.linalg.inv(item.whitener) for item in likelihoods]
    smooth = np.log(expected / middle)
    came = _level(likelihoods[0].log_units[None, :] - np.log(middle), weights)[0]
    draws = math.ceil(_DRAWS / paths)
    normal = ndtri(
        np.stack(
            [
                uniforms(seed, Purpose("surprise", "row", row), 0, draws * paths)
                for row in range(rows)
            ],
            axis=1,
        )
    ).reshape(draws, paths, rows)
    drawn = np.tile(smooth, (draws, 1, 1))
    for place, item in enumerate(likelihoods):
        taken = level == place
        drawn[:, taken] += item.row_mean + normal[:, taken] @ lower[place].T
    above = int((_level(drawn.reshape(-1, rows), weights) >= came).sum())
    fewer = min(above, draws * paths - above)
    return float(min(2.0 * (1 + fewer) / (draws * paths + 1), 1.0))


def _level(logs: Numbers, weights: Numbers) -> Numbers:
    """Return the level of rows over their scatter, shape (paths,)."""
    mean = logs @ weights
    if logs.shape[1] < _LEAST_ROWS:
        return np.asarray(mean)
    scatter = np.sqrt(((logs - mean[:, None]) ** 2) @ weights)
    return np.asarray(mean / np.maximum(scatter, 1e-9))
