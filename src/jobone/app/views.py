"""What the templates are given: figures drawn, sliders placed, links that ask why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from jobone.app.answers import Answer, Difference, differences
from jobone.app.sliders import Slider
from jobone.app.state import Span, State, settled_sides, side_of
from jobone.evidence.records import Claim
from jobone.programme.folder import Folder
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing
from jobone.report import wording
from jobone.report.charts.base import Figure
from jobone.report.content import ReportContent, bearing_claims
from jobone.report.labels import points
from jobone.report.provenance import (
    AssumptionNote,
    ClaimNote,
    FieldNote,
    SourceNote,
    assumption_notes,
    claim_notes,
    field_notes,
    input_paths,
    option_words,
    source_notes,
)
from jobone.report.rendering import inline_svg
from jobone.report.sentences import TargetLine, target_lines

__all__ = [
    "Card",
    "Chain",
    "Choice",
    "Drawn",
    "News",
    "Row",
    "cards",
    "chain_of",
    "choices",
    "drawn",
    "href_of",
    "news_of_day",
    "rows",
    "ticks",
]

_WHY = ("field", "claim", "assumption", "source", "inputs")
_HERE = ("arithmetic", "lost", "ramp", "said")
_MOST_NEWS = 4
_TITLES = {
    "field": "Why {} is what it is",
    "claim": "The claim {}",
    "assumption": "The assumption {}",
    "source": "The source {}",
    "inputs": "What reaches {}",
}


def href_of(anchor: str, query: str) -> str:
    """Return where a link of the report leads on this page; empty for nowhere.

    Parameters
    ----------
    anchor
        As the report names it, see :func:`jobone.report.phrases.anchor`.
    query
        The state, which every link carries on.
    """
    kind, _, name = anchor.partition("-")
    if kind in _WHY and name:
        plain = re.sub(r"_([0-9a-f]+)_", lambda match: chr(int(match[1], 16)), name)
        return f"/why?about={quote(f'{kind}:{plain}', safe=':')}&{query}"
    if kind in _HERE:
        return f"#{kind}"
    return f"#{anchor}" if kind == "target" else ""


@dataclass(frozen=True)
class Drawn:
    """A figure with the drawings that are wanted of it."""

    figure: Figure
    wide: str
    narrow: str


def drawn(figure: Figure, width: str) -> Drawn:
    """Draw a figure.

    Parameters
    ----------
    figure
        The figure.
    width
        ``wide``, ``narrow``, or anything else for both.
    """

    def draw(spec: Mapping[str, Any], which: str) -> str:
        if figure.empty or width not in (which, "both"):
            return ""
        return inline_svg(spec, f"{figure.name}-{which}", figure.alternative)

    return Drawn(figure, draw(figure.wide, "wide"), draw(figure.narrow, "narrow"))


@dataclass(frozen=True)
class Card:
    """A target with its answer, and what the changes do to it.

    Parameters
    ----------
    line
        The sentence of the report.
    share, before
        Probability in percent now and as things stand; None where unknown.
    gain, gain_error
        The difference in words; empty where nothing is changed or can be compared.
    tone
        ``good``, ``warning`` or neither, by the sign of the difference.
    was
        Probability as things stand, in words; empty where nothing is changed.
    unmoved
        Whether every path keeps or breaks it as before.
    """

    line: TargetLine
    share: float | None
    before: float | None
    gain: str
    gain_error: str
    tone: str
    was: str
    unmoved: bool


def cards(now: Answer, before: Answer) -> tuple[Card, ...]:
    """Return the targets, each beside how things stand."""
    found = differences(now, before) if now.state.is_changed else {}
    stood = {item.target.name: item.probability for item in before.content.forecast.targets}
    return tuple(
        _card(line, stood.get(line.name), found.get(line.name), now.state.is_changed)
        for line in target_lines(now.content)
    )


def _card(line: TargetLine, before: float | None, found: Difference | None, changed: bool) -> Card:
    error = "" if found is None else wording.error_points(found.standard_error)
    return Card(
        line=line,
        share=None if line.share is None else 100.0 * line.share,
        before=None if before is None else 100.0 * before,
        gain="" if found is None else points(found.gain),
        gain_error=error if found is not None and found.gain else "",
        tone=""
        if found is None or abs(found.gain) < 0.005
        else ("good" if found.gain > 0 else "warning"),
        was=wording.percent(before) if changed else "",
        unmoved=found is not None and found.gain == 0.0 and found.standard_error == 0.0,
    )


@dataclass(frozen=True)
class Row:
    """A slider in a state.

    Parameters
    ----------
    slider
        The slider.
    place
        Where its thumb stands.
    value
        What is put in; empty where nothing is.
    words
        The value beside it.
    """

    slider: Slider
    place: int
    value: str
    words: str


def rows(sliders: Sequence[Slider], state: State) -> tuple[Row, ...]:
    """Return the sliders of a day as they stand in a state."""
    found = []
    for slider in sliders:
        value = state.value_of(slider.path)
        if value is None:
            found.append(Row(slider, slider.rest, "", slider.stands))
        else:
            place = slider.place_of(value)
            found.append(Row(slider, place, value, slider.words_at(value)))
    return tuple(found)


@dataclass(frozen=True)
class Choice:
    """A conflict with the sides that can be believed.

    Parameters
    ----------
    path
        The field.
    chosen
        Id of the claim that stands for the side believed; empty for none.
    sides
        Id of the first claim, value, who says so, and share of the paths where each path
        draws a side.
    settled
        What an assumption takes instead of a side; empty where each path draws one.
    """

    path: str
    chosen: str
    sides: tuple[tuple[str, str, str, str], ...]
    settled: str = ""


def choices(standing: Standing, state: State) -> tuple[Choice, ...]:
    """Return the conflicts of a day that can be decided by believing one side."""
    claims = {claim.id: claim for claim in standing.folder.evidence.claims}
    open_ones = [
        _choice(item, state, claims)
        for item in standing.conflicts
        if all(option.claims for option in item.options)
    ]
    settled = [
        _settled_choice(item, state)
        for item in standing.resolutions.values()
        if settled_sides(item)
    ]
    return (*open_ones, *settled)


def _who(claims: Sequence[Claim]) -> str:
    voices = ", ".join(dict.fromkeys(claim.said_by for claim in claims))
    return f"{voices}, {wording.days(claims[0].said_on)}"


def _choice(resolution: Resolution, state: State, claims: Mapping[str, Claim]) -> Choice:
    believed = state.side_of(resolution.path)
    place = None if believed is None else side_of(resolution, believed)
    sides = tuple(
        (
            option.claims[0],
            option_words(option),
            _who([claims[name] for name in option.claims]),
            wording.percent(option.weight),
        )
        for option in resolution.options
    )
    return Choice(resolution.path, "" if place is None else sides[place][0], sides)


def _settled_choice(resolution: Resolution, state: State) -> Choice:
    believed = state.side_of(resolution.path)
    sides = [
        (side.claims[0].id, str(value), _who(side.claims), "")
        for side, value in settled_sides(resolution)
    ]
    chosen = [
        side.claims[0].id
        for side, _ in settled_sides(resolution)
        if believed in [claim.id for claim in side.claims]
    ]
    stands = " or ".join(option_words(option) for option in resolution.options)
    return Choice(resolution.path, chosen[0] if chosen else "", tuple(sides), stands)


@dataclass(frozen=True)
class News:
    """The last news before a day, and the days of news beside it."""

    day: str
    says: tuple[tuple[str, str], ...]
    more: int
    earlier: date | None
    later: date | None


def _news_days(folder: Folder) -> list[date]:
    bearing = bearing_claims(folder)
    days = {claim.known for claim in folder.evidence.claims if claim.id in bearing}
    days |= {item.holds_from for item in folder.evidence.assumptions}
    return sorted(days | {row.published for row in folder.observed})


def news_of_day(folder: Folder, span: Span, as_of: date) -> News:
    """Return what became known last, up to a day."""
    days = [day for day in _news_days(folder) if span.first <= day <= span.last]
    last = max((day for day in days if day <= as_of), default=None)
    bearing = bearing_claims(folder)
    fresh = [
        claim for claim in folder.evidence.claims if claim.known == last and claim.id in bearing
    ]
    return News(
        "" if last is None else wording.day(last),
        tuple((claim.id, claim.says) for claim in fresh[:_MOST_NEWS]),
        max(len(fresh) - _MOST_NEWS, 0),
        max((day for day in days if day < as_of), default=None),
        min((day for day in days if day > as_of), default=None),
    )


def ticks(folder: Folder, span: Span) -> tuple[tuple[float, float], ...]:
    """Return the days of news as place and height of a tick, both from 0 to 100."""
    bearing = bearing_claims(folder)
    length = (span.last - span.first).days
    found = []
    for day in _news_days(folder):
        if span.first <= day <= span.last:
            many = sum(c.known == day and c.id in bearing for c in folder.evidence.claims)
            found.append((100.0 * (day - span.first).days / length, min(30.0 + 12.0 * many, 100.0)))
    return tuple(found)


@dataclass(frozen=True)
class Chain:
    """Why something is what it is, down to the claims and their sources."""

    title: str
    fields: tuple[FieldNote, ...]
    before: tuple[FieldNote, ...]
    assumptions: tuple[AssumptionNote, ...]
    claims: tuple[ClaimNote, ...]
    sources: tuple[SourceNote, ...]


def chain_of(now: ReportContent, before: ReportContent, about: str) -> Chain | None:
    """Return why something is what it is; None where there is no such thing on the day.

    Parameters
    ----------
    now, before
        In the state, and as things stand.
    about
        ``field:PATH``, ``claim:ID``, ``assumption:ID``, ``source:ID`` or ``inputs:TARGET``.
    """
    kind, _, name = about.partition(":")
    paths: set[str] = set()
    claims = {claim.id: claim for claim in now.claims}
    wanted: set[str] = set()
    held: set[str] = set()
    sources: set[str] = set()
    if kind == "field" and name in now.standing.resolutions:
        paths = {name}
    elif kind == "inputs":
        target = next((item for item in now.standing.targets if item.name == name), None)
        if target is not None:
            paths = {path for path in input_paths(now.standing, target)}
    elif kind == "claim" and name in claims:
        wanted = {name}
    elif kind == "assumption":
        held = {name}
    elif kind == "source" and name in now.folder.evidence.sources:
        sources = {name}
        wanted = {claim.id for claim in now.claims if claim.source == name}
    if kind == "field":
        wanted |= {claim.id for claim in now.claims if claim.about in paths}
        for content in (now, before):
            assumption = content.standing.resolutions[name].assumption if paths else None
            held |= set() if assumption is None else {assumption.id}
    sources |= {claims[item].source for item in wanted}
    fields = tuple(note for note in field_notes(now) if note.path in paths)
    stood = tuple(note for note in field_notes(before) if note.path in paths and kind == "field")
    told = tuple(note for both in claim_notes(now) for note in both if note.id in wanted)
    both = {note.id: note for note in (*assumption_notes(before), *assumption_notes(now))}
    assumed = tuple(note for note in both.values() if note.id in held)
    chain = Chain(
        title=_TITLES.get(kind, "{}").format(name),
        fields=fields,
        before=stood if stood != fields else (),
        assumptions=assumed,
        claims=told,
        sources=tuple(note for note in source_notes(now) if note.id in sources),
    )
    found = fields or told or assumed or chain.sources
    return chain if found else None
