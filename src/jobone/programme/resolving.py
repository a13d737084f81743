"""From a path to the value or the weighted sides that stand there, with the trace.

A field takes, first that exists: a change, a pin, an assumption about its path,
the claims about it, a literal of ``programme.toml``, a standing assumption of the
product.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Literal

from jobone.core.changes import Change
from jobone.core.days import DayInterval
from jobone.core.problems import InputError, Location, Problem
from jobone.core.quantity import Quantity
from jobone.evidence.judging import Judgement, judge
from jobone.evidence.records import STATUSES, Assumption, Claim, without_qualifier
from jobone.programme.fields import (
    EventReference,
    FieldKind,
    FieldValue,
    expected_of,
    read_choices,
    read_value,
)
from jobone.programme.folder import Folder
from jobone.programme.schema import Pin

__all__ = ["Option", "Resolution", "resolve"]

Origin = Literal[
    "change", "pin", "assumption", "claims", "literal", "standing assumption", "absent"
]


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a field may have.

    Parameters
    ----------
    value
        Days, an event, a quantity or a status.
    weight
        Share of the paths that take it.
    happened
        Whether a claim tells it as a happening of the past.
    label
        As it is shown.
    claims
        Ids of the claims that say so.
    as_drawn
        Whether it is a written start or opening: it has happened on the paths that
        draw a day up to the day of the outlook, and not yet on the others.
    told
        For statuses: the first and last day they are told of, None where open.
    """

    value: FieldValue
    weight: float
    happened: bool
    label: str
    claims: tuple[str, ...] = ()
    as_drawn: bool = False
    told: tuple[date | None, date | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a field takes on a day.

    Parameters
    ----------
    path
        The field.
    kind
        What it takes.
    origin
        Where the value is from.
    options
        One where it is settled, several where sides conflict, none where nothing
        is known.
    reason
        Why there is no option; empty otherwise.
    judgement
        What the claims about it come to, whether or not they give the value.
    assumption
        The assumption that gives or weighs the value.
    hindsight
        Whether that assumption was written after the day.
    location
        Where the value stands.
    """

    path: str
    kind: FieldKind
    origin: Origin
    options: tuple[Option, ...]
    reason: str
    judgement: Judgement
    assumption: Assumption | None
    hindsight: bool
    location: Location

    @property
    def is_conflict(self) -> bool:
        """Whether paths take different sides."""
        return len(self.options) > 1

    @property
    def single(self) -> FieldValue | None:
        """The value where there is exactly one."""
        return self.options[0].value if len(self.options) == 1 else None


def _sort_key(value: FieldValue) -> tuple[float, ...]:
    """Return an order of values that no name and no way of writing enters."""
    if isinstance(value, DayInterval):
        first = value.first.toordinal() if value.first else -math.inf
        last = value.last.toordinal() if value.last else math.inf
        return (0.0, first, last)
    if isinstance(value, Quantity):
        return (1.0, float(value.working_days), *value.amount.support, *value.amount.parameters)
    if isinstance(value, EventReference):
        return (2.0,)
    return (3.0, float(STATUSES.index(value)))


def _ordered(options: Sequence[Option]) -> tuple[Option, ...]:
    """Merge equal values and put the rest in an order that depends on values alone."""
    merged: dict[tuple[tuple[float, ...], str], Option] = {}
    for option in options:
        event = str(option.value) if isinstance(option.value, EventReference) else ""
        key = (_sort_key(option.value), event)
        same = merged.get(key)
        merged[key] = (
            option
            if same is None
            else replace(
                same,
                weight=same.weight + option.weight,
                happened=same.happened or option.happened,
                claims=same.claims + option.claims,
            )
        )
    total = sum(option.weight for option in merged.values())
    chosen = sorted(merged.values(), key=lambda option: _sort_key(option.value))
    return tuple(
        replace(option, weight=option.weight / total) for option in chosen if option.weight > 0
    )


def _events_by_place(folder: Folder, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Order options that are events by the place of their model or gate, not by its name."""
    names = [f"sop.{row.name}" for row in folder.models] + [
        f"gate.{row.name}" for row in folder.gates
    ]

    def place(option: Option) -> int:
        is_event = isinstance(option.value, EventReference)
        return names.index(str(option.value)) if is_event and str(option.value) in names else -1

    return tuple(sorted(options, key=lambda option: (_sort_key(option.value), place(option))))


def _from_claim(kind: FieldKind, claim: Claim, weight: float) -> Option:
    value = read_value(kind, without_qualifier(claim.raw), claim.unit)
    told = (claim.holds.first, claim.holds.last)
    return Option(value, weight, claim.tells_happening, str(value), (claim.id,), told=told)


def _from_judgement(kind: FieldKind, judgement: Judgement) -> tuple[Option, ...]:
    options = []
    for side in judgement.sides:
        option = _from_claim(kind, side.claims[0], side.weight)
        ids = tuple(claim.id for claim in side.claims)
        options.append(replace(option, happened=side.happened, claims=ids))
    return _ordered(options)


def _from_raw(kind: FieldKind, raw: object, path: str) -> tuple[Option, ...]:
    """Read a written value.

    Only claims tell what has happened. A written start of a gate or opening of a
    phase is taken as it is drawn, so that no night passing turns a plan into a
    happening.
    """
    values = read_choices(kind, raw)
    as_drawn = kind == "opening" or (path.startswith("gate.") and path.endswith(".start"))
    return _ordered(
        [Option(value, 1.0 / len(values), False, str(value), as_drawn=as_drawn) for value in values]
    )


def _from_pool(
    kind: FieldKind, assumption: Assumption, folder: Folder, judgement: Judgement, as_of: date
) -> tuple[Option, ...]:
    claims = {claim.id: claim for claim in folder.evidence.claims}
    sides = {_sort_key(side.value): side for side in _from_judgement(kind, judgement)}
    options: list[Option] = []
    for key, weight in assumption.pool.items():
        claim = claims.get(key)
        if claim is not None:
            if claim.known <= as_of:
                options.append(_from_claim(kind, claim, weight))
            continue
        (written,) = _from_raw(kind, key, assumption.about)
        said = sides.get(_sort_key(written.value), written)
        options.append(replace(said, weight=weight))
    return _ordered([option for option in options if option.weight > 0.0])


def _from_change(
    kind: FieldKind, change: Change, standing: tuple[Option, ...]
) -> tuple[Option, ...]:
    try:
        options = _from_raw(kind, change.value, change.path)
    except ValueError as failure:
        raise InputError(
            [
                Problem(
                    Location("change"),
                    f"{change.path} = {change.value!r}: {failure}",
                    expected_of(kind),
                )
            ]
        ) from None
    if [option.value for option in options] == [option.value for option in standing]:
        return standing  # a slider at its base value changes nothing
    # What is open already can be opened no earlier: a change lies ahead.
    return (
        tuple(replace(option, as_drawn=False) for option in options)
        if kind == "opening"
        else options
    )


def _closed(options: tuple[Option, ...]) -> tuple[tuple[Option, ...], str]:
    """Refuse what is open: an uncertain day needs both ends, on every side."""
    loose = [
        option
        for option in options
        if isinstance(option.value, DayInterval) and option.value.is_open
    ]
    if loose:
        return (), f"{loose[0].label} is open; an assumption must close it"
    return options, ""


def _unbroken(options: tuple[Option, ...], as_of: date) -> tuple[Option, ...]:
    """Drop promises whose window has passed where another side still stands."""

    def broken(option: Option) -> bool:
        days = option.value
        return (
            isinstance(days, DayInterval)
            and not option.happened
            and not option.as_drawn
            and days.last is not None
            and days.last <= as_of
        )

    kept = [option for option in options if not broken(option)]
    return _ordered(kept) if kept else options


def resolve(folder: Folder, path: str, as_of: date, changes: Sequence[Change] = ()) -> Resolution:
    """Resolve one field as of a day.

    Parameters
    ----------
    folder
        The checked folder.
    path
        A path in its `fields`.
    as_of
        The day.
    changes
        Of several about one path the last counts. What has happened cannot be
        changed.

    Returns
    -------
    Resolution
        With every option, its weight and its trace.

    Raises
    ------
    InputError
        If a change's value cannot be read.
    """
    kind = folder.fields[path]
    judgement = judge(path, folder.evidence.claims, as_of)
    literal = folder.literals.get(path)
    location = folder.locations[path]
    assumption = folder.evidence.assumption_about(path, as_of)
    change = next((change for change in reversed(changes) if change.path == path), None)
    origin: Origin
    options: tuple[Option, ...] = ()
    happened = bool(judgement.sides) and all(side.happened for side in judgement.sides)
    if change is not None and not happened:
        before = resolve(folder, path, as_of).options
        origin, options, assumption = "change", _from_change(kind, change, before), None
        location = Location("change")
    elif isinstance(literal, Pin):
        origin, assumption = "pin", None
        pinned = next((c for c in folder.evidence.claims if c.id == literal.claim), None)
        if pinned is not None and pinned.known <= as_of:
            options, location = (_from_claim(kind, pinned, 1.0),), pinned.location
    elif assumption is not None and assumption.pool:
        origin, options = "assumption", _from_pool(kind, assumption, folder, judgement, as_of)
        location = assumption.location
    elif assumption is not None:
        origin, options = "assumption", _from_raw(kind, assumption.raw, path)
        location = assumption.location
    elif judgement.sides:
        origin, options = "claims", _from_judgement(kind, judgement)
        location = judgement.sides[0].claims[0].location
    elif literal is not None:
        origin, options = "literal", _from_raw(kind, literal, path)
    else:
        assumption = _standing(folder, path, as_of)
        origin = "absent" if assumption is None else "standing assumption"
        if assumption is not None:
            options, location = _from_raw(kind, assumption.raw, path), assumption.location
    options, reason = _closed(options)
    options = _events_by_place(folder, _unbroken(options, as_of))
    if not options and not reason:
        reason = f"nothing is known about {path}"
    return Resolution(
        path=path,
        kind=kind,
        origin=origin,
        options=options,
        reason=reason,
        judgement=judgement,
        assumption=assumption,
        hindsight=assumption is not None and assumption.is_hindsight(as_of),
        location=location,
    )


def _standing(folder: Folder, path: str, as_of: date) -> Assumption | None:
    matching = [
        assumption
        for assumption in folder.standing_assumptions
        if fnmatchcase(path, assumption.about) and assumption.holds_from <= as_of
    ]
    return matching[0] if matching else None
