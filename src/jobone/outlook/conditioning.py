"""Learning from counted months: draws that fit what was published.

The uncertain numbers of plants and models are drawn a thousand times over, as particles.
Each is weighed by how well its smooth curve fits what was counted (`pace`). Where the
weights leave enough of them, they are drawn anew by their weights. Where they collapse,
a sequential sampler carries on: what was counted is let in by degrees, and between the
degrees every particle is moved by steps that leave the prior as it is (Del Moral, Doucet
and Jasra 2006, doi:10.1111/j.1467-9868.2006.00553.x; the steps are preconditioned
Crank-Nicolson ones: Cotter, Roberts, Stuart and White 2013, doi:10.1214/13-STS421).
Every random number has its purpose, so that the same seed gives the same particles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr, ndtri

from jobone.core.days import DayInterval, add_months
from jobone.core.problems import InputError, Problem
from jobone.core.streams import Purpose, uniforms
from jobone.outlook.counted import CountedRow, counted_rows
from jobone.outlook.demand import is_demand_described, stage_count, uncounted, without_effect
from jobone.outlook.demand_kernels import Market
from jobone.outlook.drawing import Drawn, Shared, draw, sustained_rates, until
from jobone.outlook.frame import Frame
from jobone.outlook.network import GateDays
from jobone.outlook.pace import Likelihood, MonthNoise, likelihood_of, triangle_of
from jobone.outlook.producing import Asked, MonthPace, produce
from jobone.outlook.sampling import Numbers, Sampler, settled
from jobone.outlook.surprise import SURPRISING, level_chance
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing

__all__ = ["LEAST_EFFECTIVE", "PARTICLES", "Posterior", "condition"]

PARTICLES = 1000
"""For a run of many paths; a short run takes fewer."""

LEAST_PARTICLES = 400
_SHORT_RUN = 2000

LEAST_EFFECTIVE = 100
"""Fewer particles than this carry no distribution."""

_MOVED = (
    ("phase", ""),
    ("model", "stock"),
    ("demand", ""),
    ("channel", ""),
    ("supply", "most"),
    ("supply", "most/side"),
)
"""Kinds and quantities of the numbers that counted months can tell of."""

_CARRIED = (("model", "sop"), ("model", "sop/side"))
"""Those that go with a particle as they were drawn: the days of starts that were told."""

_LEVEL = Purpose("pace", "level", 0)
_LEVELS = 8
"""How many sizes of straying are told apart, equally likely at first."""

_MOST_STAGES = 60
_STEPS = 4
"""Moves of every particle after each degree."""

_MORE_STEPS = 12
"""Moves at most after the last one, while less than half of the particles differ."""

_EDGE = 3.09
"""Standard normal quantile of one in a thousand: beyond it a number was ruled out."""

_LEAN = 1.0
"""An input whose numbers have moved by this many standard deviations is named."""

_LEAST_LEAN = 0.25
"""One whose numbers have moved by less has hardly moved."""

_MISFIT = 1e-4
"""Chance of so large a distance below which no path fits."""


@dataclass(frozen=True)
class Posterior:
    """Numbers that fit what was counted, and how months run beside them.

    Parameters
    ----------
    rows
        What was counted.
    building
        Places of the phases that build on the last counted day on most particles.
    prior, held
        Uniform numbers by purpose, one a particle: before and after.
    level
        Shape (particles,): which size of straying each particle has.
    deviations
        Shape (levels,): the sizes of straying.
    straying
        Shape (particles, models, months): mean straying of the months to come.
    strayed
        Shape (particles, models, months): that of the months before them, where orders
        are described, which came in at the pace of what was counted; else no months.
    spread
        Shape (levels, models * months, models * months): lower triangles, how they
        stray around it.
    months
        First day of each month of `strayed` and `straying`, and the day after the last.
    first_effective
        Effective number of particles by their plain weights.
    effective
        Effective number of different particles in the end.
    degrees
        By how many degrees the rows were let in; 1 where plain weights were enough.
    level_chance
        Chance, before the rows were let in, of a level as far out as theirs.
    narrow
        Inputs that were too narrow, where that chance is next to nothing.
    """

    rows: tuple[CountedRow, ...]
    building: tuple[int, ...]
    prior: Mapping[Purpose, Numbers]
    held: Mapping[Purpose, Numbers]
    level: NDArray[np.int64]
    deviations: Numbers
    straying: Numbers
    strayed: Numbers
    spread: Numbers
    months: tuple[date, ...]
    first_effective: float
    effective: float
    degrees: int
    level_chance: float
    narrow: tuple[Problem, ...]

    def pace(self, sampler: Sampler, frame: Frame) -> MonthPace:
        """Return how months run against the curve: those to come, and before them orders."""
        # Of one day, or the months to come would not be the same.
        pace = sampler.remembered(("pace", sampler.today), lambda: self._pace(sampler))
        of_orders = np.full(frame.day_count, -1, dtype=np.int64)
        for number, (first, following) in enumerate(
            zip(self.months, self.months[1:], strict=False)
        ):
            begin, end = max(frame.index(first), 0), max(frame.index(following), 0)
            of_orders[begin:end] = number
        of_plants = np.where(of_orders < self.strayed.shape[2], -1, of_orders)
        return MonthPace(pace, of_plants, of_orders)

    def _pace(self, sampler: Sampler) -> Numbers:
        """Return how the months run of all that are told apart, shape (paths, models, months)."""
        particles, models, months = self.straying.shape
        turns = sampler.turns(particles)
        # What they are drawn from is used here alone: it need not be remembered.
        drawing = replace(sampler, memory=None)
        drawn = np.empty((sampler.count, models * months))
        for cell in range(models * months):
            drawn[:, cell] = ndtri(drawing.uniform("pace", "month", cell))
        left = np.empty_like(drawn)
        for level, spread in enumerate(self.spread):
            taken = self.level[turns] == level
            left[taken] = drawn[taken] @ spread.T
        coming = self.straying[turns] + left.reshape(sampler.count, models, months)
        return np.asarray(np.exp(np.concatenate([self.strayed[turns], coming], axis=2)))


@dataclass(frozen=True)
class _Asking(Sampler):
    """A sampler that keeps what was asked of it and may be learned."""

    asked: dict[Purpose, Numbers] = field(default_factory=dict)

    def uniform(self, kind: str, quantity: str, place: int, draw: int = 0) -> Numbers:
        drawn = super().uniform(kind, quantity, place, draw)
        if any((kind, name) in _MOVED + _CARRIED for name in ("", quantity)):
            self.asked[Purpose(kind, quantity, place, draw)] = drawn
        return drawn


@dataclass(frozen=True)
class _Particles:
    """A cloud of particles.

    Parameters
    ----------
    numbers
        Shape (purposes, particles): uniform numbers.
    ancestors
        Shape (particles,): the path whose starts of production each of them has.
    log_density
        Shape (particles,): log likelihood of what was counted.
    """

    numbers: Numbers
    ancestors: NDArray[np.int64]
    log_density: Numbers


@dataclass(frozen=True)
class _Counted:
    """What was counted, and all that is needed to hold particles against it.

    Parameters
    ----------
    standing, frame, shared
        The programme, its days up to the last counted one, and what its paths share.
    sampler
        The run of paths that the particles were drawn as.
    told
        Days of gates and starts of those paths.
    rows
        What was counted.
    purposes
        What the numbers of a particle are for.
    likelihoods
        What the rows say, for each size of straying.
    """

    standing: Standing
    frame: Frame
    shared: Shared
    sampler: Sampler
    told: GateDays
    rows: tuple[CountedRow, ...]
    purposes: tuple[Purpose, ...]
    likelihoods: tuple[Likelihood, ...]

    def drawn_from(self, numbers: Numbers, ancestors: NDArray[np.int64]) -> _Particles:
        """Return particles with their log likelihoods."""
        expected = self.expected(numbers, ancestors)
        level = self.level(numbers)
        log_density = np.empty(len(expected))
        for place, likelihood in enumerate(self.likelihoods):
            log_density[level == place] = likelihood.log_density(expected[level == place])
        return _Particles(numbers, ancestors, log_density)

    def level(self, numbers: Numbers) -> NDArray[np.int64]:
        """Return which size of straying each particle has."""
        drawn = numbers[self.purposes.index(_LEVEL)]
        return np.asarray((drawn * len(self.likelihoods)).astype(np.int64))

    def expected(self, numbers: Numbers, ancestors: NDArray[np.int64]) -> Numbers:
        """Return vehicles of each row on the smooth curve, shape (particles, rows)."""
        sampler = replace(self.sampler, held=dict(zip(self.purposes, numbers, strict=True)))
        told = GateDays(self.told.gates[:, ancestors], self.told.sop[:, ancestors])
        drawn = draw(self.standing, self.frame, self.shared, sampler, told)
        parts = [(place, model) for place, item in enumerate(self.rows) for model in item.models]
        places = {(item.model, item.measure): place for item, place in self.frame.shown}
        series = [places[model, self.rows[place].row.measure] for place, model in parts]
        units = _units(
            self.standing,
            self.frame,
            self.shared,
            drawn,
            series,
            [self.rows[place].row.days for place, _ in parts],
        )
        of_row = np.zeros((len(units), len(self.rows)))
        for column, (place, _) in enumerate(parts):
            of_row[:, place] += units[:, column]
        return of_row

    def rate(self, place: int, numbers: Numbers) -> Numbers:
        """Return the sustained rate of a phase on particles with these numbers."""
        held = dict(zip(self.purposes, numbers, strict=True))
        return list(sustained_rates(self.standing, replace(self.sampler, held=held)))[place]

    def times(self, expected: Numbers) -> float:
        """Return what was counted as a multiple of the curves, in the middle."""
        units = sum(item.row.units for item in self.rows)
        return units / max(float(np.median(expected.sum(axis=1))), 1.0)

    def beside(self, expected: Numbers) -> str:
        """Say what was counted beside the curves."""
        units = sum(item.row.units for item in self.rows)
        return f"{units:,.0f} vehicles, {self.times(expected):.2g} times the curves"

    def field(self, purpose: Purpose) -> Resolution:
        """Return the field that a number is of."""
        quantity = purpose.quantity.removesuffix("/side")
        if purpose.kind == "pace":
            return self.standing.month_noise
        if purpose.kind == "model":
            model = self.standing.models[purpose.place]
            return model.opening_stock if quantity == "stock" else model.sop
        described = {
            "phase": self.shared.phases,
            "demand": self.standing.demands,
            "channel": self.standing.channels,
            "supply": self.standing.supplies,
        }
        found: Resolution = getattr(described[purpose.kind][purpose.place], quantity)
        return found


def condition(
    standing: Standing, frame: Frame, shared: Shared, seed: int, paths: int
) -> Posterior | None:
    """Draw the numbers of plants and models that fit what was counted.

    Parameters
    ----------
    standing
        The programme, without changes.
    frame, shared
        Its days, and what its paths share.
    seed
        From 0 to 2**64 - 1.
    paths
        How many paths the particles are for; they are 1,000, or 400 where they are for
        2,000 paths at most.

    Returns
    -------
    Posterior or None
        None where nothing was counted that tells how fast something runs.

    Raises
    ------
    InputError
        If too few particles that were thought possible fit what was counted, with the
        input that is too narrow.
    """
    rows = counted_rows(standing)
    if not rows or not any(plant.phases for plant in standing.plants):
        return None
    particles = PARTICLES if paths > _SHORT_RUN else LEAST_PARTICLES
    asking = _Asking(seed, 0, particles, standing.as_of.toordinal())
    drawn = draw(standing, frame, shared, asking)
    asked = asking.asked | {_LEVEL: uniforms(seed, _LEVEL, 0, particles)}
    models, months = len(standing.models), _months(frame, rows)
    noises = _noises(standing)
    units = np.array([item.row.units for item in rows])
    weights = _weights(rows, months, models)
    last = max(item.row.days.closed[1] for item in rows)
    counted = _Counted(
        standing=standing,
        frame=replace(frame, last=last),
        shared=until(shared, frame.index(last) + 1),
        sampler=Sampler(seed, 0, particles, standing.as_of.toordinal()),
        told=drawn.told,
        rows=rows,
        purposes=tuple(asked),
        likelihoods=tuple(likelihood_of(units, weights, models, noise) for noise in noises),
    )
    prior = np.stack(list(asked.values()))
    cloud, first_effective, degrees = _sample(counted, prior)
    effective = _different(cloud.numbers)
    expected = counted.expected(cloud.numbers, cloud.ancestors)
    level = counted.level(cloud.numbers)
    _refuse_if_outside(counted, prior, cloud, expected, effective)
    before = counted.expected(prior, np.arange(particles))
    chance = level_chance(before, counted.level(prior), counted.likelihoods, seed)
    narrow: tuple[Problem, ...] = ()
    if chance < SURPRISING:
        what = "what was counted could hardly be expected from what was said: "
        what += f"{counted.beside(expected)} that fit best, which is put down to straying months"
        narrow = _narrow(counted, prior, cloud, expected, what)
    coming = _coming(months, rows)
    since = 0 if is_demand_described(standing) else coming
    straying = np.empty((particles, models, len(months) - 1))
    for place, likelihood in enumerate(counted.likelihoods):
        taken = level == place
        straying[taken] = likelihood.straying(expected[taken]).reshape(-1, models, len(months) - 1)
    kept = np.zeros((models, len(months) - 1), dtype=np.bool_)
    kept[:, coming:] = True
    within = np.ix_(kept.ravel(), kept.ravel())
    opened = np.median(drawn.opens, axis=0) <= frame.index(last)
    return Posterior(
        rows=rows,
        building=tuple(int(place) for place in np.flatnonzero(opened)),
        prior=dict(zip(counted.purposes, prior, strict=True)),
        held=dict(zip(counted.purposes, cloud.numbers, strict=True)),
        level=level,
        deviations=np.array([noise.deviation for noise in noises]),
        straying=np.ascontiguousarray(straying[:, :, coming:]),
        strayed=np.ascontiguousarray(straying[:, :, since:coming]),
        spread=np.stack([triangle_of(item.left[within]) for item in counted.likelihoods]),
        months=months[since:],
        first_effective=first_effective,
        effective=effective,
        degrees=degrees,
        level_chance=chance,
        narrow=narrow,
    )


def _units(
    standing: Standing,
    frame: Frame,
    shared: Shared,
    drawn: Drawn,
    series: Sequence[int],
    periods: Sequence[DayInterval],
) -> Numbers:
    """Return vehicles of some series in some periods on the smooth curve, (paths, periods)."""
    count = len(drawn.opens)
    begins = [frame.index(days.closed[0]) for days in periods]
    ends = [frame.index(days.closed[1]) + 1 for days in periods]
    no_edges = np.zeros(1, dtype=np.int64)
    asked = Asked(
        horizon=np.zeros(2, dtype=np.int64),
        month_edges=no_edges,
        week_edges=no_edges,
        series=np.array(series, dtype=np.int64),
        start=np.tile(np.array(begins, dtype=np.int64), (count, 1)),
        end=np.tile(np.array(ends, dtype=np.int64), (count, 1)),
        followed=0,
        stages=stage_count(standing),
    )
    rate = np.full_like(shared.observed_rate, np.nan)

    def units(market: Market) -> Numbers:
        return produce(frame, shared, drawn, market, rate, None, asked).units

    if not is_demand_described(standing):
        return units(without_effect(drawn.market))
    teaches_from = shared.market.teaches_from
    holds = np.array(
        [
            begin >= teaches_from[frame.series[place].model]
            for begin, place in zip(begins, series, strict=True)
        ]
    )
    held_back = units(uncounted(drawn.market, shared.market))
    if holds.all():
        return held_back
    return np.where(holds, held_back, units(without_effect(drawn.market)))


def _months(frame: Frame, rows: Sequence[CountedRow]) -> tuple[date, ...]:
    """Return the months from the first row to the end of the frame, and the day after."""
    months = [min(item.row.days.closed[0] for item in rows).replace(day=1)]
    while months[-1] <= frame.last:
        months.append(add_months(months[-1], 1))
    return tuple(months)


def _weights(rows: Sequence[CountedRow], months: Sequence[date], models: int) -> Numbers:
    """Return what share of each row falls into which month of which model, (rows, cells)."""
    weights = np.zeros((len(rows), models, len(months) - 1))
    edges = np.array([day.toordinal() for day in months])
    for place, item in enumerate(rows):
        first, last = (day.toordinal() for day in item.row.days.closed)
        inside = np.minimum(edges[1:], last + 1) - np.maximum(edges[:-1], first)
        share = np.maximum(inside, 0) / (last - first + 1) / len(item.models)
        weights[place, list(item.models)] = share
    return weights.reshape(len(rows), -1)


def _coming(months: Sequence[date], rows: Sequence[CountedRow]) -> int:
    """Return the place of the month that holds the first day that no row counts."""
    following = max(item.row.days.closed[1] for item in rows) + timedelta(days=1)
    return max(place for place, first in enumerate(months[:-1]) if first <= following)


def _noises(standing: Standing) -> tuple[MonthNoise, ...]:
    """Return the sizes of straying that are told apart: the middles of equal shares."""
    memory = min(settled(standing.month_memory, 0.5), 0.99)
    error = max(settled(standing.counting_error, 0.5), 0.001)
    return tuple(
        MonthNoise(settled(standing.month_noise, (level + 0.5) / _LEVELS), memory, error)
        for level in range(_LEVELS)
    )


def _effective(log_weights: Numbers) -> float:
    """Return the effective number of particles (Kong 1992): 1 over the sum of squares."""
    weights = np.exp(log_weights - log_weights.max())
    return float(weights.sum() ** 2 / (weights**2).sum())


def _different(numbers: Numbers) -> float:
    """Return the effective number of different particles."""
    _, counts = np.unique(numbers, axis=1, return_counts=True)
    return float(counts.sum() ** 2 / (counts**2).sum())


def _next_degree(log_density: Numbers, left: float) -> float:
    """Return the largest step that leaves half of the particles effective."""
    half = len(log_density) / 2.0
    if _effective(left * log_density) >= half:
        return left
    low, high = 0.0, left
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _effective(middle * log_density) >= half else (low, middle)
    return high


def _resampled(log_weights: Numbers, drawn: float) -> NDArray[np.int64]:
    """Return which particles go on: systematic resampling, doi:10.1080/10618600.1996.10474692."""
    weights = np.exp(log_weights - log_weights.max())
    edges = np.cumsum(weights) / weights.sum()
    points = (np.arange(len(weights)) + drawn) / len(weights)
    return np.minimum(np.searchsorted(edges, points), len(weights) - 1)


def _sample(counted: _Counted, prior: Numbers) -> tuple[_Particles, float, int]:
    """Return particles that fit, their first effective number, and the degrees."""
    seed = counted.sampler.seed
    cloud = counted.drawn_from(prior, np.arange(prior.shape[1]))
    first_effective = _effective(cloud.log_density)
    degree, reach = 0.0, 0.8
    for stage in range(_MOST_STAGES):
        step = _next_degree(cloud.log_density, 1.0 - degree)
        drawn = uniforms(seed, Purpose("move", "resample", 0, stage), 0, 1)
        chosen = _resampled(step * cloud.log_density, float(drawn[0]))
        cloud = _Particles(
            cloud.numbers[:, chosen], cloud.ancestors[chosen], cloud.log_density[chosen]
        )
        last = step >= 1.0 - degree
        degree = 1.0 if last else degree + step
        if last and stage == 0:
            break
        for number in range(_STEPS):
            cloud, moved = _moved(counted, cloud, degree, reach, stage * _STEPS + number)
            if moved > 0.4:
                reach = min(1.0, reach * 1.4)
            elif moved < 0.2:
                reach *= 0.6
        if last:
            break
    for number in range(_MORE_STEPS):
        if degree < 1.0 or stage == 0 or _different(cloud.numbers) >= prior.shape[1] / 2.0:
            break
        cloud, _ = _moved(counted, cloud, 1.0, reach, (stage + 1) * _STEPS + number)
    return cloud, first_effective, stage + 1


def _moved(
    counted: _Counted, cloud: _Particles, degree: float, reach: float, move: int
) -> tuple[_Particles, float]:
    """Move every particle once; return them and the share that moved."""
    seed, count = counted.sampler.seed, len(cloud.ancestors)
    normal = ndtri(cloud.numbers)
    size = reach * np.clip(normal.std(axis=1, keepdims=True), 0.02, 1.0)
    carried = [(purpose.kind, purpose.quantity) in _CARRIED for purpose in counted.purposes]
    size[carried] = 0.0
    drawn = [
        uniforms(seed, Purpose("move", "step", place, move), 0, count)
        for place in range(len(normal))
    ]
    proposed = ndtr(np.sqrt(1.0 - size**2) * normal + size * ndtri(np.stack(drawn)))
    proposed = np.clip(proposed, 2.0**-53, 1.0 - 2.0**-53)
    proposed[carried] = cloud.numbers[carried]
    there = counted.drawn_from(proposed, cloud.ancestors)
    threshold = np.log(uniforms(seed, Purpose("move", "accept", 0, move), 0, count))
    taken = threshold < degree * (there.log_density - cloud.log_density)
    moved = _Particles(
        np.where(taken, there.numbers, cloud.numbers),
        cloud.ancestors,
        np.where(taken, there.log_density, cloud.log_density),
    )
    return moved, float(taken.mean())


def _refuse_if_outside(
    counted: _Counted, prior: Numbers, cloud: _Particles, expected: Numbers, effective: float
) -> None:
    """Refuse what was counted where nothing that was thought possible comes near it.

    It does not where the best particles leave all rows on one side of their curves,
    where no size of straying explains the rows, where a number has gone to the very end
    of what was said of it, or where too few particles differ.
    """
    level = counted.level(cloud.numbers)
    shift = np.empty(len(expected))
    for place, likelihood in enumerate(counted.likelihoods):
        shift[level == place] = likelihood.level(expected[level == place])
    nearest = min(float(item.distance(expected).min()) for item in counted.likelihoods)
    lean = ndtri(cloud.numbers).mean(axis=1)
    if (
        abs(float(np.median(shift))) <= _EDGE
        and float(np.abs(lean).max()) <= _EDGE
        and float(chdtrc(len(counted.rows), nearest)) >= _MISFIT
        and effective >= LEAST_EFFECTIVE
    ):
        return
    what = "what was counted lies outside what was thought possible: "
    what += counted.beside(expected) + " of the paths that come nearest"
    raise InputError(_narrow(counted, prior, cloud, expected, what))


def _of_inputs(counted: _Counted, lean: Numbers) -> list[float]:
    """Return how far the numbers of plants, models and orders lean, straying left aside."""
    return [
        float(value)
        for purpose, value in zip(counted.purposes, lean, strict=True)
        if purpose.kind != "pace" and (purpose.kind, purpose.quantity) not in _CARRIED
    ]


def _narrow(
    counted: _Counted, prior: Numbers, cloud: _Particles, expected: Numbers, what: str
) -> tuple[Problem, ...]:
    """Return the fields that what was counted has moved furthest, each where it stands.

    The last row stands for them where none has moved.
    """
    lean = ndtri(cloud.numbers).mean(axis=1)
    # Where months were taken to stray instead, the number that has moved most is named.
    most = max(_of_inputs(counted, np.abs(lean)), default=0.0)
    least = min(_LEAN, max(most, _LEAST_LEAN))
    narrow: dict[str, tuple[float, Problem]] = {}
    for purpose, value in zip(counted.purposes, lean, strict=True):
        field = counted.field(purpose)
        if abs(value) < least or abs(value) <= narrow.get(field.path, (0.0,))[0]:
            continue
        end = "upper" if value > 0 else "lower"
        stands = "stands at" if abs(value) >= _LEAN else "leans to"
        told = f"{what}; {field.path} {stands} its {end} end"
        if (purpose.kind, purpose.quantity) == ("phase", "sustained"):
            said = np.quantile(counted.rate(purpose.place, prior), (0.1, 0.9))
            middle = float(np.median(counted.rate(purpose.place, cloud.numbers)))
            told += (
                f": it was said to be {said[0]:.2g} to {said[1]:.2g} times nameplate, and the "
                f"months ask for {middle * counted.times(expected):.2g}"
            )
        narrow[field.path] = (
            abs(float(value)),
            Problem(
                field.location or counted.rows[-1].row.location,
                told,
                "a value with room for what was counted",
                f"widen {field.path}, or leave it out, so that the past stands in",
            ),
        )
    problems = [problem for _, problem in sorted(narrow.values(), key=lambda item: -item[0])]
    if not problems:
        problems.append(
            Problem(
                counted.rows[-1].row.location,
                what,
                f"at least {LEAST_EFFECTIVE} of {len(expected)} draws that fit",
                "widen nameplate, ramp, sustained rate or month_noise, or check the rows",
            )
        )
    return tuple(problems)
