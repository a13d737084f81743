"""Volume letters: what their lines say, what is wrong with them, and what joins the ledger."""

import datetime
import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from jobone.cli import app
from jobone.core.days import DayInterval
from jobone.core.problems import InputError, Location, Problem
from jobone.programme.letters import LetterLine, letter_document, read_letter, standing_letter
from jobone.programme.loading import load_folder
from tests.folders import write_folder

COLUMNS = ("model", "variant", "period", "units", "peak_per_week", "flex_percent", "written_on")
HEAD = ",".join(COLUMNS) + "\n"
GOOD = "a1,short,2031-Q1,13000,1500,15,2030-04-30\n"
CELLS = ("a1", "short", "2031-Q1", 13000, 1500, 15, date(2030, 4, 30))
MODELS = ("a1", "a2")
Read = tuple[tuple[LetterLine, ...], tuple[Problem, ...]]


def read(place: Path, text: str) -> Read:
    file = place / "letter.csv"
    file.write_text(text, "utf-8")
    return read_letter(file, "letter.csv", MODELS)


def workbook(place: Path, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in rows:
        sheet.append(list(cells))
    file = place / "letter.xlsx"
    book.save(file)
    return file


def read_book(place: Path, *rows: Sequence[object]) -> Read:
    return read_letter(workbook(place, *rows), "letter.xlsx", MODELS)


# Reading --------------------------------------------------------------------------------------


def test_a_line_says_all_that_stands_in_it(tmp_path: Path) -> None:
    (line,), problems = read(tmp_path, HEAD + GOOD)
    assert not problems
    quarter = DayInterval(date(2031, 1, 1), date(2031, 3, 31))
    assert line == LetterLine(
        "a1", "short", quarter, 13000.0, 1500.0, 0.15, date(2030, 4, 30), Location("letter.csv", 2)
    )
    assert line.per_week == pytest.approx(13000 / 90 * 7)


def test_what_may_be_left_out_is_the_average_week_and_no_flex(tmp_path: Path) -> None:
    (line,), problems = read(tmp_path, "written_on,units,model,period\n2030-04-30,730,a2,2031\n")
    assert not problems
    assert (line.variant, line.flex) == ("", 0.0)
    assert line.peak_per_week == line.per_week == pytest.approx(14.0)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2031", 365),
        ("2032", 366),
        ("2031-H1", 181),
        ("2031-Q3", 92),
        ("2031-02", 28),
        ("2031-W05", 7),
    ],
)
def test_periods(tmp_path: Path, period: str, days: int) -> None:
    (line,), _ = read(tmp_path, f"{HEAD}a1,,{period},500,,,2030-04-30\n")
    assert line.period.day_count == days


# Faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "what", "expected"),
    [
        ("a1,x,2031,many,,,2030-04-30", "units is 'many'", "number without separators"),
        ("a1,x,2031,,,,2030-04-30", "units is ''", "number"),
        ('a1,x,2031,"13,120",,,2030-04-30', "units is '13,120'", "without separators"),
        ("a1,x,2031,13 120,,,2030-04-30", "units is '13 120'", "without separators"),
        ("a1,x,2031,13.120.0,,,2030-04-30", "units is '13.120.0'", "without separators"),
        ("a1,x,2031,1e4,,,2030-04-30", "units is '1e4'", "number"),
        ("a1,x,2031,nan,,,2030-04-30", "units is 'nan'", "number"),
        (f"a1,x,2031,{'9' * 400},,,2030-04-30", "units is '999", "number"),
        ("a1,x,2031,-5,,,2030-04-30", "units begins like a formula (-5)", "plain value"),
        ("a1,x,2031,=1+1,,,2030-04-30", "units begins like a formula (=1+1)", "plain value"),
        ("@a1,x,2031,5,,,2030-04-30", "model begins like a formula", "plain value"),
        ("a1,+x,2031,5,,,2030-04-30", "variant begins like a formula", "plain value"),
        ("a1,x,2031,5200,99,,2030-04-30", "the peak of 99 a week lies below", ""),
        ("a1,x,2031,5,many,,2030-04-30", "peak_per_week is 'many'", "number"),
        ("a1,x,2031,5,,101,2030-04-30", "flex_percent is 101", "from 0 to 100"),
        ("a1,x,2031,5,,15%,2030-04-30", "flex_percent is '15%'", "number"),
        ("a9,x,2031,5,,,2030-04-30", "model is 'a9'", "one of a1, a2"),
        (",x,2031,5,,,2030-04-30", "model is ''", "one of a1, a2"),
        ("a1,Long Range,2031,5,,,2030-04-30", "variant is 'Long Range'", "lower-case"),
        ("a1,x,2031,5,,,03/04/2031", "written_on", "a day such as"),
        ("a1,x,2031,5,,,30.04.2030", "written_on", "a day such as"),
        ("a1,x,2031,5,,,2030-02-30", "written_on", "a day such as"),
        ("a1,x,2031,5,,,2030-04", "written_on: 2030-04 is more than one day", "a day such as"),
        ("a1,x,2031,5,,,", "written_on", "a day such as"),
        ("a1,x,03/2031,5,,,2030-04-30", "period is '03/2031'", "a year, half, quarter"),
        ("a1,x,2031..2032,5,,,2030-04-30", "period is '2031..2032'", "a year, half, quarter"),
        ("a1,x,2031-W54,5,,,2030-04-30", "period: '2031-W54' is no day", ""),
        ("a1,x,2031-13,5,,,2030-04-30", "period: '2031-13' is no day", ""),
        ("a1,short,2031-02,500,,,2030-04-30", "2031-02 overlaps 2031-Q1 of line 2", "common days"),
        ("a1,x,2031,5,,2030-04-30", "too few cells (6)", "7"),
        ("a1,x,2031,13,120,,,2030-04-30", "too many cells (8)", "7"),
    ],
)
def test_each_fault_has_its_row(tmp_path: Path, row: str, what: str, expected: str) -> None:
    last = "a2,,2032,100,,,2030-04-30\n"
    lines, (fault,) = read(tmp_path, f"{HEAD}{GOOD}{row}\n{last}")
    assert fault.location == Location("letter.csv", 3)
    assert what in fault.what
    assert expected in fault.expected
    assert {2, 4} <= {line.location.line for line in lines}


def test_a_model_that_is_nearly_right_is_hinted_at(tmp_path: Path) -> None:
    file = tmp_path / "letter.csv"
    file.write_text(f"{HEAD}sedna,,2031,5,,,2030-04-30\n", "utf-8")
    _, (fault,) = read_letter(file, "letter.csv", ["sedan"])
    assert fault.remedy == "did you mean 'sedan'?"


@pytest.mark.parametrize("other", ["a2,short,2031,5", "a1,long,2031,5", "a1,short,2031-Q2,5"])
def test_other_models_variants_and_periods_do_not_overlap(tmp_path: Path, other: str) -> None:
    assert not read(tmp_path, f"{HEAD}{GOOD}{other},,,2030-04-30\n")[1]


def test_the_same_period_of_another_day_is_a_revision(tmp_path: Path) -> None:
    assert not read(tmp_path, HEAD + GOOD + GOOD.replace("2030-04", "2030-06"))[1]


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        ("", ["the file is empty"]),
        ("\n\n", ["the file is empty"]),
        ("model,period\n", ["column units is missing", "column written_on is missing"]),
        (HEAD.replace("units", "volume"), ["column units is missing", "column volume is unknown"]),
        (HEAD.replace("variant", "units"), ["column units stands there 2 times"]),
        (HEAD.replace(",", ";"), ["the cells are not separated by commas"]),
    ],
)
def test_a_file_without_its_columns(tmp_path: Path, text: str, whats: list[str]) -> None:
    lines, problems = read(tmp_path, text)
    assert lines == ()
    assert [problem.what for problem in problems] == whats


def test_all_faults_of_all_rows_come_together(tmp_path: Path) -> None:
    rows = "a9,X!,2031-13,many,few,200,soon\n" + GOOD + GOOD
    _, problems = read(tmp_path, HEAD + rows)
    assert [problem.location.line for problem in problems] == [2] * 7 + [4]


# Workbooks ------------------------------------------------------------------------------------


@st.composite
def letter_rows(draw: st.DrawFn) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number in range(draw(st.integers(1, 4))):
        units = draw(
            st.one_of(st.integers(0, 99_999), st.integers(1, 999_999).map(lambda x: x / 100))
        )
        peak = draw(st.sampled_from([None, 50_000, 12_345.5]))
        flex = draw(st.sampled_from([None, 0, 7.5, 100]))
        days = st.dates(date(2029, 1, 1), date(2030, 12, 31))
        variant = draw(st.sampled_from([None, "short", "long"]))
        period: object = draw(st.sampled_from([2031 + number, f"{2031 + number}-Q2"]))
        rows.append((draw(st.sampled_from(MODELS)), variant, period, units, peak, flex, draw(days)))
    return rows


@settings(max_examples=20)
@given(letter_rows())
def test_a_workbook_and_a_csv_file_give_the_same_lines(rows: list[tuple[object, ...]]) -> None:
    written = ["" if cell is None else str(cell) for row in rows for cell in row]
    width = len(COLUMNS)
    text = "".join(
        ",".join(written[at : at + width]) + "\n" for at in range(0, len(written), width)
    )
    with tempfile.TemporaryDirectory() as name:
        lines, problems = read(Path(name), HEAD + text)
        of_book, of_book_problems = read_book(Path(name), COLUMNS, *rows)
    assert not problems and not of_book_problems
    nowhere = Location("")
    assert [replace(line, location=nowhere) for line in of_book] == [
        replace(line, location=nowhere) for line in lines
    ]
    assert [line.location.line for line in of_book] == [line.location.line for line in lines]


@pytest.mark.parametrize(
    ("place", "cell", "what"),
    [
        (3, "=6500*2", "units begins like a formula (=6500*2)"),
        (0, "=A1", "model begins like a formula (=A1)"),
        (3, "13,120", "units is '13,120'"),
        (3, "many", "units is 'many'"),
        (3, True, "units is 'True'"),
        (3, -5, "units begins like a formula (-5)"),
        (2, date(2031, 1, 1), "period is '2031-01-01'"),
        (6, "03/04/2031", "written_on"),
        (6, datetime.time(8, 0), "written_on"),
        (5, 100.5, "flex_percent is 100.5"),
    ],
)
def test_faults_of_a_workbook_have_their_row(
    tmp_path: Path, place: int, cell: object, what: str
) -> None:
    wrong = [*CELLS[:place], cell, *CELLS[place + 1 :]]
    lines, (fault,) = read_book(tmp_path, COLUMNS, [None] * 7, wrong, ("a2", *CELLS[1:]))
    assert fault.location == Location("letter.xlsx", 3)
    assert what in fault.what
    assert [line.location.line for line in lines] == [4]


def test_a_day_with_an_hour_is_the_day(tmp_path: Path) -> None:
    hour = datetime.datetime(2030, 4, 30, 16, 20)
    (line,), problems = read_book(tmp_path, COLUMNS, (*CELLS[:-1], hour))
    assert not problems
    assert line.written_on == date(2030, 4, 30)


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([], "the sheet is empty"),
        ([COLUMNS[:-1], CELLS[:-1]], "column written_on is missing"),
        ([(*COLUMNS, "colour"), (*CELLS, "red")], "column colour is unknown"),
    ],
)
def test_a_workbook_without_its_columns(
    tmp_path: Path, rows: list[Sequence[object]], what: str
) -> None:
    _, (fault,) = read_book(tmp_path, *rows)
    assert what in fault.what


@pytest.mark.parametrize("content", [b"", b"model,period,units,written_on\n", b"PK\x03\x04"])
def test_a_workbook_that_is_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.xlsx"
    file.write_bytes(content)
    lines, (fault,) = read_letter(file, "letter.xlsx", MODELS)
    assert lines == ()
    assert "no Excel workbook" in fault.what
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("hello.txt", "hello")
    _, (fault,) = read_letter(file, "letter.xlsx", MODELS)
    assert "no Excel workbook" in fault.what


# Several letters ------------------------------------------------------------------------------

TWO = (
    "model,variant,period,units,written_on\n"
    "a1,short,2034,60000,2032-02-29\n"
    "a1,long,2034,40000,2032-02-29\n"
    "a1,short,2034,70000,2032-06-30\n"
)


def written(text: str) -> date:
    return date.fromisoformat(text)


def test_the_last_letter_written_by_a_day_stands(tmp_path: Path) -> None:
    lines, _ = read(tmp_path, TWO)
    assert standing_letter(lines, written("2032-02-28")) == ()
    assert standing_letter(lines, written("2032-02-29")) == lines[:2]
    assert standing_letter(lines, written("2032-06-29")) == lines[:2]
    assert standing_letter(lines, written("2032-06-30")) == lines[2:]
    assert standing_letter((), written("2032-06-30")) == ()


def test_a_letter_is_a_source_and_a_line_is_a_claim(tmp_path: Path) -> None:
    lines, _ = read(tmp_path, TWO)
    document = letter_document(lines, "letter.csv", "Aurora Motors")
    sources, claims = document.data["source"], document.data["claim"]
    assert [source["id"] for source in sources] == ["letter-2032-02-29", "letter-2032-06-30"]
    assert {source["publisher"] for source in sources} == {"Aurora Motors"}
    assert [claim["about"] for claim in claims] == [
        "letter.a1.short.2034",
        "letter.a1.long.2034",
        "letter.a1.short.2034",
    ]
    assert [claim["value"] for claim in claims] == [60000.0, 40000.0, 70000.0]
    assert [claim["source"] for claim in claims] == [sources[0]["id"]] * 2 + [sources[1]["id"]]


def folder(place: Path, text: str) -> Path:
    write_folder(place)
    (place / "letter.csv").write_text(text, "utf-8")
    return place


def test_letters_of_a_folder_stand_in_its_ledger(tmp_path: Path) -> None:
    loaded = load_folder(folder(tmp_path, TWO))
    assert len(loaded.letters) == 3
    assert loaded.texts["letter.csv"] == TWO
    found = [claim for claim in loaded.evidence.claims if claim.about.startswith("letter.")]
    assert [claim.known for claim in found] == [line.written_on for line in loaded.letters]
    assert {(claim.voice, claim.hedge) for claim in found} == {("Aurora Motors", "expected")}
    assert [claim.location for claim in found] == [line.location for line in loaded.letters]
    assert not {claim.about for claim in found} & set(loaded.fields)


def relations(place: Path, as_of: str) -> list[tuple[str, str, str]]:
    result = CliRunner().invoke(app, ["claims", str(place), "--as-of", as_of, "--json"])
    assert result.exit_code == 0, result.output
    return [
        (item["kind"], item["claim"], item["other"])
        for judged in json.loads(result.stdout)["judgements"]
        if judged["about"].startswith("letter.")
        for item in judged["relations"]
    ]


def test_a_later_letter_revises_an_earlier_one_from_its_day_on(tmp_path: Path) -> None:
    place = folder(tmp_path, TWO)
    assert relations(place, "2032-06-29") == []
    later, earlier = "letter-2032-06-30-4", "letter-2032-02-29-2"
    assert relations(place, "2032-06-30") == [("higher", later, earlier)]


def test_what_a_later_letter_says_is_not_known_before(tmp_path: Path) -> None:
    both, one = folder(tmp_path / "both", TWO), folder(tmp_path / "one", TWO.rsplit("a1", 1)[0])
    command = ["claims", "--as-of", "2032-06-29", "--json"]
    told = [CliRunner().invoke(app, [*command, str(place)]).stdout for place in (both, one)]
    assert told[0].replace(str(both), "") == told[1].replace(str(one), "")


def test_faults_of_a_letter_come_with_those_of_the_folder(tmp_path: Path) -> None:
    place = folder(tmp_path, HEAD + "a9,x,2031,many,,,2030-04-30\n")
    (place / "observed.csv").write_text("of\n", "utf-8")
    with pytest.raises(InputError) as caught:
        load_folder(place)
    files = {Path(problem.location.file).name for problem in caught.value.problems}
    assert files == {"letter.csv", "observed.csv"}
    assert sum("letter.csv" in str(problem) for problem in caught.value.problems) == 2
