"""What counted months taught: numbers of the plants before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from jobone.core.problems import Problem
from jobone.core.quantity import DAYS_PER_MONTH
from jobone.outlook.conditioning import Posterior
from jobone.outlook.demand import draw_market, lay_out, steady_orders
from jobone.outlook.drawing import sustained_rates
from jobone.outlook.frame import Frame
from jobone.outlook.network import GateDays
from jobone.outlook.sampling import NEVER, Numbers, Sampler
from jobone.outlook.simulation import Paths
from jobone.programme.standing import Standing

__all__ = ["Learned", "Learning", "compare", "learned_numbers", "learning_of"]

Interval = tuple[float, float, float]
"""10th, 50th and 90th percentile."""

_MONTHS = 12.0


@dataclass(frozen=True)
class Learned:
    """A number before and after the counted months.

    Parameters
    ----------
    path
        Its field, or what it is reckoned from.
    unit
        ``days``, ``vehicles a month at the full rate``, ``times nameplate``, ``orders`` or
        ``orders a month``; empty for a plain number.
    before, after
        10th, 50th and 90th percentile.
    """

    path: str
    unit: str
    before: Interval
    after: Interval


@dataclass(frozen=True)
class Learning:
    """What counted months taught.

    Parameters
    ----------
    rows
        How many counted periods it rests on.
    until
        The last counted day.
    particles
        How many draws were held against them.
    first_effective
        Effective number of them by plain weights.
    effective
        Effective number of different ones in the end.
    degrees
        By how many degrees the rows were let in; 1 where plain weights were enough.
    level_chance
        Chance, before the rows were let in, of a level as far out as theirs.
    narrow
        Inputs that were too narrow, where that chance is next to nothing.
    learned
        Numbers of the phases that were building by then, of the orders for the models that
        were counted, and how months stray.
    """

    rows: int
    until: date
    particles: int
    first_effective: float
    effective: float
    degrees: int
    level_chance: float
    narrow: tuple[Problem, ...]
    learned: tuple[Learned, ...]


def _interval(values: Numbers) -> Interval:
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9), method="inverted_cdf")
    return float(low), float(middle), float(high)


def learned_numbers(
    standing: Standing, frame: Frame, posterior: Posterior, sampler: Sampler
) -> dict[str, Numbers]:
    """Return what counted months tell of, by field, one number a particle.

    Parameters
    ----------
    standing, frame
        The programme and its days.
    posterior
        What was counted, and which phases were building then.
    sampler
        Of as many paths as there are particles, with the numbers to look at.

    Returns
    -------
    dict
        Numbers of every phase that builds on the last counted day, and of the orders for
        every model that was counted.
    """
    return _phase_numbers(standing, posterior, sampler) | _demand_numbers(
        standing, frame, posterior, sampler
    )


def _demand_numbers(
    standing: Standing, frame: Frame, posterior: Posterior, sampler: Sampler
) -> dict[str, Numbers]:
    counted = {model for item in posterior.rows for model in item.models}
    demands = [
        (place, demand) for place, demand in enumerate(standing.demands) if demand.model in counted
    ]
    if not demands:
        return {}
    never = np.full((1, sampler.count), NEVER, dtype=np.int64)
    days = GateDays(
        np.repeat(never, len(standing.gates), axis=0),
        np.repeat(never, len(standing.models), axis=0),
    )
    market = draw_market(standing, frame, lay_out(standing, frame), days, sampler)
    last = frame.index(max(item.row.days.closed[1] for item in posterior.rows))
    found: dict[str, Numbers] = {}
    for place, demand in demands:
        steady = steady_orders(market, demand.model, last)
        if demand.opening_orders.options:
            found[demand.opening_orders.path] = sampler.numbers(
                demand.opening_orders, "demand", "opening_orders", place, 0.0
            )
        if steady.any():
            found[f"demand.{demand.name}"] = steady * DAYS_PER_MONTH
    return found


def _phase_numbers(
    standing: Standing, posterior: Posterior, sampler: Sampler
) -> dict[str, Numbers]:
    found: dict[str, Numbers] = {}
    phases = [phase for plant in standing.plants for phase in plant.phases]
    rates = list(sustained_rates(standing, sampler))
    for place in posterior.building:
        phase = phases[place]
        nameplate = sampler.numbers(phase.nameplate, "phase", "nameplate", place, 0.0)
        sustained = rates[place]
        if not nameplate.any():
            continue  # capacity of nought, there for a lever
        found[phase.sustained.path] = sustained
        found[phase.ramp.path] = sampler.numbers(phase.ramp, "phase", "ramp", place, 0.0)
        found[phase.path] = nameplate * sustained / _MONTHS
    return found


def compare(
    standing: Standing, before: dict[str, Numbers], after: dict[str, Numbers]
) -> tuple[Learned, ...]:
    """Return numbers by path before and after, those that stand on both sides."""
    phases = {phase.path: phase for plant in standing.plants for phase in plant.phases}
    units = {path: "vehicles a month at the full rate" for path in phases}
    units |= {phase.ramp.path: "days" for phase in phases.values()}
    units |= {phase.sustained.path: "times nameplate" for phase in phases.values()}
    for demand in standing.demands:
        units[demand.opening_orders.path] = "orders"
        units[f"demand.{demand.name}"] = "orders a month"
    return tuple(
        Learned(path, units[path], _interval(before[path]), _interval(values))
        for path, values in after.items()
        if path in before
    )


def learning_of(standing: Standing, paths: Paths, seed: int) -> Learning | None:
    """Say what the counted months taught a run of paths; None where nothing was counted.

    Parameters
    ----------
    standing
        The programme.
    paths, seed
        A run of it, and the seed it was drawn with.
    """
    posterior = paths.posterior
    if posterior is None:
        return None
    count = len(posterior.level)
    sampler = Sampler(seed, 0, count, standing.as_of.toordinal())
    learned = compare(
        standing,
        learned_numbers(standing, paths.frame, posterior, replace(sampler, held=posterior.prior)),
        learned_numbers(standing, paths.frame, posterior, replace(sampler, held=posterior.held)),
    )
    straying = Learned(
        standing.month_noise.path,
        "",
        _interval(posterior.deviations),
        _interval(posterior.deviations[posterior.level]),
    )
    return Learning(
        rows=len(posterior.rows),
        until=max(item.row.days.closed[1] for item in posterior.rows),
        particles=count,
        first_effective=posterior.first_effective,
        effective=posterior.effective,
        degrees=posterior.degrees,
        level_chance=posterior.level_chance,
        narrow=posterior.narrow,
        learned=(*learned, straying),
    )
