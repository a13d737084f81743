"""Choosing among volumes whose periods overlap: what may be summed, and what may not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jobone.core.days import DayInterval, add_months
from jobone.history.records import Measure, Volume

__all__ = ["disjoint", "known_on", "series_of", "units_within"]


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


def units_within(volumes: Iterable[Volume], window: DayInterval) -> tuple[float, float]:
    """Return the units counted within a window and the share of its days they cover.

    Parameters
    ----------
    volumes
        Disjoint rows.
    window
        Closed; rows that reach beyond it count by their share of days inside.
    """
    first, last = window.closed
    units = covered = 0.0
    for volume in volumes:
        begins, ends = volume.period.closed
        days = (min(last, ends) - max(first, begins)).days + 1
        if days > 0:
            covered += days
            units += volume.units * days / volume.period.day_count
    return units, covered / window.day_count
