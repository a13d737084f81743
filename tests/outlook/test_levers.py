"""Levers on common draws, and what would have to be true for a target."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jobone.core.changes import Change
from jobone.outlook.forecast import kept_paths, target_probabilities
from jobone.outlook.levers import lever_worths, rate_sensitivity, required_for
from jobone.outlook.simulation import simulate
from jobone.programme.loading import load_folder
from jobone.programme.standing import Standing, stand
from tests.outlook.build import Tables, day, phase, plant, standing, tables

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "xiaomi"
AS_OF = "2023-06-30"
PATHS = 200

LEVERS: list[Tables] = [
    {
        "name": "as it is",
        "changes": "gate.g.takes",
        "to": "uniform(100 days, 300 days)",
        "range": "100 days .. 300 days",
    },
    {
        "name": "quicker",
        "changes": "gate.g.takes",
        "to": "120 days",
        "range": "90 days .. 400 days",
    },
    {
        "name": "earlier",
        "changes": "plant.north.two.opens",
        "to": "2024-03-01",
        "range": "2024-01..2025-12",
    },
    {
        "name": "larger",
        "changes": "plant.north.one.nameplate",
        "to": "90000 / year",
        "range": "50000 / year .. 120000 / year",
    },
    {"name": "faster", "changes": "plant.north.one.sustained", "to": 1.3, "range": "0.5 .. 2"},
    {
        "name": "likelier",
        "changes": "gate.g.chance",
        "to": "95 %",
        "range": "10 % .. 100 %",
    },
    {
        "name": "elsewhere",
        "changes": "plant.south.three.nameplate",
        "to": "90000 / year",
        "range": "0 / year .. 99000 / year",
    },
]


def programme(**more: Any) -> Tables:
    data = tables(
        horizon="2023-07..2025-12",
        gate=[{"name": "g", "takes": "uniform(100 days, 300 days)", "chance": 0.9}],
        model=[{"name": "a1", "after": ["g"]}, {"name": "b1", "after": ["g"]}],
        plant=[
            plant(
                "north",
                phase(sustained="0.7 to 1.2"),
                phase("two", nameplate="36500 / year", opens="2024-07..2025-06"),
                builds=["a1"],
            ),
            plant("south", phase("three", opens="sop.b1"), builds=["b1"]),
        ],
        target=[
            {"name": "d", "event": "sop.a1", "by": "2024-01-31"},
            {
                "name": "u",
                "measure": "production",
                "of": "model.a1",
                "units": 80_000,
                "within": "12 months of sop.a1",
            },
        ],
        lever=[{**lever, "name": lever["name"].replace(" ", "-")} for lever in LEVERS],
    )
    return data | more


# --- what each is worth --------------------------------------------------------------------------


def test_a_lever_that_changes_nothing_is_worth_exactly_nothing() -> None:
    worths = {
        item.lever.name: item for item in lever_worths(standing(programme(), AS_OF), PATHS, 7)
    }
    for name in ("as-it-is", "elsewhere"):
        for effect in worths[name].effects.values():
            assert effect.difference == 0.0
            assert effect.standard_error == 0.0


def test_a_lever_is_worth_what_its_change_does_on_the_same_paths() -> None:
    now = standing(programme(), AS_OF)
    baseline = simulate(now, PATHS, 7)
    for worth in lever_worths(now, PATHS, 7):
        moved = standing(programme(), AS_OF, Change(worth.lever.path, worth.lever.to))
        run = simulate(moved, PATHS, 7)
        for name, effect in worth.effects.items():
            before = kept_paths(now, baseline, name).astype(float)
            after = kept_paths(moved, run, name).astype(float)
            assert effect.before == before.mean()
            assert effect.after == after.mean()
            assert effect.difference == pytest.approx((after - before).mean())
            error = np.std(after - before) / np.sqrt(PATHS)
            assert effect.standard_error == pytest.approx(error)


def test_levers_that_help_help() -> None:
    worths = {
        item.lever.name: item for item in lever_worths(standing(programme(), AS_OF), PATHS, 7)
    }
    for name, target in (
        ("quicker", "d"),
        ("earlier", "u"),
        ("larger", "u"),
        ("faster", "u"),
        ("likelier", "d"),
    ):
        assert worths[name].effects[target].difference > 0.0, name
    # A duration that is certain saves the slow paths and never costs the kept ones.
    assert worths["quicker"].effects["d"].standard_error > 0.0


def test_levers_of_the_example_do_nothing_to_what_they_do_not_reach() -> None:
    now = stand(load_folder(EXAMPLE), day("2023-11-09"))
    worths = {item.lever.path: item for item in lever_worths(now, PATHS, 7)}
    effects = worths["plant.beijing.phase-2.opens"].effects
    assert effects["sop-q1-2024"].difference == 0.0
    assert effects["three-years"].difference >= 0.0


# --- what would have to be true ------------------------------------------------------------------


def probability(now: Standing, target: str, *changes: Change) -> float:
    moved = stand(now.folder, now.as_of, changes)
    return target_probabilities(moved, simulate(moved, PATHS, 7))[target]


def step_back(path: str, to: str, *, better_is_more: bool) -> str:
    """One step towards the worse end of a lever's range."""
    sign = -1 if better_is_more else 1
    if path.endswith(".opens"):
        return str(day(to) + timedelta(days=sign))
    number, _, unit = to.partition(" ")
    if unit:
        return f"{int(number) + sign} {unit}"
    return f"{float(number) + sign / 1000:.3f}"


MORE = {"larger": True, "faster": True, "earlier": False, "quicker": False, "likelier": True}


@pytest.mark.parametrize(
    ("target", "want", "able"),
    [
        ("d", 0.85, {"quicker"}),
        ("d", 0.52, {"quicker", "likelier"}),
        ("u", 0.8, {"larger", "faster"}),
        ("u", 0.5, {"larger", "faster", "earlier"}),
    ],
)
def test_the_least_step_is_enough_and_one_less_is_not(
    target: str, want: float, able: set[str]
) -> None:
    now = standing(programme(), AS_OF)
    baseline, requirements = required_for(now, target, want, PATHS, 7)
    assert baseline == probability(now, target)
    found = {item.lever: item for item in requirements}
    for name, better_is_more in MORE.items():
        requirement = found[name]
        if (target, name) == ("u", "quicker"):
            continue  # the later the start, the more of its window lies in the second phase
        if requirement.to is None:
            assert requirement.probability < want
            continue
        change = Change(requirement.path, requirement.to)
        assert probability(now, target, change) == requirement.probability >= want
        less = step_back(requirement.path, requirement.to, better_is_more=better_is_more)
        if baseline < want:
            assert probability(now, target, Change(requirement.path, less)) < want, requirement
    reached = {name for name in MORE if found[name].to is not None}
    assert able <= reached, found


def test_a_lever_that_cannot_is_none_with_the_best_it_can() -> None:
    now = standing(programme(), AS_OF)
    _, requirements = required_for(now, "d", 0.97, PATHS, 7)
    quicker = next(item for item in requirements if item.lever == "quicker")
    assert quicker.to is None
    best = probability(now, "d", Change("gate.g.takes", "90 days"))
    assert quicker.probability == best < 0.97


def test_all_levers_together_are_tried_at_their_better_ends() -> None:
    now = standing(programme(), AS_OF)
    _, requirements = required_for(now, "d", 0.97, PATHS, 7)
    together = requirements[-1]
    assert together.path == ""
    assert together.probability == 1.0
    assert together.to is not None


def test_a_wish_out_of_reach_of_all_is_said() -> None:
    data = programme(lever=[])
    data["lever"] = [dict(LEVERS[3])]
    _, requirements = required_for(standing(data, AS_OF), "d", 0.97, PATHS, 7)
    assert [item.to for item in requirements] == [None, None]


@pytest.mark.parametrize(
    ("path", "range_"),
    [("gate.g.takes", "50 days .. 700 days"), ("gate.g.start", "2023-07-02..2025-12-31")],
)
def test_what_would_have_to_be_true_is_never_a_delay(path: str, range_: str) -> None:
    # The later it starts, the more of its window lies in the second phase.
    data = programme()
    data["gate"][0] |= {"takes": "100 days", "start": "2023-08-01", "chance": 1}
    data["target"][1]["units"] = 105_000
    to = "90 days" if path.endswith("takes") else "2023-07-15"
    data["lever"] = [{"name": "l", "changes": path, "to": to, "range": range_}]
    for one in data["plant"][0]["phase"]:
        one |= {"sustained": 1, "ramp": "0 days"}
    data["plant"][0]["phase"][1]["opens"] = "2024-07-01"
    now = standing(data, AS_OF)
    delay = "600 days" if path.endswith("takes") else "2025-03-01"
    assert probability(now, "u", Change(path, delay)) == 1.0
    _, requirements = required_for(now, "u", 0.8, PATHS, 7)
    assert requirements[0].to is None
    assert requirements[0].probability == 0.0


def test_levers_on_what_does_not_stand_yet_are_absent() -> None:
    data = programme()
    data["plant"][1]["phase"][0]["since"] = day("2023-12-01")
    names = [worth.lever.name for worth in lever_worths(standing(data, AS_OF), 10, 7)]
    assert "elsewhere" not in names
    assert "larger" in names


@pytest.mark.parametrize("want", [0.0, 1.0, -0.2, 1.5])
def test_what_is_wanted_is_a_probability(want: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        required_for(standing(programme(), AS_OF), "d", want, 10, 7)


def test_an_unknown_target_is_named() -> None:
    with pytest.raises(ValueError, match="'x'"):
        required_for(standing(programme(), AS_OF), "x", 0.5, 10, 7)
    data = programme()
    data["plant"] = [plant("north", phase(opens=None))]
    data["lever"] = []
    with pytest.raises(ValueError, match=r"plant\.north\.one\.opens"):
        required_for(standing(data, AS_OF), "u", 0.5, 10, 7)


def test_probability_rises_with_the_rate_of_every_own_plant() -> None:
    data = programme()
    data["plant"].append(plant("bought-in", phase(nameplate="1 / year"), contract=True))
    now = standing(data, AS_OF)
    rows = rate_sensitivity(now, [0.5, 1.0, 1.5], PATHS, 7)
    shares = [row.probabilities["u"] for row in rows]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    assert len({row.probabilities["d"] for row in rows}) == 1
    moved = [
        Change(f"plant.{path}.sustained", 1.5) for path in ("north.one", "north.two", "south.three")
    ]
    assert rows[2].probabilities["u"] == probability(now, "u", *moved)
