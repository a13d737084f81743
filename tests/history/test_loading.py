"""Folders of past programmes: what is wrong is located, what cannot be judged is set aside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.core.days import DayInterval, parse_days
from jobone.core.problems import InputError, Problem
from jobone.history import loading
from jobone.history.loading import load_history
from jobone.history.records import History, PastProgramme
from tests.history.build import ROWS, Row, changed, with_rows, write_folder

TABLES = tuple(ROWS)


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Every problem that keeps a folder from being read."""
    with pytest.raises(InputError) as caught:
        load_history(folder)
    return caught.value.problems


def only_problem(folder: Path) -> Problem:
    """The one problem of a folder."""
    (problem,) = problems_of(folder)
    return problem


def remarks_of(history: History) -> list[tuple[str, str, str]]:
    """File, line and text of every remark, without the folder."""
    return [
        (Path(remark.location.file).name, str(remark.location.line), remark.what)
        for remark in history.remarks
    ]


def place_of_last(file: str, tables: Mapping[str, Sequence[Row]], folder: Path) -> str:
    """Where the last row of a table stands."""
    return f"{folder / file}:{len(tables[file]) + 1}"


# What is right --------------------------------------------------------------------------------


def test_a_folder_without_fault_loads_without_remark(tmp_path: Path) -> None:
    """Every row of every table becomes a record that stands at its line."""
    history = load_history(write_folder(tmp_path))
    assert history.remarks == ()
    assert history.name == str(tmp_path)
    assert list(history.programmes) == ["aurora-one", "borealis-two"]
    aurora = history.programmes["aurora-one"]
    assert (aurora.maker, aurora.kind, aurora.outcome) == ("Aurora", "startup", "launched")
    assert [str(aurora.day_of("sop")), str(aurora.day_of("first_delivery"))] == [
        "2031-03",
        "2031-05-20",
    ]
    assert aurora.day_of("launch") is None
    assert not aurora.contract
    assert [str(item.window) for item in history.promises] == ["2031-Q1", "2032"]
    assert [str(item.said_on) for item in history.promises] == ["2030-01-15", "2030-09"]
    assert [(item.units, item.actual_units) for item in history.volume_promises] == [(9000, 7000)]
    assert [item.units for item in history.volumes] == [500.0, 900.5]
    assert [item.counts_as for item in history.nameplates] == ["nameplate"]
    (period,) = history.plant_periods
    assert period.multiple == pytest.approx(20000 / 275 * 365.25 / 100000)
    assert [item.location.line for item in history.volumes] == [2, 3]
    assert all(item.is_sourced for item in history.promises)


@pytest.mark.parametrize("file", ["targets.csv", "volumes.csv", "capacity.csv", "plants.csv"])
def test_the_tables_of_numbers_may_be_missing(tmp_path: Path, file: str) -> None:
    """Without a table there is nothing of its kind, and nothing is wrong."""
    tables = {name: rows for name, rows in ROWS.items() if name != file}
    history = load_history(write_folder(tmp_path, tables))
    assert history.remarks == ()
    records = {
        "targets.csv": history.volume_promises,
        "volumes.csv": history.volumes,
        "capacity.csv": history.nameplates,
        "plants.csv": history.plant_periods,
    }
    assert {name for name, rows in records.items() if not rows} == {file}


@pytest.mark.parametrize(
    ("word", "is_sourced"), [("", True), ("sourced", True), ("unsourced", False), ("memory", False)]
)
def test_confidence_says_whether_a_fact_was_seen(
    tmp_path: Path, word: str, is_sourced: bool
) -> None:
    """Only what was seen at its address is sourced; a table without the column is."""
    rows = [row | {"confidence": word} for row in ROWS["volumes.csv"]]
    history = load_history(write_folder(tmp_path, ROWS | {"volumes.csv": rows}))
    assert {item.is_sourced for item in history.volumes} == {is_sourced}


def test_capacity_tells_rates_from_nameplates(tmp_path: Path) -> None:
    """A row is what it says; else a rate if its notes begin so; else a nameplate, if a number."""
    rows = [
        {"plant_id": "a", "nameplate_units_per_year": "1000", "counts_as": "plan"},
        {"plant_id": "b", "nameplate_units_per_year": "1000", "notes": "RATE reached in May"},
        {"plant_id": "c", "nameplate_units_per_year": "1000", "notes": "a rate"},
        {"plant_id": "d", "nameplate_units_per_year": "", "notes": "RATE"},
    ]
    rows = [{"said_on": "2031"} | row for row in rows]
    history = load_history(write_folder(tmp_path, ROWS | {"capacity.csv": rows}))
    assert [item.counts_as for item in history.nameplates] == ["plan", "rate", "nameplate", ""]


DAYS = st.dates(date(2025, 1, 1), date(2040, 12, 31))


@settings(max_examples=30)
@given(st.lists(st.tuples(DAYS, DAYS, st.integers(0, 10**9)), min_size=1, max_size=8))
def test_volumes_are_read_back_as_written(rows: list[tuple[date, date, int]]) -> None:
    """A window is read as written if it runs forward, and is a located problem if not."""
    written = [
        changed(
            "volumes.csv",
            programme_id=f"series-{place}",
            period_start=str(first),
            period_end=str(last),
            units=str(units),
        )
        for place, (first, last, units) in enumerate(rows)
    ]
    backwards = [place + 2 for place, (first, last, _) in enumerate(rows) if last < first]
    with TemporaryDirectory() as folder:
        path = write_folder(Path(folder), ROWS | {"volumes.csv": written})
        if backwards:
            assert [problem.location.line for problem in problems_of(path)] == backwards
            return
        found = load_history(path).volumes
        assert [(item.period, item.units) for item in found] == [
            (DayInterval(first, last), float(units)) for first, last, units in rows
        ]


def test_vague_days_open_a_window_to_their_ends(tmp_path: Path) -> None:
    """A window of months begins with the first day of one and ends with the last of the other."""
    row = changed("announcements.csv", window_start="2031-Q1", window_end="2031")
    history = load_history(write_folder(tmp_path, with_rows("announcements.csv", row)))
    assert str(history.promises[-1].window) == "2031"


# What is wrong --------------------------------------------------------------------------------

FAULTS: dict[str, tuple[str, dict[str, str], str]] = {
    "promise ends before it starts": (
        "announcements.csv",
        {"window_start": "2031-05", "window_end": "2031-04"},
        "window_end (2031-04-30) lies before window_start (2031-05-01)",
    ),
    "target ends before it starts": (
        "targets.csv",
        {"period_start": "2032-01-02", "period_end": "2032-01-01"},
        "period_end (2032-01-01) lies before period_start (2032-01-02)",
    ),
    "volume ends before it starts": (
        "volumes.csv",
        {"period_start": "2032", "period_end": "2031"},
        "period_end (2031-12-31) lies before period_start (2032-01-01)",
    ),
    "plant period ends before it starts": (
        "plants.csv",
        {"period_start": "2033-02", "period_end": "2033-01"},
        "period_end (2033-01-31) lies before period_start (2033-02-01)",
    ),
    "measure of a target": ("targets.csv", {"measure": "delivery"}, "measure is 'delivery'"),
    "measure of a volume": ("volumes.csv", {"measure": ""}, "measure is ''"),
    "measure of a plant": (
        "plants.csv",
        {"measure": "output", "period_start": "2033", "period_end": "2033"},
        "measure is 'output'",
    ),
    "kind of maker": (
        "programmes.csv",
        {"programme_id": "third", "maker_type": "newcomer"},
        "maker_type is 'newcomer'",
    ),
    "kind of a plant's maker": (
        "plants.csv",
        {"maker_type": "start-up", "period_start": "2033", "period_end": "2033"},
        "maker_type is 'start-up'",
    ),
    "event": ("announcements.csv", {"event": "SOP"}, "event is 'SOP'"),
    "outcome": (
        "programmes.csv",
        {"programme_id": "third", "outcome": "canceled"},
        "outcome is 'canceled'",
    ),
    "build": ("programmes.csv", {"programme_id": "third", "build": "rented"}, "build is 'rented'"),
    "confidence": ("volumes.csv", {"confidence": "sure"}, "confidence is 'sure'"),
    "capacity": ("capacity.csv", {"counts_as": "peak"}, "counts_as is 'peak'"),
    "no units in a volume": ("volumes.csv", {"units": ""}, "units is ''"),
    "no units in a target": ("targets.csv", {"units": ""}, "units is ''"),
    "a target of nothing": ("targets.csv", {"units": "0"}, "units is 0"),
    "a nameplate of nothing": (
        "plants.csv",
        {"nameplate_units_per_year": "0.0", "period_start": "2033", "period_end": "2033"},
        "nameplate_units_per_year is 0",
    ),
    "what came of a target": ("targets.csv", {"actual_units": "none"}, "actual_units is 'none'"),
    "a word for a day": ("announcements.csv", {"said_on": "soon"}, "said_on: 'soon' is no day"),
    "a day that is none": (
        "programmes.csv",
        {"programme_id": "third", "actual_sop": "2031-02-30"},
        "actual_sop: '2031-02-30' is no day",
    ),
    "an open day": (
        "announcements.csv",
        {"window_end": "2032.."},
        "window_end is '2032..', which is open",
    ),
    "no id of a programme": ("programmes.csv", {"programme_id": ""}, "programme_id is empty"),
    "no maker": ("programmes.csv", {"programme_id": "third", "maker": ""}, "maker is empty"),
    "no id of a promise": ("announcements.csv", {"programme_id": ""}, "programme_id is empty"),
    "a period before its plant": (
        "plants.csv",
        {"period_start": "2031-01", "period_end": "2031-02"},
        "the period ends before the plant opened (2031-03)",
    ),
    "a programme told twice": (
        "programmes.csv",
        {},
        "programme 'aurora-one' stands there twice, first in ",
    ),
    "plant periods that share days": (
        "plants.csv",
        {"period_start": "2031-12-31", "period_end": "2032-12-31"},
        "north: 2031-12-31..2032-12-31 shares days with 2031-04..2031-12 of ",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_row_is_named_by_file_and_line(tmp_path: Path, fault: str) -> None:
    """The one wrong row is the one problem: its file, its line, and what is wrong."""
    file, cells, what = FAULTS[fault]
    tables = with_rows(file, changed(file, **cells))
    problem = only_problem(write_folder(tmp_path, tables))
    assert str(problem.location) == place_of_last(file, tables, tmp_path)
    assert what in problem.what
    assert problem.expected


NO_NUMBERS = (
    *("13,120", "13.120,5", "13 120", "13'120", "1_000", "-5", "+5", "1e5", "0x10", "1/2"),
    *(".5", "5.", "12345678901", "nan", "inf", "5k", "about 500", "500 units"),
)


@pytest.mark.parametrize("units", NO_NUMBERS)
@pytest.mark.parametrize("file", ["targets.csv", "volumes.csv"])
def test_units_are_plain_numbers(tmp_path: Path, file: str, units: str) -> None:
    """Separators, signs, words and other ways to write a number are refused, with an example."""
    tables = with_rows(file, changed(file, units=units))
    problem = only_problem(write_folder(tmp_path, tables))
    assert str(problem.location) == place_of_last(file, tables, tmp_path)
    assert problem.what == f"units is {units!r}"
    assert problem.expected == "a number of vehicles without separators, such as 13120"


@pytest.mark.parametrize(
    ("cells", "remedy"),
    [
        ({"event": "sopp"}, "did you mean 'sop'?"),
        ({"event": "first_delivry"}, "did you mean 'first_delivery'?"),
        ({"event": "something else"}, ""),
    ],
)
def test_a_misspelt_word_is_met_with_the_nearest(
    tmp_path: Path, cells: dict[str, str], remedy: str
) -> None:
    """The known words are listed; the closest is proposed where one is close."""
    row = changed("announcements.csv", **cells)
    problem = only_problem(write_folder(tmp_path, with_rows("announcements.csv", row)))
    assert problem.expected == "one of sop, first_delivery, launch"
    assert problem.remedy == remedy


def test_plants_that_share_days_must_be_one_plant(tmp_path: Path) -> None:
    """Periods of two plants may run side by side; periods that only touch are fine."""
    rows = [
        changed("plants.csv", plant_id="south"),
        changed("plants.csv", period_start="2032-01-01", period_end="2032-06-30"),
    ]
    history = load_history(write_folder(tmp_path, with_rows("plants.csv", *rows)))
    assert len(history.plant_periods) == 3
    assert history.remarks == ()


def test_every_plant_period_that_shares_days_is_reported(tmp_path: Path) -> None:
    """Two months within a year are two problems, though they do not share days themselves."""
    rows = [
        changed("plants.csv", period_start=month, period_end=month)
        for month in ("2031-05", "2031-07")
    ]
    problems = problems_of(write_folder(tmp_path, with_rows("plants.csv", *rows)))
    assert [problem.location.line for problem in problems] == [3, 4]


def test_all_faults_of_one_row_are_reported_together(tmp_path: Path) -> None:
    """A window that runs backwards hides neither a wrong word nor a missing name."""
    backwards = {"window_start": "2031-05", "window_end": "2031-04"}
    row = changed("announcements.csv", event="end", programme_id="", **backwards)
    problems = problems_of(write_folder(tmp_path, with_rows("announcements.csv", row)))
    assert [problem.what.split(" (")[0] for problem in problems] == [
        "event is 'end'",
        "programme_id is empty",
        "window_end",
    ]


@pytest.mark.parametrize("day", ["9999-12-31", "2200", "2199..2200"])
def test_days_beyond_reckoning_are_problems(tmp_path: Path, day: str) -> None:
    """A period up to the end of all calendars stands for something else."""
    tables = with_rows("targets.csv", changed("targets.csv", period_end=day))
    assert only_problem(write_folder(tmp_path, tables)).what == f"period_end is {day!r}"
    fine = with_rows("targets.csv", changed("targets.csv", period_end="2199"))
    assert load_history(write_folder(tmp_path, fine)).remarks == ()


@pytest.mark.parametrize("file", TABLES)
def test_an_empty_file_is_a_problem(tmp_path: Path, file: str) -> None:
    """A file without a heading is named, with the columns it needs."""
    write_folder(tmp_path)
    (tmp_path / file).write_text("")
    problem = only_problem(tmp_path)
    assert str(problem.location) == str(tmp_path / file)
    assert problem.what == "the file is empty"


@pytest.mark.parametrize("file", ["programmes.csv", "announcements.csv"])
def test_a_needed_file_that_is_missing_is_a_problem(tmp_path: Path, file: str) -> None:
    """Programmes and promises have to be there."""
    tables = {name: rows for name, rows in ROWS.items() if name != file}
    problem = only_problem(write_folder(tmp_path, tables))
    assert str(problem.location) == str(tmp_path / file)


def test_a_folder_that_is_none_is_a_problem(tmp_path: Path) -> None:
    """Neither a missing folder nor a file in its place is read."""
    missing = tmp_path / "missing"
    assert only_problem(missing).what == "it is no folder"
    assert str(only_problem(missing).location) == str(missing)
    (tmp_path / "file").write_text("programme_id\n")
    assert only_problem(tmp_path / "file").what == "it is no folder"


@pytest.mark.parametrize("file", TABLES)
def test_a_missing_column_is_named(tmp_path: Path, file: str) -> None:
    """A table without a needed column says which, once."""
    column = list(ROWS[file][0])[1]
    rows = [{name: cell for name, cell in row.items() if name != column} for row in ROWS[file]]
    problem = only_problem(write_folder(tmp_path, ROWS | {file: rows}))
    assert str(problem.location) == f"{tmp_path / file}:1"
    assert problem.what == f"column {column} is missing"


def test_unknown_columns_and_torn_rows_are_problems(tmp_path: Path) -> None:
    """A column nobody knows and a row with too few cells are located together."""
    write_folder(tmp_path, with_rows("volumes.csv", changed("volumes.csv", remark="x")))
    with (tmp_path / "announcements.csv").open("a") as stream:
        stream.write("aurora-one,2031\n")
    found = [
        (Path(problem.location.file).name, problem.location.line)
        for problem in problems_of(tmp_path)
    ]
    assert found == [("announcements.csv", 4), ("volumes.csv", 1)]


def test_problems_of_all_tables_are_reported_together(tmp_path: Path) -> None:
    """Reading goes on after a fault: one report has them all, in order of place."""
    tables = {
        file: [*rows, changed(file, **cells)]
        for file, rows, cells in (
            ("programmes.csv", ROWS["programmes.csv"], {"outcome": "gone", "maker_type": "new"}),
            ("announcements.csv", ROWS["announcements.csv"], {"event": "end"}),
            ("targets.csv", ROWS["targets.csv"], {"measure": "cars", "units": "1,000"}),
            ("volumes.csv", ROWS["volumes.csv"], {"units": "many"}),
            ("capacity.csv", ROWS["capacity.csv"], {"said_on": "then"}),
            ("plants.csv", ROWS["plants.csv"], {}),
        )
    }
    problems = problems_of(write_folder(tmp_path, tables))
    found = [(Path(item.location.file).name, item.what.split(":")[0]) for item in problems]
    assert found == [
        ("announcements.csv", "event is 'end'"),
        ("capacity.csv", "said_on"),
        ("plants.csv", "north"),
        ("programmes.csv", "maker_type is 'new'"),
        ("programmes.csv", "outcome is 'gone'"),
        ("targets.csv", "measure is 'cars'"),
        ("targets.csv", "units is '1,000'"),
        ("volumes.csv", "units is 'many'"),
    ]
    assert str(tmp_path / "volumes.csv") in str(problems[-1])


# What is set aside ----------------------------------------------------------------------------

SET_ASIDE: dict[str, tuple[str, dict[str, str], str]] = {
    "a promise nobody dated": ("announcements.csv", {"said_on": ""}, "said_on is empty"),
    "a promise without a start": (
        "announcements.csv",
        {"window_start": ""},
        "window_start is empty",
    ),
    "a promise without a window": (
        "announcements.csv",
        {"window_start": "", "window_end": ""},
        "window_start and window_end are empty",
    ),
    "a target nobody dated": ("targets.csv", {"said_on": ""}, "said_on is empty"),
    "a target without an end": ("targets.csv", {"period_end": ""}, "period_end is empty"),
    "a volume without a period": (
        "volumes.csv",
        {"period_start": "", "period_end": ""},
        "period_start and period_end are empty",
    ),
    "a plant that opened nobody knows when": ("plants.csv", {"opened": ""}, "opened is empty"),
    "a promise of nobody": (
        "announcements.csv",
        {"programme_id": "cassini-nine"},
        "'cassini-nine' is no programme of programmes.csv",
    ),
    "a promise after its window": (
        "announcements.csv",
        {"said_on": "2031-04-01"},
        "the promise was made on 2031-04-01, after its window had ended",
    ),
    "a promise after its outcome": (
        "announcements.csv",
        {"said_on": "2031-04-01", "window_end": "2032"},
        "its outcome (2031-03) lies before the promise (2031-04-01)",
    ),
    "a promise after the end of its programme": (
        "announcements.csv",
        {
            "programme_id": "borealis-two",
            "said_on": "2032-08-01",
            "event": "first_delivery",
            "window_start": "2033",
            "window_end": "2033",
        },
        "the promise was made on 2032-08-01, after its programme had ended",
    ),
    "a target after its period": (
        "targets.csv",
        {"said_on": "2032-01"},
        "the promise was made on 2032-01, after its period had ended",
    ),
}


@pytest.mark.parametrize("reason", SET_ASIDE)
def test_what_cannot_be_judged_is_set_aside_with_a_remark(tmp_path: Path, reason: str) -> None:
    """Such a row stops nothing: it is left out, all others stay, and a remark says why."""
    file, cells, what = SET_ASIDE[reason]
    tables = with_rows(file, changed(file, **cells))
    before = load_history(write_folder(tmp_path))
    history = load_history(write_folder(tmp_path, tables))
    assert remarks_of(history) == [(file, str(len(tables[file]) + 1), what)]
    assert history.remarks[0].remedy.startswith("set aside")
    assert history.promises == before.promises
    assert history.volume_promises == before.volume_promises
    assert history.volumes == before.volumes
    assert history.plant_periods == before.plant_periods


@pytest.mark.parametrize(
    ("said", "window_end"), [("2031-03-31", "2031-03-31"), ("2031-03", "2031-12"), ("2031", "2031")]
)
def test_the_last_day_that_counts_is_the_day_itself(
    tmp_path: Path, said: str, window_end: str
) -> None:
    """A promise made no later than its window and its outcome may have ended is kept."""
    row = changed("announcements.csv", said_on=said, window_end=window_end)
    history = load_history(write_folder(tmp_path, with_rows("announcements.csv", row)))
    assert history.remarks == ()
    assert len(history.promises) == 3


def test_a_promise_on_the_day_of_the_end_stays(tmp_path: Path) -> None:
    """The end was known in July; what was said by the last of July may have come before."""
    words = {"programme_id": "borealis-two", "event": "first_delivery", "window_end": "2033"}
    rows = [changed("announcements.csv", said_on=day, **words) for day in ("2032-07", "2032-07-31")]
    history = load_history(write_folder(tmp_path, with_rows("announcements.csv", *rows)))
    assert history.remarks == ()
    assert len(history.promises) == 4


def test_a_missing_day_does_not_hide_what_is_wrong(tmp_path: Path) -> None:
    """A row that lacks a day and has a fault is a problem, not a remark."""
    row = changed("targets.csv", said_on="", units="1,000")
    assert only_problem(write_folder(tmp_path, with_rows("targets.csv", row))).what == (
        "units is '1,000'"
    )


def test_wholes_are_told_of_once(tmp_path: Path) -> None:
    """An id of volumes that is no programme gets one remark, at its first row; all stay."""
    rows = [
        changed("volumes.csv", programme_id="aurora-all", period_start=day, period_end=day)
        for day in ("2031-06", "2031-07", "2031-08")
    ]
    history = load_history(write_folder(tmp_path, with_rows("volumes.csv", *rows)))
    assert remarks_of(history) == [
        ("volumes.csv", "4", "'aurora-all' is no programme of programmes.csv")
    ]
    assert len(history.volumes) == 5


def test_a_delivery_before_the_start_of_production_is_told_and_stays(tmp_path: Path) -> None:
    """Hand-built cars exist: both days count as they stand."""
    rows = [ROWS["programmes.csv"][0] | {"actual_first_delivery": "2031-02"}]
    tables = ROWS | {"programmes.csv": [*rows, ROWS["programmes.csv"][1]]}
    history = load_history(write_folder(tmp_path, tables))
    assert [what for _, _, what in remarks_of(history)] == [
        "the first delivery (2031-02) lies before the SOP (2031-03)"
    ]
    assert str(history.programmes["aurora-one"].first_delivery) == "2031-02"


# Volumes that overlap -------------------------------------------------------------------------


def volumes_of(folder: Path, *periods: tuple[str, str]) -> History:
    """A history with these volumes alone: ten a day, of a programme that delivers by then."""
    rows = [
        changed("volumes.csv", period_start=first, period_end=last, units=str(10 * days))
        for first, last in periods
        for days in [days_of(first, last)]
    ]
    return load_history(write_folder(folder, EARLY | {"volumes.csv": rows}))


def days_of(first: str, last: str) -> int:
    """How many days lie from one to the other."""
    return (parse_days(last).closed[1] - parse_days(first).closed[0]).days + 1


EARLY = ROWS | {
    "programmes.csv": [
        changed("programmes.csv", actual_sop="2031-01", actual_first_delivery="2031-01-01"),
        *ROWS["programmes.csv"][1:],
    ]
}
"""The tables, with deliveries from the first day of the year on."""


def periods_of(history: History) -> list[str]:
    return [str(item.period) for item in history.volumes]


def test_cumulative_rows_are_set_aside_but_for_the_first(tmp_path: Path) -> None:
    """Of rows from one start to later and later ends only the shortest can be summed."""
    history = volumes_of(
        tmp_path,
        ("2031-02-10", "2031-04-30"),
        ("2031-02-10", "2031-05-31"),
        ("2031-02-10", "2031-07-31"),
        ("2031-08", "2031-08"),
    )
    assert periods_of(history) == ["2031-02-10..2031-04-30", "2031-08"]
    assert [(line, what) for _, line, what in remarks_of(history)] == [
        (line, "aurora-one: the row counts from 2031-02-10 on like others") for line in ("3", "4")
    ]


def test_a_month_a_quarter_and_a_year_of_one_start_are_not_cumulative(tmp_path: Path) -> None:
    """Calendar periods that begin together are different cuts of the same units."""
    cuts = [
        ("2031-01", "2031-01"),
        ("2031-Q1", "2031-Q1"),
        ("2031", "2031"),
        ("2031-01", "2031-10"),
    ]
    history = volumes_of(tmp_path, *cuts)
    assert history.remarks == ()
    assert len(history.volumes) == 4


def test_two_rows_of_one_start_are_not_yet_cumulative(tmp_path: Path) -> None:
    """One row within another is no series of running totals."""
    history = volumes_of(tmp_path, ("2031-02-10", "2031-04-30"), ("2031-02-10", "2031-05-31"))
    assert history.remarks == ()


def test_running_totals_in_different_measures_are_kept_apart(tmp_path: Path) -> None:
    """Rows are compared within one series and one measure only."""
    rows = [
        changed("volumes.csv", period_start="2031-02-10", period_end=end, measure=measure)
        for end, measure in (
            ("2031-04-30", "deliveries"),
            ("2031-05-31", "production"),
            ("2031-07-31", "sales"),
        )
    ]
    history = load_history(write_folder(tmp_path, EARLY | {"volumes.csv": rows}))
    assert history.remarks == ()


def test_crossing_rows_are_told_of_whatever_lies_between(tmp_path: Path) -> None:
    """A month within the first does not hide that the third crosses it."""
    history = volumes_of(
        tmp_path, ("2031-04", "2031-06"), ("2031-05", "2031-05"), ("2031-06", "2031-08")
    )
    assert [line for _, line, _ in remarks_of(history)] == ["4"]


def check_crossing(folder: Path) -> None:
    """Rows that share days without one holding the other are told of, at the later one."""
    history = volumes_of(folder, ("2031-04", "2031-06"), ("2031-06", "2031-08"))
    assert [(line, what.split(" of ")[0]) for _, line, what in remarks_of(history)] == [
        ("3", "aurora-one: 2031-06..2031-08 overlaps 2031-Q2")
    ]
    assert len(history.volumes) == 2


def test_crossing_rows_are_told_of(tmp_path: Path) -> None:
    """They stay; of the two the shorter counts."""
    check_crossing(tmp_path)
    assert volumes_of(tmp_path, ("2031-04", "2031-06"), ("2031-05", "2031-05")).remarks == ()
    assert volumes_of(tmp_path, ("2031-04", "2031-06"), ("2031-07", "2031-09")).remarks == ()


# Planted faults -------------------------------------------------------------------------------


def test_a_loader_that_forgets_overlaps_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check of overlaps that lets everything pass fails the same check."""
    with monkeypatch.context() as planted:
        planted.setattr(loading, "_countable", lambda volumes: (tuple(volumes), []))
        with pytest.raises(AssertionError):
            check_crossing(tmp_path)
    check_crossing(tmp_path)


def check_boundary(folder: Path) -> None:
    """A promise on the day after its outcome is set aside; one on the day itself stays."""
    rows = [
        changed("announcements.csv", said_on=said, event="first_delivery", window_end="2032")
        for said in ("2031-05-20", "2031-05-21")
    ]
    history = load_history(write_folder(folder, with_rows("announcements.csv", *rows)))
    assert [str(item.said_on) for item in history.promises[2:]] == ["2031-05-20"]


def test_a_promise_is_held_against_its_outcome_to_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loader that is a day off at either side fails the same check."""
    check_boundary(tmp_path)
    true: Callable[..., Any] = loading._judgeable

    def moved(programme: PastProgramme, days: int) -> PastProgramme:
        if programme.first_delivery is None:
            return programme
        ends = (day + timedelta(days=days) for day in programme.first_delivery.closed)
        return replace(programme, first_delivery=DayInterval(*ends))

    def shifted(days: int) -> Callable[..., Any]:
        return lambda promises, programmes: true(
            promises, {name: moved(item, days) for name, item in programmes.items()}
        )

    for days in (-1, 1):
        monkeypatch.setattr(loading, "_judgeable", shifted(days))
        with pytest.raises(AssertionError):
            check_boundary(tmp_path)


def unlikely(folder: Path, *rows: tuple[str, str, str]) -> list[tuple[str, str]]:
    """Lines and remarks of volumes: start, end and units of each."""
    tables = ROWS | {
        "volumes.csv": [
            changed("volumes.csv", period_start=start, period_end=end, units=units)
            for start, end, units in rows
        ]
    }
    return [
        (line, what) for _, line, what in remarks_of(load_history(write_folder(folder, tables)))
    ]


def test_parts_that_add_to_more_than_their_whole_are_told(tmp_path: Path) -> None:
    """Cumulative months, a whole in thousands and rows of two models look like this."""
    year = ("2032-01", "2032-12", "1000")
    months = [(f"2032-{month:02d}", f"2032-{month:02d}", "90") for month in range(1, 13)]
    assert unlikely(tmp_path, year, *months) == []
    rising = [(start, end, str(90 * place)) for place, (start, end, _) in enumerate(months, 1)]
    ((line, what),) = unlikely(tmp_path, year, *rising)
    assert line == "2"
    assert what.startswith("aurora-one: the 12 rows within 2032 add to 7,020, more than its 1,000")


def test_fractions_among_whole_numbers_are_told(tmp_path: Path) -> None:
    """Seven and a bit among thousands are thousands themselves; a series of fractions is not."""
    rows = (("2032-01", "2032-01", "6500"), ("2032-02", "2032-02", "7.058"))
    assert unlikely(tmp_path, *rows) == [
        ("3", "aurora-one: 7.058 vehicles in 2032-02, with a fraction")
    ]
    assert unlikely(tmp_path, ("2032-02", "2032-02", "7.5")) == []


def test_a_month_before_the_first_delivery_is_told(tmp_path: Path) -> None:
    """May is the month of the first delivery; what was handed over in April came too early."""
    rows = (("2031-04", "2031-04", "10"), ("2031-05", "2031-05", "20"), ("2031-03", "2031-03", "0"))
    assert unlikely(tmp_path, *rows) == [
        ("2", "aurora-one: 2031-04 lies before the first delivery (2031-05-20)")
    ]
