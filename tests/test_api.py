"""The façade: frames, saving, running again, notebooks."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import jobone

EXAMPLE = Path(__file__).parents[1] / "examples" / "xiaomi"
DAY = "2023-11-09"


@pytest.fixture(scope="module")
def programme() -> jobone.Programme:
    return jobone.load(EXAMPLE, DAY)


def test_a_saved_outlook_runs_again_to_the_same_numbers(
    programme: jobone.Programme, tmp_path: Path
) -> None:
    changed = programme.changed("plant.beijing.phase-2.opens", "2024-H2")
    outlook = changed.outlook(200, 11)
    first = outlook.save(tmp_path / "one.zip")
    second = outlook.save(tmp_path / "two.zip")
    assert first.read_bytes() == second.read_bytes()
    assert jobone.rerun(first).to_dict() == outlook.to_dict()
    with zipfile.ZipFile(first) as archive:
        assert "inputs/claims.toml" in archive.namelist()


def test_a_change_changes_the_answer(programme: jobone.Programme) -> None:
    before = programme.outlook(500, 3).to_dict()
    after = programme.changed("plant.beijing.phase-2.opens", "2024-H2").outlook(500, 3).to_dict()
    assert before["events"] == after["events"]
    assert before["targets"] != after["targets"]


def test_frames_and_dataset_hold_the_same_numbers(programme: jobone.Programme) -> None:
    outlook = programme.outlook(200, 3)
    shape = outlook.to_dict()
    assert outlook.targets().loc["three-years", "probability"] == next(
        item["probability"] for item in shape["targets"] if item["id"] == "three-years"
    )
    assert len(outlook.months()) == len(shape["months"])
    assert len(outlook.weeks()) == len(shape["weeks"])
    middle = outlook.events()["p50"].dt.strftime("%Y-%m-%d").to_dict()
    assert middle["sop.su7"] == shape["events"]["sop.su7"]["p50"]
    row = shape["months"][20]
    cell = outlook.dataset()["units"].sel(
        of=row["of"], measure=row["measure"], month=f"{row['month']}-01", quantile=0.5
    )
    assert float(cell) == row["p50"]


def test_levers_give_a_frame(programme: jobone.Programme) -> None:
    frame = programme.levers(200, 3).frame()
    assert {"lever", "target", "difference", "standard_error"} <= set(frame.columns)
    assert ((frame["with"] - frame["without"] - frame["difference"]).abs() < 1e-12).all()


def test_it_draws_itself_in_a_notebook(programme: jobone.Programme) -> None:
    drawn = programme.outlook(100, 3)._repr_html_()
    assert drawn.startswith("<table>") and "three-years" in drawn


def test_on_another_day_it_is_what_it_was(programme: jobone.Programme) -> None:
    assert (
        programme.on("2021-10-19").bounds_dict() == jobone.load(EXAMPLE, "2021-10-19").bounds_dict()
    )


def test_paths_have_a_limit(programme: jobone.Programme) -> None:
    with pytest.raises(ValueError, match="between 1 and"):
        programme.outlook(10_000_000)
