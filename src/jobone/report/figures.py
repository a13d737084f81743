"""The figures of the report, in the order in which they are shown."""

from __future__ import annotations

from jobone.report.charts.base import Figure
from jobone.report.charts.fan import fan_figure
from jobone.report.charts.levers import levers_figure
from jobone.report.charts.movement import movement_figure, summary_spec
from jobone.report.charts.parts import parts_figure
from jobone.report.charts.rates import rates_figure
from jobone.report.charts.timeline import timeline_figure
from jobone.report.charts.waits import waits_figure
from jobone.report.charts.waterfall import waterfall_figure
from jobone.report.content import ReportContent
from jobone.report.rendering import standalone_svg

__all__ = ["build_figures", "summary_figure_svg"]


def build_figures(content: ReportContent) -> dict[str, Figure]:
    """Return the figures by name; those with nothing to show are left out.

    Parameters
    ----------
    content
        What the report is made of.

    Returns
    -------
    dict of Figure
        Of ``moved``, ``said``, ``ramp``, ``parts``, ``waits``, ``levers``, ``lost`` and
        ``rates``; their
        specifications are plain dictionaries that any page can draw.
    """
    figures = (
        movement_figure(content),
        timeline_figure(content),
        fan_figure(content),
        parts_figure(content),
        waits_figure(content),
        levers_figure(content),
        waterfall_figure(content),
        rates_figure(content),
    )
    return {figure.name: figure for figure in figures if figure is not None}


def summary_figure_svg(content: ReportContent) -> str:
    """Return how the outlook moved as a picture that stands alone, on white.

    Parameters
    ----------
    content
        What the report is made of.
    """
    figure = movement_figure(content)
    return standalone_svg(summary_spec(content), "summary", figure.alternative)
