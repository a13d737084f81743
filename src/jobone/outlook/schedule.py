"""From vehicles to parts a week: what a supplier has to deliver, path by path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval
from jobone.outlook.simulation import Paths
from jobone.programme.letters import LetterLine
from jobone.programme.standing import Standing

__all__ = [
    "PartUse",
    "PartsForecast",
    "QuarterOfParts",
    "Range",
    "WeekOfParts",
    "described_uses",
    "forecast_parts",
    "part_uses",
    "parts_of_paths",
    "peak_of",
    "schedule",
    "weeks_within",
]

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
        ``MODEL`` or ``MODEL.VARIANT``, or ``part.NAME`` for a part that the folder
        describes.
    take
        Share of the model's vehicles that are of this variant.
    per_vehicle
        Parts in a vehicle.
    award
        Share of the parts that is this supplier's.
    variant
        The variant that takes it; empty where every variant does.
    """

    model: int
    name: str
    take: float
    per_vehicle: float
    award: float
    variant: str = ""

    @property
    def parts_per_vehicle(self) -> float:
        """Parts of this supplier for each vehicle of the model, whatever its variant."""
        return self.take * self.per_vehicle * self.award

    def parts_of(self, line: LetterLine, standing: Standing) -> float:
        """Return parts of this supplier for each vehicle of a line of a letter."""
        if line.model != standing.models[self.model].name:
            return 0.0
        if line.variant and self.variant:
            # The line tells of this variant alone, whatever its share of the model.
            return self.per_vehicle * self.award if line.variant == self.variant else 0.0
        return self.parts_per_vehicle


Range = tuple[float, float, float]
"""10th, 50th and 90th percentile over the paths."""


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
            uses.append(PartUse(place, named, units / total, per_vehicle, award, variant))
    return tuple(uses)


def described_uses(
    standing: Standing, letter: Sequence[LetterLine], name: str | None = None
) -> tuple[PartUse, ...]:
    """Return what takes the parts that the folder describes.

    Parameters
    ----------
    standing
        The programme.
    letter
        Lines of the letter that stands: the share of a variant that names no take rate.
    name
        Only this part; left out: all.

    Returns
    -------
    tuple of PartUse
        One for each part and model; a part of a variant whose share nobody has told by
        the day is left out.

    Raises
    ------
    ValueError
        If there is no such part.
    """
    names = [row.name for row in standing.parts]
    if name is not None and name not in names:
        there = f"there are {', '.join(names)}" if names else "no [[part]] stands on this day"
        raise ValueError(f"there is no part {name!r} on this day; {there}")
    uses = []
    for row in standing.parts:
        for place, model in enumerate(standing.models):
            if name not in (None, row.name) or row.model not in (None, model.name):
                continue
            take = row.take_rate
            if take is None:
                take = _share_of(letter, model.name, row.variant)
            if take > 0.0:
                variant = row.variant or ""
                named = f"part.{row.name}"
                uses.append(PartUse(place, named, take, row.per_vehicle, row.award, variant))
    return tuple(uses)


def _share_of(letter: Sequence[LetterLine], model: str, variant: str | None) -> float:
    """Return a variant's share of a model in a letter; 1 for all variants."""
    if variant is None:
        return 1.0
    lines = [line for line in letter if line.model == model]
    total = sum(line.units for line in lines)
    return sum(line.units for line in lines if line.variant == variant) / total if total else 0.0


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


def _by_name(uses: Sequence[PartUse]) -> dict[str, list[PartUse]]:
    """Return the uses under each name: one part may go into several models."""
    named: dict[str, list[PartUse]] = {}
    for use in uses:
        named.setdefault(use.name, []).append(use)
    return named


def _labels(paths: Paths) -> list[str]:
    return [monday.strftime("%G-W%V") for monday in paths.frame.week_starts[:-1]]


def _weeks(parts: Numbers, name: str, labels: Sequence[str]) -> tuple[WeekOfParts, ...]:
    low, middle, high = np.quantile(parts, (0.1, 0.5, 0.9), axis=1)
    return tuple(
        WeekOfParts(label, name, float(low[at]), float(middle[at]), float(high[at]))
        for at, label in enumerate(labels)
    )


def schedule(paths: Paths, uses: Sequence[PartUse]) -> tuple[WeekOfParts, ...]:
    """Return parts by week and name.

    Parameters
    ----------
    paths
        Run with weeks.
    uses
        What takes parts; those of one name add up.
    """
    labels = _labels(paths)
    return tuple(
        week
        for name, own in _by_name(uses).items()
        for week in _weeks(parts_of_paths(paths, own), name, labels)
    )


@dataclass(frozen=True, slots=True)
class QuarterOfParts:
    """The highest week of a quarter.

    Parameters
    ----------
    quarter
        Such as ``2031-Q3``; an ISO week belongs to the quarter of its Monday.
    needed
        Parts in the highest week.
    peak_week
        The Monday of that week, in the middle of the paths.
    """

    quarter: str
    needed: Range
    peak_week: date


@dataclass(frozen=True)
class PartsForecast:
    """Parts a week of one name, with the highest week.

    Parameters
    ----------
    name
        ``part.NAME``, ``MODEL.VARIANT`` or ``MODEL``.
    weeks
        Every ISO week of the horizon.
    needed
        Parts in the highest of the weeks after the day of the outlook.
    peak_weeks
        10th, 50th and 90th percentile of the Monday of that week.
    quarters
        The highest week of each quarter after the day of the outlook.
    """

    name: str
    weeks: tuple[WeekOfParts, ...]
    needed: Range
    peak_weeks: tuple[date, date, date]
    quarters: tuple[QuarterOfParts, ...]


def forecast_parts(
    standing: Standing, paths: Paths, letter: Sequence[LetterLine]
) -> tuple[PartsForecast, ...]:
    """Return parts a week of every part that the folder describes, or else of its letter.

    Parameters
    ----------
    standing
        The programme.
    paths
        Run of it, with weeks.
    letter
        Lines of the letter that stands.

    Returns
    -------
    tuple of PartsForecast
        Empty where neither describes anything, or no week is left. A part of a model
        whose start cannot be reckoned is left out: nothing is not none.
    """
    if standing.folder.parts:
        uses = described_uses(standing, letter)
    else:
        lettered = {line.model for line in letter}
        uses = tuple(
            use
            for use in part_uses(standing, letter)
            if standing.models[use.model].name in lettered
        )
    labels, mondays = _labels(paths), paths.frame.week_starts[:-1]
    left = [at for at, monday in enumerate(mondays) if monday > standing.as_of]
    if not left:
        return ()
    found = []
    for name, own in _by_name(uses).items():
        if any(f"sop.{standing.models[use.model].name}" in paths.unknown_events for use in own):
            continue
        parts = parts_of_paths(paths, own)
        quarters: dict[str, list[int]] = {}
        for at in left:
            monday = mondays[at]
            label = f"{monday.year}-Q{(monday.month + 2) // 3}"
            quarters.setdefault(label, []).append(at)
        needed, peaks = peak_of(parts[left], [mondays[at] for at in left])
        rows = []
        for quarter, places in quarters.items():
            highest, when = peak_of(parts[places], [mondays[at] for at in places])
            rows.append(QuarterOfParts(quarter, highest, when[1]))
        found.append(PartsForecast(name, _weeks(parts, name, labels), needed, peaks, tuple(rows)))
    return tuple(found)


def peak_of(parts: Numbers, mondays: Sequence[date]) -> tuple[Range, tuple[date, date, date]]:
    """Return the highest week of each path: how many parts, and when.

    Parameters
    ----------
    parts
        Parts a week, shape (weeks, paths), at least one week.
    mondays
        First day of each week.

    Returns
    -------
    Range, tuple of three dates
        10th, 50th and 90th percentile over the paths. Of equal weeks the first counts.
    """
    low, middle, high = (
        float(value)
        for value in np.quantile(parts.max(axis=0), (0.1, 0.5, 0.9), method="inverted_cdf")
    )
    days = np.array([monday.toordinal() for monday in mondays])[parts.argmax(axis=0)]
    first, mid, last = (
        date.fromordinal(int(value))
        for value in np.quantile(days, (0.1, 0.5, 0.9), method="inverted_cdf")
    )
    return (low, middle, high), (first, mid, last)
