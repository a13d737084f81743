"""Answers as rich renderables for the terminal.

Every function is pure: it takes an answer and returns something a rich console prints.
Text from files is never read as markup, and no number is lost on a narrow terminal:
columns fold, they do not truncate.
"""

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
