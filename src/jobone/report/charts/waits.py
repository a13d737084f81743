"""How long an order waits, by the week in which it is placed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from jobone.outlook.waiting import WaitForecast
from jobone.report import wording
from jobone.report.charts.base import (
    NARROW,
    WIDE,
    Figure,
    Frame,
    Key,
    Spec,
    along_time,
    colour_of,
    from_zero,
    layer,
    milliseconds,
    month_ticks,
    specification,
)
from jobone.report.content import ReportContent
from jobone.report.palette import MARKERS
from jobone.report.phrases import Table, plain

__all__ = ["waits_figure", "waits_spec"]

_ROW_WEEKS = 4
"""Every so many weeks make a row of the table."""


def _by_model(content: ReportContent) -> dict[str, list[WaitForecast]]:
    models = dict.fromkeys(item.of for item in content.forecast.waits)
    return {of: [item for item in content.forecast.waits if item.of == of] for of in models}


def _weeks(days: float) -> float:
    return round(days / 7.0, 2)


def waits_spec(content: ReportContent, frame: Frame) -> Spec:
    """Return the specification of waits: a line and a band for each model.

    Parameters
    ----------
    content
        What is drawn.
    frame
        How large, in which colours.
    """
    palette = frame.palette
    left, size = frame.pick(40, 34), frame.pick(11, 10)
    waits = content.forecast.waits
    low = min((item.monday for item in waits), default=content.as_of)
    high = max((item.monday for item in waits), default=content.as_of) + timedelta(days=7)
    x = along_time(low, high, month_ticks(low, high, frame.pick(9, 5)), size)
    y = from_zero("p50", left, size)
    layers = []
    for place, of_model in enumerate(_by_model(content).values()):
        colour = colour_of(palette, place)
        band = [
            {"x": milliseconds(item.monday), "p10": _weeks(item.p10), "p90": _weeks(item.p90)}
            for item in of_model
            if item.p10 is not None and item.p90 is not None
        ]
        line = [
            {"x": milliseconds(item.monday), "p50": _weeks(item.p50)}
            for item in of_model
            if item.p50 is not None
        ]
        layers += [
            layer(
                band,
                {"type": "area", "color": colour, "opacity": 0.18},
                x=x,
                y=y | {"field": "p10"},
                y2={"field": "p90"},
            ),
            layer(line, {"type": "line", "color": colour, "strokeWidth": 2.25}, x=x, y=y),
        ]
    width, height = frame.width - left - 8, frame.pick(240, 200)
    return specification(palette, {"width": width, "height": height, "layer": layers})


def _next_week(of_model: Sequence[WaitForecast], as_of: date) -> WaitForecast:
    """Return the first week after the day, or the last there is."""
    return next((item for item in of_model if item.monday > as_of), of_model[-1])


def _waits_caption(content: ReportContent) -> str:
    sentences = []
    for of, of_model in _by_model(content).items():
        week = _next_week(of_model, content.as_of)
        name = of.removeprefix("model.")
        low, middle, high = (wording.wait_words(days) for days in (week.p10, week.p50, week.p90))
        sentences.append(
            f"A {name} ordered on {wording.day(week.monday)} comes after {middle} "
            f"(80 % interval {low} to {high})."
        )
    return " ".join(sentences) or "No demand is described: nothing can be said of waits."


def waits_figure(content: ReportContent) -> Figure | None:
    """Return how long orders wait; None where no demand is described."""
    if not content.standing.demands:
        return None
    by_model = _by_model(content)
    caption = _waits_caption(content)
    rows = [
        tuple(
            plain(text)
            for text in (
                of.removeprefix("model."),
                wording.day(item.monday),
                wording.wait_words(item.p10),
                wording.wait_words(item.p50),
                wording.wait_words(item.p90),
            )
        )
        for of, of_model in by_model.items()
        for item in of_model[::_ROW_WEEKS]
    ]
    return Figure(
        name="waits",
        title="How long an order waits, in weeks",
        caption=caption,
        alternative=f"Weeks from order to delivery by the week of the order. {caption}",
        wide=waits_spec(content, Frame(WIDE, MARKERS)),
        narrow=waits_spec(content, Frame(NARROW, MARKERS)),
        table=Table(
            ("Model", "Ordered on", "10 %", "Median", "90 %"), tuple(rows), frozenset({2, 3, 4})
        ),
        keys=(
            *(
                Key("line", f"series-{place % len(MARKERS.series)}", of.removeprefix("model."))
                for place, of in enumerate(by_model)
            ),
            Key("band", "muted", "80 % interval"),
        ),
        empty=not content.forecast.waits,
    )
