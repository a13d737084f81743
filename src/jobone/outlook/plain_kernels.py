"""Production of a path that nothing but its ramps shapes, without walking its days.

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

__all__ = ["add_up_plain", "tables_of"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@numba.njit(cache=True, nogil=True, error_model="numpy")
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
    for row in range(rows):
        for day in range(days):
            tables[row, 0, day + 1] = tables[row, 0, day] + weight[row, day]
            tables[row, 1, day + 1] = tables[row, 1, day] + weight[row, day] * day
    return tables


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
    built: float = rising / max(ramp_days, 1e-9) + (table[0, until] - table[0, full])
    return built


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _built(
    table: Floats,
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
            start = opens[phase]
            begin = max(start, first)
            if begin < until:
                total += rate[phase] * _ramped(table, start, ramp_days[phase], begin, until)
    return total


@numba.njit(cache=True, nogil=True, error_model="numpy")
def add_up_plain(
    years: Floats,
    open_years: Floats,
    opens: Integers,
    promised: Integers,
    nameplate: Floats,
    ramp_days: Floats,
    sustained: Floats,
    plant_of_phase: Integers,
    builds: NDArray[np.bool_],
    sop: Integers,
    opening_stock: Floats,
    series_model: Integers,
    series_stock: NDArray[np.bool_],
    begin: int,
    end: int,
    edges: Integers,
    units: Floats,
    stages: Floats,
) -> None:
    """Add up one path.

    Parameters
    ----------
    years, open_years
        Shape (1, 2, days + 1) and (plants, 2, days + 1): tables of the share of a year that
        each day is, and of that share where the plant is open.
    opens, promised, nameplate, ramp_days, sustained
        Shape (phases,): as for :func:`jobone.outlook.kernels.produce`, of one path.
    plant_of_phase, builds
        As there.
    sop, opening_stock
        Shape (models,): of one path.
    series_model, series_stock
        As there.
    begin, end
        First day and the day after the last of the waterfall.
    edges
        Shape (edges,): the days up to which units are asked for, in any order.
    units
        Filled: shape (series, edges): units before each of those days.
    stages
        Filled: the first five stages of the waterfall.
    """
    phases = len(opens)
    plants, models = builds.shape
    rate = nameplate * sustained
    stages[:5] = 0.0
    for phase in range(phases):
        yearly, start = nameplate[phase], opens[phase]
        whole = years[0, 0, end]
        stages[0] += yearly * (whole - years[0, 0, min(max(promised[phase], begin), end)])
        stages[1] += yearly * (whole - years[0, 0, min(max(start, begin), end)])
        up = _ramped(years[0], start, ramp_days[phase], min(max(start, begin), end), end)
        stages[2] += yearly * up
        stages[3] += yearly * up * sustained[phase]
    units[:] = 0.0
    for plant in range(plants):
        table = open_years[plant]
        stages[4] += _built(
            table, plant, plant_of_phase, opens, ramp_days, rate, max(begin, 0), end
        )
        for model in range(models):
            if not builds[plant, model]:
                continue
            _add_model(
                table,
                plant,
                plant_of_phase,
                opens,
                ramp_days,
                rate,
                builds[plant],
                sop,
                model,
                series_model,
                edges,
                units,
            )
    for series in range(len(series_model)):
        if series_stock[series]:
            for model in range(models):
                if series_model[series] == -1 or series_model[series] == model:
                    for edge in range(len(edges)):
                        if edges[edge] > max(sop[model], 0):
                            units[series, edge] += opening_stock[model]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _add_model(
    table: Floats,
    plant: int,
    plant_of_phase: Integers,
    opens: Integers,
    ramp_days: Floats,
    rate: Floats,
    builds: NDArray[np.bool_],
    sop: Integers,
    model: int,
    series_model: Integers,
    edges: Integers,
    units: Floats,
) -> None:
    """Add what a plant builds of one model, the plant shared evenly by all that have begun."""
    days = table.shape[1] - 1
    first = min(max(sop[model], 0), days)
    while first < days:
        # Until another model begins on this plant, it is shared by the same number.
        sharing, until = 0, days
        for other in range(len(sop)):
            if builds[other]:
                if sop[other] <= first:
                    sharing += 1
                else:
                    until = min(until, sop[other])
        for edge in range(len(edges)):
            upto = min(edges[edge], until)
            if upto > first:
                made = (
                    _built(table, plant, plant_of_phase, opens, ramp_days, rate, first, upto)
                    / sharing
                )
                for series in range(len(series_model)):
                    if series_model[series] == -1 or series_model[series] == model:
                        units[series, edge] += made
        first = until
