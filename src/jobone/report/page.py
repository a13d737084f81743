"""The report as one page that needs neither network nor scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from jobone.report import past_notes, provenance, sentences, tables, wording
from jobone.report.charts.base import Figure
from jobone.report.charts.parts import quarters_table
from jobone.report.content import ReportContent
from jobone.report.figures import build_figures
from jobone.report.learned import learned_notes
from jobone.report.line_notes import line_notes
from jobone.report.palette import DARK, LIGHT, variables
from jobone.report.phrases import Cell, Phrase, anchor, link, plain
from jobone.report.rendering import inline_svg

__all__ = ["render_page"]


@dataclass(frozen=True)
class _Drawn:
    """A figure with its two drawings."""

    figure: Figure
    wide: str
    narrow: str


def _drawn(figure: Figure) -> _Drawn:
    if figure.empty:
        return _Drawn(figure, "", "")
    return _Drawn(
        figure,
        inline_svg(figure.wide, f"{figure.name}-wide", figure.alternative),
        inline_svg(figure.narrow, f"{figure.name}-narrow", figure.alternative),
    )


def _standing_notes(content: ReportContent) -> list[str]:
    """Return which of the product's own assumptions stand in, in words."""
    used = {
        (kind, resolution.assumption.id)
        for plant in content.standing.plants
        if not plant.contract
        for phase in plant.phases
        for kind, resolution in (("ramp", phase.ramp), ("sustained rate", phase.sustained))
        if resolution.origin == "standing assumption" and resolution.assumption is not None
    }
    return [kind for kind, _ in sorted(used)]


def _hindsight(notes: Sequence[provenance.AssumptionNote]) -> int:
    return sum(note.hindsight and note.used for note in notes)


def _notes(content: ReportContent) -> dict[str, Cell]:
    """Return what a reader has to know beside a figure."""
    fields = link("the fields of every gate, model and plant", "fields")
    return {
        "ramp": (Phrase("Drawn from "), fields, Phrase(".")),
        "waits": plain(
            "From order to delivery, for those who do not cancel. A line ends where the delivery "
            "lies more than a year after the horizon."
        ),
        "levers": plain(
            "A lever puts one field to a value, on the draws of the outlook. Where the field was "
            "uncertain and the value is not, the chance of an unusually good outcome goes with "
            "the uncertainty, so that a lever may gain on one target and lose on another."
        ),
        "lost": (
            Phrase("Means over all paths and the whole horizon, from "),
            fields,
            Phrase("; a start before the last promised day is a gain."),
        ),
        "rates": plain(
            "Arithmetic asks for less than a path does: on a path there is a ramp to climb and "
            "there are days off, so that more than the needed multiple is needed."
        ),
    }


def _kept_together(text: str) -> str:
    """Return a text in which no line begins with a percent sign."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def _steps(path: str) -> list[str]:
    """Return the steps of a path, between which a line may break."""
    return [f"{step}." for step in path.split(".")[:-1]] + path.split(".")[-1:]


def render_page(content: ReportContent) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    content
        What :func:`jobone.report.content.gather` gathered.

    Returns
    -------
    str
        One file: no scripts, nothing loaded from anywhere. The same for the same content.
    """
    # Late, because only the report needs it.
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("jobone.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["kept"] = _kept_together
    environment.filters["steps"] = _steps
    assumptions = provenance.assumption_notes(content)
    bearing, others = provenance.claim_notes(content)
    values: dict[str, Any] = {
        "content": content,
        "maker": content.folder.header.maker,
        "as_of": wording.day(content.as_of),
        "place": PurePath(content.folder.locations["programme"].file).parent.name,
        "light": variables(LIGHT),
        "dark": variables(DARK),
        "targets": sentences.target_lines(content),
        "arithmetic": tables.arithmetic_table(content),
        "rescues": tables.rescue_notes(content),
        "nameplate_note": wording.NAMEPLATE_NOTE,
        "standing_rate": sentences.standing_rate(content.standing),
        "steps": tables.largest_steps(content),
        "disagreements": tables.disagreement_notes(content),
        "revisions": tables.revision_table(content),
        "figures": {name: _drawn(figure) for name, figure in build_figures(content).items()},
        "notes": _notes(content),
        "inputs": provenance.inputs_notes(content),
        "fields": provenance.field_notes(content),
        "bearing": bearing,
        "others": others,
        "assumptions": assumptions,
        "hindsight": _hindsight(assumptions),
        "used": sum(note.used for note in assumptions),
        "sources": provenance.source_notes(content),
        "standing_in": _standing_notes(content),
        "from_past": any(item.who == "history" for item in content.forecast.assumptions),
        "past_starts": past_notes.start_notes(content),
        "past_volumes": past_notes.volume_table(content),
        "precedents": past_notes.precedent_table(content),
        "happened": past_notes.happened_notes(content),
        "learned": learned_notes(content),
        "lines": line_notes(content.standing, content.lines),
        "quarters": quarters_table(content),
        "anchor": anchor,
        "count": wording.count,
    }
    return environment.get_template("report.html.j2").render(values)
