"""The common numbers of ramps: their prior, their likelihood, and where the two are highest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax

from jobone.history.ramp_series import MONTHS, RampSeries
from jobone.history.records import KINDS, Kind, Volume

__all__ = [
    "NOISE_SCALES",
    "OBSERVATION_SPREAD",
    "SCALE_CHANCES",
    "RampCurve",
    "fit_curve",
]

Numbers = NDArray[np.float64]

NOISE_SCALES, SCALE_CHANCES = (0.4, 1.0, 2.0), (0.3, 0.4, 0.3)
"""How calm or wild a programme can be, and the chances of it before it is seen."""

OBSERVATION_SPREAD = 0.03
"""Standard deviation of the log of a counted row around what was made: rounding."""

_AGEING_MONTHS = 24.0

# Each number by the mean and the standard deviation of its prior, on the scale of the fit.
_NUMBERS = {
    "level": (7.5, 3.0),
    "startup": (0.0, 0.7),
    "incumbent": (0.0, 0.7),
    "tech_entrant": (0.0, 0.7),
    "growth": (0.0, 0.3),
    "ageing": (0.0, 0.3),
    "log_time": (float(np.log(3.0)), 0.3),
    "log_level_spread": (float(np.log(1.3)), 0.3),
    "log_time_spread": (float(np.log(0.5)), 0.3),
    "log_drift": (float(np.log(0.12)), 0.5),
    "log_noise": (float(np.log(0.25)), 0.5),
    "logit_correlation": (-1.0, 0.8),
}
_NAMES = tuple(_NUMBERS)
_MEANS = np.array([mean for mean, _ in _NUMBERS.values()])
_SPREADS = np.array([spread for _, spread in _NUMBERS.values()])
_MOST_ITERATIONS = 80
_FEW_ROWS = 8


@dataclass(frozen=True)
class RampCurve:
    """The common numbers.

    Parameters
    ----------
    levels
        Mean log of vehicles a month in full flow, by kind of maker.
    months_to_level
        Time constant of the curve.
    growth, ageing
        Change of the log in a year, before and after two years of age.
    level_spread, time_spread
        Standard deviations of a programme's log level and log time.
    drift
        Standard deviation of the random walk after one month.
    noise, correlation
        Standard deviation of a month's log around that, and its correlation with the
        next month's.
    """

    levels: dict[Kind, float]
    months_to_level: float
    growth: float
    ageing: float
    level_spread: float
    time_spread: float
    drift: float
    noise: float
    correlation: float

    def prior(self, ages: Numbers, kind: Kind, scale: float) -> tuple[Numbers, Numbers]:
        """Return mean and covariance of the logs of months of a programme not seen yet.

        Parameters
        ----------
        ages
            Months since the first delivery, rising by about one, shape (n,).
        kind
            Kind of maker.
        scale
            How wild it is, see `NOISE_SCALES`.

        Returns
        -------
        ndarray, shape (n,)
            Mean.
        ndarray, shape (n, n)
            Covariance.
        """
        scaled = ages / self.months_to_level
        early, late = _trends(ages)
        mean = self.levels[kind] + np.log(-np.expm1(-scaled))
        mean = mean + self.growth * early + self.ageing * late
        lag = _lags(len(ages))
        slope = _time_slope(scaled)
        covariance = (
            self.level_spread**2
            + self.time_spread**2 * np.outer(slope, slope)
            + (scale * self.drift) ** 2 * np.minimum.outer(ages, ages)
            + (scale * self.noise) ** 2 * self.correlation**lag
        )
        return mean, covariance


def _trends(ages: Numbers) -> tuple[Numbers, Numbers]:
    """Return the years passed before and after two years of age."""
    return np.minimum(ages, _AGEING_MONTHS) / 12.0, np.maximum(ages - _AGEING_MONTHS, 0.0) / 12.0


def _time_slope(scaled: Numbers) -> Numbers:
    """Return how much the log of ``1 - exp(-x)`` falls as the log of the time rises."""
    return np.asarray(scaled * np.exp(-scaled) / -np.expm1(-scaled))


def _time_slope_change(scaled: Numbers) -> Numbers:
    """Return the derivative of `_time_slope` by the log of the time."""
    return np.asarray(_time_slope(scaled) * (scaled / -np.expm1(-scaled) - 1.0))


def _lags(count: int) -> Numbers:
    place = np.arange(count)
    return np.asarray(np.abs(place[:, None] - place), dtype=float)


@dataclass(frozen=True)
class _Batch:
    """All series side by side, padded: s series of r rows over n months.

    `shares` tells how much each month adds to a row's log, around the prior's curve:
    the covariance of a row's log is linear in it. Padding has no share and no residual.
    """

    ages: Numbers
    kinds: Numbers
    weights: Numbers
    shares: Numbers
    logs: Numbers
    real: Numbers
    walk: Numbers
    """Covariances of rows by a walk of one a month, shape (s, r, r)."""


def _batch(told: Sequence[tuple[RampSeries, Sequence[Volume]]]) -> _Batch:
    count, most = len(told), max(len(rows) for _, rows in told)
    weights, logs = np.zeros((count, most, MONTHS)), np.zeros((count, most))
    real = np.zeros((count, most))
    for place, (series, rows) in enumerate(told):
        for line, row in enumerate(rows):
            weights[place, line] = series.grid.weights(row.period)
            logs[place, line] = np.log(max(row.units, 1.0))
            real[place, line] = 1.0
    used = int(np.flatnonzero(weights.any(axis=(0, 1)))[-1]) + 1
    weights = weights[:, :, :used]
    ages = np.array([series.grid.ages[:used] for series, _ in told])
    kinds = np.array([[series.kind == kind for kind in KINDS] for series, _ in told], dtype=float)
    curve = -np.expm1(-ages / np.exp(_NUMBERS["log_time"][0]))
    parts = weights * curve[:, None, :]
    shares = parts / np.maximum(parts.sum(axis=2, keepdims=True), 1e-300)
    walk = shares @ np.minimum(ages[:, :, None], ages[:, None, :]) @ shares.transpose(0, 2, 1)
    return _Batch(ages, kinds, weights, shares, logs, real, walk)


def _loss(values: Numbers, batches: Sequence[_Batch]) -> tuple[float, Numbers]:
    """Return minus the log of likelihood times prior, and its gradient."""
    distance = (values - _MEANS) / _SPREADS
    loss, gradient = 0.5 * float(distance @ distance), distance / _SPREADS
    for batch in batches:
        likelihood, change = _log_likelihood(values, batch)
        loss, gradient = loss - likelihood, gradient - change
    return loss, gradient


def _log_likelihood(values: Numbers, batch: _Batch) -> tuple[float, Numbers]:
    """Return the log of the likelihood of some series, and its gradient."""
    number = dict(zip(_NAMES, values, strict=True))
    early, late = _trends(batch.ages)
    scaled = batch.ages / np.exp(number["log_time"])
    slope, slope_change = _time_slope(scaled), _time_slope_change(scaled)
    mean = number["level"] + batch.kinds @ values[1:4]
    mean = mean[:, None] + np.log(-np.expm1(-scaled))
    mean = mean + number["growth"] * early + number["ageing"] * late
    parts = batch.weights * np.exp(mean)[:, None, :]
    sums = np.where(batch.real > 0.0, parts.sum(axis=2), 1.0)
    residual = (batch.logs - np.log(sums)) * batch.real
    # Covariances of the rows, part by part.
    time = batch.shares @ slope[:, :, None]
    time_change = batch.shares @ slope_change[:, :, None]
    lag = _lags(batch.ages.shape[1])
    correlation = float(expit(number["logit_correlation"]))
    noise = batch.shares @ correlation**lag @ batch.shares.transpose(0, 2, 1)
    level = batch.real[:, :, None] * batch.real[:, None, :]
    level_variance, time_variance, drift_variance, noise_variance = np.exp(2.0 * values[7:11])
    common = level_variance * level + time_variance * time * time.transpose(0, 2, 1)
    wild = drift_variance * batch.walk + noise_variance * noise
    squares = np.array(NOISE_SCALES) ** 2
    covariance = common[:, None] + squares[:, None, None] * wild[:, None]
    ridge = np.where(batch.real > 0.0, OBSERVATION_SPREAD**2, 1.0)
    size = ridge.shape[1]
    covariance = covariance + ridge[:, None, :, None] * np.eye(size)
    inverse = np.linalg.inv(covariance)
    solved = np.einsum("skij,sj->ski", inverse, residual)
    likelihoods = -0.5 * (
        np.einsum("ski,si->sk", solved, residual) + np.linalg.slogdet(covariance)[1]
    )
    likelihoods = likelihoods + np.log(SCALE_CHANCES)
    highest = likelihoods.max(axis=1, keepdims=True)
    total = float((highest[:, 0] + np.log(np.exp(likelihoods - highest).sum(axis=1))).sum())
    votes = softmax(likelihoods, axis=1)
    # Its gradient: by the rows' means, and by their covariances.
    on_rows = np.einsum("sk,ski->si", votes, solved)
    on_months = np.einsum("si,sin->sn", on_rows / sums * batch.real, parts)
    pull = 0.5 * votes[:, :, None, None] * (solved[..., :, None] * solved[..., None, :] - inverse)
    on_common, on_wild = pull.sum(axis=1), np.einsum("k,skij->sij", squares, pull)
    on_correlation = (
        batch.shares
        @ (lag * correlation ** np.maximum(lag - 1.0, 0.0))
        @ batch.shares.transpose(0, 2, 1)
    )
    by_kind = batch.kinds.T @ on_months.sum(axis=1)
    gradient = np.concatenate(
        [
            [on_months.sum()],
            by_kind,
            [
                (on_months * early).sum(),
                (on_months * late).sum(),
                -(on_months * slope).sum()
                + 2.0 * time_variance * float((on_common @ time * time_change).sum()),
                2.0 * level_variance * (on_common * level).sum(),
                2.0 * time_variance * (on_common * time * time.transpose(0, 2, 1)).sum(),
                2.0 * drift_variance * (on_wild * batch.walk).sum(),
                2.0 * noise_variance * (on_wild * noise).sum(),
                noise_variance
                * correlation
                * (1.0 - correlation)
                * (on_wild * on_correlation).sum(),
            ],
        ]
    )
    return total, gradient


def fit_curve(told: Sequence[tuple[RampSeries, Sequence[Volume]]]) -> RampCurve:
    """Return the numbers of greatest posterior density.

    Parameters
    ----------
    told
        Series with the rows known of each, at least one.
    """
    # Short series apart from long ones: padding them all to the longest would cost most.
    short = [item for item in told if len(item[1]) <= _FEW_ROWS]
    long = [item for item in told if len(item[1]) > _FEW_ROWS]
    batches = [_batch(group) for group in (short, long) if group]
    from scipy.optimize import minimize  # here: it takes a while to load

    options = {"maxiter": _MOST_ITERATIONS, "ftol": 1e-9, "gtol": 1e-4}
    found = minimize(_loss, _MEANS, args=(batches,), jac=True, method="L-BFGS-B", options=options)
    number = {name: float(value) for name, value in zip(_NAMES, found.x, strict=True)}
    return RampCurve(
        levels={kind: number["level"] + number[kind] for kind in KINDS},
        months_to_level=float(np.exp(number["log_time"])),
        growth=number["growth"],
        ageing=number["ageing"],
        level_spread=float(np.exp(number["log_level_spread"])),
        time_spread=float(np.exp(number["log_time_spread"])),
        drift=float(np.exp(number["log_drift"])),
        noise=float(np.exp(number["log_noise"])),
        correlation=float(expit(number["logit_correlation"])),
    )
