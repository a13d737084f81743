"""Where units are lost between nameplate and outlook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

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
from jobone.report.labels import MINUS, month_words
from jobone.report.palette import MARKERS
from jobone.report.phrases import Table, plain

__all__ = ["waterfall_figure", "waterfall_spec"]


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
    "supply": ("not supplied", "not supplied"),
    "demand": ("not ordered", "built for orders"),
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
        "supply": "what is not supplied",
        "demand": "what nobody orders",
    }.get(cause, f"the {cause}")
    return f", and {named} costs most ({wording.units(float(lost))})"


def _span(days: tuple[date, date]) -> str:
    return f"{month_words(f'{days[0]:%Y-%m}')} to {month_words(f'{days[1]:%Y-%m}')}"


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
