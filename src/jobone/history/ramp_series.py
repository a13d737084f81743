"""What was counted of a programme since its first delivery, on a grid of calendar months.

The grid begins with the month of the first delivery. A row of any length weighs each
month by the share of its days that it covers from the first delivery on, so that
quarters are runs of three months and a first month counts as long as it lasted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval, add_months
from jobone.history.cases import DAYS_PER_MONTH
from jobone.history.periods import disjoint, known_on
from jobone.history.records import (
    MEASURES,
    History,
    Kind,
    Measure,
    PastProgramme,
    Volume,
    VolumePromise,
)

__all__ = [
    "MONTHS",
    "MonthGrid",
    "PromisedPath",
    "RampSeries",
    "first_twelve_months",
    "ramp_series",
]

Numbers = NDArray[np.float64]

MONTHS = 60
"""Months of a grid: ramps are followed for five years."""

_SHORTEST_DAYS, _LONGEST_DAYS = 28, 95
_SHORTEST_PROMISE_DAYS = 85
_LEAST_LEFT_MONTHS = 0.2


@dataclass(frozen=True)
class MonthGrid:
    """Calendar months from that of a first delivery on.

    Parameters
    ----------
    begins
        The day of the first delivery.
    """

    begins: date

    @cached_property
    def _opens(self) -> NDArray[np.int64]:
        """Ordinals of the first days, and of the day after the last; shape (`MONTHS` + 1,)."""
        first = self.begins.replace(day=1)
        return np.array([add_months(first, month).toordinal() for month in range(MONTHS + 1)])

    @cached_property
    def ages(self) -> Numbers:
        """Months from the first delivery to the middle of each month, shape (`MONTHS`,)."""
        begins = self.begins.toordinal()
        middles = (np.maximum(self._opens[:-1], begins) + self._opens[1:]) / 2.0
        return np.asarray((middles - begins) / DAYS_PER_MONTH)

    @property
    def end(self) -> date:
        """The last day of the grid."""
        return date.fromordinal(int(self._opens[-1]) - 1)

    def month(self, place: int) -> DayInterval:
        """Return the days of a month of the grid."""
        opens, ends = (int(item) for item in self._opens[place : place + 2])
        return DayInterval(date.fromordinal(opens), date.fromordinal(ends - 1))

    def weights(self, days: DayInterval) -> Numbers:
        """Return the share of each month that days cover from the first delivery on.

        Parameters
        ----------
        days
            Closed.

        Returns
        -------
        ndarray, shape (`MONTHS`,)
            From 0 to 1; what lies before the first delivery or behind the grid is none.
        """
        first, last = days.closed
        start, stop = max(first, self.begins).toordinal(), last.toordinal() + 1
        opens, ends = self._opens[:-1], self._opens[1:]
        covered = np.minimum(ends, stop) - np.maximum(opens, start)
        return np.asarray(np.maximum(covered, 0) / (ends - opens))


@dataclass(frozen=True)
class PromisedPath:
    """What the targets standing on a day promise for months that are not counted yet.

    Parameters
    ----------
    rates
        Vehicles a full month, shape (`MONTHS`,); 0 where nothing is promised, or nothing
        more than what is counted already.
    told
        Share of each month that a target covers and that is not counted, same shape.
    """

    rates: Numbers
    told: Numbers

    @property
    def weights(self) -> Numbers:
        """Share of each month for which more is promised than was counted."""
        return np.where(self.rates > 0.0, self.told, 0.0)


@dataclass(frozen=True)
class RampSeries:
    """What was counted and promised of a programme, from its first delivery on.

    Parameters
    ----------
    programme, maker, kind
        Whose.
    grid
        Its months.
    measure
        What is counted.
    rows
        Months and quarters that share no day, in order; each ends after the first delivery.
    promises
        Volume promises for a quarter or longer, in the order in which they were made.
    """

    programme: str
    maker: str
    kind: Kind
    grid: MonthGrid
    measure: Measure | str
    rows: tuple[Volume, ...]
    promises: tuple[VolumePromise, ...]

    def known_on(self, day: int) -> tuple[Volume, ...]:
        """Return the rows known on a day, given as an ordinal."""
        return tuple(row for row in self.rows if known_on(row.period).toordinal() <= day)

    def counted(self, days: DayInterval, day: int) -> tuple[float, Numbers]:
        """Return what was counted of a window by a day, and the months of it that were not.

        Parameters
        ----------
        days
            The window; what lies before the first delivery is no part of it.
        day
            Ordinal.

        Returns
        -------
        float
            Vehicles; a row that reaches out of the window counts by its share of days.
        ndarray, shape (`MONTHS`,)
            The share of each month that is in the window and not counted.
        """
        left = self.grid.weights(days)
        units = 0.0
        for row in self.known_on(day):
            start = max(row.period.closed[0], self.grid.begins)
            whole = (row.period.closed[1] - start).days + 1
            first = max(start, days.closed[0])
            last = min(row.period.closed[1], days.closed[1])
            if first <= last:
                units += row.units * ((last - first).days + 1) / whole
                left = left - self.grid.weights(DayInterval(first, last))
        return units, np.maximum(np.where(left < 1e-9, 0.0, left), 0.0)

    def promised(self, day: int) -> PromisedPath:
        """Return what the targets standing on a day promise for months not counted by then.

        Parameters
        ----------
        day
            Ordinal. Of targets that cover the same month the one told last counts; what
            is counted of its period is taken off it, and the rest spread evenly. A target
            that is reached already promises nothing more.
        """
        rates, told = np.zeros(MONTHS), np.zeros(MONTHS)
        for promise in self.promises:
            if _said(promise) > day:
                continue
            units, left = self.counted(promise.period, day)
            if left.sum() > _LEAST_LEFT_MONTHS:
                rest = max(promise.units - units, 0.0)
                rates = np.where(left > 0.0, rest / left.sum(), rates)
                told = np.where(left > 0.0, left, told)
        return PromisedPath(rates, told)


def ramp_series(history: History) -> tuple[RampSeries, ...]:
    """Return the programmes with counted months or quarters, by id.

    Of several measures the one that covers the most days counts.
    """
    rows: dict[str, list[Volume]] = {}
    promises: dict[str, list[VolumePromise]] = {}
    for volume in history.volumes:
        rows.setdefault(volume.series, []).append(volume)
    for promise in history.volume_promises:
        promises.setdefault(promise.series, []).append(promise)
    found = []
    for name in sorted(set(rows) & set(history.programmes)):
        series = _series(history.programmes[name], rows[name], promises.get(name, []))
        if series is not None:
            found.append(series)
    return tuple(found)


def first_twelve_months(series: RampSeries) -> DayInterval:
    """Return the twelve months from the first delivery on."""
    begins = series.grid.begins
    return DayInterval(begins, add_months(begins, 12) - timedelta(days=1))


def _series(
    programme: PastProgramme, volumes: Sequence[Volume], promises: Sequence[VolumePromise]
) -> RampSeries | None:
    if programme.first_delivery is None:
        return None
    first, last = programme.first_delivery.closed
    grid = MonthGrid(first + (last - first) / 2)
    by_measure = {
        measure: _countable((row for row in volumes if row.measure == measure), grid)
        for measure in MEASURES
    }
    measure = max(MEASURES, key=lambda item: sum(row.period.day_count for row in by_measure[item]))
    if not by_measure[measure]:
        return None
    told = sorted(
        (item for item in promises if item.period.day_count >= _SHORTEST_PROMISE_DAYS),
        key=lambda item: (item.said_on.closed, item.location),
    )
    return RampSeries(
        programme.id,
        programme.maker,
        programme.kind,
        grid,
        measure,
        by_measure[measure],
        tuple(told),
    )


def _countable(volumes: Iterable[Volume], grid: MonthGrid) -> tuple[Volume, ...]:
    return disjoint(
        volume
        for volume in volumes
        if _SHORTEST_DAYS <= volume.period.day_count <= _LONGEST_DAYS
        and grid.begins < volume.period.closed[1] <= grid.end
    )


def _said(promise: VolumePromise) -> int:
    """Return the last day on which a promise can have been made: before its period ends."""
    last = promise.said_on.closed[1].toordinal()
    return min(last, promise.period.closed[1].toordinal() - 1)
