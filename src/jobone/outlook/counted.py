"""What was counted, day by day and series by series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jobone.core.days import DayInterval
from jobone.outlook.frame import Frame
from jobone.outlook.sampling import Numbers
from jobone.programme.folder import Observation
from jobone.programme.observed import MEASURES, finest_rows
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing

__all__ = ["CountedRow", "counted_rates", "counted_rows", "earliest_start", "observed_rates"]


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A counted period that tells how fast something runs.

    Parameters
    ----------
    row
        As published.
    models
        Places of the models it counts.
    """

    row: Observation
    models: tuple[int, ...]


def observed_rates(standing: Standing, frame: Frame) -> Numbers:
    """Return vehicles a day where they were counted, shape (series, days).

    On days on which a measure was not counted for a series the other one stands in:
    over months what is built and what is delivered differ little.
    """
    return _rates(standing, frame, stand_in=True)


def counted_rates(standing: Standing, frame: Frame) -> Numbers:
    """Return vehicles a day where that very measure was counted, shape (series, days)."""
    return _rates(standing, frame, stand_in=False)


def _rates(standing: Standing, frame: Frame, *, stand_in: bool) -> Numbers:
    rates = np.full((len(frame.series), frame.day_count), np.nan)
    starts = [earliest_start(model.sop, standing.as_of) for model in standing.models]
    for place, series in enumerate(frame.series):
        own = finest_rows(standing.observed, series.of, series.measure, standing.as_of)
        other_measure = next(measure for measure in MEASURES if measure != series.measure)
        other = finest_rows(standing.observed, series.of, other_measure, standing.as_of)
        for row in (*other, *own) if stand_in else own:
            first, last = row.days.closed
            begin, end = max(frame.index(first), 0), min(frame.index(last) + 1, frame.day_count)
            rates[place, begin:end] = row.units / row.days.day_count
    # While only one model can have started, what the maker built is of that model.
    for place, series in enumerate(frame.series):
        if series.model < 0:
            continue
        others = [start for model, start in enumerate(starts) if model != series.model]
        alone = min(max(frame.index(min(others, default=frame.last)), 0), frame.day_count)
        whole = next(
            number
            for number, item in enumerate(frame.series)
            if item.model < 0 and item.measure == series.measure
        )
        missing = np.isnan(rates[place, :alone])
        if starts[series.model] <= standing.as_of:
            rates[place, :alone] = np.where(missing, rates[whole, :alone], rates[place, :alone])
    return rates


def earliest_start(sop: Resolution, as_of: date) -> date:
    """Return the first day on which a model may have started; after today if it has not."""
    days = [
        option.value.closed[0]
        for option in sop.options
        if option.happened and isinstance(option.value, DayInterval)
    ]
    return min(days, default=as_of + timedelta(days=1))


def counted_rows(standing: Standing) -> tuple[CountedRow, ...]:
    """Return the counted periods of which each says something the others do not.

    A model's own row comes before the maker's over the same days, and production before
    deliveries. Rows of nothing are left out, which say when and not how fast, and so are
    those that end before a start is told: they are of cars built before the series.
    """
    starts = [earliest_start(model.sop, standing.as_of) for model in standing.models]
    chosen: list[CountedRow] = []
    names = [f"model.{model.name}" for model in standing.models]
    for of, places in [*((name, (place,)) for place, name in enumerate(names)), ("maker", None)]:
        own: list[CountedRow] = []
        others = [] if places else chosen
        for measure in sorted(MEASURES, reverse=True):
            for row in finest_rows(standing.observed, of, measure, standing.as_of):
                building = tuple(
                    place
                    for place in (range(len(starts)) if places is None else places)
                    if starts[place] <= row.days.closed[1]
                )
                taken = any(row.days.overlaps(item.row.days) for item in (*own, *others))
                if building and row.units > 0.0 and not taken:
                    own.append(CountedRow(row, building))
        chosen += own
    return tuple(sorted(chosen, key=lambda item: (item.row.days.closed, item.models)))
