"""From vehicles to parts a week: what a supplier has to deliver, path by path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval
from jobone.outlook.simulation import Paths
from jobone.programme.letters import LetterLine
from jobone.programme.standing import Standing

__all__ = ["PartUse", "WeekOfParts", "part_uses", "parts_of_paths", "schedule", "weeks_within"]

_MOST_PARTS = 1_000_000

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PartUse:
    """How many parts a model takes.

    Parameters
    ----------
    model
        Place of the model among those that stand.
    name
        ``MODEL`` or ``MODEL.VARIANT``.
    take
        Share of the model's vehicles that are of this variant.
    per_vehicle
        Parts in a vehicle.
    award
        Share of the parts that is this supplier's.
    """

    model: int
    name: str
    take: float
    per_vehicle: float
    award: float

    @property
    def parts_per_vehicle(self) -> float:
        """Parts of this supplier for each vehicle of the model, whatever its variant."""
        return self.take * self.per_vehicle * self.award


@dataclass(frozen=True, slots=True)
class WeekOfParts:
    """Parts in one ISO week: 80 % interval and middle over the paths."""

    week: str
    name: str
    p10: float
    p50: float
    p90: float


def part_uses(
    standing: Standing,
    letter: Sequence[LetterLine],
    *,
    per_vehicle: float = 1.0,
    award: float = 1.0,
    model: str | None = None,
) -> tuple[PartUse, ...]:
    """Return what takes parts: the variants of a letter, or else every model.

    Parameters
    ----------
    standing
        The programme.
    letter
        Lines of the letter that stands; take rates are its units by variant.
    per_vehicle, award
        Parts in a vehicle, above 0, and the share of them that is this supplier's.
    model
        Only this model; left out: all.

    Raises
    ------
    ValueError
        If there is no such model, or a number is out of range.
    """
    if not 0.0 < per_vehicle <= _MOST_PARTS or not 0.0 < award <= 1.0:
        raise ValueError(
            f"parts per vehicle lie above 0 and up to {_MOST_PARTS:,}, a share above 0 and up to 1"
        )
    names = [item.name for item in standing.models]
    if model is not None and model not in names:
        raise ValueError(f"there is no model {model!r} on this day; there are {', '.join(names)}")
    uses = []
    for place, name in enumerate(names):
        if model not in (None, name):
            continue
        lines = [line for line in letter if line.model == name]
        total = sum(line.units for line in lines)
        variants = list(dict.fromkeys(line.variant for line in lines if line.variant))
        if not variants or total <= 0.0:
            uses.append(PartUse(place, name, 1.0, per_vehicle, award))
        for variant in variants if total > 0.0 else []:
            units = sum(line.units for line in lines if line.variant == variant)
            named = f"{name}.{variant}"
            uses.append(PartUse(place, named, units / total, per_vehicle, award))
    return tuple(uses)


def weeks_within(paths: Paths, window: DayInterval) -> slice:
    """Return the ISO weeks of a run that lie in a window, those at its ends included."""
    first, last = window.closed
    starts = paths.frame.week_starts
    inside = [
        place
        for place, monday in enumerate(starts[:-1])
        if monday <= last and monday + timedelta(days=6) >= first
    ]
    return slice(inside[0], inside[-1] + 1) if inside else slice(0, 0)


def parts_of_paths(paths: Paths, uses: Sequence[PartUse]) -> Numbers:
    """Return parts a week, shape (weeks, paths), all uses together.

    Parameters
    ----------
    paths
        Run with weeks.
    uses
        What takes parts.
    """
    total = np.zeros(paths.weeks.shape[1:])
    for use in uses:
        total += _built(paths, use.model) * use.parts_per_vehicle
    return total


def _built(paths: Paths, model: int) -> Numbers:
    place = next(
        place
        for place, item in enumerate(paths.frame.series)
        if item.model == model and item.measure == "production"
    )
    return np.asarray(paths.weeks[place], dtype=np.float64)


def schedule(paths: Paths, uses: Sequence[PartUse]) -> tuple[WeekOfParts, ...]:
    """Return parts by week and use.

    Parameters
    ----------
    paths
        Run with weeks.
    uses
        What takes parts.
    """
    labels = [monday.strftime("%G-W%V") for monday in paths.frame.week_starts[:-1]]
    rows = []
    for use in uses:
        parts = _built(paths, use.model) * use.parts_per_vehicle
        low, middle, high = np.quantile(parts, (0.1, 0.5, 0.9), axis=1)
        rows += [
            WeekOfParts(label, use.name, float(low[at]), float(middle[at]), float(high[at]))
            for at, label in enumerate(labels)
        ]
    return tuple(rows)
