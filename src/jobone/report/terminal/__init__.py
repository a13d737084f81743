"""Answers as rich renderables for the terminal.

Every function is pure: it takes an answer and returns something a rich console prints.
Text from files is never read as markup, and no number is lost on a narrow terminal:
columns fold, they do not truncate.

Each view is loaded when it is asked for: a line's needs nothing of a programme's.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jobone.report.terminal.answers import answer_view, bounds_view, outlook_view
    from jobone.report.terminal.comparisons import diff_view, levers_view, requirements_view
    from jobone.report.terminal.decisions import decision_view
    from jobone.report.terminal.folders import check_view, problems_view
    from jobone.report.terminal.past import (
        backtest_view,
        frozen_view,
        plants_view,
        programmes_view,
        promises_view,
        volumes_view,
    )
    from jobone.report.terminal.statements import claims_view, why_view

__all__ = [
    "answer_view",
    "backtest_view",
    "bounds_view",
    "check_view",
    "claims_view",
    "decision_view",
    "diff_view",
    "frozen_view",
    "levers_view",
    "outlook_view",
    "plants_view",
    "problems_view",
    "programmes_view",
    "promises_view",
    "requirements_view",
    "volumes_view",
    "why_view",
]

_HOMES: Final = {
    "answers": ("answer_view", "bounds_view", "outlook_view"),
    "comparisons": ("diff_view", "levers_view", "requirements_view"),
    "decisions": ("decision_view",),
    "folders": ("check_view", "problems_view"),
    "past": (
        "backtest_view",
        "frozen_view",
        "plants_view",
        "programmes_view",
        "promises_view",
        "volumes_view",
    ),
    "statements": ("claims_view", "why_view"),
}


def __getattr__(name: str) -> Any:
    for home, views in _HOMES.items():
        if name in views:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
