"""The ramp as a fan: vehicles a month with their interval."""

from __future__ import annotations

from collections.abc import Sequence

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
    along_time,
    from_zero,
    layer,
    milliseconds,
    month_ticks,
    specification,
)
from jobone.report.content import ReportContent
from jobone.report.labels import first_day, month_words
from jobone.report.palette import MARKERS
from jobone.report.phrases import Table, plain

__all__ = ["fan_figure", "fan_spec"]

_FITTING = {"labelOverlap": False, "labelLimit": 0}
"""Ticks are few enough for their labels; measuring every label is half the drawing."""


def _months(content: ReportContent, behind: Sequence[PeriodForecast] = ()) -> list[PeriodForecast]:
    """Return the maker's months, from shortly before the first unit on."""
    months = [
        item
        for item in content.forecast.months
        if item.of == "maker" and item.measure == content.measure
    ]
    earlier = {item.period for item in _same_series(content, behind) if item.p90 > 0.0}
    begun = next(
        (place for place, item in enumerate(months) if item.p90 > 0.0 or item.period in earlier),
        0,
    )
    return months[max(begun - 2, 0) :]


def _same_series(content: ReportContent, months: Sequence[PeriodForecast]) -> list[PeriodForecast]:
    return [item for item in months if item.of == "maker" and item.measure == content.measure]


def _middle(month: str) -> int:
    """Return where a month's number is drawn: at its middle."""
    return milliseconds(first_day(month)) + 15 * 86_400_000


def _rows(months: Sequence[PeriodForecast]) -> list[Spec]:
    return [
        {"x": _middle(item.period), "p10": item.p10, "p50": item.p50, "p90": item.p90}
        for item in months
    ]


def _observed(content: ReportContent) -> list[tuple[str, float]]:
    """Return months that were counted whole, with their units."""
    rows = finest_rows(content.standing.observed, "maker", content.measure, content.as_of)
    counted = []
    for row in rows:
        first, last = row.days.closed
        if first.day == 1 and add_months(first, 1).toordinal() == last.toordinal() + 1:
            counted.append((f"{first:%Y-%m}", row.units))
    return counted


def fan_spec(content: ReportContent, frame: Frame, behind: Sequence[PeriodForecast] = ()) -> Spec:
    """Return the specification of monthly output.

    Parameters
    ----------
    content
        What is drawn.
    frame
        How large, in which colours.
    behind
        Months of another outlook, drawn greyly behind this one.
    """
    palette = frame.palette
    months = _months(content, behind)
    left, height, size = frame.pick(64, 50), frame.pick(280, 220), frame.pick(11, 10)
    width = frame.width - left - 8
    rows = _rows(months)
    shown = {item.period for item in months}
    grey = _rows([item for item in _same_series(content, behind) if item.period in shown])
    low = first_day(months[0].period) if months else content.as_of
    high = add_months(first_day(months[-1].period), 1) if months else add_months(low, 12)
    steps = [
        {"x": milliseconds(first_day(month)), "y": units}
        for month, units in content.nameplate_months
        if month in shown
    ]
    if steps:
        steps.append({**steps[-1], "x": milliseconds(high)})
    dots = [
        {"x": _middle(month), "y": units} for month, units in _observed(content) if month in shown
    ]
    x = along_time(low, high, month_ticks(low, high, frame.pick(9, 5)), size, **_FITTING)
    y = from_zero("p90", left, size, labelExpr="format(datum.value, ',.0f')", **_FITTING)
    layers = []
    if grey:
        layers = [
            layer(
                grey,
                {"type": "area", "color": palette.faint, "opacity": 0.22},
                x=x,
                y=y,
                y2={"field": "p10"},
            ),
            layer(
                grey,
                {"type": "line", "color": palette.faint, "strokeWidth": 1.75},
                x=x,
                y=y | {"field": "p50"},
            ),
        ]
    layers += [
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
    later = [item for item in months if first_day(item.period) > content.as_of] or months
    last = later[min(len(later) - 1, 23)]
    nameplate = dict(content.nameplate_months).get(last.period, 0.0)
    beside = f", against {wording.units(nameplate)} at nameplate" if nameplate > 0.0 else ""
    observed = _observed(content)
    counted = (
        f" {wording.count(observed[-1][1])} were counted in {month_words(observed[-1][0])}."
        if observed
        else ""
    )
    return (
        f"In {month_words(last.period)} between {wording.units(last.p10)} and "
        f"{wording.units(last.p90)} vehicles a month are {_verb(content)} (80 % interval, "
        f"median {wording.units(last.p50)}){beside}.{counted}"
    )


def fan_figure(content: ReportContent, behind: Sequence[PeriodForecast] = ()) -> Figure:
    """Return monthly output with its caption, alternative text and table.

    Parameters
    ----------
    content
        What is drawn.
    behind
        Months of another outlook, drawn greyly behind this one.
    """
    nameplate = dict(content.nameplate_months)
    observed = dict(_observed(content))
    rows = [
        (
            plain(month_words(item.period)),
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
        wide=fan_spec(content, Frame(WIDE, MARKERS), behind),
        narrow=fan_spec(content, Frame(NARROW, MARKERS), behind),
        table=Table(
            ("Month", "10 %", "Median", "90 %", "At nameplate", "Counted"),
            tuple(rows),
            frozenset(range(1, 6)),
        ),
        keys=(
            Key("line", "good", f"median, vehicles {_verb(content)} a month"),
            Key("band", "good", "80 % interval"),
            *([Key("band", "faint", "as things stand")] if behind else []),
            Key("dash", "muted", "nameplate of own phases from their last promised day"),
            *([Key("dot", "ink", "counted")] if observed else []),
        ),
        empty=not any(item.p90 > 0.0 for item in _months(content)),
    )
