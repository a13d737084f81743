"""What a page shows, as its address says it: a day, changes, and sides taken in conflicts.

``as-of=DAY`` is the day, ``PATH=VALUE`` a change and ``side:PATH=CLAIM`` a side, by the id
of a claim that takes it. A path holds a dot, so that no field is taken for anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import quote

from jobone.core.changes import Change
from jobone.core.days import parse_day
from jobone.core.problems import InputError, Location, Problem
from jobone.core.validation import nearest
from jobone.evidence.judging import Side
from jobone.evidence.records import without_qualifier
from jobone.programme.fields import FieldValue, read_value
from jobone.programme.folder import Folder
from jobone.programme.resolving import Resolution, resolve
from jobone.programme.standing import Standing, stand

__all__ = [
    "SIDE",
    "Items",
    "Span",
    "State",
    "read_state",
    "settled_sides",
    "side_of",
    "span_of",
    "stand_in",
]

Items = Iterable[tuple[str, str]]

SIDE = "side:"
_MOST_CHANGES = 60
_LONGEST_VALUE = 200
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Span:
    """The days that can be looked at: first, last, and the one the page opens on."""

    first: date
    last: date
    opened: date


@dataclass(frozen=True, slots=True)
class State:
    """What a page shows.

    Parameters
    ----------
    as_of
        The day.
    changes
        Value by path, in the order of the address.
    sides
        Id of a claim by path of the conflict.
    """

    as_of: date
    changes: tuple[Change, ...] = ()
    sides: tuple[tuple[str, str], ...] = ()

    @property
    def unchanged(self) -> State:
        """The same day as things stand."""
        return State(self.as_of)

    @property
    def is_changed(self) -> bool:
        """Whether anything is put in the place of what stands."""
        return bool(self.changes or self.sides)

    def on(self, day: date) -> State:
        """Return the same changes on another day."""
        return replace(self, as_of=day)

    def without(self, path: str) -> State:
        """Return the state without what is changed or chosen about a path."""
        return State(
            self.as_of,
            tuple(change for change in self.changes if change.path != path),
            tuple(side for side in self.sides if side[0] != path),
        )

    def value_of(self, path: str) -> str | None:
        """Return what is put at a path; None where nothing is."""
        return next((str(item.value) for item in self.changes if item.path == path), None)

    def side_of(self, path: str) -> str | None:
        """Return the claim that is believed about a path; None where none is chosen."""
        return next((claim for about, claim in self.sides if about == path), None)

    @property
    def query(self) -> str:
        """The state as the query of an address; the same state has the same address."""
        items = [("as-of", self.as_of.isoformat())]
        items += sorted((change.path, str(change.value)) for change in self.changes)
        items += sorted((f"{SIDE}{path}", claim) for path, claim in self.sides)
        return "&".join(f"{quote(key, safe=':')}={quote(value, safe=':/')}" for key, value in items)


def span_of(folder: Folder, opened: date) -> Span:
    """Return the days from the first on which anything was known."""
    days = [claim.known for claim in folder.evidence.claims]
    days += [source.known for source in folder.evidence.sources.values()]
    first = min([*days, opened])
    last = max(folder.last_known, opened)
    return Span(first, max(last, first + timedelta(days=1)), opened)


def read_state(folder: Folder, span: Span, items: Items) -> tuple[State, tuple[Problem, ...]]:
    """Read a state from the items of an address.

    Parameters
    ----------
    folder
        The checked folder.
    span
        The days that can be looked at.
    items
        Keys and values, decoded.

    Returns
    -------
    State
        What could be read.
    tuple of Problem
        What could not, everything at once.
    """
    problems: list[Problem] = []
    as_of = span.opened
    changes: dict[str, Change] = {}
    sides: dict[str, str] = {}
    for key, value in items:
        if len(problems) >= _MOST_PROBLEMS:
            break
        about = key.removeprefix(SIDE)
        if len(value) > _LONGEST_VALUE:
            problems.append(_problem(f"the value of {_shown(key)} is too long", "200 characters"))
        elif key == "as-of":
            try:
                as_of = _day_within(value, span)
            except ValueError as failure:
                problems.append(_problem(f"as-of: {failure}"))
        elif about not in folder.fields:
            problems.append(
                _problem(
                    f"the unknown path {_shown(about)}",
                    "a field of the programme",
                    nearest(about, list(folder.fields)),
                )
            )
        elif key.startswith(SIDE):
            sides[about] = value
        else:
            changes[about] = Change(about, value)
    if len(changes) + len(sides) > _MOST_CHANGES:
        return State(as_of), (_problem(f"more than {_MOST_CHANGES} changes at once"),)
    problems += _unknown_sides(folder, sides)
    kept = {path: item for path, item in changes.items() if _fits(folder, as_of, item, problems)}
    known = {claim.id for claim in folder.evidence.claims}
    return (
        State(
            as_of,
            tuple(kept.values()),
            tuple((path, claim) for path, claim in sides.items() if claim in known),
        ),
        tuple(problems),
    )


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:80]}…")


def _problem(what: str, expected: str = "", remedy: str = "") -> Problem:
    return Problem(Location("address"), what, expected, remedy)


def _day_within(text: str, span: Span) -> date:
    day = parse_day(text)
    if not span.first <= day <= span.last:
        raise ValueError(f"{day} lies outside {span.first} to {span.last}")
    return day


def _unknown_sides(folder: Folder, sides: Mapping[str, str]) -> list[Problem]:
    about = {claim.id: claim.about for claim in folder.evidence.claims}
    return [
        _problem(f"no claim {_shown(claim)} speaks of {path}", "the id of a claim about it")
        for path, claim in sides.items()
        if about.get(claim) != path
    ]


def _fits(folder: Folder, as_of: date, change: Change, problems: list[Problem]) -> bool:
    """Whether a value can be read; what is wrong with it joins the problems."""
    try:
        resolve(folder, change.path, as_of, [change])
    except InputError as failure:
        problems += failure.problems
        return False
    return True


def side_of(resolution: Resolution, claim: str) -> int | None:
    """Return the place of the side that a claim takes; None where it takes none that stands."""
    return next(
        (place for place, option in enumerate(resolution.options) if claim in option.claims), None
    )


def settled_sides(resolution: Resolution) -> tuple[tuple[Side, FieldValue], ...]:
    """Return the sides of a conflict that an assumption settles, with their values.

    Empty where nothing is settled, or where a side tells what has happened: no change can
    put that in.
    """
    sides = resolution.judgement.sides
    if resolution.assumption is None or len(sides) < 2 or any(side.happened for side in sides):
        return ()
    return tuple(
        (side, read_value(resolution.kind, without_qualifier(claim.raw), claim.unit))
        for side in sides
        for claim in side.claims[:1]
    )


def _as_change(resolution: Resolution, claim: str) -> Change | None:
    """Return the change that believes a claim against the assumption that settles it."""
    for side, value in settled_sides(resolution):
        if claim in [item.id for item in side.claims]:
            return Change(resolution.path, str(value))
    return None


def stand_in(base: Standing, state: State) -> tuple[Standing, dict[str, int], tuple[str, ...]]:
    """Return the programme in a state, the sides forced, and what does nothing there.

    Parameters
    ----------
    base
        The programme on the day of the state, as things stand.
    state
        The state.

    Returns
    -------
    Standing
        As of the day, changes included.
    dict
        Place of the side that every path takes, by path.
    tuple of str
        Keys of the changes and sides that have no effect on that day, as the address has
        them.
    """
    resolved = base.resolutions
    believed = {
        path: change
        for path, claim in state.sides
        if path in resolved and (change := _as_change(resolved[path], claim)) is not None
    }
    changes = (*believed.values(), *state.changes)
    standing = stand(base.folder, base.as_of, changes, base=base)
    conflicts = {item.path: item for item in standing.conflicts}
    forced: dict[str, int] = {}
    idle: list[str] = []
    for path, claim in state.sides:
        if path in believed and state.value_of(path) is None:
            continue
        place = side_of(conflicts[path], claim) if path in conflicts else None
        if place is None:
            idle.append(f"{SIDE}{path}")
        else:
            forced[path] = place
    for change in state.changes:
        resolution = standing.resolutions.get(change.path)
        if resolution is None or resolution.origin != "change":
            idle.append(change.path)
    return standing, forced, tuple(idle)
