"""A production line as a picture: its stations by state, its buffers by content, its output.

Drawn as SVG by hand: stations from top to bottom in the order of flow, so that a line of any
length fits a screen, a phone and paper.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

import numpy as np

from jobone.line.statistics import Answer, StationShare
from jobone.report.charts.base import FONT, shortened, text_width
from jobone.report.palette import DARK, LIGHT, MARKERS, Palette, marker_variables

__all__ = ["line_svg"]

_TRACK = 18
_CHART = 150


@dataclass(frozen=True)
class _Layout:
    """The width of the picture, how high a station's row is, and what stands where in it.

    `name` is the foot of the name, `bar` and `gauge` are the tops of the bar, `thick` high, and
    of the buffer's below; names begin at `names` and have `named` of room, bars at `bars` and
    have `room`.
    """

    width: int
    row: int
    name: float
    bar: float
    thick: float
    gauge: float
    names: float
    named: float
    bars: float
    room: float

    @property
    def dot(self) -> float:
        """Where in the row the middle of the bar is."""
        return self.bar + self.thick / 2.0


def _layout(narrow: bool, tracks: Sequence[int]) -> _Layout:
    names = 24 + _TRACK * (max(tracks) + 1)
    if narrow:  # a name stands over its bar, and both have the width
        return _Layout(340, 60, 12, 18, 14, 37, names, 324 - names, names, 288 - names)
    return _Layout(760, 46, 19, 6, 18, 31, names, 212, names + 220, 480 - names)


def _colours(palette: Palette) -> dict[str, str]:
    """Return the colours of the picture by what they stand for."""
    return {
        "ink": palette.ink,
        "muted": palette.muted,
        "grid": palette.grid,
        "surface": palette.surface,
        "working": palette.series[2],
        "blocked": palette.series[4],
        "starved": palette.series[0],
        "down": palette.warning,
        "band": palette.promise,
    }


_STATES = ("working", "down", "blocked", "starved")


@dataclass
class _Drawing:
    """Pieces of SVG. Colours are attributes, and for dark a style sheet's or the page's own."""

    inline: bool
    parts: list[str] = field(default_factory=list)

    @cached_property
    def colours(self) -> dict[str, str]:
        """Those of light, or the page's."""
        return _colours(MARKERS if self.inline else LIGHT)

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, title: str = ""
    ) -> None:
        inner = f"<title>{escape(title)}</title>" if title else ""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.0):.1f}" height="{height:.1f}" '
            f'fill="{self.colours[colour]}" class="f-{colour}">{inner}</rect>'
        )

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.parts.append(
            f'<path d="{path}" fill="none" stroke="{self.colours[colour]}" '
            f'class="s-{colour}" stroke-width="{width}" stroke-linejoin="round"/>'
        )

    def area(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
        self.parts.append(
            f'<path d="{path}" fill="{self.colours[colour]}" class="f-{colour}" opacity="0.35"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 12,
        colour: str = "ink",
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"{weight} '
            f'fill="{self.colours[colour]}" class="f-{colour}">{escape(words)}</text>'
        )

    def svg(self, width: int, height: int, alternative: str) -> str:
        opening = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" aria-label="{escape(alternative)}"'
        )
        drawn = "".join(self.parts)
        if self.inline:
            return f"{opening}>{marker_variables(drawn)}</svg>\n"
        dark = "".join(
            f".f-{name}{{fill:{colour}}}.s-{name}{{stroke:{colour}}}"
            for name, colour in _colours(DARK).items()
        )
        style = f"<style>@media (prefers-color-scheme: dark){{{dark}}}</style>"
        return f'{opening} font-family="{FONT}">{style}{drawn}</svg>\n'


def _tracks(stations: Sequence[StationShare]) -> list[int]:
    """Return the column of each station: 0 for those that lead to the end by the main way."""
    places = {share.name: place for place, share in enumerate(stations)}
    feeders: list[list[int]] = [[] for _ in stations]
    for place, share in enumerate(stations):
        if share.feeds is not None:
            feeders[places[share.feeds]].append(place)
    track = [0] * len(stations)
    lengths = [0] * len(stations)
    for place in range(len(stations)):
        lengths[place] = 1 + max((lengths[each] for each in feeders[place]), default=0)
    free = 1
    for place in range(len(stations) - 1, -1, -1):
        for rank, each in enumerate(sorted(feeders[place], key=lambda it: (-lengths[it], it))):
            if rank == 0:
                track[each] = track[place]
            else:
                track[each] = free
                free += 1
    return track


def line_svg(answer: Answer, narrow: bool = False, inline: bool = False) -> str:
    """Return a line as a picture, in light and in dark.

    Parameters
    ----------
    answer
        What the simulation says of it.
    narrow
        Whether it is for a phone.
    inline
        Whether it is set into the report, whose colours it takes; else it stands for itself.
    """
    drawing = _Drawing(inline)
    stations = answer.stations
    tracks = _tracks(stations)
    layout = _layout(narrow, tracks)
    rate = answer.throughput_per_hour
    words = f"{rate.mean:.1f} vehicles a working hour; {answer.bottleneck} binds"
    title = _lines(answer.line.name, layout.width - 32, 15)
    subtitle = _lines(words, layout.width - 32, 12)
    top = 38 + 20 * len(title) + 16 * len(subtitle)
    chart = top + len(stations) * layout.row + 34
    height = chart + _CHART + 26
    drawing.box(0, 0, layout.width, height, "surface")
    for place, text in enumerate(title):
        drawing.text(16, 26 + 20 * place, text, size=15, bold=True)
    for place, text in enumerate(subtitle):
        drawing.text(16, 24 + 20 * len(title) + 16 * place, text, colour="muted")
    _legend(drawing, 16, top - 12)
    _flow(drawing, stations, tracks, top, layout)
    for place, share in enumerate(stations):
        binds = share.name == answer.bottleneck
        y = top + place * layout.row
        _station(drawing, share, binds, 20 + _TRACK * tracks[place], y, layout, narrow)
    _output(drawing, answer, chart, layout.width, narrow)
    alternative = (
        f"{answer.line.name}: shares of time of {len(stations)} stations, mean contents of the "
        f"buffers between them, and output over time. {words}."
    )
    return drawing.svg(layout.width, height, alternative)


def _lines(text: str, room: float, size: float) -> list[str]:
    """Return a text on one line, or on two where it needs them."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(lines) == 1 and text_width(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [shortened(each, room, size) for each in lines]


def _legend(drawing: _Drawing, x: float, y: float) -> None:
    for state in _STATES:
        drawing.box(x, y - 9, 10, 10, state)
        drawing.text(x + 14, y, state, size=11, colour="muted")
        x += 74


def _flow(
    drawing: _Drawing,
    stations: Sequence[StationShare],
    tracks: Sequence[int],
    top: float,
    layout: _Layout,
) -> None:
    places = {share.name: place for place, share in enumerate(stations)}

    def spot(place: int) -> tuple[float, float]:
        return 20 + _TRACK * tracks[place], top + place * layout.row + layout.dot

    for place, share in enumerate(stations):
        if share.feeds is None:
            continue
        (x, y), (x2, y2) = spot(place), spot(places[share.feeds])
        # Straight down its own track, then over to where it merges.
        drawing.line([(x, y), (x, y2 - 14), (x2, y2)] if x != x2 else [(x, y), (x2, y2)], "grid", 3)


def _station(
    drawing: _Drawing,
    share: StationShare,
    binds: bool,
    x: float,
    y: float,
    layout: _Layout,
    narrow: bool,
) -> None:
    """Draw a station and the buffer behind it in the row that begins at `y`."""
    colour = "down" if binds else "muted"
    drawing.parts.append(
        f'<circle cx="{x}" cy="{y + layout.dot:.1f}" r="{7 if binds else 5}" '
        f'fill="{drawing.colours[colour]}" class="f-{colour}"/>'
    )
    label = shortened(share.name, layout.named, 12)
    drawing.text(layout.names, y + layout.name, label, bold=binds)
    start, bars, room = layout.bars, layout.bars, layout.room
    for state in _STATES:
        part = getattr(share, state)
        title = f"{share.name}: {state} {part:.1%}"
        drawing.box(start, y + layout.bar, part * room, layout.thick, state, title)
        start += part * room
    working = f"{share.working:.0%}"
    drawing.text(bars + room + 8, y + layout.dot + 4, working, colour="muted", size=11)
    if not share.buffer_places:
        return
    # The buffer behind it: as wide as it is full.
    full = min(share.buffer / share.buffer_places, 1.0)
    gauge = room * 0.4
    drawing.box(bars, y + layout.gauge, gauge, 6, "grid")
    drawing.box(bars, y + layout.gauge, gauge * full, 6, "starved" if full < 0.9 else "blocked")
    content = f"{share.buffer:,.0f}" if share.buffer >= 100.0 else f"{share.buffer:.1f}"
    words = f"{content} / {share.buffer_places:,}" + (" behind it" if narrow else "")
    drawing.text(bars + gauge + 6, y + layout.gauge + 6, words, colour="muted", size=10)
    if not narrow:
        text = "buffer behind"
        drawing.text(layout.names, y + layout.gauge + 6, text, colour="muted", size=10)


def _ticks(most: float, count: int = 4) -> list[float]:
    """Return round numbers from 0 on."""
    raw = most / count
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(each * size for each in (1.0, 2.0, 5.0, 10.0) if each * size >= raw)
    return [step * place for place in range(int(most / step) + 1)]


def _output(drawing: _Drawing, answer: Answer, y: float, width: int, narrow: bool) -> None:
    """Draw the output over time: by the week where there are several, else batch by batch."""
    weekly = answer.weeks.shape[1] >= 4
    if weekly:
        title = "Vehicles a week, mean and middle 80 %"
        low, middle, high = (
            np.quantile(answer.weeks, [0.1, 0.9], axis=0)[0],
            answer.weeks.mean(axis=0),
            np.quantile(answer.weeks, [0.1, 0.9], axis=0)[1],
        )
        times = np.arange(1.0, middle.size + 1.0)
        unit = "week"
    else:
        title = "Vehicles a working hour over time, mean of the replications"
        times, middle = answer.course[:, 0], answer.course[:, 1]
        low = high = middle
        unit = "h"
    drawing.text(16, y, shortened(title, width - 32, 12), bold=True)
    left, right, top, bottom = 56.0, width - 16.0, y + 14, y + _CHART - 6
    most = float(high.max()) * 1.08 or 1.0
    first, last = (1.0 if weekly else 0.0), float(times[-1])

    def at(time: float, value: float) -> tuple[float, float]:
        share = (time - first) / max(last - first, 1e-9)
        return left + share * (right - left), bottom - value / most * (bottom - top)

    for value in _ticks(most):
        height = at(first, value)[1]
        drawing.line([(left, height), (right, height)], "grid", 1)
        shown = f"{value:,.0f}" if most > 8 else f"{value:.3g}"
        drawing.text(left - 6, height + 4, shown, size=10, colour="muted", anchor="end")
    if answer.warm_up.batches and not weekly:
        edge = min(at(answer.warm_up.seconds / 3600.0, 0.0)[0], right)
        drawing.area([(left, top), (edge, top), (edge, bottom), (left, bottom)], "band")
    if weekly:
        rising = [at(t, v) for t, v in zip(times, high, strict=True)]
        falling = [at(t, v) for t, v in zip(times, low, strict=True)]
        drawing.area(rising + falling[::-1], "working")
    drawing.line([at(t, v) for t, v in zip(times, middle, strict=True)], "working", 2)
    ticks = [tick for tick in _ticks(last, 3 if narrow else 6) if tick >= first]
    for tick in ticks:
        x = at(tick, 0.0)[0]
        ends = "end" if x > right - 12 else "middle"
        shown = f"{tick:,.0f}" if tick >= 1000 else f"{tick:.4g}"
        drawing.text(x, bottom + 16, shown, size=10, colour="muted", anchor=ends)
    drawing.text(left - 6, bottom + 16, unit, size=10, colour="muted", anchor="end")
