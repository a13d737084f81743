"""What the past says of months: how much they scatter, and how models age.

*Noise*: every programme lends the standard deviation of the log of a month around its
smooth course, as wild or calm as its own months say, and all share one correlation
between neighbouring months; both by the model of :mod:`jobone.history.ramps`.

*Decline*: a model has begun to age when its last quarter ran at four fifths of its best
half year or less, their middles 4.5 months or more apart. When that sets in is
estimated by Kaplan and Meier (1958, doi:10.1080/01621459.1958.10501452), so that
programmes not seen to decline count for as long as they were seen. How fast it goes is
the yearly factor from the one to the other; a fall within less than a year counts as a
year's, since nothing says how it goes on. Some of it is the luck of the best half year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jobone.history.ramp_fit import NOISE_SCALES
from jobone.history.ramp_series import MONTHS, RampSeries
from jobone.history.ramps import RampModel
from jobone.history.ratios import maker_votes, weighted_ratios
from jobone.history.records import Kind

__all__ = ["LEAST_AGED", "Decline", "MonthNoise", "decline", "month_noise"]

Numbers = NDArray[np.float64]

LEAST_AGED = 5
"""Past programmes that either answer needs."""

_OTHER_KIND = 0.5
_LEAST_MONTHS = 6
_HALF_YEAR, _LEAST_OF_HALF_YEAR = 6, 4
_QUARTER, _LEAST_OF_QUARTER = 3, 2
_LEAST_SEEN, _LEAST_APART = 12, 4.5
_DECLINED = 0.8
_NAMED = 5
_LEVELS = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class MonthNoise:
    """How months scatter around the smooth course of a programme.

    Parameters
    ----------
    low, middle, high
        10th, 50th and 90th percentile over programmes of the standard deviation of the
        log of a month.
    correlation
        Of a month's noise with the next month's.
    cases, own_kind, makers
        Programmes it rests on, how many by makers of the kind, and of how many makers.
    nearest
        The programmes of the kind with the most counted months, else of any, each with
        its own standard deviation.
    """

    low: float
    middle: float
    high: float
    correlation: float
    cases: int
    own_kind: int
    makers: int
    nearest: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Decline:
    """How models age.

    Parameters
    ----------
    low, middle, high
        10th, 50th and 90th percentile of the factor by which output changes in a year
        once decline has set in: 0.7 is a loss of 30 %.
    sets_in
        Ages in months by which decline has set in for a tenth, a half and nine tenths of
        the programmes; None where the past was not seen for that long.
    cases, declined, own_kind, makers
        Programmes seen for a year, how many of them declined, how many of
        these by makers of the kind, and makers of all.
    nearest
        Programmes that declined, of the kind first, each with its yearly factor.
    """

    low: float
    middle: float
    high: float
    sets_in: tuple[float | None, float | None, float | None]
    cases: int
    declined: int
    own_kind: int
    makers: int
    nearest: tuple[tuple[str, float], ...]


def month_noise(
    kind: Kind, series: Sequence[RampSeries], model: RampModel, day: int
) -> MonthNoise | None:
    """Return how months scatter, as known on a day; None where too little was.

    Parameters
    ----------
    kind
        Kind of maker; programmes of other kinds count half.
    series
        Past programmes.
    model
        Fitted to what was known on the day.
    day
        Ordinal.
    """
    found = []
    for item in series:
        known = item.known_on(day)
        months = sum(row.period.day_count <= 31 for row in known)
        if months >= _LEAST_MONTHS:
            # Its promises say nothing of its noise.
            weights = model.forecast(replace(item, promises=()), day).weights
            scale = float(np.sqrt(weights @ np.array(NOISE_SCALES) ** 2))
            found.append((item, months, model.curve.noise * scale))
    if len(found) < LEAST_AGED:
        return None
    kinds = [item.kind for item, _, _ in found]
    makers = [item.maker for item, _, _ in found]
    spread = weighted_ratios(
        np.array([value for _, _, value in found]), _votes(kind, kinds, makers), 0.1
    )
    low, middle, high = (float(value) for value in spread.quantile(np.array(_LEVELS)))
    ordered = sorted(found, key=lambda item: (item[0].kind != kind, -item[1], item[0].programme))
    return MonthNoise(
        low,
        middle,
        high,
        model.curve.correlation,
        len(found),
        kinds.count(kind),
        len(set(makers)),
        tuple((item.programme, value) for item, _, value in ordered[:_NAMED]),
    )


@dataclass(frozen=True)
class _Seen:
    series: RampSeries
    last_age: float
    peak_age: float
    factor: float | None
    """By year since the peak; None where decline has not set in."""


def decline(kind: Kind, series: Sequence[RampSeries], day: int) -> Decline | None:
    """Return how models age, as known on a day; None where too little was seen.

    Parameters
    ----------
    kind
        Kind of maker; programmes of other kinds count half.
    series
        Past programmes.
    day
        Ordinal.
    """
    seen = [found for item in series if (found := _seen(item, day)) is not None]
    aged = [(item, item.factor) for item in seen if item.factor is not None]
    if len(aged) < LEAST_AGED:
        return None
    kinds = [item.series.kind for item, _ in aged]
    makers = [item.series.maker for item, _ in aged]
    factors = weighted_ratios(
        np.array([factor for _, factor in aged]), _votes(kind, kinds, makers), 0.1
    )
    low, middle, high = (float(value) for value in factors.quantile(np.array(_LEVELS)))
    ordered = sorted(aged, key=lambda item: (item[0].series.kind != kind, item[0].series.programme))
    return Decline(
        low,
        middle,
        high,
        _sets_in(seen),
        len(seen),
        len(aged),
        kinds.count(kind),
        len({item.series.maker for item in seen}),
        tuple((item.series.programme, factor) for item, factor in ordered[:_NAMED]),
    )


def _votes(kind: Kind, kinds: Sequence[Kind], makers: Sequence[str]) -> Numbers:
    own = np.array([1.0 if item == kind else _OTHER_KIND for item in kinds])
    return np.asarray(maker_votes(makers) * own)


def _rates(series: RampSeries, day: int) -> Numbers:
    """Return vehicles a full month, NaN where nothing was counted; shape (`MONTHS`,)."""
    rates = np.full(MONTHS, np.nan)
    for row in series.known_on(day):
        weights = series.grid.weights(row.period)
        rates = np.where(weights > 0.5, row.units / weights.sum(), rates)
    return rates


def _seen(series: RampSeries, day: int) -> _Seen | None:
    """Return the best half year of a programme and how it went on; None if seen too shortly."""
    rates, ages = _rates(series, day), series.grid.ages
    counted = np.flatnonzero(~np.isnan(rates))
    if not len(counted) or ages[counted[-1]] < _LEAST_SEEN:
        return None
    halves = _means(rates, _HALF_YEAR, _LEAST_OF_HALF_YEAR)
    quarters = _means(rates, _QUARTER, _LEAST_OF_QUARTER)
    if not halves or not quarters:
        return None
    best = max(halves, key=lambda end: halves[end])
    last = max(quarters)
    # From the middle of the best half year to the middle of the last quarter.
    months = (last - _QUARTER / 2.0) - (best - _HALF_YEAR / 2.0)
    ratio = quarters[last] / halves[best]
    has_declined = months >= _LEAST_APART and ratio <= _DECLINED
    factor = ratio ** (12.0 / max(months, 12.0)) if has_declined else None
    return _Seen(series, float(ages[last - 1]), float(ages[best - 1]), factor)


def _means(rates: Numbers, months: int, least: int) -> dict[int, float]:
    """Return the mean rate of every run of so many months, by the month after its last.

    The last month of a run is counted, and at least so many of all.
    """
    found = {}
    for end in range(months, MONTHS + 1):
        run = rates[end - months : end]
        if np.isfinite(run[-1]) and np.isfinite(run).sum() >= least:
            found[end] = float(np.nanmean(run))
    return found


def _sets_in(seen: Sequence[_Seen]) -> tuple[float | None, float | None, float | None]:
    """Return the ages by which decline has set in for some shares of the programmes."""
    declined = [item.peak_age for item in seen if item.factor is not None]
    others = [item.last_age for item in seen if item.factor is None]
    from scipy.stats import CensoredData, ecdf  # here: it takes a while to load

    survival = ecdf(CensoredData(uncensored=declined, right=others)).sf
    ages = []
    for level in _LEVELS:
        reached = np.flatnonzero(survival.probabilities <= 1.0 - level + 1e-12)
        ages.append(float(survival.quantiles[reached[0]]) if len(reached) else None)
    low, middle, high = ages
    return low, middle, high
