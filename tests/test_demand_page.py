"""The tables of docs/demand.md are what the worked example comes to."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np

from jobone.core.changes import Change
from jobone.outlook.simulation import Paths, simulate
from jobone.outlook.waiting import wait_forecasts
from jobone.programme.folder import Folder
from jobone.programme.loading import load_folder
from jobone.programme.observed import finest_rows
from jobone.programme.standing import stand

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "demand.md"
PATHS, SEED = 1000, 1
AS_COUNTED = ("sustained=1.9", "ramp=4 months")
"""About what the example's plant was counted to run at, put to each of its phases."""


@lru_cache
def folder() -> Folder:
    return load_folder(ROOT / "examples" / "xiaomi")


@lru_cache
def run(as_of: date, as_counted: bool) -> tuple[Paths, dict[str, str]]:
    """Paths, and the waits of the first week after the day, by model and in weeks."""
    phases = ("phase-1", "phase-2") if as_counted else ()
    changes = tuple(
        Change(f"plant.beijing.{phase}.{key}", value)
        for phase in phases
        for key, value in (text.split("=") for text in AS_COUNTED)
    )
    standing = stand(folder(), as_of, changes)
    paths = simulate(standing, PATHS, SEED)
    waits = {}
    for item in wait_forecasts(standing, paths):
        name = item.of.removeprefix("model.")
        if item.monday > as_of and name not in waits:
            low, middle, high = (
                "–" if days is None else str(round(days / 7))
                for days in (item.p10, item.p50, item.p90)
            )
            waits[name] = f"{middle} ({low} to {high})"
    return paths, waits


def half_year(as_of: date, as_counted: bool) -> str:
    paths, _ = run(as_of, as_counted)
    place = next(
        place
        for item, place in paths.frame.shown
        if (item.of, item.measure) == ("maker", "deliveries")
    )
    units = paths.months[place, months_after(paths, as_of)].sum(axis=0)
    low, middle, high = (round(float(value), -3) for value in np.quantile(units, (0.1, 0.5, 0.9)))
    return f"{middle:,.0f} ({low:,.0f} to {high:,.0f})"


def months_after(paths: Paths, as_of: date) -> list[int]:
    starts = paths.frame.month_starts
    return [place for place, start in enumerate(starts) if start > as_of][:6]


def came(as_of: date) -> str:
    paths, _ = run(as_of, False)
    months = months_after(paths, as_of)
    first, following = paths.frame.month_starts[months[0]], paths.frame.month_starts[months[-1] + 1]
    rows = finest_rows(folder().observed, "maker", "deliveries", date(2026, 11, 21))
    units = [row.units for row in rows if first <= row.days.closed[0] < following]
    return f"{sum(units):,.0f}"


def cells(head: str) -> list[list[str]]:
    """The rows of the table of the page that begins with a heading."""
    lines = PAGE.read_text("utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {head} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_the_waits_of_the_page_are_reckoned() -> None:
    rows = cells("asked on")
    assert len(rows) >= 6
    for on, model, _, drawn, counted in rows:
        as_of = date.fromisoformat(on)
        found = [run(as_of, flag)[1][model.lower()] for flag in (False, True)]
        assert [drawn, counted] == found, on


def test_the_deliveries_of_the_page_are_reckoned_and_counted() -> None:
    rows = cells("known on")
    assert len(rows) >= 4
    for on, drawn, counted, real in rows:
        as_of = date.fromisoformat(on)
        assert drawn == half_year(as_of, False), on
        assert counted == half_year(as_of, True), on
        assert real == came(as_of), on
