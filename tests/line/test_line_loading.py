"""Line files: what is right is read, what is wrong is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobone.core.problems import InputError
from jobone.line.hours import open_hours, parse_week
from jobone.line.loading import load_line, parse_line
from jobone.line.times import Times

ROOT = Path(__file__).parents[2]

GOOD = """\
format = 1
[line]
name = "final assembly"
blocking = "after-service"
replications = 20
warm_up = "detect"
run = "100000 vehicles"
[[station]]
name = "trim"
cycle = "gamma(76 s, cv 0.2)"
machines = 1
feeds = "trim-2"
yield = 0.98
repeat = 0.05
learning = 0.85
buffer_after = 10
breakdown = { between = "exponential(8 h)", repair = "exponential(20 min)", clock = "operating" }
shifts = ["Mon..Fri 06:00-14:00", "Mon..Fri 14:00-22:00"]
[[station]]
name = "doors"
cycle = "erlang(4, 76 s)"
feeds = "trim-2"
[[station]]
name = "trim-2"
cycle = "weibull(70 s, shape 2)"
"""


def test_the_line_of_the_design_is_read() -> None:
    line = parse_line(GOOD)
    assert [station.name for station in line.stations] == ["trim", "doors", "trim-2"]
    assert line.feeders == ((), (), (0, 1))
    trim = line.stations[0]
    assert trim.cycle == Times("gamma", (76.0, 0.2))
    assert (trim.passing, trim.repeat, trim.buffer_after) == (0.98, 0.05, 10)
    assert 2.0**-trim.learning_exponent == pytest.approx(0.85)
    assert trim.breakdown is not None
    assert trim.breakdown.between == Times("exponential", (28800.0,))
    assert trim.week[0] == (6 * 3600.0, 22 * 3600.0)
    assert line.run.vehicles == 100_000


def test_stations_are_put_in_the_order_of_flow() -> None:
    text = GOOD.replace('feeds = "trim-2"\n[[station]]', 'feeds = "trim"\n[[station]]')
    line = parse_line(
        text.replace('name = "doors"\ncycle', 'name = "doors"\nbuffer_after = 3\ncycle')
    )
    assert [station.name for station in line.stations] == ["doors", "trim", "trim-2"]
    assert [station.feeds for station in line.stations] == [1, 2, None]
    assert line.stations[0].buffer_after == 3


def test_the_examples_are_right() -> None:
    for path in sorted((ROOT / "examples" / "lines").glob("*.toml")):
        assert load_line(path).stations


FAULTS = [
    ("format = 1", "format = 2", 1, "format is 2"),
    ("format = 1", "format = 1\nstaton = 1", 2, "unknown table or key 'staton'"),
    ('"gamma(76 s, cv 0.2)"', '"0 s"', 10, "not above zero"),
    ('"gamma(76 s, cv 0.2)"', '"-3 s"', 10, "not above zero"),
    ('"gamma(76 s, cv 0.2)"', '"76"', 10, "no unit"),
    ('"gamma(76 s, cv 0.2)"', '"76 parsecs"', 10, "no unit of time"),
    ('"gamma(76 s, cv 0.2)"', '"gauss(76 s, 3 s)"', 10, "'gauss' is no distribution"),
    ('"gamma(76 s, cv 0.2)"', '"gamma(76 s)"', 10, "takes 2 arguments"),
    ('"gamma(76 s, cv 0.2)"', '"gamma(76 s, 0.2)"', 10, "is not 'cv X'"),
    ('"gamma(76 s, cv 0.2)"', '"gamma(76 s, cv 0)"', 10, "not above 0"),
    ('"gamma(76 s, cv 0.2)"', '"uniform(9 s, 3 s)"', 10, "low is not below high"),
    ('"gamma(76 s, cv 0.2)"', '"triangular(9 s, 3 s, 12 s)"', 10, "do not ascend"),
    ('"gamma(76 s, cv 0.2)"', '"erlang(2.5, 3 s)"', 10, "no whole number"),
    ('"gamma(76 s, cv 0.2)"', '"geometric(0.5 s)"', 10, "below one step"),
    ('"gamma(76 s, cv 0.2)"', '"empirical(none.csv, seconds)"', 10, "there is no file"),
    ('"gamma(76 s, cv 0.2)"', '"1e300 h"', 10, "longer than a hundred years"),
    ('"gamma(76 s, cv 0.2)"', "76", 10, "'cycle' is 76"),
    ("machines = 1", "machines = 0", 11, "greater than or equal to 1"),
    ("machines = 1", "machines = true", 11, "valid integer"),
    ('feeds = "trim-2"\nyield', 'feeds = "trim-3"\nyield', 12, "there is no station 'trim-3'"),
    ('feeds = "trim-2"\nyield', 'feeds = "trim"\nyield', 12, "feeds itself"),
    ("yield = 0.98", "yield = 0", 13, "greater than 0"),
    ("yield = 0.98", "yield = 1.2", 13, "less than or equal to 1"),
    ("yield = 0.98", "yield = 1e-9", 8, "scraps nearly everything"),
    ("repeat = 0.05", "repeat = 1.0", 14, "less than or equal to 0.99"),
    ("learning = 0.85", "learning = 1.5", 15, "less than or equal to 1"),
    ("buffer_after = 10", "buffer_after = -1", 16, "greater than or equal to 0"),
    ('"exponential(8 h)"', '"exponential(0 h)"', 17, "not above zero"),
    ('"exponential(8 h)"', '"exponential(1 ms)"', 8, "cannot move"),
    (
        '"exponential(8 h)", repair = "exponential(20 min)", clock = "operating"',
        '"exponential(100 ms)", repair = "exponential(10 ms)", clock = "calendar"',
        8,
        "'trim' fails 1,527 times, by the calendar, for each vehicle that 'trim' lets through",
    ),
    ('clock = "operating"', 'clock = "sundial"', 17, "'operating' or 'calendar'"),
    ('"Mon..Fri 06:00-14:00"', '"Mon..Xyz 06:00-14:00"', 18, "no weekday"),
    ('"Mon..Fri 06:00-14:00"', '"Mon..Fri 06:00-25:00"', 18, "there is no time 25:00"),
    (
        '"Mon..Fri 14:00-22:00"]',
        '"Mon..Fri 14:00-22:00"]\nbreaks = ["00:00-24:00"]',
        18,
        "no working hour",
    ),
    ('name = "doors"', 'name = "trim"', 20, "the name of two stations"),
    ('cycle = "weibull(70 s, shape 2)"', 'cycle = "1 s"\nbuffer_after = 2', 26, "feeds nothing"),
    ('cycle = "weibull(70 s, shape 2)"', 'cycle = "1 s"\nfeeds = "trim"', 12, "in a loop"),
    ('"100000 vehicles"', '"1000000000 vehicles"', 7, "not from 1 to 100,000,000"),
    ('"100000 vehicles"', '"0 vehicles"', 7, "not from 1 to 100,000,000"),
    ('"100000 vehicles"', '"soon"', 7, "'soon' is no time"),
    ('"detect"', '"never"', 6, "'never' is no time"),
    ("replications = 20", "replications = 0", 5, "greater than or equal to 1"),
    ('"after-service"', '"sometimes"', 4, "'after-service' or 'before-service'"),
    ('"detect"', '"detect"\ncalendar = "DE"', 7, "needs the day of the start"),
    ('"detect"', '"detect"\ncalendar = "QQ"\nstarts_on = 2031-01-01', 7, "no working calendar"),
]


@pytest.mark.parametrize(("old", "new", "line", "says"), FAULTS)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        parse_line(GOOD.replace(old, new, 1))
    told = [problem for problem in caught.value.problems if says in str(problem)]
    assert told, str(caught.value)
    assert told[0].location.line == line, str(told[0])


def test_faults_are_told_together() -> None:
    text = GOOD.replace("yield = 0.98", "yield = 0").replace('"erlang(4, 76 s)"', '"x"')
    with pytest.raises(InputError) as caught:
        parse_line(text.replace("replications = 20", "replications = -1"))
    assert len(caught.value.problems) == 3


def test_parallel_machines_block_after_service_only() -> None:
    text = GOOD.replace('"after-service"', '"before-service"').replace(
        "machines = 1", "machines = 2"
    )
    with pytest.raises(InputError, match="parallel machines"):
        parse_line(text)


@pytest.mark.parametrize(
    "text", ["", "format = 1", "format = 1\nstation = 3", "format = 1\n[station]"]
)
def test_a_file_without_stations_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_line(text)


def test_observed_times_are_read_from_a_column(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("vehicle,seconds\n1,70.5\n2,66\n3,71\n", "utf-8")
    text = GOOD.replace('"gamma(76 s, cv 0.2)"', '"empirical(log.csv, seconds)"')
    assert parse_line(text, folder=tmp_path).stations[0].cycle.parameters == (66.0, 70.5, 71.0)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("seconds\n70\nlate\n", 3, "seconds is 'late'"),
        ("seconds\n70\n-1\n", 3, "above zero"),
        ("seconds\n0\n", 2, "above zero"),
        ("seconds\nnan\n", 2, "above zero"),
        ("seconds\n", 0, "no values"),
        ("minutes\n70\n", 1, "column seconds is missing"),
        ("", 0, "empty"),
    ],
)
def test_observed_times_that_are_none_are_told(
    tmp_path: Path, content: str, line: int, says: str
) -> None:
    (tmp_path / "log.csv").write_text(content, "utf-8")
    text = GOOD.replace('"gamma(76 s, cv 0.2)"', '"empirical(log.csv, seconds)"')
    with pytest.raises(InputError) as caught:
        parse_line(text, folder=tmp_path)
    told = next(problem for problem in caught.value.problems if says in str(problem))
    assert told.location.file.endswith("log.csv")
    assert told.location.line == line


def test_working_hours_are_read_as_they_are_meant() -> None:
    day = 86400.0
    assert parse_week(["Mon 06:00-14:00"], []) == ((6 * 3600.0, 14 * 3600.0),)
    # Over midnight, and over the end of the week.
    night = parse_week(["Sun 22:00-06:00"], [])
    assert night == ((0.0, 6 * 3600.0), (6 * day + 22 * 3600.0, 7 * day))
    assert parse_week(["00:00-24:00"], []) == ()
    assert parse_week([], []) == ()
    broken = parse_week(["Tue 06:00-14:00"], ["09:00-09:15"])
    assert broken == (
        (day + 6 * 3600.0, day + 9 * 3600.0),
        (day + 9 * 3600.0 + 900.0, day + 14 * 3600.0),
    )
    assert parse_week(["Fri..Mon 10:00-11:00"], [])[0] == (10 * 3600.0, 11 * 3600.0)
    hours = open_hours(parse_week(["Mon 06:00-14:00"], []))
    assert hours is not None
    assert hours.period == 7 * day
