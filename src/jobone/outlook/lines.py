"""What production lines give a programme: output by week since a phase opened."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from jobone.core.changes import Change
from jobone.core.problems import InputError, Location, Problem
from jobone.core.quantity import Quantity
from jobone.line.answering import usual_threads
from jobone.line.description import Line, Run
from jobone.line.hours import WEEK_SECONDS
from jobone.line.loading import parse_line
from jobone.line.schema import MOST_PLACES
from jobone.line.simulation import Trace, simulate
from jobone.line.statistics import Answer, summarise
from jobone.outlook.sampling import Numbers, Sampler
from jobone.programme.fields import read_range
from jobone.programme.folder import Folder
from jobone.programme.resolving import Resolution
from jobone.programme.schema import LeverRow
from jobone.programme.standing import Standing, StandingPhase, stand

__all__ = ["LineAnswer", "PhaseLines", "check_lines", "line_answers", "phase_lines"]

_REPLICATIONS = 10
_WEEKS, _WEEKS_OF_LEARNING = 26, 78
"""How long a line is run from its opening; later it keeps what it settled at."""
_SEED = 0
_CHANGE = Location("change")
"""Where a change says that it stands."""
_LEAST_FACTOR = 0.01
"""Shortest that a time may be made, as a share of what it is; its inverse is the longest."""


@dataclass(frozen=True)
class PhaseLines:
    """Lines of the phases that have one.

    Parameters
    ----------
    of_phase
        Place in `rates` by phase; -1 where a phase has none.
    rates
        For each line vehicles a day by replication and week since it opened, shape
        (replications, weeks + 1); the last column is what it settled at.
    """

    of_phase: tuple[int, ...]
    rates: tuple[Numbers, ...]

    def draw(self, sampler: Sampler) -> Numbers:
        """Return vehicles a day, shape (paths, phases, weeks); NaN for a phase without a line.

        Each path takes one replication, so that the spread between them goes on.
        """
        if not self.rates:
            return np.zeros((0, 0, 0))
        weeks = max(rate.shape[1] for rate in self.rates)
        drawn = np.full((sampler.count, len(self.of_phase), weeks), np.nan)
        for phase, place in enumerate(self.of_phase):
            if place >= 0:
                rate = self.rates[place]
                which = sampler.uniform("phase", "line", phase) * len(rate)
                drawn[:, phase, : rate.shape[1]] = rate[which.astype(np.int64)]
                drawn[:, phase, rate.shape[1] :] = drawn[:, phase, rate.shape[1] - 1, None]
        return drawn


def _read(folder: Folder, phase: str, name: str) -> Line:
    """Read the line of a phase from what the folder keeps of its files."""
    location = folder.locations[f"{phase}.line"]
    beside = Path(location.file).parent / name
    start = Path(name).parent
    texts = {
        os.path.relpath(other, start): text for other, text in folder.texts.items() if other != name
    }
    line = parse_line(folder.texts[name], str(beside), beside.parent, texts)
    if line.country:
        raise InputError(
            [
                Problem(
                    location,
                    f"{name} has a calendar of its own, and the programme's would close it twice",
                    "a line without calendar and starts_on",
                )
            ]
        )
    return line


def check_lines(folder: Folder) -> None:
    """Read the line of every phase, as it is and as each lever would have it.

    Parameters
    ----------
    folder
        A checked folder.

    Raises
    ------
    InputError
        With the problems of all of them.
    """
    problems: list[Problem] = []
    for plant in folder.plants:
        for phase in plant.phase:
            if phase.line is not None:
                try:
                    _read(folder, f"plant.{plant.name}.{phase.name}", phase.line)
                except InputError as failure:
                    problems.extend(failure.problems)
    if not problems:
        problems += _unfit(folder, (), folder.locations["programme"])
        for lever in folder.levers:
            if ".line." in lever.changes:
                at = folder.locations[f"lever.{lever.name}.to"]
                problems += _unfit(folder, (Change(lever.changes, lever.to),), at)
                at = folder.locations[f"lever.{lever.name}.range"]
                unfit = [
                    each
                    for end in _ends(folder, lever)
                    for each in _unfit(folder, (Change(lever.changes, end),), at)
                ]
                problems += dict.fromkeys(unfit)
    if problems:
        raise InputError(problems)


def _ends(folder: Folder, lever: LeverRow) -> Iterator[float | str]:
    """Yield both ends of a lever's range, as changes would give them."""
    for end in read_range(folder.fields[lever.changes], lever.range):
        assert isinstance(end, Quantity)  # or it were no field of a line
        low, high = end.amount.support
        yield low if low == high else f"{low:g} to {high:g}"


def _unfit(folder: Folder, changes: Sequence[Change], at: Location) -> list[Problem]:
    """Say what of a line's stations cannot be what is said of it in the end."""
    standing = stand(folder, folder.last_known, changes)
    try:
        for plant in standing.plants:
            for phase in plant.phases:
                _line_of(folder, phase)
    except InputError as failure:
        return [
            replace(each, location=at) if each.location == _CHANGE else each
            for each in failure.problems
        ]
    return []


def _from_empty(line: Line) -> Line:
    """Return a line that runs from empty for as many weeks as are kept of it."""
    # A vehicle may stand over the end of the last week: one week more than is kept.
    return replace(line, run=Run(seconds=(_weeks(line) + 1) * WEEK_SECONDS), warm_up="detect")


def _weeks(line: Line) -> int:
    learning = any(each.learning_exponent or each.yield_exponent for each in line.stations)
    return _WEEKS_OF_LEARNING if learning else _WEEKS


@lru_cache(maxsize=16)
def _ran(line: Line) -> Trace:
    return simulate(line, range(_REPLICATIONS), _SEED, usual_threads())


def _output(line: Line) -> Numbers:
    """Return vehicles a day by replication and week, and what they settle at."""
    weeks = _weeks(line)
    counted = _ran(_from_empty(line)).weeks[:, :weeks]
    settled = counted[:, -(weeks // 4) :].mean(axis=1, keepdims=True)
    return np.asarray(np.concatenate([counted, settled], axis=1) / 7.0, dtype=np.float64)


def _line_of(folder: Folder, phase: StandingPhase) -> Line | None:
    """Return the line of a phase with what was changed of its stations; None without one."""
    if not phase.line:
        return None
    line = _read(folder, phase.path, phase.line)
    for path, resolution in phase.line_fields:
        if resolution.origin != "literal":
            station, key = path.rsplit(".", 1)
            line = _changed(line, station, key, resolution)
    return line


def _changed(line: Line, name: str, key: str, resolution: Resolution) -> Line:
    """Put a number in the place of one of a station's."""

    def refused(expected: str) -> InputError:
        told = " or ".join(option.label for option in resolution.options) or "nothing"
        what = f"{resolution.path} is {told}"
        return InputError([Problem(resolution.location, what, expected)])

    values = [option.value for option in resolution.options]
    if len(values) != 1 or not isinstance(values[0], Quantity):
        raise refused("one number: a line is run as it is, not once for every side")
    low, high = values[0].amount.support
    if low != high:
        raise refused("one number: a line is run as it is, and not on every path anew")
    place = next(at for at, each in enumerate(line.stations) if each.name == name)
    station = line.stations[place]
    if key == "buffer_after":
        if low != round(low) or not 0 <= low <= MOST_PLACES or station.feeds is None:
            raise refused(f"a whole number up to {MOST_PLACES:,}, behind a station that feeds one")
        changed = replace(station, buffer_after=round(low))
    elif not _LEAST_FACTOR <= low <= 1.0 / _LEAST_FACTOR:
        raise refused(f"{_LEAST_FACTOR:g} to {1.0 / _LEAST_FACTOR:g} times what it is")
    elif key == "cycle":
        changed = replace(station, cycle=station.cycle.scaled(low))
    else:
        assert station.breakdown is not None  # or there were no such field
        repair = station.breakdown.repair.scaled(low)
        changed = replace(station, breakdown=replace(station.breakdown, repair=repair))
    stations = (*line.stations[:place], changed, *line.stations[place + 1 :])
    return replace(line, stations=stations)


def phase_lines(folder: Folder, phases: Sequence[StandingPhase]) -> PhaseLines:
    """Run the lines of the phases that have one.

    Parameters
    ----------
    folder
        Where they are kept.
    phases
        Phases of all plants.

    Raises
    ------
    InputError
        If a line is wrong.
    """
    lines = [_line_of(folder, phase) for phase in phases]
    different = list(dict.fromkeys(line for line in lines if line is not None))
    return PhaseLines(
        tuple(-1 if line is None else different.index(line) for line in lines),
        tuple(_output(line) for line in different),
    )


@dataclass(frozen=True)
class LineAnswer:
    """What the line of some phases does, in the run from empty that the outlook takes.

    Parameters
    ----------
    file
        Its name in the folder.
    phases
        Paths of the phases that it stands in for.
    answer
        What the simulation says.
    settled_per_day
        Vehicles a day, all days counted, that it comes to in the end.
    """

    file: str
    phases: tuple[str, ...]
    answer: Answer
    settled_per_day: float


def line_answers(standing: Standing) -> tuple[LineAnswer, ...]:
    """Say what the lines of a programme do.

    Parameters
    ----------
    standing
        The programme as of a day.

    Raises
    ------
    InputError
        If a line is wrong.
    """
    phases: dict[Line, list[StandingPhase]] = {}
    for plant in standing.plants:
        for phase in plant.phases:
            line = _line_of(standing.folder, phase)
            if line is not None:
                phases.setdefault(line, []).append(phase)
    found = []
    for line, where in phases.items():
        run = _from_empty(line)
        answer = summarise(run, _ran(run), _SEED)
        paths = tuple(phase.path for phase in where)
        found.append(LineAnswer(where[0].line, paths, answer, float(_output(line)[:, -1].mean())))
    return tuple(found)
