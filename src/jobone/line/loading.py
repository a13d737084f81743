"""Reading a line file: every check, every problem together."""

from __future__ import annotations

import csv
import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from jobone.core.documents import Document, parse_csv, parse_toml, read_text, read_toml
from jobone.core.problems import InputError, Location, Problem
from jobone.core.validation import nearest, validate_row, validate_rows
from jobone.line.description import Breakdown, Line, Run, Station, Week
from jobone.line.hours import WEEK_SECONDS, parse_week
from jobone.line.schema import MOST_VEHICLES, BreakdownRow, LineRow, StationRow
from jobone.line.times import EXPECTED_TIMES, MOST_SECONDS, Times, parse_duration, parse_times

__all__ = ["FORMAT", "load_line", "parse_line"]

FORMAT = 1

MOST_STATIONS = 500
MOST_FAILURES = 1000.0
"""Expected failures, or repair times spent, for one cycle: beyond it nothing moves."""
MOST_SCRAPPED = 1000.0
"""Vehicles started for one that leaves the line."""
MOST_OBSERVED = 1_000_000
"""Values of an empirical distribution."""

_EMPIRICAL = re.compile(r"empirical\s*\(\s*([^,]+?)\s*,\s*([^,]+?)\s*\)", re.IGNORECASE)
_VEHICLES = re.compile(r"(\d[\d_]*)\s*(?:vehicles?|cars?|units?)")
_EXPECTED_HOURS = "hours such as 'Mon..Fri 06:00-14:00' or '12:00-12:30'"

Read = TypeVar("Read")


@dataclass(frozen=True)
class _Context:
    """The file under check, and where its problems go."""

    document: Document
    folder: Path
    texts: Mapping[str, str] | None
    problems: list[Problem]

    def refuse(
        self, keys: Sequence[str | int], what: str, expected: str = "", remedy: str = ""
    ) -> None:
        where = self.place(*keys)
        self.problems.append(Problem(where, what, expected, remedy))

    def place(self, *keys: str | int) -> Location:
        """Return where a value stands, or what is around it: the first line if nothing is."""
        where = self.document.location(*keys)
        return where if where.line else replace(where, line=1)

    def text(self, file: str) -> str | Problem | None:
        """Return the text of a file beside the line's; None if there is none."""
        if self.texts is not None:
            return self.texts.get(os.path.normpath(file))
        path = self.folder / file
        try:
            return read_text(path, str(path)) if path.is_file() else None
        except (OSError, ValueError):
            return None

    def read(
        self, keys: Sequence[str | int], parse: Callable[[], Read], expected: str
    ) -> Read | None:
        """Return what `parse` gives; what it raises is a problem."""
        try:
            return parse()
        except ValueError as error:
            self.refuse(keys, f"{str(keys[-1])!r}: {error}", expected)
            return None


def load_line(path: str | Path) -> Line:
    """Read a line file.

    Parameters
    ----------
    path
        The TOML file; empirical distributions are looked for beside it.

    Returns
    -------
    Line
        Its stations in the order of flow.

    Raises
    ------
    InputError
        With every problem found.
    """
    place = Path(path)
    document = read_toml(place, str(path))
    if isinstance(document, tuple):
        raise InputError(document)
    return _line_of(document, place.parent, None)


def parse_line(
    text: str,
    file: str = "line.toml",
    folder: str | Path = ".",
    texts: Mapping[str, str] | None = None,
) -> Line:
    """Read a line from a text; the parameters and the rest are those of :func:`load_line`.

    Parameters
    ----------
    text
        TOML.
    file
        Its name in messages.
    folder
        Where empirical distributions are looked for.
    texts
        If given, they are looked for in here and nowhere else, by name from the folder on.
    """
    document = parse_toml(text, file)
    if isinstance(document, tuple):
        raise InputError(document)
    return _line_of(document, Path(folder), texts)


def _line_of(document: Document, folder: Path, texts: Mapping[str, str] | None) -> Line:
    context = _Context(document, folder, texts, [])
    _check_top(context)
    header = validate_row(document, ("line",), document.data.get("line", {}), LineRow)
    rows, faults = validate_rows(document, "station", StationRow)
    context.problems.extend(faults)
    if isinstance(header, tuple):
        context.problems.extend(header)
        header = LineRow()
    if not document.data.get("station"):
        context.refuse(("station",), "there is no station", "[[station]] with name and cycle")
    elif len(rows) > MOST_STATIONS:
        context.refuse(("station",), f"there are {len(rows)} stations", f"at most {MOST_STATIONS}")
    run = context.read(("line", "run"), lambda: _run(header.run), "'100000 vehicles' or '250 days'")
    warm_up = context.read(
        ("line", "warm_up"), lambda: _warm_up(header.warm_up), "'detect', 'none' or a time"
    )
    _check_calendar(context, header)
    stations = [_station(context, header, row, index) for row, index in rows]
    if not faults:
        _check_names(context, rows)
        order = _order_of_flow(context, rows) if not context.problems else []
        if not context.problems:
            stations = _in_order(stations, [row for row, _ in rows], order)
            _check_movement(context, [station for station in stations if station])
    if context.problems or run is None or warm_up is None:
        raise InputError(context.problems)
    return Line(
        name=header.name or Path(document.file).stem,
        stations=tuple(station for station in stations if station),
        blocking=header.blocking,
        run=run,
        replications=header.replications,
        warm_up=warm_up,
        country=header.calendar or "",
        starts_on=header.starts_on,
        location=context.place("line", "run"),
    )


def _check_top(context: _Context) -> None:
    known = ("format", "line", "station")
    stated = context.document.data.get("format")
    if stated != FORMAT or isinstance(stated, bool):
        what = f"format is {stated!r}" if stated is not None else "'format' is missing"
        context.refuse(("format",), what, f"format = {FORMAT}")
    for key in context.document.data:
        if key not in known:
            context.refuse(
                (key,),
                f"unknown table or key {key!r}",
                f"one of {', '.join(known)}",
                nearest(key, known),
            )


def _run(text: str) -> Run:
    count = _VEHICLES.fullmatch(text.strip())
    if count is None:
        return Run(seconds=parse_duration(text))
    digits = count[1].replace("_", "")
    if len(digits) > 18 or not 1 <= int(digits) <= MOST_VEHICLES:
        raise ValueError(
            f"{text.strip()!r} is not from 1 to {MOST_VEHICLES:,} vehicles; more precision "
            "comes from more replications"
        )
    return Run(vehicles=int(digits))


def _warm_up(text: str) -> float | Literal["detect"]:
    match text.strip():
        case "detect":
            return "detect"
        case "none":
            return 0.0
        case other:
            return parse_duration(other)


def _check_calendar(context: _Context, header: LineRow) -> None:
    if header.calendar is None:
        return
    from jobone.core.calendars import WorkingCalendar  # here: it loads every country

    if header.starts_on is None:
        context.refuse(
            ("line", "calendar"),
            "a calendar of holidays needs the day of the start",
            "starts_on = a day",
        )
        return
    country, day = header.calendar, header.starts_on
    context.read(("line", "calendar"), lambda: WorkingCalendar(country, day), "")


def _station(context: _Context, header: LineRow, row: StationRow, index: int) -> Station | None:
    place = ("station", index)
    cycle = _times(context, (*place, "cycle"), row.cycle)
    breakdown = _breakdown(context, (*place, "breakdown"), row.breakdown)
    week = _week(context, header, row, index)
    if row.machines > 1 and header.blocking == "before-service":
        context.refuse(
            (*place, "machines"),
            "parallel machines cannot block before service",
            "machines = 1, or blocking = 'after-service'",
        )
    if cycle is None or week is None:
        return None
    return Station(
        name=row.name,
        cycle=cycle,
        machines=row.machines,
        buffer_after=row.buffer_after,
        passing=float(row.yield_),
        repeat=float(row.repeat),
        learning_exponent=-math.log2(row.learning) + 0.0,
        yield_exponent=-math.log2(row.yield_learning) + 0.0,
        learning_vehicles=row.learning_until,
        breakdown=breakdown,
        week=week,
        location=context.document.location(*place),
    )


def _week(context: _Context, header: LineRow, row: StationRow, index: int) -> Week | None:
    shifts = header.shifts if row.shifts is None else row.shifts
    breaks = header.breaks if row.breaks is None else row.breaks
    own = row.shifts is not None or row.breaks is not None
    table: tuple[str | int, ...] = ("station", index) if own else ("line",)
    key = "shifts" if shifts and (row.shifts is not None or not own) else "breaks"
    return context.read((*table, key), lambda: parse_week(shifts, breaks), _EXPECTED_HOURS)


def _breakdown(
    context: _Context, place: tuple[str | int, ...], row: BreakdownRow | None
) -> Breakdown | None:
    if row is None:
        return None
    between = _times(context, (*place, "between"), row.between)
    repair = _times(context, (*place, "repair"), row.repair)
    return Breakdown(between, repair, row.clock) if between and repair else None


def _times(context: _Context, keys: tuple[str | int, ...], text: str) -> Times | None:
    observed = _EMPIRICAL.fullmatch(text.strip())
    if observed is None:
        return context.read(keys, lambda: parse_times(text), EXPECTED_TIMES)
    return _empirical(context, keys, observed[1].strip("\"'"), observed[2].strip("\"'"))


def _empirical(
    context: _Context, keys: tuple[str | int, ...], file: str, column: str
) -> Times | None:
    shown = str(context.folder / file)
    text = context.text(file)
    if text is None:
        context.refuse(keys, f"there is no file {shown}", "a CSV file beside the line's")
        return None
    if isinstance(text, Problem):
        context.problems.append(text)
        return None
    rows, problems = parse_csv(text, shown, (column,), _other_columns(text, column))
    values: list[float] = []
    faults: list[Problem] = list(problems)
    for row in rows:
        cell = row.values[column]
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if 0.0 < value <= MOST_SECONDS:
            values.append(value)
        else:
            faults.append(
                Problem(
                    row.location, f"{column} is {cell[:40]!r}", "a number of seconds above zero"
                )
            )
    if not values and not faults:
        faults.append(Problem(Location(shown), "there are no values", "one time a row, in seconds"))
    if len(values) > MOST_OBSERVED:
        faults.append(Problem(Location(shown), "too many values", f"at most {MOST_OBSERVED:,}"))
    context.problems.extend(faults[:20])
    return None if faults else Times("empirical", tuple(sorted(values)))


def _other_columns(text: str, column: str) -> tuple[str, ...]:
    """Return what else a log of a plant has: none of it matters."""
    heading = next(csv.reader(text.splitlines()[:1]), [])
    return tuple(
        dict.fromkeys(name.strip() for name in heading if name.strip() not in ("", column))
    )


def _check_names(context: _Context, rows: list[tuple[StationRow, int]]) -> None:
    first: dict[str, int] = {}
    for row, index in rows:
        if row.name in first:
            where = context.document.location("station", first[row.name], "name").line
            context.refuse(
                ("station", index, "name"),
                f"{row.name!r} is the name of two stations, first in line {where}",
                "a name for each",
            )
        first.setdefault(row.name, index)
    for position, (row, index) in enumerate(rows):
        keys = ("station", index, "feeds")
        if row.feeds == row.name:
            context.refuse(
                keys,
                f"{row.name!r} feeds itself",
                "another station",
                "for a repeat on the spot use repeat = CHANCE",
            )
        elif row.feeds is not None and row.feeds not in first:
            context.refuse(
                keys,
                f"there is no station {row.feeds!r}",
                "the name of a station",
                nearest(row.feeds, list(first)),
            )
        elif row.feeds is None and position == len(rows) - 1 and row.buffer_after:
            context.refuse(
                ("station", index, "buffer_after"),
                "the last station feeds nothing",
                "no buffer_after here",
            )


def _order_of_flow(context: _Context, rows: list[tuple[StationRow, int]]) -> list[int]:
    """Return the places in the file in an order in which each station feeds a later one."""
    places = {row.name: position for position, (row, _) in enumerate(rows)}
    target = [
        places[row.feeds]
        if row.feeds is not None
        else (position + 1 if position + 1 < len(rows) else None)
        for position, (row, _) in enumerate(rows)
    ]
    waiting = [0] * len(rows)
    for goal in target:
        if goal is not None:
            waiting[goal] += 1
    order: list[int] = []
    ready = [position for position, count in enumerate(waiting) if count == 0]
    while ready:
        here = ready.pop(0)
        order.append(here)
        goal = target[here]
        if goal is not None:
            waiting[goal] -= 1
            if waiting[goal] == 0:
                ready.append(goal)
                ready.sort()
    for position in sorted(set(range(len(rows))) - set(order)):
        goal = target[position]
        loop = _loop_from(position, target)
        if position == min(loop) and goal is not None:
            names = " -> ".join(repr(rows[place][0].name) for place in [*loop, loop[0]])
            context.refuse(
                ("station", rows[position][1], "feeds"),
                f"the vehicles go round in a loop ({names}), so that none of these stations "
                "can ever be fed first",
                "stations that feed later ones only",
                "loops back into the flow are not simulated; for rework on the spot use repeat",
            )
    return order


def _loop_from(position: int, target: list[int | None]) -> list[int]:
    """Return the loop that following the flow from here runs into."""
    seen: list[int] = []
    here: int | None = position
    while here is not None and here not in seen:
        seen.append(here)
        here = target[here]
    return seen[seen.index(here) :] if here is not None else seen


def _in_order(
    stations: list[Station | None], rows: list[StationRow], order: list[int]
) -> list[Station | None]:
    names = {row.name: position for position, row in enumerate(rows)}
    new_place = {old: new for new, old in enumerate(order)}
    result: list[Station | None] = []
    for old in order:
        feeds = rows[old].feeds
        goal = names[feeds] if feeds is not None else old + 1
        station = stations[old]
        result.append(station and replace(station, feeds=new_place.get(goal)))
    return result


def _pace(station: Station) -> float:
    """Return the seconds, nights counted, in which a station lets a vehicle through."""
    open_seconds = sum(end - start for start, end in station.week) or WEEK_SECONDS
    work = station.cycle.mean / (1.0 - station.repeat) / station.machines
    return work * WEEK_SECONDS / open_seconds


def _check_movement(context: _Context, stations: list[Station]) -> None:
    """Refuse a line on which hardly a vehicle would ever get through."""
    slowest = max(stations, key=_pace)
    for station in stations:
        down = station.breakdown
        if down is None:
            continue
        times = _pace(slowest) / (down.between.mean + down.repair.mean)
        if down.clock == "calendar" and times > MOST_FAILURES:
            context.problems.append(
                Problem(
                    station.location,
                    f"{station.name!r} fails {times:,.0f} times, by the calendar, for each "
                    f"vehicle that {slowest.name!r} lets through",
                    f"at most {MOST_FAILURES:,.0f}",
                )
            )
        failures = station.cycle.mean / down.between.mean
        share = down.repair.mean / down.between.mean
        if failures > MOST_FAILURES or share > MOST_FAILURES:
            context.problems.append(
                Problem(
                    station.location,
                    f"{station.name!r} cannot move: it fails {failures:,.0f} times in one cycle "
                    f"and is under repair {share:,.0f} times as long as it works",
                    f"at most {MOST_FAILURES:,.0f} of either",
                )
            )
    started = math.prod(1.0 / station.passing for station in stations)
    if started > MOST_SCRAPPED:
        last = stations[-1]
        worst = min(stations, key=lambda station: station.passing)
        context.problems.append(
            Problem(
                worst.location,
                f"the line scraps nearly everything: {started:,.0f} vehicles are started for "
                f"one that leaves {last.name!r}",
                f"yields that let one in {MOST_SCRAPPED:,.0f} through",
            )
        )
