"""Replaying promises whose window has passed: how good the chance of never coming was.

Every promise that was open some months after its window is forecast by the fit to all
other makers, and judged once it came or ended. Those still open are counted, not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jobone.history.cases import DAYS_PER_MONTH, Case, fate_on
from jobone.history.dates import DateModel, fit_dates, too_few
from jobone.history.scores import brier

__all__ = ["OVERDUE_MONTHS", "OverdueScore", "replay_overdue"]

OVERDUE_MONTHS = (1, 3, 8, 15)
"""Months after the end of the window at which a promise is asked again."""


@dataclass(frozen=True)
class OverdueScore:
    """The chance of never, so many months after the window.

    Parameters
    ----------
    months
        After the end of the window.
    judged, still_open
        Promises that came or ended later, and those that did neither.
    stated, ended
        The model's mean chance of never, and the share that never came, of those judged.
    brier, share_brier
        Of the model, and of saying that share for each.
    """

    months: int
    judged: int
    still_open: int
    stated: float
    ended: float
    brier: float
    share_brier: float


def replay_overdue(
    cases: Sequence[Case], last_day: int, held_out: Sequence[Case], held_out_last_day: int
) -> tuple[OverdueScore, ...]:
    """Forecast overdue promises from all other makers; see `replay_holdout`.

    Parameters
    ----------
    cases, last_day
        What is fitted on.
    held_out, held_out_last_day
        What is forecast.

    Returns
    -------
    tuple of OverdueScore
        One for each of `OVERDUE_MONTHS` at which any can be judged.
    """
    known = {case.maker for case in cases}
    models: dict[str, DateModel | None] = {}
    found = []
    for months in OVERDUE_MONTHS:
        stated: list[float] = []
        ended: list[bool] = []
        still_open = 0
        for case in held_out:
            day = case.promise.last + round(months * DAYS_PER_MONTH)
            if day >= held_out_last_day or fate_on(case, day) != "open":
                continue
            fate = fate_on(case, held_out_last_day)
            still_open += fate == "open"
            key = case.maker if case.maker in known else ""
            if key not in models:
                others = [other for other in cases if other.maker != key]
                models[key] = None if too_few(others, last_day) else fit_dates(others, last_day)
            model = models[key]
            if model is not None and fate in ("late", "never"):
                stated.append(model.forecast(case.promise, day).never)
                ended.append(fate == "never")
        if stated:
            chances, happened = np.array(stated), np.array(ended)
            share = float(happened.mean())
            found.append(
                OverdueScore(
                    months,
                    len(stated),
                    still_open,
                    float(chances.mean()),
                    share,
                    float(brier(happened, chances).mean()),
                    share * (1.0 - share),
                )
            )
    return tuple(found)
