"""The days that are simulated, and the series that are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jobone.core.calendars import FIRST_YEAR
from jobone.core.days import DayInterval, add_months
from jobone.programme.standing import Standing

__all__ = ["FOLLOWED_DAYS", "Frame", "Series", "make_frame"]

FOLLOWED_DAYS = 365
"""Days after the horizon through which its orders are followed, where waits are told."""


@dataclass(frozen=True)
class Series:
    """One running count: of the maker or a model, built or delivered.

    Parameters
    ----------
    of
        ``maker`` or ``model.NAME``.
    measure
        ``production`` or ``deliveries``.
    model
        Place of the model, -1 for the maker.
    """

    of: str
    measure: str
    model: int


@dataclass(frozen=True)
class Frame:
    """The days that are simulated, and what is the same on every path.

    Parameters
    ----------
    first, last
        First and last day simulated.
    horizon
        The days looked at.
    series
        What is counted; the maker's production comes first.
    shown
        Every series that is shown, with its place in `series`: deliveries are
        production where neither a stock nor a count tells them apart.
    month_starts, week_starts
        First day of every month and ISO week of the horizon, and the day after
        the last.
    wait_starts
        First day of every ISO week of the horizon, where orders wait and waits are told.
    """

    first: date
    last: date
    horizon: DayInterval
    series: tuple[Series, ...]
    shown: tuple[tuple[Series, int], ...]
    month_starts: tuple[date, ...]
    week_starts: tuple[date, ...]
    wait_starts: tuple[date, ...]

    @property
    def day_count(self) -> int:
        """Number of days simulated."""
        return (self.last - self.first).days + 1

    @property
    def parts(self) -> NDArray[np.int64]:
        """For each series that of every model in the same measure, (series, models)."""
        models = sorted({item.model for item in self.series if item.model >= 0})
        places = {(item.model, item.measure): place for place, item in enumerate(self.series)}
        return np.array(
            [[places[model, item.measure] for model in models] for item in self.series],
            dtype=np.int64,
        ).reshape(len(self.series), len(models))

    def index(self, day: date) -> int:
        """Return the day counted from the first one."""
        return (day - self.first).days


def _earliest(standing: Standing) -> date:
    """Return the first day on which anything may have been built or ordered."""
    days = [standing.as_of + timedelta(days=1), standing.folder.horizon.closed[0]]
    resolutions = [model.sop for model in standing.models]
    resolutions += [phase.opens for plant in standing.plants for phase in plant.phases]
    for resolution in resolutions:
        for option in resolution.options:
            if option.happened and isinstance(option.value, DayInterval):
                days.append(option.value.closed[0])
    for demand in standing.demands:
        for option in demand.opens.options:
            told = option.happened or option.as_drawn
            if told and isinstance(option.value, DayInterval):
                days.append(option.value.closed[0])
    days += [row.days.closed[0] for row in standing.observed]
    return max(min(days), date(FIRST_YEAR, 1, 1))


def make_frame(standing: Standing, weeks: bool, waits: bool = True) -> Frame:
    """Lay out the days to simulate, the series to count, and whether to tell waits."""
    first, last = standing.folder.horizon.closed
    longest = max((target.months for target in standing.targets), default=0)
    ends = [add_months(last, longest)]
    ends += [target.period.closed[1] for target in standing.targets if target.period]
    tells_waits = waits and bool(standing.demands)
    if tells_waits:
        ends.append(last + timedelta(days=FOLLOWED_DAYS))
    names = ["maker", *(f"model.{model.name}" for model in standing.models)]
    built = tuple(Series(of, "production", place) for place, of in enumerate(names, start=-1))
    delivered = tuple(Series(of, "deliveries", place) for place, of in enumerate(names, start=-1))
    stocked = any(model.opening_stock.options for model in standing.models)
    told_apart = stocked or bool(standing.observed) or bool(standing.demands)
    series = built + delivered if told_apart else built
    shown = [(item, place) for place, item in enumerate(built)]
    shown += [(item, place + told_apart * len(built)) for place, item in enumerate(delivered)]
    starts = [first.replace(day=1)]
    while starts[-1] <= last:
        starts.append(add_months(starts[-1], 1))
    monday = first - timedelta(days=first.weekday())
    mondays = [monday]
    while mondays[-1] <= last:
        mondays.append(mondays[-1] + timedelta(days=7))
    week_starts = mondays if weeks else [monday]
    begin = min(_earliest(standing), starts[0], week_starts[0])
    final = max(*ends, starts[-1], week_starts[-1])
    return Frame(
        begin,
        final,
        standing.folder.horizon,
        series,
        tuple(shown),
        tuple(starts),
        tuple(week_starts),
        tuple(day for day in mondays[:-1] if day >= first) if tells_waits else (),
    )
