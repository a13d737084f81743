"""The outlook: what the paths say of every event, target, month and conflict."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jobone.core.quantity import Quantity
from jobone.evidence.records import Assumption
from jobone.outlook.keeping import is_kept, kept_paths, target_probabilities
from jobone.outlook.last_rows import LastRows, last_rows
from jobone.outlook.learning import Learning, learning_of
from jobone.outlook.network import unknown_events
from jobone.outlook.sampling import NEVER
from jobone.outlook.schedule import PartsForecast, forecast_parts
from jobone.outlook.simulation import Paths, event_days_of, simulate
from jobone.outlook.waiting import WaitForecast, wait_forecasts
from jobone.programme.letters import standing_letter
from jobone.programme.standing import Standing, StandingTarget

__all__ = [
    "ConflictEffect",
    "EventForecast",
    "Forecast",
    "PeriodForecast",
    "SideEffect",
    "TargetForecast",
    "conflict_effects",
    "event_forecasts",
    "kept_paths",
    "make_forecast",
    "sum_up",
    "summarise",
    "target_probabilities",
    "with_effects",
]

_QUANTILES = (0.05, 0.1, 0.5, 0.9, 0.95)


@dataclass(frozen=True)
class EventForecast:
    """When an event comes.

    Parameters
    ----------
    name
        ``sop.MODEL`` or ``gate.NAME``.
    p05, p10, p50, p90, p95
        Days by which so many of the paths have seen it; None where not reached.
    never
        Share of paths on which it does not come within the horizon.
    reason
        Why nothing can be said; empty otherwise.
    """

    name: str
    p05: date | None
    p10: date | None
    p50: date | None
    p90: date | None
    p95: date | None
    never: float | None
    reason: str = ""


@dataclass(frozen=True)
class TargetForecast:
    """How likely a promise is kept.

    Parameters
    ----------
    target
        The promise.
    probability
        Share of paths that keep it; None where unknown.
    standard_error
        Monte Carlo error of the probability.
    p10, p50, p90
        Units in the window, or days for a promised day; None where not reached.
    promised_units
        Mean of what is asked for; None for a day.
    promised_day
        The last day on which it is kept; None for a volume.
    reason
        Why it is unknown; empty otherwise.
    """

    target: StandingTarget
    probability: float | None
    standard_error: float | None
    p10: float | date | None
    p50: float | date | None
    p90: float | date | None
    promised_units: float | None
    promised_day: date | None
    reason: str = ""


@dataclass(frozen=True)
class PeriodForecast:
    """Units of one series in one month or week."""

    period: str
    measure: str
    of: str
    p10: float
    p50: float
    p90: float


@dataclass(frozen=True)
class SideEffect:
    """One side of a conflict: its weight, and what it would do to each target."""

    value: str
    weight: float
    claims: tuple[str, ...]
    effect: Mapping[str, float]


@dataclass(frozen=True)
class ConflictEffect:
    """A conflict and what each of its sides is worth."""

    about: str
    sides: tuple[SideEffect, ...]


@dataclass(frozen=True)
class Forecast:
    """An outlook as of a day.

    Parameters
    ----------
    standing
        The programme it is of.
    paths, seed
        How it was drawn.
    inside_weight
        Share of the inside view.
    events, targets, months, weeks
        What comes when.
    waits
        How long an order waits; empty where no demand is described.
    potential, outcome
        Mean units over the horizon: at nameplate from the promised days, and as
        they come.
    lost_units
        What lies between the two, by cause; gains are negative; whole vehicles
        that add exactly.
    conflicts
        Disagreements, with what each side is worth.
    assumptions
        Assumptions that gave or weighed a value.
    learning
        What counted months taught; None where nothing was counted.
    unargued
        Paths of fields that took a number written in ``programme.toml``, which is an
        assumption that nobody argued for.
    last_rows
        What the rows that were published last changed; None where nothing was counted
        before them, or where that was not asked.
    parts
        Parts a week of what the folder or its letter describes; empty without weeks.
    """

    standing: Standing
    paths: int
    seed: int
    inside_weight: float
    events: tuple[EventForecast, ...]
    targets: tuple[TargetForecast, ...]
    months: tuple[PeriodForecast, ...]
    weeks: tuple[PeriodForecast, ...]
    waits: tuple[WaitForecast, ...]
    potential: int
    outcome: int
    lost_units: tuple[tuple[str, int], ...]
    conflicts: tuple[ConflictEffect, ...]
    assumptions: tuple[Assumption, ...]
    learning: Learning | None
    unargued: tuple[str, ...]
    parts: tuple[PartsForecast, ...]
    last_rows: LastRows | None = None

    @property
    def as_of(self) -> date:
        """The day of the outlook."""
        return self.standing.as_of


def inside_weight(standing: Standing, paths: Paths) -> float:
    """Return the share of the paths that take the inside view.

    1 where nothing is promised, 0 where no gates tell of what is.
    """
    asked = [place for place, starts in enumerate(paths.starts) if starts]
    if not asked:
        return 1.0
    _, unknown = unknown_events(standing)
    if all(place in unknown for place in asked):
        return 0.0
    levels = (np.arange(100) + 0.5) / 100
    weights = [
        option.weight * float(np.mean(option.value.amount.quantile(levels)))
        for option in standing.inside_weight.options
        if isinstance(option.value, Quantity)
    ]
    return round(sum(weights), 6)


def _day(ordinal: float) -> date | None:
    return None if ordinal > date.max.toordinal() else date.fromordinal(int(ordinal))


def _day_quantiles(days: NDArray[np.int64]) -> list[date | None]:
    return [_day(value) for value in np.quantile(days, _QUANTILES, method="inverted_cdf")]


def event_forecasts(standing: Standing, paths: Paths) -> tuple[EventForecast, ...]:
    """Return when each start of production and each gate comes, within the horizon."""
    limit = paths.frame.horizon.closed[1].toordinal()
    named = [
        (f"sop.{model.name}", days) for model, days in zip(standing.models, paths.sop, strict=True)
    ]
    named += [
        (f"gate.{gate.name}", days) for gate, days in zip(standing.gates, paths.gates, strict=True)
    ]
    forecasts = []
    for name, days in named:
        reason = paths.unknown_events.get(name, "")
        days = np.where(days > limit, NEVER, days)
        if reason:
            forecasts.append(EventForecast(name, None, None, None, None, None, None, reason))
        else:
            never = float(np.mean(days >= NEVER))
            p05, p10, p50, p90, p95 = _day_quantiles(days)
            forecasts.append(EventForecast(name, p05, p10, p50, p90, p95, never))
    return tuple(forecasts)


def standard_error(probability: float, count: int) -> float:
    """Return the Monte Carlo error of a share, one path added to either side.

    Agresti and Coull (1998), doi:10.2307/2685469: a plain estimate would claim
    certainty where no path, or every path, keeps a target.
    """
    smoothed = (probability * count + 1.0) / (count + 2.0)
    return math.sqrt(smoothed * (1.0 - smoothed) / count)


def _independent(paths: Paths) -> int:
    """Return how many paths count as independent draws: no more than fit what was counted."""
    effective = math.inf if paths.posterior is None else paths.posterior.effective
    return int(min(paths.count, effective))


def _target(target: StandingTarget, place: int, standing: Standing, paths: Paths) -> TargetForecast:
    reason = paths.unknown.get(target.name, "")
    need = paths.target_need[place]
    known_need = not math.isnan(float(need[0])) if need.size else False
    promised_units = float(np.mean(need)) if target.event is None and known_need else None
    promised_day = _day(float(np.max(need))) if target.event is not None and known_need else None
    if reason:
        return TargetForecast(
            target, None, None, None, None, None, promised_units, promised_day, reason
        )
    probability = float(np.mean(is_kept(target, place, standing, paths)))
    low: float | date | None
    middle: float | date | None
    high: float | date | None
    if target.event is not None:
        _, low, middle, high, _ = _day_quantiles(event_days_of(target.event, standing, paths))
    else:
        units = np.nan_to_num(paths.target_units[place], nan=-1.0)
        low, middle, high = (
            None if value < 0.0 else float(value)
            for value in np.quantile(units, (0.1, 0.5, 0.9), method="inverted_cdf")
        )
    return TargetForecast(
        target,
        probability,
        standard_error(probability, _independent(paths)),
        low,
        middle,
        high,
        promised_units,
        promised_day,
    )


def _periods(
    paths: Paths, values: NDArray[np.float32], labels: Sequence[str]
) -> tuple[PeriodForecast, ...]:
    if not labels or not values.size:
        return ()
    low, middle, high = _sorted_quantiles(values, (0.1, 0.5, 0.9))
    return tuple(
        PeriodForecast(
            label,
            series.measure,
            series.of,
            float(low[place, index]),
            float(middle[place, index]),
            float(high[place, index]),
        )
        for series, place in paths.frame.shown
        for index, label in enumerate(labels)
    )


def _sorted_quantiles(
    values: NDArray[np.float32], probabilities: Sequence[float]
) -> list[NDArray[np.float64]]:
    """Return linear quantiles along the last axis; sorting whole rows is the fastest way."""
    ordered = np.sort(values, axis=-1)
    quantiles = []
    for probability in probabilities:
        position = probability * (values.shape[-1] - 1)
        below = int(position)
        above = min(below + 1, values.shape[-1] - 1)
        low, high = ordered[..., below].astype(np.float64), ordered[..., above].astype(np.float64)
        quantiles.append(low + (high - low) * (position - below))
    return quantiles


def _waterfall(paths: Paths) -> tuple[int, int, tuple[tuple[str, int], ...]]:
    """Round the mean stages to whole vehicles, so that the losses add exactly."""
    means = [round(float(value)) for value in paths.stages.mean(axis=1)]
    losses = [before - after for before, after in itertools.pairwise(means)]
    named = tuple(zip(paths.causes, losses, strict=True))
    kept = tuple(
        (cause, units) for cause, units in named if units or cause not in ("pace", "observed")
    )
    return means[0], means[-1], kept


def conflict_effects(
    standing: Standing,
    run: Paths,
    seed: int,
    *,
    threads: int = 1,
    chunk: int = 1000,
    progress: Callable[[int], None] | None = None,
) -> tuple[ConflictEffect, ...]:
    """Run every side of every conflict on the draws of a run that takes all of them.

    Parameters
    ----------
    standing
        The programme as of a day, changes included.
    run
        Its paths with no side forced.
    seed, threads, chunk
        Those of the run.
    progress
        Called with the number of paths of every chunk that is done.
    """
    baseline = target_probabilities(standing, run)
    effects = []
    for resolution in standing.conflicts:
        sides = []
        for index, option in enumerate(resolution.options):
            forced = simulate(
                standing,
                run.count,
                seed,
                forced={resolution.path: index},
                posterior=run.posterior,
                targets_only=True,
                threads=threads,
                chunk=chunk,
                progress=progress,
            )
            probabilities = target_probabilities(standing, forced)
            effect = {
                name: probability - baseline[name]
                for name, probability in probabilities.items()
                if name in baseline
            }
            sides.append(SideEffect(option.label, option.weight, option.claims, effect))
        effects.append(ConflictEffect(resolution.path, tuple(sides)))
    return tuple(effects)


def _assumptions(standing: Standing, paths: Paths) -> tuple[Assumption, ...]:
    used: dict[str, Assumption] = {}
    straying = (standing.month_noise, standing.month_memory, standing.counting_error)
    for resolution in standing.resolutions.values():
        if resolution is standing.inside_weight and not any(paths.starts):
            continue  # with one view alone there is nothing to weigh
        if paths.posterior is None and resolution in straying:
            continue  # nothing was counted that months could stray from
        if resolution is standing.phase_likeness and not standing.has_later_phases:
            continue  # no plant has two phases
        if resolution.assumption is not None:
            used.setdefault(resolution.assumption.id, resolution.assumption)
    return tuple(used.values())


def summarise(
    standing: Standing, paths: Paths
) -> tuple[tuple[EventForecast, ...], tuple[TargetForecast, ...]]:
    """Return what the paths say of every event and of every target."""
    return event_forecasts(standing, paths), tuple(
        _target(target, place, standing, paths) for place, target in enumerate(standing.targets)
    )


def make_forecast(
    standing: Standing,
    paths: int,
    seed: int,
    *,
    weeks: bool = True,
    effects: bool = True,
    threads: int = 1,
    chunk: int = 1000,
    progress: Callable[[int], None] | None = None,
) -> Forecast:
    """Run the paths and sum them up.

    Parameters
    ----------
    standing
        The programme as of a day, changes included.
    paths, seed
        How many paths, and the seed.
    weeks
        Whether to count weeks.
    effects
        Whether to run each side of each conflict, and what came before the last rows.
    threads, chunk
        How the work is cut; they change no number.
    progress
        Called with the number of paths of every chunk of the main run.

    Returns
    -------
    Forecast
        The outlook.
    """
    run = simulate(
        standing, paths, seed, weeks=weeks, threads=threads, chunk=chunk, progress=progress
    )
    if not effects:
        return sum_up(standing, run, seed)
    return with_effects(standing, run, seed, threads=threads, chunk=chunk)


def with_effects(
    standing: Standing, run: Paths, seed: int, *, threads: int = 1, chunk: int = 1000
) -> Forecast:
    """Sum up paths that were run, with each side of each conflict and the last rows.

    Parameters
    ----------
    standing
        The programme as of a day, changes included.
    run, seed
        Its paths, and the seed they were drawn with.
    threads, chunk
        Change no number.
    """
    conflicts = conflict_effects(standing, run, seed, threads=threads, chunk=chunk)
    last = last_rows(standing, run, seed, threads=threads)
    return replace(sum_up(standing, run, seed, conflicts), last_rows=last)


def sum_up(
    standing: Standing, run: Paths, seed: int, conflicts: tuple[ConflictEffect, ...] = ()
) -> Forecast:
    """Sum up paths that were run.

    Parameters
    ----------
    standing
        The programme as of a day, changes included.
    run
        Its paths.
    seed
        The seed they were drawn with.
    conflicts
        What each side of each conflict is worth, where that was asked.
    """
    events, targets = summarise(standing, run)
    potential, outcome, lost = _waterfall(run)
    month_labels = [day.strftime("%Y-%m") for day in run.frame.month_starts[:-1]]
    week_labels = [day.strftime("%G-W%V") for day in run.frame.week_starts[:-1]]
    return Forecast(
        standing=standing,
        paths=run.count,
        seed=seed,
        inside_weight=inside_weight(standing, run),
        events=events,
        targets=targets,
        months=_periods(run, run.months, month_labels),
        weeks=_periods(run, run.weeks, week_labels),
        waits=wait_forecasts(standing, run),
        potential=potential,
        outcome=outcome,
        lost_units=lost,
        conflicts=conflicts,
        assumptions=_assumptions(standing, run),
        learning=learning_of(standing, run, seed),
        unargued=tuple(
            path for path, item in standing.resolutions.items() if item.origin == "literal"
        ),
        parts=forecast_parts(
            standing, run, standing_letter(standing.folder.letters, standing.as_of)
        ),
    )
