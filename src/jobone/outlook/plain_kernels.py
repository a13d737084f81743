"""Production of paths that nothing but their ramps shapes, without walking the days.

What a phase has built by a day is a sum of days weighted by a straight line (its ramp),
then of days alone (its sustained rate). Both sums stand in tables that all paths share, so
that a path costs as much as there are months to report, however many days they have. The
numbers are those of :func:`jobone.outlook.kernels.produce` day by day; a test holds both to
the readable twin.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["add_up", "tables_of"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def tables_of(weight: Floats) -> Floats:
    """Return running sums of a weight, and of the weight times its day.

    Parameters
    ----------
    weight
        Shape (rows, days).

    Returns
    -------
    ndarray
        Shape (rows, 2, days + 1): what lies before each day.
    """
    rows, days = weight.shape
    tables = np.zeros((rows, 2, days + 1))
    np.cumsum(weight, axis=1, out=tables[:, 0, 1:])
    np.cumsum(weight * np.arange(days), axis=1, out=tables[:, 1, 1:])
    return tables


@numba.njit(cache=True, nogil=True, error_model="numpy")
def add_up(
    opens: Integers,
    promised: Integers,
    nameplate: Floats,
    ramp_days: Floats,
    sustained: Floats,
    plant_of_phase: Integers,
    builds: NDArray[np.bool_],
    years: Floats,
    open_years: Floats,
    sop: Integers,
    opening_stock: Floats,
    series_model: Integers,
    series_stock: NDArray[np.bool_],
    horizon: Integers,
    period_edges: Integers,
    week_edges: Integers,
    target_series: Integers,
    target_start: Integers,
    target_end: Integers,
    months: NDArray[np.float32],
    weeks: NDArray[np.float32],
    target_units: Floats,
    stages: Floats,
) -> None:
    """Add up every path.

    Parameters
    ----------
    years, open_years
        Shape (1, 2, days + 1) and (plants, 2, days + 1): :func:`tables_of` the share of a
        year that each day is, and of that share where the plant is open.
    opens, promised, nameplate, ramp_days, sustained, plant_of_phase, builds, sop
        As for :func:`jobone.outlook.kernels.produce`, like all that follow.
    opening_stock, series_model, series_stock, horizon, period_edges, week_edges
        What is added up.
    target_series, target_start, target_end
        The windows of each path.
    months, weeks, target_units, stages
        Filled.
    """
    paths, targets = target_start.shape
    last_day = years.shape[2] - 1
    begin, end = horizon[0], horizon[1]
    # The days up to which units are asked for: those that all paths share, then each path's.
    week_first = len(period_edges)
    target_first = week_first + len(week_edges)
    stage_first = target_first + 2 * targets
    edges = np.empty(stage_first + 2, dtype=np.int64)
    for place in range(week_first):
        edges[place] = period_edges[place]
    for place in range(len(week_edges)):
        edges[week_first + place] = week_edges[place]
    edges[stage_first], edges[stage_first + 1] = begin, end
    units = np.empty((len(series_model), len(edges)))
    rate = np.empty(opens.shape[1])
    for path in range(paths):
        for target in range(targets):
            first = min(max(target_start[path, target], 0), last_day)
            following = min(max(target_end[path, target], first), last_day)
            edges[target_first + 2 * target] = first
            edges[target_first + 2 * target + 1] = following
        for phase in range(len(rate)):
            rate[phase] = nameplate[path, phase] * sustained[path, phase]
        _add_plants(
            open_years,
            plant_of_phase,
            opens[path],
            ramp_days[path],
            rate,
            builds,
            sop[path],
            opening_stock[path],
            series_model,
            series_stock,
            edges,
            units,
        )
        _fill_stages(
            years,
            open_years,
            plant_of_phase,
            opens[path],
            promised[path],
            nameplate[path],
            ramp_days[path],
            sustained[path],
            rate,
            begin,
            end,
            stages[path],
        )
        stages[path, 6] = units[0, stage_first + 1] - units[0, stage_first]
        for series in range(len(series_model)):
            for period in range(months.shape[1]):
                months[series, period, path] = np.float32(
                    units[series, period + 1] - units[series, period]
                )
            for week in range(weeks.shape[1]):
                place = week_first + week
                weeks[series, week, path] = np.float32(
                    units[series, place + 1] - units[series, place]
                )
        for target in range(targets):
            place = target_first + 2 * target
            if edges[place] < last_day:
                series = target_series[target]
                target_units[path, target] = units[series, place + 1] - units[series, place]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _fill_stages(
    years: Floats,
    open_years: Floats,
    plant_of_phase: Integers,
    opens: Integers,
    promised: Integers,
    nameplate: Floats,
    ramp_days: Floats,
    sustained: Floats,
    rate: Floats,
    begin: int,
    end: int,
    stages: Floats,
) -> None:
    """Fill the stages of the waterfall that come before what is counted."""
    potential, opened, ramped, rated, worked = 0.0, 0.0, 0.0, 0.0, 0.0
    whole = years[0, 0, end]
    for phase in range(len(opens)):
        yearly = nameplate[phase]
        potential += yearly * (whole - years[0, 0, min(max(promised[phase], begin), end)])
        usable = min(max(opens[phase], begin), end)
        opened += yearly * (whole - years[0, 0, usable])
        up = yearly * _ramped(years[0], opens[phase], ramp_days[phase], usable, end)
        ramped += up
        rated += up * sustained[phase]
    for plant in range(len(open_years)):
        worked += _built(open_years, plant, plant_of_phase, opens, ramp_days, rate, begin, end)
    stages[0], stages[1], stages[2], stages[3] = potential, opened, ramped, rated
    # Every month runs at the smooth curve.
    stages[4] = stages[5] = worked


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _ramped(table: Floats, start: int, ramp_days: float, first: int, until: int) -> float:
    """Return the weight of the days from `first` to before `until`, ramp included.

    On each day the share of the sustained rate is that of its noon, 1 from the end of
    the ramp on.
    """
    if until <= first:
        return 0.0
    # The first day at the sustained rate; on a tie the share is 1 either way.
    ramp_end = start + int(min(ramp_days + 0.5, 1e9))
    full = min(max(ramp_end, first), until)
    rising = table[1, full] - table[1, first]
    rising -= (start - 0.5) * (table[0, full] - table[0, first])
    weight: float = rising / max(ramp_days, 1e-9) + (table[0, until] - table[0, full])
    return weight


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _built(
    open_years: Floats,
    plant: int,
    plant_of_phase: Integers,
    opens: Integers,
    ramp_days: Floats,
    rate: Floats,
    first: int,
    until: int,
) -> float:
    """Return what the phases of a plant can build from a day to before another."""
    total = 0.0
    for phase in range(len(opens)):
        if plant_of_phase[phase] == plant and rate[phase] > 0.0:
            begin = max(opens[phase], first)
            if begin < until:
                total += rate[phase] * _ramped(
                    open_years[plant], opens[phase], ramp_days[phase], begin, until
                )
    return total


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _add_plants(
    open_years: Floats,
    plant_of_phase: Integers,
    opens: Integers,
    ramp_days: Floats,
    rate: Floats,
    builds: NDArray[np.bool_],
    sop: Integers,
    opening_stock: Floats,
    series_model: Integers,
    series_stock: NDArray[np.bool_],
    edges: Integers,
    units: Floats,
) -> None:
    """Fill the units of each series before each edge."""
    for series in range(len(units)):
        for edge in range(len(edges)):
            units[series, edge] = 0.0
    last_day = open_years.shape[2] - 1
    for model in range(len(sop)):
        begun = min(max(sop[model], 0), last_day)
        for plant in range(len(builds)):
            first = begun if builds[plant, model] else last_day
            while first < last_day:
                # Until another model begins on this plant, as many share it, evenly.
                sharing, until = 0, last_day
                for other in range(len(sop)):
                    if builds[plant, other]:
                        if sop[other] <= first:
                            sharing += 1
                        else:
                            until = min(until, sop[other])
                for edge in range(len(edges)):
                    upto = min(edges[edge], until)
                    if upto > first:
                        made = _built(
                            open_years, plant, plant_of_phase, opens, ramp_days, rate, first, upto
                        )
                        _count(made / sharing, model, series_model, edge, units)
                first = until
        for series in range(len(units)):
            if series_stock[series] and (
                series_model[series] == -1 or series_model[series] == model
            ):
                for edge in range(len(edges)):
                    if edges[edge] > begun and begun < last_day:
                        units[series, edge] += opening_stock[model]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _count(made: float, model: int, series_model: Integers, edge: int, units: Floats) -> None:
    for series in range(len(units)):
        if series_model[series] == -1 or series_model[series] == model:
            units[series, edge] += made
