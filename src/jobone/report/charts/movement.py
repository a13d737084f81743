"""How the outlook moved with each article: the picture to remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from jobone.outlook.forecast import EventForecast, TargetForecast
from jobone.outlook.movement import Moment
from jobone.report import wording
from jobone.report.charts.base import (
    NARROW,
    WIDE,
    Figure,
    Frame,
    Key,
    Spec,
    colour_of,
    layer,
    milliseconds,
    month_ticks,
    shortened,
    specification,
    spread,
    value,
)
from jobone.report.content import PromiseWindow, ReportContent
from jobone.report.labels import day_range, news_of, publishers_of, short_day, target_label
from jobone.report.palette import LIGHT, MARKERS
from jobone.report.phrases import Cell, Table, plain

__all__ = ["movement_figure", "movement_spec", "summary_spec"]

_DAY = 86_400_000
_LINE = 14  # pixels from one label to the next
_TAIL = 12  # pixels by which the last state runs on, so that it is seen


@dataclass(frozen=True)
class _Time:
    """The horizontal scale: days of news to the left, room for labels to the right."""

    frame: Frame
    first: date
    last: date

    @property
    def left(self) -> int:
        return self.frame.pick(64, 46)

    @property
    def gutter(self) -> int:
        return self.frame.pick(188, 114)

    @property
    def width(self) -> int:
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

    def channel(self, axis: Spec | None, field: str = "x") -> Spec:
        start = milliseconds(self.first)
        return {
            "field": field,
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
        ticks = month_ticks(self.first, self.last, self.frame.pick(8, 3))
        return {
            "values": ticks,
            "grid": False,
            "labelExpr": "utcFormat(datum.value, '%b %Y')",
            "labelFlush": False,
            "labelFontSize": self.frame.pick(11, 10),
        }


def _judged(content: ReportContent) -> list[Moment]:
    """Return the days on which anything could be said."""
    moments = [
        moment
        for moment in content.moments
        if moment.probabilities or any(_has_days(event) for event in _starts(moment))
    ]
    return moments or list(content.moments[-1:])


def _starts(moment: Moment) -> list[EventForecast]:
    return [event for event in moment.events if event.name.startswith("sop.")]


def _has_days(event: EventForecast) -> bool:
    return not event.reason and event.p10 is not None


def _event_names(content: ReportContent) -> list[str]:
    return [model.sop.path for model in content.standing.models]


def _deadlines(content: ReportContent) -> list[TargetForecast]:
    starts = set(_event_names(content))
    return [
        target
        for target in content.forecast.targets
        if target.promised_day is not None and str(target.target.event) in starts
    ]


def _named_moments(moments: Sequence[Moment], name: str) -> list[tuple[Moment, EventForecast]]:
    return [
        (moment, event)
        for moment in moments
        for event in moment.events
        if event.name == name and _has_days(event)
    ]


def _days_domain(content: ReportContent, moments: Sequence[Moment]) -> tuple[date, date]:
    """Return the days that the upper panel spans."""
    horizon = content.folder.horizon.closed[1]
    seen = [item.promised_day for item in _deadlines(content)]
    for name in _event_names(content):
        for _, event in _named_moments(moments, name):
            seen += [event.p10, event.p90 or horizon]
    days = [day for day in seen if day is not None] or [content.as_of, horizon]
    pad = max((max(days) - min(days)) // 12, timedelta(days=20))
    return min(days) - pad, max(days) + pad


def _window_rows(
    content: ReportContent, time: _Time, low: date, high: date
) -> list[dict[str, object]]:
    """Return the promise windows as stretches of time, joined where nothing changed."""
    days = [moment.day for moment in content.moments if moment.day >= time.first]
    ends = {day: float(milliseconds(later)) for day, later in pairwise(days)} | {days[-1]: time.end}
    rows: list[dict[str, object]] = []
    for window in content.windows:
        if window.day not in ends or window.happened or window.last < low or window.first > high:
            continue
        row: dict[str, object] = {
            "x": float(milliseconds(window.day)),
            "x2": ends[window.day],
            "y": milliseconds(max(window.first, low)),
            "y2": milliseconds(min(window.last, high)) + _DAY,
            "event": window.event,
        }
        same = next(
            (
                earlier
                for earlier in rows
                if earlier["x2"] == row["x"]
                and all(earlier[key] == row[key] for key in ("y", "y2", "event"))
            ),
            None,
        )
        if same is None:
            rows.append(row)
        else:
            same["x2"] = row["x2"]
    return rows


def _guides(time: _Time, moments: Sequence[Moment], frame: Frame, axis: Spec | None) -> Spec:
    """Return a thin upright at every day of news."""
    rows = [{"x": milliseconds(moment.day)} for moment in moments]
    mark = {"type": "rule", "color": frame.palette.grid, "strokeWidth": 1}
    return layer(rows, mark, x=time.channel(axis))


def _labels(
    time: _Time,
    frame: Frame,
    items: Sequence[tuple[float, str, str, bool]],
    height: int,
    domain: tuple[float, float],
    axis: Spec | None,
) -> list[Spec]:
    """Return labels to the right of a panel, kept apart: (where, text, colour, bold)."""
    low, high = domain
    pixels = [(high - where) / (high - low) * height for where, _, _, _ in items]
    placed = spread(pixels, _LINE, 6.0, height - 6.0)
    size = frame.pick(12, 10)
    return [
        layer(
            [{"x": time.labels, "t": shortened(text, time.gutter - _TAIL - 5, size)}],
            {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "color": colour,
                "fontSize": size,
                "fontWeight": "bold" if bold else "normal",
                "clip": False,
            },
            x=time.channel(axis),
            y=value(pixel),
            text={"field": "t"},
        )
        for pixel, (_, text, colour, bold) in zip(placed, items, strict=True)
    ]


def _title(text: str, time: _Time) -> Spec:
    return {"text": text, "frame": "group", "dx": -time.left}


def _grid(time: _Time, ticks: Sequence[float], y: Spec, axis: Spec | None) -> Spec:
    """Return grid lines that end where the labels begin."""
    rows = [{"x": milliseconds(time.first), "x2": time.end, "y": tick} for tick in ticks]
    mark = {"type": "rule", "color": time.frame.palette.grid, "strokeWidth": 1}
    return layer(rows, mark, x=time.channel(axis), x2={"field": "x2"}, y=y)


def _news_panel(content: ReportContent, time: _Time, moments: Sequence[Moment]) -> Spec:
    """Return who published when, as uprights that lead to the day."""
    frame = time.frame
    height, size = frame.pick(138, 106), frame.pick(11, 10)
    start = milliseconds(time.first)
    wanted = [(milliseconds(moment.day) - start) / time.pixel for moment in moments]
    placed = spread(wanted, size + 3, 5.0, time.width - 6.0)
    rows: list[dict[str, object]] = []
    for moment, own, shown in zip(moments, wanted, placed, strict=True):
        text = publishers_of(content, moment).replace(" and ", " +").replace(" more", "")
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
        "title": _title("Start of production as seen after each article", time),
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


def _start_panel(content: ReportContent, time: _Time, moments: Sequence[Moment]) -> Spec:
    """Return the day of the start of production as it was seen on each day."""
    frame, palette = time.frame, time.frame.palette
    height = frame.pick(250, 210)
    low, high = _days_domain(content, moments)
    bottom, top = milliseconds(low), milliseconds(high)
    horizon = content.folder.horizon.closed[1]
    ticks = month_ticks(low, high, 7)
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [bottom, top], "nice": False, "zero": False},
        "title": None,
        "axis": {
            "values": ticks,
            "grid": False,
            "labelExpr": "utcFormat(datum.value, '%b %Y')",
            "minExtent": time.left,
            "maxExtent": time.left,
            "labelFontSize": frame.pick(11, 10),
            "labelPadding": frame.pick(6, 3),
        },
    }
    x = time.channel(None)
    windows = _window_rows(content, time, low, high)
    layers = [
        _grid(time, ticks, y, None),
        _guides(time, moments, frame, None),
        layer(
            windows,
            {"type": "rect", "color": palette.promise, "opacity": 0.16},
            x=x,
            x2={"field": "x2"},
            y=y,
            y2={"field": "y2"},
        ),
    ]
    edges = [
        layer(
            windows,
            {"type": "rule", "color": palette.promise, "strokeWidth": 2},
            x=x,
            x2={"field": "x2"},
            y=y | {"field": edge},
        )
        for edge in ("y", "y2")
    ]
    items: list[tuple[float, str, str, bool]] = []
    for target in _deadlines(content):
        if target.promised_day is None:
            continue
        due = milliseconds(target.promised_day) + _DAY
        first = min(
            (
                milliseconds(moment.day)
                for moment in moments
                if target.target.name in {*moment.probabilities, *moment.unknown}
            ),
            default=milliseconds(time.first),
        )
        layers.append(
            layer(
                [{"x": first, "x2": time.end, "y": due}],
                {
                    "type": "rule",
                    "color": palette.warning,
                    "strokeDash": [4, 3],
                    "strokeWidth": 1.25,
                },
                x=x,
                x2={"field": "x2"},
                y=y,
            )
        )
        items.append((due, f"due {_label_day(target.promised_day, frame)}", palette.warning, False))
    several = len(_event_names(content)) > 1
    for place, name in enumerate(_event_names(content)):
        seen = _named_moments(moments, name)
        if not seen:
            continue
        colour = colour_of(palette, 0 if place == 0 else place + 1)
        rows: list[dict[str, object]] = [
            {
                "x": milliseconds(moment.day),
                "y": milliseconds(event.p10 or horizon),
                "y2": milliseconds(event.p90 or horizon),
                "m": milliseconds(event.p50 or horizon),
            }
            for moment, event in seen
        ]
        tail: list[dict[str, object]] = [*rows, {**rows[-1], "x": time.end}]
        layers += [
            layer(
                tail,
                {"type": "area", "color": colour, "opacity": 0.22, "interpolate": "step-after"},
                x=x,
                y=y,
                y2={"field": "y2"},
            ),
            layer(
                tail,
                {"type": "line", "color": colour, "strokeWidth": 2.25, "interpolate": "step-after"},
                x=x,
                y=y | {"field": "m"},
            ),
            layer(
                rows,
                {
                    "type": "point",
                    "color": colour,
                    "fill": palette.surface,
                    "size": 34,
                    "strokeWidth": 1.75,
                    "opacity": 1,
                },
                x=x,
                y=y | {"field": "m"},
            ),
        ]
        last = seen[-1][1]
        prefix = f"{name.removeprefix('sop.')} " if several else ""
        ends = [
            (last.p10, "10 % by ", False),
            (last.p50, f"{prefix}half by ", True),
            (last.p90, "90 % by ", False),
        ]
        happened = next(
            (
                window
                for window in content.windows
                if window.happened and window.event == name and window.day == content.as_of
            ),
            None,
        )
        if happened is not None:
            middle = milliseconds(last.p50 or horizon)
            items.append((middle, f"{prefix}started {_interval_text(happened)}", colour, True))
            continue
        for day, before, bold in ends:
            where = milliseconds(day or horizon)
            items.append((where, f"{before}{_label_day(day, frame)}", colour, bold))
    layers += edges
    labelled = [window for window in content.windows if window.day == moments[-1].day]
    items += _window_labels(labelled, low, high, palette.muted)
    layers += _labels(time, frame, items, height, (bottom, top), None)
    return {
        "width": time.width,
        "height": height,
        "layer": layers,
    }


def _label_day(day: date | None, frame: Frame) -> str:
    """Return a day, on a phone with the last two digits of its year."""
    text = short_day(day)
    return f"{text[:-4]}{text[-2:]}" if frame.is_narrow and day is not None else text


def _window_labels(
    windows: Sequence[PromiseWindow], low: date, high: date, colour: str
) -> list[tuple[float, str, str, bool]]:
    items: list[tuple[float, str, str, bool]] = []
    for window in windows:
        if window.happened or window.last < low or window.first > high:
            continue
        first, last = max(window.first, low), min(window.last, high)
        middle = (milliseconds(first) + milliseconds(last)) / 2
        items.append((middle + _DAY, f"promised {_interval_text(window)}", colour, False))
    return items


def _interval_text(window: PromiseWindow) -> str:
    from jobone.core.days import DayInterval

    return wording.days(DayInterval(window.first, window.last))


def _probability_panel(content: ReportContent, time: _Time, moments: Sequence[Moment]) -> Spec:
    """Return the probability of each target on the same days."""
    frame, palette = time.frame, time.frame.palette
    height = frame.pick(190, 180)
    x = time.channel(time.axis())
    quarters = [0.0, 0.25, 0.5, 0.75, 1.0]
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [-0.03, 1.03], "nice": False, "zero": False},
        "title": None,
        "axis": {
            "values": quarters,
            "grid": False,
            "labelExpr": "format(datum.value * 100, '.0f') + ' %'",
            "minExtent": time.left,
            "maxExtent": time.left,
            "labelFontSize": frame.pick(11, 10),
            "labelPadding": frame.pick(6, 3),
        },
    }
    layers = [_grid(time, quarters, y, time.axis()), _guides(time, moments, frame, time.axis())]
    items: list[tuple[float, str, str, bool]] = []
    several = len(content.standing.models) > 1
    for place, target in enumerate(content.forecast.targets):
        name = target.target.name
        rows: list[dict[str, object]] = [
            {"x": milliseconds(moment.day), "y": moment.probabilities[name]}
            for moment in moments
            if name in moment.probabilities
        ]
        if not rows or target.probability is None:
            continue
        colour = colour_of(palette, place)
        dash = [1, 0] if place < len(palette.series) else [3, 2]
        layers.append(
            layer(
                [*rows, {**rows[-1], "x": time.end}],
                {
                    "type": "line",
                    "color": colour,
                    "strokeWidth": 2,
                    "strokeDash": dash,
                    "interpolate": "step-after",
                },
                x=x,
                y=y,
            )
        )
        layers.append(
            layer(rows, {"type": "point", "color": colour, "fill": colour, "size": 14}, x=x, y=y)
        )
        words = name if frame.is_narrow else target_label(target, several)
        items.append(
            (target.probability, f"{wording.percent(target.probability)} {words}", colour, False)
        )
    layers += _labels(time, frame, items, height, (-0.03, 1.03), time.axis())
    return {
        "width": time.width,
        "height": height,
        "title": _title("Probability that each promise is kept", time),
        "layer": layers,
    }


def movement_spec(content: ReportContent, frame: Frame) -> Spec:
    """Return the specification of the figure.

    Parameters
    ----------
    content
        What is drawn.
    frame
        How large, in which colours.
    """
    moments = _judged(content)
    first, last = moments[0].day, moments[-1].day
    if (last - first).days < 30:
        first = last - timedelta(days=60)
    time = _Time(frame, first, last)
    return specification(
        frame.palette,
        {
            "vconcat": [
                {
                    "vconcat": [
                        _news_panel(content, time, moments),
                        _start_panel(content, time, moments),
                    ],
                    "spacing": 0,
                },
                _probability_panel(content, time, moments),
            ],
            "spacing": 22,
        },
    )


def summary_spec(content: ReportContent) -> Spec:
    """Return the figure as a picture of its own, on white."""
    title = {
        "text": f"{content.folder.header.maker}: how the outlook moved with each article",
        "subtitle": f"as of {wording.day(content.as_of)}; band: 80 % interval, line: median, "
        "brown: the window promised on that day",
        "fontSize": 15,
        "subtitleFontSize": 12,
        "subtitleColor": LIGHT.muted,
        "offset": 14,
    }
    spec = movement_spec(content, Frame(WIDE, LIGHT))
    return spec | {"background": LIGHT.surface, "padding": 20, "title": title}


def _largest_step(content: ReportContent) -> tuple[Moment, Moment, str] | None:
    """Return the two days between which a target moved most, and its name."""
    found: tuple[Moment, Moment, str] | None = None
    size = 0.0
    for before, after in pairwise(_judged(content)):
        for name, probability in after.probabilities.items():
            change = abs(probability - before.probabilities.get(name, probability))
            if change > size:
                size, found = change, (before, after, name)
    return found


def _caption(content: ReportContent) -> str:
    step = _largest_step(content)
    labels = {item.target.name: target_label(item) for item in content.forecast.targets}
    if step is None:
        return "Nothing has moved yet: there is one day on which anything can be judged."
    before, after, name = step
    return (
        f"The largest step came with what was known on {wording.day(after.day)} "
        f"({publishers_of(content, after)}): “{labels[name]}” went from "
        f"{wording.percent(before.probabilities[name])} on {wording.day(before.day)} "
        f"to {wording.percent(after.probabilities[name])}."
    )


def _rows(content: ReportContent) -> list[tuple[Cell, ...]]:
    rows = []
    for moment in reversed(content.moments):
        starts = "; ".join(
            f"{event.name.removeprefix('sop.')} {short_day(event.p50)} "
            f"({day_range(event.p10, event.p90)})"
            for event in _starts(moment)
            if _has_days(event)
        )
        windows = "; ".join(
            f"{_interval_text(window)}{' (happened)' if window.happened else ''}"
            for window in content.windows
            if window.day == moment.day
        )
        row = [
            plain(wording.day(moment.day)),
            news_of(content, moment),
            plain(windows or "nothing"),
            plain(starts or "not judged"),
        ]
        row += [
            plain(
                wording.percent(moment.probabilities[target.target.name])
                if target.target.name in moment.probabilities
                else "–"
            )
            for target in content.forecast.targets
        ]
        rows.append(tuple(row))
    return rows


def movement_figure(content: ReportContent) -> Figure:
    """Return the figure with its caption, alternative text and table."""
    names = [target.target.name for target in content.forecast.targets]
    caption = _caption(content)
    return Figure(
        name="moved",
        title="How the outlook moved with each article",
        caption=caption,
        alternative=f"Outlook on each day of news up to {wording.day(content.as_of)}. {caption}",
        wide=movement_spec(content, Frame(WIDE, MARKERS)),
        narrow=movement_spec(content, Frame(NARROW, MARKERS)),
        table=Table(
            ("Day", "News", "Promised", "Median start (80 % interval)", *names),
            tuple(_rows(content)),
            frozenset(range(4, 4 + len(names))),
        ),
        keys=(
            Key("line", "series-0", "median day of the start"),
            Key("band", "series-0", "80 % interval"),
            Key("band", "promise", "window promised on that day"),
            Key("dash", "warning", "day on which the promise falls due"),
        ),
    )
