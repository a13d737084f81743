"""What the counted months taught, in words and rows for the terminal and the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobone.core.quantity import DAYS_PER_MONTH
from jobone.outlook.last_rows import LastRows
from jobone.outlook.learning import Learned, Learning
from jobone.report import wording
from jobone.report.content import ReportContent
from jobone.report.phrases import Table, plain

__all__ = [
    "NUMBER_COLUMNS",
    "LearnedNotes",
    "fit_words",
    "last_words",
    "learned_notes",
    "narrow_words",
    "number_rows",
    "probability_rows",
]

NUMBER_COLUMNS = ("number", "before, 80 %", "middle", "after, 80 %", "middle")

_LEAST_GAIN = 0.005
"""Half a point: less is not shown."""


def fit_words(learning: Learning) -> str:
    """Say how many draws fit what was counted, and how they were found."""
    if learning.degrees == 1:
        how = "as many fit by their plain weights"
    else:
        how = (
            f"by plain weights {learning.first_effective:.0f} would have been left, so that the "
            f"rows were let in by {learning.degrees} degrees"
        )
    return (
        f"{learning.rows} counted periods up to {wording.day(learning.until)} have been held "
        f"against {learning.particles:,} draws of what plants and models can do; "
        f"{learning.effective:.0f} different ones fit ({how}). Before they were let in, a level "
        f"as far out as theirs had a chance of {wording.percent(learning.level_chance)}."
    )


def narrow_words(learning: Learning) -> tuple[str, ...]:
    """Say which inputs were too narrow for what was counted, and where each stands."""
    return tuple(str(problem) for problem in learning.narrow)


def number_rows(learned: Sequence[Learned]) -> list[tuple[str, ...]]:
    """Return numbers before and after, a row each."""
    return [
        (
            f"{item.path} ({item.unit})" if item.unit else item.path,
            _range(item, item.before),
            _number(item, item.before[1]),
            _range(item, item.after),
            _number(item, item.after[1]),
        )
        for item in (_in_months(item) for item in learned)
    ]


def last_words(last: LastRows) -> str:
    """Say which rows were published last."""
    rows = [f"{units:,.0f} vehicles of {of} in {days}" for of, days, units in last.says]
    return f"Published last, on {wording.day(last.published)}: {'; '.join(rows)}."


def probability_rows(last: LastRows) -> list[tuple[str, ...]]:
    """Return the targets that the last rows moved, a row each."""
    return [
        (
            name,
            wording.percent(before),
            wording.percent(after),
            wording.signed_points(after - before),
        )
        for name, (before, after) in last.probabilities.items()
        if abs(after - before) >= 0.005
    ]


@dataclass(frozen=True)
class LearnedNotes:
    """What the page says of the counted months.

    Parameters
    ----------
    text
        How many draws fit.
    narrow
        Inputs that were too narrow.
    numbers
        Numbers before and after.
    last
        Which rows were published last; empty where none came before them.
    last_numbers, last_targets
        What they changed.
    """

    text: str
    narrow: tuple[str, ...]
    numbers: Table
    last: str
    last_numbers: Table
    last_targets: Table


def learned_notes(content: ReportContent) -> LearnedNotes | None:
    """Return what the page says of the counted months; None where nothing was counted."""
    learning, last = content.forecast.learning, content.forecast.last_rows
    if learning is None:
        return None
    return LearnedNotes(
        text=fit_words(learning),
        narrow=narrow_words(learning),
        numbers=_table(NUMBER_COLUMNS, number_rows(learning.learned)),
        last="" if last is None else last_words(last),
        last_numbers=_table(NUMBER_COLUMNS, [] if last is None else number_rows(last.learned)),
        last_targets=_table(
            ("target", "without", "with", "points"), [] if last is None else probability_rows(last)
        ),
    )


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    cells = tuple(tuple(plain(text) for text in row) for row in rows)
    return Table(columns, cells, frozenset(range(1, len(columns))))


def _in_months(item: Learned) -> Learned:
    """Return a time in months, as ramps are spoken of."""
    if item.unit != "days":
        return item
    low, middle, high = (value / DAYS_PER_MONTH for value in item.before)
    first, second, third = (value / DAYS_PER_MONTH for value in item.after)
    return Learned(item.path, "months", (low, middle, high), (first, second, third))


def _range(item: Learned, interval: tuple[float, float, float]) -> str:
    low, _, high = (_number(item, value) for value in interval)
    return low if low == high else f"{low} to {high}"


def _number(item: Learned, value: float) -> str:
    if item.unit.startswith(("vehicles", "orders")):
        return wording.units(value)
    return f"{value:.0f}" if item.unit == "months" else f"{value:.2f}"
