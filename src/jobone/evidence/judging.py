"""What a set of claims about one field comes to on a day: the resolving rules.

The rules, in the order in which they are applied:

1. Retellings (same value, and same origin or same voice and day) count once.
2. A retraction removes; a denial marks.
3. Statuses and counts compare only where what they hold for overlaps; a later one
   succeeds an earlier one as development.
4. A confirmed happening settles its field; what was expected stays a promise.
5. The same voice on a later day with another value is a revision.
6. Different voices, both standing: the narrower of two nested values stands,
   otherwise they conflict and each distinct value is a side of equal weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jobone.evidence.records import Claim, Value

__all__ = ["Judgement", "Relation", "Side", "denials", "is_state", "judge", "judge_all"]

RelationKind = Literal[
    "retelling",
    "retracted",
    "denied",
    "development",
    "settled",
    "earlier",
    "later",
    "narrower",
    "wider",
    "higher",
    "lower",
    "changed",
    "repeated",
    "refined",
    "conflict",
]

COUNT_ROOTS = frozenset({"team", "stores", "orders", "wait", "fleet"})
"""Roots of paths whose numbers count something on a day, like statuses."""

COUNT_FIELDS = frozenset({("channel", "stores"), ("demand", "backlog")})
"""Root and last part of single paths whose numbers do."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How one claim stands to another.

    Parameters
    ----------
    kind
        ``narrower`` and ``wider``, ``earlier`` and ``later``, ``higher`` and
        ``lower`` are revisions by the same voice; ``refined`` is by another.
    claim
        Id of the claim that does it.
    other
        Id of the claim to which it is done.
    """

    kind: RelationKind
    claim: str
    other: str


@dataclass(frozen=True, slots=True)
class Side:
    """One value that stands, with the claims that say so.

    Parameters
    ----------
    value
        The value.
    claims
        The standing claims that state it; retellings are left out.
    weight
        Share of paths that take this side; the sides of a field add to 1.
    happened
        Whether a claim tells it as a happening of the past.
    """

    value: Value
    claims: tuple[Claim, ...]
    weight: float
    happened: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the claims about one path come to on a day.

    Parameters
    ----------
    about
        The path.
    sides
        One where the claims agree, several where they conflict, none where
        nothing stands. In the order of their values.
    relations
        Every revision, refinement, conflict and so on that was found.
    promises
        Claims of days that were expected, in the order in which they were said,
        retellings left out.
    denied
        Ids of claims that somebody denies.
    """

    about: str
    sides: tuple[Side, ...]
    relations: tuple[Relation, ...]
    promises: tuple[Claim, ...]
    denied: frozenset[str]

    @property
    def is_conflict(self) -> bool:
        """Whether more than one value stands."""
        return len(self.sides) > 1


def is_state(claim: Claim) -> bool:
    """Whether a claim speaks of a state that holds for a time: a status or a count."""
    if claim.value is None:
        return False
    root, _, rest = claim.about.partition(".")
    counts = root in COUNT_ROOTS or (root, rest.rpartition(".")[2]) in COUNT_FIELDS
    return claim.value.kind == "status" or (claim.value.kind == "number" and counts)


def _said_key(claim: Claim) -> tuple[date, date, date]:
    first = claim.said_on.first or date.min
    return (first, claim.said_on.last or date.max, claim.known)


@dataclass(frozen=True)
class _Statement:
    """One statement with all its tellings; the first of them stands for it.

    Parameters
    ----------
    claim
        The telling that stands for it.
    own
        Ids of the tellings by the voice that stands for it.
    authors
        Voices that may revise it: whoever is named as its speaker, or else the
        one who told it first.
    """

    claim: Claim
    own: frozenset[str]
    authors: frozenset[str]

    @property
    def value(self) -> Value:
        """What it states."""
        assert self.claim.value is not None
        return self.claim.value


def _is_retelling(claim: Claim, other: Claim) -> bool:
    if claim.value is None or other.value is None or not claim.value.same_as(other.value):
        return False
    if is_state(claim) and claim.holds != other.holds:
        return False  # the same word about other days is another statement
    same_origin = bool(claim.origin) and claim.origin == other.origin
    same_speech = claim.voice == other.voice and claim.said_on == other.said_on
    return same_origin or same_speech


def _telling_order(claim: Claim) -> tuple[object, ...]:
    """Return an order of tellings that the place in a file does not enter first."""
    # A confirmed telling stands for all, or else the speaker's own before a retold one.
    firmness = ("confirmed", "expected", "reported", "denied").index(claim.hedge)
    return (firmness > 0, not claim.attributed, *_said_key(claim), firmness)


def _without_retellings(claims: Sequence[Claim]) -> tuple[list[_Statement], list[Relation]]:
    groups: list[list[Claim]] = []
    for claim in claims:
        related = [group for group in groups if any(_is_retelling(claim, told) for told in group)]
        groups = [group for group in groups if group not in related]
        groups.append([*(told for group in related for told in group), claim])
    statements: list[_Statement] = []
    relations: list[Relation] = []
    for group in groups:
        ordered = sorted(group, key=_telling_order)
        first = ordered[0]
        authors = frozenset(claim.voice for claim in ordered if claim.attributed)
        statements.append(
            _Statement(
                first,
                frozenset(
                    claim.id
                    for claim in ordered
                    if claim.voice == first.voice or _telling_order(claim) == _telling_order(first)
                ),
                authors or frozenset({first.voice}),
            )
        )
        relations += [Relation("retelling", claim.id, first.id) for claim in ordered[1:]]
    return statements, relations


def _revision(earlier: Value, later: Value) -> RelationKind:
    if later.same_as(earlier):
        return "repeated"
    if earlier.contains(later):
        return "narrower"
    if later.contains(earlier):
        return "wider"
    if earlier.days is not None and later.days is not None:
        before, after = earlier.sort_key, later.sort_key
        return "later" if (after[1] + after[2]) > (before[1] + before[2]) else "earlier"
    if earlier.kind == later.kind == "number":
        return "higher" if later.low + later.high > earlier.low + earlier.high else "lower"
    return "changed"


def _days_of_speech(statements: Sequence[_Statement]) -> list[list[_Statement]]:
    """Return the statements by the days on which they were said, in that order."""
    days: dict[tuple[date, date], list[_Statement]] = {}
    for statement in statements:
        first, last, _ = _said_key(statement.claim)
        days.setdefault((first, last), []).append(statement)
    return [days[key] for key in sorted(days)]


def _revise(statements: Sequence[_Statement]) -> tuple[list[_Statement], list[Relation]]:
    """Apply rule 5: the later of two statements by one voice stands."""
    standing: list[_Statement] = []
    relations: list[Relation] = []
    for said_together in _days_of_speech(statements):
        exact, found = _exact_of_one_day(said_together)
        relations += found
        # What is said on one day is held against what stood before it, in no order.
        verdicts = [(new, old, _against(new, old)) for new in exact for old in standing]
        known = [(new, old, verdict) for new, old, verdict in verdicts if verdict is not None]
        relations += [_relation(new, old, verdict) for new, old, verdict in known]
        revised = [old for _, old, verdict in known if verdict in _REVISING]
        refused = [new for new, _, verdict in known if verdict in ("settled", "refined")]
        standing = [old for old in standing if old not in revised]
        standing += [new for new in exact if new not in refused]
    return standing, relations


_REVISING = frozenset(
    {"earlier", "later", "narrower", "wider", "higher", "lower", "changed", "repeated"}
)


def _against(new: _Statement, old: _Statement) -> RelationKind | None:
    """Return what a later statement does to an earlier one by the same voice.

    ``settled`` and ``refined`` are done to the later one: what has happened is neither
    revised by what is expected nor by a vaguer telling. ``conflict`` leaves both.
    """
    if not old.authors & new.authors:
        return None
    if old.claim.tells_happening and not new.claim.tells_happening:
        return "settled"
    kind = _revision(old.value, new.value)
    if old.claim.tells_happening and kind == "wider":
        return "refined"
    if old.claim.tells_happening and kind not in ("narrower", "repeated"):
        return "conflict"
    return kind


def _relation(new: _Statement, old: _Statement, kind: RelationKind) -> Relation:
    if kind in ("settled", "refined"):
        return Relation(kind, old.claim.id, new.claim.id)
    return Relation(kind, new.claim.id, old.claim.id)


def _exact_of_one_day(
    statements: Sequence[_Statement],
) -> tuple[list[_Statement], list[Relation]]:
    """Drop what a voice says vaguely where it says it exactly on the same day."""
    exact: list[_Statement] = []
    relations: list[Relation] = []
    for statement in statements:
        narrower = [
            other
            for other in statements
            if other.authors & statement.authors
            and statement.value.contains(other.value)
            and not statement.value.same_as(other.value)
        ]
        relations += [Relation("refined", item.claim.id, statement.claim.id) for item in narrower]
        if not narrower:
            exact.append(statement)
    return exact, relations


def _unbroken(claims: list[Claim], as_of: date) -> list[Claim]:
    """Drop promises whose days have passed, where another statement still stands."""

    def broken(claim: Claim) -> bool:
        days = None if claim.value is None else claim.value.days
        return (
            days is not None
            and days.last is not None
            and days.last <= as_of
            and not claim.tells_happening
        )

    standing = [claim for claim in claims if not broken(claim)]
    return standing or claims


def _refine(claims: Sequence[Claim]) -> tuple[list[Claim], list[Relation]]:
    """Apply the first half of rule 6: a value inside another voice's refines it."""
    standing: list[Claim] = []
    relations: list[Relation] = []
    for claim in claims:
        narrower = [
            other
            for other in claims
            if other.value is not None
            and claim.value is not None
            and claim.value.contains(other.value)
            and not claim.value.same_as(other.value)
        ]
        if narrower:
            relations.extend(Relation("refined", other.id, claim.id) for other in narrower)
        else:
            standing.append(claim)
    return standing, relations


def _sides(claims: Sequence[Claim]) -> tuple[tuple[Side, ...], list[Relation]]:
    groups: dict[tuple[str, float, float, str], list[Claim]] = {}
    for claim in claims:
        if claim.value is not None:
            groups.setdefault(claim.value.sort_key, []).append(claim)
    ordered = [groups[key] for key in sorted(groups)]
    sides = tuple(
        Side(
            value=group[0].value,
            claims=tuple(sorted(group, key=_said_key)),
            weight=1.0 / len(ordered),
            happened=any(claim.tells_happening for claim in group),
        )
        for group in ordered
        if group[0].value is not None
    )
    relations = [
        Relation("conflict", sides[later].claims[0].id, sides[earlier].claims[0].id)
        for later in range(len(sides))
        for earlier in range(later)
    ]
    return sides, relations


def _current_states(claims: Sequence[Claim]) -> tuple[list[Claim], list[Relation]]:
    """Apply rule 3: keep the latest state and whatever speaks of the same days."""
    latest = max(
        claims,
        key=lambda claim: (
            claim.holds.last or date.max,
            claim.holds.first or date.min,
            _said_key(claim),
        ),
    )
    current = [claim for claim in claims if claim.holds.overlaps(latest.holds)]
    relations = [
        Relation("development", latest.id, claim.id) for claim in claims if claim not in current
    ]
    return current, relations


def _retractions(claims: Sequence[Claim]) -> dict[str, str]:
    """Return who takes back what; what was itself taken back takes nothing back."""
    takers: dict[str, list[Claim]] = {}
    for claim in sorted((claim for claim in claims if claim.retracts), key=_said_key):
        for name in claim.retracts:
            takers.setdefault(name, []).append(claim)

    def stands(claim: Claim, asked: frozenset[str]) -> bool:
        others = [item for item in takers.get(claim.id, []) if item.id not in asked]
        return not any(stands(item, asked | {item.id}) for item in others)

    taken_back: dict[str, str] = {}
    for name, others in takers.items():
        standing = [claim for claim in others if stands(claim, frozenset({claim.id}))]
        if standing:
            taken_back[name] = standing[-1].id
    return taken_back


def denials(claims: Iterable[Claim], as_of: date) -> dict[str, tuple[str, ...]]:
    """Return the ids of the claims that deny a claim, by the id of that claim.

    Parameters
    ----------
    claims
        Claims of the whole folder.
    as_of
        Denials known later do not count, nor such as were taken back by then.
    """
    known = [claim for claim in claims if claim.known <= as_of]
    return _denied(known, _retractions(known))


def _denied(known: Iterable[Claim], taken_back: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return who denies what, but for denials that were taken back."""
    found: dict[str, tuple[str, ...]] = {}
    for claim in known:
        if claim.denies and claim.id not in taken_back:
            for name in claim.denies:
                found[name] = (*found.get(name, ()), claim.id)
    return found


def _settle(statements: Sequence[_Statement]) -> tuple[list[_Statement], list[Relation]]:
    """Apply rule 4: a confirmed happening settles what was expected or reported before."""
    confirmed = [
        item
        for item in statements
        if item.claim.tells_happening and item.claim.hedge == "confirmed"
    ]
    if not confirmed:
        return list(statements), []
    first = min(confirmed, key=lambda item: _said_key(item.claim))
    standing = [
        item
        for item in statements
        if item in confirmed
        or (item.claim.tells_happening and _said_key(item.claim) > _said_key(first.claim))
    ]
    relations = [
        Relation("settled", first.claim.id, item.claim.id)
        for item in statements
        if item not in standing
    ]
    return standing, relations


def judge(about: str, claims: Iterable[Claim], as_of: date) -> Judgement:
    """Resolve the claims about one path as they stood on a day.

    Parameters
    ----------
    about
        The path.
    claims
        Claims of the whole folder; those about other paths matter only by what
        they deny or retract.
    as_of
        Claims known later do not count.

    Returns
    -------
    Judgement
        The sides that stand and every relation found on the way.
    """
    known = [claim for claim in claims if claim.known <= as_of]
    mine = [claim for claim in known if claim.about == about]
    ids = {claim.id for claim in mine}

    told = [claim for claim in mine if claim.value is not None and claim.hedge != "denied"]
    statements, relations = _without_retellings(told)
    taken_back = _retractions(known)
    relations += [Relation("retracted", by, name) for name, by in taken_back.items() if name in ids]
    # A retelling taken back leaves the statement; who said it takes all along.
    statements = [item for item in statements if not item.own & taken_back.keys()]
    denied = {name: by for name, by in _denied(known, taken_back).items() if name in ids}
    relations += [Relation("denied", one, name) for name, by in denied.items() for one in by]

    promises = tuple(
        sorted(
            (
                item.claim
                for item in statements
                if item.value.days is not None and not item.claim.tells_happening
            ),
            key=_said_key,
        )
    )
    standing, found = _settle(statements)
    relations += found
    states = [item.claim for item in standing if is_state(item.claim)]
    if states:
        current, found = _current_states(states)
        standing = [item for item in standing if item.claim in current or item.claim not in states]
        relations += found
    latest, found = _revise(standing)
    relations += found
    narrowest, found = _refine(_unbroken([item.claim for item in latest], as_of))
    relations += found
    sides, found = _sides(narrowest)
    conflicts = {
        frozenset((item.claim, item.other)) for item in relations if item.kind == "conflict"
    }
    relations += [item for item in found if frozenset((item.claim, item.other)) not in conflicts]
    return Judgement(about, sides, tuple(relations), promises, frozenset(denied))


def judge_all(claims: Sequence[Claim], as_of: date) -> tuple[Judgement, ...]:
    """Resolve every path that a known claim speaks of.

    Parameters
    ----------
    claims
        Claims of the whole folder.
    as_of
        The day.

    Returns
    -------
    tuple of Judgement
        In the order in which the paths are first spoken of.
    """
    paths = dict.fromkeys(claim.about for claim in claims if claim.known <= as_of)
    return tuple(judge(path, claims, as_of) for path in paths)
