"""Panels over the days of news: their time scale, guides, labels, and who published when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jobone.outlook.movement import Moment
from jobone.report.charts.base import (
    Frame,
    Spec,
    layer,
    milliseconds,
    month_ticks,
    shortened,
    spread,
    value,
)
from jobone.report.content import ReportContent
from jobone.report.labels import publishers_of

__all__ = ["Label", "TimeScale", "grid", "guides", "news_panel", "panel_title", "side_labels"]

_LINE = 14  # pixels from one label to the next
_TAIL = 12  # pixels by which the last state runs on, so that it is seen


@dataclass(frozen=True, slots=True)
class Label:
    """A label to the right of a panel: where it points to, what it says, how."""

    where: float
    text: str
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class TimeScale:
    """The horizontal scale: days of news to the left, room for labels to the right.

    Parameters
    ----------
    frame
        How large the figure is.
    first, last
        The days of news.
    """

    frame: Frame
    first: date
    last: date

    @property
    def left(self) -> int:
        """Pixels for the vertical axis."""
        return self.frame.pick(64, 46)

    @property
    def gutter(self) -> int:
        """Pixels for labels at the right."""
        return self.frame.pick(188, 114)

    @property
    def width(self) -> int:
        """Pixels of the panel, gutter included."""
        return self.frame.width - self.left

    @property
    def pixel(self) -> float:
        """Milliseconds to a pixel."""
        span = milliseconds(self.last) - milliseconds(self.first)
        return span / (self.width - self.gutter)

    @property
    def end(self) -> float:
        """Where a state that still stands is drawn to."""
        return milliseconds(self.last) + _TAIL * self.pixel

    @property
    def labels(self) -> float:
        """Where labels at the right begin."""
        return milliseconds(self.last) + (_TAIL + 5) * self.pixel

    def channel(self, axis: Spec | None) -> Spec:
        """Return the horizontal channel."""
        start = milliseconds(self.first)
        return {
            "field": "x",
            "type": "quantitative",
            "scale": {
                "domain": [start, start + self.width * self.pixel],
                "nice": False,
                "zero": False,
            },
            "axis": axis,
            "title": None,
        }

    def axis(self) -> Spec:
        """Return the axis with a tick at the first day of some months."""
        ticks = month_ticks(self.first, self.last, self.frame.pick(8, 3))
        return {
            "values": ticks,
            "grid": False,
            "labelExpr": "utcFormat(datum.value, '%b %Y')",
            "labelFlush": False,
            "labelFontSize": self.frame.pick(11, 10),
        }


def guides(time: TimeScale, moments: Sequence[Moment], axis: Spec | None) -> Spec:
    """Return a thin upright at every day of news."""
    rows = [{"x": milliseconds(moment.day)} for moment in moments]
    mark = {"type": "rule", "color": time.frame.palette.grid, "strokeWidth": 1}
    return layer(rows, mark, x=time.channel(axis))


def side_labels(
    time: TimeScale,
    labels: Sequence[Label],
    height: int,
    domain: tuple[float, float],
    axis: Spec | None,
) -> list[Spec]:
    """Return labels to the right of a panel, kept apart.

    Parameters
    ----------
    time
        The horizontal scale.
    labels
        Their places in the unit of `domain`.
    height, domain
        Of the panel.
    axis
        The horizontal axis of the panel.
    """
    low, high = domain
    pixels = [(high - label.where) / (high - low) * height for label in labels]
    placed = spread(pixels, _LINE, 6.0, height - 6.0)
    size = time.frame.pick(12, 10)
    return [
        layer(
            [{"x": time.labels, "t": shortened(label.text, time.gutter - _TAIL - 5, size)}],
            {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "color": label.colour,
                "fontSize": size,
                "fontWeight": "bold" if label.bold else "normal",
            },
            x=time.channel(axis),
            y=value(pixel),
            text={"field": "t"},
        )
        for pixel, label in zip(placed, labels, strict=True)
    ]


def panel_title(text: str, time: TimeScale) -> Spec:
    """Return the title of a panel, set from the left edge of the figure."""
    return {"text": text, "frame": "group", "dx": -time.left}


def grid(time: TimeScale, ticks: Sequence[float], y: Spec, axis: Spec | None) -> Spec:
    """Return grid lines that end where the labels begin."""
    rows = [{"x": milliseconds(time.first), "x2": time.end, "y": tick} for tick in ticks]
    mark = {"type": "rule", "color": time.frame.palette.grid, "strokeWidth": 1}
    return layer(rows, mark, x=time.channel(axis), x2={"field": "x2"}, y=y)


def news_panel(content: ReportContent, time: TimeScale, moments: Sequence[Moment]) -> Spec:
    """Return who published when, as uprights that lead to the day."""
    frame = time.frame
    height, size = frame.pick(138, 106), frame.pick(11, 10)
    start = milliseconds(time.first)
    wanted = [(milliseconds(moment.day) - start) / time.pixel for moment in moments]
    placed = spread(wanted, size + 3, 5.0, time.width - 6.0)
    rows: list[dict[str, object]] = []
    for moment, own, shown in zip(moments, wanted, placed, strict=True):
        text = publishers_of(content, moment, short=True)
        rows.append(
            {
                "x": start + shown * time.pixel,
                "x2": start + own * time.pixel,
                "t": shortened(text, height - 22, size),
                "y": 0.0,
            }
        )
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, height]},
        "axis": None,
    }
    x = time.channel(None)
    palette = frame.palette
    text_mark = {
        "type": "text",
        "angle": 270,
        "align": "left",
        "baseline": "middle",
        "fontSize": size,
        "color": palette.muted,
        "yOffset": -18,
    }
    leader = {"type": "rule", "color": palette.faint, "strokeWidth": 0.75, "opacity": 0.7}
    rows_up = [row | {"low": 0.0, "high": 14.0} for row in rows]
    return {
        "width": time.width,
        "height": height,
        "title": panel_title("Start of production as seen after each article", time),
        "layer": [
            layer(
                rows_up,
                leader,
                x=x,
                x2={"field": "x2"},
                y=y | {"field": "high"},
                y2={"field": "low"},
            ),
            layer(rows, text_mark, x=x, y=y, text={"field": "t"}),
        ],
    }
