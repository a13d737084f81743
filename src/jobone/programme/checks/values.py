"""Checks of values: every literal, claim and assumption must fit its field."""

from __future__ import annotations

from jobone.core.problems import Location, Problem
from jobone.core.validation import nearest
from jobone.evidence.records import Assumption, without_qualifier
from jobone.programme.checks.context import Context
from jobone.programme.fields import (
    FREE_ROOTS,
    EventReference,
    FieldKind,
    expected_of,
    read_choices,
    read_range,
    read_value,
)
from jobone.programme.schema import Pin

__all__ = ["check_assumptions", "check_claims", "check_levers", "check_literals", "check_map"]


def check_literals(context: Context) -> list[Problem]:
    """Say which values in programme.toml cannot be read, or stand where claims do."""
    folder = context.folder
    problems: list[Problem] = []
    claimed = {claim.about for claim in folder.evidence.claims if claim.value is not None}
    ids = {claim.id: claim for claim in folder.evidence.claims}
    for path, literal in folder.literals.items():
        at = context.at(path)
        if isinstance(literal, Pin):
            claim = ids.get(literal.claim)
            if "claims.toml" in context.unread:
                continue
            if claim is None or claim.about != path or claim.value is None:
                problems.append(
                    Problem(
                        at,
                        f"{path} is pinned to {literal.claim!r}",
                        f"the id of a claim that states {path}",
                        nearest(literal.claim, list(ids)),
                    )
                )
            continue
        if path in claimed:
            problems.append(
                Problem(
                    at,
                    f"{path} is written here, but claims speak of it",
                    'a field left out, or pinned with { claim = "id" }',
                    "move the number into an assumption if it shall settle the claims",
                )
            )
        kind = folder.fields[path]
        try:
            values = read_choices(kind, literal)
        except ValueError as failure:
            problems.append(Problem(at, f"{path} is {literal!r}: {failure}", expected_of(kind)))
            continue
        problems += _loose_ends(context, at, path, values)
    return problems


def check_claims(context: Context) -> list[Problem]:
    """Say which claims speak of nothing, or state what their field cannot take."""
    folder = context.folder
    problems: list[Problem] = []
    for claim in folder.evidence.claims:
        kind = folder.fields.get(claim.about)
        if kind is None:
            free = claim.about.partition(".")[0] in FREE_ROOTS and "." in claim.about
            if not free and not context.is_broken(claim.about):
                roots = ", ".join(f"{root}." for root in FREE_ROOTS)
                problems.append(
                    Problem(
                        claim.location,
                        f"the claim {claim.id!r} is about the unknown path {claim.about!r}",
                        f"a field of the programme, or a path that begins with {roots}",
                        nearest(claim.about, list(folder.fields)),
                    )
                )
            continue
        if claim.value is None:
            continue
        shown = f"{claim.raw} {claim.unit}".strip()
        try:
            value = read_value(kind, without_qualifier(claim.raw), claim.unit)
        except ValueError as failure:
            problems.append(
                Problem(
                    claim.location,
                    f"the claim {claim.id!r} says {shown!r} about {claim.about}: {failure}",
                    expected_of(kind),
                )
            )
            continue
        if isinstance(value, EventReference) and not context.event_exists(value):
            problems.append(
                Problem(claim.location, f"the claim {claim.id!r} names the unknown event {value}")
            )
    return problems


def check_map(context: Context) -> list[Problem]:
    """Say which words of articles are mapped to no path."""
    folder = context.folder
    problems: list[Problem] = []
    for entry in folder.map:
        free = entry.about.partition(".")[0] in FREE_ROOTS and "." in entry.about
        if not entry.about or entry.about in folder.fields or free:
            continue
        if not context.is_broken(entry.about):
            problems.append(
                Problem(
                    entry.location,
                    f"{entry.subject!r} is mapped to the unknown path {entry.about!r}",
                    "a field of the programme, a path that claims may speak of, or an empty text "
                    "to leave it out",
                    nearest(entry.about, list(folder.fields)),
                )
            )
    return problems


def check_assumptions(context: Context) -> list[Problem]:
    """Say which assumptions fill no field, or not with what it takes."""
    folder = context.folder
    problems: list[Problem] = []
    for assumption in folder.evidence.assumptions:
        kind = folder.fields.get(assumption.about)
        if kind is None:
            if not context.is_broken(assumption.about):
                problems.append(
                    Problem(
                        assumption.location,
                        f"the assumption {assumption.id!r} is about the unknown path "
                        f"{assumption.about!r}",
                        "a field of the programme",
                        nearest(assumption.about, list(folder.fields)),
                    )
                )
        elif assumption.pool:
            for key in assumption.pool:
                problems += _pool_key(context, assumption, kind, key)
        else:
            problems += _assumed(context, assumption, kind)
    return problems


def _pool_key(context: Context, assumption: Assumption, kind: FieldKind, key: str) -> list[Problem]:
    at = assumption.location
    claim = next((item for item in context.folder.evidence.claims if item.id == key), None)
    if claim is not None:
        if claim.about == assumption.about and claim.value is not None:
            return []
        states = f"is about {claim.about}" if claim.value is not None else "states nothing"
        what = f"the pool of {assumption.id!r} names the claim {key!r}, which {states}"
        return [Problem(at, what, f"a claim that states {assumption.about}")]
    if "claims.toml" in context.unread:
        return []
    try:
        read_value(kind, key)
    except ValueError as failure:
        what = f"the pool of {assumption.id!r} weighs {key!r}: {failure}"
        return [Problem(at, what, f"the id of a claim, or {expected_of(kind)}")]
    return []


def _assumed(context: Context, assumption: Assumption, kind: FieldKind) -> list[Problem]:
    name, at = assumption.id, assumption.location
    try:
        values = read_choices(kind, assumption.raw)
    except ValueError as failure:
        what = f"the assumption {name!r} puts {assumption.about} to {assumption.raw!r}: {failure}"
        return [Problem(at, what, expected_of(kind))]
    return _loose_ends(context, at, f"the assumption {name!r}", values)


def _loose_ends(
    context: Context, at: Location, who: str, values: tuple[object, ...]
) -> list[Problem]:
    """Say which values are open, or name an event that is not there."""
    problems = []
    for value in values:
        if getattr(value, "is_open", False):
            problems.append(Problem(at, f"{who} is open ({value})", "both ends of the interval"))
        if isinstance(value, EventReference) and not context.event_exists(value):
            problems.append(Problem(at, f"{who} names the unknown event {value}"))
    return problems


def check_levers(context: Context) -> list[Problem]:
    """Say which levers change nothing, or to what cannot be."""
    problems: list[Problem] = []
    for lever in context.folder.levers:
        base = f"lever.{lever.name}"
        kind = context.folder.fields.get(lever.changes)
        if kind is None:
            if not context.is_broken(lever.changes):
                what = f"lever.{lever.name} changes the unknown path {lever.changes!r}"
                hint = nearest(lever.changes, list(context.folder.fields))
                at = context.at(f"{base}.changes")
                problems.append(Problem(at, what, "a field of the programme", hint))
            continue
        at = context.at(f"{base}.to")
        try:
            values = read_choices(kind, lever.to)
            problems += _loose_ends(context, at, f"lever.{lever.name}.to", values)
        except ValueError as failure:
            what = f"lever.{lever.name}.to is {lever.to!r}: {failure}"
            problems.append(Problem(at, what, expected_of(kind)))
        try:
            read_range(kind, lever.range)
        except ValueError as failure:
            what = f"lever.{lever.name}.range: {failure}"
            at = context.at(f"{base}.range")
            problems.append(Problem(at, what, "such as 2031-01..2032-12, or 1 .. 2"))
    return problems
