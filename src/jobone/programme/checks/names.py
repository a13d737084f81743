"""Checks of names: what refers to something must find it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jobone.core.days import parse_day
from jobone.core.problems import Problem
from jobone.core.validation import nearest
from jobone.programme.checks.context import Context

__all__ = ["check_cycles", "check_references", "check_since"]


def check_references(context: Context) -> list[Problem]:
    """Say which gates and models are named but not there."""
    folder = context.folder
    gates, models = context.names("gate"), context.names("model")
    problems: list[Problem] = []

    def known(path: str, kind: str, names: Iterable[str], allowed: Sequence[str]) -> None:
        problems.extend(
            context.unknown(path, kind, name, allowed) for name in names if name not in allowed
        )

    for gate in folder.gates:
        known(f"gate.{gate.name}.after", "gate", gate.after, gates)
        known(f"gate.{gate.name}.any_of", "gate", gate.any_of, gates)
        team = (gate.team,) if gate.team is not None else ()
        known(f"gate.{gate.name}.team", "team", team, context.names("team"))
        if "any_of" in gate.model_fields_set and not gate.any_of:
            problems.append(
                Problem(
                    context.at(f"gate.{gate.name}"),
                    f"gate {gate.name!r} has routes without members",
                    "at least one gate in any_of",
                )
            )
    for shock in folder.shocks:
        known(f"shock.{shock.name}.delays", "gate", shock.delays, gates)
    for model in folder.models:
        known(f"model.{model.name}.after", "gate", model.after, gates)
    for plant in folder.plants:
        if "builds" in plant.model_fields_set and not plant.builds:
            problems.append(
                Problem(
                    context.at(f"plant.{plant.name}"),
                    f"plant {plant.name!r} builds nothing",
                    "at least one model, or builds left out for every model",
                )
            )
        known(f"plant.{plant.name}.builds", "model", plant.builds, models)
    for part in folder.parts:
        if part.model is not None:
            known(f"part.{part.name}.model", "model", [part.model], models)
    for supply in folder.supplies:
        known(f"supply.{supply.name}.models", "model", supply.models, models)
    for demand in folder.demands:
        known(f"demand.{demand.name}.of", "model", [demand.of], models)
    for channel in folder.channels:
        known(f"channel.{channel.name}.sells", "model", channel.sells, models)
    for row in folder.observed:
        name = row.of.removeprefix("model.")
        if row.of != "maker" and name not in models:
            expected = f"one of {', '.join(models)}" if models else "a [[model]]"
            hint = nearest(name, models)
            problems.append(Problem(row.location, f"the unknown model {name!r}", expected, hint))
    return problems


def check_cycles(context: Context) -> list[Problem]:
    """Say which gates wait for each other in a circle, each circle once."""
    before = {gate.name: (*gate.after, *gate.any_of) for gate in context.folder.gates}
    problems: list[Problem] = []
    told: set[frozenset[str]] = set()
    for start in before:
        circle = _circle_through(start, before)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            problems.append(
                Problem(
                    context.at(f"gate.{start}"),
                    f"the gates run in a circle: {' after '.join([*circle, start])}",
                    "",
                    "take one out of after or any_of",
                )
            )
    return problems


def _circle_through(start: str, before: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the shortest way from a gate back to itself, or nothing."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop(0)
        for previous in before.get(name, ()):
            if previous == start:
                trail = [name]
                while trail[-1] != start:
                    trail.append(came_from[trail[-1]])
                return trail[::-1]
            if previous not in came_from:
                came_from[previous] = name
                waiting.append(previous)
    return []


def check_since(context: Context) -> list[Problem]:
    """Say which claims and days, from which things stand, are not there."""
    if "claims.toml" in context.unread:
        return []
    folder = context.folder
    ids = [claim.id for claim in folder.evidence.claims]
    problems: list[Problem] = []
    rows: list[tuple[str, str | date | None]] = []
    for kind, tables in (
        ("gate", folder.gates),
        ("shock", folder.shocks),
        ("team", folder.teams),
        ("model", folder.models),
        ("plant", folder.plants),
        ("supply", folder.supplies),
        ("demand", folder.demands),
        ("channel", folder.channels),
        ("target", folder.targets),
        ("lever", folder.levers),
        ("part", folder.parts),
    ):
        rows += [(f"{kind}.{row.name}", row.since) for row in tables]
    for plant in folder.plants:
        rows += [(f"plant.{plant.name}.{row.name}", row.since) for row in plant.phase]
        rows += [(f"plant.{plant.name}.outage.{row.name}", row.since) for row in plant.outage]
    for path, since in rows:
        if since is None or isinstance(since, date) or since in ids:
            continue
        try:
            parse_day(since)
        except ValueError:
            problems.append(
                Problem(
                    context.at(f"{path}.since"),
                    f"{path} stands since {since!r}",
                    "the id of a claim, or a day",
                    nearest(since, ids),
                )
            )
    for target in folder.targets:
        if target.said is not None and target.said not in ids:
            problems.append(
                Problem(
                    context.at(f"target.{target.name}.said"),
                    f"target.{target.name} was said in the unknown claim {target.said!r}",
                    "the id of a claim",
                    nearest(target.said, ids),
                )
            )
    return problems
