"""Choosing among volumes whose periods overlap: what may be summed, and what may not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jobone.core.days import DayInterval, add_months
from jobone.history.records import Measure, Volume

__all__ = ["Counted", "disjoint", "known_on", "series_of", "units_of", "units_within"]


def known_on(period: DayInterval) -> date:
    """Return when a volume is known: one month after its period ends."""
    return add_months(period.closed[1], 1)


def disjoint(volumes: Iterable[Volume]) -> tuple[Volume, ...]:
    """Return the finest rows that share no day, in the order of their days.

    Parameters
    ----------
    volumes
        Rows of one series and measure.

    Returns
    -------
    tuple of Volume
        Shorter periods first have the day; of one period told twice the later row counts.
    """
    latest = {volume.period.closed: volume for volume in volumes}
    chosen: list[Volume] = []
    for volume in sorted(
        latest.values(), key=lambda item: (item.period.day_count, item.period.closed)
    ):
        if not any(volume.period.overlaps(other.period) for other in chosen):
            chosen.append(volume)
    return tuple(sorted(chosen, key=lambda item: item.period.closed))


def series_of(volumes: Sequence[Volume], series: str, measure: Measure) -> tuple[Volume, ...]:
    """Return the rows of one series in one measure."""
    return tuple(
        volume for volume in volumes if volume.series == series and volume.measure == measure
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in a window.

    Parameters
    ----------
    units
        Vehicles.
    covered
        Share of the window's days that were counted.
    known
        The day on which all of it was known; the first of all days where nothing was.
    """

    units: float
    covered: float
    known: date


def units_of(volumes: Sequence[Volume], period: DayInterval) -> float | None:
    """Return the units of exactly a period; None where the rows do not tell them.

    Parameters
    ----------
    volumes
        Rows of one series and measure, overlapping or not.
    period
        Closed. A row of just this period tells it; otherwise rows inside it that leave
        no day out do.
    """
    exact = [volume for volume in volumes if volume.period == period]
    if exact:
        return exact[-1].units
    counted = units_within([item for item in volumes if period.contains(item.period)], period)
    return counted.units if counted.covered > 0.999 else None


def units_within(volumes: Sequence[Volume], window: DayInterval) -> Counted:
    """Return what was counted within a window.

    Parameters
    ----------
    volumes
        Rows of one series and measure, overlapping or not. Those with at least half of
        their days inside count, by their share of days; of the finest and the longest
        that share no day the ones that cover more, the finest first.
    window
        Closed.
    """
    inside = [volume for volume in volumes if _days_inside(volume, window) >= 0.5]
    finest = _counted(disjoint(inside), window)
    longest = _counted(_disjoint_longest(inside), window)
    return longest if longest.covered > finest.covered + 1e-9 else finest


def _days_inside(volume: Volume, window: DayInterval) -> float:
    (first, last), (begins, ends) = window.closed, volume.period.closed
    days = (min(last, ends) - max(first, begins)).days + 1
    return max(days, 0) / volume.period.day_count


def _disjoint_longest(volumes: Sequence[Volume]) -> list[Volume]:
    chosen: list[Volume] = []
    for volume in sorted(volumes, key=lambda item: (-item.period.day_count, item.period.closed)):
        if not any(volume.period.overlaps(other.period) for other in chosen):
            chosen.append(volume)
    return chosen


def _counted(volumes: Iterable[Volume], window: DayInterval) -> Counted:
    units = covered = 0.0
    known = date.min
    for volume in volumes:
        share = _days_inside(volume, window)
        units += volume.units * share
        covered += volume.period.day_count * share
        known = max(known, known_on(volume.period))
    return Counted(units, covered / window.day_count, known)
