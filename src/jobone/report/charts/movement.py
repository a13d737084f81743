"""How the outlook moved with each article: the picture to remember."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from jobone.core.days import DayInterval
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
    specification,
)
from jobone.report.charts.news import (
    Label,
    TimeScale,
    grid,
    guides,
    news_panel,
    panel_title,
    side_labels,
)
from jobone.report.content import PromiseWindow, ReportContent
from jobone.report.labels import day_range, news_of, publishers_of, short_day, target_label
from jobone.report.palette import LIGHT, MARKERS
from jobone.report.phrases import Cell, Table, plain

__all__ = ["movement_figure", "movement_spec", "summary_spec"]

_DAY = 86_400_000
_SHARES = (-0.03, 1.03)
"""A little more than all probabilities, so that no line is cut at the ends."""


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
    content: ReportContent, time: TimeScale, low: date, high: date
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


def _start_panel(content: ReportContent, time: TimeScale, moments: Sequence[Moment]) -> Spec:
    """Return the day of the start of production as it was seen on each day."""
    frame, palette = time.frame, time.frame.palette
    height = frame.pick(250, 210)
    low, high = _days_domain(content, moments)
    domain = (milliseconds(low), milliseconds(high))
    ticks = month_ticks(low, high, 7)
    y = _vertical(time, domain, ticks, "utcFormat(datum.value, '%b %Y')")
    x = time.channel(None)
    windows = _window_rows(content, time, low, high)
    fill = {"type": "rect", "color": palette.promise, "opacity": 0.16}
    edge = {"type": "rule", "color": palette.promise, "strokeWidth": 2}
    ends = {"x2": {"field": "x2"}}
    layers = [
        grid(time, ticks, y, None),
        guides(time, moments, None),
        layer(windows, fill, x=x, y=y, y2={"field": "y2"}, **ends),
        *_due_layers(content, time, moments, y),
    ]
    labels = [
        Label(
            milliseconds(target.promised_day) + _DAY,
            f"due {_label_day(target.promised_day, frame)}",
            palette.warning,
        )
        for target in _deadlines(content)
        if target.promised_day is not None
    ]
    for place, name in enumerate(_event_names(content)):
        seen = _named_moments(moments, name)
        if seen:
            # The second colour is that of what falls due.
            colour = colour_of(palette, place + bool(place))
            layers += _outlook_layers(content, time, seen, colour, y)
            labels += _outlook_labels(content, frame, seen[-1][1], colour)
    # Over the outlook, so that both ends of a promise are seen.
    layers += [layer(windows, edge, x=x, y=y | {"field": side}, **ends) for side in ("y", "y2")]
    standing = [window for window in content.windows if window.day == moments[-1].day]
    labels += _window_labels(standing, low, high, palette.muted)
    layers += side_labels(time, labels, height, domain, None)
    return {"width": time.width, "height": height, "layer": layers}


def _vertical(
    time: TimeScale, domain: tuple[float, float], ticks: Sequence[float], words: str
) -> Spec:
    """Return the vertical channel of a panel; all panels begin at the same edge."""
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "title": None,
        "axis": {
            "values": list(ticks),
            "grid": False,
            "labelExpr": words,
            "minExtent": time.left,
            "maxExtent": time.left,
            "labelFontSize": time.frame.pick(11, 10),
            "labelPadding": time.frame.pick(6, 3),
        },
    }


def _due_layers(
    content: ReportContent, time: TimeScale, moments: Sequence[Moment], y: Spec
) -> list[Spec]:
    """Return the days on which promises fall due, from the day on which each was made."""
    mark = {
        "type": "rule",
        "color": time.frame.palette.warning,
        "strokeDash": [4, 3],
        "strokeWidth": 1.25,
    }
    layers = []
    for target in _deadlines(content):
        name = target.target.name
        made = [
            milliseconds(moment.day)
            for moment in moments
            if name in moment.probabilities or name in moment.unknown
        ]
        if target.promised_day is not None:
            row = {
                "x": min(made, default=milliseconds(time.first)),
                "x2": time.end,
                "y": milliseconds(target.promised_day) + _DAY,
            }
            layers.append(layer([row], mark, x=time.channel(None), x2={"field": "x2"}, y=y))
    return layers


def _outlook_layers(
    content: ReportContent,
    time: TimeScale,
    seen: Sequence[tuple[Moment, EventForecast]],
    colour: str,
    y: Spec,
) -> list[Spec]:
    """Return interval and median of one start; what is never reached ends at the horizon."""
    horizon = content.folder.horizon.closed[1]
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
    x, median = time.channel(None), y | {"field": "m"}
    step = {"color": colour, "interpolate": "step-after"}
    point = {
        "type": "point",
        "color": colour,
        "fill": time.frame.palette.surface,
        "size": 34,
        "strokeWidth": 1.75,
        "opacity": 1,
    }
    return [
        layer(tail, {"type": "area", "opacity": 0.22, **step}, x=x, y=y, y2={"field": "y2"}),
        layer(tail, {"type": "line", "strokeWidth": 2.25, **step}, x=x, y=median),
        layer(rows, point, x=x, y=median),
    ]


def _outlook_labels(
    content: ReportContent, frame: Frame, event: EventForecast, colour: str
) -> list[Label]:
    """Return what the outlook on a start comes to: three quantiles, or when it happened."""
    horizon = content.folder.horizon.closed[1]
    several = len(_event_names(content)) > 1
    prefix = f"{event.name.removeprefix('sop.')} " if several else ""
    for window in content.windows:
        if window.happened and window.event == event.name and window.day == content.as_of:
            words = f"{prefix}started {_interval_text(window)}"
            return [Label(milliseconds(event.p50 or horizon), words, colour, True)]
    quantiles = (
        (event.p10, "10 % by ", False),
        (event.p50, f"{prefix}half by ", True),
        (event.p90, "90 % by ", False),
    )
    return [
        Label(milliseconds(day or horizon), f"{before}{_label_day(day, frame)}", colour, bold)
        for day, before, bold in quantiles
    ]


def _label_day(day: date | None, frame: Frame) -> str:
    """Return a day, on a phone with the last two digits of its year."""
    text = short_day(day)
    return f"{text[:-4]}{text[-2:]}" if frame.is_narrow and day is not None else text


def _window_labels(
    windows: Sequence[PromiseWindow], low: date, high: date, colour: str
) -> list[Label]:
    labels: list[Label] = []
    for window in windows:
        if window.happened or window.last < low or window.first > high:
            continue
        first, last = max(window.first, low), min(window.last, high)
        middle = (milliseconds(first) + milliseconds(last)) / 2
        labels.append(Label(middle + _DAY, f"promised {_interval_text(window)}", colour))
    return labels


def _interval_text(window: PromiseWindow) -> str:
    return wording.days(DayInterval(window.first, window.last))


def _probability_panel(content: ReportContent, time: TimeScale, moments: Sequence[Moment]) -> Spec:
    """Return the probability of each target on the same days."""
    frame, palette = time.frame, time.frame.palette
    height = frame.pick(190, 180)
    x = time.channel(time.axis())
    quarters = [0.0, 0.25, 0.5, 0.75, 1.0]
    y = _vertical(time, _SHARES, quarters, "format(datum.value * 100, '.0f') + ' %'")
    layers = [grid(time, quarters, y, time.axis()), guides(time, moments, time.axis())]
    labels: list[Label] = []
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
        labels.append(
            Label(target.probability, f"{wording.percent(target.probability)} {words}", colour)
        )
    layers += side_labels(time, labels, height, _SHARES, time.axis())
    return {
        "width": time.width,
        "height": height,
        "title": panel_title("Probability that each promise is kept", time),
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
    time = TimeScale(frame, first, last)
    return specification(
        frame.palette,
        {
            "vconcat": [
                {
                    "vconcat": [
                        news_panel(content, time, moments),
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
