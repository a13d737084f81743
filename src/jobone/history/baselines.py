"""Simple forecasts of a promised day, for the model to be held against."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jobone.history.cases import Case, DatePromise, fate_on
from jobone.history.dates import DateForecast

__all__ = ["as_promised", "base_rate", "empirical", "promise_plus_typical_slip"]


def as_promised(promise: DatePromise) -> DateForecast:
    """Return every day of the window with the same probability."""
    days = np.arange(promise.first, promise.last + 1, dtype=float)
    return DateForecast(days, np.full(len(days), 1.0 / len(days)), 1.0, 0.0)


def _slips(cases: Sequence[Case], day: int) -> list[float]:
    """Return the days between the middle of the window and what came, known on a day."""
    return [
        case.day - case.promise.middle
        for case in cases
        if case.day is not None and fate_on(case, day) in ("kept", "late")
    ]


def promise_plus_typical_slip(
    promise: DatePromise, cases: Sequence[Case], day: int
) -> DateForecast:
    """Return the window moved by the median of the slips known on a day."""
    window = as_promised(promise)
    days = window.days + float(np.median(_slips(cases, day)))
    kept = float(np.mean(days <= promise.last))
    return DateForecast(days, window.weights, kept, 0.0)


def empirical(promise: DatePromise, cases: Sequence[Case], day: int) -> DateForecast:
    """Return the middle of the window plus every slip known on a day."""
    days = np.sort(promise.middle + np.array(_slips(cases, day)))
    kept = float(np.mean(days <= promise.last + 0.5))
    return DateForecast(days, np.full(len(days), 1.0 / len(days)), kept, 0.0)


def base_rate(cases: Sequence[Case], day: int) -> float:
    """Return the share of promises kept, among those whose window has passed or that ended."""
    judged = [
        fate_on(case, day) == "kept"
        for case in cases
        if (fate := fate_on(case, day)) in ("kept", "late", "never")
        or (fate == "open" and case.promise.last < day)
    ]
    return float(np.mean(judged))
