"""Reading CSV: rows with the line in which each begins."""

from __future__ import annotations

import csv
import difflib
import io
from pathlib import Path

from jobone.core.documents.records import Row, shown
from jobone.core.documents.text import read_text
from jobone.core.problems import Location, Problem

__all__ = ["parse_csv", "read_csv"]


def read_csv(
    path: Path, file: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Read a CSV file whose first row names the columns.

    Parameters
    ----------
    path
        The file.
    file
        Its name in messages.
    required
        Columns that must be there, in any order.
    optional
        Columns that may be there.

    Returns
    -------
    tuple of Row, tuple of Problem
        The rows with as many cells as there are columns, and everything that
        is wrong. Blank lines count as nothing. Without every required column
        there are no rows.
    """
    text = read_text(path, file)
    if isinstance(text, Problem):
        return (), (text,)
    return parse_csv(text, file, required, optional)


def parse_csv(
    text: str, file: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Read the text of a CSV file; the parameters and the rest are those of :func:`read_csv`."""
    records, problems = _records(text, file)
    if not records:
        empty = Problem(
            Location(file), "the file is empty", f"a first line with {', '.join(required)}"
        )
        return (), problems or (empty,)
    (heading_location, heading), *body = records
    faults = _heading_problems(heading_location, heading, required, optional)
    misfits = [
        _wrong_width(location, len(cells), len(heading))
        for location, cells in body
        if len(cells) != len(heading)
    ]
    complete = set(required) <= set(heading)
    rows = [
        _row(location, heading, cells, required + optional)
        for location, cells in body
        if complete and len(cells) == len(heading)
    ]
    return tuple(rows), (*faults, *misfits, *problems)


def _records(text: str, file: str) -> tuple[list[tuple[Location, list[str]]], tuple[Problem, ...]]:
    """Return the stripped cells of all records that are not blank.

    Stops at the first fault of syntax: with a quotation mark amiss, nothing
    after it can be told apart.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[Location, list[str]]] = []
    while True:
        location = Location(file, reader.line_num + 1)
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return records, ()
        except csv.Error as error:
            return records, (_csv_problem(location, str(error)),)
        if any(cells):
            records.append((location, cells))


def _csv_problem(location: Location, message: str) -> Problem:
    if "field limit" in message:
        return Problem(
            location,
            "a cell is too long, or its quotation mark is never closed",
            f"at most {csv.field_size_limit():,} characters",
        )
    if "unexpected end" in message:
        return Problem(location, "a cell in quotes is never closed", "a closing quotation mark")
    if "expected after" in message:
        return Problem(
            location,
            "something follows the closing quotation mark of a cell",
            "a comma or the end of the line",
            "double the quotation marks within a cell in quotes",
        )
    return Problem(location, f"the row cannot be read ({shown(message)})", "comma-separated cells")


def _heading_problems(
    location: Location, heading: list[str], required: tuple[str, ...], optional: tuple[str, ...]
) -> list[Problem]:
    known = required + optional
    columns = f"the columns {', '.join(known)}"
    missing = [name for name in required if name not in heading]
    problems = [Problem(location, f"column {name} is missing", columns) for name in missing]
    if missing and not set(heading) & set(known) and any(mark in heading[0] for mark in ";\t|"):
        remedy = "separate the cells with commas"
        return [Problem(location, "the cells are not separated by commas", columns, remedy)]
    for name in dict.fromkeys(heading):
        count = heading.count(name)
        if not name:
            problems.append(Problem(location, "a column has no name", columns))
        elif name not in known:
            problems.append(_unknown_column(location, name, known, columns))
        elif count > 1:
            problems.append(Problem(location, f"column {name} stands there {count} times", "once"))
    return problems


def _unknown_column(location: Location, name: str, known: tuple[str, ...], columns: str) -> Problem:
    similar = difflib.get_close_matches(name, known, n=1)
    remedy = f"did you mean {similar[0]}?" if similar else ""
    return Problem(location, f"column {shown(name)} is unknown", columns, remedy)


def _wrong_width(location: Location, found: int, wanted: int) -> Problem:
    what = f"the row has too {'many' if found > wanted else 'few'} cells ({found})"
    remedy = "put a cell that contains a comma in quotes" if found > wanted else ""
    return Problem(location, what, f"{wanted}, one for each column", remedy)


def _row(location: Location, heading: list[str], cells: list[str], known: tuple[str, ...]) -> Row:
    # Of a column that stands there twice, which is a problem already, the first counts.
    found = dict(zip(reversed(heading), reversed(cells), strict=True))
    return Row(location, {name: found.get(name, "") for name in known})
