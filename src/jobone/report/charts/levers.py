"""What each lever is worth, target by target."""

from __future__ import annotations

from jobone.outlook.forecast import TargetForecast
from jobone.outlook.levers import LeverEffect, LeverWorth
from jobone.report import wording
from jobone.report.charts.base import (
    NARROW,
    WIDE,
    Figure,
    Frame,
    Key,
    Spec,
    layer,
    shortened,
    specification,
)
from jobone.report.content import ReportContent
from jobone.report.labels import field_link, points, target_label
from jobone.report.palette import MARKERS
from jobone.report.phrases import Cell, Table, plain

__all__ = ["levers_figure", "levers_spec"]

_FELT = 0.005
"""Half a point: what a lever does below it is not shown."""


def _felt(
    content: ReportContent,
) -> list[tuple[TargetForecast, list[tuple[LeverWorth, LeverEffect]]]]:
    """Return the targets that some lever moves, with what each lever does, best first."""
    panels = []
    for target in content.forecast.targets:
        effects = [
            (worth, worth.effects[target.target.name])
            for worth in content.levers
            if target.target.name in worth.effects
        ]
        if any(abs(effect.difference) >= _FELT for _, effect in effects):
            moved = [item for item in effects if abs(item[1].difference) >= _FELT]
            moved.sort(key=lambda item: -item[1].difference)
            panels.append((target, moved))
    return panels


def _points(difference: float, frame: Frame) -> str:
    """Return a difference in points, on a phone without the word."""
    text = points(difference)
    return text.split(" ")[0] if frame.is_narrow else text


def levers_spec(content: ReportContent, frame: Frame) -> Spec:
    """Return the specification of what each lever is worth.

    Parameters
    ----------
    content
        What is drawn.
    frame
        How large, in which colours.
    """
    palette = frame.palette
    panels = _felt(content)
    ends = [
        effect.difference + side * 2.0 * effect.standard_error
        for _, effects in panels
        for _, effect in effects
        for side in (-1.0, 1.0)
    ]
    reach, lowest = max(ends, default=0.1), min(ends, default=0.0)
    left, pitch, size = frame.pick(184, 146), 24, frame.pick(12, 10)
    width = frame.width - left
    room = frame.pick(92, 44)
    lowest = min((effect.difference for _, effects in panels for _, effect in effects), default=0.0)
    low = min(lowest, 0.0) if lowest < -_FELT else 0.0
    pixel = (max(reach, 0.01) - low) / (width - room - (room if low < 0.0 else 0))
    low -= room * pixel if low < 0.0 else 0.0
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "scale": {
            "domain": [low, low + width * pixel],
            "range": [left, frame.width],
            "nice": False,
            "zero": False,
        },
        "axis": None,
    }
    several = len(content.standing.models) > 1
    parts = []
    for target, effects in panels:
        height = pitch * len(effects)
        y: Spec = {
            "field": "y",
            "type": "quantitative",
            "scale": {"domain": [height, 0], "nice": False, "zero": False},
            "axis": None,
        }
        rows = []
        for place, (worth, effect) in enumerate(effects):
            error = 2.0 * effect.standard_error
            rows.append(
                {
                    "x": effect.difference,
                    "x0": 0.0,
                    "low": effect.difference - error,
                    "high": effect.difference + error,
                    "edge": max(effect.difference + error, 0.0)
                    if effect.difference >= 0
                    else min(effect.difference - error, 0.0),
                    "y": (place + 0.5) * pitch,
                    "t": _points(effect.difference, frame),
                    "n": shortened(worth.lever.name, left - 12, size),
                    "c": palette.good if effect.difference > 0 else palette.warning,
                    "up": effect.difference >= 0,
                }
            )
        raw = {"field": "c", "type": "nominal", "scale": None}
        text = {"type": "text", "baseline": "middle", "fontSize": size, "color": palette.ink}
        layers = [
            layer([{"x": 0.0}], {"type": "rule", "color": palette.faint, "strokeWidth": 1}, x=x),
            layer(
                rows,
                {"type": "rule", "strokeWidth": 2},
                x=x | {"field": "x0"},
                x2={"field": "x"},
                y=y,
                color=raw,
            ),
            layer(
                rows,
                {"type": "rule", "strokeWidth": 7, "opacity": 0.3},
                x=x | {"field": "low"},
                x2={"field": "high"},
                y=y,
                color=raw,
            ),
            layer(
                rows,
                {"type": "point", "filled": True, "size": 60, "opacity": 1},
                x=x,
                y=y,
                color=raw,
            ),
            layer(
                [row for row in rows if row["up"]],
                {**text, "align": "left", "dx": 9},
                x=x | {"field": "edge"},
                y=y,
                text={"field": "t"},
            ),
            layer(
                [row for row in rows if not row["up"]],
                {**text, "align": "right", "dx": -9},
                x=x | {"field": "edge"},
                y=y,
                text={"field": "t"},
            ),
            layer(
                rows,
                {**text, "align": "right", "color": palette.muted},
                x={"value": left - 10},
                y=y,
                text={"field": "n"},
            ),
        ]
        base = wording.percent(target.probability)
        parts.append(
            {
                "width": frame.width,
                "height": height,
                "title": {
                    "text": f"{target_label(target, several)}: {base} as things stand",
                    "frame": "group",
                    "offset": 6,
                },
                "layer": layers,
            }
        )
    return specification(
        palette,
        {"vconcat": parts, "spacing": 20},
    )


def _levers_caption(content: ReportContent) -> str:
    panels = _felt(content)
    if not content.levers:
        return "The folder names no lever that stands on this day."
    if not panels:
        return "No lever moves any target by half a point or more."
    target, effects = max(panels, key=lambda panel: panel[1][0][1].difference)
    worth, effect = effects[0]
    return (
        f"The most is gained for “{target_label(target)}” by {worth.lever.name} "
        f"({points(effect.difference)})."
    )


def _lever_rows(content: ReportContent) -> list[tuple[Cell, ...]]:
    rows = []
    for worth in content.levers:
        row: list[Cell] = [
            plain(worth.lever.name),
            (field_link(content, worth.lever.path),),
            plain(str(worth.lever.to)),
        ]
        for target in content.forecast.targets:
            effect = worth.effects.get(target.target.name)
            if effect is None:
                row.append(plain("–"))
            else:
                error = wording.error_points(effect.standard_error)
                beside = f" (±{error})" if effect.difference else ""
                row.append(plain(f"{points(effect.difference)}{beside}"))
        rows.append(tuple(row))
    return rows


def levers_figure(content: ReportContent) -> Figure | None:
    """Return what each lever is worth; None where no lever moves anything."""
    if not _felt(content):
        return None
    caption = _levers_caption(content)
    names = [target.target.name for target in content.forecast.targets]
    return Figure(
        name="levers",
        title="What could be changed",
        caption=caption,
        alternative=f"Gain in probability by lever and target. {caption}",
        wide=levers_spec(content, Frame(WIDE, MARKERS)),
        narrow=levers_spec(content, Frame(NARROW, MARKERS)),
        table=Table(
            ("Lever", "Field", "To", *names),
            tuple(_lever_rows(content)),
            frozenset(range(3, 3 + len(names))),
        ),
        keys=(
            Key("dot", "good", "gain in percentage points"),
            Key("dot", "warning", "loss"),
            Key("band", "good", "twice the Monte Carlo error to either side"),
        ),
    )
