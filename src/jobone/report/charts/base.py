"""What every figure shares: the record, scales, axes, labels that keep apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from jobone.report.palette import Palette
from jobone.report.phrases import Table

__all__ = [
    "FONT",
    "NARROW",
    "WIDE",
    "Figure",
    "Frame",
    "Key",
    "Spec",
    "along_time",
    "colour_of",
    "from_zero",
    "layer",
    "milliseconds",
    "month_ticks",
    "shortened",
    "specification",
    "spread",
    "text_width",
    "value",
]

Spec = dict[str, Any]

FONT = "Helvetica, Arial, sans-serif"
WIDE = 760
NARROW = 340


@dataclass(frozen=True)
class Frame:
    """How large a figure is drawn and in which colours.

    Parameters
    ----------
    width
        Of the whole drawing.
    palette
        Its colours.
    """

    width: int
    palette: Palette

    @property
    def is_narrow(self) -> bool:
        """Whether it is drawn for a phone."""
        return self.width < 500

    def pick(self, wide: int, narrow: int) -> int:
        """Return the one or the other number."""
        return narrow if self.is_narrow else wide


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend that is set as text beside the figure.

    Parameters
    ----------
    shape
        ``line``, ``band``, ``dot``, ``ring``, ``diamond``, ``cross``, ``dash`` or ``bar``.
    colour
        Name of the colour's variable.
    text
        What it stands for.
    """

    shape: str
    colour: str
    text: str


@dataclass(frozen=True)
class Figure:
    """A figure with all that is read beside it.

    Parameters
    ----------
    name
        Anchor on the page.
    title
        Its head.
    caption
        One sentence that says what it shows, from the numbers.
    alternative
        What is said to somebody who cannot see it.
    wide, narrow
        Specifications for a screen and for a phone.
    table
        The numbers.
    keys
        The legend.
    empty
        Whether there is nothing to draw yet, so that the caption stands alone.
    """

    name: str
    title: str
    caption: str
    alternative: str
    wide: Mapping[str, Any]
    narrow: Mapping[str, Any]
    table: Table
    keys: tuple[Key, ...] = field(default=())
    empty: bool = False


def milliseconds(day: date) -> int:
    """Return a day as the drawing engine counts time, wherever the reader lives."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def value(number: object) -> Spec:
    """Return a channel fixed to a number, a text or a colour."""
    return {"value": number}


def colour_of(palette: Palette, place: int) -> str:
    """Return the colour of a line by its place; beyond the last it begins again."""
    return palette.series[place % len(palette.series)]


def layer(rows: Sequence[Mapping[str, object]], mark: Spec, **channels: Spec) -> Spec:
    """Return a layer with data of its own.

    Parameters
    ----------
    rows
        The data.
    mark
        The mark and its properties.
    **channels
        Encodings.
    """
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": channels}


def along_time(low: date, high: date, ticks: Sequence[int], size: int, **axis: object) -> Spec:
    """Return the channel of days, across: a month and its year under each tick.

    Parameters
    ----------
    low, high
        The days at its ends.
    ticks
        As :func:`month_ticks` gives them.
    size
        Of the letters.
    **axis
        Further properties of the axis.
    """
    return {
        "field": "x",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [milliseconds(low), milliseconds(high)], "nice": False, "zero": False},
        "axis": {
            "values": list(ticks),
            "grid": False,
            "labelExpr": "utcFormat(datum.value, '%b %Y')",
            "labelFontSize": size,
            **axis,
        },
    }


def from_zero(field: str, left: int, size: int, **axis: object) -> Spec:
    """Return a channel of numbers, upward from zero.

    Parameters
    ----------
    field
        What is drawn.
    left
        Width of the labels, the same in every figure of a row.
    size
        Of the letters.
    **axis
        Further properties of the axis.
    """
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True, "nice": True},
        "axis": {
            "tickCount": 6,
            "minExtent": left,
            "maxExtent": left,
            "labelFontSize": size,
            **axis,
        },
    }


def specification(palette: Palette, content: Spec) -> Spec:
    """Return a whole specification: the content in the dress of the report."""
    axis = {
        "domain": False,
        "ticks": False,
        "gridColor": palette.grid,
        "labelColor": palette.muted,
        "labelFont": FONT,
        "labelFontSize": 11,
        "labelPadding": 6,
        "titleColor": palette.muted,
        "titleFont": FONT,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "padding": {"left": 0, "top": 4, "right": 0, "bottom": 4},
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "axis": axis,
            "text": {"font": FONT, "fontSize": 11, "color": palette.ink},
            "title": {
                "font": FONT,
                "fontSize": 12,
                "fontWeight": "bold",
                "color": palette.ink,
                "anchor": "start",
                "offset": 8,
            },
        },
        **content,
    }


def month_ticks(first: date, last: date, most: int) -> list[int]:
    """Return evenly spaced first days of months, at most so many, years preferred.

    Parameters
    ----------
    first, last
        The days to cover.
    most
        How many ticks there is room for.
    """
    for step in (1, 2, 3, 6, 12, 24, 60):
        months = [
            date(year, month, 1)
            for year in range(first.year, last.year + 1)
            for month in range(1, 13, min(step, 12))
            if step <= 12 or (year - first.year) % (step // 12) == 0
        ]
        ticks = [milliseconds(day) for day in months if first <= day <= last]
        if len(ticks) <= most:
            return ticks
    return []


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places as near to the wanted ones as keeps every two apart.

    Parameters
    ----------
    wanted
        Where labels would stand, in any order.
    gap
        Least distance between two of them; less where there is no room.
    low, high
        Ends of the room.

    Returns
    -------
    list of float
        In the order of `wanted`.
    """
    if not wanted:
        return []
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    # Clusters of labels that touch, each around the mean of where its members belong.
    clusters: list[list[int]] = []
    starts: list[float] = []

    def start_of(members: Sequence[int]) -> float:
        mean = sum(wanted[place] - gap * rank for rank, place in enumerate(members))
        span = gap * (len(members) - 1)
        return min(max(mean / len(members), low), high - span)

    for place in order:
        clusters.append([place])
        starts.append(start_of([place]))
        while len(clusters) > 1 and starts[-1] < starts[-2] + gap * len(clusters[-2]):
            merged = clusters[-2] + clusters[-1]
            clusters[-2:], starts[-2:] = [merged], [start_of(merged)]
    places = [0.0] * len(wanted)
    for start, members in zip(starts, clusters, strict=True):
        for rank, place in enumerate(members):
            places[place] = start + gap * rank
    return places


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is set, in the unit of its size."""
    wide = sum(1.0 if ord(letter) > 0x2E7F else 0.0 for letter in text)
    return size * (0.52 * (len(text) - wide) + wide)


def shortened(text: str, room: float, size: float) -> str:
    """Return a text cut to the room it has, with an ellipsis where it is cut."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
