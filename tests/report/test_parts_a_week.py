"""Parts a week in the report, on the terminal and as files of ``jobone outlook``."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jobone.cli import app
from jobone.outlook.forecast import make_forecast
from jobone.outlook.schedule import PartsForecast, WeekOfParts
from jobone.report.charts.base import NARROW, WIDE, Frame
from jobone.report.charts.parts import parts_figure, parts_spec, quarters_table
from jobone.report.content import ReportContent, gather
from jobone.report.exporting import schedule_csv
from jobone.report.figures import build_figures
from jobone.report.page import render_page
from jobone.report.palette import MARKERS
from jobone.report.phrases import text_of
from tests.outlook.build import Tables, phase, plant, standing, tables, write
from tests.report.test_report_page import check

AS_OF = "2030-06-30"
LETTER = (
    "model,variant,period,units,peak_per_week,written_on\n"
    "a1,x,2031,9000,300,2030-05-31\na1,y,2031,27000,700,2030-05-31\n"
)


def programme(*parts: Tables) -> Tables:
    return tables(
        horizon="2031..2032",
        country="DE",
        gate=[{"name": "g", "start": "2030-06-01", "takes": "uniform(150 days, 500 days)"}],
        model=[{"name": "a1", "after": ["g"]}],
        plant=[plant("north", phase(sustained="0.5 to 1.2"), builds=["a1"])],
        part=list(parts),
    )


SEAT, LAMP = {"name": "seat", "per_vehicle": 2}, {"name": "lamp", "take_rate": 0.25}


@cache
def content() -> ReportContent:
    return gather(standing(programme(SEAT, LAMP), AS_OF).folder, date(2030, 6, 30), 60, 3)


def with_parts(*parts: PartsForecast) -> ReportContent:
    return replace(content(), forecast=replace(content().forecast, parts=parts))


# The report -----------------------------------------------------------------------------------


def test_a_report_with_parts_shows_them_and_is_sound() -> None:
    text = render_page(content())
    page = check(text)
    assert "parts" in page.ids and "#parts" in page.links
    words = " ".join("".join(page.words).split())
    assert "Of 2 parts the most is needed of seat: its highest week needs between" in words
    assert "The whole schedule" in words
    assert "2031 Q2" in words


def test_a_report_without_parts_has_no_such_section() -> None:
    assert parts_figure(with_parts()) is None
    text = render_page(with_parts())
    assert 'id="parts"' not in text and "#parts" not in text
    assert "Parts a week" not in text


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_panel_for_each_part_from_its_numbers(width: int) -> None:
    spec = json.loads(json.dumps(parts_spec(content(), Frame(width, MARKERS)), allow_nan=False))
    assert [panel["title"]["text"] for panel in spec["vconcat"]] == ["seat", "lamp"]
    (seat, _), drawn = content().forecast.parts, spec["vconcat"][0]["layer"][0]["data"]["values"]
    weeks = seat.weeks[-len(drawn) :]
    assert [(row["p10"], row["p50"], row["p90"]) for row in drawn] == [
        (item.p10, item.p50, item.p90) for item in weeks
    ]
    assert [row["x"] for row in drawn] == sorted(row["x"] for row in drawn)
    assert spec["vconcat"][0]["width"] < width


def test_the_whole_schedule_and_the_highest_weeks_stand_in_tables() -> None:
    figure = parts_figure(content())
    assert figure is not None and not figure.empty
    begun = [item for item in content().forecast.parts[0].weeks if item.p90 > 0.0]
    named = [row for row in figure.table.rows if text_of(row[1]) == "seat"]
    assert len(named) >= len(begun) > 50
    quarters = quarters_table(content())
    first = [text_of(cell) for cell in quarters.rows[0]]
    assert first[:2] == ["seat", "all that is left"]
    assert len(quarters.rows) <= 2 * 9


def test_many_parts_are_drawn_up_to_six() -> None:
    seat = content().forecast.parts[0]
    many = with_parts(*(replace(seat, name=f"part.p{number}") for number in range(8)))
    figure = parts_figure(many)
    assert figure is not None
    assert len(parts_spec(many, Frame(WIDE, MARKERS))["vconcat"]) == 6
    assert "The first 6 are drawn" in figure.caption
    assert len({text_of(row[1]) for row in figure.table.rows}) == 8


def test_a_part_that_nobody_needs_is_said() -> None:
    seat = content().forecast.parts[0]
    none = tuple(WeekOfParts(item.week, item.name, 0.0, 0.0, 0.0) for item in seat.weeks)
    nothing = with_parts(replace(seat, weeks=none, needed=(0.0, 0.0, 0.0)))
    figure = parts_figure(nothing)
    assert figure is not None and figure.empty
    assert "No part is needed within the horizon." in render_page(nothing)
    assert "parts" in build_figures(nothing)


# The command ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(programme(SEAT, LAMP), tmp_path_factory.mktemp("programme"))


def run(place: Path, *arguments: str | Path) -> Result:
    command = ["outlook", str(place), "--as-of", AS_OF, "--paths", "60", "--seed", "3"]
    return CliRunner().invoke(app, [*command, *map(str, arguments)])


def test_the_outlook_writes_its_schedule(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "parts.csv"
    result = run(place, "--schedule", file, "--json")
    assert result.exit_code == 0, result.output
    assert str(file) in result.stderr
    weeks = [row for row in json.loads(result.stdout)["weeks"] if row["measure"] == "parts"]
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [(row["week"], row["of"], float(row["p90"])) for row in rows] == [
        (row["week"], row["of"], row["p90"]) for row in weeks
    ]
    parts = make_forecast(standing(programme(SEAT, LAMP), AS_OF), 60, 3).parts
    assert file.read_text("utf-8") == schedule_csv([week for part in parts for week in part.weeks])


def test_the_terminal_tells_the_highest_week(place: Path) -> None:
    result = run(place)
    assert result.exit_code == 0, result.output
    assert "Parts in the highest week that is left" in result.stdout
    assert re.search(r"seat +[\d,]+ +[\d,]+ +[\d,]+", result.stdout)


@pytest.mark.parametrize("name", ["parts.txt", "parts"])
def test_another_ending_is_refused(place: Path, tmp_path: Path, name: str) -> None:
    result = run(place, "--schedule", tmp_path / name)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_schedule_needs_a_part(tmp_path: Path) -> None:
    folder = write(programme(), tmp_path / "programme")
    result = run(folder, "--schedule", tmp_path / "parts.csv")
    assert result.exit_code == 2
    assert "nothing describes a part" in " ".join(result.stderr.replace("│", " ").split())
    assert not (tmp_path / "parts.csv").exists()
    (folder / "letter.csv").write_text(LETTER, "utf-8")
    assert run(folder, "--schedule", tmp_path / "parts.csv").exit_code == 0
    assert "a1.x" in (tmp_path / "parts.csv").read_text("utf-8")
