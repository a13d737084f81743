"""A production line gives its phase's output, and nothing changes where there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import jobone
from jobone.cli import app
from jobone.core.problems import InputError
from jobone.outlook.lines import PhaseLines, check_lines, line_answers, phase_lines
from jobone.outlook.sampling import Sampler
from jobone.outlook.simulation import Paths, simulate
from jobone.programme.loading import load_folder
from jobone.programme.standing import stand
from jobone.report.line_notes import line_notes
from jobone.report.phrases import text_of

PROGRAMME = """\
format = 1
[programme]
maker = "Aurora Motors"
maker_type = "startup"
country = "DE"
horizon = "2031..2033"
[[model]]
name = "a1"
[[plant]]
name = "north"
[[plant.phase]]
name = "one"
nameplate = "52596 / year"
opens = "2031-03-03"
ramp = "1 day"
sustained = 1.0
{line}
[[claim]]
id = "sop"
about = "sop.a1"
value = "2031-02-01"
source = "news"
said_by = "Aurora Motors"
said_on = 2031-02-01
says = "started"
hedge = "confirmed"
[[source]]
id = "news"
publisher = "Gazette"
title = "It runs"
published = 2031-02-01
url = "https://gazette.example/it-runs"
"""
# One vehicle every ten minutes is 144 a day: 52,596 a year of 365.25 days.
LINE = """\
format = 1
[[station]]
name = "only"
cycle = "{cycle}"
{more}
"""


def paths(
    place: Path, line: str | None, seed: int = 1, threads: int = 1, chunk: int = 1000
) -> Paths:
    place.mkdir(parents=True, exist_ok=True)
    text = PROGRAMME.format(line="" if line is None else 'line = "line/north.toml"')
    (place / "programme.toml").write_text(text, "utf-8")
    if line is not None:
        (place / "line").mkdir(exist_ok=True)
        (place / "line" / "north.toml").write_text(line, "utf-8")
    folder = load_folder(place)
    standing = stand(folder, folder.last_known)
    return simulate(standing, 200, seed, threads=threads, chunk=chunk)


def test_a_steady_line_is_its_nameplate(tmp_path: Path) -> None:
    plain = paths(tmp_path / "plain", None)
    lined = paths(tmp_path / "lined", LINE.format(cycle="10 min", more=""))
    built = slice(None), slice(3, None)
    # The first vehicle comes ten minutes late, and a year has 365 or 366 days, not 365.25.
    np.testing.assert_allclose(lined.months[built], plain.months[built], rtol=2e-3, atol=0.5)
    assert plain.months.sum() > 0
    # The ramp and the rate lose nothing that the nameplate did not.
    np.testing.assert_allclose(lined.stages[2:, 0], plain.stages[2:, 0], rtol=2e-3)


def test_a_line_learns_as_its_file_says(tmp_path: Path) -> None:
    more = "learning = 0.9\nlearning_until = 20000"
    slow = paths(tmp_path, LINE.format(cycle="exponential(30 min)", more=more))
    months = slow.months[0].mean(axis=1)
    # 30 minutes times 0.9 to the power of log2(20000), in the end.
    settled = 1440.0 / (30.0 * 0.9 ** np.log2(20000))
    assert months[-1] / 31.0 == pytest.approx(settled, rel=0.1)
    assert months[2] < 0.75 * months[-1]
    # Ramp and rate add up to what is built on open days, as without a line.
    causes = slow.stages[:-1] - slow.stages[1:]
    assert causes.shape[0] == len(slow.causes)
    np.testing.assert_allclose(slow.stages[0] - causes.sum(axis=0), slow.stages[-1])


def test_replications_spread_over_the_paths_whatever_the_threads(tmp_path: Path) -> None:
    text = LINE.format(cycle="exponential(1 h)", more="")
    one, two = (paths(tmp_path, text, 3, *how) for how in ((1, 1000), (2, 64)))
    np.testing.assert_array_equal(one.months, two.months)
    assert 5 < len(np.unique(one.months[0, 12])) <= 10
    other = paths(tmp_path, text, 4)
    assert (other.months != one.months).any()


def test_without_a_line_no_draw_is_made(tmp_path: Path) -> None:
    paths(tmp_path, None)
    folder = load_folder(tmp_path)
    phases = [each for plant in stand(folder, folder.last_known).plants for each in plant.phases]
    none = phase_lines(folder, phases)
    assert none == PhaseLines((-1,), ())
    assert none.draw(Sampler(1, 0, 10, folder.last_known.toordinal(), {}, {})).shape == (0, 0, 0)


def test_a_wrong_line_is_told_by_check_and_by_the_outlook(tmp_path: Path) -> None:
    wrong = LINE.format(cycle="0 s", more="")
    with pytest.raises(InputError, match=r"north\.toml:4"):
        paths(tmp_path, wrong)
    with pytest.raises(InputError, match=r"north\.toml:4"):
        check_lines(load_folder(tmp_path))
    result = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "north.toml:4" in result.stderr
    (tmp_path / "line" / "north.toml").write_text(
        'format = 1\n[line]\ncalendar = "DE"\nstarts_on = 2031-01-01\n'
        + LINE[11:].format(cycle="1 s", more=""),
        "utf-8",
    )
    with pytest.raises(InputError, match="calendar of its own"):
        check_lines(load_folder(tmp_path))


@pytest.mark.parametrize("name", ["line/none.toml", "../north.toml", "/etc/hostname"])
def test_a_line_lies_in_the_folder(tmp_path: Path, name: str) -> None:
    text = PROGRAMME.format(line=f'line = "{name}"')
    (tmp_path / "programme.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"programme\.toml:17: there is no line file"):
        load_folder(tmp_path)


def test_why_says_that_a_line_stands_in(tmp_path: Path) -> None:
    paths(tmp_path, LINE.format(cycle="10 min", more=""))
    result = CliRunner().invoke(app, ["why", str(tmp_path), "plant.north.one.ramp"])
    assert result.exit_code == 0
    assert "stands in for it" in result.stdout
    assert "programme.toml:17" in "".join(result.stdout.split("\n"))


def test_a_saved_outlook_keeps_the_line_and_the_times_that_it_reads(tmp_path: Path) -> None:
    place = tmp_path / "folder"
    with pytest.raises(InputError, match="there is no file"):
        paths(place, LINE.format(cycle="empirical(../log/times.csv, seconds)", more=""))
    (place / "log").mkdir()
    (place / "log" / "times.csv").write_text("seconds,who\n500,a\n700,b\n", "utf-8")
    programme = jobone.load(place)
    outlook = programme.outlook(50, 1)
    saved = outlook.save(tmp_path / "saved.zip")
    shutil.rmtree(place)
    assert jobone.rerun(saved).to_dict() == outlook.to_dict()
    assert programme.outlook(50, 1).to_dict() == outlook.to_dict()


def test_a_line_in_a_folder_reads_no_times_from_outside_it(tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text("seconds\n500\n", "utf-8")
    with pytest.raises(InputError, match="there is no file"):
        paths(
            tmp_path / "folder", LINE.format(cycle="empirical(../../times.csv, seconds)", more="")
        )


def test_the_report_tells_what_the_line_does(tmp_path: Path) -> None:
    paths(tmp_path, LINE.format(cycle="exponential(10 min)", more=""))
    folder = load_folder(tmp_path)
    standing = stand(folder, folder.last_known)
    (answer,) = line_answers(standing)
    assert answer.phases == ("plant.north.one",)
    assert answer.settled_per_day == pytest.approx(144.0, rel=0.02)
    (note,) = line_notes(standing, [answer])
    told = text_of(note.text)
    assert "line/north.toml stands in" in told
    assert "the nameplate says 52,600" in told
    assert "only binds, in 10 of 10" in told
    for picture in (note.wide, note.narrow):
        # The page's colours, light and dark, and none of its own.
        assert "var(--ink)" in picture
        assert "#" not in picture
    assert [text_of(cell) for cell in note.table.rows[0]][:2] == ["only", "100.0 %"]


TWO = """\
format = 1
[[station]]
name = "body"
cycle = "8 min"
buffer_after = 0
breakdown = { between = "exponential(4 h)", repair = "exponential(2 h)" }
[[station]]
name = "trim"
cycle = "exponential(10 min)"
"""
LEVERS = """
[[lever]]
name = "faster-trim"
changes = "plant.north.one.line.trim.cycle"
to = 0.5
range = "0.5 .. 1"
[[lever]]
name = "more-places"
changes = "plant.north.one.line.body.buffer_after"
to = 50
range = "0 .. 60"
[[target]]
name = "year"
measure = "production"
of = "maker"
units = 40000
period = "2032"
"""


@pytest.fixture
def levered(tmp_path: Path) -> Path:
    (tmp_path / "line").mkdir()
    (tmp_path / "line" / "north.toml").write_text(TWO, "utf-8")
    text = PROGRAMME.format(line='line = "line/north.toml"') + LEVERS
    (tmp_path / "programme.toml").write_text(text, "utf-8")
    return tmp_path


def built(place: Path, *changes: tuple[str, object]) -> float:
    programme = jobone.load(place)
    for path, value in changes:
        programme = programme.changed(f"plant.north.one.line.{path}", value)
    return float(simulate(programme.standing, 100, 1).months[0].mean(axis=1).sum())


def test_a_station_and_a_buffer_can_be_changed(levered: Path) -> None:
    as_it_is = built(levered)
    assert built(levered, ("trim.cycle", 1)) == as_it_is
    assert built(levered, ("trim.cycle", 0.5)) > 1.05 * as_it_is
    assert built(levered, ("body.repair", 0.5)) > 1.02 * as_it_is
    assert built(levered, ("body.buffer_after", 50)) > 1.02 * as_it_is
    # Changing the file says the same.
    (levered / "line" / "north.toml").write_text(TWO.replace("(10 min)", "(5 min)"), "utf-8")
    halved = built(levered)
    (levered / "line" / "north.toml").write_text(TWO, "utf-8")
    assert built(levered, ("trim.cycle", 0.5)) == halved


def test_levers_of_a_line_are_told_what_they_are_worth(levered: Path) -> None:
    programme = jobone.load(levered)
    effects = {each.lever.name: each.effects["year"] for each in programme.levers(50).worths}
    assert effects["more-places"].after > effects["faster-trim"].after > 0.2
    assert effects["faster-trim"].before < 0.1
    _, requirements = programme.requirements("year", 0.9, paths=50)
    wanted = {each.lever: each for each in requirements}
    assert wanted["faster-trim"].to is None
    # A place more than is wanted is no less, a place less is not enough.
    places = int(wanted["more-places"].to or 0)
    assert wanted["more-places"].probability >= 0.9
    fewer = programme.changed("plant.north.one.line.body.buffer_after", places - 1)
    kept = {each.target.name: each.probability for each in fewer.outlook(50).forecast.targets}
    assert (kept["year"] or 0.0) < 0.9


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("trim.cycle", "0.5 to 0.7", "one number"),
        ("trim.cycle", 0.001, "0.01 to 100 times"),
        ("body.buffer_after", 2.5, "a whole number"),
        ("body.buffer_after", 20000, "a whole number"),
        ("trim.buffer_after", 3, "behind a station that feeds one"),
        ("trim.repair", 0.5, "unknown path"),
        ("paint.cycle", 0.5, "unknown path"),
    ],
)
def test_what_a_station_cannot_be_is_refused(
    levered: Path, path: str, value: object, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        built(levered, (path, value))


def test_check_tells_a_lever_that_a_line_cannot_follow(levered: Path) -> None:
    check_lines(load_folder(levered))
    programme = levered / "programme.toml"
    text = programme.read_text("utf-8")
    line = text[: text.index("to = 50")].count("\n") + 1
    programme.write_text(text.replace("to = 50", "to = 50000"), "utf-8")
    with pytest.raises(InputError, match=rf"programme\.toml:{line}: .*a whole number up to 10,000"):
        check_lines(load_folder(levered))


@pytest.mark.parametrize(
    ("range_", "told"),
    [
        ("0 .. 60.5", "buffer_after is 60.5.*a whole number up to 10,000"),
        ("-1 .. 60", "range: it is negative"),
        ("0 .. 20000", "buffer_after is 20,?000.*a whole number"),
        ("1 to 3 .. 60", "buffer_after is 1 to 3.*one number"),
    ],
)
def test_check_tells_a_range_of_places_that_cannot_be(
    levered: Path, range_: str, told: str
) -> None:
    told_of_range(levered, "0 .. 60", range_, told)


@pytest.mark.parametrize("range_", ["0 .. 1", "0.5 .. 1000"])
@pytest.mark.parametrize("key", ["cycle", "repair"])
def test_check_tells_a_range_of_times_that_cannot_be(levered: Path, key: str, range_: str) -> None:
    programme = levered / "programme.toml"
    text = programme.read_text("utf-8").replace("line.trim.cycle", f"line.body.{key}")
    programme.write_text(text, "utf-8")
    told_of_range(levered, "0.5 .. 1", range_, f"body.{key} is .*0.01 to 100 times what it is")


def told_of_range(folder: Path, stated: str, other: str, told: str) -> None:
    check_lines(load_folder(folder))
    programme = folder / "programme.toml"
    text = programme.read_text("utf-8")
    line = text[: text.index(f'range = "{stated}"')].count("\n") + 1
    programme.write_text(text.replace(f'"{stated}"', f'"{other}"'), "utf-8")
    with pytest.raises(InputError, match=rf"programme\.toml:{line}: .*{told}") as failure:
        check_lines(load_folder(folder))
    assert len(failure.value.problems) == 1
