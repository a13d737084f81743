"""How targets depend on the sustained rate."""

from __future__ import annotations

from jobone.core.quantity import Quantity
from jobone.outlook.forecast import TargetForecast
from jobone.report import wording
from jobone.report.charts.base import (
    NARROW,
    WIDE,
    Figure,
    Frame,
    Key,
    Spec,
    layer,
    specification,
)
from jobone.report.content import ReportContent
from jobone.report.labels import target_label
from jobone.report.palette import MARKERS
from jobone.report.phrases import Table, plain

__all__ = ["assumed_rates", "rates_figure", "rates_spec"]


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
