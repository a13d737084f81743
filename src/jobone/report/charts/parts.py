"""Parts a week as fans, a panel for each part, with the highest week by quarter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from jobone.outlook.schedule import PartsForecast, Range, WeekOfParts
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
    shortened,
    specification,
)
from jobone.report.content import ReportContent
from jobone.report.palette import MARKERS
from jobone.report.phrases import Cell, Table, plain

__all__ = ["parts_figure", "parts_spec", "quarters_table"]

_MOST_PANELS = 6
_MOST_QUARTERS = 8


def _monday(item: WeekOfParts) -> date:
    year, week = item.week.split("-W")
    return date.fromisocalendar(int(year), int(week), 1)


def _weeks(part: PartsForecast) -> tuple[WeekOfParts, ...]:
    """Return the weeks from shortly before the first part on."""
    begun = next((place for place, item in enumerate(part.weeks) if item.p90 > 0.0), 0)
    return part.weeks[max(begun - 4, 0) :]


def _panel(
    part: PartsForecast, as_of: date, ends: tuple[date, date], ticks: list[int], frame: Frame
) -> Spec:
    palette, left = frame.palette, frame.pick(64, 50)
    size, (low, high) = frame.pick(11, 10), ends
    rows = [
        {
            # A week's number is drawn at its middle.
            "x": milliseconds(_monday(item) + timedelta(days=3)),
            "p10": item.p10,
            "p50": item.p50,
            "p90": item.p90,
        }
        for item in _weeks(part)
    ]
    x = along_time(low, high, ticks, size)
    y = from_zero("p90", left, size, tickCount=4, labelExpr="format(datum.value, ',~r')")
    good = palette.good
    layers = [
        layer(rows, {"type": "area", "color": good, "opacity": 0.2}, x=x, y=y, y2={"field": "p10"}),
        layer(
            rows,
            {"type": "line", "color": good, "strokeWidth": 2},
            x=x,
            y=y | {"field": "p50"},
        ),
    ]
    if low < as_of < high:
        mark = {"type": "rule", "color": palette.muted, "strokeDash": [2, 3]}
        layers.append(layer([{"x": milliseconds(as_of)}], mark, x=x))
    width = frame.width - left - 8
    return {
        "title": {"text": shortened(_name(part), width, 12), "fontSize": 12},
        "width": width,
        "height": frame.pick(150, 130),
        "layer": layers,
    }


def _name(part: PartsForecast) -> str:
    return part.name.removeprefix("part.")


def parts_spec(content: ReportContent, frame: Frame) -> Spec:
    """Return the specification of parts a week, a panel for each of the first six parts.

    Parameters
    ----------
    content
        What is drawn.
    frame
        How large, in which colours.
    """
    parts = content.forecast.parts[:_MOST_PANELS]
    mondays = [_monday(item) for part in parts for item in (_weeks(part)[0], _weeks(part)[-1])]
    ends = (min(mondays), max(mondays) + timedelta(days=7))
    ticks = month_ticks(*ends, frame.pick(9, 5))
    panels = [_panel(part, content.as_of, ends, ticks, frame) for part in parts]
    return specification(frame.palette, {"vconcat": panels, "spacing": 14})


def _between(needed: Range) -> str:
    low, middle, high = (wording.count(value) for value in needed)
    return f"between {low} and {high} parts (80 % interval, median {middle})"


def _caption(parts: Sequence[PartsForecast]) -> str:
    largest = max(parts, key=lambda part: part.needed[1])
    first, _, last = largest.peak_weeks
    of = f"Of {len(parts)} parts the most is needed of {_name(largest)}" if len(parts) > 1 else ""
    whole = f"{of}: its" if of else f"{_name(largest)}: the"
    when = (
        f"in the week of {wording.day(first)}"
        if first == last
        else f"in a week between {wording.day(first)} and {wording.day(last)}"
    )
    more = len(parts) - _MOST_PANELS
    left_out = f" The first {_MOST_PANELS} are drawn, all are in the tables." if more > 0 else ""
    return f"{whole} highest week needs {_between(largest.needed)} and comes {when}.{left_out}"


def quarters_table(content: ReportContent) -> Table:
    """Return the highest week of each part, in all and by quarter, two years long.

    Parameters
    ----------
    content
        What the report is made of.
    """
    rows: list[tuple[Cell, ...]] = []
    for part in content.forecast.parts:
        rows.append(_row(_name(part), "all that is left", part.needed, part.peak_weeks[1]))
        begun = next((at for at, row in enumerate(part.quarters) if row.needed[2] > 0.0), 0)
        for row in part.quarters[begun : begun + _MOST_QUARTERS]:
            rows.append(_row("", row.quarter.replace("-", " "), row.needed, row.peak_week))
    return Table(
        ("Part", "Quarter", "10 %", "Median", "90 %", "Week of"),
        tuple(rows),
        frozenset((2, 3, 4)),
    )


def _row(name: str, quarter: str, needed: Range, peak: date) -> tuple[Cell, ...]:
    numbers = (plain(wording.count(value)) for value in needed)
    return (plain(name), plain(quarter), *numbers, plain(wording.day(peak)))


def parts_figure(content: ReportContent) -> Figure | None:
    """Return parts a week with caption, alternative text and the whole schedule.

    Parameters
    ----------
    content
        What the report is made of.

    Returns
    -------
    Figure or None
        None where neither the folder nor a letter describes a part.
    """
    parts = content.forecast.parts
    if not parts:
        return None
    rows = [
        (
            plain(item.week),
            plain(_name(part)),
            *(plain(wording.count(value)) for value in (item.p10, item.p50, item.p90)),
        )
        for part in parts
        for item in _weeks(part)
    ]
    empty = not any(item.p90 > 0.0 for part in parts for item in part.weeks)
    caption = "No part is needed within the horizon." if empty else _caption(parts)
    return Figure(
        name="parts",
        title="Parts a week",
        caption=caption,
        alternative=f"Parts a week with their 80 % interval. {caption}",
        wide=parts_spec(content, Frame(WIDE, MARKERS)),
        narrow=parts_spec(content, Frame(NARROW, MARKERS)),
        table=Table(
            ("Week", "Part", "10 %", "Median", "90 %"), tuple(rows), frozenset(range(2, 5))
        ),
        keys=(
            Key("line", "good", "median, parts a week"),
            Key("band", "good", "80 % interval"),
        ),
        empty=empty,
    )
