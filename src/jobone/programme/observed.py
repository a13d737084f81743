"""Reading ``observed.csv`` and choosing the rows that count on a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jobone.core.days import DayInterval, add_months, parse_day
from jobone.core.documents import Row, read_csv
from jobone.core.problems import Problem
from jobone.core.validation import nearest
from jobone.evidence.loading import Evidence
from jobone.programme.folder import Observation

__all__ = ["COLUMNS", "MEASURES", "finest_rows", "read_observed"]

COLUMNS = ("of", "measure", "start", "end", "units", "published", "source")
MEASURES = ("deliveries", "production")


def _day(row: Row, column: str, problems: list[Problem]) -> date | None:
    try:
        return parse_day(row.values[column])
    except ValueError as failure:
        problems.append(Problem(row.location, f"{column}: {failure}", "a day such as 2031-04-30"))
        return None


def _units(row: Row, problems: list[Problem]) -> float | None:
    text = row.values["units"]
    if re.fullmatch(r"\d{1,9}(\.\d+)?", text):
        return float(text)
    problems.append(
        Problem(
            row.location,
            f"units is {text!r}",
            "a number of vehicles without separators, such as 13120",
        )
    )
    return None


def _observation(row: Row, evidence: Evidence) -> tuple[Observation | None, list[Problem]]:
    problems: list[Problem] = []
    of, measure = row.values["of"], row.values["measure"]
    if not re.fullmatch(r"maker|model\.[a-z0-9][a-z0-9-]*", of):
        problems.append(Problem(row.location, f"of is {of!r}", "maker, or model.NAME"))
    if measure not in MEASURES:
        problems.append(
            Problem(
                row.location,
                f"measure is {measure!r}",
                "deliveries or production",
                nearest(measure, MEASURES),
            )
        )
    start, end = _day(row, "start", problems), _day(row, "end", problems)
    units = _units(row, problems)
    published: date | None = None
    if row.values["published"]:
        published = _day(row, "published", problems)
    elif end is not None and end.year < date.max.year:
        published = add_months(end, 1)
    elif end is not None:
        problems.append(Problem(row.location, f"it ends on {end}", "a day that has come"))
    source = row.values["source"]
    if source and evidence.sources and source not in evidence.sources:
        problems.append(
            Problem(
                row.location,
                f"source is {source!r}",
                "the id of a [[source]], or nothing",
                nearest(source, list(evidence.sources)),
            )
        )
    if start is not None and end is not None and end < start:
        problems.append(Problem(row.location, f"it ends on {end}, before it starts on {start}"))
        return None, problems
    if end is not None and published is not None and published < end:
        what = f"it is published on {published}, before its last day ({end})"
        problems.append(Problem(row.location, what, f"a day from {end} on"))
    if problems or start is None or end is None or units is None or published is None:
        return None, problems
    days = DayInterval(start, end)
    return Observation(of, measure, days, units, published, source, row.location), []


def read_observed(
    path: Path, file: str, evidence: Evidence
) -> tuple[tuple[Observation, ...], tuple[Problem, ...]]:
    """Read what was counted.

    Parameters
    ----------
    path
        The file.
    file
        Its name in messages.
    evidence
        For the ids of sources.

    Returns
    -------
    tuple of Observation
        The rows that are right.
    tuple of Problem
        Every fault of the others.
    """
    rows, found = read_csv(path, file, COLUMNS)
    problems = list(found)
    observations: list[Observation] = []
    for row in rows:
        observation, found_here = _observation(row, evidence)
        problems += found_here
        if observation is not None:
            observations.append(observation)
    return tuple(observations), tuple(problems)


def finest_rows(
    rows: Sequence[Observation], of: str, measure: str, as_of: date
) -> tuple[Observation, ...]:
    """Choose the rows of one series that count on a day.

    Of the rows published by then the latest version of each period counts, and of
    overlapping periods the shorter ones.

    Parameters
    ----------
    rows
        All rows.
    of, measure
        The series.
    as_of
        The day.

    Returns
    -------
    tuple of Observation
        Disjoint rows in the order of their days.
    """
    latest: dict[tuple[date, date], Observation] = {}
    for row in rows:
        if row.of == of and row.measure == measure and row.published <= as_of:
            period = row.days.closed
            if period not in latest or row.published >= latest[period].published:
                latest[period] = row
    chosen: list[Observation] = []
    for row in sorted(latest.values(), key=lambda row: (row.days.day_count, row.days.closed)):
        if not any(row.days.overlaps(other.days) for other in chosen):
            chosen.append(row)
    return tuple(sorted(chosen, key=lambda row: row.days.closed))
