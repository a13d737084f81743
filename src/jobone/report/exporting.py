"""Writing a schedule as CSV or as an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from jobone.outlook.schedule import WeekOfParts

__all__ = ["neutral", "schedule_csv", "write_schedule"]

_HEADING = ("week", "of", "p10", "p50", "p90")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Parameters
    ----------
    text
        A name from a file; one that begins like a formula gets an apostrophe before it.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(weeks: Sequence[WeekOfParts]) -> list[tuple[str, str, float, float, float]]:
    return [
        (
            item.week,
            neutral(item.name),
            round(item.p10, 1),
            round(item.p50, 1),
            round(item.p90, 1),
        )
        for item in weeks
    ]


def schedule_csv(weeks: Sequence[WeekOfParts]) -> str:
    """Return a schedule as CSV: a row for each week and variant."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADING)
    writer.writerows(_rows(weeks))
    return out.getvalue()


def write_schedule(weeks: Sequence[WeekOfParts], place: Path) -> None:
    """Write a schedule.

    Parameters
    ----------
    weeks
        The schedule.
    place
        A file that ends in ``.csv`` or ``.xlsx`` (needs the extra ``xlsx``).

    Raises
    ------
    ValueError
        If it ends in anything else, or the extra is missing.
    """
    ending = place.suffix.lower()
    if ending == ".csv":
        place.write_text(schedule_csv(weeks), "utf-8")
        return
    if ending != ".xlsx":
        raise ValueError(f"{place.name} ends neither in .csv nor in .xlsx")
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise ValueError(
            "openpyxl is not installed: pip install 'jobone[xlsx]', or write .csv"
        ) from None
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "parts a week"
    sheet.append(_HEADING)
    for row in _rows(weeks):
        sheet.append(row)
    sheet.freeze_panes = "A2"
    book.save(place)
