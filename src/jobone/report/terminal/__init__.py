"""Answers as rich renderables for the terminal.

Every function is pure: it takes an answer and returns something a rich console prints.
Text from files is never read as markup, and no number is lost on a narrow terminal:
columns fold, they do not truncate.
"""

from jobone.report.terminal.answers import answer_view, bounds_view, outlook_view
from jobone.report.terminal.comparisons import diff_view, levers_view, requirements_view
from jobone.report.terminal.folders import check_view, problems_view
from jobone.report.terminal.statements import claims_view, why_view

__all__ = [
    "answer_view",
    "bounds_view",
    "check_view",
    "claims_view",
    "diff_view",
    "levers_view",
    "outlook_view",
    "problems_view",
    "requirements_view",
    "why_view",
]
