"""Running many paths of a programme and keeping what each of them came to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval
from jobone.outlook.conditioning import Posterior, condition
from jobone.outlook.demand import is_demand_described, is_supply_described, stage_count
from jobone.outlook.drawing import Drawn, Shared, draw, share
from jobone.outlook.frame import FOLLOWED_DAYS, Frame, make_frame
from jobone.outlook.occurring import as_columns
from jobone.outlook.outside import OutsideStart, outside_starts
from jobone.outlook.producing import Asked, produce
from jobone.outlook.remembering import Memory
from jobone.outlook.sampling import NEVER, Days, Numbers, Sampler
from jobone.outlook.unknowns import reasons_by_event, reasons_by_target
from jobone.outlook.windows import event_days, target_window
from jobone.programme.fields import EventReference
from jobone.programme.standing import Standing

__all__ = ["Paths", "event_days_of", "simulate"]


@dataclass(frozen=True)
class Paths:
    """What every path came to.

    Parameters
    ----------
    frame
        The days and series.
    gates
        Ordinal of the end of each gate, shape (gates, paths); NEVER where it
        does not come. It may lie beyond the horizon.
    sop
        Ordinal of the start of production, shape (models, paths).
    months, weeks
        Units, shape (series, periods, paths).
    target_units
        Units of each volume target, shape (targets, paths); NaN where its window
        never begins.
    target_need
        Units promised, or ordinal of the last day for a promised day.
    stages
        Stages of the waterfall, shape (7, paths); one more each where supply and demand
        are described.
    causes
        Names of the losses between the stages.
    waits
        Days that an order of the first day of each week waits, shape (models, weeks,
        paths): infinite beyond a year after the horizon, NaN before orders open; no weeks
        where no demand is described.
    unknown
        Reason by name of the target, where it cannot be reckoned.
    unknown_events
        Reason by name of the event, where it cannot be reckoned.
    starts
        What the past says of each model's start; empty where it says nothing.
    posterior
        Numbers that fit what was counted; None where nothing was.
    """

    frame: Frame
    gates: Days
    sop: Days
    months: NDArray[np.float32]
    weeks: NDArray[np.float32]
    target_units: Numbers
    target_need: Numbers
    stages: Numbers
    causes: tuple[str, ...]
    waits: NDArray[np.float32]
    unknown: Mapping[str, str] = field(default_factory=dict)
    unknown_events: Mapping[str, str] = field(default_factory=dict)
    starts: tuple[tuple[OutsideStart, ...], ...] = ()
    posterior: Posterior | None = None

    @property
    def count(self) -> int:
        """Number of paths."""
        return int(self.target_need.shape[1])


def event_days_of(event: EventReference, standing: Standing, paths: Paths) -> Days:
    """Return the day of an event on every path; NEVER where it does not come."""
    return event_days(event, standing, paths.gates, paths.sop)


def _need(standing: Standing, sampler: Sampler) -> Numbers:
    """Return what each target asks for on each path."""
    need = np.full((len(standing.targets), sampler.count), np.nan)
    for place, target in enumerate(standing.targets):
        if target.units is not None and target.units.options:
            need[place] = sampler.numbers(target.units, "target", "units", place, np.nan)
        elif target.by is not None and target.by.options:
            sides = sampler.sides(target.by, "target", "by", place)
            lasts = [
                option.value.closed[1].toordinal()
                for option in target.by.options
                if isinstance(option.value, DayInterval)
            ]
            need[place] = np.array(lasts, dtype=np.float64)[sides]
    return need


def _asked(
    standing: Standing, frame: Frame, drawn: Drawn, count: int, stages: int, targets_only: bool
) -> Asked:
    """Return what is added up: months, weeks, losses, and the windows of the targets.

    Where targets alone are asked for, days after the last window are not simulated.
    """
    base = frame.first.toordinal()
    windows = [target_window(target, standing, drawn.days, count) for target in standing.targets]
    counted = {(item.model, item.measure): place for item, place in frame.shown}
    series = [
        counted[(-1 if target.model is None else target.model, target.measure or "production")]
        for target in standing.targets
    ]
    first, last = frame.horizon.closed
    horizon = [frame.index(first), frame.index(last) + 1]
    months = [frame.index(day) for day in frame.month_starts]
    weeks = [frame.index(day) for day in frame.week_starts]
    if targets_only:
        horizon, months, weeks = [0, 0], [0], [0]
    return Asked(
        horizon=np.array(horizon, dtype=np.int64),
        month_edges=np.array(months, dtype=np.int64),
        week_edges=np.array(weeks, dtype=np.int64),
        series=np.array(series, dtype=np.int64),
        start=as_columns([start - base for start, _ in windows], count),
        end=as_columns([end - base for _, end in windows], count),
        followed=horizon[1] + FOLLOWED_DAYS if frame.wait_starts else 0,
        stages=stages,
    )


def _run_chunk(
    standing: Standing,
    frame: Frame,
    shared: Shared,
    posterior: Posterior | None,
    sampler: Sampler,
    into: Paths,
    targets_only: bool,
) -> None:
    count = sampler.count
    rows = slice(sampler.first, sampler.first + count)
    drawn = draw(standing, frame, shared, sampler)
    asked = _asked(standing, frame, drawn, count, into.stages.shape[0], targets_only)
    pace = None if posterior is None else posterior.pace(sampler, frame)
    output = produce(frame, shared, drawn, drawn.market, shared.observed_rate, pace, asked)
    output.units[asked.start >= NEVER - frame.first.toordinal()] = np.nan
    into.gates[:, rows] = drawn.told.gates
    into.sop[:, rows] = drawn.told.sop
    into.target_need[:, rows] = _need(standing, sampler)
    into.months[:, :, rows] = output.months
    into.weeks[:, :, rows] = output.weeks
    into.target_units[:, rows] = output.units.T
    into.stages[:, rows] = output.stages.T
    into.waits[:, :, rows] = output.waits


def _fitted(
    standing: Standing, frame: Frame, shared: Shared, seed: int, paths: int
) -> Posterior | None:
    """Return the numbers that fit what was counted, changes left aside."""
    if not standing.observed:
        return None
    if not standing.changes:
        return condition(standing, frame, shared, seed, paths)
    unchanged = shared.unchanged
    frame = make_frame(unchanged, weeks=False)
    starts = outside_starts(unchanged)
    return condition(unchanged, frame, share(unchanged, frame, starts), seed, paths)


def simulate(
    standing: Standing,
    paths: int,
    seed: int,
    *,
    forced: Mapping[str, int] | None = None,
    posterior: Posterior | None = None,
    weeks: bool = False,
    targets_only: bool = False,
    waits: bool = True,
    threads: int = 1,
    chunk: int = 1000,
    unchanged: Standing | None = None,
    memory: Memory | None = None,
    progress: Callable[[int], None] | None = None,
) -> Paths:
    """Run many paths of a programme.

    Parameters
    ----------
    standing
        The programme as of a day, changes included.
    paths
        How many, at least 1.
    seed
        From 0 to 2**64 - 1; the same seed gives the same numbers.
    forced
        Side of a conflict that every path takes, by path of the field.
    posterior
        Numbers that fit what was counted, as another run of the same programme, day and
        seed has found them; left out: they are found here.
    weeks
        Whether to count weeks too.
    targets_only
        Whether nothing but events and targets is asked for: then no months are counted
        and no losses, and no waits are told.
    waits
        Whether to tell how long orders wait.
    threads, chunk
        How the work is cut; they change no number.
    unchanged
        The programme without its changes, where it was stood up before.
    memory
        Where what is drawn is kept for another run of the same programme; it changes no
        number.
    progress
        Called with the number of paths of every chunk that is done; what it raises ends
        the run.

    Returns
    -------
    Paths
        What every path came to.

    Raises
    ------
    ValueError
        If `paths`, `threads` or `chunk` is below 1, or the seed is out of range.
    InputError
        If what was counted lies outside what was thought possible.
    """
    if min(paths, threads, chunk) < 1:
        raise ValueError("paths, threads and chunk are at least 1")
    frame = make_frame(standing, weeks, waits and not targets_only)
    starts = outside_starts(standing)
    shared = share(standing, frame, starts, unchanged)
    if posterior is None:
        posterior = _fitted(standing, frame, shared, seed, paths)
    causes = ["late start", "ramp", "rate", "calendar", "pace"]
    causes += ["supply"] * is_supply_described(standing)
    causes += ["demand"] * is_demand_described(standing)

    def periods(starts: Sequence[date]) -> NDArray[np.float32]:
        count = 0 if targets_only else len(starts) - 1
        return np.zeros((len(frame.series), count, paths), dtype=np.float32)

    result = Paths(
        frame=frame,
        gates=np.zeros((len(standing.gates), paths), dtype=np.int64),
        sop=np.zeros((len(standing.models), paths), dtype=np.int64),
        months=periods(frame.month_starts),
        weeks=periods(frame.week_starts),
        target_units=np.zeros((len(standing.targets), paths)),
        target_need=np.zeros((len(standing.targets), paths)),
        stages=np.zeros((stage_count(standing), paths)),
        causes=(*causes, "observed"),
        waits=np.zeros((len(standing.models), len(frame.wait_starts), paths), dtype=np.float32),
        unknown=reasons_by_target(standing, starts),
        unknown_events=reasons_by_event(standing, starts),
        starts=starts,
        posterior=posterior,
    )
    today = standing.as_of.toordinal()
    held = {} if posterior is None else posterior.held
    runs = [
        Sampler(seed, first, min(chunk, paths - first), today, forced or {}, held, memory)
        for first in range(0, paths, chunk)
    ]

    ended = threading.Event()

    def run(sampler: Sampler) -> None:
        if ended.is_set():
            return
        try:
            _run_chunk(standing, frame, shared, posterior, sampler, result, targets_only)
            if progress is not None:
                progress(sampler.count)
        except BaseException:
            ended.set()  # Nobody waits for the chunks that have not begun.
            raise

    if threads == 1 or len(runs) == 1:
        for sampler in runs:
            run(sampler)
    else:
        with ThreadPoolExecutor(max_workers=threads) as pool:
            list(pool.map(run, runs))
    return result
