"""Forecasts that can be caught out: written down once, scored as they resolve.

A frozen file holds the outside view of every promise of a history that was open on a
day, with what is needed to score it later and nothing to edit. Days are scored by the
CRPS of their quantiles on the condition that the event came, chances by Brier.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobone.core.problems import InputError, Location, Problem
from jobone.history.backtest import last_known_day
from jobone.history.baselines import as_promised
from jobone.history.cases import DAYS_PER_MONTH, Case, date_cases, fate_on
from jobone.history.dates import fit_dates, too_few
from jobone.history.makers import maker_of
from jobone.history.records import History, VolumePromise
from jobone.history.volume_targets import (
    LEAST_VOLUMES,
    VolumeQuestion,
    forecast_ratio,
    volume_cases,
)

__all__ = ["FORMAT", "FrozenScore", "freeze", "read_frozen", "score_frozen"]

FORMAT = 1

_LEVELS = tuple(round(0.05 * place, 2) for place in range(1, 20))

Shape = dict[str, Any]


@dataclass(frozen=True)
class FrozenScore:
    """How the frozen forecasts have fared.

    Parameters
    ----------
    made
        The days on which they were made.
    starts, volumes
        How many forecasts there are.
    came, judged
        Starts whose event came, and those that are kept or broken.
    crps_months, promised_crps_months
        Mean over those that came, of the forecast and of the window as promised; None
        where none came.
    brier
        Of the window being kept, over those judged; None where none is.
    met_judged, met_brier
        Volumes with an outcome, and the Brier score of their being met.
    """

    made: tuple[date, ...]
    starts: int
    volumes: int
    came: int
    judged: int
    crps_months: float | None
    promised_crps_months: float | None
    brier: float | None
    met_judged: int
    met_brier: float | None


def freeze(history: History, as_of: date, version: str, seed: int) -> Shape:
    """Return the outside view of every promise open on a day, to be written down.

    Parameters
    ----------
    history
        Past and pending programmes.
    as_of
        The day; what is known later does not count, and nothing open has come by then.
    version, seed
        Of the product and for the scores to come; the forecasts draw nothing.

    Raises
    ------
    InputError
        If too little was known on the day.
    """
    day = as_of.toordinal()
    cases = date_cases(history)
    missing = too_few(cases, day)
    if missing:
        raise InputError([Problem(Location(f"{history.name}/announcements.csv"), missing)])
    model = fit_dates(cases, day)
    starts = []
    for case in _standing(cases, day):
        forecast = model.forecast(case.promise, day)
        days = forecast.quantile(np.array(_LEVELS))
        starts.append(
            {
                "programme": case.programme,
                "maker": case.maker,
                "maker_type": case.promise.kind,
                "event": case.promise.event,
                "said_on": str(case.source.said_on),
                "start": case.source.window.closed[0].isoformat(),
                "end": case.source.window.closed[1].isoformat(),
                "moves": case.promise.moves,
                "kept": round(forecast.kept, 4),
                "never": round(forecast.never, 4),
                "quantiles": [
                    date.fromordinal(int(value)).isoformat() if np.isfinite(value) else None
                    for value in days
                ],
                "source": case.source.source,
            }
        )
    return {
        "format": FORMAT,
        "jobone": version,
        "as_of": as_of.isoformat(),
        "seed": seed,
        "levels": list(_LEVELS),
        "starts": starts,
        "volumes": _volumes(history, as_of),
    }


def _standing(cases: Sequence[Case], day: int) -> list[Case]:
    """Return the last promise made by a day of every event that is still open."""
    last: dict[tuple[str, str], Case] = {}
    for case in cases:
        if case.promise.said <= day and fate_on(case, day) == "open":
            last[case.programme, case.promise.event] = case
    return [last[key] for key in sorted(last)]


def _volumes(history: History, as_of: date) -> list[Shape]:
    day = as_of.toordinal()
    past = [case for case in volume_cases(history) if case.known <= day]
    if len(past) < LEAST_VOLUMES:
        return []
    found = []
    for promise in _open_volumes(history, as_of):
        owner = maker_of(promise.series, history.programmes)
        if owner is None:
            continue
        first, last = (item.toordinal() for item in promise.period.closed)
        said = min(promise.said_on.closed[1].toordinal(), last - 1, day)
        delivers = owner.delivers_from is not None and owner.delivers_from < said
        question = VolumeQuestion(owner.maker, owner.kind, said, first, last, delivers)
        forecast = forecast_ratio(question, past)
        found.append(
            {
                "series": promise.series,
                "maker": owner.maker,
                "maker_type": owner.kind,
                "measure": promise.measure,
                "said_on": str(promise.said_on),
                "start": promise.period.closed[0].isoformat(),
                "end": promise.period.closed[1].isoformat(),
                "units": promise.units,
                "met": round(forecast.chance_of(1.0), 4),
                "quantiles": [
                    round(float(value) * promise.units)
                    for value in forecast.quantile(np.array(_LEVELS))
                ],
                "source": promise.source,
            }
        )
    return found


def _open_volumes(history: History, as_of: date) -> list[VolumePromise]:
    """Return the last promise of every series, measure and period that is not over."""
    last: dict[tuple[str, str, date, date], VolumePromise] = {}
    for promise in sorted(
        history.volume_promises, key=lambda item: (item.said_on.closed, item.location)
    ):
        if promise.said_on.closed[0] <= as_of < promise.period.closed[1]:
            last[promise.series, promise.measure, *promise.period.closed] = promise
    return [last[key] for key in sorted(last)]


def read_frozen(place: Path) -> tuple[Shape, ...]:
    """Read frozen forecasts.

    Parameters
    ----------
    place
        A folder with ``YYYY-MM-DD.json`` files.

    Raises
    ------
    InputError
        If there is none, or one is not what `freeze` writes.
    """
    files = sorted(place.glob("*.json"))
    problems = []
    found = []
    for path in files:
        try:
            data = json.loads(path.read_text("utf-8"))
        except (ValueError, OSError) as failure:
            problems.append(Problem(Location(str(path)), f"it cannot be read ({failure})"))
            continue
        if _is_frozen(data):
            found.append(data)
        else:
            what = "it is no file of frozen forecasts"
            problems.append(
                Problem(Location(str(path)), what, f"what --freeze writes, format {FORMAT}")
            )
    if not files:
        what = "there are no frozen forecasts"
        problems.append(Problem(Location(str(place)), what, "files such as 2031-04-30.json"))
    if problems:
        raise InputError(problems)
    return tuple(found)


_START_KEYS = ("programme", "event", "said_on", "start", "end", "kept", "never", "quantiles")
_VOLUME_KEYS = ("series", "measure", "start", "end", "units", "met")


def _is_frozen(data: object) -> bool:
    """Whether a file has all that a score needs."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return False
    try:
        date.fromisoformat(data["as_of"])
        levels = [float(level) for level in data["levels"]]
        starts = all(
            set(_START_KEYS) <= set(start) and len(start["quantiles"]) == len(levels)
            for start in data["starts"]
        )
        return starts and all(set(_VOLUME_KEYS) <= set(item) for item in data["volumes"])
    except (KeyError, TypeError, ValueError):
        return False


def score_frozen(frozen: Sequence[Shape], history: History) -> FrozenScore:
    """Score frozen forecasts by what a history knows today.

    Parameters
    ----------
    frozen
        As `read_frozen` gives them.
    history
        With the outcomes.
    """
    today = last_known_day(history)
    cases = date_cases(history)
    crps_scores: list[float] = []
    promised_scores: list[float] = []
    kept_scores: list[float] = []
    met_scores: list[float] = []
    for data in frozen:
        made = date.fromisoformat(data["as_of"]).toordinal()
        levels = np.array(data["levels"])
        for start in data["starts"]:
            case = _resolved(cases, start)
            # What had come by then without being known was no forecast.
            if case is None or (case.day is not None and case.day <= made):
                continue
            fate = fate_on(case, today)
            # A window that had passed already was broken, and no forecast either.
            told = fate in ("kept", "late", "never") or case.promise.last < today
            if told and case.promise.last > made:
                kept_scores.append((start["kept"] - (fate == "kept")) ** 2)
            if case.day is not None and fate in ("kept", "late"):
                score = _quantile_crps(start, levels, case.day)
                if score is not None:
                    crps_scores.append(score)
                    promised_scores.append(_promised_crps(case))
        for volume in data["volumes"]:
            ratio = _actual(history, volume)
            if ratio is not None:
                met_scores.append((volume["met"] - (ratio >= 1.0)) ** 2)
    return FrozenScore(
        made=tuple(date.fromisoformat(data["as_of"]) for data in frozen),
        starts=sum(len(data["starts"]) for data in frozen),
        volumes=sum(len(data["volumes"]) for data in frozen),
        came=len(crps_scores),
        judged=len(kept_scores),
        crps_months=_mean(crps_scores),
        promised_crps_months=_mean(promised_scores),
        brier=_mean(kept_scores),
        met_judged=len(met_scores),
        met_brier=_mean(met_scores),
    )


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _resolved(cases: Sequence[Case], start: Shape) -> Case | None:
    """Return the promise that a frozen forecast was about, as it is known today."""
    for case in cases:
        if (
            case.programme == start["programme"]
            and case.promise.event == start["event"]
            and case.source.window.closed[0].isoformat() == start["start"]
            and case.source.window.closed[1].isoformat() == start["end"]
            and str(case.source.said_on) == start["said_on"]
        ):
            return case
    return None


def _quantile_crps(start: Shape, levels: NDArray[np.float64], day: float) -> float | None:
    """Return the CRPS of the quantiles, in months, on the condition that the event came.

    None where the forecast gave no quantile: it held coming for all but impossible.
    """
    import scoringrules

    comes = 1.0 - float(start["never"])
    known = [
        (level / comes, date.fromisoformat(text).toordinal())
        for level, text in zip(levels, start["quantiles"], strict=True)
        if text is not None and level < comes
    ]
    if not known:
        return None
    given = np.array([level for level, _ in known])
    days = np.array([float(value) for _, value in known])
    months = scoringrules.crps_quantile(day, days, given, backend="numpy") / DAYS_PER_MONTH
    return float(months)


def _promised_crps(case: Case) -> float:
    """Return the CRPS of a uniform day in the window, in months."""
    days = as_promised(case.promise).days
    day = float(case.day or 0.0)
    pairs = np.abs(days[:, None] - days[None, :]).mean()
    return float((np.abs(days - day).mean() - 0.5 * pairs) / DAYS_PER_MONTH)


def _actual(history: History, volume: Shape) -> float | None:
    for case in volume_cases(history):
        source = case.source
        if (
            source.series == volume["series"]
            and source.measure == volume["measure"]
            and source.units == volume["units"]
            and source.period.closed[0].isoformat() == volume["start"]
            and source.period.closed[1].isoformat() == volume["end"]
        ):
            return case.ratio
    return None
