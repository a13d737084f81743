"""The lowest and the highest that can be built: an exact search without randomness.

Every possible start of a target's window is tried; every other day is monotone
(a phase that opens later never builds more), so that its extremes are enough.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval
from jobone.core.quantity import Quantity
from jobone.outlook.sampling import live_days
from jobone.outlook.windows import months_later
from jobone.programme.fields import EventReference
from jobone.programme.resolving import Option, Resolution
from jobone.programme.standing import Standing, StandingPhase, StandingTarget

__all__ = [
    "MAXIMUM_COMBINATIONS",
    "Combination",
    "Extreme",
    "Question",
    "UnknownError",
    "Verdict",
    "evaluate",
    "make_question",
    "verdict_of",
]

MAXIMUM_COMBINATIONS = 64

Verdict = Literal[
    "within_nameplate",
    "depends",
    "above_nameplate",
    "impossible",
    "within_promise",
    "outside_promise",
    "unknown",
]

_LEAP_TOLERANCE = 0.001
"""Three years of an even spread differ by up to this share, as leap days fall."""


@dataclass(frozen=True)
class Extreme:
    """One end of what can be built.

    Parameters
    ----------
    units
        Vehicles, contract capacity and opening stock included; None for a
        promised day.
    contract_units
        The part built by other makers.
    dates
        The days that give it, by path.
    """

    units: float | None
    contract_units: float
    dates: Mapping[str, date]

    @property
    def own_units(self) -> float:
        """What the maker's own plants and stock give."""
        return (self.units or 0.0) - self.contract_units


@dataclass(frozen=True)
class Combination:
    """Lowest and highest under one choice of sides.

    Parameters
    ----------
    sides
        The side taken of every conflict that reaches the target, by path.
    needed
        What the target asks for: the least and the most.
    lowest, highest
        The two ends.
    impossible
        Whether no rate could help: the window ends before the earliest start.
    """

    sides: Mapping[str, str]
    needed: tuple[float, float]
    lowest: Extreme
    highest: Extreme
    impossible: bool = False


@dataclass(frozen=True)
class _Phase:
    """A phase with the places of the models that are asked for and that it builds."""

    phase: StandingPhase
    contract: bool
    models: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """One target to judge, or several summed, with every field that reaches it."""

    name: str
    targets: tuple[StandingTarget, ...]
    phases: tuple[_Phase, ...]
    models: tuple[int, ...]
    resolutions: Mapping[str, Resolution]


class UnknownError(Exception):
    """The target lacks something it needs."""


def _years(ordinals: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return calendar years passed before each day, each spread evenly over its days."""
    epoch = date(1970, 1, 1).toordinal()
    days = (ordinals - epoch).astype("datetime64[D]")
    year = days.astype("datetime64[Y]")
    start = year.astype("datetime64[D]")
    length = ((year + 1).astype("datetime64[D]") - start).astype(np.float64)
    passed: NDArray[np.float64] = year.astype(np.int64) + (days - start).astype(np.float64) / length
    return passed


def make_question(standing: Standing, targets: Sequence[StandingTarget]) -> Question:
    """Gather the fields that reach a target, or several targets to be judged summed."""
    everything = any(target.model is None for target in targets)
    models = tuple(
        place
        for place in range(len(standing.models))
        if everything or any(target.model == place for target in targets)
    )
    phases = [
        _Phase(phase, plant.contract, tuple(set(plant.builds) & set(models)))
        for plant in standing.plants
        if set(plant.builds) & set(models)
        for phase in plant.phases
    ]
    used: dict[str, Resolution] = {}

    def use(resolution: Resolution) -> None:
        used[resolution.path] = resolution

    for target in targets:
        if target.units is not None:
            use(target.units)
        if target.by is not None:
            use(target.by)
        for event in (target.event, target.window_event):
            if event is not None:
                resolution = _event_resolution(standing, event)
                if resolution is not None:
                    use(resolution)
    if targets[0].event is None:
        for item in phases:
            use(item.phase.nameplate)
            use(item.phase.opens)
            for option in item.phase.opens.options:
                if isinstance(option.value, EventReference):
                    resolution = _event_resolution(standing, option.value)
                    if resolution is not None:
                        use(resolution)
            for place in item.models:
                use(standing.models[place].sop)
        if targets[0].measure == "deliveries":
            for place in models:
                use(standing.models[place].opening_stock)
                if standing.models[place].opening_stock.options:
                    use(standing.models[place].sop)
    return Question(
        " + ".join(target.name for target in targets), tuple(targets), tuple(phases), models, used
    )


def _event_resolution(standing: Standing, event: EventReference) -> Resolution | None:
    if event.kind == "sop":
        place = standing.model_place(event.name)
        return None if place is None else standing.models[place].sop
    place = standing.gate_place(event.name)
    return None if place is None else standing.gates[place].end


Choice = Mapping[str, Option]


def _combinations(question: Question) -> Iterator[tuple[dict[str, str], Choice]]:
    conflicts = [item for item in question.resolutions.values() if item.is_conflict]
    count = math.prod(len(item.options) for item in conflicts)
    if count > MAXIMUM_COMBINATIONS:
        raise UnknownError(
            f"{count} combinations of conflicting sides reach it, more than "
            f"{MAXIMUM_COMBINATIONS}: settle some by an assumption"
        )
    settled = {
        path: item.options[0]
        for path, item in question.resolutions.items()
        if len(item.options) == 1
    }
    for options in itertools.product(*(item.options for item in conflicts)):
        sides = {item.path: option.label for item, option in zip(conflicts, options, strict=True)}
        yield (
            sides,
            settled | {item.path: option for item, option in zip(conflicts, options, strict=True)},
        )


def _support(standing: Standing, choice: Choice, path: str) -> tuple[int, int]:
    """Return the first and last day a field may have; a broken promise has no last one."""
    option = choice.get(path)
    if option is None or not isinstance(option.value, DayInterval):
        raise UnknownError(f"nothing is known about {path}")
    today = standing.as_of.toordinal()
    if option.as_drawn:
        begin, end = option.value.closed
        return begin.toordinal(), end.toordinal()
    first, last = live_days(option.value, option.happened, today)
    if not option.happened and option.value.closed[1].toordinal() <= today:
        last = max(last, standing.folder.horizon.closed[1].toordinal())
    return first, last


def _amount(choice: Choice, path: str) -> tuple[float, float]:
    option = choice.get(path)
    if option is None or not isinstance(option.value, Quantity):
        raise UnknownError(f"nothing is known about {path}")
    return option.value.amount.support


def _event_support(standing: Standing, event: EventReference, choice: Choice) -> tuple[int, int]:
    resolution = _event_resolution(standing, event)
    if resolution is None:
        raise UnknownError(f"{event} is not known of yet")
    if not resolution.options:
        raise UnknownError(resolution.reason)
    return _support(standing, choice, resolution.path)


def _need(target: StandingTarget, choice: Choice) -> tuple[float, float]:
    if target.units is None or not target.units.options:
        raise UnknownError(
            "nothing is known about what it promises"
            if target.units is None
            else target.units.reason
        )
    return _amount(choice, target.units.path)


@dataclass
class _Search:
    """The search for one end: every start of the window at once, the rest at its extreme."""

    standing: Standing
    choice: Choice
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    pivot: str
    highest: bool
    placed: Mapping[str, NDArray[np.int64]]
    fixed: dict[str, int]

    def event_day(self, event: EventReference) -> NDArray[np.int64]:
        """Return the day of an event for every start of the window."""
        if str(event) == self.pivot:
            return self.starts
        if str(event) in self.placed:
            return self.placed[str(event)]
        return self._extreme(str(event), _event_support(self.standing, event, self.choice))

    def opening(self, phase: StandingPhase) -> NDArray[np.int64]:
        """Return the day on which a phase opens."""
        option = self.choice.get(phase.opens.path)
        if option is None:
            raise UnknownError(phase.opens.reason)
        if isinstance(option.value, EventReference):
            return self.event_day(option.value)
        support = _support(self.standing, self.choice, phase.opens.path)
        return self._extreme(phase.opens.path, support)

    def first_start(self, item: _Phase) -> NDArray[np.int64]:
        """Return the first start of production of any model that a phase builds."""
        models = [self.standing.models[place] for place in item.models]
        known = [
            self.event_day(EventReference("sop", model.name))
            for model in models
            if model.sop.path in self.choice
        ]
        if not known:
            names = ", ".join(model.sop.path for model in models)
            raise UnknownError(
                f"nothing is known about {names}" if names else "a plant builds no model yet"
            )
        return np.asarray(np.min(np.stack(known), axis=0))

    def built(self, item: _Phase) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return what a phase builds inside each window, and from which day it can."""
        usable = np.maximum(self.opening(item.phase), self.first_start(item))
        years = _years(np.maximum(self.ends, usable)) - _years(np.maximum(self.starts, usable))
        amount = _amount(self.choice, item.phase.nameplate.path)[1 if self.highest else 0]
        return amount * years, usable

    def stock(self, models: Sequence[int]) -> NDArray[np.float64]:
        """Return the opening stock that is delivered inside each window."""
        added = np.zeros(len(self.starts))
        for place in models:
            model = self.standing.models[place]
            if model.opening_stock.path in self.choice and model.sop.path in self.choice:
                day = self.event_day(EventReference("sop", model.name))
                low, high = _amount(self.choice, model.opening_stock.path)
                inside = (day >= self.starts) & (day < self.ends)
                added += np.where(inside, high if self.highest else low, 0.0)
        return added

    def _extreme(self, path: str, support: tuple[int, int]) -> NDArray[np.int64]:
        # Every day but the window's own start is monotone: later is never more.
        self.fixed[path] = support[0] if self.highest else support[1]
        return np.full(len(self.starts), self.fixed[path])


def _windows(
    standing: Standing, target: StandingTarget, choice: Choice
) -> tuple[NDArray[np.int64], NDArray[np.int64], str]:
    """Return every possible window: first days, days after the last, and the event."""
    if target.period is not None:
        first, last = target.period.closed
        return np.array([first.toordinal()]), np.array([last.toordinal() + 1]), ""
    if target.window_event is None:
        raise UnknownError("it has no window")
    low, high = _event_support(standing, target.window_event, choice)
    starts = np.arange(low, high + 1)
    return starts, months_later(starts, target.months), str(target.window_event)


def _judge_units(
    standing: Standing, question: Question, choice: Choice
) -> tuple[Extreme, Extreme, bool]:
    """Return the lowest, the highest, and whether no rate could help."""
    target = question.targets[0]
    if target.of != "maker" and target.model is None:
        raise UnknownError(f"{target.of} is not known of yet")
    if not question.phases:
        raise UnknownError("no plant with a stated capacity is known yet")
    starts, ends, pivot = _windows(standing, target, choice)
    placements = list(_placements(standing, question, choice, starts, ends, pivot))
    extremes: list[Extreme] = []
    impossible = True
    for highest in (False, True):
        outcomes = [
            _outcome(question, _Search(standing, choice, starts, ends, pivot, highest, placed, {}))
            for placed in placements
        ]
        pick = max if highest else min
        best = pick(outcomes, key=lambda outcome: outcome[0].units or 0.0)
        impossible = best[1] and not best[0].units
        extremes.append(best[0])
    return extremes[0], extremes[1], impossible


def _placements(
    standing: Standing,
    question: Question,
    choice: Choice,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    pivot: str,
) -> Iterator[Mapping[str, NDArray[np.int64]]]:
    """Return the days to try for starts that bring a stock.

    Such a start is not monotone: a later one builds less but may deliver its stock
    inside the window. Its extremes and the edges of the window are enough.
    """
    days: dict[str, list[NDArray[np.int64]]] = {}
    if question.targets[0].measure == "deliveries":
        for place in question.models:
            model = standing.models[place]
            if model.opening_stock.path in choice and model.sop.path in choice:
                event = str(EventReference("sop", model.name))
                if event != pivot:
                    low, high = _support(standing, choice, model.sop.path)
                    edges = (np.full_like(starts, low), np.full_like(starts, high))
                    inside = (np.clip(day, low, high) for day in (starts - 1, starts, ends))
                    days[event] = [*edges, *inside]
    for chosen in itertools.product(*days.values()):
        yield dict(zip(days, chosen, strict=True))


def _outcome(question: Question, search: _Search) -> tuple[Extreme, bool]:
    """Return one end, and whether nothing can be built before the window ends."""
    own, contract = np.zeros(len(search.starts)), np.zeros(len(search.starts))
    too_late = True
    for item in question.phases:
        built, usable = search.built(item)
        too_late = too_late and bool((search.ends <= usable).all())
        if item.contract:
            contract += built
        else:
            own += built
    if question.targets[0].measure == "deliveries":
        own += search.stock(question.models)
    total = own + contract
    best = int(np.argmax(total) if search.highest else np.argmin(total))
    dates = {path: date.fromordinal(day) for path, day in search.fixed.items()}
    dates |= {path: date.fromordinal(int(days[best])) for path, days in search.placed.items()}
    if search.pivot:
        dates[search.pivot] = date.fromordinal(int(search.starts[best]))
    extreme = Extreme(float(total[best]), float(contract[best]), dict(sorted(dates.items())))
    return extreme, too_late


def _judge_day(
    standing: Standing, question: Question, choice: Choice
) -> tuple[Extreme, Extreme, int]:
    target = question.targets[0]
    if target.event is None or target.by is None or not target.by.options:
        raise UnknownError("nothing is known about the promised day")
    low, high = _event_support(standing, target.event, choice)
    by = choice[target.by.path].value
    if not isinstance(by, DayInterval):
        raise UnknownError("nothing is known about the promised day")
    name = str(target.event)
    return (
        Extreme(None, 0.0, {name: date.fromordinal(low)}),
        Extreme(None, 0.0, {name: date.fromordinal(high)}),
        by.closed[1].toordinal(),
    )


def evaluate(standing: Standing, question: Question) -> tuple[Combination, ...]:
    """Return lowest and highest for every choice of sides.

    Raises
    ------
    UnknownError
        If the target lacks something it needs.
    """
    combinations = []
    for sides, choice in _combinations(question):
        if question.targets[0].event is not None:
            low, high, by = _judge_day(standing, question, choice)
            combinations.append(Combination(sides, (by, by), low, high))
            continue
        needs = [_need(target, choice) for target in question.targets]
        needed = (sum(low for low, _ in needs), sum(high for _, high in needs))
        lowest, highest, impossible = _judge_units(standing, question, choice)
        combinations.append(Combination(sides, needed, lowest, highest, impossible))
    return tuple(combinations)


def verdict_of(combinations: Sequence[Combination], is_day: bool) -> Verdict:
    """Judge a target over all its combinations."""
    if is_day:
        lasts = [max(item.highest.dates.values()).toordinal() for item in combinations]
        firsts = [min(item.lowest.dates.values()).toordinal() for item in combinations]
        by = [item.needed[0] for item in combinations]
        if all(last <= limit for last, limit in zip(lasts, by, strict=True)):
            return "within_promise"
        if all(first > limit for first, limit in zip(firsts, by, strict=True)):
            return "outside_promise"
        return "depends"
    if all(item.impossible for item in combinations):
        return "impossible"
    if all(_enough(item.lowest, item.needed[1]) for item in combinations):
        return "within_nameplate"
    if not any(_enough(item.highest, item.needed[0]) for item in combinations):
        return "above_nameplate"
    return "depends"


def _enough(extreme: Extreme, units: float) -> bool:
    return (extreme.units or 0.0) >= units * (1.0 - _LEAP_TOLERANCE)
