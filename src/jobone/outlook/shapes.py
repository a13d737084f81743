"""The JSON shapes that other programs rely on: fields may be added, not renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jobone.core.days import DayInterval
from jobone.core.quantity import Quantity
from jobone.evidence.records import Claim
from jobone.outlook.bounds import Combination, Extreme, TargetBounds
from jobone.outlook.forecast import EventForecast, Forecast, PeriodForecast, TargetForecast
from jobone.outlook.last_rows import LastRows
from jobone.outlook.learning import Learned, Learning
from jobone.outlook.levers import LeverWorth, Requirement
from jobone.outlook.movement import Difference, DifferenceStep, Moment
from jobone.outlook.schedule import PartsForecast, WeekOfParts
from jobone.outlook.supplying import Judged, Supply
from jobone.outlook.tripwires import EventBy, Question
from jobone.programme.folder import Folder
from jobone.programme.resolving import Resolution

__all__ = [
    "bounds_shape",
    "claims_shape",
    "difference_shape",
    "levers_shape",
    "outlook_shape",
    "requirements_shape",
    "resolution_shape",
    "supply_shape",
]

Shape = dict[str, Any]


def _number(value: float | None, digits: int = 6) -> float | int | None:
    if value is None:
        return None
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded


def _units(value: float | None) -> int | None:
    return None if value is None else round(value)


def _plain(value: object) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, DayInterval | Quantity):
        return str(value)
    return value if isinstance(value, int | float | str) or value is None else str(value)


def _extreme(extreme: Extreme) -> Shape:
    return {
        "units": _units(extreme.units),
        "contract_units": _units(extreme.contract_units),
        "dates": {path: day.isoformat() for path, day in extreme.dates.items()},
    }


def _combination(combination: Combination) -> Shape:
    return {
        "sides": dict(combination.sides),
        "lowest": _extreme(combination.lowest),
        "highest": _extreme(combination.highest),
    }


def _precedents(item: TargetBounds) -> Shape:
    reached = item.precedents
    return {
        "reached": None if reached is None else len(reached),
        "of": None if reached is None else len(item.plants),
        "followed_in_vain": None if reached is None else item.followed_in_vain,
        "by_months": _number(item.age_months, 1),
        "plants": [
            {"plant": plant.name, "maker": plant.maker, "multiple": _number(plant.multiple, 2)}
            for plant in reached or ()
        ],
    }


def _target_bounds(item: TargetBounds) -> Shape:
    return {
        "id": item.name,
        "units": _units(item.units),
        "by": _plain(item.by),
        "verdict": item.verdict,
        "needed_multiple": [_number(value, 4) for value in item.needed_multiple],
        "precedents": _precedents(item),
        "combinations": [_combination(combination) for combination in item.combinations],
        "rescues": [
            {"lever": rescue.lever, "path": rescue.path, "to": rescue.to, "unit": rescue.unit}
            for rescue in item.rescues
        ],
        "reason": item.reason or None,
    }


def bounds_shape(as_of: date, bounds: Sequence[TargetBounds]) -> Shape:
    """Return what arithmetic says of each target."""
    return {"as_of": as_of.isoformat(), "targets": [_target_bounds(item) for item in bounds]}


def _event(event: EventForecast) -> Shape:
    return {
        "p05": _plain(event.p05),
        "p10": _plain(event.p10),
        "p50": _plain(event.p50),
        "p90": _plain(event.p90),
        "p95": _plain(event.p95),
        "never": _number(event.never),
        "reason": event.reason or None,
    }


def _quantile(value: float | date | None) -> Any:
    return value.isoformat() if isinstance(value, date) else _units(value)


def _target(item: TargetForecast) -> Shape:
    return {
        "id": item.target.name,
        "probability": _number(item.probability),
        "standard_error": _number(item.standard_error),
        "p10": _quantile(item.p10),
        "p50": _quantile(item.p50),
        "p90": _quantile(item.p90),
        "units": _units(item.promised_units),
        "by": _plain(item.promised_day),
        "denied_by": list(item.target.denied_by),
        "reason": item.reason or None,
    }


def _period(item: PeriodForecast, key: str) -> Shape:
    return {
        key: item.period,
        "measure": item.measure,
        "of": item.of,
        "p10": _number(item.p10, 1),
        "p50": _number(item.p50, 1),
        "p90": _number(item.p90, 1),
    }


def outlook_shape(forecast: Forecast) -> Shape:
    """Return an outlook."""
    return {
        "as_of": forecast.as_of.isoformat(),
        "paths": forecast.paths,
        "seed": forecast.seed,
        "inside_weight": forecast.inside_weight,
        "events": {event.name: _event(event) for event in forecast.events},
        "targets": [_target(item) for item in forecast.targets],
        "months": [_period(item, "month") for item in forecast.months],
        "weeks": [
            *(_period(item, "week") for item in forecast.weeks),
            *(_week(item) | {"measure": "parts"} for row in forecast.parts for item in row.weeks),
        ],
        "waits": [
            {
                "week": item.week,
                "of": item.of,
                "p10": _number(item.p10, 1),
                "p50": _number(item.p50, 1),
                "p90": _number(item.p90, 1),
            }
            for item in forecast.waits
        ],
        "potential_units": forecast.potential,
        "outcome_units": forecast.outcome,
        "lost_units": [[cause, units] for cause, units in forecast.lost_units],
        "conflicts": [
            {
                "about": conflict.about,
                "sides": [
                    {
                        "value": side.value,
                        "weight": _number(side.weight),
                        "claims": list(side.claims),
                        "effect": {name: _number(value) for name, value in side.effect.items()},
                    }
                    for side in conflict.sides
                ],
            }
            for conflict in forecast.conflicts
        ],
        "assumptions": [
            {
                "id": item.id,
                "about": item.about,
                "hindsight": item.is_hindsight(forecast.as_of),
            }
            for item in forecast.assumptions
        ],
        "unargued": list(forecast.unargued),
        "parts": [_parts(item) for item in forecast.parts],
        "learning": None if forecast.learning is None else _learning(forecast.learning),
        "last_rows": None if forecast.last_rows is None else _last_rows(forecast.last_rows),
    }


def _week(item: WeekOfParts) -> Shape:
    return {
        "week": item.week,
        "of": item.name,
        "p10": _number(item.p10, 1),
        "p50": _number(item.p50, 1),
        "p90": _number(item.p90, 1),
    }


def _range(values: Sequence[float]) -> Shape:
    return {
        name: _number(value, 1) for name, value in zip(("p10", "p50", "p90"), values, strict=True)
    }


def _week_range(mondays: Sequence[date]) -> Shape:
    return {
        name: monday.strftime("%G-W%V")
        for name, monday in zip(("p10", "p50", "p90"), mondays, strict=True)
    }


def _parts(item: PartsForecast) -> Shape:
    return {
        "of": item.name,
        "needed_per_week": _range(item.needed),
        "peak_week": _week_range(item.peak_weeks),
        "quarters": [
            {
                "quarter": row.quarter,
                "needed_per_week": _range(row.needed),
                "peak_week": row.peak_week.strftime("%G-W%V"),
            }
            for row in item.quarters
        ],
    }


def _learning(learning: Learning) -> Shape:
    return {
        "rows": learning.rows,
        "until": learning.until.isoformat(),
        "particles": learning.particles,
        "effective_by_weights": _number(learning.first_effective, 1),
        "effective": _number(learning.effective, 1),
        "degrees": learning.degrees,
        "level_chance": _number(learning.level_chance, 6),
        "too_narrow": [str(problem) for problem in learning.narrow],
        "numbers": _learned(learning.learned),
    }


def _last_rows(last: LastRows) -> Shape:
    return {
        "published": last.published.isoformat(),
        "rows": [
            {"of": of, "days": days, "units": _number(units)} for of, days, units in last.says
        ],
        "numbers": _learned(last.learned),
        "targets": [
            {"id": name, "without": _number(without), "with": _number(with_them)}
            for name, (without, with_them) in last.probabilities.items()
        ],
    }


def _learned(learned: Sequence[Learned]) -> list[Shape]:
    return [
        {
            "about": item.path,
            "unit": item.unit,
            "before": [_number(value) for value in item.before],
            "after": [_number(value) for value in item.after],
        }
        for item in learned
    ]


def _question(question: Question) -> Shape:
    if isinstance(question, EventBy):
        return {"event": str(question.event), "by": question.day.isoformat()}
    return {
        "model": question.model,
        "month": f"{question.month:%Y-%m}",
        "units": _number(question.units, 1),
    }


def supply_shape(supply: Supply, judged: Judged | None = None) -> Shape:
    """Return a supplier's schedule and decision.

    Parameters
    ----------
    supply
        The decision.
    judged
        What came of it; None where that is not asked.
    """
    decision = supply.decision
    first, last = supply.window.closed
    shape: Shape = {
        "as_of": supply.standing.as_of.isoformat(),
        "paths": supply.paths,
        "seed": supply.seed,
        "window": [first.isoformat(), last.isoformat()],
        "needed_per_week": _range(decision.needed),
        "peak_week": _week_range(supply.peak_weeks),
        "flex": None
        if supply.flex is None
        else {
            "low": _number(supply.flex.low, 1),
            "high": _number(supply.flex.high, 1),
            "chance_below": _number(supply.flex.chance_below),
            "chance_above": _number(supply.flex.chance_above),
        },
        "costs": {
            "too_much": _number(supply.costs.too_much),
            "too_few": _number(supply.costs.too_few),
        },
        "install_per_week": _number(decision.install_per_week, 1),
        "option": None
        if decision.option is None
        else {
            "per_week": _number(decision.option.per_week, 1),
            "until": decision.option.until.isoformat(),
            "available": decision.option.available.isoformat(),
            "price": _number(decision.option.price, 2),
            "tripwires": [
                {
                    "what": wire.what,
                    "by": wire.by.isoformat(),
                    "asks": _question(wire.question),
                    "chance": _number(wire.chance),
                    "expected_cost": _number(wire.expected_cost, 2),
                }
                for wire in decision.option.tripwires
            ],
        },
        "expected_cost": _number(decision.expected_cost, 2),
        "regret": _number(decision.regret, 2),
        "without_option": _number(decision.without_option, 2),
        "rules": [
            {
                "rule": rule.name,
                "per_week": _number(rule.per_week, 1),
                "expected_cost": _number(rule.expected_cost, 2),
                "regret": _number(rule.regret, 2),
            }
            for rule in decision.rules
        ],
        "curve": [[_number(at, 1), _number(cost, 2)] for at, cost in decision.curve],
        "weeks": [_week(item) for item in supply.weeks],
    }
    if judged is not None:
        shape["came"] = {
            "needed_per_week": _number(judged.needed, 1),
            "counted_until": judged.counted_until.isoformat(),
            "ordered": judged.ordered,
            "cost": _number(judged.cost, 2),
            "rules": {name: _number(cost, 2) for name, cost in judged.rules},
        }
    return shape


def levers_shape(as_of: date, worths: Sequence[LeverWorth]) -> Shape:
    """Return what each lever is worth."""
    return {
        "as_of": as_of.isoformat(),
        "levers": [
            {
                "lever": worth.lever.name,
                "path": worth.lever.path,
                "to": _plain(worth.lever.to),
                "effects": {
                    name: {
                        "without": _number(effect.before),
                        "with": _number(effect.after),
                        "difference": _number(effect.difference),
                        "standard_error": _number(effect.standard_error),
                    }
                    for name, effect in worth.effects.items()
                },
            }
            for worth in worths
        ],
    }


def requirements_shape(
    as_of: date, target: str, want: float, baseline: float, requirements: Sequence[Requirement]
) -> Shape:
    """Return what would have to be true for a target."""
    return {
        "as_of": as_of.isoformat(),
        "target": target,
        "want": want,
        "baseline": _number(baseline),
        "requirements": [
            {
                "lever": item.lever,
                "path": item.path or None,
                "to": item.to,
                "probability": _number(item.probability),
            }
            for item in requirements
        ],
    }


def _moment(moment: Moment) -> Shape:
    return {
        "as_of": moment.day.isoformat(),
        "sources": list(moment.sources),
        "events": {event.name: _event(event) for event in moment.events},
        "targets": {name: _number(value) for name, value in moment.probabilities.items()},
        "unknown": dict(moment.unknown),
    }


def _rounded(values: Mapping[str, float]) -> Shape:
    return {name: _number(value) for name, value in values.items()}


def _step(step: DifferenceStep) -> Shape:
    return {
        "day": step.day.isoformat(),
        "kind": step.kind,
        "id": step.name or None,
        "says": step.says,
        "change": _rounded(step.change),
        "appeared": _rounded(step.appeared),
    }


def difference_shape(difference: Difference) -> Shape:
    """Return what changed between two days, and what changed it."""
    return {
        "from": _moment(difference.before),
        "to": _moment(difference.after),
        "steps": [_step(step) for step in difference.steps],
    }


def _claim(claim: Claim, folder: Folder) -> Shape:
    return {
        "id": claim.id,
        "about": claim.about,
        "value": _plain(claim.raw),
        "unit": claim.unit or None,
        "source": claim.source,
        "said_by": claim.said_by,
        "voice": claim.voice,
        "said_on": str(claim.said_on),
        "known": claim.known.isoformat(),
        "holds": str(claim.holds),
        "hedge": claim.hedge,
        "origin": claim.origin or None,
        "says": claim.says,
        "spans": [list(span) for span in claim.spans],
        "denies": list(claim.denies),
        "retracts": list(claim.retracts),
        "has_effect": claim.about in folder.fields,
        "location": str(claim.location),
    }


def _judgement(resolution_path: str, relations: Sequence[Any], sides: Sequence[Any]) -> Shape:
    return {
        "about": resolution_path,
        "sides": [
            {
                "value": str(side.value),
                "weight": _number(side.weight),
                "claims": [claim.id for claim in side.claims],
            }
            for side in sides
        ],
        "relations": [
            {"kind": item.kind, "claim": item.claim, "other": item.other} for item in relations
        ],
    }


def claims_shape(folder: Folder, as_of: date, judgements: Sequence[Any]) -> Shape:
    """Return the claims known on a day, and what the rules found among them."""
    return {
        "as_of": as_of.isoformat(),
        "claims": [
            _claim(claim, folder) for claim in folder.evidence.claims if claim.known <= as_of
        ],
        "judgements": [_judgement(item.about, item.relations, item.sides) for item in judgements],
    }


def resolution_shape(folder: Folder, as_of: date, resolution: Resolution) -> Shape:
    """Return where a number comes from."""
    assumption = resolution.assumption
    return {
        "as_of": as_of.isoformat(),
        "path": resolution.path,
        "origin": resolution.origin,
        "location": str(resolution.location),
        "options": [
            {
                "value": option.label,
                "weight": _number(option.weight),
                "happened": option.happened,
                "claims": list(option.claims),
            }
            for option in resolution.options
        ],
        "reason": resolution.reason or None,
        "assumption": None
        if assumption is None
        else {
            "id": assumption.id,
            "who": assumption.who,
            "why": assumption.why,
            "holds_from": assumption.holds_from.isoformat(),
            "written_on": assumption.written_on.isoformat(),
            "hindsight": resolution.hindsight,
            "location": str(assumption.location),
        },
        "claims": [
            _claim(claim, folder) for claim in folder.evidence.about(resolution.path, as_of)
        ],
        "judgement": _judgement(
            resolution.path, resolution.judgement.relations, resolution.judgement.sides
        ),
    }
