"""What the past says of a programme's promises, gathered for the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from jobone.core.changes import Change
from jobone.core.days import DayInterval, add_months
from jobone.history.dates import Likeness
from jobone.history.outside import Past
from jobone.history.volume_targets import VolumeCase
from jobone.outlook.conditioning import Posterior
from jobone.outlook.forecast import event_forecasts
from jobone.outlook.network import unknown_events
from jobone.outlook.outside import StartPromise, start_promises
from jobone.outlook.simulation import simulate
from jobone.programme.standing import Standing, StandingModel, StandingTarget, stand

__all__ = ["Interval", "StartPast", "VolumePast", "gather_past"]

MOST_CASES = 8
"""Nearest cases that are named."""


@dataclass(frozen=True)
class Interval:
    """An 80 % interval of days with its middle; None beyond the chance that it comes."""

    low: date | None
    middle: date | None
    high: date | None


@dataclass(frozen=True)
class StartPast:
    """What the past says of one promised start of production.

    Parameters
    ----------
    event
        ``sop.MODEL``.
    promise
        The promise.
    outside, inside
        When it comes by the past, and by the programme's own gates.
    kept, never
        Chance that it comes by the end of the window, or not at all, by the past.
    resolved
        Past promises with an outcome, by kind of maker.
    makers
        Of how many makers.
    nearest
        The past promises most like it, one a programme.
    has_gates
        Whether the programme's own gates tell a day at all.
    """

    event: str
    promise: StartPromise
    outside: Interval
    inside: Interval
    kept: float
    never: float
    resolved: dict[str, int]
    makers: int
    nearest: tuple[Likeness, ...]
    has_gates: bool


@dataclass(frozen=True)
class VolumePast:
    """What the past says of one promised volume.

    Parameters
    ----------
    target
        Its name.
    met
        Chance that at least as many come as were promised.
    low, middle, high
        What came over what was said: 80 % interval and middle.
    cases
        Past promises it rests on.
    nearest
        Those that count most, with their share.
    """

    target: str
    met: float
    low: float
    middle: float
    high: float
    cases: int
    nearest: tuple[tuple[VolumeCase, float], ...]


def gather_past(
    standing: Standing, paths: int, seed: int, threads: int, posterior: Posterior | None = None
) -> tuple[tuple[StartPast, ...], tuple[VolumePast, ...]]:
    """Ask the past of every promise that stands.

    Parameters
    ----------
    standing
        The programme.
    paths, seed, threads
        For the inside view beside the outside one.
    posterior
        Numbers that fit what was counted, where they were found already.

    Returns
    -------
    tuple of StartPast
        One a promised start; none where nobody is asked or too little was known.
    tuple of VolumePast
        One a promised volume whose day of saying is known.
    """
    past = standing.folder.outside
    if not isinstance(past, Past):
        return (), ()
    model = past.date_model(standing.as_of)
    starts: list[StartPast] = []
    promised = [
        (item, promise) for item in standing.models for promise in start_promises(standing, item)
    ]
    if model is not None and promised:
        inside = _inside(standing, paths, seed, threads, posterior)
        _, unknown = unknown_events(standing)
        kind = standing.folder.header.maker_type
        for item, promise in promised:
            asked = (kind, promise.said_on, promise.window, promise.moves, standing.as_of)
            forecast = past.promised_start(*asked)
            if forecast is None:
                continue
            starts.append(
                StartPast(
                    event=item.sop.path,
                    promise=promise,
                    outside=_interval(forecast.quantile(np.array([0.1, 0.5, 0.9]))),
                    inside=inside[item.sop.path],
                    kept=forecast.kept,
                    never=forecast.never,
                    resolved=model.resolved,
                    makers=model.makers,
                    nearest=past.nearest_starts(*asked)[:MOST_CASES],
                    has_gates=standing.models.index(item) not in unknown,
                )
            )
    volumes = (_volume(standing, past, target) for target in standing.targets)
    return tuple(starts), tuple(item for item in volumes if item is not None)


def _interval(ordinals: np.ndarray) -> Interval:
    low, middle, high = (
        date.fromordinal(int(value)) if value <= date.max.toordinal() else None
        for value in ordinals
    )
    return Interval(low, middle, high)


def _inside(
    standing: Standing, paths: int, seed: int, threads: int, posterior: Posterior | None
) -> dict[str, Interval]:
    """Return when each start comes by the gates alone."""
    alone = stand(
        standing.folder, standing.as_of, (*standing.changes, Change("programme.inside_weight", 1))
    )
    run = simulate(alone, paths, seed, posterior=posterior, targets_only=True, threads=threads)
    found = event_forecasts(alone, run)
    return {item.name: Interval(item.p10, item.p50, item.p90) for item in found}


def _volume(standing: Standing, past: Past, target: StandingTarget) -> VolumePast | None:
    claims = {claim.id: claim for claim in standing.folder.evidence.claims}
    claim = claims.get(target.said)
    if claim is None and target.units is not None and target.units.options:
        claim = next((claims[name] for name in target.units.options[0].claims), None)
    window = _window(standing, target)
    if claim is None or window is None or target.units is None:
        return None
    said = min(claim.said_on.last or claim.known, claim.known)
    header = standing.folder.header
    found = past.volumes(
        header.maker,
        header.maker_type,
        said,
        window,
        _delivers(standing, said),
        standing.as_of,
    )
    if found is None:
        return None
    forecast, weighted = found
    total = sum(weight for _, weight in weighted)
    low, middle, high = (float(item) for item in forecast.quantile(np.array([0.1, 0.5, 0.9])))
    return VolumePast(
        target.name,
        forecast.chance_of(1.0),
        low,
        middle,
        high,
        len(weighted),
        tuple((case, weight / total) for case, weight in weighted[:MOST_CASES]),
    )


def _window(standing: Standing, target: StandingTarget) -> DayInterval | None:
    """Return the days of a volume target; from the promised start where it begins there."""
    if target.period is not None:
        return target.period
    if target.window_event is None or target.window_event.kind != "sop":
        return None
    place = standing.model_place(target.window_event.name)
    model: StandingModel | None = None if place is None else standing.models[place]
    days = [
        option.value.closed
        for option in (() if model is None else model.sop.options)
        if isinstance(option.value, DayInterval)
    ]
    if not days:
        return None
    first, last = days[-1]
    begins = first + (last - first) / 2
    return DayInterval(begins, add_months(begins, target.months))


def _delivers(standing: Standing, day: date) -> bool:
    """Whether any model had started by a day, as far as is told now."""
    return any(
        option.happened and isinstance(option.value, DayInterval) and option.value.closed[0] < day
        for model in standing.models
        for option in model.sop.options
    )
