"""The verb `line`: shapes, exit codes, what goes where."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from jobone.cli import app

SMALL = """\
format = 1
[line]
name = "two & a half"
run = "2000 vehicles"
replications = 6
[[station]]
name = "a"
cycle = "exponential(60 s)"
buffer_after = 2
[[station]]
name = "b"
cycle = "exponential(60 s)"
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["line", *(str(each) for each in arguments)])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, "utf-8")
    return path


def test_the_answer_has_the_promised_shape(small: Path) -> None:
    result = run(small, "--json", "--seed", "3")
    assert result.exit_code == 0, result.output
    shape = json.loads(result.stdout)
    low, high = shape["throughput_per_hour"]["ci95"]
    assert low < shape["throughput_per_hour"]["mean"] < high
    for station in shape["stations"]:
        states = [station[state] for state in ("working", "blocked", "starved", "down")]
        assert sum(states) == pytest.approx(1.0, abs=1e-9)
    assert {"bottleneck", "work_in_process", "lead_time_s", "vehicles"} <= set(shape)
    assert set(shape["time_to_finish_s"]) == {"mean", "sd"}
    assert (shape["replications"], shape["vehicles"], shape["seed"]) == (6, 2000, 3)
    assert {each["kind"] for each in shape["improvements"]} == {"cycle", "buffer"}
    assert run(small, "--json", "--seed", "3", "--threads", "1").stdout == result.stdout
    assert run(small, "--json", "--seed", "4").stdout != result.stdout


def test_the_exact_answer_has_the_same_shape(small: Path) -> None:
    shape = json.loads(run(small, "--exact", "--json").stdout)
    # Two exponential stations with two places between: four fifths of the rate.
    assert shape["throughput_per_hour"] == {"mean": 48.0, "ci95": None}
    simulated = json.loads(run(small, "--json", "--no-worth").stdout)
    assert set(shape) - set(simulated) == {"exact"}
    assert [set(each) for each in shape["stations"]] == [set(e) for e in simulated["stations"]]
    assert "48.00000000 vehicles an hour" in run(small, "--exact").stdout


def test_the_table_says_what_binds_and_what_helps(small: Path) -> None:
    result = run(small)
    assert result.exit_code == 0
    for words in (
        "binds",
        "vehicles an hour",
        "What an improvement brings",
        "a place more behind a",
    ):
        assert words in result.stdout


def test_the_picture_is_one(small: Path, tmp_path: Path) -> None:
    picture = tmp_path / "deep" / "line.svg"
    assert run(small, "--no-worth", "--picture", picture).exit_code == 0
    root = ElementTree.fromstring(picture.read_text("utf-8"))
    assert root.tag.endswith("svg")
    words = "".join(root.itertext())
    assert "two & a half" in words
    assert "prefers-color-scheme: dark" in words


def test_wrong_input_and_wrong_use_are_told_apart(small: Path, tmp_path: Path) -> None:
    small.write_text(SMALL.replace("exponential(60 s)", "exponential(0 s)", 1), "utf-8")
    result = run(small)
    assert result.exit_code == 1
    assert "small.toml:8: 'cycle'" in result.stderr
    assert run(tmp_path / "none.toml").exit_code == 1
    small.write_text(SMALL, "utf-8")
    for wrong in (
        ("--replications", "0"),
        ("--until-precise", "none"),
        ("--threads", "0"),
        ("--seed", "-1"),
        ("--exact", "--replications", "3"),
    ):
        assert run(small, *wrong).exit_code == 2, wrong


def test_it_runs_until_it_is_precise(small: Path) -> None:
    shape = json.loads(run(small, "--until-precise", "0.5%", "--no-worth", "--json").stdout)
    low, high = shape["throughput_per_hour"]["ci95"]
    assert (high - low) / 2.0 <= 0.005 * shape["throughput_per_hour"]["mean"]
