"""What the programme says in a state, and what differs from how things stand."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jobone.app.sliders import Slider, sliders_of
from jobone.app.state import State, stand_in
from jobone.evidence.judging import Judgement, judge_all
from jobone.outlook.conditioning import Posterior
from jobone.outlook.forecast import kept_paths
from jobone.outlook.frame import make_frame
from jobone.outlook.remembering import Memory
from jobone.outlook.simulation import simulate
from jobone.programme.folder import Folder
from jobone.programme.standing import Standing, stand
from jobone.report.content import ReportContent, gather_answer

__all__ = [
    "Answer",
    "Day",
    "Difference",
    "Draws",
    "answer",
    "day_of",
    "differences",
    "paths_within",
]

_MOST_CELLS = 24_000_000
"""Months of all series on all paths that one request may hold: 96 MB."""

_CHUNKS = 4
"""Pieces in which the paths are run; between two of them work can be stopped."""


@dataclass(frozen=True, slots=True)
class Draws:
    """How many paths are drawn, and how.

    Parameters
    ----------
    paths, seed
        As for the outlook.
    threads
        Changes no number.
    """

    paths: int
    seed: int
    threads: int = max(1, min(_CHUNKS, os.cpu_count() or 1))

    @property
    def chunk(self) -> int:
        """Paths run at a time."""
        return max(100, math.ceil(self.paths / _CHUNKS))


@dataclass(frozen=True)
class Answer:
    """The outlook in a state.

    Parameters
    ----------
    state
        The state.
    content
        What the report's sentences, figures and tables are made from.
    kept
        Whether each path keeps a target, by its name; unknown targets are left out.
    idle
        Keys of the changes and sides that have no effect on the day.
    posterior
        Numbers that fit what was counted, the same in every state of the day; None where
        nothing was.
    """

    state: State
    content: ReportContent
    kept: Mapping[str, NDArray[np.bool_]]
    idle: tuple[str, ...]
    posterior: Posterior | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a state does to one target, on the same draws.

    Parameters
    ----------
    before, after
        Probability as things stand and in the state.
    standard_error
        Of their difference, path by path.
    """

    before: float
    after: float
    standard_error: float

    @property
    def gain(self) -> float:
        """Gain in probability."""
        return self.after - self.before


def paths_within(standing: Standing, wanted: int) -> int:
    """Return how many paths a request may draw: fewer where the horizon is long."""
    frame = make_frame(standing, weeks=False)
    cells = len(frame.series) * max(len(frame.month_starts) - 1, 1)
    return max(100, min(wanted, _MOST_CELLS // max(cells, 1)))


@dataclass(frozen=True)
class Day:
    """What is the same for every state of one day.

    Parameters
    ----------
    standing
        The programme as things stand.
    judgements
        What the claims come to, by path.
    sliders
        What can be moved.
    """

    standing: Standing
    judgements: Mapping[str, Judgement]
    sliders: tuple[Slider, ...]


def day_of(folder: Folder, as_of: date) -> Day:
    """Return what is the same for every state of one day."""
    standing = stand(folder, as_of)
    judgements = {item.about: item for item in judge_all(folder.evidence.claims, as_of)}
    return Day(standing, judgements, sliders_of(standing))


def answer(
    day: Day,
    state: State,
    draws: Draws,
    progress: Callable[[object], None],
    posterior: Posterior | None = None,
    memory: Memory | None = None,
) -> Answer:
    """Run the paths of a state.

    Parameters
    ----------
    day
        What is the same for every state of its day.
    state
        Day, changes and sides.
    draws
        How many paths.
    progress
        Called between the chunks; what it raises ends the run.
    posterior
        That of another state of the day, where there is one.
    memory
        What other states of the programme have drawn.

    Raises
    ------
    InputError
        If a change cannot be put in.
    """
    standing, forced, idle = stand_in(day.standing, state)
    progress(0)
    run = simulate(
        standing,
        paths_within(standing, draws.paths),
        draws.seed,
        forced=forced,
        posterior=posterior,
        waits=False,
        threads=draws.threads,
        chunk=draws.chunk,
        unchanged=day.standing,
        memory=memory,
        progress=progress,
    )
    content = gather_answer(standing, run, draws.seed, day.judgements, forced)
    kept = {
        target.name: kept_paths(standing, run, target.name)
        for target in standing.targets
        if target.name not in run.unknown
    }
    return Answer(state, content, kept, idle, run.posterior)


def differences(now: Answer, before: Answer) -> dict[str, Difference]:
    """Return what a state does to every target that both can judge.

    Parameters
    ----------
    now
        The state.
    before
        The same day as things stand, on the same draws.
    """
    found = {}
    for name, kept in now.kept.items():
        if name in before.kept and len(before.kept[name]) == len(kept):
            gained = kept.astype(np.float64) - before.kept[name]
            error = float(np.std(gained)) / math.sqrt(len(gained))
            found[name] = Difference(float(before.kept[name].mean()), float(kept.mean()), error)
    return found
