"""The command line: exit codes, what goes where, shapes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from jobone.cli import app

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "xiaomi"
DAY = "2023-11-09"
ON_A_DAY = (str(EXAMPLE), "--as-of", DAY, "--paths", "10")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def answer(*arguments: str | Path) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def shell(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jobone", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        **more,
    )


def write(folder: Path, **files: str) -> Path:
    assert run("new", folder, "--quiet").exit_code == 0
    for name, text in files.items():
        path = folder / f"{name}.toml"
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    return folder


def test_bounds_have_the_promised_shape() -> None:
    shape = answer("bounds", EXAMPLE, "--as-of", DAY)
    assert shape["as_of"] == DAY
    target = next(item for item in shape["targets"] if item["id"] == "three-years")
    assert {
        "id",
        "units",
        "verdict",
        "needed_multiple",
        "precedents",
        "combinations",
        "rescues",
    } <= (target.keys())
    assert {"reached", "of"} <= set(target["precedents"])
    combination = target["combinations"][0]
    assert {"units", "dates"} <= combination["lowest"].keys()
    assert {"lever", "to", "unit"} <= target["rescues"][0].keys()


def test_outlook_has_the_promised_shape_and_repeats_itself() -> None:
    command = ("outlook", EXAMPLE, "--as-of", DAY, "--paths", "400", "--seed", "7")
    first = run(*command, "--json", "--threads", "1", "--chunk", "100")
    second = run(*command, "--json", "--threads", "2", "--chunk", "10000")
    assert first.stdout == second.stdout
    shape = json.loads(first.stdout)
    assert (shape["as_of"], shape["paths"], shape["seed"], shape["inside_weight"]) == (
        DAY,
        400,
        7,
        0.5,
    )
    assert {"p05", "p10", "p50", "p90", "p95", "never"} <= shape["events"]["sop.su7"].keys()
    assert {"id", "probability", "standard_error", "p10", "p50", "p90", "reason"} <= (
        shape["targets"][0].keys()
    )
    assert {"month", "measure", "of", "p10", "p50", "p90"} <= shape["months"][0].keys()
    assert shape["weeks"][0]["week"].startswith("2023-W")
    assert sum(units for _, units in shape["lost_units"]) == (
        shape["potential_units"] - shape["outcome_units"]
    )
    assert {"value", "effect"} <= shape["conflicts"][0]["sides"][0].keys()


def test_another_seed_gives_another_answer() -> None:
    base = ("outlook", EXAMPLE, "--as-of", DAY, "--paths", "400")
    assert answer(*base, "--seed", "1") != answer(*base, "--seed", "2")


@pytest.mark.parametrize(
    "command",
    [
        ("bounds", EXAMPLE, "--as-of", DAY),
        ("claims", EXAMPLE, "--as-of", DAY),
        ("why", EXAMPLE, "gate.plant-ready.start", "--as-of", DAY),
        ("outlook", EXAMPLE, "--as-of", "2021-10-19", "--paths", "200", "--quiet"),
        ("levers", EXAMPLE, "--as-of", DAY, "--paths", "200", "--quiet"),
        ("diff", EXAMPLE, "--from", "2023-03-31", "--to", DAY, "--paths", "100", "--quiet"),
        ("check", EXAMPLE),
    ],
    ids=lambda command: str(command[0]),
)
def test_every_verb_speaks_in_words_and_in_json(command: tuple[str | Path, ...]) -> None:
    words = run(*command)
    assert words.exit_code == 0, words.output
    assert len(words.stdout) > 100
    quiet = [argument for argument in command if argument != "--quiet"]
    assert answer(*quiet)


def test_levers_solve_for_a_target() -> None:
    shape = answer(
        "levers",
        EXAMPLE,
        "--as-of",
        DAY,
        "--target",
        "sop-h1-2024",
        "--want",
        "0.78",
        "--paths",
        "400",
    )
    assert shape["want"] == 0.78
    found = [item for item in shape["requirements"] if item["to"] is not None]
    assert found and all(item["probability"] >= 0.78 for item in found)


def test_new_folder_passes_check_and_is_never_written_over(tmp_path: Path) -> None:
    folder = write(tmp_path / "mine")
    assert run("check", folder).exit_code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    again = run("new", folder)
    assert again.exit_code == 1
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_problems_come_together_with_exit_one_and_no_traceback(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "wrong",
        claims='\n[[claim]]\nid = "x"\nabout = "sop.a9"\nvalue = "2032"\nsource = "nobody"\n'
        'hedge = "expected"\nsays = "?"\n',
        programme='\n[[gate]]\nname = "loop"\nafter = ["loop"]\ntakes = "5 apples"\n',
    )
    result = shell("outlook", str(folder), "--json")
    assert result.returncode == 1
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for piece in ("claims.toml:", "programme.toml:", "nobody", "apples", "circle"):
        assert piece in result.stderr
    listed = shell("check", str(folder), "--json")
    assert listed.returncode == 1
    assert len(json.loads(listed.stdout)["problems"]) >= 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("outlook", "nowhere"), 1),
        (("nonsense",), 2),
        (("outlook", str(EXAMPLE), "--as-of", "2023-02-30"), 2),
        (("outlook", str(EXAMPLE), "--as-of", "1066-01-01"), 2),
        (("outlook", str(EXAMPLE), "--paths", "0"), 2),
        (("outlook", str(EXAMPLE), "--seed", "-1"), 2),
        (("outlook", str(EXAMPLE), "--set", "plant"), 2),
        (("outlook", str(EXAMPLE), "--set", "plant.x.y.z=1"), 1),
        (("outlook", str(EXAMPLE), "--set", "gate.prototype.takes=5 apples"), 1),
        (("outlook", *ON_A_DAY, "--require", "no-such=0.5"), 2),
        (("outlook", *ON_A_DAY, "--require", "three-years=7"), 2),
        (("why", str(EXAMPLE), "plant.nowhere"), 1),
        (("levers", str(EXAMPLE), "--target", "three-years"), 2),
        (("levers", *ON_A_DAY, "--target", "no-such", "--want", "0.5"), 2),
        (("levers", *ON_A_DAY, "--target", "three-years", "--want", "2"), 2),
        (("diff", str(EXAMPLE), "--from", DAY, "--to", "2022-01-01"), 2),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int) -> None:
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert result.stdout == "" or code == 2
    assert "Traceback" not in result.output


def test_a_requirement_that_is_not_met_exits_with_one() -> None:
    base = ("outlook", EXAMPLE, "--as-of", DAY, "--paths", "200", "--quiet", "--json")
    assert run(*base, "--require", "sop-h1-2024=0.5").exit_code == 0
    assert run(*base, "--require", "three-years=0.99").exit_code == 1


def test_results_go_to_stdout_and_remarks_to_stderr(tmp_path: Path) -> None:
    result = shell(
        "outlook",
        str(EXAMPLE),
        "--as-of",
        DAY,
        "--paths",
        "50",
        "--json",
        "--save",
        str(tmp_path / "o.zip"),
    )
    json.loads(result.stdout)
    assert "saved" in result.stderr


def test_a_fault_of_ours_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    import jobone.programme.loading as loading

    def broken(place: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(loading, "load_folder", broken)
    result = run("check", EXAMPLE)
    assert result.exit_code == 70
    assert "fault of ours" in result.output


def test_an_interruption_exits_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    import jobone.programme.loading as loading

    def interrupted(place: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "load_folder", interrupted)
    assert run("check", EXAMPLE).exit_code == 130


def test_report_is_written_and_the_answer_printed(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report.html"
    result = run("report", EXAMPLE, "--as-of", DAY, "--paths", "200", "-o", out)
    assert result.exit_code == 0, result.output
    assert out.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")
    assert "three-years" in result.stdout or "900,000" in result.stdout


def test_schemas_on_disk_are_those_of_the_model(tmp_path: Path) -> None:
    assert run("schema", "--write", tmp_path).exit_code == 0
    written = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text("utf-8") for path in (ROOT / "schemas").iterdir()}
    assert written == kept


def test_the_past_is_told_with_its_nearest_cases_and_what_is_borrowed() -> None:
    """In the autumn of 2021 no tech entrant had launched a car, and the answer says so."""
    early = run("outlook", EXAMPLE, "--as-of", "2021-11-29", "--paths", "50", "--quiet").stdout
    later = run("outlook", EXAMPLE, "--as-of", DAY, "--paths", "50", "--quiet").stdout
    words = " ".join(early.split())
    assert "What the past says" in words and "Most like it: " in words
    assert "none by a tech entrant: all of it borrowed" in words
    assert "all of it borrowed" not in " ".join(later.split())
    assert "What the past says" in later
