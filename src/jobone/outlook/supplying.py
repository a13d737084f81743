"""A supplier's answer: schedule and decision for one programme on one day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval
from jobone.core.problems import InputError, Location, Problem
from jobone.history.outside import Past
from jobone.outlook.deciding import (
    Costs,
    Decision,
    UnitEconomics,
    cost_of,
    decide,
)
from jobone.outlook.schedule import (
    PartUse,
    WeekOfParts,
    described_uses,
    part_uses,
    parts_of_paths,
    peak_of,
    schedule,
    weeks_within,
)
from jobone.outlook.simulation import simulate
from jobone.outlook.tripwires import Observation, Question, observations, seen_on
from jobone.programme.folder import Observation as Counted
from jobone.programme.letters import LetterLine, standing_letter
from jobone.programme.observed import finest_rows
from jobone.programme.standing import Standing, stand

__all__ = ["FlexBand", "Judged", "Part", "Supply", "judge_decision", "make_supply"]

LETTER, FLEX, MEDIAN, HAIRCUT, LAST_MONTH = (
    "what the letter says",
    "the letter's upper flex",
    "the median requirement",
    "the letter less the usual haircut",
    "last month, all year",
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a supplier makes.

    Parameters
    ----------
    model
        The model it goes into; None for every model.
    per_vehicle
        Parts in a vehicle.
    award
        Share of them that is this supplier's.
    described
        Name of a ``[[part]]`` of the folder, which says the rest; None for the variants
        of the letter, or else every model.
    """

    model: str | None = None
    per_vehicle: float = 1.0
    award: float = 1.0
    described: str | None = None


@dataclass(frozen=True, slots=True)
class FlexBand:
    """What a letter asks the supplier to follow, beside the requirement.

    Parameters
    ----------
    low, high
        Parts in the highest week of the letter, less and plus its flex: what one may be
        left with, and what one must be able to deliver.
    chance_below, chance_above
        Share of the paths whose requirement lies outside.
    """

    low: float
    high: float
    chance_below: float
    chance_above: float


@dataclass(frozen=True)
class Supply:
    """A schedule, and what to install for it.

    Parameters
    ----------
    standing
        The programme.
    letter
        Lines of the letter that stands; empty where there is none.
    part
        What was asked.
    costs
        What capacity costs, as asked or as the economics come to.
    economics
        What the costs are from; None where they were given.
    window_weeks
        ISO weeks of the window, those at its ends included.
    window
        The days that the decision is about.
    uses
        What takes parts.
    weeks
        The schedule.
    peak_weeks
        10th, 50th and 90th percentile of the week with the highest requirement.
    letter_peak
        The highest week of the letter in parts; None without one.
    flex
        Band of the letter; None where it names no flex.
    haircut
        What past volume promises came to, in the middle; None where too little is known.
    decision
        What to install.
    paths, seed
        How it was drawn.
    """

    standing: Standing
    letter: tuple[LetterLine, ...]
    part: Part
    costs: Costs
    economics: UnitEconomics | None
    window: DayInterval
    window_weeks: int
    uses: tuple[PartUse, ...]
    weeks: tuple[WeekOfParts, ...]
    peak_weeks: tuple[date, date, date]
    letter_peak: float | None
    flex: FlexBand | None
    haircut: float | None
    decision: Decision
    paths: int
    seed: int


def make_supply(
    standing: Standing,
    part: Part,
    costs: Costs | UnitEconomics,
    paths: int,
    seed: int,
    *,
    letter: Sequence[LetterLine] | None = None,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Supply:
    """Run the paths by week and decide.

    Parameters
    ----------
    standing
        The programme.
    part
        What the supplier makes.
    costs
        What capacity costs, or what that follows from.
    paths, seed, threads
        As for the outlook.
    letter
        Lines in place of those of the folder.
    progress
        Called with the number of paths of every chunk that is done.

    Returns
    -------
    Supply
        The schedule and the decision.

    Raises
    ------
    ValueError
        If there is no such model or part, a number is out of range, no week is left, no
        tool is worth its cost, or an option ends before it could be held.
    InputError
        If what the programme builds cannot be reckoned on that day.
    """
    lines = standing_letter(standing.folder.letters if letter is None else letter, standing.as_of)
    _check_option(costs, standing.as_of)
    uses, lines = _uses(standing, part, lines)
    run = simulate(standing, paths, seed, weeks=True, threads=threads, progress=progress)
    unknown = [
        reason
        for use in uses
        if (reason := run.unknown_events.get(f"sop.{standing.models[use.model].name}"))
    ]
    if not uses or len(unknown) == len(uses) or not any(plant.phases for plant in standing.plants):
        why = unknown[0] if unknown else "no model and plant stand on this day"
        raise InputError([Problem(Location("outlook"), f"nothing can be scheduled: {why}")])
    window = _window(standing, lines)
    inside = weeks_within(run, window)
    parts = parts_of_paths(run, uses)[inside]
    mondays = run.frame.week_starts[:-1][inside]
    if not mondays:
        raise ValueError("no week of the window lies within the horizon")
    economics = costs if isinstance(costs, UnitEconomics) else None
    costs = costs.costs(len(mondays)) if isinstance(costs, UnitEconomics) else costs
    needed = parts.max(axis=0)
    watched: list[Observation] = []
    if costs.option_price is not None:
        until = costs.option_until or standing.as_of + timedelta(days=731)
        for model in dict.fromkeys(use.model for use in uses):
            watched += observations(standing, run, model, until)
    letter_peak = _letter_peak(standing, lines, uses, window)
    flex = _flex_band(standing, lines, uses, window, needed)
    haircut = _haircut(standing, lines)
    rules = (
        (LETTER, letter_peak),
        *([] if flex is None else [(FLEX, flex.high)]),
        (MEDIAN, float(np.quantile(needed, 0.5, method="inverted_cdf"))),
        (HAIRCUT, None if letter_peak is None or haircut is None else letter_peak * haircut),
        (LAST_MONTH, _last_month(standing, uses)),
    )
    decision = decide(parts, mondays, costs, watched, standing.as_of, rules)
    _, peak_weeks = peak_of(parts, mondays)
    return Supply(
        standing=standing,
        letter=lines,
        part=part,
        costs=costs,
        economics=economics,
        window=window,
        window_weeks=len(mondays),
        uses=uses,
        weeks=schedule(run, uses),
        peak_weeks=peak_weeks,
        letter_peak=letter_peak,
        flex=flex,
        haircut=haircut,
        decision=decision,
        paths=paths,
        seed=seed,
    )


def _check_option(costs: Costs | UnitEconomics, as_of: date) -> None:
    """Say that an option cannot be held up to a day that is over."""
    if costs.option_until is not None and costs.option_until <= as_of:
        raise ValueError(
            f"an option cannot be held until {costs.option_until} (--option-until): that is "
            f"not after the day of the decision, {as_of}"
        )


def _uses(
    standing: Standing, part: Part, lines: tuple[LetterLine, ...]
) -> tuple[tuple[PartUse, ...], tuple[LetterLine, ...]]:
    """Return what takes the part, and the lines of the letter that are about it."""
    if part.described is not None:
        uses = described_uses(standing, lines, part.described)
        if not uses:
            raise ValueError(
                f"what share of the vehicles takes the part {part.described!r} is not told by "
                f"{standing.as_of}: neither a take_rate nor a letter of that day says it"
            )
        own = {standing.models[use.model].name for use in uses}
        return uses, tuple(line for line in lines if line.model in own)
    if part.model is not None:
        lines = tuple(line for line in lines if line.model == part.model)
    uses = part_uses(
        standing, lines, per_vehicle=part.per_vehicle, award=part.award, model=part.model
    )
    return uses, lines


def _window(standing: Standing, lines: Sequence[LetterLine]) -> DayInterval:
    """Return what is left of the letter's periods, or of the horizon without one."""
    first, last = standing.folder.horizon.closed
    if lines:
        first = min(line.period.closed[0] for line in lines)
        last = max(line.period.closed[1] for line in lines)
    tomorrow = standing.as_of + timedelta(days=1)
    if last < tomorrow:
        raise ValueError(f"the window ends on {last}, which is not after {standing.as_of}")
    return DayInterval(max(first, tomorrow), last)


def _letter_peak(
    standing: Standing,
    lines: Sequence[LetterLine],
    uses: Sequence[PartUse],
    window: DayInterval,
    flex: float = 0.0,
) -> float | None:
    """Return the highest week of the letter in parts, of what is left of it.

    Lines that share days add up. `flex` is how much of its flex each line moves by,
    from -1 to 1.
    """
    first, last = window.closed
    left = [line for line in lines if line.period.overlaps(window)]
    peaks = []
    for start in {max(line.period.closed[0], first) for line in left}:
        day = DayInterval(start, min(start, last))
        peaks.append(
            sum(
                line.peak_per_week
                * (1.0 + flex * line.flex)
                * sum(use.parts_of(line, standing) for use in uses)
                for line in left
                if line.period.overlaps(day)
            )
        )
    return max(peaks, default=None)


def _flex_band(
    standing: Standing,
    lines: Sequence[LetterLine],
    uses: Sequence[PartUse],
    window: DayInterval,
    needed: NDArray[np.float64],
) -> FlexBand | None:
    """Return the letter's highest week less and plus its flex; None where it names none."""
    if not any(line.flex > 0.0 for line in lines):
        return None
    low = _letter_peak(standing, lines, uses, window, -1.0)
    high = _letter_peak(standing, lines, uses, window, 1.0)
    if low is None or high is None:
        return None
    return FlexBand(low, high, float(np.mean(needed < low)), float(np.mean(needed > high)))


def _haircut(standing: Standing, lines: Sequence[LetterLine]) -> float | None:
    """Return what promises like the letter's longest period came to, in the middle."""
    past = standing.folder.outside
    if not lines or not isinstance(past, Past):
        return None
    line = max(lines, key=lambda item: (item.period.day_count, item.period.closed))
    header = standing.folder.header
    delivers = any(row.units > 0.0 for row in standing.observed)
    found = past.volumes(
        header.maker,
        header.maker_type,
        line.written_on,
        line.period,
        delivers,
        standing.as_of,
    )
    return None if found is None else float(found[0].quantile(np.array([0.5]))[0])


def _last_month(standing: Standing, uses: Sequence[PartUse]) -> float | None:
    """Return parts a week at the rate of the last counted period."""
    rate = 0.0
    counted = False
    for model in dict.fromkeys(use.model for use in uses):
        rows = _counted_rows(standing, standing.models[model].name)
        if rows:
            counted = True
            per_vehicle = sum(use.parts_per_vehicle for use in uses if use.model == model)
            rate += rows[-1].units / rows[-1].days.day_count * 7.0 * per_vehicle
    return rate if counted else None


def _counted_rows(standing: Standing, name: str) -> tuple[Counted, ...]:
    """Return what was counted of a model, production before deliveries.

    The maker's rows stand in for the model's until another model has started.
    """
    others = [
        option.value.closed[0]
        for model in standing.models
        if model.name != name
        for option in model.sop.options
        if option.happened and isinstance(option.value, DayInterval)
    ]
    alone_until = min(others, default=date.max)
    for measure in ("production", "deliveries"):
        own = finest_rows(standing.observed, f"model.{name}", measure, standing.as_of)
        whole = [
            row
            for row in finest_rows(standing.observed, "maker", measure, standing.as_of)
            if row.days.closed[1] < alone_until
            and not any(row.days.overlaps(other.days) for other in own)
        ]
        if own or whole:
            return tuple(sorted([*own, *whole], key=lambda row: row.days.closed))
    return ()


@dataclass(frozen=True)
class Judged:
    """A decision and the rules, by what came.

    Parameters
    ----------
    needed
        Parts in the highest week, as far as counted.
    counted_until
        The last day of the window that was counted.
    ordered
        Whether the tripwire of the option was seen; None without an option, or where
        it cannot be told.
    cost
        What the decision would have cost.
    rules
        Name and cost of each simple rule; None where it could not apply.
    """

    needed: float
    counted_until: date
    ordered: bool | None
    cost: float
    rules: tuple[tuple[str, float | None], ...]


def judge_decision(supply: Supply, until: date) -> Judged | None:
    """Score a decision with what was counted since.

    Parameters
    ----------
    supply
        The decision.
    until
        Nothing published later counts.

    Returns
    -------
    Judged or None
        None where nothing of the window was counted. A counted period is taken for
        spread evenly over its days, so that the highest week is at least this.
    """
    later = stand(supply.standing.folder, until)
    first, last = supply.window.closed
    daily: NDArray[np.float64] = np.zeros((last - first).days + 1)
    counted_until: date | None = None
    for model in dict.fromkeys(use.model for use in supply.uses):
        rows = _counted_rows(later, supply.standing.models[model].name)
        per_vehicle = sum(use.parts_per_vehicle for use in supply.uses if use.model == model)
        for row in rows:
            begins, finishes = row.days.closed
            low, high = max(begins, first), min(finishes, last)
            if low > high:
                continue
            rate = row.units / row.days.day_count * per_vehicle
            daily[(low - first).days : (high - first).days + 1] += rate
            counted_until = max(counted_until or high, high)
    if counted_until is None:
        return None
    needed = float(daily.max()) * 7.0
    decision = supply.decision
    capacity, ordered, price = decision.install_per_week, None, 0.0
    before = needed
    if decision.option is not None:
        option = decision.option
        price = option.price
        wire = option.tripwires[0]
        ordered = _was_seen(wire.question, later, supply.seed) if wire.by <= until else None
        early = daily[: max((option.available - first).days, 0)]
        before = float(early.max()) * 7.0 if len(early) else 0.0
        if ordered:
            capacity += option.per_week
    costs = supply.costs
    spare = max(capacity - needed, 0.0)
    short = max(needed - capacity, 0.0)
    if ordered:
        short = max(short, before - decision.install_per_week, 0.0)
    cost = costs.too_much * spare + costs.too_few * short + price
    rules = tuple(
        (
            rule.name,
            None
            if rule.per_week is None
            else float(cost_of(rule.per_week, np.array([needed]), costs)[0]),
        )
        for rule in decision.rules
    )
    return Judged(needed, counted_until, ordered, cost, rules)


def _was_seen(question: Question, later: Standing, seed: int) -> bool | None:
    """Return whether what was asked came true; None where what is known does not tell.

    The run of the later day is asked: what has happened is the same on all of its paths.
    """
    seen = seen_on(question, later, simulate(later, 200, seed))
    return None if seen is None else bool(seen.mean() > 0.5)
