"""Who said what when, what the rules make of it, and where one number comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase

from rich.console import Group, RenderableType
from rich.text import Text

from jobone.evidence.judging import Judgement, Relation, RelationKind, judge
from jobone.evidence.records import Assumption, Claim
from jobone.programme.folder import Folder
from jobone.programme.resolving import Option, Resolution, resolve
from jobone.programme.schema import Pin
from jobone.report.terminal.answers import assumption_value
from jobone.report.terminal.layout import heading, listing, paragraph, section, table
from jobone.report.wording import day, days, percent, relation_words

__all__ = ["claims_view", "why_view"]

_GROUPS: tuple[tuple[str, tuple[RelationKind, ...]], ...] = (
    ("Conflicts", ("conflict",)),
    ("Denials and retractions", ("denied", "retracted")),
    (
        "Revisions by the same voice",
        ("earlier", "later", "narrower", "wider", "higher", "lower", "changed"),
    ),
    ("Refinements by another voice", ("refined",)),
    ("Promises settled by what happened", ("settled",)),
    ("Later states", ("development",)),
)
_SAID_AGAIN: tuple[RelationKind, ...] = ("repeated", "retelling")


def claims_view(folder: Folder, as_of: date) -> Group:
    """Show the claims known by a day: what the rules found, then path by path.

    Parameters
    ----------
    folder
        The checked folder.
    as_of
        What became known later is left out.
    """
    evidence = folder.evidence.until(as_of)
    claims = {claim.id: claim for claim in evidence.claims}
    judgements = {
        path: judge(path, evidence.claims, as_of)
        for path in dict.fromkeys(claim.about for claim in evidence.claims)
    }
    bearing = [path for path in judgements if path in folder.fields]
    without = [claim for claim in evidence.claims if claim.about not in folder.fields]
    parts: list[RenderableType] = [
        heading(f"{folder.header.maker}: what was said up to {day(as_of)}"),
        paragraph(
            f"{len(claims)} claims from {len(evidence.sources)} sources; "
            f"{len(claims) - len(without)} bear on the programme."
        ),
    ]
    parts += _found(judgements.values(), claims)
    for path in bearing:
        about = [claim for claim in evidence.claims if claim.about == path]
        parts.append(_path_section(folder, path, about, judgements[path], as_of))
    if without:
        parts.append(_without_effect(without))
    return Group(*parts)


def _found(
    judgements: Iterable[Judgement], claims: Mapping[str, Claim]
) -> Iterator[RenderableType]:
    relations = [(item.about, relation) for item in judgements for relation in item.relations]
    for title, kinds in _GROUPS:
        lines = [
            f"{about}: {_relation_sentence(relation, claims)}"
            for about, relation in relations
            if relation.kind in kinds
        ]
        if lines:
            yield section(f"{title} ({len(lines)})", listing(lines))
    again = sum(relation.kind in _SAID_AGAIN for _, relation in relations)
    if again:
        yield Text()
        yield paragraph(f"{again} more say again what was said; retellings count once.")


def _relation_sentence(relation: Relation, claims: Mapping[str, Claim]) -> str:
    first, second = (_brief(claims[name]) for name in (relation.claim, relation.other))
    return f"{first} {relation_words(relation.kind)} {second}"


def _brief(claim: Claim) -> str:
    who = f"{claim.said_by}, {days(claim.said_on)}"
    return f"{claim.id} ({who})" if claim.value is None else f"{_value(claim)} ({who}; {claim.id})"


def _value(claim: Claim) -> str:
    if claim.value is None:
        return f"denies {', '.join(claim.denies)}" if claim.denies else "takes back"
    return f"{claim.value} {claim.unit}".strip()


def _path_section(
    folder: Folder, path: str, claims: Sequence[Claim], judgement: Judgement, as_of: date
) -> RenderableType:
    resolution = resolve(folder, path, as_of)
    return section(
        f"{path}: {_comes_to(resolution)}",
        _claims_table(sorted(claims, key=_said), judgement),
    )


def _said(claim: Claim) -> tuple[date, date]:
    return (claim.said_on.first or date.min, claim.known)


def _comes_to(resolution: Resolution) -> str:
    if not resolution.options:
        return resolution.reason
    if resolution.is_conflict:
        value = " or ".join(
            f"{option.label} ({percent(option.weight)})" for option in resolution.options
        )
    else:
        value = resolution.options[0].label
    if resolution.origin == "claims":
        return value
    by = "" if resolution.assumption is None else f" {resolution.assumption.id}"
    return f"{value}, by {_ORIGINS[resolution.origin]}{by}"


_ORIGINS: Mapping[str, str] = {
    "change": "a change",
    "pin": "a pin",
    "assumption": "the assumption",
    "claims": "the claims",
    "literal": "a literal of the programme file",
    "standing assumption": "the standing assumption",
    "absent": "nothing",
}


def _claims_table(claims: Sequence[Claim], judgement: Judgement) -> RenderableType:
    standing = {claim.id for side in judgement.sides for claim in side.claims}
    retracted = {item.other for item in judgement.relations if item.kind == "retracted"}
    rows = []
    for claim in claims:
        marks: list[str] = [claim.hedge]
        marks += ["stands"] if claim.id in standing else []
        marks += ["denied since"] if claim.id in judgement.denied else []
        marks += ["taken back"] if claim.id in retracted else []
        text = paragraph(f"{claim.said_by}: {_value(claim)} ({', '.join(marks)}). {claim.says}")
        text.append("\n").append_text(paragraph(f"{claim.id}, {claim.location}", "dim"))
        rows.append((days(claim.said_on), day(claim.known), text))
    return table(("said", "known", "who and what"), rows)


def _without_effect(claims: Sequence[Claim]) -> RenderableType:
    rows = []
    for claim in sorted(claims, key=lambda claim: (claim.about, *_said(claim))):
        text = paragraph(f"{claim.about}: {_value(claim)} ({claim.said_by}, {claim.hedge})")
        text.append(" ").append_text(paragraph(claim.location, "dim"))
        rows.append((days(claim.said_on), text))
    return section(
        f"Claims without effect on any number ({len(claims)})",
        table(("said", "what"), rows),
    )


# --- Why -------------------------------------------------------------------------------


def why_view(resolution: Resolution, folder: Folder, as_of: date | None = None) -> Group:
    """Show where the value of one field comes from, to file and line.

    Parameters
    ----------
    resolution
        The field as of a day.
    folder
        The folder it was resolved in.
    as_of
        That day; names an assumption that a change or a pin outranks.
    """
    judgement = resolution.judgement
    parts: list[RenderableType] = [heading(resolution.path), *_taken(resolution)]
    if resolution.options:
        parts += [Text(), _options(resolution.options)]
    if resolution.assumption is not None:
        parts.append(_assumption(resolution.assumption, resolution.hindsight))
    claims = _claims_behind(judgement, folder)
    if claims:
        parts.append(section("What was said about it", _claims_table(claims, judgement)))
    if judgement.relations:
        named = {claim.id: claim for claim in folder.evidence.claims}
        lines = [_relation_sentence(relation, named) for relation in judgement.relations]
        parts.append(section("What the rules found", listing(lines)))
    parts.append(_precedence(resolution, folder, as_of))
    return Group(*parts)


def _taken(resolution: Resolution) -> Iterator[RenderableType]:
    if not resolution.options:
        yield paragraph(f"It has no value: {resolution.reason}.")
        return
    yield paragraph(
        f"{_comes_to(resolution)}"
        + (", by the claims" if resolution.origin == "claims" else "")
        + f"; {resolution.location}"
    )
    if resolution.is_conflict:
        yield paragraph(
            "The sources disagree: each path takes one side, and sides are not averaged."
        )
    if resolution.path.startswith("sop.") and not any(
        option.happened for option in resolution.options
    ):
        yield paragraph(
            "A promise: bounds and targets use it, but the outlook's own day comes from the gates."
        )


def _options(options: Sequence[Option]) -> RenderableType:
    rows = [
        (
            option.label,
            percent(option.weight),
            "has happened" if option.happened else "",
            ", ".join(option.claims),
        )
        for option in options
    ]
    return table(("value", ">paths", "told", "claims"), rows)


def _assumption(assumption: Assumption, hindsight: bool) -> RenderableType:
    written = f"written {day(assumption.written_on)}"
    return section(
        f"Assumption {assumption.id}",
        listing(
            (
                f"value: {assumption_value(assumption)}",
                f"who: {assumption.who}",
                f"why: {assumption.why}",
                f"counts from {day(assumption.holds_from)}, {written}"
                + (": hindsight" if hindsight else ""),
                f"at {assumption.location}",
            )
        ),
    )


def _claims_behind(judgement: Judgement, folder: Folder) -> list[Claim]:
    """Return every claim that the judgement names; it names none known later."""
    named = {claim.id for side in judgement.sides for claim in side.claims}
    named |= {claim.id for claim in judgement.promises} | judgement.denied
    for relation in judgement.relations:
        named |= {relation.claim, relation.other}
    return sorted((claim for claim in folder.evidence.claims if claim.id in named), key=_said)


def _precedence(resolution: Resolution, folder: Folder, as_of: date | None) -> RenderableType:
    path, literal = resolution.path, folder.literals.get(resolution.path)
    place = folder.locations.get(path)
    assumption = resolution.assumption if resolution.origin == "assumption" else None
    if assumption is None and as_of is not None:
        assumption = folder.evidence.assumption_about(path, as_of)
    sides = resolution.judgement.sides
    day = folder.last_known if as_of is None else as_of
    standing = next(
        (
            item
            for item in folder.standing_assumptions
            if fnmatchcase(path, item.about) and item.holds_from <= day
        ),
        None,
    )
    pinned = isinstance(literal, Pin)
    steps: tuple[tuple[str, str], ...] = (
        ("change", str(resolution.options[0].label) if resolution.origin == "change" else ""),
        ("pin", f"to {literal.claim}, {place}" if isinstance(literal, Pin) else ""),
        (
            "assumption",
            ""
            if assumption is None
            else f"{assumption.id} ({assumption_value(assumption)}), {assumption.location}",
        ),
        (
            "claims",
            " or ".join(f"{side.value}, {side.claims[0].location}" for side in sides),
        ),
        ("literal", "" if literal is None or pinned else f"{literal}, {place}"),
        (
            "standing assumption",
            ""
            if standing is None
            else f"{standing.id} ({assumption_value(standing)}), {standing.location}",
        ),
    )
    rows = [
        (
            "taken" if kind == resolution.origin else "",
            kind,
            what or "none",
        )
        for kind, what in steps
    ]
    return section(
        "What stands behind it: the first that exists is taken",
        table(("", "kind", "what"), rows),
    )
