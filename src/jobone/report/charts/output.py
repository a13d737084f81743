"""What is built: the ramp as a fan, and where units are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from jobone.core.days import add_months
from jobone.outlook.forecast import PeriodForecast
from jobone.programme.observed import finest_rows
from jobone.report import wording
from jobone.report.charts.base import (
    NARROW,
    WIDE,
    Figure,
    Frame,
    Key,
    Spec,
    layer,
    milliseconds,
    month_ticks,
    shortened,
    specification,
)
from jobone.report.content import ReportContent
from jobone.report.labels import MINUS
from jobone.report.palette import MARKERS
from jobone.report.phrases import Table, plain

__all__ = ["fan_figure", "fan_spec", "waterfall_figure", "waterfall_spec"]


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _months(content: ReportContent) -> list[PeriodForecast]:
    """Return the maker's months, from shortly before the first unit on."""
    months = [
        item
        for item in content.forecast.months
        if item.of == "maker" and item.measure == content.measure
    ]
    begun = next((place for place, item in enumerate(months) if item.p90 > 0.0), 0)
    return months[max(begun - 2, 0) :]


def _observed(content: ReportContent) -> list[tuple[str, float]]:
    """Return months that were counted whole, with their units."""
    rows = finest_rows(content.standing.observed, "maker", content.measure, content.as_of)
    counted = []
    for row in rows:
        first, last = row.days.closed
        if first.day == 1 and add_months(first, 1).toordinal() == last.toordinal() + 1:
            counted.append((f"{first:%Y-%m}", row.units))
    return counted


def _thousands(axis: str = "datum.value") -> str:
    return f"format({axis}, ',.0f')"


def fan_spec(content: ReportContent, frame: Frame) -> Spec:
    """Return the specification of monthly output.

    Parameters
    ----------
    content
        What is drawn.
    frame
        How large, in which colours.
    """
    palette = frame.palette
    months = _months(content)
    left, height, size = frame.pick(64, 50), frame.pick(280, 220), frame.pick(11, 10)
    width = frame.width - left - 8
    rows = [
        {
            # A month's number is drawn at its middle.
            "x": milliseconds(_first(item.period)) + 15 * 86_400_000,
            "p10": item.p10,
            "p50": item.p50,
            "p90": item.p90,
        }
        for item in months
    ]
    shown = {item.period for item in months}
    low = _first(months[0].period) if months else content.as_of
    high = add_months(_first(months[-1].period), 1) if months else add_months(low, 12)
    steps = [
        {"x": milliseconds(_first(month)), "y": units}
        for month, units in content.nameplate_months
        if month in shown
    ]
    if steps:
        steps.append({**steps[-1], "x": milliseconds(high)})
    dots = [
        {"x": milliseconds(_first(month)) + 15 * 86_400_000, "y": units}
        for month, units in _observed(content)
        if month in shown
    ]
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [milliseconds(low), milliseconds(high)], "nice": False, "zero": False},
        "axis": {
            "values": month_ticks(low, high, frame.pick(9, 5)),
            "grid": False,
            "labelExpr": "utcFormat(datum.value, '%b %Y')",
            "labelFontSize": size,
        },
    }
    y: Spec = {
        "field": "p90",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True, "nice": True},
        "axis": {
            "tickCount": 6,
            "labelExpr": _thousands(),
            "minExtent": left,
            "maxExtent": left,
            "labelFontSize": size,
        },
    }
    layers = [
        layer(
            rows,
            {"type": "area", "color": palette.good, "opacity": 0.2},
            x=x,
            y=y,
            y2={"field": "p10"},
        ),
        layer(
            steps,
            {
                "type": "line",
                "color": palette.muted,
                "strokeWidth": 1.25,
                "strokeDash": [5, 3],
                "interpolate": "step-after",
            },
            x=x,
            y=y | {"field": "y"},
        ),
        layer(
            rows,
            {"type": "line", "color": palette.good, "strokeWidth": 2.25},
            x=x,
            y=y | {"field": "p50"},
        ),
        layer(
            dots,
            {"type": "point", "color": palette.ink, "fill": palette.ink, "size": 26, "opacity": 1},
            x=x,
            y=y | {"field": "y"},
        ),
    ]
    if low < content.as_of < high:
        layers.append(
            layer(
                [{"x": milliseconds(content.as_of)}],
                {"type": "rule", "color": palette.muted, "strokeDash": [2, 3]},
                x=x,
            )
        )
    return specification(palette, {"width": width, "height": height, "layer": layers})


def _verb(content: ReportContent) -> str:
    return "delivered" if content.measure == "deliveries" else "built"


def _fan_caption(content: ReportContent) -> str:
    months = _months(content)
    if not months or max(item.p90 for item in months) <= 0.0:
        return "No output can be reckoned yet: no plant with a stated capacity is known."
    later = [item for item in months if _first(item.period) > content.as_of] or months
    last = later[min(len(later) - 1, 23)]
    nameplate = dict(content.nameplate_months).get(last.period, 0.0)
    beside = f", against {wording.units(nameplate)} at nameplate" if nameplate > 0.0 else ""
    observed = _observed(content)
    counted = (
        f" {wording.count(observed[-1][1])} were counted in {_month(observed[-1][0])}."
        if observed
        else ""
    )
    return (
        f"In {_month(last.period)} between {wording.units(last.p10)} and "
        f"{wording.units(last.p90)} vehicles a month are {_verb(content)} (80 % interval, "
        f"median {wording.units(last.p50)}){beside}.{counted}"
    )


def _month(month: str) -> str:
    return wording.day(_first(month)).split(" ", 1)[1]


def fan_figure(content: ReportContent) -> Figure:
    """Return monthly output with its caption, alternative text and table."""
    nameplate = dict(content.nameplate_months)
    observed = dict(_observed(content))
    rows = [
        (
            plain(_month(item.period)),
            plain(wording.units(item.p10)),
            plain(wording.units(item.p50)),
            plain(wording.units(item.p90)),
            plain(wording.units(nameplate.get(item.period, 0.0))),
            plain(wording.count(observed[item.period]) if item.period in observed else "–"),
        )
        for item in _months(content)
    ]
    caption = _fan_caption(content)
    return Figure(
        name="ramp",
        title="The ramp, month by month",
        caption=caption,
        alternative=f"Vehicles {_verb(content)} a month with their 80 % interval. {caption}",
        wide=fan_spec(content, Frame(WIDE, MARKERS)),
        narrow=fan_spec(content, Frame(NARROW, MARKERS)),
        table=Table(
            ("Month", "10 %", "Median", "90 %", "At nameplate", "Counted"),
            tuple(rows),
            frozenset(range(1, 6)),
        ),
        keys=(
            Key("line", "good", f"median, vehicles {_verb(content)} a month"),
            Key("band", "good", "80 % interval"),
            Key("dash", "muted", "nameplate of own phases from their last promised day"),
            *([Key("dot", "ink", "counted")] if observed else []),
        ),
        empty=not any(item.p90 > 0.0 for item in _months(content)),
    )


@dataclass(frozen=True)
class _Bar:
    """One bar of the waterfall, from one running total to the next."""

    name: str
    start: float
    stop: float
    text: str
    kind: str


_CAUSES = {
    "late start": ("later start", "earlier start"),
    "ramp": ("ramp", "ramp"),
    "rate": ("below nameplate", "above nameplate"),
    "calendar": ("days not worked", "extra days"),
    "observed": ("counted less", "counted more"),
}


def _cause(cause: str, lost: float) -> str:
    """Return a cause in words, by whether units are lost or gained."""
    words = _CAUSES.get(cause, (cause, cause))
    return words[0] if lost >= 0 else words[1]


def _bars(content: ReportContent) -> list[_Bar]:
    forecast = content.forecast
    totals = [float(forecast.potential)]
    for _, lost in forecast.lost_units:
        totals.append(totals[-1] - lost)
    bars = [_Bar("as promised", 0.0, totals[0], wording.units(totals[0]), "total")]
    for (cause, lost), (before, after) in zip(forecast.lost_units, pairwise(totals), strict=True):
        sign = MINUS if lost > 0 else "+"
        text = f"{sign}{wording.units(abs(float(lost)))}" if lost else "0"
        kind = "loss" if lost > 0 else "gain"
        bars.append(_Bar(_cause(cause, lost), before, after, text, kind))
    bars.append(
        _Bar(
            "outlook", 0.0, float(forecast.outcome), wording.units(float(forecast.outcome)), "total"
        )
    )
    return bars


def waterfall_spec(content: ReportContent, frame: Frame) -> Spec:
    """Return the specification of the units lost.

    Parameters
    ----------
    content
        What is drawn.
    frame
        How large, in which colours.
    """
    palette = frame.palette
    bars = _bars(content)
    left, pitch, size = frame.pick(150, 112), 34, frame.pick(12, 11)
    width, height = frame.width - left, pitch * len(bars)
    top = max((max(bar.start, bar.stop) for bar in bars), default=0.0) or 1.0
    room = frame.pick(80, 62)
    end = top * width / (width - room)
    colours = {"total": palette.muted, "loss": palette.warning, "gain": palette.good}
    rows = [
        {
            "x": min(bar.start, bar.stop),
            "x2": max(bar.start, bar.stop),
            "y": place * pitch + 7,
            "y2": (place + 1) * pitch - 7,
            "m": (place + 0.5) * pitch,
            "c": colours[bar.kind],
            "t": bar.text,
            "n": shortened(bar.name, left - 12, size),
        }
        for place, bar in enumerate(bars)
    ]
    joints = [
        {"x": bar.stop, "y": (place + 1) * pitch - 7, "y2": (place + 1) * pitch + 7}
        for place, bar in enumerate(bars[:-1])
    ]
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [0, end], "nice": False},
        "axis": None,
    }
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [height, 0], "nice": False, "zero": False},
        "axis": None,
    }
    raw = {"field": "c", "type": "nominal", "scale": None}
    text = {"type": "text", "baseline": "middle", "fontSize": size}
    layers = [
        layer(
            joints,
            {"type": "rule", "color": palette.faint, "strokeWidth": 1},
            x=x,
            y=y,
            y2={"field": "y2"},
        ),
        layer(
            rows,
            {"type": "rect", "cornerRadius": 2, "opacity": 0.8},
            x=x,
            x2={"field": "x2"},
            y=y,
            y2={"field": "y2"},
            color=raw,
        ),
        layer(
            rows,
            {**text, "align": "left", "dx": 6, "color": palette.ink},
            x=x | {"field": "x2"},
            y=y | {"field": "m"},
            text={"field": "t"},
        ),
        layer(
            rows,
            {**text, "align": "right", "color": palette.ink},
            x={"value": -10},
            y=y | {"field": "m"},
            text={"field": "n"},
        ),
    ]
    return specification(
        palette,
        {
            "width": width,
            "height": height,
            "autosize": {"type": "none"},
            "padding": {"left": left, "top": 2, "right": 0, "bottom": 2},
            "layer": layers,
        },
    )


def _waterfall_caption(content: ReportContent) -> str:
    forecast = content.forecast
    if not forecast.potential:
        return "No unit can be lost yet: no plant with a stated capacity is known."
    horizon = content.folder.horizon
    losses = sorted(forecast.lost_units, key=lambda item: -item[1])
    largest = _largest(losses)
    return (
        f"From {_span(horizon.closed)} the nameplate from the promised days would give "
        f"{wording.units(float(forecast.potential))} vehicles; on average over the paths "
        f"{wording.units(float(forecast.outcome))} come{largest}."
    )


def _largest(losses: Sequence[tuple[str, int]]) -> str:
    cause, lost = losses[0] if losses else ("", 0)
    if lost <= 0:
        return ""
    named = {
        "late start": "the later start",
        "rate": "running below nameplate",
        "calendar": "what is lost to days not worked",
    }.get(cause, f"the {cause}")
    return f", and {named} costs most ({wording.units(float(lost))})"


def _span(days: tuple[date, date]) -> str:
    return f"{_month(f'{days[0]:%Y-%m}')} to {_month(f'{days[1]:%Y-%m}')}"


def waterfall_figure(content: ReportContent) -> Figure:
    """Return the units lost with their caption, alternative text and table."""
    bars = _bars(content)
    caption = _waterfall_caption(content)
    return Figure(
        name="lost",
        title="Where units are lost",
        caption=caption,
        alternative=f"Waterfall of mean units. {caption}",
        wide=waterfall_spec(content, Frame(WIDE, MARKERS)),
        narrow=waterfall_spec(content, Frame(NARROW, MARKERS)),
        table=Table(
            ("Step", "Vehicles"),
            tuple((plain(bar.name), plain(bar.text)) for bar in bars),
            frozenset({1}),
        ),
        keys=(Key("bar", "warning", "lost"), Key("bar", "good", "gained")),
        empty=not content.forecast.potential and not content.forecast.outcome,
    )
