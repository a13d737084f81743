"""Checks of what was counted: rows of observed.csv that cannot all be what they say.

Only what no honest table holds is refused; what is merely odd is a notice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from jobone.core.problems import Problem
from jobone.core.quantity import DAYS_PER_YEAR
from jobone.programme.checks.context import Context
from jobone.programme.checks.stated import stated_quantities
from jobone.programme.folder import Notice, Observation

__all__ = ["check_counts", "odd_counts"]

_THOUSAND = 300.0
"""A rate so many times lower than before and after is taken for one in thousands."""
_SMALL = 100.0
"""Counts with decimals that all lie below this are taken for thousands."""
_ADRIFT = 1.25
"""Parts may add to so many times a whole that was counted by others."""
_FULLER = 1.1
"""Models may add to so many times their maker, as sources count differently."""
_RUNNING_ROWS = 3
_CLIMBING_ROWS = 6
_OVER_NAMEPLATE = 4.0
"""Months that never fall and end at so many times all nameplates look like a running total."""

Series = dict[tuple[str, str], list[Observation]]


def _series(rows: Iterable[Observation]) -> Series:
    """Return the latest version of each period, by series and in the order of their days."""
    latest: dict[tuple[str, str, date, date], Observation] = {}
    for row in rows:
        key = (row.of, row.measure, *row.days.closed)
        if key not in latest or row.published >= latest[key].published:
            latest[key] = row
    found: Series = defaultdict(list)
    for (of, measure, _, _), row in sorted(latest.items()):
        found[of, measure].append(row)
    return found


def _rate(row: Observation) -> float:
    return row.units / row.days.day_count


def _holds(row: Observation, other: Observation) -> bool:
    """Whether the period of a row holds that of another, shorter one."""
    (first, last), (begin, end) = row.days.closed, other.days.closed
    return first <= begin and end <= last and row.days.day_count > other.days.day_count


def _parts(row: Observation, rows: Sequence[Observation]) -> list[Observation]:
    """Return shorter rows that lie end to end through the whole of a row; none if none do."""
    inside = [other for other in rows if _holds(row, other)]
    day, last = row.days.closed
    found: list[Observation] = []
    while day <= last:
        starting = [other for other in inside if other.days.closed[0] == day]
        if not starting:
            return []
        found.append(min(starting, key=lambda other: other.days.day_count))
        day = found[-1].days.closed[1] + timedelta(days=1)
    return found


def check_counts(context: Context) -> list[Problem]:
    """Say which rows contradict each other or cannot be whole vehicles of their period."""
    rows = context.folder.observed
    problems = _told_twice(rows)
    series = _series(rows)
    for of_series in series.values():
        running = _running_total(of_series)
        problems += running or _overlaps(of_series)
        problems += _sums(of_series)
        problems += _thousands(of_series)
    problems += _too_many_models(series)
    problems += _too_early(context, [row for row in rows if row.measure == "deliveries"])
    return problems


def _told_twice(rows: Iterable[Observation]) -> list[Problem]:
    first: dict[tuple[object, ...], Observation] = {}
    problems = []
    for row in rows:
        key = (row.of, row.measure, row.days.closed, row.published)
        told = first.setdefault(key, row)
        if told.units != row.units:
            what = (
                f"{row.of} has {row.units:g} {row.measure} in {row.days}, and {told.units:g} "
                f"in line {told.location.line}, published on the same day"
            )
            hint = "name each model's own rows, or give a revised figure the day it was published"
            problems.append(Problem(row.location, what, "one count of each period", hint))
    return problems


def _running_total(rows: Sequence[Observation]) -> list[Problem]:
    """Say where each row holds the one before and nothing tells what came between."""
    by_start: dict[date, list[Observation]] = defaultdict(list)
    for row in rows:
        by_start[row.days.closed[0]].append(row)
    problems = []
    for start, same in by_start.items():
        units = [row.units for row in same]
        alone = not any(_parts(row, rows) for row in same[1:])
        if len(same) >= _RUNNING_ROWS and units == sorted(units) and alone:
            row = same[1]
            what = f"{len(same)} rows of {row.of} all start on {start}: a running total"
            hint = "give each row its own days, and its units less those of the row before"
            problems.append(Problem(row.location, what, "the units of each period alone", hint))
    return problems


def _overlaps(rows: Sequence[Observation]) -> list[Problem]:
    """Say which periods overlap in part, where no finer rows stand for them."""
    counted = [row for row in rows if not _parts(row, rows)]
    problems = []
    for place, row in enumerate(counted):
        first, last = row.days.closed
        for other in counted[:place]:
            begin, end = other.days.closed
            if begin < first <= end < last:
                what = f"{row.days} overlaps {other.days} of line {other.location.line} in part"
                expected = "periods that lie apart, or one inside the other"
                problems.append(Problem(row.location, what, expected, "leave one out, or split it"))
                break
    return problems


def _sums(rows: Sequence[Observation]) -> list[Problem]:
    """Say where the parts of a period add to something else altogether."""
    problems = []
    for row in rows:
        parts = _parts(row, rows)
        total = sum(part.units for part in parts)
        if parts and max(total, row.units) > _ADRIFT * min(total, row.units) + 1.0:
            what = (
                f"{row.of} has {row.units:g} {row.measure} in {row.days}, but the {len(parts)} "
                f"rows inside add to {total:g}"
            )
            if parts[-1].units == row.units:
                hint = "the parts look like a running total: give each its own units"
            else:
                hint = "look for thousands, or for rows of another model"
            problems.append(Problem(row.location, what, "parts that add to the whole", hint))
    return problems


def _thousands(rows: Sequence[Observation]) -> list[Problem]:
    fractions = [row for row in rows if row.units % 1.0]
    expected = "whole vehicles, such as 13120 and not 13.12"
    counted = [row for row in rows if row.units > 0.0]
    if len(fractions) > 1 and all(row.units < _SMALL for row in counted):
        row = fractions[0]
        what = f"every count of {row.of} {row.measure} is below 100 and some have decimals"
        return [Problem(row.location, f"{what}: units in thousands", expected)]
    return [
        Problem(
            row.location,
            f"units is {row.units:g}, about a thousandth of the rows before and after",
            expected,
        )
        for row in _dips(rows)
        if row in fractions
    ]


def _dips(rows: Sequence[Observation]) -> list[Observation]:
    """Return the rows whose rate is about a thousandth of that before and after."""
    disjoint = [row for row in rows if not any(_holds(row, other) for other in rows)]
    return [
        row
        for before, row, after in zip(disjoint, disjoint[1:], disjoint[2:], strict=False)
        if 0.0 < _rate(row) * _THOUSAND <= min(_rate(before), _rate(after))
    ]


def _too_many_models(series: Series) -> list[Problem]:
    """Say where the models of a maker add to clearly more than the maker."""
    problems = []
    for row in (row for (of, _), rows in series.items() if of == "maker" for row in rows):
        models = [
            other
            for (of, measure), rows in series.items()
            if of != "maker" and measure == row.measure
            for other in rows
            if other.days.closed == row.days.closed
        ]
        total = sum(other.units for other in models)
        if models and total > _FULLER * row.units + 1.0:
            what = (
                f"the models have {total:g} {row.measure} in {row.days}, and the maker of line "
                f"{row.location.line} {row.units:g}"
            )
            hint = "look for the rows of two models under one name"
            problems.append(Problem(models[0].location, what, "models that add to the maker", hint))
    return problems


def _first_starts(context: Context) -> dict[str, date]:
    """Return the first day on which each model is told to have started, if any is."""
    starts: dict[str, date] = {}
    for claim in context.folder.evidence.claims:
        root, _, name = claim.about.partition(".")
        days = claim.value.days if claim.value is not None else None
        if root == "sop" and claim.tells_happening and days is not None and days.first is not None:
            starts[name] = min(days.first, starts.get(name, days.first))
    return starts


def _early(context: Context, rows: Iterable[Observation]) -> list[tuple[Observation, date]]:
    starts = _first_starts(context)
    found = []
    for row in rows:
        named = starts.get(row.of.removeprefix("model."))
        start = min(starts.values(), default=None) if row.of == "maker" else named
        if start is not None and row.units > 0.0 and row.days.closed[1] < start:
            found.append((row, start))
    return found


def _too_early(context: Context, rows: Iterable[Observation]) -> list[Problem]:
    return [
        Problem(
            row.location,
            f"{row.units:g} {row.measure} of {row.of} in {row.days}, before its first start of "
            f"production ({start})",
            "nothing, or a later period",
            "look at the year, and at the claims about the start",
        )
        for row, start in _early(context, rows)
    ]


def odd_counts(context: Context) -> list[Notice]:
    """Return what is odd in the counts and may be right."""
    rows = context.folder.observed
    notices = [
        Notice(row.location, f"{row.units:g} vehicles were built before {start}, the first start")
        for row, start in _early(context, [row for row in rows if row.measure == "production"])
    ]
    for of_series in _series(rows).values():
        notices += [
            Notice(
                row.location,
                f"units is {row.units:g}, about a thousandth of the rows before and after: is it "
                "in thousands?",
            )
            for row in _dips(of_series)
            if not row.units % 1.0
        ]
        notices += _yearly_rises(of_series) or _endless_rises(context, of_series)
    return notices


def _endless_rises(context: Context, rows: Sequence[Observation]) -> list[Notice]:
    """Say where months never fall and end far above what all plants are said to build."""
    months = [row for row in rows if row.days.day_count <= 31 and row.units > 0.0]
    falls = any(after.units < before.units for before, after in pairwise(months))
    nameplate = sum(
        max((value.amount.support[1] for _, value in stated_quantities(context, path)), default=0.0)
        for path in context.folder.fields
        if path.startswith("plant.") and path.endswith(".nameplate")
    )
    if len(months) < _CLIMBING_ROWS or falls or nameplate == 0.0:
        return []
    last = months[-1]
    times = _rate(last) * DAYS_PER_YEAR / nameplate
    if times < _OVER_NAMEPLATE:
        return []
    text = (
        f"the months of {last.of} never fall, and {last.units:g} in {last.days} is "
        f"{times:.0f} times what all plants together are said to build: is it a running total?"
    )
    return [Notice(last.location, text)]


def _yearly_rises(rows: Sequence[Observation]) -> list[Notice]:
    """Say where months only rise within each year and fall back in January."""
    months = [row for row in rows if row.days.day_count <= 31]
    years: dict[int, list[Observation]] = defaultdict(list)
    for row in months:
        years[row.days.closed[0].year].append(row)
    rising = [
        all(before.units < after.units for before, after in pairwise(one)) for one in years.values()
    ]
    full = sum(len(one) >= 6 for one in years.values())
    resets = [
        3.0 * years[year + 1][0].units < one[-1].units
        for year, one in years.items()
        if year + 1 in years
    ]
    if full < 2 or not all(rising) or not resets or not all(resets):
        return []
    text = (
        f"the months of {months[0].of} only rise within each year and fall back with the next: "
        "is it a running total?"
    )
    return [Notice(months[0].location, text)]
