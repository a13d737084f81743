"""The tables between the figures: arithmetic, disagreements, revisions, the largest steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from jobone.evidence.records import Claim
from jobone.outlook.bounds import Combination, Extreme, TargetBounds
from jobone.outlook.forecast import SideEffect
from jobone.report import wording
from jobone.report.content import Disagreement, ReportContent, bearing_claims
from jobone.report.labels import field_link, news_of, points, target_label
from jobone.report.phrases import Cell, Phrase, Table, anchor, joined, link, plain
from jobone.report.sentences import verdict_label

__all__ = [
    "DisagreementNote",
    "RescueNote",
    "Step",
    "arithmetic_table",
    "disagreement_notes",
    "largest_steps",
    "rescue_notes",
    "revision_table",
]


def _sides(combination: Combination) -> str:
    return "; ".join(f"{path} = {label}" for path, label in combination.sides.items())


def _asked(bounds: TargetBounds, combination: Combination) -> str:
    low, high = combination.needed
    if bounds.by is not None:
        return wording.day(date.fromordinal(int(low)))
    return wording.count(low) if low == high else f"{wording.count(low)} to {wording.count(high)}"


def _end(extreme: Extreme) -> Cell:
    """Return one end with the days that give it."""
    if extreme.units is None:
        return joined(
            [
                (link(wording.day(day), anchor("field", path)),)
                for path, day in extreme.dates.items()
            ]
        )
    contract = extreme.contract_units
    beside = f" ({wording.units(contract)} under contract)" if contract > 0.0 else ""
    days: list[Cell] = [
        (link(path, anchor("field", path)), Phrase(f" on {wording.day(day)}"))
        for path, day in extreme.dates.items()
    ]
    number = Phrase(f"{wording.units(extreme.units)}{beside}", strong=True)
    return (number, Phrase(", with "), *joined(days)) if days else (number,)


def _promise(content: ReportContent, bounds: TargetBounds, text: str) -> Cell:
    """Return what is asked for, linked to the field that says so."""
    for target in content.standing.targets:
        resolution = target.by if target.event is not None else target.units
        if target.name == bounds.name and resolution is not None:
            return (link(text, anchor("field", resolution.path)),)
    return plain(text)


def _needed(bounds: TargetBounds, summed: bool) -> Cell:
    if bounds.by is not None:
        return plain("–")
    text = wording.multiple_range(*bounds.needed_multiple)
    return plain(text) if summed else (link(text, anchor("inputs", bounds.name)),)


def arithmetic_table(content: ReportContent) -> Table:
    """Return the bounds of every target, a row for each choice of sides.

    Parameters
    ----------
    content
        What the report is made of.
    """
    rows: list[tuple[Cell, ...]] = []
    for bounds in content.bounds:
        summed = " + " in bounds.name
        to = "" if summed else anchor("target", bounds.name)
        first: Cell = (Phrase(bounds.name, to, strong=True),)
        if not bounds.combinations:
            rows.append((first, *[plain("–")] * 4, plain(f"unknown: {bounds.reason}")))
        for place, item in enumerate(bounds.combinations):
            sides = _sides(item)
            rows.append(
                (
                    (*first, Phrase(f", if {sides}")) if sides else first,
                    _promise(content, bounds, _asked(bounds, item)),
                    _end(item.lowest),
                    _end(item.highest),
                    plain("") if place else _needed(bounds, summed),
                    plain(verdict_label(bounds) if place == 0 else ""),
                )
            )
    columns = (
        "Target",
        "Asked for",
        "Fewest, or earliest",
        "Most, or latest",
        "Nameplate needed",
        "Verdict",
    )
    return Table(columns, tuple(rows), frozenset({1}))


@dataclass(frozen=True)
class RescueNote:
    """What would bring a target within nameplate on every stated day."""

    name: str
    ways: tuple[Cell, ...]


def _enough(to: str, unit: str) -> str:
    """Return a least change; a rate is rounded up, so that it stays enough."""
    if unit == "day":
        return f"by {wording.day(date.fromisoformat(to))}"
    number = float(to)
    step = 10.0 ** max(math.floor(math.log10(max(number, 1.0))) - 2, 0)
    return f"at least {math.ceil(number / step) * step:,.0f} {unit}"


def rescue_notes(content: ReportContent) -> tuple[RescueNote, ...]:
    """Return the targets with a rescue, and each lever that is one alone."""
    return tuple(
        RescueNote(
            bounds.name,
            tuple(
                (
                    link(rescue.lever, anchor("field", rescue.path)),
                    Phrase(f": {_enough(rescue.to, rescue.unit)}"),
                )
                for rescue in bounds.rescues
            ),
        )
        for bounds in content.bounds
        if bounds.rescues
    )


@dataclass(frozen=True)
class DisagreementNote:
    """A conflict with what each of its sides is worth.

    Parameters
    ----------
    about
        The path.
    sides
        Who stands against whom.
    remark
        How it is dealt with.
    table
        What each side would do to the targets; None where that is nothing or unknown.
    """

    about: Cell
    sides: Cell
    remark: Cell
    table: Table | None


def _remark(item: Disagreement) -> Cell:
    if not item.bears:
        return plain("kept as a claim, without effect on any number")
    if item.settled_by:
        name = item.settled_by
        return (Phrase("settled by the assumption "), link(name, anchor("assumption", name)))
    live = [side for side in item.sides if side.weight > 0.0]
    if len(live) < 2:
        return plain("settled by time: the window of the other side has passed")
    weights = " or ".join(wording.percent(side.weight) for side in item.sides)
    if all(change == 0.0 for side in item.sides for change in side.effect.values()):
        return plain(f"each path draws a side ({weights}), and on this day none moves any target")
    return plain(f"each path draws a side ({weights})")


def _who(claims: Mapping[str, Claim], names: tuple[str, ...]) -> Cell:
    return joined(
        [(link(claims[name].said_by, anchor("claim", name)),) for name in names if name in claims]
    )


def _side_words(claims: Mapping[str, Claim], side: SideEffect) -> str:
    """Return the value of a side as it was said."""
    claim = claims.get(side.claims[0]) if side.claims else None
    if claim is None or claim.value is None:
        return side.value
    days = claim.value.days
    return wording.days(days) if days is not None else f"{claim.value.text} {claim.unit}".strip()


def disagreement_notes(content: ReportContent) -> tuple[DisagreementNote, ...]:
    """Return every conflict of the day, those that can move a number first."""
    claims = {claim.id: claim for claim in content.claims}
    notes = []
    for item in content.disagreements:
        against: list[Cell] = [
            (
                Phrase(_side_words(claims, side), strong=True),
                Phrase(" ("),
                *_who(claims, side.claims),
                Phrase(")"),
            )
            for side in item.sides
        ]
        about = (field_link(content, item.about),)
        notes.append(
            DisagreementNote(
                about, joined(against, " against "), _remark(item), _worth(content, item, claims)
            )
        )
    return tuple(notes)


def _worth(content: ReportContent, item: Disagreement, claims: Mapping[str, Claim]) -> Table | None:
    """Return what each side would do to the targets that any side moves."""
    moved = [
        target.target.name
        for target in content.forecast.targets
        if any(side.effect.get(target.target.name, 0.0) != 0.0 for side in item.sides)
    ]
    if not moved:
        return None
    rows = tuple(
        (
            plain(_side_words(claims, side)),
            plain(wording.percent(side.weight)),
            *(
                plain(points(side.effect[name])) if name in side.effect else plain("–")
                for name in moved
            ),
        )
        for side in item.sides
    )
    columns = ("Side", "Paths that take it", *moved)
    return Table(columns, rows, frozenset(range(1, len(columns))))


_LEAST_STEP = 0.02

_REVISIONS = (
    "denied",
    "retracted",
    "narrower",
    "wider",
    "earlier",
    "later",
    "higher",
    "lower",
    "changed",
    "development",
    "settled",
    "refined",
)


def _claim_link(claim: Claim) -> Cell:
    if claim.value is None:
        text = claim.says
    elif claim.value.days is not None:
        text = wording.days(claim.value.days)
    else:
        text = claim.value.text
    return (link(text, anchor("claim", claim.id)),)


def revision_table(content: ReportContent) -> Table:
    """Return what was revised, denied, overtaken or made more exact, in order of time.

    Parameters
    ----------
    content
        What the report is made of.
    """
    claims = {claim.id: claim for claim in content.claims}
    entries: list[tuple[date, str, tuple[Cell, ...]]] = []
    for about, judgement in content.judgements.items():
        grouped: dict[tuple[str, str], list[str]] = {}
        for relation in judgement.relations:
            if relation.kind in _REVISIONS:
                grouped.setdefault((relation.kind, relation.claim), []).append(relation.other)
        for (kind, name), others in grouped.items():
            claim = claims.get(name)
            olds = [claims[other] for other in others if other in claims]
            if claim is None or not olds:
                continue
            words = next(
                wording.relation_words(item.kind)
                for item in judgement.relations
                if item.kind == kind
            )
            where: Cell = (field_link(content, about),)
            before = joined(
                [(*_claim_link(old), Phrase(f" ({old.said_by})")) for old in olds], "; "
            )
            day = claim.said_on.first or claim.known
            entries.append(
                (
                    day,
                    name,
                    (
                        plain(wording.days(claim.said_on)),
                        plain(claim.said_by),
                        where,
                        _claim_link(claim),
                        plain(words),
                        before,
                    ),
                )
            )
    entries.sort(key=lambda entry: entry[:2])
    return Table(
        ("Said", "By", "About", "Statement", "does what", "to which"),
        tuple(row for _, _, row in entries),
    )


@dataclass(frozen=True)
class Step:
    """A day of news on which the outlook moved.

    Parameters
    ----------
    head
        The day and who published.
    moves
        Every target that moved by two points or more.
    known
        What had become known since the day before it in the figure.
    """

    head: Cell
    moves: tuple[str, ...]
    known: Cell


_MOST_NEWS = 5


def _became_known(content: ReportContent, after: date, until: date) -> Cell:
    """Return the claims that bear on a number and became known between two days."""
    bearing = bearing_claims(content.folder)
    claims = [
        claim for claim in content.claims if claim.id in bearing and after < claim.known <= until
    ]
    retold = {
        relation.claim
        for judgement in content.judgements.values()
        for relation in judgement.relations
        if relation.kind == "retelling"
    }
    fresh: list[Cell] = [
        (link(claim.says.rstrip("."), anchor("claim", claim.id)),)
        for claim in claims
        if claim.id not in retold
    ]
    fresh += [
        (Phrase("the assumption "), link(item.id, anchor("assumption", item.id)))
        for item in content.folder.evidence.assumptions
        if after < item.holds_from <= until
    ]
    counted = sum(after < row.published <= until for row in content.standing.observed)
    cells = fresh[:_MOST_NEWS]
    rest = len(fresh) - len(cells)
    cells += [plain(f"{rest} more")] if rest else []
    cells += [plain(f"{counted} period{'s' * (counted > 1)} counted")] if counted else []
    return joined(cells, "; ") or plain("nothing that bears on a number; days passed")


def largest_steps(content: ReportContent, most: int = 4) -> tuple[Step, ...]:
    """Return the days on which some target moved most, in order of time.

    Parameters
    ----------
    content
        What the report is made of.
    most
        How many days; moves under two points are left out.
    """
    labels = {item.target.name: target_label(item) for item in content.forecast.targets}
    found: list[tuple[float, date, Step]] = []
    for before, after in pairwise(content.moments):
        moved = {
            name: (before.probabilities[name], probability)
            for name, probability in after.probabilities.items()
            if name in labels
            and abs(probability - before.probabilities.get(name, probability)) >= _LEAST_STEP
        }
        if not moved:
            continue
        moves = tuple(
            f"{labels[name]}: {wording.percent(old)} to {wording.percent(new)}"
            for name, (old, new) in moved.items()
        )
        head = (Phrase(wording.day(after.day), strong=True), Phrase(", "), *news_of(content, after))
        known = _became_known(content, before.day, after.day)
        size = max(abs(new - old) for old, new in moved.values())
        found.append((-size, after.day, Step(head, moves, known)))
    found.sort(key=lambda entry: entry[:2])
    return tuple(step for _, _, step in sorted(found[:most], key=lambda entry: entry[1]))
