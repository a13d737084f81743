"""How the outside view of days is calibrated: levels of what came, and stated chances."""

from __future__ import annotations

import numpy as np

from jobone.history.backtest import Backtest
from jobone.history.date_backtest import DateBacktest
from jobone.report.charts.base import WIDE, Frame, Spec, layer, specification
from jobone.report.palette import LIGHT, Palette
from jobone.report.rendering import standalone_svg

__all__ = ["calibration_spec", "calibration_svg"]

_BINS = 10
_GROUPS = 5

_TITLES = {
    "causal": "rolling in time",
    "left-out makers": "left-out makers",
    "holdout": "held-out makers",
}


def calibration_spec(backtest: Backtest, frame: Frame) -> Spec:
    """Return the specification: a row of two panels for each mode.

    Parameters
    ----------
    backtest
        What is drawn.
    frame
        How large, in which colours.
    """
    rows = []
    for scored in backtest.modes:
        name = _TITLES[scored.mode]
        panels = [_levels(scored.dates, name, frame), _chances(scored.dates, name, frame)]
        rows.append({"hconcat": panels, "spacing": 56})
    return specification(frame.palette, {"vconcat": rows, "spacing": 34})


def _panel(frame: Frame, title: str, layers: list[Spec]) -> Spec:
    return {
        "width": (frame.width - 2 * 40 - 56) // 2,
        "height": 150,
        "title": {"text": title, "frame": "group"},
        "layer": layers,
    }


def _share_axis(field: str, title: str, highest: float) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, highest], "nice": False},
        "axis": {
            "labelExpr": "format(datum.value * 100, '.0f') + ' %'",
            "minExtent": 40,
            "maxExtent": 40,
            "tickCount": 5,
        },
    }


def _levels(dates: DateBacktest, name: str, frame: Frame) -> Spec:
    """Return how often what came fell into each tenth of its distribution."""
    palette: Palette = frame.palette
    counts, _ = np.histogram(dates.levels, bins=_BINS, range=(0.0, 1.0))
    shares = counts / counts.sum()
    bars = [
        {"x": place / _BINS + 0.006, "x2": (place + 1) / _BINS - 0.006, "y": float(share), "y2": 0}
        for place, share in enumerate(shares)
    ]
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "title": "level of what came in its forecast",
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"grid": False, "values": [0, 0.25, 0.5, 0.75, 1], "format": ".2f"},
    }
    y = _share_axis("y", "", float(max(0.25, shares.max() * 1.1)))
    return _panel(
        frame,
        f"Levels, {name}",
        [
            layer(
                bars,
                {"type": "rect", "color": palette.good, "opacity": 0.75},
                x=x,
                x2={"field": "x2"},
                y=y,
                y2={"field": "y2"},
            ),
            layer(
                [{"y": 1.0 / _BINS}],
                {"type": "rule", "color": palette.ink, "strokeDash": [4, 3]},
                y=y,
            ),
        ],
    )


def _chances(dates: DateBacktest, name: str, frame: Frame) -> Spec:
    """Return the share kept among promises of a like stated chance."""
    palette = frame.palette
    order = np.argsort(dates.chances, kind="stable")
    groups = np.array_split(order, _GROUPS)
    points = [
        {
            "x": float(dates.chances[group].mean()),
            "y": float(dates.kept[group].mean()),
            "low": _wilson(int(dates.kept[group].sum()), len(group))[0],
            "high": _wilson(int(dates.kept[group].sum()), len(group))[1],
        }
        for group in groups
        if len(group)
    ]
    x = _share_axis("x", "stated chance of keeping the window", 1.0)
    x["axis"] = {"labelExpr": x["axis"]["labelExpr"], "grid": False, "tickCount": 5}
    y = _share_axis("y", "", 1.0)
    return _panel(
        frame,
        f"Kept, {name}",
        [
            layer(
                [{"x": 0, "y": 0}, {"x": 1, "y": 1}],
                {"type": "line", "color": palette.ink, "strokeDash": [4, 3], "strokeWidth": 1},
                x=x,
                y=y,
            ),
            layer(
                points,
                {"type": "rule", "color": palette.muted, "strokeWidth": 2},
                x=x,
                y=_share_axis("low", "", 1.0),
                y2={"field": "high"},
            ),
            layer(
                points,
                {"type": "point", "color": palette.good, "fill": palette.good, "size": 60},
                x=x,
                y=y,
            ),
        ],
    )


def _wilson(kept: int, count: int) -> tuple[float, float]:
    """Return the 80 % interval of a share (Wilson 1927, doi:10.2307/2276774)."""
    deviation = 1.2816
    share = kept / count
    centre = share + deviation**2 / (2 * count)
    spread = deviation * np.sqrt(share * (1 - share) / count + (deviation / (2 * count)) ** 2)
    scale = 1 + deviation**2 / count
    return float((centre - spread) / scale), float((centre + spread) / scale)


def calibration_svg(backtest: Backtest) -> str:
    """Return the calibration as a picture that stands alone, on white.

    Parameters
    ----------
    backtest
        What is drawn.
    """
    spec = {**calibration_spec(backtest, Frame(WIDE, LIGHT)), "background": "white"}
    alternative = (
        "For each mode, how often what came fell into each tenth of its forecast, and the "
        "share of promises kept against the stated chance, in five groups with 80 % intervals."
    )
    return standalone_svg(spec, "calibration", alternative)
