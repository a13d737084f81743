"""Compiled day-by-day production of many paths. Arrays and scalars only.

As many paths as a vector has lanes go through the days side by side, a block
(:mod:`jobone.lanes.vectors`). Nothing is kept of a day but what a later one asks for.

The readable twin is :mod:`jobone.outlook.twin`; a test holds both to the same
numbers.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jobone.lanes.compiling import kernel, part
from jobone.lanes.vectors import (
    WIDTH,
    chosen,
    larger,
    reals,
    smaller,
    spread,
    store,
)
from jobone.outlook.demand_kernels import (
    BUILT,
    BUILT_SO_FAR,
    CAPABLE,
    CHANGES,
    CHANNEL_ROWS,
    DELIVERED,
    DELIVERED_SO_FAR,
    FASTER,
    FULL,
    LEDGER,
    MODEL_ROWS,
    ORDER_PACE,
    PLANT_ROWS,
    RATE,
    SUPPLIED,
    TELLS,
    WHOLE,
    Market,
    build,
    change_models,
    hand_all_over,
    hand_over,
    hold_to_cap,
    load_channels,
    load_models,
    mark_day,
    open_stores,
    order,
    share_plant,
    take_counts,
    tell_waits,
)

__all__ = ["Scratch", "produce", "scratch_for"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]
Marks = NDArray[np.uint8]

# Marks of a day, beside those of the models.
EDGES: Final = 4
"""A month, a week or the window of a target on some path begins or ends."""

# Rows of a phase, each as wide as there are lanes.
START: Final = 0 * WIDTH
FULL_FROM: Final = 1 * WIDTH
"""A day from which it is through its ramp."""
SLOPE: Final = 2 * WIDTH
"""Share of the ramp that a day is; nothing once it is behind."""
YEARLY: Final = 3 * WIDTH
"""Vehicles a year at nameplate."""
SUSTAINED: Final = 4 * WIDTH
SETTLED: Final = 5 * WIDTH
"""Vehicles a year at the sustained rate."""
UP: Final = 6 * WIDTH
"""Years at nameplate over the horizon, up the ramp."""
LINE_UP: Final = 7 * WIDTH
"""Likewise of a line, at what it settles at."""
LINE_MADE: Final = 8 * WIDTH
"""Its vehicles over the horizon, on days that are all open."""
PHASE_ROWS: Final = 9 * WIDTH

_LINE: Final = 8
"""Numbers on one line of the processor's memory."""

_NEVER: Final = 2**62
"""Beyond all days."""

# Rows of a target.
FIRST: Final = 0 * WIDTH
FOLLOWING: Final = 1 * WIDTH
UNITS: Final = 2 * WIDTH
TARGET_ROWS: Final = 3 * WIDTH

# Rows of a series.
RUNNING: Final = 0 * WIDTH
"""What was counted, less what was reckoned of the same days."""
SERIES_ROWS: Final = 1 * WIDTH

# Rows of what happens over the horizon.
GAINED: Final = 0 * WIDTH
"""By the pace of single months; the first row, where `build` adds to it."""
WORKED: Final = 1 * WIDTH
COULD: Final = 2 * WIDTH
MADE: Final = 3 * WIDTH
COUNTED: Final = 4 * WIDTH
TOTAL_ROWS: Final = 5 * WIDTH


class Scratch(NamedTuple):
    """Where the kernel keeps what it works on; what stands in it before means nothing.

    Parameters
    ----------
    books, stores, phases, targets, series, plants, caps, totals
        Rows of each model, channel, phase, target, series, plant and cap, and of the block.
    paces
        Of each model and month of the pace.
    factors
        Of each plant and day, where there are outages: share of its capacity that is there.
    lost
        Of each model and day, where there are shortages: share of its rate that they leave.
    made, ordered, heads
        Of each model and day, and a few days more: what :func:`demand_kernels.hand_over` keeps.
    month_marks, week_marks
        Of each series and edge: what was counted up to it.
    years, of_year
        Of each day: the years before it, and the share of its year that it is.
    marks
        Of each day: what has to be done before it.
    counted_from
        Of each model: the first day on which it was counted.
    model_from
        Of each model: the first day on which anything happens to it on any path of the block.
    phase_from, full_from
        Of each phase: the first day on which it can build on any path of the block, and one
        on which it is through its ramp on all of them.
    target_from, target_until
        Of each target: the days outside of which it lies in the window of no path.
    ramping, working, ordering, selling, going
        Phases in their ramp, plants that work, models that are ordered, channels that sell
        such, and models that nobody has to order: as many of them as there are on a day.
    lanes
        The number of each lane, above a number that leaves its bits at the end of the word.
    """

    books: Floats
    stores: Floats
    phases: Floats
    targets: Floats
    series: Floats
    plants: Floats
    caps: Floats
    totals: Floats
    paces: Floats
    factors: Floats
    lost: Floats
    made: Floats
    ordered: Floats
    heads: Floats
    month_marks: Floats
    week_marks: Floats
    years: Floats
    of_year: Floats
    marks: Marks
    counted_from: Integers
    model_from: Integers
    phase_from: Integers
    full_from: Integers
    target_from: Integers
    target_until: Integers
    ramping: Integers
    working: Integers
    ordering: Integers
    selling: Integers
    going: Integers
    lanes: Floats


_MORE_DAYS: Final = 4
"""Days beyond the last that the history of a model has."""


def scratch_for(
    market: Market,
    phases: int,
    plants: int,
    models: int,
    months: int,
    days: int,
    series: int,
    targets: int,
    month_edges: int,
    week_edges: int,
    outages: int,
) -> Scratch:
    """Return room for a block of paths."""

    def rows(*counts: int) -> Floats:
        # On lines of the processor's memory: a vector that lies across two is slow to move.
        numbers = int(np.prod(counts)) * WIDTH
        room = np.zeros(numbers + _LINE)
        skipped = -(room.ctypes.data // room.itemsize) % _LINE
        return room[skipped : skipped + numbers]

    def places(count: int) -> Integers:
        return np.zeros(count, dtype=np.int64)

    limited, channels = bool(len(market.shortage_share)), len(market.sells)
    return Scratch(
        books=rows(models, MODEL_ROWS // WIDTH),
        stores=rows(channels, CHANNEL_ROWS // WIDTH),
        phases=rows(phases, PHASE_ROWS // WIDTH),
        targets=rows(targets, TARGET_ROWS // WIDTH),
        series=rows(series, SERIES_ROWS // WIDTH),
        plants=rows(plants, PLANT_ROWS // WIDTH),
        caps=rows(len(market.cap_start)),
        totals=rows(TOTAL_ROWS // WIDTH),
        paces=rows(models, months),
        factors=rows(plants, days if outages else 0),
        lost=rows(models, days if limited else 0),
        made=rows(models, days + _MORE_DAYS),
        ordered=rows(models, days + _MORE_DAYS),
        heads=rows(models, days + _MORE_DAYS if len(market.wait_days) else 0),
        month_marks=rows(series, month_edges),
        week_marks=rows(series, week_edges),
        years=np.zeros(days + 1),
        of_year=np.zeros(days),
        marks=np.zeros(days + 1, dtype=np.uint8),
        counted_from=places(models),
        model_from=places(models),
        phase_from=places(phases),
        full_from=places(phases),
        target_from=places(targets),
        target_until=places(targets),
        ramping=places(phases),
        working=places(plants),
        ordering=places(models),
        selling=places(channels),
        going=places(models),
        lanes=np.arange(WIDTH, dtype=np.float64) + WHOLE,
    )


@kernel
def produce(
    opens: Integers,
    promised: Integers,
    nameplate: Floats,
    ramp_days: Floats,
    sustained: Floats,
    line_rate: Floats,
    plant_of_phase: Integers,
    builds: Truths,
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
    series_stock: Truths,
    series_parts: Integers,
    observed_rate: Floats,
    horizon: Integers,
    period_edges: Integers,
    week_edges: Integers,
    target_series: Integers,
    target_start: Integers,
    target_end: Integers,
    followed: int,
    scratch: Scratch,
    months: NDArray[np.float32],
    weeks: NDArray[np.float32],
    target_units: Floats,
    stages: Floats,
    waits: NDArray[np.float32],
    ledger: Floats,
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
    followed
        Days through which orders are followed, whatever else is asked for.
    scratch
        Room to work in, of :func:`scratch_for`.
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
        Filled: shape (models, waits, paths): days that an order waits; infinite where it
        is not delivered within the days followed, NaN before orders open.
    ledger
        Filled where it has rows: shape (rows, models, days, paths), the rows of
        `jobone.outlook.demand_kernels.LEDGER`.
    """
    paths = len(opens)
    models, day_count = builds.shape[1], len(days_in_year)
    begin, end = horizon[0], horizon[1]
    # Reading an array out of a tuple costs as much as a day does.
    described, sells, stores_told = market.described, market.sells, market.stores_told
    cap_models, cap_start, cap_end = market.cap_models, market.cap_start, market.cap_end
    counted_delivered, taken_until = market.counted_delivered, market.taken_until
    counted_days = market.counted_days
    books, stores, rows, targets = scratch.books, scratch.stores, scratch.phases, scratch.targets
    series_rows, plants, caps = scratch.series, scratch.plants, scratch.caps
    totals, paces, factors, lost = scratch.totals, scratch.paces, scratch.factors, scratch.lost
    made, ordered, heads, lanes = scratch.made, scratch.ordered, scratch.heads, scratch.lanes
    years, of_year, marks = scratch.years, scratch.of_year, scratch.marks
    ramping, working, selling = scratch.ramping, scratch.working, scratch.selling
    ordering, going = scratch.ordering, scratch.going
    target_from, target_until = scratch.target_from, scratch.target_until
    phase_from, full_from, model_from = scratch.phase_from, scratch.full_from, scratch.model_from
    month_marks, week_marks = scratch.month_marks, scratch.week_marks
    is_demanded, is_limited = False, len(market.shortage_share) > 0
    for model in range(models):
        is_demanded |= described[model]
    is_supplied = len(cap_start) > 0 or is_limited
    is_supply_asked = is_supplied or len(ledger) > 0
    is_wait_asked, has_outages = len(market.wait_days) > 0, len(outage_plant) > 0
    is_paced, pace_step = pace.shape[0] > 0, pace.shape[2] * WIDTH
    model_days = (day_count + _MORE_DAYS) * WIDTH
    observed_from, observed_days = _days_told(observed_rate)
    for day in range(day_count):
        of_year[day] = 1.0 / days_in_year[day]
        years[day + 1] = years[day] + of_year[day]
    _find_first_counted(market, scratch.counted_from)

    for first in range(0, paths, WIDTH):
        _load_targets(target_start, target_end, first, targets, target_from, target_until, marks)
        # Days after the last window of these paths change nothing that is asked for.
        last = max(end, followed, period_edges[-1], week_edges[-1])
        for target in range(len(target_series)):
            if target_from[target] < day_count:
                last = max(last, target_until[target])
        last = min(last, day_count)
        _mark_edges(period_edges, week_edges, horizon, observed_days, marks)
        _load_phases(
            opens, ramp_days, nameplate, sustained, line_rate, first, rows, phase_from, full_from,
            marks,
        )  # fmt: skip
        load_models(
            market, sop, opening_stock, scratch.counted_from, first, last, books,
            model_from, marks,
        )  # fmt: skip
        load_channels(market, first, stores)
        _load_paces(pace, first, paces)
        if has_outages:
            _load_factors(
                open_share, outage_plant, outage_share, outage_start, outage_end, first, factors
            )
        if is_limited:
            _load_shortages(market, day_count, first, lost)
        _load_caps(market, first, caps)
        _clear(totals, TOTAL_ROWS // WIDTH, WIDTH)
        _clear(series_rows, len(series_model), SERIES_ROWS)
        for model in range(models):
            if described[model]:
                _begin_history(made, ordered, model * model_days, model_from[model], last)

        ramps, works, orders, sales, goes = 0, 0, 0, 0, 0
        plant_pace, order_pace = -1, -1
        _set_paces(books, models, paces, plant_pace, order_pace, pace_step)
        for day in range(last + 1):
            if marks[day] != 0:
                if marks[day] & CHANGES:
                    change_models(books, models, day)
                    ramps, works, orders, sales, goes = _change(
                        day, plant_of_phase, builds, described, sells, books, rows, plants,
                        phase_from, full_from, model_from, ramping, working, ordering, selling,
                        going,
                    )  # fmt: skip
                    _note_horizon(
                        day, begin, end, observed_days, series_model, series_stock, books, models,
                        series_rows, totals,
                    )  # fmt: skip
                if marks[day] & EDGES:
                    _note_edges(
                        day, observed_days, period_edges, week_edges, target_series, series_model,
                        series_stock, books, models, series_rows, month_marks, week_marks, targets,
                    )  # fmt: skip
            if day == last:
                break
            if works + orders + goes == 0 and not observed_from <= day < observed_days:
                continue
            today = float(day)
            is_inside = begin <= day < end
            is_told = is_demanded and day < counted_days

            for place in range(works):
                plant = working[place]
                share = spread(open_share[plant, day])
                if has_outages:
                    share = reals(factors, (plant * day_count + day) * WIDTH)
                row = plant * PLANT_ROWS
                store(plants, row + CAPABLE, reals(plants, row + FULL) * of_year[day] * share)
            for place in range(ramps):
                phase = ramping[place]
                plant = plant_of_phase[phase]
                share = spread(open_share[plant, day])
                if has_outages:
                    share = reals(factors, (plant * day_count + day) * WIDTH)
                _run_phase(
                    rows, phase * PHASE_ROWS, today, is_inside, of_year[day], share, plants,
                    plant * PLANT_ROWS + CAPABLE,
                )  # fmt: skip
                if line_rate.shape[0] > 0:
                    _run_line(
                        rows, phase, line_rate, first, day, is_inside, of_year[day],
                        open_share[plant, day], factors, (plant * day_count + day) * WIDTH, plants,
                        plant * PLANT_ROWS + CAPABLE,
                    )  # fmt: skip
            if is_inside:
                worked = reals(totals, WORKED)
                for place in range(works):
                    worked = worked + reals(plants, working[place] * PLANT_ROWS + CAPABLE)
                store(totals, WORKED, worked)

            if is_paced and (pace_month[day] != plant_pace or order_month[day] != order_pace):
                plant_pace, order_pace = pace_month[day], order_month[day]
                _set_paces(books, models, paces, plant_pace, order_pace, pace_step)
            if is_limited:
                _set_rates(books, models, paces, plant_pace, pace_step, lost, day, day_count)
            for place in range(sales):
                open_stores(stores, selling[place], stores_told, day)
            for place in range(orders):
                model = ordering[place]
                book, history = model * MODEL_ROWS, model * model_days
                _clear_day(books, book, is_supply_asked)
                order(books, book, model, stores, sells, day, ordered, history)
                if is_told:
                    take_counts(market, model, books, day)
            for place in range(goes):
                _clear_day(books, going[place] * MODEL_ROWS, is_supply_asked)
            for place in range(works):
                build(
                    books, plants, working[place], builds, described, is_told, is_supply_asked,
                    totals, is_inside,
                )  # fmt: skip
            for cap in range(len(cap_start)):
                if cap_start[cap] <= day < cap_end[cap]:
                    most = reals(caps, cap * WIDTH)
                    hold_to_cap(books, SUPPLIED, cap_models, cap, most)
                    hold_to_cap(books, BUILT, cap_models, cap, most)
            for place in range(orders):
                model = ordering[place]
                book, history = model * MODEL_ROWS, model * model_days
                told = np.nan
                if is_told and day < taken_until[model]:
                    told = counted_delivered[model, day]
                hand_over(
                    books, book, day, is_told, told, (marks[day] & TELLS) != 0, made, ordered,
                    heads, is_wait_asked, history, lanes,
                )  # fmt: skip
            for place in range(goes):
                hand_all_over(books, going[place] * MODEL_ROWS)

            if is_inside and is_supplied:
                could = reals(totals, COULD)
                for model in range(models):
                    could = could + reals(books, model * MODEL_ROWS + SUPPLIED)
                store(totals, COULD, could)
            if day < observed_days:
                for place in range(len(series_model)):
                    row = BUILT
                    if series_stock[place]:
                        row = DELIVERED
                    _count(
                        books, place, series_model[place], row, series_parts, observed_rate, day,
                        series_rows,
                    )  # fmt: skip
            if len(ledger) > 0:
                _keep(books, models, day, first, ledger)

        for lane in range(min(WIDTH, paths - first)):
            path = first + lane
            _fill_stages(
                rows, promised, years, begin, end, totals, is_supplied, is_demanded, path, lane,
                stages,
            )  # fmt: skip
            for target in range(len(target_series)):
                target_units[path, target] = targets[target * TARGET_ROWS + UNITS + lane]
        for place in range(len(series_model)):
            _fill(month_marks, len(period_edges), place, first, months)
            _fill(week_marks, len(week_edges), place, first, weeks)
        for model in range(models):
            tell_waits(
                books, model, described[model], market.wait_days, min(followed, last), heads,
                model * model_days, first, waits,
            )  # fmt: skip


@kernel
def _days_told(observed_rate: Floats) -> tuple[int, int]:
    """Return the first day on which anything was counted, and the day after the last."""
    first, following = observed_rate.shape[1], 0
    for day in range(observed_rate.shape[1]):
        for series in range(observed_rate.shape[0]):
            if not np.isnan(observed_rate[series, day]):
                first, following = min(first, day), day + 1
    return first, following


@kernel
def _find_first_counted(market: Market, counted_from: Integers) -> None:
    """Find the first day on which each model was counted; beyond all days where it was not."""
    for model in range(len(counted_from)):
        counted_from[model] = _NEVER
        for day in range(market.counted_days - 1, -1, -1):
            if not (
                np.isnan(market.counted_built[model, day])
                and np.isnan(market.counted_delivered[model, day])
            ):
                counted_from[model] = day


@kernel
def _mark_edges(
    period_edges: Integers,
    week_edges: Integers,
    horizon: Integers,
    observed_days: int,
    marks: Marks,
) -> None:
    """Mark the days that are the same on all paths."""
    mark_day(marks, 0, CHANGES)
    mark_day(marks, observed_days, CHANGES)
    for edge in horizon:
        mark_day(marks, edge, CHANGES)
    for edge in period_edges:
        mark_day(marks, edge, EDGES)
    for edge in week_edges:
        mark_day(marks, edge, EDGES)


@kernel
def _load_targets(
    target_start: Integers,
    target_end: Integers,
    first: int,
    targets: Floats,
    target_from: Integers,
    target_until: Integers,
    marks: Marks,
) -> None:
    """Lay out the windows of the paths of a block, and mark their days; no others are marked."""
    marks[:] = 0
    paths, count = target_start.shape
    days = len(marks) - 1
    for target in range(count):
        earliest, latest = _NEVER, 0
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            start = min(max(target_start[path, target], 0), days)
            following = min(max(target_end[path, target], start), days)
            place = target * TARGET_ROWS + lane
            targets[place + FIRST] = float(start)
            targets[place + FOLLOWING] = float(following)
            targets[place + UNITS] = 0.0
            if start < following:
                earliest, latest = min(earliest, start), max(latest, following)
                mark_day(marks, start, EDGES)
                mark_day(marks, following, EDGES)
        target_from[target], target_until[target] = earliest, latest


@kernel
def _load_phases(
    opens: Integers,
    ramp_days: Floats,
    nameplate: Floats,
    sustained: Floats,
    line_rate: Floats,
    first: int,
    rows: Floats,
    phase_from: Integers,
    full_from: Integers,
    marks: Marks,
) -> None:
    """Lay out what the phases of the paths of a block have drawn."""
    paths, phases = opens.shape
    for phase in range(phases):
        phase_from[phase], full_from[phase], builds = _NEVER, 0, False
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            place = phase * PHASE_ROWS + lane
            start, ramp = opens[path, phase], max(ramp_days[path, phase], 1e-9)
            rows[place + START] = float(start)
            rows[place + SLOPE] = 1.0 / ramp
            rows[place + YEARLY] = nameplate[path, phase]
            rows[place + SUSTAINED] = sustained[path, phase]
            rows[place + SETTLED] = nameplate[path, phase] * sustained[path, phase]
            rows[place + UP] = rows[place + LINE_UP] = rows[place + LINE_MADE] = 0.0
            phase_from[phase] = min(phase_from[phase], max(start, 0))
            full = start + math.ceil(ramp) + 1
            builds |= nameplate[path, phase] > 0.0
            if line_rate.shape[0] > 0 and line_rate[path, phase, 0] >= 0.0:
                rows[place + SLOPE] = 0.0  # A line says itself how it runs up.
                full, builds = _NEVER, True
            rows[place + FULL_FROM] = float(full)
            full_from[phase] = max(full_from[phase], full)
            mark_day(marks, full, CHANGES)
        if not builds:
            phase_from[phase] = _NEVER
        mark_day(marks, phase_from[phase], CHANGES)


@kernel
def _begin_history(made: Floats, ordered: Floats, history: int, begins: int, last: int) -> None:
    """Begin what is kept of a model: nothing was built before, and no day's orders are known."""
    store(made, history + begins * WIDTH, spread(0.0))
    for day in range(begins, last + _MORE_DAYS):
        store(ordered, history + day * WIDTH, spread(math.inf))


@kernel
def _change(
    day: int,
    plant_of_phase: Integers,
    builds: Truths,
    described: Truths,
    sells: Truths,
    books: Floats,
    rows: Floats,
    plants: Floats,
    phase_from: Integers,
    full_from: Integers,
    model_from: Integers,
    ramping: Integers,
    working: Integers,
    ordering: Integers,
    selling: Integers,
    going: Integers,
) -> tuple[int, int, int, int, int]:
    """List what there is to do from a day on; return how long the lists are."""
    ramps, works, orders, sales, goes = 0, 0, 0, 0, 0
    for plant in range(builds.shape[0]):
        row, works_here = plant * PLANT_ROWS, False
        full = spread(0.0)
        for phase in range(len(plant_of_phase)):
            if plant_of_phase[phase] == plant and phase_from[phase] <= day:
                works_here = True
                place = phase * PHASE_ROWS
                until = reals(rows, place + FULL_FROM)
                settled = reals(rows, place + SETTLED)
                full = full + chosen(float(day), until, 0.0, settled)
                slope = reals(rows, place + SLOPE)
                store(rows, place + SLOPE, chosen(float(day), until, slope, 0.0))
                if day < full_from[phase]:
                    ramping[ramps] = phase
                    ramps += 1
        if works_here:
            store(plants, row + FULL, full)
            share_plant(books, plants, plant, builds, described)
            working[works] = plant
            works += 1
    for model in range(len(described)):
        if model_from[model] <= day:
            if described[model]:
                ordering[orders] = model
                orders += 1
            else:
                going[goes] = model
                goes += 1
    for channel in range(sells.shape[0]):
        for place in range(orders):
            if sells[channel, ordering[place]]:
                selling[sales] = channel
                sales += 1
                break
    return ramps, works, orders, sales, goes


@kernel
def _set_paces(
    books: Floats, models: int, paces: Floats, plant_pace: int, order_pace: int, pace_step: int
) -> None:
    """Let plants run, and orders come, at the pace of a month; -1 for that of none."""
    for model in range(models):
        book = model * MODEL_ROWS
        of_plant, of_orders = spread(1.0), spread(1.0)
        if plant_pace >= 0:
            of_plant = reals(paces, plant_pace * WIDTH + model * pace_step)
        if order_pace >= 0:
            of_orders = reals(paces, order_pace * WIDTH + model * pace_step)
        store(books, book + RATE, of_plant)
        store(books, book + FASTER, of_plant - 1.0)
        store(books, book + ORDER_PACE, of_orders)


@kernel
def _set_rates(
    books: Floats,
    models: int,
    paces: Floats,
    plant_pace: int,
    pace_step: int,
    lost: Floats,
    day: int,
    days: int,
) -> None:
    """Hold the rate of a day to what shortages leave."""
    for model in range(models):
        rate = reals(lost, (model * days + day) * WIDTH)
        if plant_pace >= 0:
            rate = rate * reals(paces, plant_pace * WIDTH + model * pace_step)
        store(books, model * MODEL_ROWS + RATE, rate)


@part
def _clear_day(books: Floats, book: int, is_supply_asked: bool) -> None:
    """Begin a day with nothing built."""
    store(books, book + BUILT, spread(0.0))
    if is_supply_asked:
        store(books, book + SUPPLIED, spread(0.0))


@kernel
def _load_paces(pace: Floats, first: int, paces: Floats) -> None:
    """Lay out how the months of the paths of a block run."""
    paths, models, months = pace.shape
    if paths > 0:
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            for model in range(models):
                for month in range(months):
                    paces[(model * months + month) * WIDTH + lane] = pace[path, model, month]


@kernel
def _load_caps(market: Market, first: int, caps: Floats) -> None:
    """Lay out the caps on the rate of the paths of a block."""
    paths, count = market.cap.shape
    for place in range(count):
        for lane in range(WIDTH):
            caps[place * WIDTH + lane] = market.cap[min(first + lane, paths - 1), place]


@kernel
def _clear(numbers: Floats, count: int, step: int) -> None:
    """Set the first row of each of so many to zero."""
    for place in range(count):
        store(numbers, place * step, spread(0.0))


@kernel
def _load_factors(
    open_share: Floats,
    outage_plant: Integers,
    outage_share: Floats,
    outage_start: Integers,
    outage_end: Integers,
    first: int,
    factors: Floats,
) -> None:
    """Lay out which share of a plant's capacity is there on each day."""
    plants, days = open_share.shape
    for plant in range(plants):
        for day in range(days):
            for lane in range(WIDTH):
                factors[(plant * days + day) * WIDTH + lane] = open_share[plant, day]
    paths, outages = outage_start.shape
    for outage in range(outages):
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            begun = max(outage_start[path, outage], 0)
            for day in range(begun, min(outage_end[path, outage], days)):
                place = (outage_plant[outage] * days + day) * WIDTH + lane
                factors[place] *= 1.0 - outage_share[outage]


@kernel
def _load_shortages(market: Market, days: int, first: int, lost: Floats) -> None:
    """Lay out which share of a model's rate shortages leave on each day."""
    paths, shortages = market.shortage_start.shape
    for place in range(len(lost)):
        lost[place] = 1.0
    for shortage in range(shortages):
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            begun = max(market.shortage_start[path, shortage], 0)
            for model in range(market.shortage_models.shape[1]):
                if market.shortage_models[shortage, model]:
                    for day in range(begun, min(market.shortage_end[path, shortage], days)):
                        place = (model * days + day) * WIDTH + lane
                        lost[place] *= 1.0 - market.shortage_share[shortage]


@part
def _run_phase(
    rows: Floats,
    phase: int,
    today: float,
    is_inside: bool,
    of_year: float,
    factor: Any,
    plants: Floats,
    capable: int,
) -> None:
    """Add what a phase can build on a day, up its ramp."""
    share = (today + 0.5 - reals(rows, phase + START)) * reals(rows, phase + SLOPE)
    # Negative before its first day; on that, half a day of the ramp is behind it.
    share = smaller(larger(share, 0.0), 1.0) * of_year
    if is_inside:
        store(rows, phase + UP, reals(rows, phase + UP) + share)
    able = reals(rows, phase + SETTLED) * share * factor
    store(plants, capable, reals(plants, capable) + able)


@kernel
def _run_line(
    rows: Floats,
    phase: int,
    line_rate: Floats,
    first: int,
    day: int,
    is_inside: bool,
    of_year: float,
    open_share: float,
    factors: Floats,
    factor: int,
    plants: Floats,
    capable: int,
) -> None:
    """Add what a line can build on a day, by the week since it opened."""
    paths, _, weeks = line_rate.shape
    for lane in range(WIDTH):
        path = min(first + lane, paths - 1)
        place = phase * PHASE_ROWS + lane
        start = int(rows[place + START])
        if day < start or not line_rate[path, phase, 0] >= 0.0:
            continue
        now = line_rate[path, phase, min((day - start) // 7, weeks - 1)]
        plants[capable + lane] += now * (factors[factor + lane] if len(factors) else open_share)
        if is_inside:
            rows[place + LINE_UP] += now * of_year / max(line_rate[path, phase, weeks - 1], 1e-9)
            rows[place + LINE_MADE] += now


@part
def _count(
    books: Floats,
    series: int,
    wanted: int,
    row: int,
    parts: Integers,
    observed_rate: Floats,
    day: int,
    rows: Floats,
) -> None:
    """Count one series of a day; what was counted takes the place of what is reckoned."""
    units = spread(0.0)
    for model in range(parts.shape[1]):
        if wanted == -1 or wanted == model:
            if not np.isnan(observed_rate[parts[series, model], day]):
                units = units + observed_rate[parts[series, model], day]
            else:
                units = units + reals(books, model * MODEL_ROWS + row)
    if not np.isnan(observed_rate[series, day]):
        units = spread(observed_rate[series, day])
    place = series * SERIES_ROWS
    store(rows, place + RUNNING, reals(rows, place + RUNNING) + units)


@part
def _reckoned(books: Floats, models: int, wanted: int, with_stock: bool) -> Any:
    """Return what a series has come to so far, as it is reckoned."""
    row = BUILT_SO_FAR
    if with_stock:
        row = DELIVERED_SO_FAR
    units = spread(0.0)
    for model in range(models):
        if wanted == -1 or wanted == model:
            units = units + reals(books, model * MODEL_ROWS + row)
    return units


@part
def _so_far(
    day: int,
    observed_days: int,
    place: int,
    series_model: Integers,
    series_stock: Truths,
    books: Floats,
    models: int,
    rows: Floats,
) -> Any:
    """Return what a series has come to before a day."""
    running = reals(rows, place * SERIES_ROWS + RUNNING)
    if day >= observed_days:
        running = running + _reckoned(books, models, series_model[place], series_stock[place])
    return running


@kernel
def _note_horizon(
    day: int,
    begin: int,
    end: int,
    observed_days: int,
    series_model: Integers,
    series_stock: Truths,
    books: Floats,
    models: int,
    rows: Floats,
    totals: Floats,
) -> None:
    """Note what there is where the horizon begins and ends, and where what was counted ends."""
    if day == observed_days:
        for place in range(len(series_model)):
            row = place * SERIES_ROWS + RUNNING
            reckoned = _reckoned(books, models, series_model[place], series_stock[place])
            store(rows, row, reals(rows, row) - reckoned)
    if day in (begin, end) and begin < end:
        sign = 1.0 if day == end else -1.0
        counted = _so_far(day, observed_days, 0, series_model, series_stock, books, models, rows)
        made = _reckoned(books, models, -1, False)
        store(totals, COUNTED, reals(totals, COUNTED) + counted * sign)
        store(totals, MADE, reals(totals, MADE) + made * sign)


@kernel
def _note_edges(
    day: int,
    observed_days: int,
    period_edges: Integers,
    week_edges: Integers,
    target_series: Integers,
    series_model: Integers,
    series_stock: Truths,
    books: Floats,
    models: int,
    rows: Floats,
    month_marks: Floats,
    week_marks: Floats,
    targets: Floats,
) -> None:
    """Note what every series has come to where a month, a week or a window begins or ends."""
    month, week = _edge(period_edges, day), _edge(week_edges, day)
    for place in range(len(series_model)):
        running = _so_far(
            day, observed_days, place, series_model, series_stock, books, models, rows
        )
        if month >= 0:
            store(month_marks, (place * len(period_edges) + month) * WIDTH, running)
        if week >= 0:
            store(week_marks, (place * len(week_edges) + week) * WIDTH, running)
        for target in range(len(target_series)):
            if target_series[target] == place:
                _note_window(targets, target * TARGET_ROWS, float(day), running)


@kernel
def _edge(edges: Integers, day: int) -> int:
    """Return the place of an edge that lies on a day, -1 where none does."""
    for place in range(len(edges)):
        if edges[place] == day:
            return place
    return -1


@part
def _note_window(targets: Floats, target: int, today: float, running: Any) -> None:
    """Take off what a series has come to where a window begins, and add it where it ends."""
    first, following = reals(targets, target + FIRST), reals(targets, target + FOLLOWING)
    before = chosen(today, first, 0.0, chosen(first, today, 0.0, running))
    after = chosen(today, following, 0.0, chosen(following, today, 0.0, running))
    store(targets, target + UNITS, reals(targets, target + UNITS) - before + after)


@kernel
def _fill(marks: Floats, edges: int, series: int, first: int, periods: NDArray[np.float32]) -> None:
    """Fill what a series comes to in every period, in the paths of a block."""
    lanes = min(WIDTH, periods.shape[2] - first)
    for period in range(edges - 1):
        place = (series * edges + period) * WIDTH
        for lane in range(lanes):
            units = marks[place + WIDTH + lane] - marks[place + lane]
            periods[series, period, first + lane] = np.float32(units)


@kernel
def _fill_stages(
    rows: Floats,
    promised: Integers,
    years: Floats,
    begin: int,
    end: int,
    totals: Floats,
    is_supplied: bool,
    is_demanded: bool,
    path: int,
    lane: int,
    stages: Floats,
) -> None:
    """Fill the stages of the waterfall of a path."""
    potential, opened, ramped, rated = 0.0, 0.0, 0.0, 0.0
    for phase in range(promised.shape[1]):
        place = phase * PHASE_ROWS + lane
        yearly = rows[place + YEARLY]
        full = int(min(rows[place + FULL_FROM], float(end)))
        up = rows[place + UP] + years[end] - years[max(full, begin)]
        start = int(rows[place + START])
        potential += yearly * (years[end] - years[min(max(promised[path, phase], begin), end)])
        opened += yearly * (years[end] - years[min(max(start, begin), end)])
        ramped += yearly * (up + rows[place + LINE_UP])
        rated += yearly * up * rows[place + SUSTAINED] + rows[place + LINE_MADE]
    worked = totals[WORKED + lane]
    stages[path, 0] = potential
    stages[path, 1] = opened
    stages[path, 2] = ramped
    stages[path, 3] = rated
    stages[path, 4] = worked
    stages[path, 5] = worked + totals[GAINED + lane]
    stage = 6
    if is_supplied:
        stages[path, stage] = totals[COULD + lane]
        stage += 1
    if is_demanded:
        stages[path, stage] = totals[MADE + lane]
        stage += 1
    stages[path, stage] = totals[COUNTED + lane]


@kernel
def _keep(books: Floats, models: int, day: int, first: int, ledger: Floats) -> None:
    """Keep what happens on a day, and what there is at its end."""
    for model in range(models):
        for lane in range(min(WIDTH, ledger.shape[3] - first)):
            for row in range(len(LEDGER)):
                units = books[model * MODEL_ROWS + LEDGER[row] + lane]
                ledger[row, model, day, first + lane] = units
