"""What each lever is worth, and what would have to be true for a target to hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jobone.core.changes import Change
from jobone.core.days import DayInterval
from jobone.core.quantity import Quantity
from jobone.outlook.forecast import kept_paths, target_probabilities
from jobone.outlook.sampling import live_days
from jobone.outlook.simulation import Paths, simulate
from jobone.programme.standing import Standing, StandingLever, stand

__all__ = [
    "LeverEffect",
    "LeverWorth",
    "RateSensitivity",
    "Requirement",
    "lever_worths",
    "rate_sensitivity",
    "required_for",
]


@dataclass(frozen=True)
class LeverEffect:
    """What a lever does to one target, on the same draws.

    Parameters
    ----------
    before, after
        Probability without and with it.
    standard_error
        Of their difference, path by path.
    """

    before: float
    after: float
    standard_error: float

    @property
    def difference(self) -> float:
        """Gain in probability."""
        return self.after - self.before


@dataclass(frozen=True)
class LeverWorth:
    """A lever with its effect on every target that can be judged."""

    lever: StandingLever
    effects: Mapping[str, LeverEffect]


@dataclass(frozen=True)
class Requirement:
    """What one lever, or all together, would have to be for a target.

    Parameters
    ----------
    lever
        Name of the lever; ``all levers`` for the last row.
    path
        The field; empty for all levers.
    to
        The least change that is enough; None where its whole range is not.
    probability
        Probability at `to`, or the best within the range.
    """

    lever: str
    path: str
    to: str | None
    probability: float


@dataclass(frozen=True)
class RateSensitivity:
    """Probability of each target if every plant ran at one multiple of nameplate."""

    multiple: float
    probabilities: Mapping[str, float]


def _moved(standing: Standing, changes: Sequence[Change]) -> Standing:
    moved = (*standing.changes, *changes)
    return stand(standing.folder, standing.as_of, moved, base=standing)


def _run(
    standing: Standing,
    changes: Sequence[Change],
    baseline: Paths,
    seed: int,
    threads: int,
    progress: Callable[[int], None] | None = None,
) -> tuple[Standing, Paths]:
    """Run a change on the draws of the baseline, those that fit what was counted included."""
    moved = _moved(standing, changes)
    run = simulate(
        moved,
        baseline.count,
        seed,
        posterior=baseline.posterior,
        targets_only=True,
        threads=threads,
        progress=progress,
    )
    return moved, run


def lever_worths(
    standing: Standing,
    paths: int,
    seed: int,
    *,
    threads: int = 1,
    baseline: Paths | None = None,
) -> tuple[LeverWorth, ...]:
    """Run every lever on the draws of the baseline.

    Parameters
    ----------
    standing
        The programme as of a day.
    paths, seed
        How many paths, and the seed.
    threads
        Changes no number.
    baseline
        As many paths of the programme with that seed, where they were run already.

    Returns
    -------
    tuple of LeverWorth
        In the order of the file.
    """
    if baseline is None:
        baseline = simulate(standing, paths, seed, targets_only=True, threads=threads)
    before = target_probabilities(standing, baseline)
    worths = []
    for lever in standing.levers:
        moved, run = _run(standing, [lever.change], baseline, seed, threads)
        effects = {}
        for name, after in target_probabilities(moved, run).items():
            if name not in before:
                continue
            kept = kept_paths(standing, baseline, name).astype(np.float64)
            gained = kept_paths(moved, run, name).astype(np.float64) - kept
            error = float(np.std(gained)) / math.sqrt(paths)
            effects[name] = LeverEffect(before[name], after, error)
        worths.append(LeverWorth(lever, effects))
    return tuple(worths)


def _written(quantity: Quantity, number: float) -> str:
    if quantity.dimension == "rate":
        return f"{round(number)} / year"
    if quantity.dimension == "duration":
        unit = "working days" if quantity.working_days else "days"
        return f"{round(number)} {unit}"
    if quantity.dimension == "count":
        return f"{round(number)}"
    return f"{number:.3f}"


def _steps(lever: StandingLever, standing: Standing) -> tuple[int, int] | None:
    """Return the range of a lever as whole steps, or None where it leaves none.

    Nothing may come or take later than it does: a delay is never what would have to
    be true.
    """
    options = standing.resolutions[lever.path].options
    today = standing.as_of.toordinal()
    if isinstance(lever.low, DayInterval) and isinstance(lever.high, DayInterval):
        low = max(lever.low.closed[0].toordinal(), today + 1)
        high = lever.high.closed[1].toordinal()
        lasts = [
            live_days(option.value, option.happened, today)[1]
            for option in options
            if isinstance(option.value, DayInterval)
        ]
        high = min(high, max(lasts, default=high))
        return (low, high) if low <= high else None
    if isinstance(lever.low, Quantity) and isinstance(lever.high, Quantity):
        scale = _scale(lever.low)
        low = math.ceil(lever.low.amount.support[0] * scale - 1e-9)
        high = math.floor(lever.high.amount.support[1] * scale + 1e-9)
        if lever.low.dimension == "duration":
            longest = [
                option.value.amount.support[1]
                for option in options
                if isinstance(option.value, Quantity)
            ]
            high = min(high, math.floor(max(longest, default=high)))
        return (low, high) if low <= high else None
    return None


def _scale(quantity: Quantity) -> float:
    """Return the steps in one unit: whole vehicles and days, thousandths of the rest."""
    return 1000.0 if quantity.dimension in ("multiple", "share") else 1.0


def _value_at(lever: StandingLever, step: int) -> str:
    if isinstance(lever.low, Quantity):
        return _written(lever.low, step / _scale(lever.low))
    return date.fromordinal(step).isoformat()


def required_for(
    standing: Standing,
    target: str,
    want: float,
    paths: int,
    seed: int,
    *,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> tuple[float, tuple[Requirement, ...]]:
    """Say what each lever alone, and all together, would have to be for a target.

    Parameters
    ----------
    standing
        The programme as of a day.
    target
        Name of the target.
    want
        The probability wanted, between 0 and 1.
    paths, seed
        Common to all runs, so that a difference is an effect and not noise.
    threads
        Changes no number.
    progress
        Called with the number of paths of every chunk of every run that is done.

    Returns
    -------
    float
        Probability as things stand.
    tuple of Requirement
        A lever each, in the order of the file, and all levers at their better end;
        none where the target is kept with that probability as things stand.

    Raises
    ------
    ValueError
        If the target is not there, cannot be judged, or `want` is no probability.
    """
    if not 0.0 < want < 1.0:
        raise ValueError(f"a wanted probability lies between 0 and 1, not at {want:g}")
    baseline = simulate(
        standing, paths, seed, targets_only=True, threads=threads, progress=progress
    )
    if target in baseline.unknown:
        raise ValueError(f"target {target!r} cannot be judged: {baseline.unknown[target]}")
    probabilities = target_probabilities(standing, baseline)
    if target not in probabilities:
        names = ", ".join(probabilities)
        raise ValueError(f"there is no target {target!r} on {standing.as_of}; there are {names}")

    def chance(*changes: Change) -> float:
        moved, run = _run(standing, changes, baseline, seed, threads, progress)
        return target_probabilities(moved, run).get(target, 0.0)

    if probabilities[target] >= want:
        return probabilities[target], ()
    requirements: list[Requirement] = []
    best_ends: list[Change] = []
    for lever in standing.levers:
        steps = _steps(lever, standing)
        if steps is None:
            continue
        low, high = (Change(lever.path, _value_at(lever, step)) for step in steps)
        at_low, at_high = chance(low), chance(high)
        best = low if at_low > at_high else high
        best_ends.append(best)
        top = max(at_low, at_high)
        if top < want:
            requirements.append(Requirement(lever.name, lever.path, None, top))
            continue
        failing, holding = (steps[1], steps[0]) if best is low else (steps[0], steps[1])
        while abs(holding - failing) > 1:
            middle = (holding + failing) // 2
            if chance(Change(lever.path, _value_at(lever, middle))) >= want:
                holding = middle
            else:
                failing = middle
        if min(at_low, at_high) >= want:
            holding = failing
        value = _value_at(lever, holding)
        requirements.append(
            Requirement(lever.name, lever.path, value, chance(Change(lever.path, value)))
        )
    if best_ends:
        together = chance(*best_ends)
        enough = "each at the better end of its range" if together >= want else None
        requirements.append(Requirement("all levers", "", enough, together))
    return probabilities[target], tuple(requirements)


def rate_sensitivity(
    standing: Standing,
    multiples: Sequence[float],
    paths: int,
    seed: int,
    *,
    threads: int = 1,
    baseline: Paths | None = None,
) -> tuple[RateSensitivity, ...]:
    """Say how each target fares if every own phase ran at one multiple of nameplate.

    Parameters
    ----------
    standing
        The programme as of a day.
    multiples
        Sustained rates to try.
    paths, seed, threads
        As for the outlook.
    baseline
        As many paths of the programme with that seed, where they were run already.

    Returns
    -------
    tuple of RateSensitivity
        One for each multiple.
    """
    if baseline is None:
        baseline = simulate(standing, paths, seed, targets_only=True, threads=threads)
    rows = []
    for multiple in multiples:
        changes = [
            Change(phase.sustained.path, multiple)
            for plant in standing.plants
            if not plant.contract
            for phase in plant.phases
        ]
        moved, run = _run(standing, changes, baseline, seed, threads)
        rows.append(RateSensitivity(multiple, target_probabilities(moved, run)))
    return tuple(rows)
