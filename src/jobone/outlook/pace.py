"""How single months run against the smooth curve of a path.

Real months stray from a ramp and a rate: shutdowns, pushes at the end of a quarter,
missing parts. The logarithm of a month over its curve is taken for a stationary
autoregressive series of first order, one for each model, so that a month above the
curve is likely followed by another. What was counted strays from it by an error of
counting on top. Everything is Gaussian in the logarithm: the likelihood of what was
counted and the months to come, given it, have a closed form (Rasmussen and Williams
2006, section 2.2, ISBN 026218253X).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LEAST_EXPECTED",
    "Likelihood",
    "MonthNoise",
    "cell_covariance",
    "likelihood_of",
    "triangle_of",
]

Numbers = NDArray[np.float64]

LEAST_EXPECTED = 0.5
"""Fewer vehicles than this are taken for this: a logarithm has no place for none."""


@dataclass(frozen=True, slots=True)
class MonthNoise:
    """How much single months stray.

    Parameters
    ----------
    deviation
        Standard deviation of the logarithm of a month over its curve, not negative.
    memory
        Correlation of one month with the next, from 0 to below 1.
    error
        Standard deviation of the logarithm of a counted figure over what was built,
        above 0.
    """

    deviation: float
    memory: float
    error: float


@dataclass(frozen=True)
class Likelihood:
    """What counted rows say of paths, and of the months around them.

    Parameters
    ----------
    log_units
        Shape (rows,): logarithm of what was counted.
    row_mean
        Mean of the logarithm's straying, the same for every row and cell: half the
        variance below nought, so that months run at the curve on average.
    whitener
        Shape (rows, rows): takes residuals to independent standard normals.
    gain
        Shape (cells, rows): what a residual says of each cell.
    left
        Shape (cells, cells): covariance of the straying once the rows are known.
    """

    log_units: Numbers
    row_mean: float
    whitener: Numbers
    gain: Numbers
    left: Numbers

    def residuals(self, expected: Numbers) -> Numbers:
        """Return how far the rows lie above the curve, in logarithms, shape (paths, rows)."""
        log_expected = np.log(np.maximum(expected, LEAST_EXPECTED))
        return np.asarray(self.log_units - log_expected - self.row_mean)

    def distance(self, expected: Numbers) -> Numbers:
        """Return the squared distance of the rows from each path, shape (paths,).

        For the right path it follows the chi-squared distribution with as many degrees
        of freedom as there are rows.

        Parameters
        ----------
        expected
            Shape (paths, rows): vehicles of each row on the smooth curve.
        """
        whitened = self.residuals(expected) @ self.whitener.T
        return np.asarray((whitened**2).sum(axis=1))

    def log_density(self, expected: Numbers) -> Numbers:
        """Return the log likelihood of each path but for a constant, shape (paths,)."""
        scale = float(np.log(np.diag(self.whitener)).sum())
        return np.asarray(scale - 0.5 * self.distance(expected))

    def level(self, expected: Numbers) -> Numbers:
        """Return how far all rows together lie above each path, shape (paths,).

        The shift common to all rows, over its standard deviation: standard normal for
        the right path.
        """
        common = self.whitener.sum(axis=1)
        whitened = self.residuals(expected) @ self.whitener.T
        return np.asarray(whitened @ common / np.sqrt(common @ common))

    def straying(self, expected: Numbers) -> Numbers:
        """Return the mean straying of every cell once the rows are known, (paths, cells)."""
        return np.asarray(self.row_mean + self.residuals(expected) @ self.gain.T)


def cell_covariance(models: int, months: int, noise: MonthNoise) -> Numbers:
    """Return the covariance of the months of several models, shape (cells, cells).

    A cell is a month of a model; cells lie model by model, months in their order.
    """
    lag = np.abs(np.subtract.outer(np.arange(months), np.arange(months)))
    one = noise.deviation**2 * noise.memory**lag
    return np.asarray(np.kron(np.eye(models), one))


def likelihood_of(units: Numbers, weights: Numbers, models: int, noise: MonthNoise) -> Likelihood:
    """Prepare what counted rows say.

    Parameters
    ----------
    units
        Shape (rows,): vehicles counted, above 0.
    weights
        Shape (rows, cells): what share of a row falls into which month of which model;
        each row adds to 1.
    models
        Number of models; it divides the number of cells.
    noise
        How much months stray.

    Returns
    -------
    Likelihood
        A counted number of vehicles strays by its own root as well, so that a
        handful of cars says little.
    """
    covariance = cell_covariance(models, weights.shape[1] // models, noise)
    errors = noise.error**2 + 1.0 / units
    across = covariance @ weights.T
    rows = weights @ across + np.diag(errors)
    lower = np.linalg.cholesky(rows)
    whitener = np.linalg.solve(lower, np.eye(len(units)))
    gain = across @ whitener.T @ whitener
    left = covariance - gain @ across.T
    return Likelihood(np.log(units), -0.5 * noise.deviation**2, whitener, gain, left)


def triangle_of(covariance: Numbers) -> Numbers:
    """Return the lower triangle that takes standard normals to this covariance.

    What is known exactly has nothing left to stray: a ten-thousand-millionth of the
    largest variance on top keeps its triangle from breaking down.
    """
    most = float(np.diag(covariance).max(initial=0.0))
    return np.asarray(
        np.linalg.cholesky(covariance + max(1e-10 * most, 1e-30) * np.eye(len(covariance)))
    )
