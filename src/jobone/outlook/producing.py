"""A run of paths handed to the compiled kernel that it needs, and added up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobone.outlook import kernels, plain_kernels
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
    followed
        Days through which orders are followed, whatever else is asked for.
    stages
        How many stages the waterfall has.
    """

    horizon: Places
    month_edges: Places
    week_edges: Places
    series: Places
    start: Days
    end: Days
    followed: int
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
    """Build vehicles and add them up.

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
    output = Output(
        months=np.zeros((series, max(len(asked.month_edges) - 1, 0), count), dtype=np.float32),
        weeks=np.zeros((series, max(len(asked.week_edges) - 1, 0), count), dtype=np.float32),
        units=np.zeros((count, len(asked.series))),
        stages=np.zeros((count, asked.stages)),
        waits=np.zeros((models, len(market.wait_days), count), dtype=np.float32),
    )
    if _is_plain(drawn, market, observed_rate, pace):
        _add_up(frame, shared, drawn, asked, output)
    else:
        _walk(frame, shared, drawn, market, observed_rate, pace, asked, output)
    return output


def _is_plain(drawn: Drawn, market: Market, observed_rate: Numbers, pace: MonthPace | None) -> bool:
    """Return whether nothing but ramps shapes what plants build."""
    return bool(
        pace is None
        and not drawn.line_rate.size
        and not drawn.outage_plant.size
        and not market.described.any()
        and not market.cap_start.size
        and not market.shortage_share.size
        and np.isnan(observed_rate).all()
    )


def _models_of(frame: Frame) -> Places:
    return np.array([item.model for item in frame.series], dtype=np.int64)


def _with_stock(frame: Frame) -> NDArray[np.bool_]:
    return np.array([item.measure == "deliveries" for item in frame.series])


def _starts_of(frame: Frame, drawn: Drawn) -> Places:
    return np.ascontiguousarray(drawn.days.sop.T - frame.first.toordinal())


def _add_up(frame: Frame, shared: Shared, drawn: Drawn, asked: Asked, output: Output) -> None:
    of_a_year = 1.0 / shared.days_in_year
    plain_kernels.add_up(
        drawn.opens,
        drawn.promised,
        drawn.nameplate,
        drawn.ramp_days,
        drawn.sustained,
        shared.plant_of_phase,
        shared.builds,
        plain_kernels.tables_of(of_a_year[np.newaxis]),
        plain_kernels.tables_of(shared.open_share * of_a_year),
        _starts_of(frame, drawn),
        drawn.opening_stock,
        _models_of(frame),
        _with_stock(frame),
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
    )


def _walk(
    frame: Frame,
    shared: Shared,
    drawn: Drawn,
    market: Market,
    observed_rate: Numbers,
    pace: MonthPace | None,
    asked: Asked,
    output: Output,
) -> None:
    none = np.full(len(shared.days_in_year), -1, dtype=np.int64)
    if pace is None:
        pace = MonthPace(np.zeros((0, 0, 0)), none, none)
    kernels.produce(
        drawn.opens,
        drawn.promised,
        drawn.nameplate,
        drawn.ramp_days,
        drawn.sustained,
        drawn.line_rate,
        shared.plant_of_phase,
        shared.builds,
        # Of fewer days than are shared it is a view, for which another kernel would be compiled.
        np.ascontiguousarray(shared.open_share),
        shared.days_in_year,
        drawn.outage_plant,
        drawn.outage_share,
        drawn.outage_start,
        drawn.outage_end,
        _starts_of(frame, drawn),
        pace.pace,
        pace.plant_month,
        pace.order_month,
        drawn.opening_stock,
        market,
        _models_of(frame),
        _with_stock(frame),
        frame.parts,
        observed_rate,
        asked.horizon,
        asked.month_edges,
        asked.week_edges,
        asked.series,
        asked.start,
        asked.end,
        asked.followed,
        kernels.scratch_for(
            market,
            phases=drawn.opens.shape[1],
            plants=len(shared.builds),
            models=drawn.opening_stock.shape[1],
            months=pace.pace.shape[2],
            days=len(shared.days_in_year),
            series=len(frame.series),
            targets=len(asked.series),
            month_edges=len(asked.month_edges),
            week_edges=len(asked.week_edges),
            outages=len(drawn.outage_plant),
        ),
        output.months,
        output.weeks,
        output.units,
        output.stages,
        output.waits,
        np.zeros((0, 0, 0, 0)),
    )
