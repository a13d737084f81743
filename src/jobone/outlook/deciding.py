"""How much weekly capacity to install now, what option to hold, and what to watch for.

The requirement of a path is its highest week. Too much capacity costs by the unit that
no week needs, too little by the unit that the worst week lacks: without steps and
options the best capacity is the newsvendor's quantile (Arrow, Harris and Marschak 1951,
doi:10.2307/1906813). An option adds capacity later: it is bought now, kept until a day,
and ordered if something has been seen by then; what it adds is there after the lead
time. The observation that is worth most, over all that could be seen, is the tripwire.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import add_months
from jobone.outlook.tripwires import Observation, Question

__all__ = [
    "Costs",
    "Decision",
    "Option",
    "Rule",
    "Tripwire",
    "UnitEconomics",
    "cost_of",
    "decide",
]

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

_MOST_MONEY = 1e12
_MOST_WEEKS = 5_000
_GRID = 41
"""Capacities that are tried where no step is given."""

_MOST_STEPS = 120
_HOLD_MONTHS = (3, 6, 9, 12, 18, 24)
_WATCH_DAYS = 190
"""Months that are watched lie in the half year before an option ends."""

_MOST_SIZES = 24
"""Capacities now and sizes of an option that are paired."""
_TRIPWIRES = 3


@dataclass(frozen=True, slots=True)
class Costs:
    """What capacity costs, in any one currency.

    Parameters
    ----------
    too_much
        Of a unit of weekly capacity that no week needs, above 0.
    too_few
        Of a unit of weekly capacity that the worst week lacks, above 0.
    step
        Capacity comes in multiples of this; 0 for any amount.
    option_price
        Of the right to add a unit later; None where no option is offered.
    lead_days
        From the order to the added capacity.
    option_until
        The last day an option can be held; None for up to two years.
    """

    too_much: float
    too_few: float
    step: float = 0.0
    option_price: float | None = None
    lead_days: int = 0
    option_until: date | None = None

    def __post_init__(self) -> None:
        if not (0.0 < self.too_much <= _MOST_MONEY and 0.0 < self.too_few <= _MOST_MONEY):
            raise ValueError("both costs, of too much and of too few, lie above 0 and up to 1e12")
        if not (self.step == 0.0 or 1e-3 <= self.step <= _MOST_MONEY):
            raise ValueError("a step is not negative: 0, for any amount, or from 0.001 to 1e12")
        if not 0.0 <= (self.option_price or 0.0) <= _MOST_MONEY or self.lead_days < 0:
            raise ValueError(
                "a lead time and an option price are not negative, and a price is up to 1e12"
            )
        if self.option_until is not None and self.option_price is None:
            raise ValueError("the last day of an option needs the price of one (--option-price)")


@dataclass(frozen=True, slots=True)
class UnitEconomics:
    """What a part earns and what a tool costs, from which both costs follow.

    Parameters
    ----------
    margin
        Money that a part earns before its tool: price less what each part costs to
        make; above 0.
    step_cost
        Of one step of capacity, tools and what they need, above 0.
    step
        Parts a week that a step makes, above 0.
    weeks
        For how many weeks the worst week's shortage lasts; None for every week of the
        window.
    option_price, lead_days, option_until
        As in :class:`Costs`.
    """

    margin: float
    step_cost: float
    step: float
    weeks: float | None = None
    option_price: float | None = None
    lead_days: int = 0
    option_until: date | None = None

    def __post_init__(self) -> None:
        if not (0.0 < self.margin <= _MOST_MONEY and 0.0 < self.step_cost <= _MOST_MONEY):
            raise ValueError("a margin and the cost of a step lie above 0 and up to 1e12")
        if not 1e-3 <= self.step <= _MOST_MONEY:
            raise ValueError("the cost of a step needs a step, from 0.001 to 1e12 parts a week")
        if self.weeks is not None and not 0.0 < self.weeks <= _MOST_WEEKS:
            raise ValueError(f"weeks lie above 0 and up to {_MOST_WEEKS:,}, not {self.weeks:g}")

    @property
    def unit_cost(self) -> float:
        """Tooling cost of a unit of weekly capacity."""
        return self.step_cost / self.step

    def costs(self, window_weeks: int) -> Costs:
        """Return what a unit too much and a unit too few cost.

        A unit that no week needs has cost its share of a step. A unit that is needed and
        not there loses its margin in every week that lacks it, less that share of a step,
        which was saved: the underage and the overage of the newsvendor (Arrow, Harris and
        Marschak 1951, doi:10.2307/1906813), for capacity as in Van Mieghem (2003),
        doi:10.1287/msom.5.4.269.24882.

        Parameters
        ----------
        window_weeks
            Weeks of the window, which stand in where `weeks` names none. No other week
            lacks more than the worst one, so this is the most that can be lost.

        Raises
        ------
        ValueError
            If a unit of capacity earns less than it costs even when always needed.
        """
        weeks = window_weeks if self.weeks is None else self.weeks
        earned = self.margin * weeks
        if earned <= self.unit_cost:
            raise ValueError(
                f"a unit of weekly capacity costs {self.unit_cost:,.2f} and earns at most "
                f"{earned:,.2f} ({self.margin:,.2f} a part over {weeks:,g} weeks): no tool "
                "is worth its cost; give a longer --weeks, a larger --margin or a smaller "
                "--step-cost"
            )
        return Costs(
            too_much=self.unit_cost,
            too_few=earned - self.unit_cost,
            step=self.step,
            option_price=self.option_price,
            lead_days=self.lead_days,
            option_until=self.option_until,
        )


@dataclass(frozen=True, slots=True)
class Tripwire:
    """An observation that the order of an option hangs on.

    Parameters
    ----------
    question
        What has to be seen, and by when.
    chance
        That it is.
    expected_cost
        Of the whole decision, if the order hangs on it.
    """

    question: Question
    chance: float
    expected_cost: float

    @property
    def what(self) -> str:
        """The question in words."""
        return str(self.question)

    @property
    def by(self) -> date:
        """The day on which it is known either way."""
        return self.question.known


@dataclass(frozen=True, slots=True)
class Option:
    """Capacity that may be added.

    Parameters
    ----------
    per_week
        How much.
    until
        The last day to order it.
    available
        From when it is there.
    price
        Of holding it, in all.
    tripwires
        What to watch, the best first.
    """

    per_week: float
    until: date
    available: date
    price: float
    tripwires: tuple[Tripwire, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A simple rule, and what it would cost.

    Parameters
    ----------
    name
        In words.
    per_week
        Capacity it installs; None where it cannot be applied.
    expected_cost, regret
        Mean over the paths; the regret against having known the path.
    """

    name: str
    per_week: float | None
    expected_cost: float | None
    regret: float | None


@dataclass(frozen=True)
class Decision:
    """What to install, what to hold, and what the rules would cost.

    Parameters
    ----------
    install_per_week
        Capacity to install now.
    option
        The option worth holding; None where none is.
    in_time
        Whether what an option adds could be there before the last week.
    expected_cost, regret
        Of the decision.
    without_option
        Expected cost of the best capacity alone.
    needed
        10th, 50th and 90th percentile of the requirement.
    rules
        Simple rules beside it.
    curve
        Capacity and expected cost, without options.
    """

    install_per_week: float
    option: Option | None
    in_time: bool
    expected_cost: float
    regret: float
    without_option: float
    needed: tuple[float, float, float]
    rules: tuple[Rule, ...]
    curve: tuple[tuple[float, float], ...]


def cost_of(capacity: float, needed: Numbers, costs: Costs) -> Numbers:
    """Return what a capacity costs on each path.

    Parameters
    ----------
    capacity
        Parts a week.
    needed
        Requirement of each path.
    costs
        What too much and too few cost.
    """
    spare = np.maximum(capacity - needed, 0.0)
    short = np.maximum(needed - capacity, 0.0)
    return np.asarray(costs.too_much * spare + costs.too_few * short)


def _grid(needed: Numbers, costs: Costs) -> Numbers:
    """Return the capacities that are tried, in rising order, nothing among them.

    The best is among them: the newsvendor's quantile, or with steps the multiples
    around it, because the expected cost is convex in the capacity.
    """
    best = costs.too_few / (costs.too_few + costs.too_much)
    if costs.step > 0.0:
        most = _steps_up(float(needed.max()), costs.step)
        stride = max(1, math.ceil(most / _MOST_STEPS))
        quantile = float(np.quantile(needed, best, method="inverted_cdf"))
        around = (math.floor(quantile / costs.step), _steps_up(quantile, costs.step))
        counts = {*range(0, most + 1, stride), most, *around}
        return np.array(sorted(counts), dtype=np.float64) * costs.step
    levels = np.append(np.linspace(0.0, 1.0, _GRID), best)
    quantiles = np.quantile(needed, levels, method="inverted_cdf")
    return np.unique(np.append(quantiles, 0.0))


def _steps_up(amount: float, step: float) -> int:
    """Return how many steps cover an amount."""
    return math.ceil(amount / step - 1e-9)


def _foresight(needed: Numbers, costs: Costs) -> Numbers:
    """Return what each path would have cost, had one known it."""
    if costs.step == 0.0:
        return np.zeros(len(needed))
    above = np.ceil(needed / costs.step - 1e-9) * costs.step
    below = np.maximum(above - costs.step, 0.0)
    spare, short = above - needed, needed - below
    return np.asarray(
        np.minimum(costs.too_much * np.maximum(spare, 0.0), costs.too_few * np.maximum(short, 0.0))
    )


def decide(
    parts: Numbers,
    mondays: Sequence[date],
    costs: Costs,
    watched: Sequence[Observation],
    as_of: date,
    rules: Sequence[tuple[str, float | None]] = (),
) -> Decision:
    """Return the capacity and the option of least expected cost.

    Parameters
    ----------
    parts
        Parts a week within the window, shape (weeks, paths), at least one week.
    mondays
        First day of each week.
    costs
        What capacity costs.
    watched
        What could be seen; only what is known by the day an option ends counts for it.
    as_of
        The day of the decision.
    rules
        Name and capacity of simple rules to compare with; None where one cannot apply.

    Returns
    -------
    Decision
        Of equal costs the smaller capacity.

    Raises
    ------
    ValueError
        If there is no week in the window.
    """
    if not len(parts):
        raise ValueError("no week of the window lies within the horizon")
    needed = np.asarray(parts.max(axis=0), dtype=np.float64)
    grid = _grid(needed, costs)
    curve = [float(cost_of(capacity, needed, costs).mean()) for capacity in grid]
    best = int(np.argmin(curve))
    foresight = _foresight(needed, costs)
    install, expected, option = float(grid[best]), curve[best], None
    deadlines = _deadlines(costs, as_of, mondays)
    if costs.option_price is not None:
        for until in deadlines:
            found = _best_option(parts, mondays, costs, grid, watched, until)
            if found is not None and found[2] < expected - 1e-9:
                install, option, expected = found
    low, middle, high = (
        float(value) for value in np.quantile(needed, (0.1, 0.5, 0.9), method="inverted_cdf")
    )
    return Decision(
        install_per_week=install,
        option=option,
        in_time=bool(deadlines),
        expected_cost=expected,
        regret=expected - float(foresight.mean()),
        without_option=curve[best],
        needed=(low, middle, high),
        rules=tuple(_rule(name, wanted, needed, costs, foresight) for name, wanted in rules),
        curve=tuple((float(capacity), cost) for capacity, cost in zip(grid, curve, strict=True)),
    )


def _rule(
    name: str, wanted: float | None, needed: Numbers, costs: Costs, foresight: Numbers
) -> Rule:
    if wanted is None:
        return Rule(name, None, None, None)
    if costs.step > 0.0:
        wanted = _steps_up(wanted, costs.step) * costs.step
    cost = cost_of(wanted, needed, costs)
    return Rule(name, wanted, float(cost.mean()), float((cost - foresight).mean()))


def _deadlines(costs: Costs, as_of: date, mondays: Sequence[date]) -> list[date]:
    """Return the days up to which an option may be held: it must be of use before the end."""
    last = costs.option_until
    days = [add_months(as_of, months) for months in _HOLD_MONTHS]
    if last is not None:
        days = [day for day in days if day < last] + ([last] if last > as_of else [])
    end = mondays[-1] - timedelta(days=costs.lead_days)
    return [day for day in days if day <= end]


def _best_option(
    parts: Numbers,
    mondays: Sequence[date],
    costs: Costs,
    grid: Numbers,
    watched: Sequence[Observation],
    until: date,
) -> tuple[float, Option, float] | None:
    """Return the best pair of capacity now and option until a day, with its cost."""
    price = costs.option_price or 0.0
    earliest = until - timedelta(days=_WATCH_DAYS)
    usable = [item for item in watched if earliest < item.by <= until]
    if not usable:
        return None
    available = until + timedelta(days=costs.lead_days)
    early = sum(monday < available for monday in mondays)
    count = parts.shape[1]
    before = parts[:early].max(axis=0) if early else np.zeros(count)
    after = parts[early:].max(axis=0) if early < len(parts) else np.zeros(count)
    needed = np.maximum(before, after)
    seen = np.array([item.seen for item in usable], dtype=np.float64)
    stride = max(1, math.ceil(len(grid) / _MOST_SIZES))
    coarse = grid[::stride]
    best: _Pair | None = None
    for capacity in coarse:
        sizes = _sizes(grid[-1] - capacity, coarse, costs)
        best = _better(best, capacity, sizes, before, after, needed, seen, costs)
    if best is not None and costs.step > 0.0:
        # Around the best of the coarse pairs every multiple is tried.
        reach = math.ceil((coarse[1] - coarse[0]) / costs.step) if len(coarse) > 1 else 1
        steps = np.arange(-reach, reach + 1) * costs.step
        around, sizes = best.capacity + steps, best.size + steps
        for capacity in around[around >= 0.0]:
            best = _better(best, capacity, sizes[sizes > 0.0], before, after, needed, seen, costs)
    if best is None:
        return None
    alone = min(float(cost_of(float(item), needed, costs).mean()) for item in grid)
    tripwires = _tripwires(usable, best.by_observation, alone)
    option = Option(best.size, until, available, price * best.size, tripwires)
    return best.capacity, option, best.cost


@dataclass(frozen=True)
class _Pair:
    """A capacity, the size of an option on top, and their cost by observation."""

    capacity: float
    size: float
    cost: float
    by_observation: Numbers


def _sizes(room: float, coarse: Numbers, costs: Costs) -> Numbers:
    """Return the sizes of an option that are tried, above 0 and up to what is of use."""
    if costs.step > 0.0:
        return np.asarray(coarse[(coarse > 0.0) & (coarse <= room + 1e-9)])
    differences = np.unique(coarse[None, :] - coarse[:, None])
    differences = differences[(differences > 0.0) & (differences <= room + 1e-9)]
    stride = max(1, math.ceil(len(differences) / (2 * _MOST_SIZES)))
    return np.asarray(differences[::-1][::stride])


def _better(
    best: _Pair | None,
    capacity: float,
    sizes: Numbers,
    before: Numbers,
    after: Numbers,
    needed: Numbers,
    seen: Numbers,
    costs: Costs,
) -> _Pair | None:
    """Return the better of a pair and the best one with this capacity."""
    if not len(sizes):
        return best
    kept = cost_of(float(capacity), needed, costs)
    total = capacity + sizes[:, None]
    spare = np.maximum(total - needed, 0.0)
    short = np.maximum(np.maximum(before - capacity, after - total), 0.0)
    ordered = costs.too_much * spare + costs.too_few * short
    gain = (ordered - kept) @ seen.T / len(needed)
    expected = kept.mean() + gain + (costs.option_price or 0.0) * sizes[:, None]
    place = np.unravel_index(int(np.argmin(expected)), expected.shape)
    cost = max(float(expected[place]), 0.0)
    if best is not None and cost >= best.cost - 1e-9:
        return best
    return _Pair(float(capacity), float(sizes[place[0]]), cost, expected[place[0]])


def _tripwires(
    usable: Sequence[Observation], expected: Numbers, alone: float
) -> tuple[Tripwire, ...]:
    """Return the best observations, one of each subject, that beat having no option."""
    found: list[Tripwire] = []
    subjects: set[object] = set()
    for place in np.argsort(expected, kind="stable"):
        item = usable[int(place)]
        subject = item.question.subject
        if subject in subjects or (found and float(expected[place]) >= alone):
            continue
        subjects.add(subject)
        found.append(Tripwire(item.question, float(item.seen.mean()), float(expected[place])))
        if len(found) == _TRIPWIRES:
            break
    return tuple(found)
