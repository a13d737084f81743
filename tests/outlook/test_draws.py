"""Common draws: cut, renamed, shifted or changed elsewhere, a programme keeps its numbers."""

import copy
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jobone.core.changes import Change
from jobone.outlook.bounds import find_bounds
from jobone.outlook.forecast import make_forecast
from jobone.outlook.sampling import NEVER, Sampler
from jobone.outlook.simulation import simulate
from jobone.programme.folder import Folder
from jobone.programme.loading import load_folder
from jobone.programme.standing import Standing, stand
from tests.outlook.answers import check_same_paths, plain, renamed, whole_answer
from tests.outlook.build import (
    Tables,
    assumption,
    claim,
    day,
    fits,
    load,
    phase,
    plant,
    read,
    sop_claim,
    standing,
    tables,
    with_sources,
)
from tests.outlook.test_leak import ON_A_DAY, folders

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "xiaomi"
AS_OF = "2023-06-30"


@pytest.fixture(scope="module")
def example() -> Folder:
    return load_folder(EXAMPLE)


def everything() -> Tables:
    """A programme with one of each thing that is drawn."""
    opening = "plant.south.three.opens"
    return tables(
        horizon="2023-07..2026-06",
        gate=[
            {"name": "prototype", "takes": "6 to 9 months"},
            {
                "name": "winter-test",
                "after": ["prototype"],
                "season": "Nov..Mar",
                "takes": "60 to 90 days",
            },
            {"name": "own-licence", "takes": "12 to 24 months", "chance": "uniform(0.5, 1)"},
            {"name": "partner", "takes": "100 to 300 working days", "chance": 0.7},
            {"name": "permission", "any_of": ["own-licence", "partner"]},
            {"name": "ready", "start": "2023-08..2023-12", "takes": "uniform(90 days, 300 days)"},
        ],
        shock=[
            {
                "name": "closures",
                "chance": 0.4,
                "adds": "1 to 3 months",
                "delays": ["prototype", "ready"],
            }
        ],
        model=[
            {"name": "a1", "after": ["winter-test", "permission", "ready"]},
            {"name": "b1", "after": ["ready"], "opening_stock": "500 to 900"},
        ],
        claim=[
            sop_claim("a1", "2024-H2"),
            claim("p", opening, "2024-09", "2023-02-01", by="The Morning Gauge"),
            claim("q", opening, "2025-02..2025-04", "2023-03-01", by="Harbour Post"),
        ],
        plant=[
            plant(
                "north",
                phase("one", ramp="3 to 9 months", sustained="0.5 to 1.4"),
                phase("two", opens="2025", nameplate="60000 to 90000 / year"),
                outage=[{"name": "refit", "window": "2025-07", "takes": "2 to 4 weeks"}],
            ),
            plant(
                "south",
                phase("three", opens=None, ramp="3 to 9 months", sustained=None),
                outage=[{"name": "parts", "per_year": 1.5, "takes": "5 to 20 days", "share": 0.5}],
            ),
        ],
        target=[
            {"name": "sop", "event": "sop.a1", "by": "2024-12-31"},
            {
                "name": "year",
                "measure": "deliveries",
                "units": "50000 to 90000",
                "within": "12 months of sop.a1",
            },
            {
                "name": "b",
                "measure": "production",
                "of": "model.b1",
                "units": 30_000,
                "period": "2025",
            },
        ],
        lever=[
            {
                "name": "more",
                "changes": "plant.north.one.nameplate",
                "to": "99000 / year",
                "range": "1 / year .. 99999 / year",
            }
        ],
        observed=["maker,production,2023-06-01,2023-06-20,40,2023-06-25,"],
    )


# --- how the work is cut -------------------------------------------------------------------------

CUTS = [(1, 100), (2, 100), (2, 700), (1, 10_000), (2, 10_000)]


@pytest.mark.parametrize(("threads", "chunk"), CUTS)
def test_threads_and_chunks_change_no_number(example: Folder, threads: int, chunk: int) -> None:
    for programme, paths in (
        (stand(example, day("2023-11-09")), 1501),
        (standing(everything(), AS_OF), 301),
    ):
        whole = simulate(programme, paths, 7, weeks=True)
        cut = simulate(programme, paths, 7, weeks=True, threads=threads, chunk=chunk)
        check_same_paths(whole, cut)


def test_a_run_of_paths_is_a_part_of_a_longer_one() -> None:
    programme = standing(everything(), AS_OF)
    short, long = simulate(programme, 37, 7, chunk=10), simulate(programme, 80, 7)
    np.testing.assert_array_equal(short.sop, long.sop[:, :37])
    np.testing.assert_array_equal(short.target_units, long.target_units[:, :37])


def test_a_forecast_is_the_same_however_it_is_cut(example: Folder) -> None:
    programme = stand(example, day("2023-02-28"))
    one = plain(make_forecast(programme, 333, 5, chunk=100))
    other = plain(make_forecast(programme, 333, 5, chunk=10_000, threads=2))
    assert one == other


def test_another_seed_gives_other_numbers() -> None:
    programme = standing(everything(), AS_OF)
    one, other = simulate(programme, 50, 1), simulate(programme, 50, 2)
    assert not np.array_equal(one.sop, other.sop)
    assert not np.array_equal(one.stages, other.stages)


# --- other names ---------------------------------------------------------------------------------


def numbers(answer: Any) -> list[Any]:
    """Every number, day and truth of an answer, in its order, without any text but verdicts."""
    if isinstance(answer, dict):
        return [number for key in answer for number in numbers(answer[key])]
    if isinstance(answer, list | tuple):
        return [number for item in answer for number in numbers(item)]
    if isinstance(answer, str):
        return (
            [answer] if re.fullmatch(r"[a-z]+_[a-z_]+|depends|impossible|unknown", answer) else []
        )
    return [answer]


def check_names_do_not_matter(data: Tables, as_of: date, paths: int) -> None:
    complete = with_sources(data)
    one, other = load(complete), load(renamed(complete))
    first, second = (whole_answer(folder, as_of, paths) for folder in (one, other))
    for part in ("forecast", "bounds", "levers"):
        # Days of a bound are listed by path, so that their order follows the names.
        lists = [sorted(map(str, numbers(answer[part]))) for answer in (first, second)]
        assert lists[0] == lists[1], part
    runs = [simulate(stand(folder, as_of), paths, 7, weeks=True) for folder in (one, other)]
    for name in ("gates", "sop", "months", "weeks", "target_units", "target_need", "stages"):
        before, after = (getattr(run, name) for run in runs)
        np.testing.assert_array_equal(before, after, err_msg=name)


@pytest.mark.parametrize("on", ["2022-03-31", "2023-11-09", "2024-08-31"])
def test_renaming_the_example_changes_no_number(on: str) -> None:
    check_names_do_not_matter(read(EXAMPLE), day(on), 60)


def test_renaming_events_keeps_the_sides_of_a_conflict() -> None:
    data = everything()
    for item, value in zip(data["claim"][1:], ("sop.a1", "sop.b1"), strict=True):
        item["value"] = value
    check_names_do_not_matter(data, day(AS_OF), 60)


@settings(max_examples=6)
@given(folders(), ON_A_DAY)
def test_renaming_made_up_folders_changes_no_number(data: Tables, on: date) -> None:
    assume(fits(stand(load(data), on)))
    check_names_do_not_matter(data, on, 12)


def test_renaming_a_programme_changes_no_number() -> None:
    data = everything()
    assert renamed(data)["model"][0]["name"] != data["model"][0]["name"]
    check_names_do_not_matter(data, day(AS_OF), 60)


# --- other days ----------------------------------------------------------------------------------

WEEKS = timedelta(days=364)


def shifted(value: Any, by: timedelta) -> Any:
    """Shift every day in the tables."""
    if isinstance(value, dict):
        return {key: shifted(item, by) for key, item in value.items()}
    if isinstance(value, list):
        return [shifted(item, by) for item in value]
    if isinstance(value, date):
        return value + by
    if isinstance(value, str):
        return re.sub(
            r"\d{4}-\d\d-\d\d", lambda found: str(date.fromisoformat(found[0]) + by), value
        )
    return value


@st.composite
def dated(draw: Any) -> Tables:
    """Gates of calendar days, phases and promises, without seasons and working days."""
    ahead = st.integers(0, 500).map(lambda days: date(2023, 7, 1) + timedelta(days=days))

    def some_days(longest: int) -> str:
        first = draw(ahead)
        return f"{first}..{first + timedelta(days=draw(st.integers(0, longest)))}"

    takes = st.sampled_from(["3 to 9 months", "120 days", "uniform(30 days, 200 days)"])
    started = date(2023, 6, 30) - timedelta(days=draw(st.integers(1, 200)))
    return tables(
        horizon="2023-01-01..2026-12-31",
        gate=[
            {"name": "g0", "takes": draw(takes), "start": some_days(90)},
            {"name": "g1", "takes": draw(takes)},
            {"name": "g2", "after": ["g0"], "takes": draw(takes), "chance": 0.8},
            {"name": "g3", "any_of": ["g1", "g2"]},
        ],
        model=[{"name": "a1", "after": draw(st.sampled_from([["g0", "g3"], ["g2"], ["g3"]]))}],
        claim=[
            claim("s", "gate.g1.start", str(started), "2023-06-30", hedge="confirmed"),
            sop_claim("a1", some_days(200), "2023-06-01"),
        ],
        plant=[plant("north", phase(), phase("two", opens=some_days(200)))],
        target=[
            {"name": "d", "event": "sop.a1", "by": str(draw(ahead))},
            {
                "name": "y",
                "measure": "production",
                "units": 90_000,
                "within": f"{draw(st.integers(6, 36))} months of sop.a1",
            },
        ],
    )


@settings(max_examples=30)
@given(dated(), st.sampled_from([1, -2]))
def test_shifting_every_day_by_whole_weeks_shifts_every_event(data: Tables, years: int) -> None:
    by = years * WEEKS
    moved = stand(load(shifted(with_sources(data), by)), day(AS_OF) + by)
    programme = standing(data, AS_OF)
    one, other = (simulate(item, 40, 3) for item in (programme, moved))
    for before, after in ((one.gates, other.gates), (one.sop, other.sop)):
        np.testing.assert_array_equal(np.where(before == NEVER, NEVER, before + by.days), after)
    date_bounds, unit_bounds = find_bounds(programme)
    moved_date_bounds, moved_unit_bounds = find_bounds(moved)
    assert date_bounds.verdict == moved_date_bounds.verdict
    for old, new in zip(unit_bounds.combinations, moved_unit_bounds.combinations, strict=True):
        for end in ("lowest", "highest"):
            before_units, after_units = getattr(old, end).units, getattr(new, end).units
            assert after_units == pytest.approx(before_units, rel=0.01)


# --- changes -------------------------------------------------------------------------------------


def run(data: Tables, *changes: Change, paths: int = 60) -> Any:
    return simulate(standing(data, AS_OF, *changes), paths, 7, weeks=True)


def test_a_change_leaves_the_draws_of_the_others() -> None:
    data = everything()
    before = run(data)
    after = run(data, Change("gate.own-licence.takes", "100 days"))
    places = {gate["name"]: place for place, gate in enumerate(data["gate"])}
    for name in ("prototype", "winter-test", "partner", "ready"):
        np.testing.assert_array_equal(before.gates[places[name]], after.gates[places[name]])
    assert not np.array_equal(
        before.gates[places["own-licence"]], after.gates[places["own-licence"]]
    )
    np.testing.assert_array_equal(before.sop[1], after.sop[1])
    np.testing.assert_array_equal(before.target_need, after.target_need)


def test_a_changed_rate_moves_no_day_and_scales_the_rest() -> None:
    data = everything()
    half, full = (
        run(data, *(Change(f"plant.{path}.sustained", rate) for path in PHASES))
        for rate in (0.5, 1)
    )
    np.testing.assert_array_equal(half.sop, full.sop)
    np.testing.assert_array_equal(half.stages[:3], full.stages[:3])
    np.testing.assert_allclose(half.stages[3:5] * 2, full.stages[3:5], rtol=1e-12)


PHASES = ("north.one", "north.two", "south.three")


def test_a_changed_duration_keeps_its_random_number() -> None:
    """The same uniform number under another distribution: rank for rank."""
    data = everything()
    before = run(data).gates[0]
    after = run(data, Change("gate.prototype.takes", "12 to 18 months")).gates[0]
    undelayed = run(data, Change("shock.closures.chance", "0 %")).gates[0]
    undelayed_after = run(
        data,
        Change("shock.closures.chance", "0 %"),
        Change("gate.prototype.takes", "12 to 18 months"),
    ).gates[0]
    assert (
        np.argsort(undelayed, kind="stable") == np.argsort(undelayed_after, kind="stable")
    ).mean() > 0.8
    np.testing.assert_array_equal(np.sign(undelayed_after - undelayed), 1)
    # The shock comes on the same paths.
    np.testing.assert_array_equal(before > undelayed, after > undelayed_after)


def test_a_change_of_what_has_happened_leaves_chance_alone() -> None:
    """Random outages do not hang on the first day that is simulated."""
    data = everything()
    opened = claim(
        "x", "plant.north.idle.opens", day("2022-01-01"), "2023-01-01", hedge="confirmed"
    )
    data["claim"].append(opened)
    data["plant"][0]["phase"].append(phase("idle", nameplate="0 / year", opens=None))
    before, after = run(data), run(data, Change("plant.north.idle.opens", "2026-01"))
    np.testing.assert_array_equal(before.months, after.months)


def test_a_row_of_years_ago_leaves_chance_alone() -> None:
    data = everything()
    before = run(data)
    data["observed"].append("maker,production,2019-01-01,2019-01-31,9,,")
    after = run(data)
    assert after.frame.first < before.frame.first
    # Sums begin on another day, so that their last digits may differ.
    np.testing.assert_allclose(before.stages, after.stages, rtol=1e-12)
    np.testing.assert_allclose(before.months, after.months, rtol=1e-6, atol=0.01)


def test_settling_a_conflict_keeps_the_other_draws() -> None:
    data = everything()
    programme = standing(data, AS_OF)
    (conflict,) = programme.conflicts
    before = run(data)
    for index, option in enumerate(conflict.options):
        forced = simulate(programme, 60, 7, weeks=True, forced={conflict.path: index})
        np.testing.assert_array_equal(before.sop, forced.sop)
        sampler = Sampler(7, 0, 60, programme.as_of.toordinal())
        taken = sampler.sides(conflict, "phase", "opens", 2) == index
        assert 5 < taken.sum() < 55
        # On the paths that take this side anyway, nothing changes at all.
        np.testing.assert_array_equal(before.stages[:, taken], forced.stages[:, taken])
        np.testing.assert_array_equal(before.months[:, :, taken], forced.months[:, :, taken])
        settled = run(data, Change(conflict.path, option.label))
        np.testing.assert_array_equal(settled.stages[1:], forced.stages[1:])


def add(kind: str, item: Tables) -> Callable[[Tables], None]:
    return lambda data: data[kind].append(item)


def add_to_plant(place: int, kind: str, item: Tables) -> Callable[[Tables], None]:
    return lambda data: data["plant"][place][kind].append(item)


def add_shock_of_later(data: Tables) -> None:
    """A shock before the others, whose only gate stands later."""
    later = {"since": day("2023-07-01"), "takes": "9 months"}
    data["gate"].append({"name": "none", **later})
    data["shock"].insert(0, {"name": "x", "chance": 0.5, "adds": "9 months", "delays": ["none"]})


def change_later(data: Tables) -> None:
    data["assumption"] = [assumption("later", "gate.prototype.takes", "1 month", "2023-07-01")]


ABSENT: dict[str, Callable[[Tables], None]] = {
    "an outage that never comes": add_to_plant(
        1, "outage", {"name": "none", "per_year": 0, "takes": "90 days"}
    ),
    "an outage of no length": add_to_plant(
        1, "outage", {"name": "none", "window": "2025", "takes": "0 days"}
    ),
    "a phase without capacity": add_to_plant(
        1, "phase", phase("none", nameplate="0 / year", opens="2024")
    ),
    "a plant without capacity": add(
        "plant", plant("none", phase(nameplate="0 / year", opens="2024"), contract=True)
    ),
    "a plant without phases": add("plant", plant("none")),
    "a shock that never comes": add(
        "shock", {"name": "none", "chance": "0 %", "adds": "9 months", "delays": ["prototype"]}
    ),
    "a gate that nothing waits for": add("gate", {"name": "none", "takes": "9 months"}),
    "a thing that stands later": add(
        "gate", {"name": "none", "takes": "9 months", "since": day("2023-07-01")}
    ),
    "an assumption that holds later": change_later,
    "a shock of what stands later": add_shock_of_later,
    "a claim without effect": add(
        "claim", claim("none", "team.rd.headcount", 900, "2023-05-01", unit="people")
    ),
    "a retelling": add(
        "claim", claim("none", "sop.a1", "2024-H2", "2023-04-01", said_on="2023-01-01")
    ),
    "a lever": add(
        "lever",
        {"name": "none", "changes": "gate.ready.takes", "to": "9 days", "range": "1 days..9 days"},
    ),
}


@pytest.mark.parametrize("what", ABSENT)
def test_adding_what_is_absent_changes_nothing(what: str) -> None:
    data = everything()
    more = copy.deepcopy(data)
    ABSENT[what](more)
    before, after = run(data), run(more)
    for name in ("sop", "months", "weeks", "target_units", "target_need", "stages"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name), err_msg=name)
    np.testing.assert_array_equal(before.gates, after.gates[: len(before.gates)])


# --- what can be built ---------------------------------------------------------------------------


@st.composite
def inside_supports(draw: Any) -> Tables:
    """Every number uniform or hard, and the gates inside the promise: all paths are inside."""
    tomorrow = day(AS_OF) + timedelta(days=1)
    gates, claims, models = [], [], []
    for name in ("a1", "b1")[: draw(st.integers(1, 2))]:
        low = draw(st.integers(0, 300))
        high = low + draw(st.integers(0, 200))
        gates.append({"name": f"to-{name}", "takes": f"uniform({low} days, {high} days)"})
        models.append({"name": name, "after": [f"to-{name}"]})
        promise = f"{tomorrow + timedelta(days=low)}..{tomorrow + timedelta(days=high)}"
        claims.append(sop_claim(name, promise))
    names = [model["name"] for model in models]
    opens = st.sampled_from(
        [*(f"sop.{name}" for name in names), "2023-11..2024-06", "2024-02-03", "sides"]
    )
    phases = []
    for number in range(draw(st.integers(1, 3))):
        opening = draw(opens)
        if opening == "sides":
            path = f"plant.north.p{number}.opens"
            claims.append(claim(f"early-{number}", path, "2023-10", "2023-02-01", by="P"))
            claims.append(claim(f"late-{number}", path, "2024-07", "2023-02-01", by="Q"))
        phases.append(
            phase(
                f"p{number}",
                nameplate=draw(st.sampled_from(["uniform(30000, 90000) / year", "50000 / year"])),
                opens=None if opening == "sides" else opening,
                ramp=draw(st.sampled_from(["0 days", "uniform(0 days, 200 days)", "3 months"])),
                sustained=draw(st.sampled_from([1, "uniform(0.3, 1)", "triangular(0.5, 0.9, 1)"])),
            )
        )
    window = draw(st.sampled_from(["within", "period"]))
    span = "2024-01..2024-09" if window == "period" else f"9 months of sop.{names[-1]}"
    target = {"measure": draw(st.sampled_from(["production", "deliveries"])), window: span}
    if target["measure"] == "deliveries":
        for model in models:
            model["opening_stock"] = draw(st.sampled_from([0, 900, "uniform(100, 9000)"]))
    of = [{"of": f"model.{names[-1]}", "name": "model"}, {"name": "maker"}]
    return tables(
        horizon="2023..2026",
        gate=gates,
        model=models,
        claim=claims,
        plant=[
            plant(
                "north",
                *phases,
                outage=[{"name": "o", "per_year": 1, "takes": "10 days"}],
                contract=draw(st.booleans()),
            )
        ],
        target=[target | {"units": 50_000} | one for one in of],
    )


def check_inside_bounds(programme: Standing, paths: int) -> None:
    """No path builds more than the highest bound of the sides that it takes."""
    bounds = {item.name: item for item in find_bounds(programme)}
    drawn = simulate(programme, paths, 9)
    for place, target in enumerate(programme.targets):
        units = drawn.target_units[place]
        highest = max(item.highest.units or 0 for item in bounds[target.name].combinations)
        assert np.nanmax(np.append(units, 0)) <= highest * (1 + 1e-9) + 1e-6, target.name
        for number in range(2 if programme.conflicts else 0):
            conflict = programme.conflicts[0]
            forced = simulate(programme, paths, 9, forced={conflict.path: number})
            label = conflict.options[number].label
            of_side = [
                item.highest.units or 0
                for item in bounds[target.name].combinations
                if item.sides.get(conflict.path) == label
            ]
            assert of_side
            assert np.nanmax(np.append(forced.target_units[place], 0)) <= max(of_side) + 1e-3


@settings(max_examples=40)
@given(inside_supports())
def test_no_path_inside_the_supports_exceeds_its_bound(data: Tables) -> None:
    check_inside_bounds(standing(data, AS_OF), 120)
