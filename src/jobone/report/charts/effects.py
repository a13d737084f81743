"""What a change would do: levers, and the sustained rate."""

from __future__ import annotations

from jobone.core.quantity import Quantity
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
from jobone.report.labels import points, target_label
from jobone.report.palette import MARKERS
from jobone.report.phrases import Cell, Phrase, Table, anchor, plain

__all__ = ["assumed_rates", "levers_figure", "levers_spec", "rates_figure", "rates_spec"]

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
            (Phrase(worth.lever.path, anchor("field", worth.lever.path)),),
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


def assumed_rates(content: ReportContent) -> tuple[float, float] | None:
    """Return the 80 % interval of the sustained rate where all own phases share one."""
    found = {
        option.value.amount.support
        for plant in content.standing.plants
        if not plant.contract
        for phase in plant.phases
        for option in phase.sustained.options
        if isinstance(option.value, Quantity)
    }
    return found.pop() if len(found) == 1 else None


def _volume_targets(content: ReportContent) -> list[TargetForecast]:
    judged = set(content.rates[0].probabilities) if content.rates else set()
    return [
        target
        for target in content.forecast.targets
        if target.target.event is None and target.target.name in judged
    ]


def rates_spec(content: ReportContent, frame: Frame) -> Spec:
    """Return the specification of the targets against the sustained rate.

    Parameters
    ----------
    content
        What is drawn.
    frame
        How large, in which colours.
    """
    palette = frame.palette
    targets = _volume_targets(content)
    columns = 1 if frame.is_narrow or len(targets) < 2 else 2
    left, gap, size = frame.pick(52, 44), 28, frame.pick(11, 10)
    width = (frame.width - columns * left - (columns - 1) * gap) // columns
    lowest, highest = content.rates[0].multiple, content.rates[-1].multiple
    several = len(content.standing.models) > 1
    assumed = assumed_rates(content)
    parts: list[Spec] = []
    for target in targets:
        name = target.target.name
        x: Spec = {
            "field": "x",
            "type": "quantitative",
            "title": "sustained rate, times nameplate",
            "scale": {"domain": [lowest, highest], "nice": False, "zero": False},
            "axis": {
                "values": [item.multiple for item in content.rates if item.multiple * 2 % 1 == 0],
                "grid": False,
                "labelFontSize": size,
                "titlePadding": 4,
            },
        }
        y: Spec = {
            "field": "y",
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [-0.03, 1.08], "nice": False, "zero": False},
            "axis": {
                "values": [0, 0.25, 0.5, 0.75, 1],
                "labelExpr": "format(datum.value * 100, '.0f') + ' %'",
                "minExtent": left,
                "maxExtent": left,
                "labelFontSize": size,
            },
        }
        rows = [
            {"x": item.multiple, "y": item.probabilities.get(name, 0.0)} for item in content.rates
        ]
        layers: list[Spec] = []
        low, high = content.bound(name).needed_multiple
        if low is not None:
            band = {
                "x": min(max(low, lowest), highest),
                "x2": min(max(high if high is not None else highest, lowest), highest),
            }
            if band["x2"] > band["x"]:
                layers.append(
                    layer(
                        [band],
                        {"type": "rect", "color": palette.promise, "opacity": 0.28},
                        x=x,
                        x2={"field": "x2"},
                    )
                )
        if assumed is not None:
            ends = {
                "x": min(max(assumed[0], lowest), highest),
                "x2": min(max(assumed[1], lowest), highest),
                "y": 1.05,
            }
            layers.append(
                layer(
                    [ends],
                    {"type": "rule", "color": palette.muted, "strokeWidth": 3, "opacity": 0.8},
                    x=x,
                    x2={"field": "x2"},
                    y=y,
                )
            )
        layers += [
            layer(rows, {"type": "line", "color": palette.good, "strokeWidth": 2}, x=x, y=y),
            layer(
                rows,
                {
                    "type": "point",
                    "color": palette.good,
                    "fill": palette.surface,
                    "size": 30,
                    "opacity": 1,
                },
                x=x,
                y=y,
            ),
        ]
        parts.append(
            {
                "width": width,
                "height": frame.pick(170, 150),
                "title": {"text": target_label(target, several), "frame": "group", "dx": -left},
                "layer": layers,
            }
        )
    grid = {"concat": parts, "columns": columns, "spacing": gap}
    return specification(palette, grid)


def _rates_caption(content: ReportContent) -> str:
    at_nameplate = next((item for item in content.rates if item.multiple == 1.0), None)
    best = content.rates[-1]
    parts = []
    for target in _volume_targets(content):
        name = target.target.name
        low = at_nameplate.probabilities.get(name) if at_nameplate is not None else None
        parts.append(
            f"“{target_label(target)}” is kept on {wording.percent(low)} of the paths at "
            f"nameplate and on {wording.percent(best.probabilities.get(name))} at "
            f"{best.multiple:g} times it"
        )
    return f"If every own phase ran steadily at one rate, {'; '.join(parts)}."


def rates_figure(content: ReportContent) -> Figure | None:
    """Return the targets against the sustained rate; None where none is a volume."""
    targets = _volume_targets(content)
    if not targets:
        return None
    caption = _rates_caption(content)
    keys = [
        Key("line", "good", "probability"),
        Key("band", "promise", "multiple that arithmetic needs, from best to worst days"),
    ]
    if assumed_rates(content) is not None:
        keys.append(Key("line", "muted", "80 % interval of the rate that the outlook uses"))
    return Figure(
        name="rates",
        title="What the sustained rate decides",
        caption=caption,
        alternative=f"Probability of each volume by sustained rate. {caption}",
        wide=rates_spec(content, Frame(WIDE, MARKERS)),
        narrow=rates_spec(content, Frame(NARROW, MARKERS)),
        table=Table(
            ("Times nameplate", *(target.target.name for target in targets)),
            tuple(
                (
                    plain(f"{item.multiple:g}"),
                    *(
                        plain(wording.percent(item.probabilities.get(target.target.name)))
                        for target in targets
                    ),
                )
                for item in content.rates
            ),
            frozenset(range(1 + len(targets))),
        ),
        keys=tuple(keys),
    )
