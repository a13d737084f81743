"""The readable twin of the compiled production kernel: one path in plain Python.

Slow on purpose. It states what a path is; the kernel must give the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["TwinPath", "TwinPhase", "daily_production", "waterfall_stages"]


@dataclass(frozen=True)
class TwinPhase:
    """One phase on one path; days are counted from the first day of the simulation."""

    plant: int
    opens: int
    promised: int
    nameplate_per_year: float
    ramp_days: float
    sustained: float
    line: Sequence[float] = ()

    def per_day(self, day: int, days_in_year: int) -> tuple[float, float]:
        """Return the share of what it settles at, and the vehicles, of a day on which it is open.

        With a line, `line` has its vehicles a day by week since it opened.
        """
        if self.line:
            now = self.line[min((day - self.opens) // 7, len(self.line) - 1)]
            return now / max(self.line[-1], 1e-9), now
        ramp = min(1.0, (day - self.opens + 0.5) / max(self.ramp_days, 1e-9))
        return ramp, self.nameplate_per_year / days_in_year * ramp * self.sustained


@dataclass(frozen=True)
class TwinPath:
    """Everything that one path needs.

    Parameters
    ----------
    phases
        Phases of all plants.
    builds
        For each plant the models it builds.
    sop
        First day of series production by model.
    open_share
        For each plant and day 1 or 0.
    days_in_year
        Length of the calendar year of each day.
    outages
        (plant, share lost, first day, day after the last).
    pace
        For each model and day how the month runs against the smooth curve; empty: at it.
    """

    phases: Sequence[TwinPhase]
    builds: Sequence[Sequence[int]]
    sop: Sequence[int]
    open_share: Sequence[Sequence[float]]
    days_in_year: Sequence[int]
    outages: Sequence[tuple[int, float, int, int]] = ()
    pace: Sequence[Sequence[float]] = ()


def _availability(path: TwinPath, plant: int, day: int) -> float:
    share = path.open_share[plant][day]
    for outage_plant, lost, first, following in path.outages:
        if outage_plant == plant and first <= day < following:
            share *= 1.0 - lost
    return share


def daily_production(path: TwinPath) -> list[list[float]]:
    """Return vehicles built by model and day, at the pace of its months."""
    days = range(len(path.days_in_year))
    built = [[0.0 for _ in days] for _ in path.sop]
    for day in days:
        for phase in path.phases:
            if day < phase.opens:
                continue
            _, vehicles = phase.per_day(day, path.days_in_year[day])
            capacity = vehicles * _availability(path, phase.plant, day)
            started = [model for model in path.builds[phase.plant] if path.sop[model] <= day]
            for model in started:
                built[model][day] += capacity / len(started)
        for model, paces in enumerate(path.pace):
            built[model][day] *= paces[day]
    return built


def waterfall_stages(path: TwinPath, first: int, following: int) -> list[float]:
    """Return units at nameplate as promised, as opened, with ramp, at rate, on open days."""
    stages = [0.0] * 5
    for phase in path.phases:
        for day in range(first, following):
            base = phase.nameplate_per_year / path.days_in_year[day]
            if day >= phase.promised:
                stages[0] += base
            if day >= phase.opens:
                ramp, vehicles = phase.per_day(day, path.days_in_year[day])
                stages[1] += base
                stages[2] += base * ramp
                stages[3] += vehicles
                stages[4] += vehicles * _availability(path, phase.plant, day)
    return stages
