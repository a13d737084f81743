"""The days of a run of paths, handed to the compiled kernel and added up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobone.outlook import kernels
from jobone.outlook.demand_kernels import Market
from jobone.outlook.drawing import Drawn, Shared
from jobone.outlook.frame import Frame
from jobone.outlook.sampling import Days, Numbers

__all__ = ["Asked", "MonthPace", "Output", "produce"]

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """What is added up on each path; days are counted from the first of the frame.

    Parameters
    ----------
    horizon
        Shape (2,): first day of the waterfall, and the day after its last.
    month_edges, week_edges
        First day of each, and the day after the last.
    series
        Shape (windows,): place of the series.
    start, end
        Shape (paths, windows): first day, and the day after the last.
    stages
        How many stages the waterfall has.
    """

    horizon: Places
    month_edges: Places
    week_edges: Places
    series: Places
    start: Days
    end: Days
    stages: int


@dataclass(frozen=True)
class MonthPace:
    """How single months run against the smooth curve.

    Parameters
    ----------
    pace
        Shape (paths, models, months).
    plant_month, order_month
        Shape (days,): the month at which plants run, and orders come in, on each day;
        -1 for none.
    """

    pace: Numbers
    plant_month: Places
    order_month: Places


@dataclass(frozen=True)
class Output:
    """What a run of paths comes to, as `jobone.outlook.kernels.produce` fills it."""

    months: NDArray[np.float32]
    weeks: NDArray[np.float32]
    units: Numbers
    stages: Numbers
    waits: NDArray[np.float32]


def produce(
    frame: Frame,
    shared: Shared,
    drawn: Drawn,
    market: Market,
    observed_rate: Numbers,
    pace: MonthPace | None,
    asked: Asked,
) -> Output:
    """Build vehicles day by day and add them up.

    Parameters
    ----------
    frame, shared, drawn
        The days, what paths share, and what each has drawn.
    market, observed_rate
        What is ordered, and what was counted: those of the draws and of the paths, or
        either without what was counted.
    pace
        None where every month runs at the curve.
    asked
        What is added up.
    """
    count, models = drawn.opening_stock.shape
    series = len(frame.series)
    none = np.full(len(shared.days_in_year), -1, dtype=np.int64)
    if pace is None:
        pace = MonthPace(np.zeros((0, 0, 0)), none, none)
    output = Output(
        months=np.zeros((series, max(len(asked.month_edges) - 1, 0), count), dtype=np.float32),
        weeks=np.zeros((series, max(len(asked.week_edges) - 1, 0), count), dtype=np.float32),
        units=np.zeros((count, len(asked.series))),
        stages=np.zeros((count, asked.stages)),
        waits=np.zeros((models, len(market.wait_days), count), dtype=np.float32),
    )
    kernels.produce(
        drawn.opens,
        drawn.promised,
        drawn.nameplate,
        drawn.ramp_days,
        drawn.sustained,
        drawn.line_rate,
        shared.plant_of_phase,
        shared.builds,
        shared.open_share,
        shared.days_in_year,
        drawn.outage_plant,
        drawn.outage_share,
        drawn.outage_start,
        drawn.outage_end,
        np.ascontiguousarray(drawn.days.sop.T - frame.first.toordinal()),
        pace.pace,
        pace.plant_month,
        pace.order_month,
        drawn.opening_stock,
        market,
        np.array([item.model for item in frame.series], dtype=np.int64),
        np.array([item.measure == "deliveries" for item in frame.series]),
        frame.parts,
        observed_rate,
        asked.horizon,
        asked.month_edges,
        asked.week_edges,
        asked.series,
        asked.start,
        asked.end,
        output.months,
        output.weeks,
        output.units,
        output.stages,
        output.waits,
    )
    return output
