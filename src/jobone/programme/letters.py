"""Reading volume letters: what a maker tells its suppliers to prepare for."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jobone.core.days import DayInterval, parse_day, parse_days
from jobone.core.documents import Document, Row, read_csv
from jobone.core.documents.records import PathKey, shown
from jobone.core.problems import Location, Problem
from jobone.core.validation import nearest

__all__ = ["COLUMNS", "LetterLine", "letter_document", "read_letter", "standing_letter"]

COLUMNS = ("model", "period", "units", "written_on")
OPTIONAL = ("variant", "peak_per_week", "flex_percent")

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_FORMULA = ("=", "+", "-", "@")
_DAYS_PER_WEEK = 7.0


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One line of a volume letter.

    Parameters
    ----------
    model, variant
        What is to be built; the variant may be empty.
    period
        Closed.
    units
        Vehicles in the period.
    peak_per_week
        Highest week; the average where the letter names none.
    flex
        Share by which the volume may move, such as 0.15.
    written_on
        The day of the letter.
    location
        Its row.
    """

    model: str
    variant: str
    period: DayInterval
    units: float
    peak_per_week: float
    flex: float
    written_on: date
    location: Location

    @property
    def per_week(self) -> float:
        """Average vehicles a week."""
        return self.units / self.period.day_count * _DAYS_PER_WEEK


def read_letter(
    path: Path, file: str, models: Sequence[str]
) -> tuple[tuple[LetterLine, ...], tuple[Problem, ...]]:
    """Read a letter, or several in one file.

    Parameters
    ----------
    path
        A CSV file, or an Excel workbook (``.xlsx``, its first sheet; needs the extra
        ``xlsx``).
    file
        Its name in messages.
    models
        Models that may be named.

    Returns
    -------
    tuple of LetterLine, tuple of Problem
        The lines that are right, and every fault of the others.
    """
    if path.suffix.lower() == ".xlsx":
        rows, found = _read_workbook(path, file)
    else:
        rows, found = read_csv(path, file, COLUMNS, OPTIONAL)
    problems = list(found)
    lines: list[LetterLine] = []
    for row in rows:
        line, wrong = _line(row, models)
        problems += wrong
        if line is not None:
            lines.append(line)
    problems += _overlaps(lines)
    return tuple(lines), tuple(problems)


def _read_workbook(path: Path, file: str) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    try:
        import openpyxl
    except ModuleNotFoundError:
        remedy = "pip install 'jobone[xlsx]', or save the sheet as CSV"
        return (), (Problem(Location(file), "openpyxl is not installed", "", remedy),)
    try:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=False)
        cells = [
            [_cell(value) for value in row]
            for row in book.worksheets[0].iter_rows(values_only=True)
        ]
        book.close()
    except OSError as failure:
        return (), (Problem(Location(file), f"it cannot be read: {failure.strerror or failure}"),)
    except Exception as failure:  # a broken workbook raises whatever its parts raise
        what = f"it is no Excel workbook ({shown(type(failure).__name__)})"
        return (), (Problem(Location(file), what, "an .xlsx file"),)
    if not cells:
        return (), (Problem(Location(file), "the sheet is empty", f"a first row with {COLUMNS}"),)
    heading = [name.strip() for name in cells[0]]
    while heading and not heading[-1]:
        heading.pop()
    known = COLUMNS + OPTIONAL
    expected = f"the columns {', '.join(known)}"
    at = Location(file, 1)
    problems = [
        Problem(at, f"column {name} is missing", expected)
        for name in COLUMNS
        if name not in heading
    ]
    for name in dict.fromkeys(heading):
        if not name:
            problems.append(Problem(at, "a column has no name", expected))
        elif name not in known:
            problems.append(Problem(at, f"column {shown(name)} is unknown", expected))
        elif heading.count(name) > 1:
            count = heading.count(name)
            problems.append(Problem(at, f"column {name} stands there {count} times", "once"))
    rows = []
    for number, values in enumerate(cells[1:], 2):
        if any(values[len(heading) :]):
            what = f"the row has more cells than there are columns ({len(heading)})"
            problems.append(Problem(Location(file, number), what))
        elif any(values) and set(COLUMNS) <= set(heading):
            found = dict(zip(heading, values, strict=False))
            rows.append(Row(Location(file, number), {name: found.get(name, "") for name in known}))
    return tuple(rows), tuple(problems)


def _cell(value: object) -> str:
    if value is None:
        return ""
    formula = getattr(value, "text", None)
    if isinstance(formula, str):
        return formula.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "date") and callable(value.date):
        return str(value.date())
    return str(value).strip()


def _line(row: Row, models: Sequence[str]) -> tuple[LetterLine | None, list[Problem]]:
    problems: list[Problem] = []
    values = row.values

    def wrong(what: str, expected: str = "", remedy: str = "") -> None:
        problems.append(Problem(row.location, what, expected, remedy))

    for name, value in values.items():
        if value.startswith(_FORMULA):
            wrong(f"{name} begins like a formula ({shown(value)})", "a plain value")
    if problems:
        return None, problems
    if values["model"] not in models:
        hint = nearest(values["model"], list(models))
        wrong(f"model is {shown(values['model'])!r}", f"one of {', '.join(models)}", hint)
    if values["variant"] and not _NAME.fullmatch(values["variant"]):
        wrong(f"variant is {shown(values['variant'])!r}", "lower-case letters, digits and dashes")
    units = _number(values["units"], "units", wrong, needed=True)
    peak = _number(values["peak_per_week"], "peak_per_week", wrong)
    flex = _number(values["flex_percent"], "flex_percent", wrong)
    if flex is not None and flex > 100.0:
        wrong(f"flex_percent is {flex:g}", "a percentage from 0 to 100")
    period = _period(values["period"], wrong)
    written = None
    try:
        written = parse_day(values["written_on"])
    except ValueError as failure:
        wrong(f"written_on: {failure}", "a day such as 2031-04-30")
    if period is not None and units is not None and peak is not None:
        average = units / period.day_count * _DAYS_PER_WEEK
        if peak < average * 0.999:
            wrong(f"the peak of {peak:g} a week lies below the average week ({average:.1f})")
    if problems or units is None or period is None or written is None:
        return None, problems
    average = units / period.day_count * _DAYS_PER_WEEK
    line = LetterLine(
        values["model"],
        values["variant"],
        period,
        units,
        average if peak is None else peak,
        (flex or 0.0) / 100.0,
        written,
        row.location,
    )
    return line, []


def _number(
    text: str, name: str, wrong: Callable[..., None], *, needed: bool = False
) -> float | None:
    if not text and not needed:
        return None
    if re.fullmatch(r"\d{1,9}(\.\d+)?", text):
        return float(text)
    wrong(f"{name} is {shown(text)!r}", "a number without separators, such as 13120")
    return None


def _period(text: str, wrong: Callable[..., None]) -> DayInterval | None:
    if not re.fullmatch(r"\d{4}(-(Q[1-4]|H[12]|W\d{2}|\d{2}))?", text):
        wrong(f"period is {shown(text)!r}", "a year, half, quarter, month or week such as 2031-Q3")
        return None
    try:
        return parse_days(text)
    except ValueError as failure:
        wrong(f"period: {failure}", "a year, quarter or week such as 2031-Q3")
        return None


def _overlaps(lines: Sequence[LetterLine]) -> list[Problem]:
    problems = []
    for place, line in enumerate(lines):
        for other in lines[:place]:
            same = (line.model, line.variant, line.written_on) == (
                other.model,
                other.variant,
                other.written_on,
            )
            mixed = (
                (line.model, line.written_on) == (other.model, other.written_on)
                and bool(line.variant) != bool(other.variant)
                and line.period.overlaps(other.period)
            )
            if mixed:
                what = f"{line.model} stands there with and without variants"
                expected = f"all its vehicles by variant, or none (line {other.location.line})"
                problems.append(Problem(line.location, what, expected))
            if same and line.period.overlaps(other.period):
                what = f"{line.period} overlaps {other.period} of line {other.location.line}"
                problems.append(Problem(line.location, what, "periods without common days"))
    return problems


def letter_document(lines: Sequence[LetterLine], file: str, maker: str) -> Document:
    """Return letters as sources with a claim a line, so that they stand in the ledger.

    Parameters
    ----------
    lines
        Of any number of letters.
    file
        Where they stand.
    maker
        Who wrote them.
    """
    sources: list[dict[str, object]] = []
    claims: list[dict[str, object]] = []
    places: dict[PathKey, int] = {}
    for written in dict.fromkeys(line.written_on for line in lines):
        first = next(line for line in lines if line.written_on == written)
        places["source", len(sources)] = first.location.line
        sources.append(
            {"id": f"letter-{written}", "publisher": maker, "published": written, "kind": "letter"}
        )
    for line in lines:
        of = f"{line.model}.{line.variant}" if line.variant else line.model
        places["claim", len(claims)] = line.location.line
        claims.append(
            {
                "id": f"letter-{line.written_on}-{line.location.line}",
                "about": f"letter.{of}.{str(line.period).lower()}",
                "value": line.units,
                "unit": "vehicles",
                "source": f"letter-{line.written_on}",
                "hedge": "expected",
                "says": f"Volume letter: {line.units:,.0f} of {of} in {line.period}",
            }
        )
    return Document(file, {"source": sources, "claim": claims}, places, "")


def standing_letter(lines: Sequence[LetterLine], as_of: date) -> tuple[LetterLine, ...]:
    """Return the lines of the last letter written by a day; empty where there is none."""
    known = [line.written_on for line in lines if line.written_on <= as_of]
    return tuple(line for line in lines if known and line.written_on == max(known))
