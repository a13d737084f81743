"""How long an order waits, by the week in which it is placed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jobone.outlook.simulation import Paths
from jobone.programme.standing import Standing

__all__ = ["WaitForecast", "wait_forecasts"]


@dataclass(frozen=True)
class WaitForecast:
    """Days from order to delivery for an order of the first day of a week.

    Parameters
    ----------
    monday
        First day of the week.
    of
        ``model.NAME``.
    p10, p50, p90
        Days; None where the delivery lies more than a year after the horizon.
    """

    monday: date
    of: str
    p10: float | None
    p50: float | None
    p90: float | None

    @property
    def week(self) -> str:
        """The ISO week."""
        return self.monday.strftime("%G-W%V")


def wait_forecasts(standing: Standing, paths: Paths) -> tuple[WaitForecast, ...]:
    """Return the waits of every model whose demand is described.

    From the week of the outlook on: what is said of orders today need not hold for those
    placed before. Weeks in which orders are open on less than half of the paths are left
    out; the quantiles are over the paths on which they are.
    """
    found = []
    this_week = standing.as_of - timedelta(days=standing.as_of.weekday())
    for demand in standing.demands:
        for place, monday in enumerate(paths.frame.wait_starts):
            if monday < this_week:
                continue
            waits = paths.waits[demand.model, place]
            waits = waits[~np.isnan(waits)]
            if 2 * len(waits) < paths.count:
                continue
            low, middle, high = (
                float(days) if np.isfinite(days) else None
                for days in np.quantile(waits, (0.1, 0.5, 0.9), method="inverted_cdf")
            )
            found.append(WaitForecast(monday, f"model.{demand.name}", low, middle, high))
    return tuple(found)
