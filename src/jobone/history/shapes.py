"""JSON shapes of the past and of the backtest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from jobone.core.days import DayInterval
from jobone.history.backtest import Backtest, Scored
from jobone.history.cases import Case
from jobone.history.date_backtest import DateBacktest
from jobone.history.plants import PlantRecord
from jobone.history.ramp_backtest import MonthComparison, MonthsBacktest
from jobone.history.ratio_backtest import RatioBacktest
from jobone.history.scores import Difference
from jobone.history.summaries import ProgrammeSummary
from jobone.history.volume_targets import VolumeCase

__all__ = [
    "backtest_shape",
    "plants_shape",
    "programmes_shape",
    "promises_shape",
    "volumes_shape",
]

Shape = dict[str, Any]


def _rounded(values: Mapping[str, Any]) -> Shape:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in values.items()
    }


def _differences(found: Mapping[str, Difference]) -> Shape:
    return {
        name: {
            "mean": round(item.mean, 4),
            "ci95": [round(item.low, 4), round(item.high, 4)],
            "relative": round(item.relative, 4),
        }
        for name, item in found.items()
    }


def _dates(item: DateBacktest) -> Shape:
    return {
        "forecasts": item.forecasts,
        "came": item.came,
        "programmes": item.programmes,
        "makers": item.makers,
        "left_out": item.left_out,
        "scores": {name: _rounded(asdict(scores)) for name, scores in item.scores.items()},
        "differences": _differences(item.differences),
    }


def _ratios(item: RatioBacktest) -> Shape:
    return {
        "forecasts": item.forecasts,
        "makers": item.makers,
        "left_out": item.left_out,
        "scores": {name: _rounded(asdict(scores)) for name, scores in item.scores.items()},
        "differences": _differences(item.differences),
    }


def _months(item: MonthsBacktest) -> Shape:
    return {
        "forecasts": item.forecasts,
        "programmes": item.programmes,
        "makers": item.makers,
        "left_out": item.left_out,
        "scores": {
            "crps_log": round(item.crps_log, 4),
            "crps_units": round(item.crps_units, 1),
            "coverage50": round(item.coverage50, 4),
            "coverage80": round(item.coverage80, 4),
        },
        "against": {name: _compared(found) for name, found in item.against.items()},
        "by_month": {
            name: {str(month): _compared(found) for month, found in by_month.items()}
            for name, by_month in item.by_month.items()
        },
        "by_programme": {name: _rounded(row) for name, row in item.by_programme.items()},
    }


def _compared(item: MonthComparison) -> Shape:
    return {
        "forecasts": item.forecasts,
        "makers": item.makers,
        "crps_log": round(item.crps_log, 4),
        "crps_units": round(item.crps_units, 1),
        "model_crps_log": round(item.model_crps_log, 4),
        "model_crps_units": round(item.model_crps_units, 1),
        "differences": _differences(
            {"crps_log": item.difference_log, "crps_units": item.difference_units}
        ),
    }


def _mode(scored: Scored) -> Shape:
    months = {item.subject: _months(item) for item in scored.months}
    return (
        _dates(scored.dates)
        | {item.name: _ratios(item) for item in scored.ratios}
        | {"months": months}
    )


def backtest_shape(backtest: Backtest) -> Shape:
    """Return the shape of a backtest.

    Parameters
    ----------
    backtest
        The first of its modes stands at the top as well as under its name.
    """
    return {
        "data": backtest.data,
        "holdout": backtest.holdout or None,
        "seed": backtest.seed,
        "known_until": date.fromordinal(backtest.last_day).isoformat(),
        "mode": backtest.modes[0].mode,
        **_mode(backtest.modes[0]),
        "modes": {scored.mode: _mode(scored) for scored in backtest.modes},
    }


def promises_shape(cases: Sequence[Case]) -> Shape:
    """Return the shape of promised days with what became of them."""
    return {
        "promises": [
            {
                "programme": case.programme,
                "maker": case.maker,
                "maker_type": case.promise.kind,
                "event": case.promise.event,
                "said_on": str(case.source.said_on),
                "said_by": case.source.said_by,
                "start": case.source.window.closed[0].isoformat(),
                "end": case.source.window.closed[1].isoformat(),
                "moves": case.promise.moves,
                "came": None
                if case.came is None
                else [date.fromordinal(day).isoformat() for day in case.came],
                "ended": None if case.ended is None else date.fromordinal(case.ended).isoformat(),
                "months_late": None if case.months_late is None else round(case.months_late, 2),
                "sourced": case.source.is_sourced,
                "source": case.source.source,
            }
            for case in cases
        ]
    }


def programmes_shape(summaries: Sequence[ProgrammeSummary]) -> Shape:
    """Return the shape of whole programmes."""
    return {
        "programmes": [
            {
                "programme": item.programme.id,
                "maker": item.programme.maker,
                "model": item.programme.model,
                "maker_type": item.programme.kind,
                "announced": _days(item.announced),
                "first_promise": None
                if (first := item.first_promise) is None
                else {
                    "event": first.promise.event,
                    "said_on": str(first.source.said_on),
                    "start": first.source.window.closed[0].isoformat(),
                    "end": first.source.window.closed[1].isoformat(),
                },
                "promises": item.promises,
                "moves": item.moves,
                "sop": _days(item.sop),
                "first_delivery": _days(item.first_delivery),
                "outcome": item.outcome,
                "first_year": {
                    "promised_units": None
                    if item.promised_units is None
                    else round(item.promised_units),
                    "units": None if item.counted_units is None else round(item.counted_units),
                },
                "sourced": item.programme.is_sourced,
                "sources": list(item.programme.sources),
            }
            for item in summaries
        ]
    }


def _days(days: DayInterval | None) -> str | None:
    return None if days is None else str(days)


def volumes_shape(cases: Sequence[VolumeCase]) -> Shape:
    """Return the shape of promised volumes with what came."""
    return {
        "volumes": [
            {
                "series": case.source.series,
                "maker": case.question.maker,
                "maker_type": case.question.kind,
                "measure": case.source.measure,
                "said_on": str(case.source.said_on),
                "start": case.source.period.closed[0].isoformat(),
                "end": case.source.period.closed[1].isoformat(),
                "units": case.source.units,
                "ratio": round(case.ratio, 4),
                "sourced": case.source.is_sourced,
                "source": case.source.source,
            }
            for case in cases
        ]
    }


def plants_shape(plants: Sequence[PlantRecord]) -> Shape:
    """Return the shape of plants with what they built over their nameplates."""
    return {
        "plants": [
            {
                "plant": plant.plant,
                "name": plant.name,
                "maker": plant.maker,
                "maker_type": plant.kind,
                "opened": str(plant.periods[0].opened),
                "sustained": None if (rate := plant.sustained()) is None else round(rate, 4),
                "periods": [
                    {
                        "start": item.period.closed[0].isoformat(),
                        "end": item.period.closed[1].isoformat(),
                        "months_since_opening": round(plant.months_since_opening(item), 1),
                        "multiple": round(item.multiple, 4),
                        "nameplate_per_year": item.units_per_year,
                        "source": item.source,
                    }
                    for item in plant.periods
                ],
            }
            for plant in plants
        ]
    }
