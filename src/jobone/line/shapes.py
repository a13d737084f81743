"""The JSON of a line's answer. Fields may be added, not renamed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from jobone.line.description import Line
from jobone.line.statistics import Answer, Estimate
from jobone.line.worth import Improvement

if TYPE_CHECKING:
    from jobone.line.exact import ExactAnswer

__all__ = ["answer_shape", "exact_shape"]


def _number(value: float | None) -> float | None:
    """Return ten digits of a number, null where it is infinite: more is noise of rounding."""
    return float(f"{value:.10g}") if value is not None and math.isfinite(value) else None


def _interval(value: Estimate) -> dict[str, Any]:
    ends = value.interval
    return {
        "mean": _number(value.mean),
        "ci95": [_number(end) for end in ends] if ends else None,
    }


def _scaled(value: Estimate, factor: float) -> Estimate:
    ends = value.interval
    scaled = (ends[0] * factor, ends[1] * factor) if ends else None
    return Estimate(value.mean * factor, scaled, value.standard_deviation * factor)


def answer_shape(answer: Answer, improvements: Sequence[Improvement] = ()) -> dict[str, Any]:
    """Return an answer as plain values.

    Parameters
    ----------
    answer
        What the simulation says.
    improvements
        What changes are worth, best first.
    """
    finish = answer.time_to_finish_s
    weeks = answer.weeks
    middle = np.quantile(weeks, [0.1, 0.5, 0.9], axis=0) if weeks.size else np.zeros((3, 0))
    return {
        "line": answer.line.name,
        "throughput_per_hour": _interval(answer.throughput_per_hour),
        "throughput_per_day": _interval(_scaled(answer.throughput_per_hour, answer.hours_per_day)),
        "working_hours_per_day": _number(answer.hours_per_day),
        "stations": [
            {
                "name": share.name,
                "working": _number(share.working),
                "blocked": _number(share.blocked),
                "starved": _number(share.starved),
                "down": _number(share.down),
                "active_period_s": _number(share.active_s),
                "buffer_after": share.buffer_places,
                "buffer_mean": _number(share.buffer),
                "feeds": share.feeds,
            }
            for share in answer.stations
        ],
        "bottleneck": answer.bottleneck,
        "bottleneck_share": _number(answer.bottleneck_share),
        "work_in_process": _number(answer.work_in_process),
        "lead_time_s": _number(answer.lead_time_s),
        "little_ratio": _number(answer.little),
        "time_to_finish_s": None
        if finish is None
        else {"mean": _number(finish.mean), "sd": _number(finish.standard_deviation)},
        "warm_up": {
            "how": answer.warm_up.how,
            "vehicles": answer.warm_up.vehicles,
            "seconds": _number(answer.warm_up.seconds),
            "settled": answer.warm_up.settled,
        },
        "weeks": [
            {"week": place + 1, "p10": low, "p50": median, "p90": high, "mean": mean}
            for place, (low, median, high, mean) in enumerate(
                zip(*middle.tolist(), weeks.mean(axis=0).tolist(), strict=True)
            )
        ],
        "improvements": [
            {
                "kind": each.kind,
                "station": each.station,
                "per": {"cycle": "second", "repair": "minute", "buffer": "place"}[each.kind],
                "vehicles_per_hour": _interval(each.vehicles_per_hour),
            }
            for each in improvements
        ],
        "vehicles": answer.vehicles,
        "replications": answer.replications,
        "seed": answer.seed,
    }


def exact_shape(line: Line, answer: ExactAnswer) -> dict[str, Any]:
    """Return an exact answer in the shape of a simulated one, without intervals.

    Parameters
    ----------
    line
        The line that was solved.
    answer
        What it does.
    """
    finish = answer.time_to_finish_s
    names = {place: station.name for place, station in enumerate(line.stations)}
    return {
        "line": line.name,
        "throughput_per_hour": {"mean": _number(answer.throughput_per_hour), "ci95": None},
        "stations": [
            {
                "name": share.name,
                "working": _number(share.working),
                "blocked": _number(share.blocked),
                "starved": _number(share.starved),
                "down": _number(share.down),
                "active_period_s": _number(share.active_s),
                "buffer_after": station.buffer_after,
                "buffer_mean": _number(share.buffer),
                "feeds": None if station.feeds is None else names[station.feeds],
            }
            for share, station in zip(answer.stations, line.stations, strict=True)
        ],
        "bottleneck": answer.bottleneck,
        "work_in_process": _number(answer.work_in_process),
        "lead_time_s": _number(answer.lead_time_s),
        "time_to_finish_s": None
        if finish is None
        else {"mean": _number(finish.mean), "sd": _number(finish.sd)},
        "vehicles": answer.vehicles,
        "replications": None,
        "exact": {
            "states": answer.states,
            "moves": answer.moves,
            "step_s": _number(answer.step_s),
            "method": answer.method,
            "residual": _number(answer.residual),
        },
    }
