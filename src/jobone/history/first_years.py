"""The first twelve months of deliveries: what was promised for them and what came.

The promise is the path of the latest targets standing at the first delivery: each
month takes the rate of the latest target that covers it, and the mean rate of the
months covered, at least five of twelve, is taken for the year. The forecast lends every
past ratio the same weight: weighing them by kind or maker did not score better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jobone.core.days import DayInterval, add_months
from jobone.history.cases import DAYS_PER_MONTH
from jobone.history.periods import known_on, series_of, units_within
from jobone.history.ratios import RatioForecast, weighted_ratios
from jobone.history.records import MEASURES, History, Kind, PastProgramme, VolumePromise

__all__ = [
    "LEAST_FIRST_YEARS",
    "FirstYear",
    "counted_first_year",
    "first_years",
    "forecast_first_year",
    "promised_first_year",
]

LEAST_FIRST_YEARS = 5
"""Past first years that a forecast needs."""

_LEAST_MONTHS, _SHORTEST_PERIOD_DAYS = 5, 85
_SAID_SOON_DAYS = 45
_SPREAD = 0.30


@dataclass(frozen=True, slots=True)
class FirstYear:
    """A programme's first twelve months.

    Parameters
    ----------
    programme, maker, kind
        Whose.
    begins
        Ordinal of the first delivery.
    promised, actual
        Vehicles in twelve months.
    known
        Ordinal of the day on which the outcome was known.
    """

    programme: str
    maker: str
    kind: Kind
    begins: int
    promised: float
    actual: float
    known: int

    @property
    def ratio(self) -> float:
        """What came over what was promised."""
        return self.actual / self.promised


def first_years(history: History) -> tuple[FirstYear, ...]:
    """Return the programmes with a promise for their first year and an outcome of it.

    A first year told in ``programmes.csv`` counts; otherwise volumes that cover 95 % of
    it, taken to the whole.
    """
    found = []
    for programme in history.programmes.values():
        begins = _begins(programme)
        promised = promised_first_year(history, programme)
        counted = counted_first_year(history, programme)
        if begins is not None and promised is not None and counted is not None:
            found.append(
                FirstYear(
                    programme.id,
                    programme.maker,
                    programme.kind,
                    begins.toordinal(),
                    promised,
                    *counted,
                )
            )
    return tuple(sorted(found, key=lambda item: (item.begins, item.programme)))


def _begins(programme: PastProgramme) -> date | None:
    """Return the middle of the day or month of the first delivery; None without one."""
    if programme.first_delivery is None:
        return None
    first, last = programme.first_delivery.closed
    return first + (last - first) / 2


def counted_first_year(history: History, programme: PastProgramme) -> tuple[float, int] | None:
    """Return the units of a first year and the ordinal of the day on which they were known.

    None where the programme has not delivered, or too little of the year was counted.
    """
    begins = _begins(programme)
    if begins is None:
        return None
    window = DayInterval(begins, add_months(begins, 12) - timedelta(days=1))
    ended = known_on(window)
    if programme.first_year_units is not None:
        return programme.first_year_units, ended.toordinal()
    for measure in MEASURES:
        counted = units_within(series_of(history.volumes, programme.id, measure), window)
        if counted.covered >= 0.95:
            known = max(ended, counted.known)
            return counted.units / counted.covered, known.toordinal()
    return None


def promised_first_year(
    history: History, programme: PastProgramme, known_by: int | None = None
) -> float | None:
    """Return the vehicles promised for twelve months by the targets standing at the start.

    Parameters
    ----------
    history, programme
        Whose.
    known_by
        Ordinal; what was said later does not count. Left out, all counts.

    Returns
    -------
    float or None
        None where the programme has not delivered, or the targets cover too little.
    """
    begins = _begins(programme)
    if begins is None:
        return None
    own = sorted(
        (
            promise
            for promise in history.volume_promises
            if promise.series == programme.id
            and promise.period.day_count >= _SHORTEST_PERIOD_DAYS
            and (known_by is None or _said(promise) <= known_by)
        ),
        key=lambda item: (item.said_on.closed, item.location),
    )
    return _rate_of(own, begins.toordinal())


def _rate_of(own: Sequence[VolumePromise], begins: int) -> float | None:
    """Return twelve months at the mean rate of the months that targets cover."""
    standing = [promise for promise in own if _said(promise) <= begins]
    soon = [promise for promise in own if _said(promise) <= begins + _SAID_SOON_DAYS]
    for group in (standing, soon):
        rates: dict[int, float] = {}
        for promise in group:
            first, last = (day.toordinal() for day in promise.period.closed)
            starts = max(first, begins)
            for month in range(12):
                middle = begins + (month + 0.5) * DAYS_PER_MONTH
                if starts <= middle <= last:
                    rates[month] = promise.units / ((last - starts + 1) / DAYS_PER_MONTH)
        if len(rates) >= _LEAST_MONTHS:
            return 12.0 * sum(rates.values()) / len(rates)
    return None


def _said(promise: VolumePromise) -> int:
    """Return the last day on which a promise can have been made: before its period ends."""
    last = promise.said_on.closed[1].toordinal()
    return min(last, promise.period.closed[1].toordinal() - 1)


def forecast_first_year(cases: Sequence[FirstYear]) -> RatioForecast:
    """Return the distribution of a first year over its promise.

    Parameters
    ----------
    cases
        Past first years whose outcome is known.

    Raises
    ------
    ValueError
        If there are fewer than `LEAST_FIRST_YEARS`.
    """
    if len(cases) < LEAST_FIRST_YEARS:
        raise ValueError(
            f"{len(cases)} first years have a promise and an outcome; "
            f"at least {LEAST_FIRST_YEARS} are needed"
        )
    ratios = np.array([case.ratio for case in cases])
    return weighted_ratios(ratios, np.ones(len(cases)), _SPREAD)
