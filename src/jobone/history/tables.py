"""Reading the tables of past programmes: each row to a record, or to located problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from jobone.core.days import DayInterval, parse_days
from jobone.core.documents import Row, read_csv
from jobone.core.documents.records import shown
from jobone.core.problems import Problem
from jobone.core.validation import nearest
from jobone.history.records import (
    KINDS,
    MEASURES,
    Nameplate,
    PastProgramme,
    PlantPeriod,
    Promise,
    Volume,
    VolumePromise,
)

__all__ = [
    "Read",
    "read_nameplates",
    "read_plant_periods",
    "read_programmes",
    "read_promises",
    "read_volume_promises",
    "read_volumes",
]

Record = TypeVar("Record")
Read = tuple[tuple[Record, ...], tuple[Problem, ...], tuple[Problem, ...]]
"""The rows that are right; what is wrong; rows set aside because a day is missing."""

_LAST_YEAR = 2199
_OUTCOMES = ("launched", "cancelled", "bankrupt_before_sop", "pending")
_EVENTS = ("sop", "first_delivery", "launch")
_BUILDS = ("own", "contract")
_CONFIDENCES = ("sourced", "unsourced", "memory")


class _Cells:
    """The cells of one row, read one by one; what is wrong is kept."""

    def __init__(self, row: Row) -> None:
        self.location = row.location
        self.problems: list[Problem] = []
        self.missing: list[str] = []
        self._values = row.values

    def text(self, column: str) -> str:
        """Return a cell as it stands."""
        return self._values[column]

    def wrong(self, what: str, expected: str = "", remedy: str = "") -> None:
        """Keep a problem of this row."""
        self.problems.append(Problem(self.location, what, expected, remedy))

    def name(self, column: str) -> str:
        """Return a cell that must not be empty."""
        if not self._values[column]:
            self.wrong(f"{column} is empty", "a name")
        return self._values[column]

    def choice(self, column: str, known: Sequence[str]) -> Any:
        """Return one of the known words."""
        value = self._values[column]
        if value not in known:
            hint = nearest(value, known)
            self.wrong(f"{column} is {shown(value)!r}", f"one of {', '.join(known)}", hint)
        return value

    def days(self, column: str, *, needed: bool = False) -> DayInterval | None:
        """Return a closed interval; None where the cell is empty or wrong."""
        value = self._values[column]
        if not value:
            if needed:
                self.missing.append(column)
            return None
        try:
            days = parse_days(value)
        except ValueError as failure:
            self.wrong(f"{column}: {failure}", "a day, month or year such as 2031-04")
            return None
        if days.is_open:
            self.wrong(f"{column} is {shown(value)!r}, which is open", "both ends")
            return None
        if days.closed[1].year > _LAST_YEAR:
            self.wrong(f"{column} is {shown(value)!r}", f"a day up to the year {_LAST_YEAR}")
            return None
        return days

    def window(self, start: str, end: str) -> DayInterval | None:
        """Return the days from one cell to another; None where they are wrong."""
        first, last = self.days(start, needed=True), self.days(end, needed=True)
        if first is None or last is None:
            return None
        begins, ends = first.closed[0], last.closed[1]
        if ends < begins:
            self.wrong(
                f"{end} ({ends}) lies before {start} ({begins})",
                "a window that ends after it starts",
                "swap the two, or correct one",
            )
            return None
        return DayInterval(begins, ends)

    def units(self, column: str, *, needed: bool = False) -> float | None:
        """Return a number of vehicles, not negative; None where empty or wrong."""
        value = self._values[column]
        if not value and not needed:
            return None
        if not re.fullmatch(r"\d{1,10}(\.\d+)?", value):
            self.wrong(
                f"{column} is {shown(value)!r}",
                "a number of vehicles without separators, such as 13120",
            )
            return None
        return float(value)

    @property
    def is_sourced(self) -> bool:
        """Whether the fact was seen at its address."""
        return self._values.get("confidence", "") in ("sourced", "")


def _read(
    path: Path,
    file: str,
    required: tuple[str, ...],
    optional: tuple[str, ...],
    build: Callable[[_Cells], Record | None],
) -> Read[Record]:
    rows, found = read_csv(path, file, required, optional)
    problems = list(found)
    remarks: list[Problem] = []
    records: list[Record] = []
    for row in rows:
        cells = _Cells(row)
        if row.values.get("confidence"):
            cells.choice("confidence", _CONFIDENCES)
        record = build(cells)
        problems += cells.problems
        if cells.missing and not cells.problems:
            what = (
                f"{' and '.join(cells.missing)} {'is' if len(cells.missing) == 1 else 'are'} empty"
            )
            remedy = "set aside: nothing can be reckoned without a day"
            remarks.append(Problem(cells.location, what, "", remedy))
        elif record is not None and not cells.problems:
            records.append(record)
    return tuple(records), tuple(problems), tuple(remarks)


def _programme(cells: _Cells) -> PastProgramme | None:
    return PastProgramme(
        id=cells.name("programme_id"),
        maker=cells.name("maker"),
        model=cells.text("model"),
        kind=cells.choice("maker_type", KINDS),
        plant=cells.text("plant"),
        country=cells.text("country"),
        contract=(cells.choice("build", _BUILDS) if cells.text("build") else "own") == "contract",
        announced=cells.days("first_public_announcement"),
        sop=cells.days("actual_sop"),
        first_delivery=cells.days("actual_first_delivery"),
        outcome=cells.choice("outcome", _OUTCOMES),
        outcome_known=cells.days("outcome_known_on"),
        first_year_units=cells.units("first_12m_units"),
        first_year_measure=cells.text("first_12m_basis"),
        sources=tuple(cells.text("sources").split()),
        is_sourced=cells.is_sourced,
        location=cells.location,
    )


def read_programmes(path: Path, file: str) -> Read[PastProgramme]:
    """Read ``programmes.csv``.

    Parameters
    ----------
    path
        The file.
    file
        Its name in messages.

    Returns
    -------
    tuple of PastProgramme
        The rows that are right.
    tuple of Problem
        Every fault of the others.
    tuple of Problem
        The rows set aside because a day is missing.
    """
    required = (
        "programme_id",
        "maker",
        "maker_type",
        "actual_sop",
        "actual_first_delivery",
        "outcome",
        "outcome_known_on",
    )
    optional = (
        "model",
        "plant",
        "country",
        "build",
        "first_public_announcement",
        "first_12m_units",
        "first_12m_basis",
        "notes",
        "sources",
        "confidence",
    )
    return _read(path, file, required, optional, _programme)


def _promise(cells: _Cells) -> Promise | None:
    said, window = cells.days("said_on", needed=True), cells.window("window_start", "window_end")
    programme, event = cells.name("programme_id"), cells.choice("event", _EVENTS)
    if said is None or window is None:
        return None
    return Promise(
        programme=programme,
        said_on=said,
        said_by=cells.text("said_by"),
        event=event,
        window=window,
        source=cells.text("source_url"),
        is_sourced=cells.is_sourced,
        location=cells.location,
    )


def read_promises(path: Path, file: str) -> Read[Promise]:
    """Read ``announcements.csv``; see :func:`read_programmes`."""
    required = ("programme_id", "said_on", "event", "window_start", "window_end")
    return _read(path, file, required, ("said_by", "source_url", "confidence"), _promise)


def _volume_promise(cells: _Cells) -> VolumePromise | None:
    said, period = cells.days("said_on", needed=True), cells.window("period_start", "period_end")
    units, actual = cells.units("units", needed=True), cells.units("actual_units")
    if units is not None and units <= 0.0:
        cells.wrong("units is 0", "a promise of at least one vehicle")
    measure, series = cells.choice("measure", MEASURES), cells.name("programme_id")
    if said is None or period is None or units is None:
        return None
    return VolumePromise(
        series=series,
        said_on=said,
        said_by=cells.text("said_by"),
        measure=measure,
        period=period,
        units=units,
        actual_units=actual,
        source=cells.text("source_url"),
        is_sourced=cells.is_sourced,
        location=cells.location,
    )


def read_volume_promises(path: Path, file: str) -> Read[VolumePromise]:
    """Read ``targets.csv``; see :func:`read_programmes`."""
    required = ("programme_id", "said_on", "measure", "period_start", "period_end", "units")
    optional = ("said_by", "actual_units", "actual_source_url", "source_url", "confidence")
    return _read(path, file, required, optional, _volume_promise)


def _volume(cells: _Cells) -> Volume | None:
    period, units = cells.window("period_start", "period_end"), cells.units("units", needed=True)
    measure, series = cells.choice("measure", MEASURES), cells.name("programme_id")
    if period is None or units is None:
        return None
    return Volume(
        series,
        period,
        units,
        measure,
        cells.text("source_url"),
        cells.is_sourced,
        cells.location,
    )


def read_volumes(path: Path, file: str) -> Read[Volume]:
    """Read ``volumes.csv``; see :func:`read_programmes`."""
    required = ("programme_id", "period_start", "period_end", "units", "measure")
    return _read(path, file, required, ("source_url", "confidence"), _volume)


def _nameplate(cells: _Cells) -> Nameplate | None:
    return Nameplate(
        plant=cells.name("plant_id"),
        maker=cells.text("maker"),
        name=cells.text("plant"),
        phase=cells.text("phase"),
        said_on=cells.days("said_on"),
        units_per_year=cells.units("nameplate_units_per_year"),
        first_vehicle=cells.days("first_vehicle"),
        counts_as=_capacity_kind(cells),
        source=cells.text("source_url"),
        is_sourced=cells.is_sourced,
        location=cells.location,
    )


def _capacity_kind(cells: _Cells) -> str:
    """Say what a row of capacity tells; notes that begin with RATE tell of a rate."""
    if cells.text("counts_as"):
        return str(cells.choice("counts_as", ("nameplate", "rate", "plan", "duplicate")))
    if not cells.text("nameplate_units_per_year"):
        return ""
    return "rate" if cells.text("notes").startswith("RATE") else "nameplate"


def read_nameplates(path: Path, file: str) -> Read[Nameplate]:
    """Read ``capacity.csv``; see :func:`read_programmes`."""
    optional = (
        "maker",
        "plant",
        "phase",
        "construction_start",
        "construction_end_promised",
        "construction_end_actual",
        "first_vehicle",
        "source_url",
        "notes",
        "counts_as",
        "confidence",
    )
    required = ("plant_id", "said_on", "nameplate_units_per_year")
    return _read(path, file, required, optional, _nameplate)


def _plant_period(cells: _Cells) -> PlantPeriod | None:
    opened, period = cells.days("opened", needed=True), cells.window("period_start", "period_end")
    units = cells.units("units", needed=True)
    nameplate = cells.units("nameplate_units_per_year", needed=True)
    if nameplate is not None and nameplate <= 0.0:
        cells.wrong("nameplate_units_per_year is 0", "a nameplate above 0")
    if opened is not None and period is not None and period.closed[1] < opened.closed[0]:
        cells.wrong(f"the period ends before the plant opened ({opened})", "a later period")
    if cells.text("measure"):
        cells.choice("measure", MEASURES)
    kind = cells.choice("maker_type", KINDS)
    plant, maker = cells.name("plant_id"), cells.name("maker")
    if opened is None or period is None or units is None or nameplate is None:
        return None
    return PlantPeriod(
        plant=plant,
        name=cells.text("plant"),
        maker=maker,
        kind=kind,
        opened=opened,
        period=period,
        units=units,
        units_per_year=nameplate,
        said_on=cells.days("nameplate_said_on"),
        source=cells.text("source_url"),
        is_sourced=cells.is_sourced,
        location=cells.location,
    )


def read_plant_periods(path: Path, file: str) -> Read[PlantPeriod]:
    """Read ``plants.csv``; see :func:`read_programmes`."""
    required = (
        "plant_id",
        "maker",
        "maker_type",
        "opened",
        "period_start",
        "period_end",
        "units",
        "nameplate_units_per_year",
    )
    optional = ("plant", "measure", "nameplate_said_on", "source_url", "confidence")
    return _read(path, file, required, optional, _plant_period)
