"""Expected cost against capacity, with the decision and the simple rules on it."""

from __future__ import annotations

from jobone.outlook.supplying import Supply
from jobone.report.charts.base import WIDE, Frame, Spec, layer, specification, spread
from jobone.report.palette import LIGHT
from jobone.report.rendering import standalone_svg

__all__ = ["decision_spec", "decision_svg"]

_HEIGHT = 260
_LABEL_GAP = 14


def decision_spec(supply: Supply, frame: Frame) -> Spec:
    """Return the specification of cost against capacity.

    Parameters
    ----------
    supply
        The decision.
    frame
        How large, in which colours.
    """
    palette, decision = frame.palette, supply.decision
    marked = [(rule.name, rule.per_week, rule.expected_cost) for rule in decision.rules]
    known = [(name, at, cost) for name, at, cost in marked if at is not None and cost is not None]
    shown = [{"x": at, "y": cost} for _, at, cost in known]
    best = min(decision.curve, key=lambda point: (point[1], point[0]))
    # Far from the best the curve is a straight line that would only squeeze the rest.
    least = max(decision.expected_cost, best[1])
    ceiling = max([2.2 * least, *(1.15 * cost for _, _, cost in known)])
    named = [*known, (_best_words(supply), best[0], best[1])]
    scale = _HEIGHT / ceiling if ceiling > 0.0 else 1.0
    # A label stands a little above its point, and moves up or down where two would collide.
    wanted = [cost * scale + 6.0 for _, _, cost in named]
    heights = spread(wanted, _LABEL_GAP, 0.0, _HEIGHT - 20.0)
    labels = [
        {"x": at, "y": height / scale, "text": name}
        for (name, at, _), height in zip(named, heights, strict=True)
    ]
    curve = [{"x": at, "y": cost} for at, cost in decision.curve if cost <= ceiling]
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "title": "parts a week installed now",
        "axis": {"grid": False, "format": ",.0f", "tickCount": 8},
    }
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "title": "expected cost",
        "scale": {"domain": [0, ceiling], "nice": False},
        "axis": {"format": "~s"},
    }
    layers = [
        layer(curve, {"type": "line", "color": palette.good, "strokeWidth": 2}, x=x, y=y),
        layer(
            [{"x": best[0], "y": best[1]}],
            {"type": "point", "color": palette.good, "fill": palette.good, "size": 90},
            x=x,
            y=y,
        ),
        layer(
            shown,
            {"type": "point", "color": palette.ink, "fill": palette.surface, "size": 60},
            x=x,
            y=y,
        ),
        layer(
            labels,
            {"type": "text", "align": "left", "dx": 10, "color": palette.muted},
            x=x,
            y=y,
            text={"field": "text"},
        ),
    ]
    if supply.flex is not None:
        # Behind everything: what the letter may ask for.
        band = [{"x": supply.flex.low, "x2": supply.flex.high, "text": "the letter's flex"}]
        mark = {"type": "rect", "color": palette.muted, "opacity": 0.12}
        layers.insert(0, layer(band, mark, x=x, x2={"field": "x2"}))
        top: Spec = {"type": "text", "align": "left", "baseline": "top", "dx": 4, "dy": 4}
        layers.append(
            layer(
                [{**band[0], "y": ceiling}],
                {**top, "color": palette.muted},
                x=x,
                y=y,
                text={"field": "text"},
            )
        )
    if decision.option is not None:
        option = {
            "x": decision.install_per_week,
            "x2": decision.install_per_week + decision.option.per_week,
            "y": decision.expected_cost,
            "text": "with the option",
        }
        layers += [
            layer(
                [option],
                {"type": "rule", "color": palette.warning, "strokeWidth": 3},
                x=x,
                x2={"field": "x2"},
                y=y,
            ),
            layer(
                [option],
                {"type": "text", "align": "left", "dy": 14, "color": palette.warning},
                x=x,
                y=y,
                text={"field": "text"},
            ),
        ]
    return specification(palette, {"width": frame.width - 70, "height": _HEIGHT, "layer": layers})


def _best_words(supply: Supply) -> str:
    return "least cost without an option" if supply.decision.option else "least cost"


def decision_svg(supply: Supply) -> str:
    """Return the figure as a picture that stands alone, on white.

    Parameters
    ----------
    supply
        The decision.
    """
    decision = supply.decision
    spec = {**decision_spec(supply, Frame(WIDE, LIGHT)), "background": "white"}
    alternative = (
        f"Expected cost against capacity: least at {decision.install_per_week:,.0f} a week"
        f"{' with an option' if decision.option else ''}, with simple rules marked."
    )
    return standalone_svg(spec, "decision", alternative)
