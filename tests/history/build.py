"""Little histories of made-up makers: records for what needs no file, and folders of tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jobone.core.days import DayInterval, parse_days
from jobone.core.problems import Location
from jobone.history.cases import Case, DatePromise
from jobone.history.records import (
    History,
    PastProgramme,
    PlantPeriod,
    Promise,
    Volume,
    VolumePromise,
)

NOWHERE = Location("nowhere.csv", 2)


def ordinal(text: str) -> int:
    """The number of a day."""
    return date.fromisoformat(text).toordinal()


def some_days(text: str | None) -> DayInterval | None:
    """Days as the tables tell them; None stays None."""
    return None if text is None else parse_days(text)


# Records --------------------------------------------------------------------------------------


def programme(name: str = "aurora-one", **facts: Any) -> PastProgramme:
    """A programme of Aurora that is pending, unless something else is said."""
    days = ("announced", "sop", "first_delivery", "outcome_known")
    came = bool(facts.get("sop") or facts.get("first_delivery"))
    values: dict[str, Any] = {
        "maker": "Aurora",
        "model": "",
        "kind": "startup",
        "plant": "",
        "country": "",
        "contract": False,
        "outcome": "launched" if came else "pending",
        "first_year_units": None,
        "first_year_measure": "",
        "sources": (),
        "is_sourced": True,
        "location": NOWHERE,
    }
    values |= facts | {key: some_days(facts.get(key)) for key in days}
    return PastProgramme(id=name, **values)


def promise(
    said: str, window: str, event: Any = "sop", name: str = "aurora-one", line: int = 2
) -> Promise:
    """A promise of a day."""
    location = Location("announcements.csv", line)
    return Promise(name, parse_days(said), "company", event, parse_days(window), "", True, location)


def volume(
    period: str, units: float, series: str = "aurora-one", measure: Any = "deliveries"
) -> Volume:
    """Vehicles counted in a period."""
    return Volume(series, parse_days(period), units, measure, "", True, NOWHERE)


def target(
    said: str,
    period: str,
    units: float,
    actual: float | None = None,
    series: str = "aurora-one",
    measure: Any = "deliveries",
    line: int = 2,
) -> VolumePromise:
    """A promise of a number of vehicles."""
    days, spoken = parse_days(period), parse_days(said)
    place = Location("targets.csv", line)
    return VolumePromise(series, spoken, "company", measure, days, units, actual, "", True, place)


def plant_period(
    period: str,
    units: float,
    plant: str = "north",
    opened: str = "2031-01-01",
    nameplate: float = 36525.0,
    **facts: Any,
) -> PlantPeriod:
    """What a plant built in a period; 100 a day are its nameplate unless another is said."""
    values: dict[str, Any] = {"maker": "Aurora", "kind": "startup"} | facts
    return PlantPeriod(
        plant=plant,
        name=plant.title(),
        opened=parse_days(opened),
        period=parse_days(period),
        units=units,
        units_per_year=nameplate,
        source="",
        is_sourced=True,
        location=NOWHERE,
        **values,
    )


def history(
    programmes: Iterable[PastProgramme] = (),
    promises: Iterable[Promise] = (),
    targets: Iterable[VolumePromise] = (),
    volumes: Iterable[Volume] = (),
    plants: Iterable[PlantPeriod] = (),
) -> History:
    """A history of the records given."""
    return History(
        name="little history",
        programmes={item.id: item for item in programmes},
        promises=tuple(promises),
        volume_promises=tuple(targets),
        volumes=tuple(volumes),
        nameplates=(),
        plant_periods=tuple(plants),
        remarks=(),
    )


def date_promise(
    said: int, first: int, last: int, kind: Any = "startup", moves: int = 0, event: Any = "sop"
) -> DatePromise:
    """What is known of a promise when it is made."""
    return DatePromise(kind, event, said, first, last, moves)


def case(
    facts: DatePromise,
    came: tuple[int, int] | None = None,
    ended: int | None = None,
    maker: str = "Aurora",
    name: str = "aurora-one",
) -> Case:
    """A promise with what became of it."""
    said, first, last = (date.fromordinal(day) for day in (facts.said, facts.first, facts.last))
    source = Promise(
        name,
        DayInterval(said, said),
        "company",
        facts.event,
        DayInterval(first, last),
        "",
        True,
        NOWHERE,
    )
    return Case(facts, name, maker, source, came, ended)


# Folders --------------------------------------------------------------------------------------

Row = dict[str, str]

ROWS: dict[str, list[Row]] = {
    "programmes.csv": [
        {
            "programme_id": "aurora-one",
            "maker": "Aurora",
            "maker_type": "startup",
            "actual_sop": "2031-03",
            "actual_first_delivery": "2031-05-20",
            "outcome": "launched",
            "outcome_known_on": "2031-05-20",
        },
        {
            "programme_id": "borealis-two",
            "maker": "Borealis",
            "maker_type": "incumbent",
            "actual_sop": "",
            "actual_first_delivery": "",
            "outcome": "cancelled",
            "outcome_known_on": "2032-07",
        },
    ],
    "announcements.csv": [
        {
            "programme_id": "aurora-one",
            "said_on": "2030-01-15",
            "event": "sop",
            "window_start": "2031-01",
            "window_end": "2031-03",
        },
        {
            "programme_id": "borealis-two",
            "said_on": "2030-09",
            "event": "first_delivery",
            "window_start": "2032",
            "window_end": "2032",
        },
    ],
    "targets.csv": [
        {
            "programme_id": "aurora-one",
            "said_on": "2031-01-20",
            "measure": "deliveries",
            "period_start": "2031-06",
            "period_end": "2031-12",
            "units": "9000",
            "actual_units": "7000",
        }
    ],
    "volumes.csv": [
        {
            "programme_id": "aurora-one",
            "period_start": "2031-06-01",
            "period_end": "2031-06-30",
            "units": "500",
            "measure": "deliveries",
        },
        {
            "programme_id": "aurora-one",
            "period_start": "2031-07-01",
            "period_end": "2031-07-31",
            "units": "900.5",
            "measure": "deliveries",
        },
    ],
    "capacity.csv": [
        {
            "plant_id": "north",
            "said_on": "2030-02",
            "nameplate_units_per_year": "100000",
            "counts_as": "nameplate",
        }
    ],
    "plants.csv": [
        {
            "plant_id": "north",
            "maker": "Aurora",
            "maker_type": "startup",
            "opened": "2031-03",
            "period_start": "2031-04-01",
            "period_end": "2031-12-31",
            "units": "20000",
            "nameplate_units_per_year": "100000",
            "measure": "production",
        }
    ],
}
"""Tables in which nothing is wrong and nothing needs a remark."""


def changed(file: str, **cells: str) -> Row:
    """The first row of a table with some cells changed; new columns may come in."""
    return ROWS[file][0] | cells


def write_folder(folder: Path, tables: Mapping[str, Sequence[Row]] = ROWS) -> Path:
    """Write tables; a row without a cell of the others has it empty."""
    for file, rows in tables.items():
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with (folder / file).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def with_rows(file: str, *rows: Row) -> dict[str, list[Row]]:
    """The tables with rows added to one of them."""
    return ROWS | {file: [*ROWS[file], *rows]}
