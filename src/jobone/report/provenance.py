"""Where every number comes from: fields, claims, assumptions and sources, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from jobone.core.days import DayInterval
from jobone.core.problems import Location
from jobone.evidence.records import Assumption, Claim
from jobone.outlook.unknowns import phases_of
from jobone.programme.resolving import Option, Resolution
from jobone.programme.standing import DEMAND_FIELDS, Standing, StandingTarget
from jobone.report import wording
from jobone.report.content import ReportContent, bearing_claims
from jobone.report.labels import field_link
from jobone.report.phrases import Cell, Phrase, anchor, joined, link, plain

__all__ = [
    "AssumptionNote",
    "ClaimNote",
    "FieldNote",
    "InputsNote",
    "SourceNote",
    "assumption_notes",
    "claim_notes",
    "field_notes",
    "input_paths",
    "inputs_notes",
    "option_words",
    "place_words",
    "source_notes",
]

_ORIGINS = {
    "change": "put in by a change",
    "pin": "pinned to a claim, by choice",
    "assumption": "assumption",
    "claims": "claims",
    "literal": "written in the file, unargued",
    "standing assumption": "standing assumption",
}


@dataclass(frozen=True)
class FieldNote:
    """What stands at a path and why."""

    anchor: str
    path: str
    value: Cell
    origin: str
    because: Cell
    hindsight: bool
    place: str


@dataclass(frozen=True)
class ClaimNote:
    """A claim with everything that is known of it."""

    anchor: str
    id: str
    says: str
    about: Cell
    value: str
    said: str
    hedge: str
    known: str
    source: Cell
    relations: Cell
    quote: str
    place: str


@dataclass(frozen=True)
class AssumptionNote:
    """An assumption with its argument."""

    anchor: str
    id: str
    about: Cell
    value: str
    who: str
    why: str
    holds_from: str
    written_on: str
    hindsight: bool
    used: bool
    place: str


@dataclass(frozen=True)
class SourceNote:
    """A source with its address, where that is one."""

    anchor: str
    id: str
    publisher: str
    title: str
    url: str
    kind: str
    published: str
    known: str
    basis: str
    hash: str
    place: str


@dataclass(frozen=True)
class InputsNote:
    """The fields that reach a target."""

    anchor: str
    name: str
    fields: Cell


def place_words(location: Location) -> str:
    """Return a file's name and the line; the folder is named once for all."""
    name = PurePath(location.file).name
    return f"{name}:{location.line}" if location.line else name


def option_words(option: Option) -> str:
    """Return a value as it is read in a table."""
    if isinstance(option.value, DayInterval):
        return wording.days(option.value)
    return option.label


def _value(resolution: Resolution) -> Cell:
    if not resolution.options:
        return plain(resolution.reason)
    several = len(resolution.options) > 1
    cells: list[Cell] = []
    for option in resolution.options:
        weight = f", on {wording.percent(option.weight)} of the paths" if several else ""
        happened = " (happened)" if option.happened else ""
        cells.append((Phrase(option_words(option), strong=True), Phrase(f"{weight}{happened}")))
    return joined(cells, "; or ")


def _because(content: ReportContent, resolution: Resolution) -> Cell:
    if resolution.assumption is not None:
        name = resolution.assumption.id
        return (link(name, anchor("assumption", name)),)
    ids = [name for option in resolution.options for name in option.claims]
    known = {claim.id for claim in content.claims}
    links: list[Cell] = [(link(name, anchor("claim", name)),) for name in ids if name in known]
    return joined(links)


def _also_said(content: ReportContent, resolution: Resolution) -> Cell:
    """Return the claims about a field that do not give its value."""
    shown = {name for option in resolution.options for name in option.claims}
    others: list[Cell] = [
        (link(claim.id, anchor("claim", claim.id)),)
        for claim in content.claims
        if claim.about == resolution.path and claim.id not in shown
    ]
    return (Phrase("; also said: "), *joined(others)) if others else ()


def field_notes(content: ReportContent) -> tuple[FieldNote, ...]:
    """Return every field that has a value, or was spoken of.

    Parameters
    ----------
    content
        What the report is made of.
    """
    spoken = {claim.about for claim in content.claims} | {
        lever.path for lever in content.standing.levers
    }
    spoken |= {item.about for item in content.folder.evidence.assumptions}
    return tuple(
        FieldNote(
            anchor=anchor("field", path),
            path=path,
            value=_value(resolution),
            origin=_ORIGINS.get(resolution.origin, "nothing"),
            because=(*_because(content, resolution), *_also_said(content, resolution)),
            hindsight=resolution.hindsight,
            place=place_words(resolution.location),
        )
        for path, resolution in _shown_fields(content, spoken).items()
    )


def _shown_fields(content: ReportContent, spoken: set[str]) -> dict[str, Resolution]:
    used = {
        path
        for target in content.standing.targets
        for path in input_paths(content.standing, target)
    }
    shown = {
        path: resolution
        for path, resolution in content.standing.resolutions.items()
        if resolution.options or path in spoken or path in used
    }
    weight = content.standing.inside_weight
    if content.forecast.inside_weight == 1.0 and weight.origin == "standing assumption":
        shown.pop(weight.path)  # with one view alone there is nothing to weigh
    standing = content.standing
    if content.forecast.learning is None:
        for field in (standing.month_noise, standing.month_memory, standing.counting_error):
            if field.origin == "standing assumption":
                shown.pop(field.path)  # nothing was counted that months could stray from
    alike = standing.phase_likeness
    if alike.origin == "standing assumption" and not standing.has_later_phases:
        shown.pop(alike.path)  # no plant has two phases
    return shown


def _gate_fields(standing: Standing, places: Sequence[int]) -> list[str]:
    """Return the fields of gates and of everything they wait for."""
    waiting, seen = list(places), dict.fromkeys(places)
    while waiting:
        gate = standing.gates[waiting.pop(0)]
        new = [place for place in (*gate.after, *gate.any_of) if place not in seen]
        seen |= dict.fromkeys(new)
        waiting += new
    paths = []
    for place in sorted(seen):
        gate = standing.gates[place]
        fields = (gate.start, gate.end, gate.takes, gate.work, gate.chance, gate.status)
        paths += [item.path for item in fields if item.options]
        if gate.team is not None and gate.work.options:
            team = standing.teams[gate.team]
            people = (team.headcount, team.growth, team.settling)
            paths += [item.path for item in people if item.options]
    for shock in standing.shocks:
        if set(shock.delays) & set(seen):
            paths += [shock.chance.path, shock.adds.path]
    return paths


def input_paths(standing: Standing, target: StandingTarget) -> tuple[str, ...]:
    """Return the paths of the fields that reach a target."""
    paths = [item.path for item in (target.by, target.units) if item is not None]
    if target.event is not None and target.event.kind == "gate":
        place = standing.gate_place(target.event.name)
        return (*paths, *(_gate_fields(standing, [place]) if place is not None else ()))
    if target.event is not None:
        models = [standing.model_place(target.event.name)]
    elif target.model is not None:
        models = [target.model]
    else:
        models = list(range(len(standing.models)))
    for place in models:
        if place is not None:
            model = standing.models[place]
            paths += [model.sop.path, *_gate_fields(standing, model.after)]
            paths += [model.opening_stock.path] if model.opening_stock.options else []
    if target.event is None:
        for phase in phases_of(standing, target.model):
            fields = (phase.nameplate, phase.opens, phase.ramp, phase.sustained)
            paths += [item.path for item in fields]
        paths += _market_fields(standing, [place for place in models if place is not None])
    return tuple(dict.fromkeys(paths))


def _market_fields(standing: Standing, models: Sequence[int]) -> list[str]:
    """Return the fields of what is ordered of some models, and of what limits their rate."""
    fields: list[Resolution] = []
    for demand in standing.demands:
        if demand.model in models:
            fields += [getattr(demand, name) for name in DEMAND_FIELDS]
    for channel in standing.channels:
        if set(channel.sells) & set(models):
            fields += [channel.stores, channel.opening, channel.most]
    fields += [item.most for item in standing.supplies if set(item.models) & set(models)]
    return [item.path for item in fields if item.options]


def inputs_notes(content: ReportContent) -> tuple[InputsNote, ...]:
    """Return for every target the fields that reach it."""
    both_views = content.forecast.inside_weight < 1.0
    weighing = (content.standing.inside_weight.path,) if both_views else ()
    return tuple(
        InputsNote(
            anchor("inputs", target.name),
            target.name,
            joined(
                [
                    (link(path, anchor("field", path)),)
                    for path in (*input_paths(content.standing, target), *weighing)
                    if path in content.standing.resolutions
                ]
            ),
        )
        for target in content.standing.targets
    )


def _relations(content: ReportContent, claim: Claim) -> Cell:
    """Return how a claim stands to others: what it does, and what is done to it."""
    judgement = content.judgements[claim.about]
    cells: list[Cell] = []
    for relation in judgement.relations:
        words = wording.relation_words(relation.kind)
        if relation.claim == claim.id:
            other = link(relation.other, anchor("claim", relation.other))
            cells.append((Phrase(f"{words} "), other))
        elif relation.other == claim.id:
            other = link(relation.claim, anchor("claim", relation.claim))
            cells.append((other, Phrase(f" {words} it")))
    return joined(cells, "; ")


def _claim_note(content: ReportContent, claim: Claim) -> ClaimNote:
    source = content.folder.evidence.sources[claim.source]
    spans = ", ".join(f"{first} to {last}" for first, last in claim.spans)
    where = f", characters {spans}" if spans else ""
    value = "" if claim.value is None else f"{_claim_value(claim)} {claim.unit}".strip()
    return ClaimNote(
        anchor=anchor("claim", claim.id),
        id=claim.id,
        says=claim.says,
        about=(field_link(content, claim.about),),
        value=value,
        said=f"{claim.said_by}, {wording.days(claim.said_on)}",
        hedge=claim.hedge,
        known=wording.day(claim.known),
        source=(link(source.publisher, anchor("source", source.id)), Phrase(where)),
        relations=_relations(content, claim),
        quote=claim.quote,
        place=place_words(claim.location),
    )


def _claim_value(claim: Claim) -> str:
    if claim.value is None:
        return ""
    return wording.days(claim.value.days) if claim.value.days is not None else claim.value.text


def claim_notes(content: ReportContent) -> tuple[tuple[ClaimNote, ...], tuple[ClaimNote, ...]]:
    """Return the claims that bear on a number, and those without effect on any."""
    bearing = bearing_claims(content.folder)
    notes = [(claim.id in bearing, _claim_note(content, claim)) for claim in content.claims]
    return (
        tuple(note for bears, note in notes if bears),
        tuple(note for bears, note in notes if not bears),
    )


def assumption_notes(content: ReportContent) -> tuple[AssumptionNote, ...]:
    """Return the assumptions that stand on the day, those in use first."""
    used = {item.id for item in content.forecast.assumptions}
    mine = [
        item for item in content.folder.evidence.assumptions if item.holds_from <= content.as_of
    ]
    # Of what the past says, a later version of the same id is not known yet.
    standing = [item for item in content.forecast.assumptions if item not in mine]
    notes = [_assumption_note(content, item, item.id in used) for item in (*mine, *standing)]
    return tuple(sorted(notes, key=lambda note: not note.used))


def _assumption_note(content: ReportContent, item: Assumption, used: bool) -> AssumptionNote:
    pooled = "; ".join(f"{name}: {wording.percent(weight)}" for name, weight in item.pool.items())
    return AssumptionNote(
        anchor=anchor("assumption", item.id),
        id=item.id,
        about=(field_link(content, item.about),),
        value=pooled or str(item.raw),
        who=item.who,
        why=item.why,
        holds_from=wording.day(item.holds_from),
        written_on=wording.day(item.written_on),
        hindsight=item.is_hindsight(content.as_of),
        used=used,
        place=place_words(item.location),
    )


def source_notes(content: ReportContent) -> tuple[SourceNote, ...]:
    """Return the sources known by the day, in the order in which they became known."""
    known = [
        source
        for source in content.folder.evidence.sources.values()
        if source.known <= content.as_of
    ]
    return tuple(
        SourceNote(
            anchor=anchor("source", source.id),
            id=source.id,
            publisher=source.publisher,
            title=source.title,
            url=source.url if re.match(r"https?://", source.url) else "",
            kind=source.kind,
            published=wording.days(source.published),
            known=wording.day(source.known),
            basis=source.basis,
            hash=source.sha256,
            place=place_words(source.location),
        )
        for source in sorted(known, key=lambda source: source.known)
    )
