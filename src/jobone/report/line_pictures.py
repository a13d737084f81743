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
from jobone.report.charts.base import FONT, shortened
from jobone.report.palette import DARK, LIGHT, MARKERS, Palette, marker_variables

__all__ = ["line_svg"]

_ROW = 46
_TOP = 74
_TRACK = 18
_CHART = 150
_WIDE, _NARROW = 760, 340


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
    width = _NARROW if narrow else _WIDE
    drawing = _Drawing(inline)
    stations = answer.stations
    tracks = _tracks(stations)
    names = 24 + _TRACK * (max(tracks) + 1)
    bars = names + (86 if narrow else 170)
    room = width - bars - (52 if narrow else 110)
    body = len(stations) * _ROW
    height = _TOP + body + _CHART + 60
    drawing.box(0, 0, width, height, "surface")
    drawing.text(16, 26, shortened(answer.line.name, width - 32, 15), size=15, bold=True)
    rate = answer.throughput_per_hour
    words = f"{rate.mean:.1f} vehicles a working hour; {answer.bottleneck} binds"
    drawing.text(16, 44, shortened(words, width - 32, 12), colour="muted")
    _legend(drawing, 16, 62)
    _flow(drawing, stations, tracks)
    for place, share in enumerate(stations):
        _station(drawing, answer, share, _TOP + place * _ROW, names, bars, room, narrow)
    _output(drawing, answer, _TOP + body + 34, width, narrow)
    alternative = (
        f"{answer.line.name}: shares of time of {len(stations)} stations, mean contents of the "
        f"buffers between them, and output over time. {words}."
    )
    return drawing.svg(width, height, alternative)


def _legend(drawing: _Drawing, x: float, y: float) -> None:
    for state in _STATES:
        drawing.box(x, y - 9, 10, 10, state)
        drawing.text(x + 14, y, state, size=11, colour="muted")
        x += 74


def _flow(drawing: _Drawing, stations: Sequence[StationShare], tracks: Sequence[int]) -> None:
    places = {share.name: place for place, share in enumerate(stations)}

    def spot(place: int) -> tuple[float, float]:
        return 20 + _TRACK * tracks[place], _TOP + place * _ROW + 15

    for place, share in enumerate(stations):
        if share.feeds is None:
            continue
        (x, y), (x2, y2) = spot(place), spot(places[share.feeds])
        # Straight down its own track, then over to where it merges.
        drawing.line([(x, y), (x, y2 - 14), (x2, y2)] if x != x2 else [(x, y), (x2, y2)], "grid", 3)


def _station(
    drawing: _Drawing,
    answer: Answer,
    share: StationShare,
    y: float,
    names: float,
    bars: float,
    room: float,
    narrow: bool,
) -> None:
    place = next(at for at, each in enumerate(answer.stations) if each is share)
    x = 20 + _TRACK * _tracks(answer.stations)[place]
    binds = share.name == answer.bottleneck
    colour = "down" if binds else "muted"
    drawing.parts.append(
        f'<circle cx="{x}" cy="{y + 15:.1f}" r="{7 if binds else 5}" '
        f'fill="{drawing.colours[colour]}" class="f-{colour}"/>'
    )
    label = shortened(share.name, bars - names - 8, 12)
    drawing.text(names, y + 19, label, bold=binds)
    start = bars
    for state in _STATES:
        part = getattr(share, state)
        drawing.box(start, y + 6, part * room, 18, state, f"{share.name}: {state} {part:.1%}")
        start += part * room
    drawing.text(bars + room + 8, y + 19, f"{share.working:.0%}", colour="muted", size=11)
    if share.feeds is None:
        return
    # The buffer behind it: as wide as it is full.
    places = max(share.buffer_places, 1)
    full = min(share.buffer / places, 1.0)
    gauge = room * 0.4
    drawing.box(bars, y + 31, gauge, 6, "grid")
    drawing.box(bars, y + 31, gauge * full, 6, "starved" if full < 0.9 else "blocked")
    words = f"{share.buffer:.1f} / {share.buffer_places}"
    drawing.text(bars + gauge + 6, y + 37, words, colour="muted", size=10)
    if not narrow:
        drawing.text(names, y + 37, "buffer behind", colour="muted", size=10)


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
