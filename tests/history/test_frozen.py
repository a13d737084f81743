"""Frozen forecasts: never edited, and scored by what came."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from jobone.cli import app
from jobone.core.days import parse_days
from jobone.core.problems import InputError
from jobone.history.frozen import freeze, read_frozen, score_frozen
from jobone.history.loading import reference_history
from jobone.history.records import History

FORECASTS = Path(__file__).parents[2] / "docs" / "forecasts"
HASHES = {
    "2026-11-22.json": "9a31b6c4d96389faf0bfeb0d49742ad3555f061310f548c7c8ddcb58651765f0",
    "2026-11-28.json": "9e63dab2f2105acee4481b19bdee1f34ae2fd40e5ea5b22bcfd6c42b56c0c198",
}


def test_frozen_files_are_as_they_were_written() -> None:
    """A forecast that can be edited afterwards is none; a new file gets its own line here."""
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in FORECASTS.glob("*.json")}
    assert found == HASHES


@pytest.fixture(scope="module")
def frozen() -> dict[str, Any]:
    """What was open three years before the data end."""
    return freeze(reference_history(), date(2023, 6, 30), "test", 1)


def test_only_what_was_known_is_frozen(frozen: dict[str, Any]) -> None:
    """What is known later changes no byte of it."""
    data = reference_history()
    day = date(2023, 6, 30)
    cut = replace(
        data,
        promises=tuple(item for item in data.promises if item.said_on.closed[0] <= day),
        volume_promises=tuple(
            item for item in data.volume_promises if item.said_on.closed[0] <= day
        ),
    )
    assert json.dumps(freeze(cut, day, "test", 1)) == json.dumps(frozen)
    assert frozen["starts"] and frozen["volumes"]
    for start in frozen["starts"]:
        assert parse_days(start["said_on"]).closed[0] <= day
        assert 0.0 <= start["kept"] <= 1.0 and 0.0 <= start["never"] <= 1.0
        told = [item for item in start["quantiles"] if item is not None]
        assert told == sorted(told)
        assert all(item > day.isoformat() for item in told)


def test_what_has_resolved_is_scored(frozen: dict[str, Any]) -> None:
    """Broken windows count as broken, whether or not the event came since."""
    score = score_frozen([frozen], reference_history())
    assert score.starts == len(frozen["starts"])
    assert 0 < score.came <= score.starts
    passed = sum(start["end"] <= frozen["as_of"] for start in frozen["starts"])
    assert 0 < score.judged <= score.starts - passed
    assert score.crps_months is not None and score.crps_months > 0.0
    assert score.brier is not None and 0.0 < score.brier < 1.0
    assert score.met_judged > 0


def test_a_sure_and_right_forecast_scores_best(frozen: dict[str, Any]) -> None:
    """Putting what came into the file brings both scores down."""
    data = reference_history()
    before = score_frozen([frozen], data)
    better = json.loads(json.dumps(frozen))
    for start in better["starts"]:
        programme = data.programmes[start["programme"]]
        came = programme.day_of(start["event"])
        if came is not None:
            middle = came.closed[0] + (came.closed[1] - came.closed[0]) / 2
            start["quantiles"] = [middle.isoformat()] * len(better["levels"])
            start["never"] = 0.0
            start["kept"] = float(came.closed[1].isoformat() <= start["end"])
        else:
            start["kept"] = 0.0
    after = score_frozen([better], data)
    assert before.crps_months is not None and after.crps_months is not None
    assert after.crps_months < 0.1 < before.crps_months
    assert after.brier == 0.0


def test_what_is_no_frozen_file_is_told(tmp_path: Path) -> None:
    """Nothing there, no JSON, another format, keys missing: each a message with its file."""
    with pytest.raises(InputError, match="no frozen forecasts"):
        read_frozen(tmp_path)
    for place, text in enumerate(('{"format": 1}', "no json", "[]", '{"format": 2}')):
        (tmp_path / f"{place}.json").write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_frozen(tmp_path)
    assert len(caught.value.problems) == 4


def test_the_shell_never_writes_a_file_anew(tmp_path: Path) -> None:
    """A second freeze of the same day is refused, and so are days without a freeze."""

    def run(*arguments: str) -> int:
        return CliRunner().invoke(app, ["backtest", *arguments]).exit_code

    target = str(tmp_path / "f")
    assert run("--freeze", target, "--as-of", "2024-05-01") == 0
    written = (tmp_path / "f" / "2024-05-01.json").read_bytes()
    assert run("--freeze", target, "--as-of", "2024-05-01") == 2
    assert (tmp_path / "f" / "2024-05-01.json").read_bytes() == written
    assert run("--as-of", "2024-05-01") == 2
    assert run("--frozen", target, "--json") == 0
    assert run("--frozen", str(tmp_path / "none")) == 1


def empty() -> History:
    """A history that knows nothing."""
    return History("empty", {}, (), (), (), (), (), ())


def test_too_little_is_not_frozen() -> None:
    """The number that is needed is told."""
    with pytest.raises(InputError, match="at least 20"):
        freeze(empty(), date(2031, 1, 1), "test", 1)
