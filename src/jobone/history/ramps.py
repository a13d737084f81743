"""Monthly output after the first delivery: the outside view of the months to come.

The log of a month's output is a level plus a curve, ``log(1 - exp(-age / time))`` with
trends before and after two years of age, plus deviations: the level and the time of a
programme differ from the common ones, a random walk carries it away from the curve as it
grows, ages or collapses, and each month has a noise that fades from month to month. All
deviations are normal, so that what was counted of a programme, months or quarters,
conditions all other months in closed form (a Gaussian process, Rasmussen and Williams
2006, ISBN 0-262-18253-X). Walk and noise are small, usual or large, and the months
themselves say which; so programmes are calm or wild. A promise for the months to come is
one more observation: either about right, or far too high, and again the months say
which. Common numbers are the maximum of likelihood times prior over all past series; a
kind of maker has a level of its own, drawn towards the common one.

No season is in it: past months in China are lower in February and higher in December,
but by less than twice the error of either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, ndtri

from jobone.core.days import DayInterval
from jobone.core.streams import Purpose, uniforms
from jobone.history.promise_errors import PromiseErrors
from jobone.history.ramp_fit import (
    NOISE_SCALES,
    OBSERVATION_SPREAD,
    SCALE_CHANCES,
    RampCurve,
    fit_curve,
)
from jobone.history.ramp_series import MONTHS, RampSeries

__all__ = [
    "LEAST_MAKERS",
    "LEAST_SERIES",
    "RampForecast",
    "RampModel",
    "fit_ramps",
    "too_few_ramps",
]

Numbers = NDArray[np.float64]

LEAST_SERIES, LEAST_MAKERS = 5, 3
"""What a fit needs: series of at least three counted rows, and makers among them."""

_LEAST_ROWS = 3
_FREE_LEVEL = 3.0
"""Standard deviation of the log level where a promise tells it."""

_MOST_STEPS, _LONGEST_STEP, _CLOSE_ENOUGH = 12, 2.0, 1e-4
_MOST_LOG_RATE = 16.0
_JITTER = 1e-9


@dataclass(frozen=True)
class RampForecast:
    """The distribution of the months of a programme, given what was known on a day.

    Parameters
    ----------
    series
        The programme.
    day
        Ordinal.
    weights
        Probabilities of the components, shape (k,).
    means, covariances
        Of the log of a full month's output, shapes (k, n) and (k, n, n), for the first n
        months of the grid.
    """

    series: RampSeries
    day: int
    weights: Numbers
    means: Numbers
    covariances: Numbers

    def totals(self, days: DayInterval, seed: int, place: int, count: int) -> Numbers:
        """Return draws of what a window comes to.

        Parameters
        ----------
        days
            The window, within the months of this forecast.
        seed, place
            For the draws.
        count
            How many.

        Returns
        -------
        ndarray, shape (count,)
            What was counted by the day, plus draws of the rest.
        """
        counted, left = self.series.counted(days, self.day)
        months = np.flatnonzero(left)
        if not len(months):
            return np.full(count, counted)
        if months[-1] >= self.means.shape[1]:
            raise ValueError(f"the window {days} reaches beyond the months of the forecast")
        drawn = self._draws(months, seed, place, count)
        return np.asarray(counted + np.exp(np.minimum(drawn, _MOST_LOG_RATE)) @ left[months])

    def month_quantiles(self, levels: Numbers, seed: int, count: int = 2000) -> Numbers:
        """Return quantiles of each month's output, as if it were a full one.

        Parameters
        ----------
        levels
            In (0, 1), shape (q,).
        seed
            For the draws.
        count
            How many draws.

        Returns
        -------
        ndarray, shape (n, q)
            Vehicles a month; for months that were counted what is left of doubt.
        """
        drawn = self._draws(np.arange(self.means.shape[1]), seed, 0, count)
        return np.asarray(np.quantile(np.exp(np.minimum(drawn, _MOST_LOG_RATE)), levels, axis=0).T)

    def _draws(self, months: NDArray[np.int64], seed: int, place: int, count: int) -> Numbers:
        """Return draws of the logs of some months, shape (count, m)."""
        reached = np.cumsum(self.weights)
        component = np.searchsorted(reached, (np.arange(count) + 0.5) / count * reached[-1])
        size = count * len(months)
        normal = ndtri(uniforms(seed, Purpose("ramp", "months", place), 0, size))
        normal = normal.reshape(count, len(months))
        drawn: Numbers = np.empty((count, len(months)))
        chosen = np.ix_(months, months)
        for index in np.unique(component):
            own = component == index
            covariance = self.covariances[index][chosen] + _JITTER * np.eye(len(months))
            factor = np.linalg.cholesky(covariance)
            drawn[own] = self.means[index, months] + normal[own] @ factor.T
        return drawn


@dataclass(frozen=True)
class RampModel:
    """What past ramps say of another.

    Parameters
    ----------
    curve
        The common numbers.
    errors
        How far past promises of volume were off.
    series, makers
        How many it rests on.
    """

    curve: RampCurve
    errors: PromiseErrors
    series: int
    makers: int

    def forecast(self, series: RampSeries, day: int, months: int = MONTHS) -> RampForecast:
        """Return the months of a programme, given what was known on a day.

        Parameters
        ----------
        series
            The programme.
        day
            Ordinal; what is known later does not count.
        months
            How many months of its grid are wanted, at least those counted.
        """
        rows = series.known_on(day)
        weights = np.array([series.grid.weights(row.period)[:months] for row in rows])
        weights = weights.reshape(len(rows), months)
        logs = np.log([max(row.units, 1.0) for row in rows])
        spreads = np.full(len(rows), OBSERVATION_SPREAD)
        path = series.promised(day)
        promised = path.weights[:months]
        told = float(path.rates[:months] @ promised)
        parts = self.errors.parts if told > 0.0 else ((1.0, 0.0, 0.0),)
        if told > 0.0:
            weights = np.vstack([weights, promised])
        found = []
        for scale, scale_chance in zip(NOISE_SCALES, SCALE_CHANCES, strict=True):
            mean, covariance = self.curve.prior(series.grid.ages[:months], series.kind, scale)
            if told > 0.0:
                covariance = covariance + _FREE_LEVEL**2
            for chance, excess, spread in parts:
                observed, doubts = logs, spreads
                if told > 0.0:
                    observed = np.append(logs, np.log(max(told, 1.0)) - excess)
                    doubts = np.append(spreads, spread)
                likelihood, *given = _given(mean, covariance, weights, observed, doubts)
                found.append((np.log(chance * scale_chance) + likelihood, *given))
        evidence = np.array([item[0] for item in found])
        return RampForecast(
            series,
            day,
            np.exp(evidence - logsumexp(evidence)),
            np.array([item[1] for item in found]),
            np.array([item[2] for item in found]),
        )


def _given(
    mean: Numbers, covariance: Numbers, weights: Numbers, logs: Numbers, spreads: Numbers
) -> tuple[float, Numbers, Numbers]:
    """Return log evidence, mean and covariance of the months, given logs of sums of them.

    The log of a sum is no linear function: it is made one around the mean found so far,
    until that stays where it is (Gauss and Newton's steps).
    """
    if not len(logs):
        return 0.0, mean, covariance
    now = mean
    for _ in range(_MOST_STEPS):
        parts = weights * np.exp(now)
        sums = parts.sum(axis=1)
        shares = parts / sums[:, None]
        crossed = shares @ covariance
        observed = crossed @ shares.T + np.diag(spreads**2)
        residual = logs - np.log(sums) + shares @ (now - mean)
        solved = np.linalg.solve(observed, residual)
        found = mean + crossed.T @ solved
        step = np.clip(found - now, -_LONGEST_STEP, _LONGEST_STEP)
        now = now + step
        if np.abs(step).max() < _CLOSE_ENOUGH:
            break
    evidence = -0.5 * (residual @ solved + np.linalg.slogdet(observed)[1])
    return float(evidence), now, covariance - crossed.T @ np.linalg.solve(observed, crossed)


def too_few_ramps(series: Sequence[RampSeries], day: int) -> str:
    """Say what is missing for a fit on what was known on a day; empty if nothing is."""
    long = [item for item in series if len(item.known_on(day)) >= _LEAST_ROWS]
    makers = len({item.maker for item in long})
    if len(long) >= LEAST_SERIES and makers >= LEAST_MAKERS:
        return ""
    return (
        f"{len(long)} programmes of {makers} makers have {_LEAST_ROWS} counted months or "
        f"quarters; at least {LEAST_SERIES} of {LEAST_MAKERS} makers are needed"
    )


def fit_ramps(series: Sequence[RampSeries], errors: PromiseErrors, day: int) -> RampModel:
    """Fit the common numbers to what was known on a day.

    Parameters
    ----------
    series
        Past programmes.
    errors
        How far past promises were off, as known on the day.
    day
        Ordinal.

    Raises
    ------
    ValueError
        If there are too few.
    """
    missing = too_few_ramps(series, day)
    if missing:
        raise ValueError(missing)
    told = [(item, rows) for item in series if (rows := item.known_on(day))]
    curve = fit_curve(told)
    return RampModel(curve, errors, len(told), len({item.maker for item, _ in told}))
