"""Running many paths of a programme and keeping what each of them came to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jobone.core.calendars import WorkingCalendar
from jobone.core.days import DayInterval
from jobone.core.quantity import DAYS_PER_YEAR
from jobone.outlook import kernels
from jobone.outlook.frame import Frame, make_frame
from jobone.outlook.network import GateDays, run_network, unknown_events
from jobone.outlook.outside import OutsideStart, outside_starts, view_starts
from jobone.outlook.sampling import NEVER, Days, Numbers, Sampler, live_days
from jobone.outlook.unknowns import reasons_by_event, reasons_by_target
from jobone.programme.fields import EventReference
from jobone.programme.observed import MEASURES, finest_rows
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing, StandingPhase, StandingTarget, stand

__all__ = [
    "Limit",
    "Paths",
    "event_days_of",
    "months_later",
    "promised_day",
    "simulate",
]


@dataclass(frozen=True)
class Limit:
    """Something other than capacity that holds output back.

    Parameters
    ----------
    cause
        ``supply`` or ``demand``, as the waterfall names it.
    vehicles_per_day
        Shape (models, days) from the first day of the frame.
    """

    cause: str
    vehicles_per_day: Numbers


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
        Stages of the waterfall, shape (6 + limits, paths).
    causes
        Names of the losses between the stages.
    unknown
        Reason by name of the target, where it cannot be reckoned.
    unknown_events
        Reason by name of the event, where it cannot be reckoned.
    starts
        What the past says of each model's start; empty where it says nothing.
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
    unknown: Mapping[str, str] = field(default_factory=dict)
    unknown_events: Mapping[str, str] = field(default_factory=dict)
    starts: tuple[tuple[OutsideStart, ...], ...] = ()

    @property
    def count(self) -> int:
        """Number of paths."""
        return int(self.target_need.shape[1])


@dataclass(frozen=True)
class _Shared:
    """Arrays that every path shares."""

    phases: tuple[StandingPhase, ...]
    plant_of_phase: NDArray[np.int64]
    builds: NDArray[np.bool_]
    open_share: Numbers
    days_in_year: Numbers
    observed_rate: Numbers
    limits: Numbers
    starts: tuple[tuple[OutsideStart, ...], ...]
    unchanged: Standing
    limit_causes: tuple[str, ...]


def _observed_rates(standing: Standing, frame: Frame) -> Numbers:
    """Return vehicles a day where they were counted, shape (series, days).

    On days on which a measure was not counted for a series the other one stands in:
    over months what is built and what is delivered differ little.
    """
    rates = np.full((len(frame.series), frame.day_count), np.nan)
    starts = [_earliest_start(model.sop, standing.as_of) for model in standing.models]
    for place, series in enumerate(frame.series):
        own = finest_rows(standing.observed, series.of, series.measure, standing.as_of)
        other_measure = next(measure for measure in MEASURES if measure != series.measure)
        other = finest_rows(standing.observed, series.of, other_measure, standing.as_of)
        for row in (*other, *own):
            first, last = row.days.closed
            begin, end = max(frame.index(first), 0), min(frame.index(last) + 1, frame.day_count)
            rates[place, begin:end] = row.units / row.days.day_count
    # While only one model can have started, what the maker built is of that model.
    for place, series in enumerate(frame.series):
        if series.model < 0:
            continue
        others = [start for model, start in enumerate(starts) if model != series.model]
        alone = min(max(frame.index(min(others, default=frame.last)), 0), frame.day_count)
        whole = next(
            number
            for number, item in enumerate(frame.series)
            if item.model < 0 and item.measure == series.measure
        )
        missing = np.isnan(rates[place, :alone])
        if starts[series.model] <= standing.as_of:
            rates[place, :alone] = np.where(missing, rates[whole, :alone], rates[place, :alone])
    return rates


def _earliest_start(sop: Resolution, as_of: date) -> date:
    """Return the first day on which a model may have started; after today if it has not."""
    days = [
        option.value.closed[0]
        for option in sop.options
        if option.happened and isinstance(option.value, DayInterval)
    ]
    return min(days, default=as_of + timedelta(days=1))


def _shared(
    standing: Standing,
    frame: Frame,
    limits: Sequence[Limit],
    starts: tuple[tuple[OutsideStart, ...], ...],
) -> _Shared:
    plants = standing.plants
    phases = tuple(phase for plant in plants for phase in plant.phases)
    builds = np.zeros((len(plants), len(standing.models)), dtype=np.bool_)
    open_share = np.ones((len(plants), frame.day_count))
    for place, plant in enumerate(plants):
        builds[place, list(plant.builds)] = True
        calendar = WorkingCalendar(plant.country, standing.as_of)
        open_share[place] = calendar.open_days(frame.first, frame.last)
    days = (frame.first + timedelta(days=number) for number in range(frame.day_count))
    lengths = {
        year: float((date(year + 1, 1, 1) - date(year, 1, 1)).days)
        for year in range(frame.first.year, frame.last.year + 1)
    }
    stacked = (
        np.stack([limit.vehicles_per_day for limit in limits])
        if limits
        else np.zeros((0, len(standing.models), frame.day_count))
    )
    return _Shared(
        phases=phases,
        plant_of_phase=np.array(
            [place for place, plant in enumerate(plants) for _ in plant.phases], dtype=np.int64
        ),
        builds=builds,
        open_share=open_share,
        days_in_year=np.array([lengths[day.year] for day in days]),
        observed_rate=_observed_rates(standing, frame),
        limits=stacked,
        starts=starts,
        unchanged=stand(standing.folder, standing.as_of) if standing.changes else standing,
        limit_causes=tuple(limit.cause for limit in limits),
    )


def _days_of(event: EventReference, standing: Standing, gates: Days, sop: Days) -> Days:
    if event.kind == "sop":
        place = standing.model_place(event.name)
        days = sop
    else:
        place = standing.gate_place(event.name)
        days = gates
    if place is None:
        return np.full(sop.shape[1], NEVER, dtype=np.int64)
    return np.asarray(days[place])


def event_days_of(event: EventReference, standing: Standing, paths: Paths) -> Days:
    """Return the day of an event on every path; NEVER where it does not come."""
    return _days_of(event, standing, paths.gates, paths.sop)


def _opening_days(
    standing: Standing, phase: StandingPhase, place: int, days: GateDays, sampler: Sampler
) -> Days:
    opens, _ = sampler.days(phase.opens, "phase", "opens", place)
    sides = sampler.sides(phase.opens, "phase", "opens", place)
    for index, option in enumerate(phase.opens.options):
        if isinstance(option.value, EventReference):
            event = _days_of(option.value, standing, days.gates, days.sop)
            opens = np.where(sides == index, event, opens)
    return opens


def promised_day(standing: Standing, resolution: Resolution) -> int | None:
    """Return the ordinal of the last day promised for an opening or a start, if any."""
    promises = [
        claim.value.days
        for claim in resolution.judgement.promises
        if claim.value is not None and claim.value.days is not None
    ]
    lasts = [days.last for days in promises if days.last is not None]
    if lasts:
        return lasts[-1].toordinal()
    for option in resolution.options:
        if isinstance(option.value, EventReference) and option.value.kind == "sop":
            place = standing.model_place(option.value.name)
            if place is not None:
                return promised_day(standing, standing.models[place].sop)
    ends = [
        live_days(option.value, option.happened, standing.as_of.toordinal())[1]
        for option in resolution.options
        if isinstance(option.value, DayInterval)
    ]
    return max(ends, default=None)


def _usable_from(standing: Standing, opens: Days, plant: int, sop: Days) -> Days:
    """Return the day from which a phase builds: when it is open and has a model."""
    builds = list(standing.plants[plant].builds)
    if not builds:
        return np.full_like(opens, NEVER)
    return np.asarray(np.maximum(opens, sop[builds].min(axis=0)))


def _outages(
    standing: Standing, frame: Frame, sampler: Sampler
) -> tuple[list[int], list[float], list[Days], list[Days]]:
    plants: list[int] = []
    shares: list[float] = []
    starts: list[Days] = []
    ends: list[Days] = []
    base = frame.first.toordinal()
    place = 0
    for plant_place, plant in enumerate(standing.plants):
        for outage in plant.outages:
            events: list[Days] = []
            if outage.window is not None:
                low, high = (day.toordinal() for day in outage.window.closed)
                drawn = sampler.uniform("outage", "begins", place)
                events.append(low + (drawn * (high - low + 1)).astype(np.int64))
            elif outage.per_year > 0.0:
                # Chance begins tomorrow: what has happened is told, not drawn.
                day = np.full(sampler.count, float(sampler.today + 1))
                years = max(base + frame.day_count - sampler.today, 0) / DAYS_PER_YEAR
                for number in range(_most_events(outage.per_year * years)):
                    # Gaps of a Poisson process: exponential, by inversion.
                    drawn = sampler.uniform("outage", "gap", place, number)
                    day = day - np.log(drawn) * (DAYS_PER_YEAR / outage.per_year)
                    events.append(np.minimum(day, NEVER).astype(np.int64))
            for number, begins in enumerate(events):
                takes = outage.takes.amount.quantile(
                    sampler.uniform("outage", "takes", place, number)
                )
                length = np.maximum(np.floor(takes + 0.5), 0.0).astype(np.int64)
                plants.append(plant_place)
                shares.append(outage.share)
                starts.append(begins - base)
                ends.append(begins - base + length)
            place += 1
    return plants, shares, starts, ends


def _most_events(expected: float) -> int:
    """Return a number of events that a Poisson process exceeds hardly ever (8 deviations)."""
    return math.ceil(expected + 8.0 * math.sqrt(expected) + 12.0)


def _window(
    target: StandingTarget, standing: Standing, days: GateDays, count: int
) -> tuple[Days, Days]:
    """Return the first day of a volume target's window and the day after its last."""
    if target.period is not None:
        first, last = (day.toordinal() for day in target.period.closed)
        return (
            np.full(count, first, dtype=np.int64),
            np.full(count, last + 1, dtype=np.int64),
        )
    if target.window_event is None:
        return np.full(count, NEVER), np.full(count, NEVER)
    start = _days_of(target.window_event, standing, days.gates, days.sop)
    return start, months_later(start, target.months)


def months_later(start: Days, months: int) -> Days:
    """Return the day `months` after each ordinal, at most the last of its month."""
    reached = start < NEVER
    epoch = date(1970, 1, 1).toordinal()
    days = (np.where(reached, start, epoch) - epoch).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    into = (days - month.astype("datetime64[D]")).astype(np.int64)
    later = month + np.timedelta64(months, "M")
    first = later.astype("datetime64[D]").astype(np.int64)
    length = (later + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - first
    shifted = first + np.minimum(into, length - 1) + epoch
    return np.where(reached, shifted, NEVER)


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


def _days_told(standing: Standing, shared: _Shared, sampler: Sampler, last_day: date) -> GateDays:
    """Return gates from within, and starts from within or from the past, path by path."""
    inside = run_network(standing, sampler, last_day)
    if not any(shared.starts):
        return inside
    moved = [change.path for change in standing.changes] + list(sampler.forced)
    sop = inside.sop
    if any(path.startswith(("gate.", "shock.")) for path in moved):
        sop = run_network(shared.unchanged, replace(sampler, forced={}), last_day).sop
    _, unknown = unknown_events(standing)
    days = view_starts(standing, shared.starts, inside.sop, sop, list(unknown), sampler)
    return GateDays(inside.gates, days)


def _run_chunk(
    standing: Standing, frame: Frame, shared: _Shared, sampler: Sampler, into: Paths
) -> None:
    count, first_path = sampler.count, sampler.first
    rows = slice(first_path, first_path + count)
    base = frame.first.toordinal()
    told = _days_told(standing, shared, sampler, frame.horizon.closed[1])
    into.gates[:, rows] = told.gates
    into.sop[:, rows] = told.sop
    # What comes after the horizon builds nothing that is asked for.
    limit = frame.horizon.closed[1].toordinal()
    days = GateDays(
        np.where(told.gates > limit, NEVER, told.gates), np.where(told.sop > limit, NEVER, told.sop)
    )
    into.target_need[:, rows] = _need(standing, sampler)

    phases = len(shared.phases)
    opens = np.empty((count, phases), dtype=np.int64)
    promised = np.empty((count, phases), dtype=np.int64)
    nameplate, ramp, sustained = (np.empty((count, phases)) for _ in range(3))
    for place, phase in enumerate(shared.phases):
        plant = int(shared.plant_of_phase[place])
        opening = _opening_days(standing, phase, place, days, sampler)
        usable = _usable_from(standing, opening, plant, days.sop)
        opens[:, place] = usable - base
        promise = promised_day(standing, phase.opens)
        promised[:, place] = opens[:, place] if promise is None else promise - base
        nameplate[:, place] = sampler.numbers(phase.nameplate, "phase", "nameplate", place, 0.0)
        ramp[:, place] = sampler.numbers(phase.ramp, "phase", "ramp", place, 0.0)
        sustained[:, place] = sampler.numbers(phase.sustained, "phase", "sustained", place, 1.0)
    outage_plant, outage_share, outage_start, outage_end = _outages(standing, frame, sampler)
    stock = (
        np.stack(
            [
                sampler.numbers(model.opening_stock, "model", "stock", place, 0.0)
                for place, model in enumerate(standing.models)
            ],
            axis=1,
        )
        if standing.models
        else np.zeros((count, 0))
    )

    windows = [_window(target, standing, days, count) for target in standing.targets]
    starts = np.stack([start for start, _ in windows], axis=1) if windows else np.zeros((count, 0))
    ends = np.stack([end for _, end in windows], axis=1) if windows else np.zeros((count, 0))
    counted = {(item.model, item.measure): place for item, place in frame.shown}
    target_series = np.array(
        [
            counted[(-1 if target.model is None else target.model, target.measure or "production")]
            for target in standing.targets
        ],
        dtype=np.int64,
    )
    months = np.zeros((*into.months.shape[:2], count), dtype=np.float32)
    weeks = np.zeros((*into.weeks.shape[:2], count), dtype=np.float32)
    units = np.zeros((count, len(standing.targets)))
    stages = np.zeros((count, into.stages.shape[0]))
    first, last = frame.horizon.closed
    kernels.produce(
        opens,
        promised,
        nameplate,
        ramp,
        sustained,
        shared.plant_of_phase,
        shared.builds,
        shared.open_share,
        shared.days_in_year,
        np.array(outage_plant, dtype=np.int64),
        np.array(outage_share, dtype=np.float64),
        _columns(outage_start, count),
        _columns(outage_end, count),
        np.ascontiguousarray(days.sop.T - base),
        shared.limits,
        np.ascontiguousarray(stock),
        np.array([item.model for item in frame.series], dtype=np.int64),
        np.array([item.measure == "deliveries" for item in frame.series]),
        _parts(frame),
        shared.observed_rate,
        np.array([frame.index(first), frame.index(last) + 1], dtype=np.int64),
        np.array([frame.index(day) for day in frame.month_starts], dtype=np.int64),
        np.array([frame.index(day) for day in frame.week_starts], dtype=np.int64),
        target_series,
        starts.astype(np.int64) - base,
        ends.astype(np.int64) - base,
        months,
        weeks,
        units,
        stages,
    )
    units[starts >= NEVER] = np.nan
    into.months[:, :, rows] = months
    into.weeks[:, :, rows] = weeks
    into.target_units[:, rows] = units.T
    into.stages[:, rows] = stages.T


def _parts(frame: Frame) -> NDArray[np.int64]:
    """Return for each series that of every model in the same measure, shape (series, models)."""
    models = sorted({item.model for item in frame.series if item.model >= 0})
    places = {(item.model, item.measure): place for place, item in enumerate(frame.series)}
    return np.array(
        [[places[model, item.measure] for model in models] for item in frame.series],
        dtype=np.int64,
    ).reshape(len(frame.series), len(models))


def _columns(columns: list[Days], count: int) -> Days:
    if not columns:
        return np.zeros((count, 0), dtype=np.int64)
    return np.ascontiguousarray(np.stack(columns, axis=1))


def simulate(
    standing: Standing,
    paths: int,
    seed: int,
    *,
    forced: Mapping[str, int] | None = None,
    limits: Sequence[Limit] = (),
    weeks: bool = False,
    threads: int = 1,
    chunk: int = 1000,
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
    limits
        What holds output back besides capacity.
    weeks
        Whether to count weeks too.
    threads, chunk
        How the work is cut; they change no number.
    progress
        Called with the number of paths of every chunk that is done.

    Returns
    -------
    Paths
        What every path came to.

    Raises
    ------
    ValueError
        If `paths`, `threads` or `chunk` is below 1, or the seed is out of range.
    """
    if min(paths, threads, chunk) < 1:
        raise ValueError("paths, threads and chunk are at least 1")
    frame = make_frame(standing, weeks)
    starts = outside_starts(standing)
    shared = _shared(standing, frame, limits, starts)
    result = Paths(
        frame=frame,
        gates=np.zeros((len(standing.gates), paths), dtype=np.int64),
        sop=np.zeros((len(standing.models), paths), dtype=np.int64),
        months=np.zeros((len(frame.series), len(frame.month_starts) - 1, paths), dtype=np.float32),
        weeks=np.zeros((len(frame.series), len(frame.week_starts) - 1, paths), dtype=np.float32),
        target_units=np.zeros((len(standing.targets), paths)),
        target_need=np.zeros((len(standing.targets), paths)),
        stages=np.zeros((6 + len(limits), paths)),
        causes=("late start", "ramp", "rate", "calendar", *shared.limit_causes, "observed"),
        unknown=reasons_by_target(standing, starts),
        unknown_events=reasons_by_event(standing, starts),
        starts=starts,
    )
    runs = [
        Sampler(seed, first, min(chunk, paths - first), standing.as_of.toordinal(), forced or {})
        for first in range(0, paths, chunk)
    ]

    def run(sampler: Sampler) -> None:
        _run_chunk(standing, frame, shared, sampler, result)
        if progress is not None:
            progress(sampler.count)

    if threads == 1 or len(runs) == 1:
        for sampler in runs:
            run(sampler)
    else:
        with ThreadPoolExecutor(max_workers=threads) as pool:
            list(pool.map(run, runs))
    return result
