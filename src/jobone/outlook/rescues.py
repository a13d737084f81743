"""The smallest change of a lever that brings a target within nameplate."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jobone.core.changes import Change
from jobone.core.days import DayInterval
from jobone.core.quantity import Quantity
from jobone.outlook.extremes import Combination, Question, evaluate, make_question, verdict_of
from jobone.outlook.sampling import live_days
from jobone.programme.fields import EventReference
from jobone.programme.resolving import Resolution, resolve
from jobone.programme.standing import Standing, StandingLever, StandingTarget

__all__ = ["Rescue", "find_rescue"]


@dataclass(frozen=True)
class Rescue:
    """The smallest change of a lever that brings a target within nameplate."""

    lever: str
    path: str
    to: str
    unit: str


def _with_lever(
    standing: Standing, question: Question, lever: StandingLever, value: object
) -> tuple[Combination, ...]:
    change = Change(lever.path, value)
    changed = resolve(standing.folder, lever.path, standing.as_of, (*standing.changes, change))
    moved = _replace_field(standing, lever.path, changed)
    return evaluate(moved, make_question(moved, _same_targets(moved, question)))


def _same_targets(standing: Standing, question: Question) -> tuple[StandingTarget, ...]:
    names = {target.name for target in question.targets}
    return tuple(target for target in standing.targets if target.name in names)


def _replace_field(standing: Standing, path: str, changed: Resolution) -> Standing:
    """Return the programme with one resolution exchanged, without resolving the rest."""
    models = tuple(
        replace(model, sop=changed)
        if model.sop.path == path
        else replace(model, opening_stock=changed)
        if model.opening_stock.path == path
        else model
        for model in standing.models
    )
    plants = tuple(
        replace(
            plant,
            phases=tuple(
                replace(phase, nameplate=changed)
                if phase.nameplate.path == path
                else replace(phase, opens=changed)
                if phase.opens.path == path
                else phase
                for phase in plant.phases
            ),
        )
        for plant in standing.plants
    )
    return replace(standing, models=models, plants=plants)


def find_rescue(standing: Standing, question: Question, lever: StandingLever) -> Rescue | None:
    """Find the smallest change of one lever that brings the target within nameplate."""
    resolution = question.resolutions.get(lever.path)
    if resolution is None or not resolution.options:
        return None

    def enough(value: object) -> bool:
        combinations = _with_lever(standing, question, lever, value)
        return verdict_of(combinations, False) == "within_nameplate"

    if isinstance(lever.low, DayInterval) and isinstance(lever.high, DayInterval):
        # Only an earlier day is a rescue; a later start never is.
        low = max(lever.low.closed[0].toordinal(), standing.as_of.toordinal() + 1)
        high = min(lever.high.closed[1].toordinal(), _last_day(standing, resolution))
        day = _latest_enough(low, high, lambda day: enough(date.fromordinal(day)), lever.path)
        if day is None:
            return None
        return Rescue(lever.name, lever.path, str(date.fromordinal(day)), "day")
    if isinstance(lever.low, Quantity) and lever.low.dimension == "rate":
        return _least_rate(lever, enough)
    return None


def _last_day(standing: Standing, resolution: Resolution) -> int:
    """Return the last day that a field may have as things stand."""
    today = standing.as_of.toordinal()
    lasts: list[int] = []
    for option in resolution.options:
        if isinstance(option.value, DayInterval):
            lasts.append(live_days(option.value, option.happened, today)[1])
        elif isinstance(option.value, EventReference):
            place = standing.model_place(option.value.name)
            if option.value.kind == "sop" and place is not None:
                lasts.append(_last_day(standing, standing.models[place].sop))
    return max(lasts, default=today)


def _latest_enough(low: int, high: int, enough: Callable[[Any], bool], path: str) -> int | None:
    """Return the latest day in [low, high] that is enough, or None."""
    if low > high:
        return None
    if path.startswith("sop."):
        # An earlier start moves the window as well, so that no bisection is allowed.
        days = range(high, low - 1, -1)
        return next((day for day in days if enough(day)), None)
    if not enough(low):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        if enough(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _least_rate(lever: StandingLever, enough: Callable[[Any], bool]) -> Rescue | None:
    if not isinstance(lever.low, Quantity) or not isinstance(lever.high, Quantity):
        return None
    low = math.ceil(lever.low.amount.support[0])
    high = math.floor(lever.high.amount.support[1])
    if low > high or not enough(f"{high} / year"):
        return None
    while low < high:
        middle = (low + high) // 2
        if enough(f"{middle} / year"):
            high = middle
        else:
            low = middle + 1
    return Rescue(lever.name, lever.path, str(low), "vehicles / year")
