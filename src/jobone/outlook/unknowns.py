"""What cannot be reckoned, and why: targets and events that lack what they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jobone.outlook.network import unknown_events
from jobone.outlook.outside import OutsideStart
from jobone.programme.standing import Standing, StandingPhase, StandingTarget

__all__ = ["phases_of", "reasons_by_event", "reasons_by_target"]


def reasons_by_event(
    standing: Standing, starts: Sequence[Sequence[OutsideStart]] = ()
) -> dict[str, str]:
    """Say which events have no day that could be reckoned, by name.

    Parameters
    ----------
    standing
        The programme.
    starts
        What the past says of each model's start, where it says anything.
    """
    gates, models = unknown_events(standing)
    named = {
        f"sop.{standing.models[place].name}": why
        for place, why in models.items()
        if not (starts and starts[place])
    }
    return named | {f"gate.{standing.gates[place].name}": why for place, why in gates.items()}


def reasons_by_target(
    standing: Standing, starts: Sequence[Sequence[OutsideStart]] = ()
) -> dict[str, str]:
    """Say which targets lack what they need, and what it is; see `reasons_by_event`."""
    events = reasons_by_event(standing, starts)
    reasons = {
        target.name: _unknown_target(standing, target, events) for target in standing.targets
    }
    return {name: reason for name, reason in reasons.items() if reason}


def _unknown_target(standing: Standing, target: StandingTarget, unknown: Mapping[str, str]) -> str:
    event = target.event or target.window_event
    if event is not None:
        place = (
            standing.model_place(event.name)
            if event.kind == "sop"
            else standing.gate_place(event.name)
        )
        if place is None:
            return f"{event} is not known of yet"
        if str(event) in unknown:
            return unknown[str(event)]
    if target.event is not None:
        return "" if target.by is None or target.by.options else target.by.reason
    if target.units is not None and not target.units.options:
        return target.units.reason
    if target.of != "maker" and target.model is None:
        return f"{target.of} is not known of yet"
    phases = phases_of(standing, target.model)
    if not phases:
        return "no plant with a stated capacity is known yet"
    for phase in phases:
        for resolution in (phase.nameplate, phase.opens):
            if not resolution.options:
                return resolution.reason
    names = [model.name for model in standing.models]
    wanted = names if target.model is None else [names[target.model]]
    missing = [unknown[f"sop.{name}"] for name in wanted if f"sop.{name}" in unknown]
    return missing[0] if wanted and len(missing) == len(wanted) else ""


def phases_of(standing: Standing, model: int | None) -> tuple[StandingPhase, ...]:
    """Return the phases that can build a model, or any model of the maker."""
    return tuple(
        phase
        for plant in standing.plants
        if (plant.builds if model is None else model in plant.builds)
        for phase in plant.phases
    )
