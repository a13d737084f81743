"""What production lines give a programme: output by week since a phase opened."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jobone.core.problems import InputError, Problem
from jobone.line.answering import usual_threads
from jobone.line.description import Line, Run
from jobone.line.hours import WEEK_SECONDS
from jobone.line.loading import parse_line
from jobone.line.simulation import simulate
from jobone.outlook.sampling import Numbers, Sampler
from jobone.programme.folder import Folder
from jobone.programme.standing import StandingPhase

__all__ = ["PhaseLines", "check_lines", "phase_lines"]

_REPLICATIONS = 10
_WEEKS, _WEEKS_OF_LEARNING = 26, 78
"""How long a line is run from its opening; later it keeps what it settled at."""
_SEED = 0


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
    """Read the line of every phase.

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
    if problems:
        raise InputError(problems)


@lru_cache(maxsize=16)
def _output(line: Line) -> Numbers:
    """Run a line from empty; return vehicles a day by replication and week."""
    learning = any(each.learning_exponent or each.yield_exponent for each in line.stations)
    weeks = _WEEKS_OF_LEARNING if learning else _WEEKS
    # A vehicle may stand over the end of the last week: one week more than is kept.
    run = replace(line, run=Run(seconds=(weeks + 1) * WEEK_SECONDS), warm_up=0.0)
    counted = simulate(run, range(_REPLICATIONS), _SEED, usual_threads()).weeks[:, :weeks]
    settled = counted[:, -(weeks // 4) :].mean(axis=1, keepdims=True)
    rates: NDArray[np.float64] = np.concatenate([counted, settled], axis=1) / 7.0
    rates.flags.writeable = False  # shared by all who ask
    return rates


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
    names = list(dict.fromkeys(phase.line for phase in phases if phase.line))
    first = {phase.line: phase.path for phase in reversed(phases) if phase.line}
    return PhaseLines(
        tuple(names.index(phase.line) if phase.line else -1 for phase in phases),
        tuple(_output(_read(folder, first[name], name)) for name in names),
    )
