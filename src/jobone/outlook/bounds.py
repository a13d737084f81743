"""What arithmetic alone says of each target: no randomness, every ramp instant.

Over the stated supports, with no outage, a sustained rate of 1 and a year's
nameplate spread evenly over its days: the lowest and the highest number of units
that can be built, with the days that give them, searched over every day and for
every combination of the conflicts that reach the target.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jobone.core.days import add_months
from jobone.core.quantity import Quantity
from jobone.history.cases import DAYS_PER_MONTH
from jobone.outlook.extremes import (
    Combination,
    Extreme,
    Question,
    UnknownError,
    Verdict,
    evaluate,
    make_question,
    verdict_of,
)
from jobone.outlook.rescues import Rescue, find_rescue
from jobone.programme.outside import PastPlant
from jobone.programme.standing import Standing, StandingTarget

__all__ = ["Combination", "Extreme", "Rescue", "TargetBounds", "Verdict", "find_bounds"]


@dataclass(frozen=True)
class TargetBounds:
    """What arithmetic says of one target.

    Parameters
    ----------
    name
        Its name; several joined by `` + `` where targets that share plants are
        judged summed.
    units
        What is promised: vehicles, or None for a day.
    by
        The promised day, or None for a volume.
    verdict
        The judgement over all combinations.
    needed_multiple
        Least and most multiple of the maker's own nameplate that the target
        needs; None where nothing is built.
    combinations
        One for every choice of sides.
    rescues
        For each lever that can, the smallest change that is enough.
    reason
        Why the verdict is unknown; empty otherwise.
    plants
        Past plants of other makers with the highest multiple that each reached by the
        age of this maker's oldest plant at the end of the window; empty where none is
        known.
    age_months
        That age; None for a promised day.
    """

    name: str
    units: float | None
    by: date | None
    verdict: Verdict
    needed_multiple: tuple[float | None, float | None]
    combinations: tuple[Combination, ...] = ()
    rescues: tuple[Rescue, ...] = ()
    reason: str = ""
    plants: tuple[PastPlant, ...] = ()
    age_months: float | None = None

    @property
    def precedents(self) -> tuple[PastPlant, ...] | None:
        """Past plants that reached the least multiple needed; None where there is none."""
        least = self.needed_multiple[0]
        if least is None or not self.plants:
            return None
        return tuple(plant for plant in self.plants if plant.multiple >= least)

    @property
    def followed_in_vain(self) -> int:
        """How many of the plants that did not reach it were counted up to that age."""
        least = self.needed_multiple[0] or 0.0
        return sum(plant.followed and plant.multiple < least for plant in self.plants)


def _age_months(target: StandingTarget, combinations: Sequence[Combination]) -> float | None:
    """Return the age of the oldest plant, counted from its earliest opening, at the end."""
    ages = []
    for item in combinations:
        dates = item.highest.dates
        opened = [
            day
            for path, day in dates.items()
            if path.startswith("plant.") or path.startswith("sop.")
        ]
        if target.period is not None:
            end = target.period.closed[1]
        elif str(target.window_event) in dates:
            end = add_months(dates[str(target.window_event)], target.months)
        else:
            continue
        if opened and end > min(opened):
            ages.append((end - min(opened)).days / DAYS_PER_MONTH)
    return max(ages, default=None)


def _others(plants: Sequence[PastPlant], maker: str) -> tuple[PastPlant, ...]:
    """Return the plants of other makers: a plant is no precedent for itself."""
    return tuple(plant for plant in plants if plant.maker.casefold() != maker.casefold())


def _multiple(units: float, extreme: Extreme) -> float | None:
    wanted = max(units - extreme.contract_units, 0.0)
    return wanted / extreme.own_units if extreme.own_units > 0.0 else None


def _needed_multiple(combinations: Sequence[Combination]) -> tuple[float | None, float | None]:
    least = [_multiple(item.needed[0], item.highest) for item in combinations]
    most = [_multiple(item.needed[1], item.lowest) for item in combinations]
    known_least = [value for value in least if value is not None]
    return (
        min(known_least, default=None),
        None if None in most else max(value for value in most if value is not None),
    )


def _bounds(standing: Standing, question: Question, rescues: bool) -> TargetBounds:
    target = question.targets[0]
    is_day = target.event is not None
    try:
        combinations = evaluate(standing, question)
    except UnknownError as unknown:
        return TargetBounds(
            question.name,
            _shown_units(question),
            None,
            "unknown",
            (None, None),
            reason=str(unknown),
        )
    verdict = verdict_of(combinations, is_day)
    found: list[Rescue] = []
    if rescues and not is_day and verdict in ("above_nameplate", "depends", "impossible"):
        for lever in standing.levers:
            rescue = find_rescue(standing, question, lever)
            if rescue is not None:
                found.append(rescue)
    age = None if is_day else _age_months(target, combinations)
    past = standing.folder.outside
    return TargetBounds(
        name=question.name,
        units=_shown_units(question),
        by=date.fromordinal(int(combinations[0].needed[0])) if is_day else None,
        verdict=verdict,
        needed_multiple=(None, None) if is_day else _needed_multiple(combinations),
        combinations=combinations,
        rescues=tuple(found),
        plants=()
        if age is None or past is None
        else _others(past.plants_by_age(age, standing.as_of), standing.folder.header.maker),
        age_months=age,
    )


def _shown_units(question: Question) -> float | None:
    """Return the units promised; the middle where sides differ."""
    total = 0.0
    for target in question.targets:
        if target.units is None or not target.units.options:
            return None
        amounts = [
            sum(option.value.amount.support) / 2.0
            for option in question.resolutions[target.units.path].options
            if isinstance(option.value, Quantity)
        ]
        total += sum(amounts) / len(amounts)
    return total


def _shared_groups(standing: Standing) -> list[tuple[StandingTarget, ...]]:
    """Return groups of targets of different models on the same plants and window."""
    groups: dict[tuple[str, str], list[StandingTarget]] = {}
    for target in standing.targets:
        if target.model is not None and target.event is None:
            groups.setdefault((target.measure, target.window_text), []).append(target)
    shared = []
    for targets in groups.values():
        models = [target.model for target in targets]
        together = any(len(set(models) & set(plant.builds)) > 1 for plant in standing.plants)
        if len(targets) > 1 and len(set(models)) == len(models) and together:
            shared.append(tuple(targets))
    return shared


def _believing(question: Question, forced: Mapping[str, int]) -> Question:
    """Return a question that goes over one side only of the conflicts that are decided."""
    narrowed = {
        path: replace(item, options=(item.options[forced[path]],)) if path in forced else item
        for path, item in question.resolutions.items()
    }
    return replace(question, resolutions=narrowed)


def find_bounds(
    standing: Standing, *, rescues: bool = True, forced: Mapping[str, int] | None = None
) -> tuple[TargetBounds, ...]:
    """Judge every target by arithmetic.

    Parameters
    ----------
    standing
        The programme as of a day.
    rescues
        Whether to search the levers for what would bring a target within
        nameplate.
    forced
        Side of a conflict that alone is believed, by path of the field.

    Returns
    -------
    tuple of TargetBounds
        In the order of the targets, then those judged summed.
    """
    questions = [make_question(standing, (target,)) for target in standing.targets]
    questions += [make_question(standing, group) for group in _shared_groups(standing)]
    return tuple(
        _bounds(standing, _believing(question, forced or {}), rescues) for question in questions
    )
