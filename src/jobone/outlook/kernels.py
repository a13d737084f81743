"""Compiled day-by-day production of many paths. Arrays and scalars only.

The readable twin is :mod:`jobone.outlook.twin`; a test holds both to the same
numbers.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from jobone.outlook.demand_kernels import DELIVERED, Market, meet_demand

__all__ = ["produce"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def produce(
    opens: Integers,
    promised: Integers,
    nameplate: Floats,
    ramp_days: Floats,
    sustained: Floats,
    line_rate: Floats,
    plant_of_phase: Integers,
    builds: NDArray[np.bool_],
    open_share: Floats,
    days_in_year: Floats,
    outage_plant: Integers,
    outage_share: Floats,
    outage_start: Integers,
    outage_end: Integers,
    sop: Integers,
    pace: Floats,
    pace_month: Integers,
    order_month: Integers,
    opening_stock: Floats,
    market: Market,
    series_model: Integers,
    series_stock: NDArray[np.bool_],
    series_parts: Integers,
    observed_rate: Floats,
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
    waits: NDArray[np.float32],
) -> None:
    """Build vehicles day by day on every path and add them up.

    Days are counted from the first day of the simulation. What comes never is a
    day beyond the last.

    Parameters
    ----------
    opens, promised
        Shape (paths, phases): the day from which a phase builds, and the last day
        on which that was promised.
    nameplate, ramp_days, sustained
        Shape (paths, phases): vehicles a year, days to the sustained rate, and the
        rate as a multiple of nameplate.
    line_rate
        Shape (paths, phases, weeks): vehicles a day of a line by week since it opened, the
        last for all later ones; NaN for a phase without a line, no paths where none has one.
    plant_of_phase
        Shape (phases,): place of the plant.
    builds
        Shape (plants, models).
    open_share
        Shape (plants, days): 1 on open days, 0 on statutory holidays.
    days_in_year
        Shape (days,): length of the calendar year of each day.
    outage_plant, outage_share
        Shape (outages,): place of the plant and share of its capacity lost.
    outage_start, outage_end
        Shape (paths, outages): first day, and the day after the last.
    sop
        Shape (paths, models): first day of series production.
    pace
        Shape (paths, models, months): how single months run against the smooth curve;
        without paths they all run at it.
    pace_month
        Shape (days,): the month of `pace` at which plants run on each day, -1 for none.
    order_month
        Shape (days,): the month of `pace` at which orders come in on each day, -1 for none.
    opening_stock
        Shape (paths, models): vehicles delivered on top, on the first day.
    market
        What is ordered, and what limits the rate besides plants.
    series_model, series_stock
        Shape (series,): the model counted, -1 for all, and whether the opening
        stock counts.
    series_parts
        Shape (series, models): the series of each model in the same measure.
    observed_rate
        Shape (series, days): vehicles a day where they were counted, else NaN.
    horizon
        Shape (2,): first day and the day after the last of the waterfall.
    period_edges, week_edges
        First days of the months and weeks, and the day after the last.
    target_series
        Shape (targets,).
    target_start, target_end
        Shape (paths, targets): first day, and the day after the last.
    months, weeks
        Filled: shape (series, periods, paths).
    target_units
        Filled: shape (paths, targets).
    stages
        Filled: shape (paths, 7 and one each for supply and demand where described):
        units over the horizon at nameplate from the promised day, from the day it
        opens, with the ramp, at the sustained rate, on open days, at the pace of single
        months, with what is supplied, with what is ordered, and as counted.
    waits
        Filled: shape (models, waits, paths): days that an order waits.
    """
    paths, phases = opens.shape
    plants, models = builds.shape
    day_count = len(days_in_year)
    outages = len(outage_plant)
    is_demanded = market.described.any()
    is_supplied = len(market.cap_start) + len(market.shortage_share) > 0
    per_day = 1.0 / days_in_year
    years = np.zeros(day_count + 1)
    for day in range(day_count):
        years[day + 1] = years[day] + per_day[day]
    capacity = np.zeros((plants, day_count))
    idle = np.zeros(plants, dtype=np.bool_)
    factor = np.ones((plants, day_count))
    daily = np.zeros((models, day_count))
    cumulative = np.zeros((len(series_model), day_count + 1))
    supplied = np.zeros_like(daily)
    rate_share = np.ones_like(daily)
    order_share = np.ones_like(daily)
    ledger = np.zeros((2, models, day_count))
    handed_over = ledger[DELIVERED]
    order_waits = np.zeros((models, waits.shape[1]))
    told = np.zeros(len(series_model), dtype=np.bool_)
    for series in range(len(series_model)):
        told[series] = _is_told(observed_rate[series])
        for part in series_parts[series]:
            told[series] |= _is_told(observed_rate[part])
    begin, end = horizon[0], horizon[1]
    for path in range(paths):
        # Days after the last window of this path change nothing that is asked for.
        last = end
        for target in range(target_end.shape[1]):
            last = max(last, min(target_end[path, target], day_count))
        last = max(last, min(max(period_edges[-1], week_edges[-1]), day_count))

        if outages > 0:
            _copy(open_share, factor)
            for outage in range(outages):
                plant = outage_plant[outage]
                first_lost = max(outage_start[path, outage], 0)
                for day in range(first_lost, min(outage_end[path, outage], day_count)):
                    factor[plant, day] *= 1.0 - outage_share[outage]
        elif path == 0:
            _copy(open_share, factor)

        capacity[:, :last] = 0.0
        idle[:] = True
        potential, opened, ramped, rated = 0.0, 0.0, 0.0, 0.0
        for phase in range(phases):
            plant = plant_of_phase[phase]
            yearly = nameplate[path, phase]
            rate = sustained[path, phase]
            start = opens[path, phase]
            slope = 1.0 / max(ramp_days[path, phase], 1e-9)
            potential += yearly * (years[end] - years[min(max(promised[path, phase], begin), end)])
            opened += yearly * (years[end] - years[min(max(start, begin), end)])
            if line_rate.shape[0] > 0 and line_rate[path, phase, 0] >= 0.0:
                idle[plant] = False
                up, made = _run_line(
                    capacity[plant],
                    factor[plant],
                    per_day,
                    line_rate[path, phase],
                    start,
                    begin,
                    end,
                    last,
                )
                ramped += yearly * up
                rated += made
                continue
            up = 0.0
            for day in range(max(start, begin), end):
                share = (day - start + 0.5) * slope
                if share >= 1.0:
                    up += years[end] - years[day]
                    break
                up += per_day[day] * share
            ramped += yearly * up
            rated += yearly * up * rate
            if yearly * rate > 0.0 and start < last:
                idle[plant] = False
                _add_capacity(
                    capacity[plant], factor[plant], per_day, yearly * rate, start, slope, last
                )

        worked = 0.0
        daily[:, :last] = 0.0
        for plant in range(plants):
            if idle[plant]:
                continue
            for day in range(begin, end):
                worked += capacity[plant, day]
            _share_out(daily, capacity[plant], builds[plant], sop[path], last)
        stages[path, 0] = potential
        stages[path, 1] = opened
        stages[path, 2] = ramped
        stages[path, 3] = rated
        stages[path, 4] = worked
        left = worked
        if pace.shape[0] > 0:
            left += _keep_pace(daily, pace[path], pace_month, begin, end, last)
        stages[path, 5] = left
        if is_demanded or is_supplied:
            # Shared out anew by what is ordered, each month of a model at its own pace.
            daily[:, :last] = 0.0
            supplied[:, :last] = 0.0
            ledger[:, :, :last] = 0.0
            rate_share[:, :last] = 1.0
            order_share[:, :last] = 1.0
            if pace.shape[0] > 0:
                _keep_pace(rate_share, pace[path], pace_month, 0, 0, last)
                _keep_pace(order_share, pace[path], order_month, 0, 0, last)
            meet_demand(
                market,
                path,
                capacity,
                builds,
                sop[path],
                opening_stock[path],
                rate_share,
                order_share,
                last,
                supplied,
                daily,
                ledger,
                order_waits,
            )
        stage = 6
        if is_supplied:
            stages[path, stage] = _total(supplied, begin, end)
            stage += 1
        if is_demanded:
            stages[path, stage] = _total(daily, begin, end)
            stage += 1
            for model in range(models):
                for order in range(waits.shape[1]):
                    waits[model, order, path] = np.float32(order_waits[model, order])

        for series in range(len(series_model)):
            running = cumulative[series]
            # What is handed over has a day of its own where orders are described.
            is_handed_over = is_demanded and series_stock[series]
            of_day = handed_over if is_handed_over else daily
            with_stock = series_stock[series] and not is_demanded
            if told[series]:
                _count(
                    running,
                    of_day,
                    series_model[series],
                    with_stock,
                    series_parts[series],
                    sop[path],
                    opening_stock[path],
                    observed_rate,
                    series,
                    last,
                )
            else:
                _count_untold(
                    running,
                    of_day,
                    series_model[series],
                    with_stock,
                    sop[path],
                    opening_stock[path],
                    last,
                )
            for period in range(months.shape[1]):
                months[series, period, path] = np.float32(
                    running[period_edges[period + 1]] - running[period_edges[period]]
                )
            for week in range(weeks.shape[1]):
                weeks[series, week, path] = np.float32(
                    running[week_edges[week + 1]] - running[week_edges[week]]
                )
        stages[path, stage] = cumulative[0, end] - cumulative[0, begin]
        for target in range(len(target_series)):
            first = min(max(target_start[path, target], 0), day_count)
            following = min(max(target_end[path, target], first), day_count)
            if first < day_count:
                running = cumulative[target_series[target]]
                target_units[path, target] = running[following] - running[first]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _is_told(rate: Floats) -> bool:
    """Return whether anything was counted of a series."""
    for day in range(len(rate)):  # noqa: SIM110 (as a loop it compiles in no time)
        if not np.isnan(rate[day]):
            return True
    return False


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _copy(table: Floats, into: Floats) -> None:
    # By hand: to assign a whole array brings the making of an error message along, which
    # takes seconds to compile.
    for row in range(table.shape[0]):
        for day in range(table.shape[1]):
            into[row, day] = table[row, day]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _run_line(
    capacity: Floats,
    factor: Floats,
    per_day: Floats,
    rate: Floats,
    start: int,
    begin: int,
    end: int,
    last: int,
) -> tuple[float, float]:
    """Add what a line builds on each day.

    Returns its years at what it settles at over the horizon, and its vehicles, both on days
    that are all open.
    """
    settled = max(rate[-1], 1e-9)
    up, made = 0.0, 0.0
    for day in range(max(start, 0), max(last, end)):
        now = rate[min((day - start) // 7, len(rate) - 1)]
        if day < last:
            capacity[day] += now * factor[day]
        if begin <= day < end:
            up += per_day[day] * now / settled
            made += now
    return up, made


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _add_capacity(
    capacity: Floats,
    factor: Floats,
    per_day: Floats,
    yearly: float,
    start: int,
    slope: float,
    last: int,
) -> None:
    """Add what one phase can build on each day from its first to the last."""
    full = last
    for day in range(max(start, 0), last):
        share = (day - start + 0.5) * slope
        if share >= 1.0:
            full = day
            break
        capacity[day] += yearly * per_day[day] * share * factor[day]
    for day in range(full, last):
        capacity[day] += yearly * per_day[day] * factor[day]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _total(vehicles: Floats, begin: int, end: int) -> float:
    """Return the vehicles of all models from a day to the one before another."""
    total = 0.0
    for model in range(vehicles.shape[0]):
        for day in range(begin, end):
            total += vehicles[model, day]
    return total


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _share_out(
    daily: Floats, capacity: Floats, builds: NDArray[np.bool_], sop: Integers, last: int
) -> None:
    """Split the capacity of a plant evenly among the models that have started."""
    for model in range(len(sop)):
        if not builds[model]:
            continue
        since = max(sop[model], 0)
        alone = True
        for other in range(len(sop)):
            if other != model and builds[other] and sop[other] < last:
                alone = False
        if alone:
            for day in range(since, last):
                daily[model, day] += capacity[day]
            continue
        for day in range(since, last):
            sharing = 0
            for other in range(len(sop)):
                if builds[other] and sop[other] <= day:
                    sharing += 1
            daily[model, day] += capacity[day] / sharing


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _keep_pace(
    daily: Floats, pace: Floats, pace_month: Integers, begin: int, end: int, last: int
) -> float:
    """Let each month run at its own pace; return the vehicles gained over the horizon."""
    gained = 0.0
    for model in range(daily.shape[0]):
        for day in range(last):
            month = pace_month[day]
            if month >= 0:
                more = daily[model, day] * (pace[model, month] - 1.0)
                daily[model, day] += more
                if begin <= day < end:
                    gained += more
    return gained


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _count(
    running: Floats,
    daily: Floats,
    wanted: int,
    with_stock: bool,
    parts: Integers,
    sop: Integers,
    stock: Floats,
    observed_rate: Floats,
    series: int,
    last: int,
) -> None:
    """Add up one series day by day; what was counted takes the place of what is reckoned."""
    counted = 0.0
    for day in range(last):
        units = 0.0
        for model in range(len(sop)):
            if wanted == -1 or wanted == model:
                told = observed_rate[parts[model], day]
                if not np.isnan(told):
                    units += told
                    continue
                units += daily[model, day]
                if with_stock and day == max(sop[model], 0):
                    units += stock[model]
        if not np.isnan(observed_rate[series, day]):
            units = observed_rate[series, day]
        counted += units
        running[day + 1] = counted


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _count_untold(
    running: Floats,
    daily: Floats,
    wanted: int,
    with_stock: bool,
    sop: Integers,
    stock: Floats,
    last: int,
) -> None:
    """Add up one series of which nothing was counted: the same numbers, sooner."""
    running[: last + 1] = 0.0
    for model in range(len(sop)):
        if wanted == -1 or wanted == model:
            for day in range(last):
                running[day + 1] += daily[model, day]
            first = max(sop[model], 0)
            if with_stock and first < last:
                running[first + 1] += stock[model]
    for day in range(last):
        running[day + 1] += running[day]
