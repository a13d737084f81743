"""Decisions on the terminal, as a picture, as files and through the command line."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner, Result

from jobone.api import load
from jobone.cli import app
from jobone.outlook.deciding import Costs, Option, Tripwire, UnitEconomics
from jobone.outlook.schedule import WeekOfParts
from jobone.outlook.shapes import supply_shape
from jobone.outlook.supplying import FlexBand, Judged, Part, Supply, make_supply
from jobone.outlook.tripwires import EventBy
from jobone.programme.fields import EventReference
from jobone.report.charts.base import WIDE, Frame
from jobone.report.charts.decision import decision_spec, decision_svg
from jobone.report.exporting import neutral, schedule_csv, write_schedule
from jobone.report.palette import LIGHT
from jobone.report.terminal.decisions import decision_view
from tests.outlook.build import Tables, happened, phase, plant, standing, tables, write

AS_OF = "2030-06-30"
LETTER = (
    "model,variant,period,units,peak_per_week,written_on\n"
    "a1,x,2031,9000,300,2030-05-31\na1,y,2031,27000,700,2030-05-31\n"
)
WEEKS = (
    WeekOfParts("2031-W01", "a1.x", 0.04, 12.36, 100.0),
    WeekOfParts("2031-W02", "=SUM(A1)", 1.0, 2.0, 3.0),
    WeekOfParts("2031-W02", "+a", 1.0, 2.0, 3.0),
    WeekOfParts("2031-W02", "-a", 1.0, 2.0, 3.0),
    WeekOfParts("2031-W02", "@a", 1.0, 2.0, 3.0),
)


def programme() -> Tables:
    return tables(
        horizon="2031..2032",
        country="DE",
        gate=[{"name": "g", "start": "2030-06-01", "takes": "uniform(150 days, 500 days)"}],
        model=[{"name": "a1", "after": ["g"], "since": date(2030, 1, 1)}],
        plant=[plant("north", phase(sustained="0.5 to 1.2"), builds=["a1"])],
        claim=[happened("a1", "2031-02-10")],
        observed=["model.a1,production,2031-03-01,2031-03-31,3100,2031-04-10,"],
    )


@cache
def supply() -> Supply:
    costs = Costs(1.0, 3.0, 100.0, 0.1, 30)
    return make_supply(standing(programme(), AS_OF), Part("a1", 2.0, 0.5), costs, 60, 3)


def with_option() -> Supply:
    wire = Tripwire(EventBy(EventReference("gate", "g"), date(2031, 2, 28)), 0.25, 410.0)
    option = Option(200.0, date(2031, 2, 28), date(2031, 8, 31), 20.0, (wire,))
    return replace(supply(), decision=replace(supply().decision, option=option))


JUDGED = Judged(
    700.0, date(2031, 3, 31), True, 1234.0, (("what the letter says", None), ("the median", 5.0))
)


def printed(what: Any, width: int = 80) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, color_system=None, highlight=False).print(what)
    return stream.getvalue()


# Files ----------------------------------------------------------------------------------------


@given(st.text(max_size=8), st.sampled_from(["=", "+", "-", "@", "\t", "\r"]))
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text: str, sign: str) -> None:
    assert neutral(sign + text) == f"'{sign}{text}"
    assert neutral("a" + text) == "a" + text


def test_a_schedule_as_csv() -> None:
    heading, first, *others = csv.reader(io.StringIO(schedule_csv(WEEKS)))
    assert heading == ["week", "of", "p10", "p50", "p90"]
    assert first == ["2031-W01", "a1.x", "0.0", "12.4", "100.0"]
    assert [row[1] for row in others] == ["'=SUM(A1)", "'+a", "'-a", "'@a"]


def test_a_schedule_that_was_written_reads_back(tmp_path: Path) -> None:
    for ending in ("csv", "xlsx", "XLSX"):
        write_schedule(WEEKS, tmp_path / f"parts.{ending}")
    assert (tmp_path / "parts.csv").read_text("utf-8") == schedule_csv(WEEKS)
    for ending in ("xlsx", "XLSX"):
        with (tmp_path / f"parts.{ending}").open("rb") as stream:
            (sheet,) = openpyxl.load_workbook(stream).worksheets
        rows = list(sheet.iter_rows(values_only=True))
        told = [[str(cell) for cell in row] for row in rows[1:]]
        of_csv = list(csv.reader(io.StringIO(schedule_csv(WEEKS))))[1:]
        assert [row[:2] for row in told] == [row[:2] for row in of_csv]
        assert [row[2:] for row in rows[1:]] == [tuple(map(float, row[2:])) for row in of_csv]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}


@pytest.mark.parametrize("name", ["parts.txt", "parts", "parts.xls", "parts.csv.gz"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"neither in \.csv nor in \.xlsx"):
        write_schedule(WEEKS, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


# Views ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_decision_says_what_to_install_to_hold_and_to_watch(width: int) -> None:
    answer = with_option()
    text = printed(decision_view(answer), width)
    flat = " ".join(text.split())
    assert all(len(row) <= width for row in text.splitlines())
    assert f"install {answer.decision.install_per_week:,.0f} a week now" in flat
    assert "an option on 200 a week more until 28 Feb 2031, for 20 in all" in flat
    assert "gate g done by" in flat
    assert "25" in flat
    assert "What came" not in text


def test_what_came_stands_beside_the_rules() -> None:
    text = " ".join(printed(decision_view(with_option(), JUDGED), 120).split())
    assert "Counted until 31 Mar 2031" in text
    assert "The option would have been ordered." in text
    assert "1,234" in text
    declined = printed(decision_view(with_option(), replace(JUDGED, ordered=False)), 120)
    assert "not have been ordered" in " ".join(declined.split())


def test_no_option_is_said_only_where_one_was_offered() -> None:
    none = replace(supply(), decision=replace(supply().decision, option=None))
    assert "hold no option" in printed(decision_view(none))
    unasked = replace(none, costs=replace(none.costs, option_price=None))
    assert "option" not in printed(decision_view(unasked))


def test_an_option_that_would_come_too_late_is_said() -> None:
    late = replace(supply(), decision=replace(supply().decision, option=None, in_time=False))
    assert "would come after the last week" in printed(decision_view(late), 120)


def test_the_flex_of_the_letter_stands_beside_the_requirement() -> None:
    assert supply().flex is None
    assert "flex" not in printed(decision_view(supply()))
    banded = replace(supply(), flex=FlexBand(850.0, 1150.0, 0.75, 0.125))
    text = " ".join(printed(decision_view(banded)).split())
    assert "deliver 1,150 a week and may leave you with 850" in text
    assert "above that band with 13 %, below it with 75 %" in text


def test_what_costs_are_derived_from_is_said() -> None:
    economics = UnitEconomics(12.5, 4_000.0, 100.0)
    derived = replace(supply(), economics=economics, costs=economics.costs(53))
    text = " ".join(printed(decision_view(derived)).split())
    assert "A unit of weekly capacity costs 40.00" in text
    assert f"12.50 a part over {derived.window_weeks} weeks" in text
    assert "A unit of weekly capacity" not in printed(decision_view(supply()))


def test_the_picture_has_the_curve_the_rules_and_the_option() -> None:
    answer = with_option()
    spec = json.loads(json.dumps(decision_spec(answer, Frame(WIDE, LIGHT)), allow_nan=False))
    assert len(spec["layer"]) == 6
    assert (
        len(
            decision_spec(
                replace(supply(), decision=replace(supply().decision, option=None)),
                Frame(WIDE, LIGHT),
            )["layer"]
        )
        == 4
    )
    picture = decision_svg(answer)
    assert picture.startswith("<svg")
    assert "the median requirement" in picture
    assert picture == decision_svg(answer)


def test_a_decision_about_nothing_can_be_drawn() -> None:
    decision = replace(
        supply().decision, option=None, expected_cost=0.0, rules=(), curve=((0.0, 0.0),)
    )
    assert decision_svg(replace(supply(), decision=decision)).startswith("<svg")


# The command ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(programme(), tmp_path_factory.mktemp("programme"))
    (folder / "letter.csv").write_text(LETTER, "utf-8")
    return folder


COSTS = ("--too-few", "3", "--too-much", "1")
FULL = (*COSTS, "--step", "100", "--option-price", "0.1", "--lead", "30 days", "--model", "a1")


def run(place: Path, *arguments: str | Path, as_of: str = AS_OF) -> Result:
    command = ["decide", str(place), "--as-of", as_of, "--paths", "60", "--seed", "3"]
    return CliRunner().invoke(app, [*command, *map(str, arguments)])


def test_the_answer_in_json_agrees_with_the_library(place: Path) -> None:
    arguments = (*FULL, "--per-vehicle", "2", "--award", "0.5", "--json")
    result = run(place, *arguments)
    assert result.exit_code == 0, result.output
    shape = json.loads(result.stdout)
    costs = Costs(1.0, 3.0, 100.0, 0.1, 30)
    answer = load(place, AS_OF).decide(costs, Part("a1", 2.0, 0.5), paths=60, seed=3)
    assert shape == json.loads(json.dumps(supply_shape(answer)))
    assert shape["install_per_week"] == answer.decision.install_per_week
    assert {
        "as_of",
        "paths",
        "seed",
        "window",
        "needed_per_week",
        "peak_week",
        "install_per_week",
        "option",
        "expected_cost",
        "regret",
        "without_option",
        "rules",
        "curve",
        "weeks",
        "costs",
        "flex",
    } == set(shape)
    for wire in (shape["option"] or {"tripwires": []})["tripwires"]:
        assert set(wire["asks"]) in ({"event", "by"}, {"model", "month", "units"})
    assert shape["rules"][0]["rule"] == "what the letter says"
    assert {row["of"] for row in shape["weeks"]} == {"a1.x", "a1.y"}
    assert run(place, *arguments).stdout == result.stdout


def test_what_came_is_scored_when_asked(place: Path) -> None:
    shape = json.loads(run(place, *FULL, "--came", "--json").stdout)
    assert shape["came"]["needed_per_week"] == 700.0
    assert shape["came"]["counted_until"] == "2031-03-31"
    assert set(shape["came"]["rules"]) == {rule["rule"] for rule in shape["rules"]}
    words = run(place, *FULL, "--came")
    assert words.exit_code == 0, words.output
    assert "What came" in words.stdout


def test_a_schedule_and_a_picture_are_written_the_same_every_time(
    place: Path, tmp_path: Path
) -> None:
    contents = []
    for number in range(2):
        table, picture = tmp_path / f"{number}.csv", tmp_path / f"{number}.svg"
        result = run(place, *FULL, "--schedule", table, "--picture", picture, "--json")
        assert result.exit_code == 0, result.output
        assert str(table) in result.stderr and str(picture) in result.stderr
        json.loads(result.stdout)
        contents.append((table.read_bytes(), picture.read_bytes()))
    assert contents[0] == contents[1]
    assert contents[0][0].startswith(b"week,of,p10,p50,p90\n")


MONEY = ("--margin", "25 %", "--price", "50", "--step-cost", "4000", "--step", "100")


def test_costs_are_derived_from_margin_and_tooling(place: Path) -> None:
    result = run(place, *MONEY, "--model", "a1", "--json")
    assert result.exit_code == 0, result.output
    shape = json.loads(result.stdout)
    assert shape["costs"] == {"too_much": 40, "too_few": 12.5 * 53 - 40}
    in_money = run(place, "--margin", "12.5", *MONEY[4:], "--model", "a1", "--json")
    assert in_money.stdout == result.stdout
    direct = ("--too-much", "40", "--too-few", str(12.5 * 53 - 40), "--step", "100")
    assert run(place, *direct, "--model", "a1", "--json").stdout == result.stdout
    shorter = json.loads(run(place, *MONEY, "--weeks", "20", "--model", "a1", "--json").stdout)
    assert shorter["costs"]["too_few"] == 210
    words = run(place, *MONEY, "--model", "a1")
    assert "12.50 a part over 53 weeks" in " ".join(words.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), "what capacity costs is not said"),
        ((*COSTS, "--margin", "5"), "the costs are given in two ways"),
        ((*COSTS, "--weeks", "5"), "the costs are given in two ways"),
        (("--margin", "5"), "all three are needed"),
        (("--price", "5"), "all three are needed"),
        (("--margin", "5", "--step-cost", "9"), "all three are needed"),
        (("--margin", "x", *MONEY[4:]), "it is money a part"),
        (("--margin", "", *MONEY[4:]), "it is money a part"),
        (("--margin", "25 %", *MONEY[4:]), "give --price too"),
        (("--margin", "125 %", *MONEY[2:]), "lies outside 0 % to 100 %"),
        (("--margin", "nan %", *MONEY[2:]), "lies outside 0 % to 100 %"),
        (("--margin", "60", *MONEY[2:]), "more than the --price of 50"),
        ((*MONEY, "--weeks", "1"), "no tool is worth its cost"),
        ((*MONEY, "--weeks", "0"), "weeks lie above 0"),
        ((*COSTS, "--option-price", "1", "--option-until", AS_OF), "not after the day"),
        ((*COSTS, "--option-until", "2031-03-01"), "needs the price of one"),
        ((*COSTS, "--part", "seat"), "no [[part]] stands on this day"),
        ((*COSTS, "--part", "seat", "--award", "1"), "leave --model, --per-vehicle"),
    ],
)
def test_costs_that_cannot_be_read_say_why(
    place: Path, arguments: tuple[str, ...], what: str
) -> None:
    result = run(place, *arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    words = " ".join(result.stderr.replace("│", " ").split())
    assert what in words


@pytest.mark.parametrize(
    "wrong",
    [
        ("--too-few", "-3", "--too-much", "1"),
        ("--too-few", "3", "--too-much", "0"),
        ("--too-few", "3"),
        ("--too-few", "three", "--too-much", "1"),
        (*COSTS, "--award", "0"),
        (*COSTS, "--award", "1.5"),
        (*COSTS, "--per-vehicle", "0"),
        (*COSTS, "--step", "-1"),
        (*COSTS, "--option-price", "-0.1"),
        (*COSTS, "--model", "a9"),
        (*COSTS, "--lead", "soon"),
        (*COSTS, "--lead", "-5 days"),
        (*COSTS, "--lead", "100000 years"),
        (*COSTS, "--option-until", "soon"),
        (*COSTS, "--option-until", "2031"),
        (*COSTS, "--schedule", "parts.txt"),
        (*COSTS, "--paths", "0"),
        (*COSTS, "--seed", "-1"),
    ],
)
def test_wrong_usage_exits_with_two(place: Path, wrong: tuple[str, ...]) -> None:
    result = run(place, *wrong, "--json")
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("as_of", "extra", "what"),
    [
        ("2029-12-31", (), "nothing can be scheduled"),
        (AS_OF, ("--letter", "nowhere.csv"), "nowhere.csv: there is no such file"),
        (AS_OF, ("--letter", "nowhere.xlsx"), "nowhere.xlsx"),
        (AS_OF, ("--schedule", "no/such/place.csv"), "no/such/place.csv"),
    ],
)
def test_wrong_input_exits_with_one(
    place: Path, as_of: str, extra: tuple[str, ...], what: str
) -> None:
    result = run(place, *COSTS, *extra, as_of=as_of)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert what in result.stderr


def test_a_letter_given_beside_the_folder_counts(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text(LETTER.replace("300", "900"), "utf-8")
    shape = json.loads(run(place, *COSTS, "--letter", file, "--json").stdout)
    assert shape["rules"][0]["per_week"] == 1600.0
    file.write_text(LETTER.replace("a1", "a9"), "utf-8")
    result = run(place, *COSTS, "--letter", file)
    assert result.exit_code == 1
    assert result.stderr.count("model is 'a9'") == 2
