"""Drawing what the days of every path are reckoned from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from jobone.core.calendars import WorkingCalendar
from jobone.outlook.counted import observed_rates
from jobone.outlook.demand import MarketFrame, draw_market, lay_out
from jobone.outlook.demand_kernels import Market
from jobone.outlook.frame import Frame
from jobone.outlook.lines import PhaseLines, phase_lines
from jobone.outlook.network import GateDays, run_network, unknown_events
from jobone.outlook.occurring import as_columns, occurrences
from jobone.outlook.outside import OutsideStart, view_starts
from jobone.outlook.sampling import NEVER, Days, Numbers, Sampler, settled
from jobone.outlook.windows import opening_days, promised_day
from jobone.programme.standing import Standing, StandingPhase, stand

__all__ = ["Drawn", "Shared", "draw", "share", "sustained_rates", "until"]


@dataclass(frozen=True)
class Shared:
    """Arrays that every path shares.

    Parameters
    ----------
    phases
        Phases of all plants.
    plant_of_phase
        Shape (phases,): place of the plant.
    builds
        Shape (plants, models).
    open_share
        Shape (plants, days): 1 on open days, 0 on statutory holidays.
    days_in_year
        Shape (days,): length of the calendar year of each day.
    observed_rate
        Shape (series, days): vehicles a day where they were counted, else NaN.
    starts
        What the past says of each model's start.
    lines
        Output of the lines that phases have.
    unchanged
        The programme without the changes made to it.
    market
        What paths share of demand and supply.
    """

    phases: tuple[StandingPhase, ...]
    plant_of_phase: NDArray[np.int64]
    builds: NDArray[np.bool_]
    open_share: Numbers
    days_in_year: Numbers
    observed_rate: Numbers
    starts: tuple[tuple[OutsideStart, ...], ...]
    lines: PhaseLines
    unchanged: Standing
    market: MarketFrame


@dataclass(frozen=True)
class Drawn:
    """What a run of paths has drawn; days are counted from the first of the frame.

    Parameters
    ----------
    told
        Ordinals of gates and starts, beyond the horizon too.
    days
        The same; what comes after the horizon is NEVER.
    opens, promised, nameplate, ramp_days, sustained
        Shape (paths, phases), as `kernels.produce` takes them.
    line_rate
        Shape (paths, phases, weeks), as `kernels.produce` takes it.
    outage_plant, outage_share, outage_start, outage_end
        As `kernels.produce` takes them.
    opening_stock
        Shape (paths, models).
    market
        What is ordered, and what limits the rate besides plants.
    """

    told: GateDays
    days: GateDays
    opens: Days
    promised: Days
    nameplate: Numbers
    ramp_days: Numbers
    sustained: Numbers
    line_rate: Numbers
    outage_plant: Days
    outage_share: Numbers
    outage_start: Days
    outage_end: Days
    opening_stock: Numbers
    market: Market


def share(
    standing: Standing,
    frame: Frame,
    starts: tuple[tuple[OutsideStart, ...], ...],
    unchanged: Standing | None = None,
) -> Shared:
    """Lay out what every path shares; the programme without changes is stood up if not given."""
    plants = standing.plants
    phases = tuple(phase for plant in plants for phase in plant.phases)
    builds = np.zeros((len(plants), len(standing.models)), dtype=np.bool_)
    open_share = np.ones((len(plants), frame.day_count))
    for place, plant in enumerate(plants):
        builds[place, list(plant.builds)] = True
        calendar = WorkingCalendar(plant.country, standing.as_of)
        open_share[place] = calendar.open_days(frame.first, frame.last)
    if unchanged is None:
        unchanged = stand(standing.folder, standing.as_of) if standing.changes else standing
    return Shared(
        phases=phases,
        plant_of_phase=np.array(
            [place for place, plant in enumerate(plants) for _ in plant.phases], dtype=np.int64
        ),
        builds=builds,
        open_share=open_share,
        days_in_year=_days_in_year(frame),
        observed_rate=observed_rates(standing, frame),
        starts=starts,
        lines=phase_lines(standing.folder, phases),
        unchanged=unchanged,
        market=lay_out(standing, frame),
    )


def _days_in_year(frame: Frame) -> Numbers:
    """Return the length of the calendar year of each day, shape (days,)."""
    lengths = np.empty(frame.day_count)
    for year in range(frame.first.year, frame.last.year + 1):
        begins, following = frame.index(date(year, 1, 1)), frame.index(date(year + 1, 1, 1))
        lengths[max(begins, 0) : following] = following - begins
    return lengths


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
    place = 0
    for plant_place, plant in enumerate(standing.plants):
        for outage in plant.outages:
            found = occurrences(
                frame, sampler, "outage", place, outage.window, outage.per_year, outage.takes
            )
            for first, following in found:
                plants.append(plant_place)
                shares.append(outage.share)
                starts.append(first)
                ends.append(following)
            place += 1
    return plants, shares, starts, ends


_AFTER_STARTS = ("plant.", "demand.", "channel.", "supply.", "target.", "model.")
"""How paths of fields begin that no gate and no start of production depends on."""


def _moved(standing: Standing, sampler: Sampler) -> list[str]:
    """Return the paths of the fields at which something else is put than what stands."""
    return [change.path for change in standing.changes] + list(sampler.forced)


def _days_told(standing: Standing, shared: Shared, sampler: Sampler, last_day: date) -> GateDays:
    """Return gates and starts, remembered where they are those of the programme unchanged."""
    if not all(path.startswith(_AFTER_STARTS) for path in _moved(standing, sampler)):
        return _draw_days(standing, shared, sampler, last_day)

    def make() -> Days:
        found = _draw_days(standing, shared, sampler, last_day)
        return np.concatenate([found.gates, found.sop])

    both = sampler.remembered(("days", sampler.today), make)
    gates = len(standing.gates)
    return GateDays(both[:gates], both[gates:])


def _draw_days(standing: Standing, shared: Shared, sampler: Sampler, last_day: date) -> GateDays:
    """Return gates from within, and starts from within or from the past, path by path."""
    inside = run_network(standing, sampler, last_day)
    if not any(shared.starts):
        return inside
    sop = inside.sop
    moved = _moved(standing, sampler)
    if any(path.startswith(("gate.", "shock.", "team.")) for path in moved):
        drawing = replace(sampler, forced={})
        sop = sampler.remembered(
            ("starts from within", sampler.today),
            lambda: run_network(shared.unchanged, drawing, last_day).sop,
        )
    _, unknown = unknown_events(standing)
    days = view_starts(standing, shared.starts, inside.sop, sop, list(unknown), sampler)
    return GateDays(inside.gates, days)


def sustained_rates(standing: Standing, sampler: Sampler) -> Iterator[Numbers]:
    """Draw the sustained rate of every phase, those of a plant alike.

    Each is drawn from what is said of it. Behind the later phases of a plant stands a
    normal number that is correlated with that of its first phase (a Gaussian copula:
    Nelsen 2006, section 2.3.6, doi:10.1007/0-387-28678-0), by `programme.phase_likeness`.

    Yields
    ------
    array
        Multiples of nameplate, shape (paths,), phase by phase.
    """
    likeness = min(settled(standing.phase_likeness, 0.5), 1.0)
    place = 0
    for plant in standing.plants:
        first = np.zeros(0)
        for number, phase in enumerate(plant.phases):
            drawn = sampler.uniform("phase", "sustained", place)
            if number == 0:
                first = drawn
            elif likeness > 0.0:
                own = (1.0 - likeness**2) ** 0.5 * ndtri(drawn)
                drawn = ndtr(likeness * ndtri(first) + own)
            yield sampler.numbers(phase.sustained, "phase", "sustained", place, 1.0, drawn)
            place += 1


def until(shared: Shared, days: int) -> Shared:
    """Return what paths share over the first so many days alone."""
    return replace(
        shared,
        open_share=shared.open_share[:, :days],
        days_in_year=shared.days_in_year[:days],
        observed_rate=shared.observed_rate[:, :days],
    )


def draw(
    standing: Standing,
    frame: Frame,
    shared: Shared,
    sampler: Sampler,
    told: GateDays | None = None,
) -> Drawn:
    """Draw everything that the days of a run of paths are reckoned from.

    Parameters
    ----------
    standing, frame, shared, sampler
        The programme, its days, what its paths share, and the run of paths.
    told
        Days of gates and starts, where they are drawn already.
    """
    count = sampler.count
    base = frame.first.toordinal()
    if told is None:
        told = _days_told(standing, shared, sampler, frame.horizon.closed[1])
    # What comes after the horizon builds nothing that is asked for.
    limit = frame.horizon.closed[1].toordinal()
    days = GateDays(
        np.where(told.gates > limit, NEVER, told.gates), np.where(told.sop > limit, NEVER, told.sop)
    )
    phases = len(shared.phases)
    opens = np.empty((count, phases), dtype=np.int64)
    promised = np.empty((count, phases), dtype=np.int64)
    nameplate, ramp, sustained = (np.empty((count, phases)) for _ in range(3))
    for place, phase in enumerate(shared.phases):
        plant = int(shared.plant_of_phase[place])
        opening = opening_days(standing, phase.opens, "phase", place, days, sampler)
        usable = _usable_from(standing, opening, plant, days.sop)
        opens[:, place] = usable - base
        promise = promised_day(standing, phase.opens)
        promised[:, place] = opens[:, place] if promise is None else promise - base
        nameplate[:, place] = sampler.numbers(phase.nameplate, "phase", "nameplate", place, 0.0)
        ramp[:, place] = sampler.numbers(phase.ramp, "phase", "ramp", place, 0.0)
    for place, rates in enumerate(sustained_rates(standing, sampler)):
        sustained[:, place] = rates
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
    return Drawn(
        told=told,
        days=days,
        opens=opens,
        promised=promised,
        nameplate=nameplate,
        ramp_days=ramp,
        sustained=sustained,
        line_rate=shared.lines.draw(sampler),
        outage_plant=np.array(outage_plant, dtype=np.int64),
        outage_share=np.array(outage_share, dtype=np.float64),
        outage_start=as_columns(outage_start, count),
        outage_end=as_columns(outage_end, count),
        opening_stock=np.ascontiguousarray(stock),
        market=draw_market(standing, frame, shared.market, days, sampler),
    )
