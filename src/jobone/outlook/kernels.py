"""Compiled day-by-day production of many paths. Arrays and scalars only.

As many paths as a vector has lanes go through the days side by side, a block
(:mod:`jobone.line.vectors`). Nothing is kept of a day but what a later one asks for.

The readable twin is :mod:`jobone.outlook.twin`; a test holds both to the same
numbers.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jobone.line.compiling import kernel, part
from jobone.line.vectors import (
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
    CHANNEL_ROWS,
    DELIVERED,
    LEDGER,
    MODEL_ROWS,
    SUPPLIED,
    Market,
    begin_day,
    build,
    hand_all_over,
    hand_over,
    hold_to_cap,
    load_channels,
    load_models,
    open_stores,
    order,
    take_counts,
    tell_waits,
)

__all__ = ["Scratch", "produce", "scratch_for"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

# Rows of a phase, each as wide as there are lanes.
START: Final = 0 * WIDTH
SLOPE: Final = 1 * WIDTH
"""Share of the ramp that a day is."""
YEARLY: Final = 2 * WIDTH
"""Vehicles a year at nameplate."""
SUSTAINED: Final = 3 * WIDTH
UP: Final = 4 * WIDTH
"""Years at nameplate over the horizon, with the ramp."""
LINE_UP: Final = 5 * WIDTH
"""Likewise of a line, at what it settles at."""
LINE_MADE: Final = 6 * WIDTH
"""Its vehicles over the horizon, on days that are all open."""
PHASE_ROWS: Final = 7 * WIDTH

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
OF_DAY: Final = 1 * WIDTH
SERIES_ROWS: Final = 2 * WIDTH

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
    books, stores, phases, targets, series, capable, caps, totals
        Rows of each model, channel, phase, target, series, plant and cap, and of the block.
    paces
        Of each model and month of the pace.
    factors
        Of each plant and day: share of its capacity that is there.
    lost
        Of each model and day: share of its rate that shortages leave.
    made, ordered, heads
        Of each model and day, and two days more: what :func:`demand_kernels.hand_over` keeps.
    month_marks, week_marks
        Of each series and edge: what was counted up to it.
    years
        Of each day: the years before it.
    plant_from
        Of each plant: the first day on which it can build on any path of the block.
    target_from, target_until
        Of each target: the days outside of which it lies in the window of no path.
    lanes
        The number of each lane.
    """

    books: Floats
    stores: Floats
    phases: Floats
    targets: Floats
    series: Floats
    capable: Floats
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
    plant_from: Integers
    target_from: Integers
    target_until: Integers
    lanes: Floats


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
) -> Scratch:
    """Return room for a block of paths."""

    def rows(*counts: int) -> Floats:
        # On lines of the processor's memory: a vector that lies across two is slow to move.
        numbers = int(np.prod(counts)) * WIDTH
        room = np.zeros(numbers + _LINE)
        skipped = -(room.ctypes.data // room.itemsize) % _LINE
        return room[skipped : skipped + numbers]

    limited = bool(len(market.shortage_share))
    return Scratch(
        books=rows(models, MODEL_ROWS // WIDTH),
        stores=rows(len(market.sells), CHANNEL_ROWS // WIDTH),
        phases=rows(phases, PHASE_ROWS // WIDTH),
        targets=rows(targets, TARGET_ROWS // WIDTH),
        series=rows(series, SERIES_ROWS // WIDTH),
        capable=rows(plants),
        caps=rows(len(market.cap_start)),
        totals=rows(TOTAL_ROWS // WIDTH),
        paces=rows(models, months),
        factors=rows(plants, days),
        lost=rows(models, days if limited else 0),
        made=rows(models, days + 2),
        ordered=rows(models, days + 2),
        heads=rows(models, days + 2),
        month_marks=rows(series, month_edges),
        week_marks=rows(series, week_edges),
        years=np.zeros(days + 1),
        plant_from=np.zeros(plants, dtype=np.int64),
        target_from=np.zeros(targets, dtype=np.int64),
        target_until=np.zeros(targets, dtype=np.int64),
        lanes=np.arange(WIDTH, dtype=np.float64),
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
    paths, phases = opens.shape
    plants, models = builds.shape
    day_count = len(days_in_year)
    begin, end = horizon[0], horizon[1]
    series_count = len(series_model)
    # Reading an array out of a tuple costs as much as a day does.
    described, sells, stores_told = market.described, market.sells, market.stores_told
    cap_models, cap_start, cap_end = market.cap_models, market.cap_start, market.cap_end
    counted_delivered, taken_until = market.counted_delivered, market.taken_until
    counted_days, wait_days = market.counted_days, market.wait_days
    books, stores, rows, targets = scratch.books, scratch.stores, scratch.phases, scratch.targets
    series_rows, capable, caps = scratch.series, scratch.capable, scratch.caps
    totals, paces, factors, lost = scratch.totals, scratch.paces, scratch.factors, scratch.lost
    made, ordered, heads = scratch.made, scratch.ordered, scratch.heads
    month_marks, week_marks, years = scratch.month_marks, scratch.week_marks, scratch.years
    plant_from, lanes = scratch.plant_from, scratch.lanes
    target_from, target_until = scratch.target_from, scratch.target_until
    is_demanded, is_limited = False, len(market.shortage_share) > 0
    for model in range(models):
        is_demanded |= described[model]
    is_supplied = len(cap_start) > 0 or is_limited
    is_paced, pace_step = pace.shape[0] > 0, pace.shape[2] * WIDTH
    model_days = (day_count + 2) * WIDTH
    observed_days = _days_told(observed_rate)
    years[0] = 0.0
    for day in range(day_count):
        years[day + 1] = years[day] + 1.0 / days_in_year[day]

    for first in range(0, paths, WIDTH):
        # Days after the last window of these paths change nothing that is asked for.
        last = max(end, followed, period_edges[-1], week_edges[-1])
        _load_targets(target_start, target_end, first, targets, target_from, target_until)
        for target in range(len(target_series)):
            if target_from[target] < day_count:
                last = max(last, target_until[target])
        last = min(last, day_count)
        _load_phases(
            opens,
            ramp_days,
            nameplate,
            sustained,
            line_rate,
            plant_of_phase,
            first,
            rows,
            plant_from,
        )
        load_models(market, sop, opening_stock, first, books)
        load_channels(market, first, stores)
        _load_paces(pace, first, paces)
        if len(outage_plant) > 0 or first == 0:
            _load_factors(
                open_share, outage_plant, outage_share, outage_start, outage_end, first, factors
            )
        if is_limited:
            _load_shortages(market, day_count, first, lost)
        _load_caps(market, first, caps)
        _clear(made, models, model_days)
        _clear(totals, TOTAL_ROWS // WIDTH, WIDTH)
        _clear(series_rows, series_count, SERIES_ROWS)

        month, week = 0, 0
        for day in range(last + 1):
            while month < len(period_edges) and period_edges[month] == day:
                _mark(series_rows, series_count, month_marks, len(period_edges), month)
                month += 1
            while week < len(week_edges) and week_edges[week] == day:
                _mark(series_rows, series_count, week_marks, len(week_edges), week)
                week += 1
            if day == last:
                break
            today = float(day)
            is_inside = begin <= day < end
            is_told = is_demanded and day < counted_days

            _clear(capable, plants, WIDTH)
            for phase in range(phases):
                plant = plant_of_phase[phase]
                if day < plant_from[plant]:
                    continue
                factor = (plant * day_count + day) * WIDTH
                year = days_in_year[day]
                _run_phase(
                    rows, phase * PHASE_ROWS, today, is_inside, year, reals(factors, factor),
                    capable, plant,
                )  # fmt: skip
                if line_rate.shape[0] > 0:
                    _run_line(
                        rows, phase, line_rate, first, day, is_inside, year, factors, factor,
                        capable, plant,
                    )  # fmt: skip
            if is_inside:
                worked = reals(totals, WORKED)
                for plant in range(plants):
                    worked = worked + reals(capable, plant * WIDTH)
                store(totals, WORKED, worked)

            plant_pace, order_pace = -1, -1
            if is_paced:
                if pace_month[day] >= 0:
                    plant_pace = pace_month[day] * WIDTH
                if order_month[day] >= 0:
                    order_pace = order_month[day] * WIDTH
            if is_demanded:
                open_stores(stores, stores_told, day)
            for model in range(models):
                book = model * MODEL_ROWS
                rate = spread(1.0)
                if plant_pace >= 0:
                    rate = reals(paces, plant_pace + model * pace_step)
                if is_limited:
                    rate = rate * reals(lost, (model * day_count + day) * WIDTH)
                begin_day(books, book, today, rate)
                if described[model]:
                    of_model = order_pace
                    if order_pace >= 0:
                        of_model = order_pace + model * pace_step
                    history = model * model_days
                    order(books, book, model, stores, sells, day, paces, of_model, ordered, history)
                    if is_told:
                        take_counts(market, model, books, day)
            for plant in range(plants):
                if day < plant_from[plant]:
                    continue
                build(
                    books, capable, plant, builds, described, day, is_told, totals, is_inside,
                    paces, plant_pace, pace_step,
                )  # fmt: skip
            for cap in range(len(cap_start)):
                if cap_start[cap] <= day < cap_end[cap]:
                    most = reals(caps, cap * WIDTH)
                    hold_to_cap(books, SUPPLIED, cap_models, cap, most)
                    hold_to_cap(books, BUILT, cap_models, cap, most)
            for model in range(models):
                book = model * MODEL_ROWS
                if not described[model]:
                    hand_all_over(books, book)
                    continue
                told = np.nan
                if is_told and day < taken_until[model]:
                    told = counted_delivered[model, day]
                history = model * model_days
                hand_over(books, book, day, is_told, told, made, ordered, heads, history, lanes)

            if is_inside:
                _add(books, SUPPLIED, models, totals, COULD)
                _add(books, BUILT, models, totals, MADE)
            for place in range(series_count):
                row = BUILT
                if series_stock[place]:
                    row = DELIVERED
                _count(
                    books, place, series_model[place], row, series_parts, observed_rate, day,
                    day < observed_days, series_rows,
                )  # fmt: skip
            if is_inside:
                store(totals, COUNTED, reals(totals, COUNTED) + reals(series_rows, OF_DAY))
            for target in range(len(target_series)):
                if not target_from[target] <= day < target_until[target]:
                    continue
                series = target_series[target] * SERIES_ROWS
                _add_to_target(targets, target * TARGET_ROWS, today, series_rows, series)
            if len(ledger) > 0:
                _keep(books, models, day, first, ledger)

        for lane in range(min(WIDTH, paths - first)):
            path = first + lane
            _fill_stages(
                rows, promised, years, begin, end, totals, is_supplied, is_demanded, path, lane,
                stages,
            )  # fmt: skip
            for place in range(series_count):
                _fill(month_marks, len(period_edges), place, lane, path, months)
                _fill(week_marks, len(week_edges), place, lane, path, weeks)
            for target in range(len(target_series)):
                target_units[path, target] = targets[target * TARGET_ROWS + UNITS + lane]
        for model in range(models):
            tell_waits(
                books, model, described[model], wait_days, min(followed, last), heads,
                model * model_days, first, waits,
            )  # fmt: skip


@kernel
def _days_told(observed_rate: Floats) -> int:
    """Return the days up to the last one on which anything was counted."""
    for day in range(observed_rate.shape[1], 0, -1):
        for series in range(observed_rate.shape[0]):
            if not np.isnan(observed_rate[series, day - 1]):
                return day
    return 0


@kernel
def _load_targets(
    target_start: Integers,
    target_end: Integers,
    first: int,
    targets: Floats,
    target_from: Integers,
    target_until: Integers,
) -> None:
    """Lay out the windows of the paths of a block."""
    paths, count = target_start.shape
    for target in range(count):
        target_from[target], target_until[target] = target_start[first, target], 0
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            start, following = target_start[path, target], target_end[path, target]
            place = target * TARGET_ROWS + lane
            targets[place + FIRST] = float(start)
            targets[place + FOLLOWING] = float(following)
            targets[place + UNITS] = 0.0
            target_from[target] = min(target_from[target], start)
            target_until[target] = max(target_until[target], following)


@kernel
def _load_phases(
    opens: Integers,
    ramp_days: Floats,
    nameplate: Floats,
    sustained: Floats,
    line_rate: Floats,
    plant_of_phase: Integers,
    first: int,
    rows: Floats,
    plant_from: Integers,
) -> None:
    """Lay out what the phases of the paths of a block have drawn."""
    paths, phases = opens.shape
    for plant in range(len(plant_from)):
        plant_from[plant] = _NEVER
    for phase in range(phases):
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            place = phase * PHASE_ROWS + lane
            plant = plant_of_phase[phase]
            plant_from[plant] = min(plant_from[plant], opens[path, phase])
            rows[place + START] = float(opens[path, phase])
            rows[place + SLOPE] = 1.0 / max(ramp_days[path, phase], 1e-9)
            if line_rate.shape[0] > 0 and line_rate[path, phase, 0] >= 0.0:
                rows[place + SLOPE] = 0.0  # A line says itself how it runs up.
            rows[place + YEARLY] = nameplate[path, phase]
            rows[place + SUSTAINED] = sustained[path, phase]
            rows[place + UP] = rows[place + LINE_UP] = rows[place + LINE_MADE] = 0.0


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
    year: float,
    factor: Floats,
    capable: Floats,
    plant: int,
) -> None:
    """Add what a phase can build on a day, up its ramp."""
    share = (today + 0.5 - reals(rows, phase + START)) * reals(rows, phase + SLOPE)
    # Negative before its first day; on that, half a day of the ramp is behind it.
    share = smaller(larger(share, 0.0), 1.0)
    if is_inside:
        store(rows, phase + UP, reals(rows, phase + UP) + share * (1.0 / year))
    yearly = reals(rows, phase + YEARLY) * reals(rows, phase + SUSTAINED)
    able = yearly * (1.0 / year) * share * factor
    store(capable, plant * WIDTH, reals(capable, plant * WIDTH) + able)


@kernel
def _run_line(
    rows: Floats,
    phase: int,
    line_rate: Floats,
    first: int,
    day: int,
    is_inside: bool,
    year: float,
    factors: Floats,
    factor: int,
    capable: Floats,
    plant: int,
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
        capable[plant * WIDTH + lane] += now * factors[factor + lane]
        if is_inside:
            rows[place + LINE_UP] += now / year / max(line_rate[path, phase, weeks - 1], 1e-9)
            rows[place + LINE_MADE] += now


@part
def _add(books: Floats, row: int, models: int, totals: Floats, total: int) -> None:
    """Add what happens to all models on a day to a total."""
    sum_of_all = reals(totals, total)
    for model in range(models):
        sum_of_all = sum_of_all + reals(books, model * MODEL_ROWS + row)
    store(totals, total, sum_of_all)


@part
def _count(
    books: Floats,
    series: int,
    wanted: int,
    row: int,
    parts: Integers,
    observed_rate: Floats,
    day: int,
    is_told: bool,
    rows: Floats,
) -> None:
    """Count one series of a day; what was counted takes the place of what is reckoned."""
    units = spread(0.0)
    for model in range(parts.shape[1]):
        if wanted == -1 or wanted == model:
            if is_told and not np.isnan(observed_rate[parts[series, model], day]):
                units = units + observed_rate[parts[series, model], day]
            else:
                units = units + reals(books, model * MODEL_ROWS + row)
    if is_told and not np.isnan(observed_rate[series, day]):
        units = spread(observed_rate[series, day])
    place = series * SERIES_ROWS
    store(rows, place + OF_DAY, units)
    store(rows, place + RUNNING, reals(rows, place + RUNNING) + units)


@part
def _add_to_target(targets: Floats, target: int, today: float, rows: Floats, series: int) -> None:
    """Add what a series comes to on a day, on the paths on which it lies in the window."""
    units = chosen(today, reals(targets, target + FIRST), 0.0, reals(rows, series + OF_DAY))
    units = chosen(today, reals(targets, target + FOLLOWING), units, 0.0)
    store(targets, target + UNITS, reals(targets, target + UNITS) + units)


@part
def _mark(rows: Floats, series: int, marks: Floats, edges: int, edge: int) -> None:
    """Keep what every series has come to by the edge of a period."""
    for place in range(series):
        running = reals(rows, place * SERIES_ROWS + RUNNING)
        store(marks, (place * edges + edge) * WIDTH, running)


@kernel
def _fill(
    marks: Floats, edges: int, series: int, lane: int, path: int, periods: NDArray[np.float32]
) -> None:
    """Fill what a series comes to in every period."""
    for period in range(edges - 1):
        place = (series * edges + period) * WIDTH + lane
        periods[series, period, path] = np.float32(marks[place + WIDTH] - marks[place])


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
        yearly, up = rows[place + YEARLY], rows[place + UP]
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
