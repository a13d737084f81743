"""Replaying history: how good forecasts of promised days would have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobone.core.streams import Purpose, uniforms
from jobone.history.baselines import as_promised, base_rate, empirical, promise_plus_typical_slip
from jobone.history.cases import DAYS_PER_MONTH, Case, fate_on
from jobone.history.dates import DateForecast, DateModel, fit_dates, too_few
from jobone.history.scores import Difference, brier, crps, log_score, resampled_difference

__all__ = [
    "METHODS",
    "DateBacktest",
    "MethodScores",
    "Replayed",
    "replay_causal",
    "replay_holdout",
    "replay_left_out",
    "score_dates",
]

METHODS = ("model", "as_promised", "promise_plus_typical_slip", "empirical", "base_rate")
"""What is scored; a base rate tells no day."""

CAP_MONTHS = 60.0
"""Lateness beyond this counts as this."""

_MEMBERS = 1000

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Replayed:
    """One promise with every forecast of it.

    Parameters
    ----------
    case
        The promise.
    forecasts
        By method, without the base rate.
    base_rate
        Share of promises kept, among those that were known.
    """

    case: Case
    forecasts: dict[str, DateForecast]
    base_rate: float

    def chance(self, method: str) -> float:
        """Return the stated chance that the promise is kept."""
        return self.base_rate if method == "base_rate" else self.forecasts[method].kept


@dataclass(frozen=True)
class MethodScores:
    """Mean scores of one method; None where it tells no day.

    Parameters
    ----------
    crps_months
        On promises whose event came; every forecast is taken given that it comes.
    brier, log_score
        Of "by the end of the promised window", over all, never included.
    coverage50, coverage80
        Share of the days that came inside the central intervals.
    """

    crps_months: float | None
    brier: float
    log_score: float
    coverage50: float | None
    coverage80: float | None


@dataclass(frozen=True)
class DateBacktest:
    """Scores of all methods on the same promises.

    Parameters
    ----------
    mode
        ``causal``, ``left-out makers`` or ``holdout``.
    forecasts, came, programmes, makers
        Promises scored, those whose event came, and of how many.
    left_out
        Promises that no fit could be made for: too little was known.
    scores
        By method.
    differences
        Model less each other, by ``METHOD.SCORE``.
    levels
        Where in the model's distribution each day fell, from 0 to 1, shape (came,).
    chances, kept
        The model's chance of keeping each promise, and whether it was kept.
    """

    mode: str
    forecasts: int
    came: int
    programmes: int
    makers: int
    left_out: int
    scores: dict[str, MethodScores]
    differences: dict[str, Difference]
    levels: Numbers
    chances: Numbers
    kept: NDArray[np.bool_]


def _forecasts(
    model: DateModel, training: Sequence[Case], day: int, case: Case
) -> dict[str, DateForecast]:
    return {
        "model": model.forecast(case.promise),
        "as_promised": as_promised(case.promise),
        "promise_plus_typical_slip": promise_plus_typical_slip(case.promise, training, day),
        "empirical": empirical(case.promise, training, day),
    }


def replay_causal(cases: Sequence[Case], last_day: int) -> tuple[tuple[Replayed, ...], int]:
    """Forecast every promise from what was known on the day it was made.

    Parameters
    ----------
    cases
        Past promises.
    last_day
        Ordinal of the last day on which anything is known.

    Returns
    -------
    tuple of Replayed
        Promises that can be judged by `last_day`.
    int
        How many more there are, made before enough was known.
    """
    replayed: list[Replayed] = []
    skipped = 0
    models: dict[int, DateModel] = {}
    for case in _judged(cases, last_day):
        day = case.promise.said
        training = [other for other in cases if other.promise.said < day]
        if too_few(training, day):
            skipped += 1
            continue
        if day not in models:
            models[day] = fit_dates(training, day)
        forecasts = _forecasts(models[day], training, day, case)
        replayed.append(Replayed(case, forecasts, base_rate(training, day)))
    return tuple(replayed), skipped


def replay_left_out(cases: Sequence[Case], last_day: int) -> tuple[tuple[Replayed, ...], int]:
    """Forecast the promises of each maker from those of all others; see `replay_causal`."""
    return replay_holdout(cases, last_day, cases, last_day)


def replay_holdout(
    cases: Sequence[Case], last_day: int, held_out: Sequence[Case], held_out_last_day: int
) -> tuple[tuple[Replayed, ...], int]:
    """Forecast promises of one history from another, less the makers they share.

    Parameters
    ----------
    cases, last_day
        What is fitted on.
    held_out, held_out_last_day
        What is forecast.

    Returns
    -------
    tuple of Replayed
        Promises that can be judged.
    int
        How many more there are, for which too few other makers are left.
    """
    judged = _judged(held_out, held_out_last_day)
    replayed = tuple(_held_out(cases, judged, last_day))
    return replayed, len(judged) - len(replayed)


def _held_out(cases: Sequence[Case], held_out: Sequence[Case], last_day: int) -> Iterator[Replayed]:
    known = {case.maker for case in cases}
    fits: dict[str, tuple[DateModel, list[Case], float] | None] = {}
    for case in held_out:
        key = case.maker if case.maker in known else ""
        if key not in fits:
            training = [other for other in cases if other.maker != key]
            fits[key] = (
                None
                if too_few(training, last_day)
                else (fit_dates(training, last_day), training, base_rate(training, last_day))
            )
        fit = fits[key]
        if fit is None:
            continue
        model, training, rate = fit
        yield Replayed(case, _forecasts(model, training, last_day, case), rate)


def _judged(cases: Sequence[Case], last_day: int) -> list[Case]:
    """Return the promises that are kept or broken by a day."""
    return [
        case
        for case in cases
        if (fate := fate_on(case, last_day)) in ("kept", "late", "never")
        or (fate == "open" and case.promise.last < last_day)
    ]


def score_dates(
    mode: str, replayed: Sequence[Replayed], last_day: int, seed: int, left_out: int = 0
) -> DateBacktest:
    """Score the forecasts of a replay.

    Parameters
    ----------
    mode
        How it was replayed.
    replayed
        At least one.
    last_day
        Ordinal of the last day on which anything is known.
    seed
        For members and resampling.
    left_out
        Promises that were not replayed.

    Returns
    -------
    DateBacktest
        The same members for every method of a promise.

    Raises
    ------
    ValueError
        If there is nothing to score.
    """
    came = [place for place, item in enumerate(replayed) if item.case.day is not None]
    if not came:
        raise ValueError("no promise whose event came is left to score")
    kept = np.array([fate_on(item.case, last_day) == "kept" for item in replayed])
    makers = [item.case.maker for item in replayed]
    came_makers = [makers[place] for place in came]
    per_method: dict[str, dict[str, Numbers]] = {}
    scores: dict[str, MethodScores] = {}
    levels = np.zeros(0)
    for method in METHODS:
        chances = np.array([item.chance(method) for item in replayed])
        values = {"brier": brier(kept, chances), "log_score": log_score(kept, chances)}
        coverage50 = coverage80 = None
        if method != "base_rate":
            observed, members, places = _members([replayed[place] for place in came], method, seed)
            values["crps_months"] = crps(observed, members)
            coverage50 = float(np.mean(np.abs(places - 0.5) <= 0.25))
            coverage80 = float(np.mean(np.abs(places - 0.5) <= 0.40))
            levels = places if method == "model" else levels
        per_method[method] = values
        scores[method] = MethodScores(
            float(values["crps_months"].mean()) if "crps_months" in values else None,
            float(values["brier"].mean()),
            float(values["log_score"].mean()),
            coverage50,
            coverage80,
        )
    differences = {
        f"{method}.{score}": resampled_difference(
            per_method["model"][score],
            values,
            came_makers if score == "crps_months" else makers,
            seed,
        )
        for method in METHODS[1:]
        for score, values in per_method[method].items()
    }
    return DateBacktest(
        mode=mode,
        forecasts=len(replayed),
        came=len(came),
        programmes=len({item.case.programme for item in replayed}),
        makers=len(set(makers)),
        left_out=left_out,
        scores=scores,
        differences=differences,
        levels=levels,
        chances=np.array([item.chance("model") for item in replayed]),
        kept=kept,
    )


def _members(
    replayed: Sequence[Replayed], method: str, seed: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Return months late that came, drawn months late, and the level of what came."""
    observed, members, levels = [], [], []
    for place, item in enumerate(replayed):
        promise, day = item.case.promise, item.case.day
        if day is None:
            continue
        forecast = item.forecasts[method].given_it_comes()
        drawn = forecast.quantile(uniforms(seed, Purpose("score", "member", place), 0, _MEMBERS))
        members.append(np.minimum((drawn - promise.middle) / DAYS_PER_MONTH, CAP_MONTHS))
        observed.append(min((day - promise.middle) / DAYS_PER_MONTH, CAP_MONTHS))
        # Ties share their probability: half of it lies below.
        below = forecast.weights[forecast.days < day].sum()
        upto = forecast.weights[forecast.days <= day].sum()
        levels.append((below + upto) / 2.0)
    return np.array(observed), np.array(members), np.array(levels)
